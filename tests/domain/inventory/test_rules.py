"""Where stock is taken from, and how much is wanted: pure rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shop.domain.inventory.rules import Place, summed, taken_from

_PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=0, max_size=5).map(
    lambda rows: [
        Place(variant_id=1, location_id=number, free=free, own=own)
        for number, (free, own) in enumerate(rows, 1)
    ]
)


@given(places=_PLACES, wanted=st.integers(0, 120))
def test_all_of_it_is_taken_or_nothing(places: list[Place], wanted: int) -> None:
    has = {place.location_id: place.free + place.own for place in places}
    taken = taken_from(places, wanted)
    if taken is None:
        assert wanted > sum(has.values())
    else:
        assert sum(taken.values()) == wanted
        assert all(0 < part <= has[location] for location, part in taken.items())


def test_what_is_kept_already_is_taken_first_then_one_place_that_has_the_rest() -> None:
    places = [Place(1, 1, 9), Place(1, 2, 1, own=2), Place(1, 3, 4)]
    assert taken_from(places, 3) == {2: 3}
    assert taken_from(places, 5) == {2: 3, 1: 2}
    assert taken_from(places[::2], 4) == {1: 4}
    assert taken_from([Place(1, 1, 5), Place(1, 2, 4)], 8) == {1: 5, 2: 3}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9))))
def test_lines_that_share_a_variant_are_summed(lines: list[tuple[int, int]]) -> None:
    sums = summed(lines)
    assert sum(sums.values()) == sum(quantity for _variant, quantity in lines)
    assert set(sums) == {variant for variant, _quantity in lines}
