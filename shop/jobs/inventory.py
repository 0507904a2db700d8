"""Free what checkouts held too long, and find what runs low."""

from __future__ import annotations

from shop.domain.inventory.actions import alerts, holds
from shop.jobs.rehearsal import in_unit


def expire_holds(*, dry_run: bool = False) -> dict[str, int]:
    """Give stock back whose hold is past its deadline; for the scheduler and for cron."""
    return {"expired": in_unit(lambda: holds.expire(dry_run=dry_run), dry_run=dry_run)}


def scan_low_stock(*, dry_run: bool = False) -> dict[str, int]:
    """Mark what runs low and announce it; for the scheduler and for cron."""
    return {"low": in_unit(lambda: alerts.scan_low(dry_run=dry_run), dry_run=dry_run)}
