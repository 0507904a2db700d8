"""All invariants, slice by slice."""

from __future__ import annotations

from shop.domain.catalogue.checks import CHECKS as CATALOGUE
from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.search.checks import CHECKS as SEARCH
from shop.domain.staff.checks import CHECKS as STAFF
from shop.kernel.checks import Check
from shop.kernel.outbox_checks import CHECKS as OUTBOX

ALL_CHECKS: list[Check] = [*OUTBOX, *CATALOGUE, *INVENTORY, *SEARCH, *STAFF]
