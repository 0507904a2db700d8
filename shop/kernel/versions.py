"""Named counters that move with a change, so that a cache can tell old from new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import String, bindparam, insert, select, update
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


def current(name: str) -> int:
    """Return the counter `name` as this session first saw it; one statement a request."""
    info = session().info
    key = f"version:{name}"
    if key not in info:
        info[key] = read(name)
    number: int = info[key]
    return number
