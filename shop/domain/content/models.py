"""Content pages: delivery, privacy, about us."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base, Stamped


class ContentPage(Stamped, Base):
    """A page in Markdown at `/pages/<slug>`; those with a position stand in the footer."""

    __tablename__ = "content_pages"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[Translated] = mapped_column(TranslatedText)
    body: Mapped[Translated] = mapped_column(TranslatedText)
    position: Mapped[int | None]
    published: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
