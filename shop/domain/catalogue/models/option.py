"""Options of a product (size, colour), their values, and which variant has which."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base

COLOUR = "colour"
SIZE = "size"


class Option(Base):
    """A choice a shopper makes; `code` is `colour`, `size` or the shop's own word."""

    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("product_id", "code"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[Translated] = mapped_column(TranslatedText)
    position: Mapped[int] = mapped_column(default=0)


class OptionValue(Base):
    """One value of an option; a colour carries its hex, a size its measures as `detail`."""

    __tablename__ = "option_values"
    __table_args__ = (
        UniqueConstraint("option_id", "code"),
        CheckConstraint("hex IS NULL OR length(hex) = 7", name="hex"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("options.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[Translated] = mapped_column(TranslatedText)
    detail: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    hex: Mapped[str | None] = mapped_column(String(7))
    position: Mapped[int] = mapped_column(default=0)


class VariantValue(Base):
    """A variant has this value of an option."""

    __tablename__ = "variant_values"
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True
    )
    option_value_id: Mapped[int] = mapped_column(
        ForeignKey("option_values.id", ondelete="CASCADE"), primary_key=True, index=True
    )
