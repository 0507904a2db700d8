"""Turn one picture into the small, clean, upright copies that the shop serves.

Staff uploads and the demo shop's drawings go through here alike. The module is pure: bytes or a
Pillow image in, bytes out. Naming the files (by a hash of their content) is the caller's business.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageCms, ImageOps

from shop.kernel.errors import Invalid
from shop.kernel.i18n import _

Format = Literal["avif", "webp"]

WIDTHS: Final = (120, 360, 540, 720, 1080)
# WebP is only read by browsers from before 2023. Two widths (a card, a page) serve them well
# enough; offering all five would cost a third more disk for a visitor in a hundred.
FALLBACK_WIDTHS: Final = (360, 720)
STAFF_MEGAPIXELS: Final = 64

_ACCEPTED: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_LONGEST: Final = 10  # times as tall as wide: beyond it a WebP would pass its 16,383 pixel limit
_WORTH_KEEPING: Final = 1.12  # how much wider than the step below a picture's own width must be
_SPOILT: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    struct.error,
)
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How copies are made: widths in pixels, qualities 0 to 100, AVIF speed 0 (slow) to 10."""

    widths: tuple[int, ...] = WIDTHS
    fallback_widths: tuple[int, ...] = FALLBACK_WIDTHS
    avif_quality: int = 50
    webp_quality: int = 74
    avif_speed: int = 6
    threads: int = 0  # of the AVIF encoder; 0 lets it decide


@dataclass(frozen=True, slots=True)
class Rendition:
    """One encoded copy: its format, its size in pixels and its bytes."""

    format: Format
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made ready: upright size in pixels, dominant colour as #rrggbb, its copies.

    The copies come AVIF first, each format from narrow to wide.
    """

    width: int
    height: int
    colour: str
    renditions: tuple[Rendition, ...]


DEFAULT: Final = Recipe()


def render(
    source: bytes | Image.Image,
    *,
    recipe: Recipe = DEFAULT,
    megapixels: int = STAFF_MEGAPIXELS,
    field: str | None = None,
) -> Picture:
    """Make every copy of a picture: upright, stripped of metadata, in sRGB, never enlarged.

    `megapixels` is the most the source may hold; `field` names the form field in errors.
    Raises Invalid for what is not a JPEG, PNG, GIF, WebP or AVIF by content, is too large or too
    long, or breaks off before its end. A moving picture gives its first frame.
    """
    image = _open(source, megapixels, field) if isinstance(source, bytes) else source
    _check_shape(image.size, megapixels, field)
    try:
        image.load()
        clean = _clean(image)
    except _BOMBS as error:
        raise _too_large(megapixels, field) from error
    except _SPOILT as error:
        raise _damaged(field) from error
    widths = offered_widths(clean.width, recipe.widths)
    fallback = [w for w in recipe.fallback_widths if w <= clean.width] or widths[:1]
    copies = {width: _resized(clean, width) for width in {*widths, *fallback}}
    avif = tuple(_encode(copies[width], "avif", recipe) for width in widths)
    webp = tuple(_encode(copies[width], "webp", recipe) for width in fallback)
    return Picture(clean.width, clean.height, dominant_colour(clean), avif + webp)


def offered_widths(own: int, widths: tuple[int, ...] = WIDTHS) -> list[int]:
    """The widths a picture of this width is offered in, narrow to wide, never above its own.

    A picture narrower than the widest step keeps its own width too when that shows more.
    """
    fitting = [width for width in widths if width <= own]
    if not fitting or (own < widths[-1] and own >= fitting[-1] * _WORTH_KEEPING):
        fitting.append(own)
    return fitting


_SOLID = 128
"""At this alpha or more (of 255) a point counts as there."""


def dominant_colour(image: Image.Image) -> str:
    """The colour that covers most of the picture, as #rrggbb; see-through parts do not count."""
    small = image.convert("RGBA")
    small.thumbnail((64, 64), Image.Resampling.BOX)
    solid = [pixel[:3] for pixel in _pixels(small) if pixel[3] >= _SOLID]
    if not solid:
        return "#ffffff"
    strip = Image.new("RGB", (len(solid), 1))
    strip.putdata(solid)
    grouped = strip.quantize(8, method=Image.Quantize.MEDIANCUT)
    palette = grouped.getpalette() or [255, 255, 255]
    counts = grouped.getcolors() or [(1, 0)]
    index = max(counts)[1]
    if not isinstance(index, int):
        return "#ffffff"
    red, green, blue = palette[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _open(data: bytes, megapixels: int, field: str | None) -> Image.Image:
    """Read the head of a file: only the accepted formats are tried, whatever its name says."""
    try:
        image = Image.open(io.BytesIO(data), formats=_ACCEPTED)
    except _BOMBS as error:
        raise _too_large(megapixels, field) from error
    except _SPOILT as error:
        sentence = _("This file is not a picture we can read. Use JPEG, PNG, GIF, WebP or AVIF.")
        raise Invalid(sentence, code="PICTURE_KIND", field=field) from error
    _check_shape(image.size, megapixels, field)
    # A large JPEG can be decoded at a fraction of its size, which saves memory and time.
    image.draft(None, (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
    return image


def _check_shape(size: tuple[int, int], megapixels: int, field: str | None) -> None:
    """Refuse by the size in the header, before a single pixel is decoded."""
    width, height = size
    if width * height > megapixels * 1_000_000:
        raise _too_large(megapixels, field)
    if max(width, height) > _LONGEST * min(width, height):
        sentence = _("This picture is too long and narrow to show. Crop it and try again.")
        raise Invalid(sentence, code="PICTURE_SHAPE", field=field)


def _too_large(megapixels: int, field: str | None) -> Invalid:
    sentence = _(
        "This picture is too large. Use one of at most %(n)s million pixels.", n=megapixels
    )
    return Invalid(sentence, code="PICTURE_TOO_LARGE", field=field)


def _damaged(field: str | None) -> Invalid:
    sentence = _("This picture is damaged or incomplete. Save it again and try once more.")
    return Invalid(sentence, code="PICTURE_DAMAGED", field=field)


def _clean(image: Image.Image) -> Image.Image:
    """Upright, 8 bits, sRGB, RGB or RGBA, and with nothing but pixels left in it."""
    upright = ImageOps.exif_transpose(image)
    profile = upright.info.get("icc_profile")
    if upright.mode.startswith("I;16") or upright.mode == "I":
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    see_through = upright.has_transparency_data
    if isinstance(profile, bytes) and profile:
        upright = _to_srgb(upright, profile)
    plain = upright.convert("RGBA" if see_through else "RGB")
    if see_through and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the embedded profile; a profile that cannot be read is ignored."""
    mode = "RGBA" if image.mode in {"RGBA", "LA", "PA", "P"} else "RGB"
    source = image if image.mode in {"RGB", "RGBA", "CMYK", "L"} else image.convert(mode)
    try:
        converted = ImageCms.profileToProfile(
            source,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _pixels(image: Image.Image) -> list[tuple[int, int, int, int]]:
    data = image.tobytes()
    return [(data[i], data[i + 1], data[i + 2], data[i + 3]) for i in range(0, len(data), 4)]


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encode(image: Image.Image, kind: Format, recipe: Recipe) -> Rendition:
    out = io.BytesIO()
    if kind == "avif":
        options = {"max_threads": recipe.threads} if recipe.threads else {}
        image.save(out, "AVIF", quality=recipe.avif_quality, speed=recipe.avif_speed, **options)
    else:
        image.save(out, "WEBP", quality=recipe.webp_quality, method=6)
    return Rendition(kind, image.width, image.height, out.getvalue())
