"""A line of an order: one variant as it was when it was bought."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, TranslatedText
from shop.kernel.model import Base


class OrderLine(Base):
    """What was bought, in the unit's minor steps. Three counters tell what became of it."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            "shipped >= 0 AND cancelled >= 0 AND returned >= 0"
            " AND shipped + cancelled <= quantity AND returned <= shipped",
            name="counters",
        ),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    sku: Mapped[str] = mapped_column(String(80))
    name: Mapped[dict[str, str]] = mapped_column(TranslatedText)
    options: Mapped[dict[str, str]] = mapped_column(TranslatedText)
    picture: Mapped[str] = mapped_column(String(64), default="")
    """The key of its picture in the media store."""
    physical: Mapped[bool] = mapped_column(default=True)
    unit: Mapped[str] = mapped_column(String(10))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int] = mapped_column(BigInteger)
    subtotal_minor: Mapped[int] = mapped_column(BigInteger)
    discount_minor: Mapped[int] = mapped_column(BigInteger)
    net_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    tax_rate: Mapped[int]
    """In basis points."""
    shipped: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
