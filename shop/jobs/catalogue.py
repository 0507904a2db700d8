"""Publish and withdraw products when their dates come."""

from __future__ import annotations

from shop.domain.catalogue.actions import publication
from shop.jobs.rehearsal import in_unit


def apply_dates(*, dry_run: bool = False) -> dict[str, int]:
    """Bring the lists in step with the clock; for the scheduler and for cron."""
    return {"changed": in_unit(publication.apply_dates, dry_run=dry_run)}
