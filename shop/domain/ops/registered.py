"""All invariants, slice by slice."""

from __future__ import annotations

from shop.domain.audit.checks import CHECKS as AUDIT
from shop.domain.catalogue.checks import CHECKS as CATALOGUE
from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.ledger.checks import CHECKS as LEDGER
from shop.domain.notifications.checks import CHECKS as NOTIFICATIONS
from shop.domain.orders.checks import CHECKS as ORDERS
from shop.domain.payments.checks import CHECKS as PAYMENTS
from shop.domain.search.checks import CHECKS as SEARCH
from shop.domain.staff.checks import CHECKS as STAFF
from shop.kernel.checks import Check
from shop.kernel.outbox_checks import CHECKS as OUTBOX

ALL_CHECKS: list[Check] = [
    *OUTBOX,
    *AUDIT,
    *CATALOGUE,
    *INVENTORY,
    *LEDGER,
    *NOTIFICATIONS,
    *ORDERS,
    *PAYMENTS,
    *SEARCH,
    *STAFF,
]
