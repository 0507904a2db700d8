"""Each test begins with the small seeded shop, and with limits that nobody has used up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shop.web.rate_limit import limiter
from tests.factories.fixtures import closed, seeded

__all__ = ["closed", "seeded"]


@pytest.fixture(autouse=True)
def _rested(closed: None) -> Iterator[None]:
    """Forget what was counted: every test comes from one address."""
    limiter.reset()
    yield
    limiter.reset()
