"""Imports every slice's tables, so that SQLAlchemy and Alembic see them all."""

from shop.domain.catalogue import models as catalogue
from shop.domain.content import models as content
from shop.domain.inventory import models as inventory
from shop.domain.media import models as media
from shop.domain.search import models as search
from shop.domain.settings import models as settings
from shop.domain.staff import models as staff
from shop.domain.tax import models as tax
from shop.kernel import idempotency, locks, outbox, versions

__all__ = [
    "catalogue",
    "content",
    "idempotency",
    "inventory",
    "locks",
    "media",
    "outbox",
    "search",
    "settings",
    "staff",
    "tax",
    "versions",
]
