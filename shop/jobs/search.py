"""Keep the search index fresh, and write the buffered search log down."""

from __future__ import annotations

from shop.domain.search import actions
from shop.domain.search.ports import search_log
from shop.kernel.unit_of_work import unit_of_work

_MOST_LINES = 2000


def index_product(product_id: int) -> None:
    """Bring one product's words up to date."""
    with unit_of_work():
        actions.index_product(product_id)


def rebuild() -> int:
    """Index everything anew, one unit of work a batch, so that the shop goes on meanwhile."""
    after: int | None = 0
    batches = 0
    while after is not None:
        with unit_of_work():
            after = actions.index_next(after)
        batches += 1
    return batches


def write_log(*, dry_run: bool = False) -> dict[str, int]:
    """Write the searches that wait in the buffer down; for the scheduler and for cron."""
    if dry_run:
        return {"written": min(search_log().waiting(), _MOST_LINES)}
    entries = search_log().drain(_MOST_LINES)
    if entries:
        with unit_of_work():
            actions.log_searches(entries)
    return {"written": len(entries)}
