"""What search keeps: the words of each product, how common every word is, what was searched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class SearchDocument(Base):
    """The words of a published product, folded, each once, where they weigh most.

    It has no foreign key on purpose: when a product is deleted its old words are needed to take
    it out of the index, which a job does a moment later.
    """

    __tablename__ = "search_documents"
    product_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text, default="")
    labels: Mapped[str] = mapped_column(Text, default="")
    """Tags and category names."""
    body: Mapped[str] = mapped_column(Text, default="")


class SearchWord(Base):
    """A surface form and in how many documents it stands; the vocabulary is made of these."""

    __tablename__ = "search_words"
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    stem: Mapped[str] = mapped_column(String(80))
    in_name: Mapped[int] = mapped_column(default=0)
    in_labels: Mapped[int] = mapped_column(default=0)
    """In the name, a tag or a category."""
    anywhere: Mapped[int] = mapped_column(default=0)


class SearchLogEntry(Base):
    """One search: what was asked in folded words, and what came of it. Nothing about who asked."""

    __tablename__ = "search_log"
    __table_args__ = (Index("ix_search_log_results", "results", "at"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    words: Mapped[str] = mapped_column(String(500))
    unmatched: Mapped[str] = mapped_column(String(500), default="")
    """Those of the words that no product of the shop holds."""
    results: Mapped[int]
    """How many were found, up to the cap of counting."""
    took_ms: Mapped[int]
    locale: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
