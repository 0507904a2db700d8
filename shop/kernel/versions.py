"""Named counters that move with a change, so that a cache can tell old from new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    Text,
    bindparam,
    cast,
    insert,
    literal_column,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import db
from shop.kernel.columns import BigId
from shop.kernel.db import WRITING, session
from shop.kernel.model import Base

T = TypeVar("T")


class Version(Base):
    """One counter; it only grows."""

    __tablename__ = "versions"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigId, default=1)


_READ = select(Version.number).where(Version.name == bindparam("name"))
_READ_ALL = select(Version.name, Version.number)
_BUMP = (
    update(Version)
    .where(Version.name == bindparam("called"))
    .values(number=Version.number + 1)
    .execution_options(synchronize_session=False)
)


def bump(name: str) -> int:
    """Add one to the counter `name` in the open unit of work and return its new number."""
    here = session()
    if here.execute(_BUMP, {"called": name}).rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        number = here.execute(_READ, {"name": name}).scalar_one()
    else:  # asked of the UPDATE itself: somebody may begin between two statements
        number = _begin(name)
    here.info[f"version:{name}"] = number
    return number


def _begin(name: str) -> int:
    """Count for the first time, unless somebody does so at this moment."""
    here = session()
    try:
        with here.begin_nested():
            here.execute(insert(Version).values(name=name, number=1))
    except IntegrityError:
        here.execute(_BUMP, {"called": name})
        return here.execute(_READ, {"name": name}).scalar_one()
    return 1


def read(name: str) -> int:
    """Return the counter `name`, 0 where nothing was counted yet."""
    return db.read(_READ, {"name": name}).scalar() or 0


class Remembered(Generic[T]):
    """A value read from the database and kept in this process until its counter moves."""

    _all: ClassVar[list[Remembered[Any]]] = []

    def __init__(self, version: str, load: Callable[[], T]) -> None:
        self._version = version
        self._key = f"version:{version}"
        self._load = load
        self._kept: tuple[int, T] | None = None
        self._all.append(self)

    def __call__(self) -> T:
        """Return the value as of the present version; inside a unit of work it is not kept."""
        info = session().info
        number = info.get(self._key)
        if number is None:
            number = current(self._version)
        if WRITING in info:
            return self._load()
        kept = self._kept
        if kept is None or kept[0] != number:
            kept = self._kept = (number, self._load())
        return kept[1]

    @classmethod
    def forget_all(cls) -> None:
        """Drop everything kept; for tests that swap the database."""
        for remembered in cls._all:
            remembered._kept = None  # noqa: SLF001 - its own class


class Together(Remembered[T]):
    """A remembered value of few rows, read in one statement with the others of its group.

    A page needs several of them, and whatever moves the counter makes all of them old. Columns come
    as text (JSON for `stored_json.parsed`) and rows in any order: `make` puts them right. A group
    is read by the same pages and has rows about as wide.
    """

    _members: ClassVar[dict[tuple[str, str], list[Together[Any]]]] = {}
    _statements: ClassVar[dict[tuple[str, str], CompoundSelect[*tuple[Any, ...]]]] = {}

    def __init__(
        self,
        version: str,
        rows: Select[*tuple[Any, ...]],
        make: Callable[[Sequence[tuple[Any, ...]]], T],
        group: str = "frame",
    ) -> None:
        super().__init__(version, self._made)
        self._columns = list(rows.selected_columns)
        self.width = len(self._columns)
        self._rows, self._make = rows, make
        self._group = (version, group)
        self._at_hand = f"rows:{version}:{group}"
        self._members.setdefault(self._group, []).append(self)
        self._statements.pop(self._group, None)

    def _made(self) -> T:
        info = session().info
        if WRITING in info:  # the rows of this moment, and only these
            return self._make(self._of(db.read(self.as_text(0, self.width)).all()))
        at_hand: dict[Together[Any], list[Any]] | None = info.get(self._at_hand)
        if at_hand is None or self not in at_hand:
            at_hand = info[self._at_hand] = self._all_at_hand()
        return self._make(self._of(at_hand[self]))

    def _of(self, rows: Sequence[Any]) -> list[tuple[Any, ...]]:
        end = self.width + 1
        return [row[1:end] for row in rows]

    def _all_at_hand(self) -> dict[Together[Any], list[Any]]:
        members = self._members[self._group]
        found: list[list[Any]] = [[] for _member in members]
        for row in db.read(self._statement()).all():
            found[row[0]].append(row)
        return dict(zip(members, found, strict=True))

    def _statement(self) -> CompoundSelect[*tuple[Any, ...]]:
        if self._group not in self._statements:
            members = self._members[self._group]
            width = max(member.width for member in members)
            self._statements[self._group] = union_all(
                *(member.as_text(place, width) for place, member in enumerate(members))
            )
        return self._statements[self._group]

    def as_text(self, place: int, width: int) -> Select[*tuple[Any, ...]]:
        """Return the statement of its rows behind a number, `width` columns wide."""
        empty = [null()] * (width - self.width)
        return self._rows.with_only_columns(
            literal_column(str(place)).label("member"),
            *(cast(one, Text).label(f"c{n}") for n, one in enumerate([*self._columns, *empty])),
        )


def saw(name: str, number: int) -> None:
    """Take over what the counter `name` was when this request began, read elsewhere."""
    session().info[f"version:{name}"] = number


def current(name: str) -> int:
    """Return the counter `name` as this session first saw it; one statement a request for all."""
    info = session().info
    key = f"version:{name}"
    if key not in info:
        for called, number in db.read(_READ_ALL).all():
            info.setdefault(f"version:{called}", number)
    known: int = info.setdefault(key, 0)
    return known
