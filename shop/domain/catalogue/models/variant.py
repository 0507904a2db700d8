"""The variant: the thing with a SKU, a barcode, a price and a weight."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId
from shop.kernel.ids import public_id
from shop.kernel.model import Base, Stamped


class Variant(Stamped, Base):
    """What is counted, priced and bought. Prices are minor units of the shop's currency."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("compare_at_minor > price_minor", name="compare_at"),
        CheckConstraint("cost_minor >= 0", name="cost"),
        CheckConstraint("weight_grams >= 0", name="weight"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=lambda: public_id("var")
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    sku: Mapped[str] = mapped_column(String(64), unique=True)
    barcode: Mapped[str | None] = mapped_column(String(32), unique=True)
    price_minor: Mapped[int] = mapped_column(BigId)
    compare_at_minor: Mapped[int | None] = mapped_column(BigId)
    """What it cost before; always above the price, else there is no sale."""
    cost_minor: Mapped[int | None] = mapped_column(BigId)
    weight_grams: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
