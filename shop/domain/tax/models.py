"""Tax classes, zones and rates: what a product is to the tax office, and what it asks where."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base


class TaxClass(Base):
    """A class such as `standard` or `zero`; rates by place hang on it."""

    __tablename__ = "tax_classes"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    demo: Mapped[bool] = mapped_column(default=False)


class TaxZone(Base):
    """Where one set of rates holds, and whether prices shown there include the tax."""

    __tablename__ = "tax_zones"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    prices_include_tax: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)


class TaxRate(Base):
    """What one class owes in one zone from a day on, in hundredths of a per cent."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        CheckConstraint("basis_points BETWEEN 0 AND 10000", name="basis_points"),
        UniqueConstraint("zone_id", "class_id", "valid_from"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("tax_zones.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("tax_classes.id"), index=True)
    basis_points: Mapped[int]
    valid_from: Mapped[date]
