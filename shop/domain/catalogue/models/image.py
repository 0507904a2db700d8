"""The gallery of a product: which pictures, in which order, described how."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base


class ProductImage(Base):
    """A picture in a gallery; one that shows a colour names that option value."""

    __tablename__ = "product_images"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), index=True)
    option_value_id: Mapped[int | None] = mapped_column(
        ForeignKey("option_values.id", ondelete="SET NULL"), index=True
    )
    alt: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    position: Mapped[int] = mapped_column(default=0)
