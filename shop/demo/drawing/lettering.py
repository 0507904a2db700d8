"""Letters drawn with the font that is part of the imaging library."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from shop.demo.drawing.fields import Field


def mask(text: str, most: int, height: int, *, bold: float = 0.075, spread: float = 0.10) -> Field:
    """The cover of a line of spaced capitals, trimmed to its letters.

    `height` is the height of a capital in pixels and `most` the widest it may become; `bold` is
    the added stroke and `spread` the gap between letters, as shares of the letter size.
    """
    size = height / 0.72
    font = ImageFont.load_default(size=size)
    stroke = round(size * bold / 2)
    widths = [font.getlength(letter) + spread * size for letter in text]
    image = Image.new("L", (int(sum(widths) + size), int(size * 1.6)), 0)
    pen = ImageDraw.Draw(image)
    x = size / 3
    for letter, width in zip(text, widths, strict=True):
        pen.text((x, size * 0.2), letter, font=font, fill=255, stroke_width=stroke)
        x += width
    trimmed = image.crop(image.getbbox() or (0, 0, 1, 1))
    if trimmed.width > most:
        trimmed = trimmed.resize((most, trimmed.height * most // trimmed.width))
    return (np.asarray(trimmed, dtype=np.float32) / 255).astype(np.float32)
