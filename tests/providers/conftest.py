"""The pretended Stripe, one for each test file's worker; its clock is the shop's."""

from collections.abc import Iterator

import pytest

from tests.support.stripe import Stripe, pretended


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    """Return a pretended account of its own, and the gateway that talks to it."""
    with pretended() as made:
        yield made
