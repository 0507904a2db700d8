"""Give sizes and tags their bit in the listing's masks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select

from shop.domain.catalogue.models import FacetValue
from shop.kernel.db import session
from shop.kernel.i18n import Translated
from shop.kernel.slugs import slugify

MOST = 63
_LONGEST = 60  # the column of a code
SIZE, TAG = "size", "tag"


class Bits:
    """The bits known so far, read once; new values get the next free one, up to 63 a kind.

    Later values are shown on products but cannot be filtered by: a filter of more than sixty
    sizes helps nobody, and a mask that fits one integer keeps counting quick.
    """

    def __init__(self) -> None:
        self._bits = {
            (row.kind, row.code): row.bit
            for row in session().execute(select(FacetValue.kind, FacetValue.code, FacetValue.bit))
        }

    def mask(self, kind: str, values: Iterable[tuple[str, Translated]]) -> int:
        """Return the mask of some (code, label) pairs of one kind."""
        mask = 0
        for code, label in values:
            bit = self._bit(kind, code, label)
            if bit is not None:
                mask |= 1 << bit
        return mask

    def tags(self, tags: Iterable[str]) -> int:
        """Return the mask of some tags, which are their own label."""
        return self.mask(TAG, ((slugify(tag)[:_LONGEST], {"en": tag}) for tag in tags))

    def _bit(self, kind: str, code: str, label: Translated) -> int | None:
        known: int | None = self._bits.get((kind, code))
        if known is not None:
            return known
        bit = sum(1 for other, _code in self._bits if other == kind)
        if bit >= MOST:
            return None
        session().execute(
            insert(FacetValue).values(kind=kind, code=code, label=dict(label), bit=bit)
        )
        self._bits[kind, code] = bit
        return bit
