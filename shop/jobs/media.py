"""Make the sizes of stored pictures, then show them in the lists."""

from __future__ import annotations

from shop.domain.catalogue.actions import images
from shop.domain.media import actions, flows
from shop.jobs.rehearsal import in_unit
from shop.kernel.unit_of_work import unit_of_work


def make_renditions(media_id: int) -> None:
    """Make all sizes of a picture."""
    flows.make_renditions(media_id)


def refresh_listings(media_id: int) -> None:
    """Let the lists show a picture whose sizes are made."""
    with unit_of_work():
        images.refresh_where_shown(media_id)


def sweep(*, dry_run: bool = False) -> dict[str, int]:
    """Announce pictures again whose sizes should long be made; for the scheduler and for cron."""
    return {"announced": in_unit(actions.announce_forgotten, dry_run=dry_run)}
