"""Everything that changes stock: movements here, holds, allocations and alerts in their modules."""

from __future__ import annotations

from shop.domain.inventory.actions.movements import adjust, default_location, post, receive

__all__ = ["adjust", "default_location", "post", "receive"]
