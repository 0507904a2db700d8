"""Numbers without gaps: counters that are taken back with the unit of work that took them."""

from __future__ import annotations

from sqlalchemy import String, bindparam, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId
from shop.kernel.db import session
from shop.kernel.model import Base


class Counter(Base):
    """A counter and the last number it gave."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(BigId, default=0)


_NEXT = (
    update(Counter)
    .where(Counter.name == bindparam("called"))
    .values(value=Counter.value + bindparam("more"))
    .returning(Counter.value)
    .execution_options(synchronize_session=False)
)


def next_number(name: str) -> int:
    """Return the next number of the counter `name`, beginning with 1.

    Belongs inside a unit of work, as late as can be: whoever else counts waits for its end.
    """
    return next_numbers(name, 1)[0]


def next_numbers(name: str, count: int) -> range:
    """Return the next `count` numbers of the counter `name`, taken at once."""
    here, binds = session().connection(), {"called": name, "more": count}
    last = here.execute(_NEXT, binds).scalar()
    if last is None:
        try:
            with here.begin_nested():
                here.execute(insert(Counter).values(name=name, value=count))
            last = count
        except IntegrityError:  # somebody began to count between our look and our insert
            last = here.execute(_NEXT, binds).scalar_one()
    return range(int(last) - count + 1, int(last) + 1)
