"""Publish and withdraw products when their dates come."""

from __future__ import annotations

from shop.domain.catalogue.actions import publication
from shop.kernel.unit_of_work import unit_of_work


def apply_dates() -> dict[str, int]:
    """Bring the lists in step with the clock; for the scheduler and for cron."""
    with unit_of_work():
        return {"changed": publication.apply_dates()}
