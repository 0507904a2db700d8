"""An uploaded picture on its way: stored, made into sizes by a job, shown in lists."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shop.domain.catalogue.models import Listing, ProductImage
from shop.domain.media import flows
from shop.domain.media.models import Media, MediaState
from shop.domain.media.ports import file_store
from shop.jobs import runtime
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.errors import NotFound
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product
from tests.factories.media import jpeg
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def _work(clock: Hands) -> int:
    """Do everything that waits, as the sweep would; returns how many jobs ran."""
    done = 0
    while True:
        clock.forward(seconds=11)
        forget_session()
        ran = runtime.sweep()["run"]
        if not ran:
            forget_session()
            return done
        done += ran


def _shown(media_id: int) -> int:
    with unit_of_work():
        made = product()
        session().add(ProductImage(product_id=made.id, media_id=media_id))
    return made.id


def test_from_a_telephone_to_the_list(clock: Hands) -> None:
    number = flows.upload(jpeg(800, 600, turned=6), "IMG_1.JPG")
    product_id = _shown(number)
    assert session().get_one(Listing, product_id).card["picture"] is None
    _work(clock)
    media = session().get_one(Media, number)
    assert (media.state, media.name) == (MediaState.READY, "IMG_1.JPG")
    assert media.height > media.width, "turned upright"
    card = session().get_one(Listing, product_id).card["picture"]
    assert card["colour"] == media.colour
    assert {width for _file, width in card["avif"]} >= {360}
    for made in media.renditions:
        content = file_store().get(made["file"])
        assert len(content) == made["bytes"]
        assert b"Exif" not in content


def test_the_same_picture_is_stored_once(clock: Hands) -> None:
    content = jpeg()
    assert flows.upload(content, "a.jpg") == flows.upload(content, "b.jpg")
    _work(clock)
    assert flows.upload(content, "c.jpg") == flows.upload(content, "d.jpg")
    assert session().scalar(select(func.count()).select_from(Media)) == 1
    assert _work(clock) == 0


def test_made_twice_it_is_the_same(clock: Hands) -> None:
    number = flows.upload(jpeg(), "a.jpg")
    flows.make_renditions(number)
    forget_session()
    first = session().get_one(Media, number).renditions
    with unit_of_work():
        session().get_one(Media, number).state = MediaState.WAITING  # a crash before the record
    flows.make_renditions(number)
    flows.make_renditions(number)
    forget_session()
    assert session().get_one(Media, number).renditions == first


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a\0", jpeg()[:500]])
def test_what_is_no_picture_is_refused_with_its_reason(clock: Hands, content: bytes) -> None:
    number = flows.upload(content, "odd.jpg")
    _work(clock)
    media = session().get_one(Media, number)
    assert media.state == MediaState.FAILED
    assert media.reason
    assert outbox.due() == []


def test_a_refused_picture_may_be_sent_again(clock: Hands) -> None:
    number = flows.upload(b"nothing", "odd.jpg")
    _work(clock)
    assert flows.upload(b"nothing", "odd.jpg") == number
    assert _work(clock) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "missing.webp"])
def test_the_store_gives_out_what_it_was_given(name: str) -> None:
    with pytest.raises(NotFound):
        file_store().get(name)
