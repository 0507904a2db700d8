"""The tables of an order: head, lines, history, notes and tasks."""

from shop.domain.orders.models.history import OrderEvent
from shop.domain.orders.models.line import OrderLine
from shop.domain.orders.models.note import OrderNote
from shop.domain.orders.models.order import Order
from shop.domain.orders.models.task import OrderTask

__all__ = ["Order", "OrderEvent", "OrderLine", "OrderNote", "OrderTask"]
