"""The picture pipeline: right way up, nothing hidden inside, honest widths, clear refusals."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from shop.domain.media.renditions import (
    FALLBACK_WIDTHS,
    WIDTHS,
    Picture,
    dominant_colour,
    offered_widths,
    render,
)
from shop.kernel.errors import Invalid

INDIGO = (34, 48, 122)
MADDER = (180, 52, 43)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _opened(picture: Picture, index: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(picture.renditions[index].data))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_head(width: int, height: int) -> bytes:
    """A PNG that claims any size in a few bytes: what a decompression bomb looks like."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"0"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_every_accepted_kind_gives_all_copies(kind: str) -> None:
    picture = render(_saved(Image.new("RGB", (400, 500), INDIGO), kind))
    offered = [(copy.format, copy.width, copy.height) for copy in picture.renditions]
    assert offered == [
        ("avif", 120, 150), ("avif", 360, 450), ("webp", 360, 450),
    ]  # fmt: skip
    for index, copy in enumerate(picture.renditions):
        opened = _opened(picture, index)
        assert (opened.format or "").lower() == copy.format
        assert opened.size == (copy.width, copy.height)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (4000, list(WIDTHS)),
        (1080, list(WIDTHS)),
        (900, [120, 360, 540, 720, 900]),
        (730, [120, 360, 540, 720]),
        (80, [80]),
    ],
)
def test_widths_are_never_above_the_pictures_own(own: int, expected: list[int]) -> None:
    assert offered_widths(own) == expected


def test_a_wide_picture_gets_both_fallback_widths() -> None:
    picture = render(Image.new("RGB", (800, 400), INDIGO))
    assert [c.width for c in picture.renditions if c.format == "webp"] == list(FALLBACK_WIDTHS)


def test_a_tiny_picture_still_has_a_fallback() -> None:
    picture = render(Image.new("RGB", (60, 60), INDIGO))
    assert [(c.format, c.width) for c in picture.renditions] == [("avif", 60), ("webp", 60)]


def test_orientation_is_applied_and_metadata_is_gone() -> None:
    photo = Image.new("RGB", (300, 200), INDIGO)
    photo.paste(MADDER, (0, 0, 150, 200))  # left half; turned upright it is the top half
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "S"
    picture = render(_saved(photo, "JPEG", exif=exif, quality=95))
    upright = _opened(picture, 0)
    assert (picture.width, picture.height) == (200, 300)
    assert upright.width < upright.height
    red, green, blue = upright.convert("RGB").crop((60, 20, 61, 21)).tobytes()
    assert red > blue
    assert green < red
    for copy in picture.renditions:
        assert b"Maker of the phone" not in copy.data
        assert not dict(Image.open(io.BytesIO(copy.data)).getexif())


def test_an_embedded_profile_is_applied_and_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = render(_saved(Image.new("RGB", (200, 200), MADDER), "PNG", icc_profile=profile))
    assert "icc_profile" not in _opened(picture, 1).info
    assert picture.colour == "#b4342b"


def test_a_broken_profile_does_no_harm() -> None:
    data = _saved(Image.new("RGB", (200, 200), MADDER), "PNG", icc_profile=b"not a profile")
    assert render(data).colour == "#b4342b"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA"])
def test_unusual_modes_are_brought_to_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = render(_saved(Image.new(mode, (150, 150)), kind))
    assert _opened(picture).mode in {"RGB", "RGBA"}


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    grey = Image.new("I;16", (150, 150), 128 * 256)
    assert render(_saved(grey, "PNG")).colour == "#808080"


def test_see_through_parts_survive() -> None:
    image = Image.new("RGBA", (200, 200), (*INDIGO, 255))
    image.paste((0, 0, 0, 0), (0, 0, 200, 120))
    picture = render(image)
    assert picture.colour == "#22307a"
    assert _opened(picture).convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_the_dominant_colour_is_the_one_that_covers_most() -> None:
    image = Image.new("RGB", (100, 100), INDIGO)
    image.paste(MADDER, (0, 0, 30, 100))
    assert dominant_colour(image) == "#22307a"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello, I am a text file",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        _saved(Image.new("RGB", (40, 40)), "BMP"),
        _saved(Image.new("RGB", (40, 40)), "TIFF"),
        b"%PDF-1.7\n",
    ],
    ids=["empty", "text", "svg", "bmp", "tiff", "pdf"],
)
def test_what_is_not_an_accepted_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        render(data, field="picture")
    assert (caught.value.code, caught.value.field) == ("PICTURE_KIND", "picture")


@pytest.mark.parametrize("size", [(9000, 9000), (60000, 60000)])
def test_bombs_are_refused_by_their_header(size: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as caught:
        render(_png_head(*size))
    assert caught.value.code == "PICTURE_TOO_LARGE"


def test_the_limit_is_the_callers() -> None:
    with pytest.raises(Invalid) as caught:
        render(Image.new("RGB", (1200, 1000)), megapixels=1)
    assert caught.value.code == "PICTURE_TOO_LARGE"
    assert "1" in caught.value.sentence


def test_a_ribbon_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        render(Image.new("RGB", (20, 400)))
    assert caught.value.code == "PICTURE_SHAPE"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_breaks_off_is_refused(kind: str) -> None:
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    data = _saved(noise, kind)
    with pytest.raises(Invalid) as caught:
        render(data[: len(data) // 2])
    assert caught.value.code in {"PICTURE_DAMAGED", "PICTURE_KIND"}
