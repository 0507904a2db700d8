"""Imports every slice's tables, so that SQLAlchemy and Alembic see them all."""

from shop.domain.audit import models as audit
from shop.domain.cart import models as cart
from shop.domain.catalogue import models as catalogue
from shop.domain.checkout import models as checkout
from shop.domain.content import models as content
from shop.domain.inventory import models as inventory
from shop.domain.ledger import models as ledger
from shop.domain.media import models as media
from shop.domain.notifications import models as notifications
from shop.domain.orders import models as orders
from shop.domain.payments import models as payments
from shop.domain.search import models as search
from shop.domain.settings import models as settings
from shop.domain.shipping import models as shipping
from shop.domain.staff import models as staff
from shop.domain.tax import models as tax
from shop.kernel import idempotency, locks, numbers, outbox, versions

__all__ = [
    "audit",
    "cart",
    "catalogue",
    "checkout",
    "content",
    "idempotency",
    "inventory",
    "ledger",
    "locks",
    "media",
    "notifications",
    "numbers",
    "orders",
    "outbox",
    "payments",
    "search",
    "settings",
    "shipping",
    "staff",
    "tax",
    "versions",
]
