"""Tax classes: what a product is to the tax office."""

from __future__ import annotations

from sqlalchemy import String
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
