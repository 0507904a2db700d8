"""The studio: a sheet of light to draw on, with soft shadows, woven cloth and a paper ground."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image, ImageDraw

from shop.demo.drawing import dyes, fields
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, noise, smoothstep

TALL = 1.25  # pictures are portraits, 4 wide to 5 high; x runs 0 to 1 and y 0 to 1.25
_THREADS = 150.0  # threads across a cloth as wide as the thing it makes
Point = tuple[float, float]


class Canvas:
    """Linear light on a grid of points, or a window that shares part of a larger canvas."""

    def __init__(self, x: Field, y: Field, rgb: Field, unit: float) -> None:
        self.x, self.y, self.rgb, self.unit = x, y, rgb, unit

    @classmethod
    def blank(cls, width: int, height: int) -> Canvas:
        """A black canvas; `unit` becomes the size of one point in picture widths."""
        rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
        unit = 1 / width
        light = np.zeros((3, height, width), dtype=np.float32)
        return cls((columns + 0.5) * unit, (rows + 0.5) * unit, light, unit)

    def window(self, left: float, top: float, right: float, bottom: float) -> Canvas:
        """The part between these edges, cut off at the rim; painting it paints this canvas."""
        height, width = self.x.shape
        ox, oy = float(self.x[0, 0]), float(self.y[0, 0])
        x0, x1 = (int(np.clip((e - ox) / self.unit, 0, width)) for e in (left, right))
        y0, y1 = (int(np.clip((e - oy) / self.unit, 0, height)) for e in (top, bottom))
        x1, y1 = max(x1, min(x0 + 1, width)), max(y1, min(y0 + 1, height))
        x0, y0 = min(x0, x1 - 1), min(y0, y1 - 1)
        part = np.s_[y0:y1, x0:x1]
        return Canvas(self.x[part], self.y[part], self.rgb[:, y0:y1, x0:x1], self.unit)

    def cover(self, distance: Field) -> Field:
        """A shape's cover, 0 to 1, from its distance."""
        return fields.inside(distance, self.unit * 0.9)

    def polygon(self, points: list[Point]) -> Field:
        """The cover of a polygon."""
        height, width = self.x.shape
        ox, oy = float(self.x[0, 0]), float(self.y[0, 0])
        image = Image.new("L", (width * 2, height * 2), 0)
        corners = [((x - ox) / self.unit * 2 + 1, (y - oy) / self.unit * 2 + 1) for x, y in points]
        ImageDraw.Draw(image).polygon(corners, fill=255)
        return np.asarray(image.reduce(2), dtype=np.float32) / np.float32(255)

    def fill(self, mask: Field, colour: Field, light: Field | float = 1.0) -> None:
        """Paint one colour under a light through a mask."""
        for channel in range(3):
            plane = self.rgb[channel]
            plane += (colour[channel] * light - plane) * mask

    def shade(self, factor: Field) -> None:
        """Multiply the light that is there."""
        self.rgb *= factor

    def glow(self, colour: Field, strength: Field) -> None:
        """Add light."""
        for channel in range(3):
            self.rgb[channel] += colour[channel] * strength

    def cloth(self, mask: Field, cloth: Cloth, u: Field, v: Field, light: Field | float) -> None:
        """Cover the mask with cloth at coordinates (u, v), in widths of the thing."""
        here = mask > 0.004
        if not here.any():
            return
        unit = _density(u, v)
        fu, fv = u[here], v[here]
        rgb = cloth.colour(fu, fv, unit)
        rgb *= np.broadcast_to(np.asarray(light, np.float32), mask.shape)[here]
        if cloth.weave:
            rgb *= _weave(fu, fv, unit, cloth.weave)
        cover = mask[here]
        for channel in range(3):
            plane = self.rgb[channel]
            below = plane[here]
            plane[here] = below + (rgb[channel] - below) * cover

    def shadow(self, mask: Field, dx: float, dy: float, blur: float, strength: float) -> None:
        """Darken as if the mask floated before the canvas: offset and blur in picture widths."""
        step = max(1, min(8, int(blur / self.unit / 2.5)))
        small = _shrunk(mask, step)
        moved = _moved(small, dx / self.unit / step, dy / self.unit / step)
        soft = blurred(moved, blur / self.unit / step)
        self.shade(1 - strength * _grown(soft, mask.shape))

    def rest(self, mask: Field, *, depth: float = 1.0, soft: float = 1.0) -> None:
        """The studio's shadow pair: a wide soft one and a thin one of contact."""
        self.shadow(mask, 0.012 * depth, 0.030 * depth, 0.026 * soft, 0.30)
        self.shadow(mask, 0.004, 0.008, 0.006, 0.26)

    def picture(self) -> Image.Image:
        """The finished picture at half the size: what was drawn double is shrunk in light."""
        channels, height, width = self.rgb.shape
        shrunk = self.rgb.reshape(channels, height // 2, 2, width // 2, 2).mean(axis=(2, 4))
        values = np.clip(dyes.to_screen(shrunk) + 0.5, 0, 255).astype(np.uint8)
        return Image.fromarray(np.ascontiguousarray(values.transpose(1, 2, 0)), "RGB")


@dataclass(frozen=True)
class Stage:
    """All that an object needs to be drawn: where, of what cloth, on what ground, which seed."""

    canvas: Canvas
    cloth: Cloth
    ground: str
    seed: int

    @cached_property
    def rng(self) -> np.random.Generator:
        """Random numbers that are always the same for the same SKU."""
        return np.random.default_rng(self.seed)

    @property
    def paper(self) -> Field:
        """The ground's main colour."""
        return dyes.light(dyes.ground(self.ground)[0])

    @property
    def deep(self) -> Field:
        """The ground's lower, darker colour."""
        return dyes.light(dyes.ground(self.ground)[1])

    def backdrop(self) -> None:
        """Lay the paper ground: lighter at the top left, a slight vignette."""
        c = self.canvas
        share = smoothstep(0, TALL, c.y)
        for channel in range(3):
            c.rgb[channel] = self.paper[channel] * (1 - share) + self.deep[channel] * share
        c.shade(1.02 - 0.13 * np.hypot(c.x - 0.40, c.y - 0.50) ** 2)


def finish(canvas: Canvas, seed: int) -> Image.Image:
    """Add the faintest grain, which keeps gradients from banding, and make the picture."""
    rng = np.random.default_rng(seed)
    height, width = canvas.x.shape
    grain = rng.standard_normal((height // 2, width // 2), dtype=np.float32)
    canvas.shade(1 + 0.006 * np.repeat(np.repeat(grain, 2, axis=0), 2, axis=1))
    return canvas.picture()


def _density(u: Field, v: Field) -> float:
    """Cloth widths for each point of the canvas, in the middle of the range."""
    u, v = np.broadcast_arrays(u, v)
    step = 4
    du = np.hypot(np.diff(u[::step, ::1], axis=1)[:, ::step], np.diff(v[::step], axis=1)[:, ::step])
    dv = np.hypot(np.diff(u[:, ::step], axis=0)[::step], np.diff(v[:, ::step], axis=0)[::step])
    values = [float(np.median(d)) for d in (du, dv) if d.size]
    return max(1e-5, sum(values) / max(1, len(values)))


def _weave(u: Field, v: Field, unit: float, strength: float) -> Field:
    """A thread texture that fades where threads are finer than a few points."""
    calm = float(smoothstep(2.5, 8.0, np.full(1, 1 / (_THREADS * unit), dtype=np.float32))[0])
    if calm <= 0.01:
        return np.ones_like(u)
    cross = np.sin(u * 6.2832 * _THREADS) * np.sin(v * 6.2832 * _THREADS)
    slub = noise(u * _THREADS, v * 22, 3) + noise(u * 22, v * _THREADS, 4) - 1
    return np.asarray(1 + strength * calm * (0.045 * cross + 0.045 * slub), dtype=np.float32)


def _shrunk(mask: Field, step: int) -> Field:
    height, width = mask.shape
    tall, wide = -(-height // step) * step, -(-width // step) * step
    padded = np.pad(mask, ((0, tall - height), (0, wide - width)), mode="edge")
    blocks = padded.reshape(tall // step, step, wide // step, step)
    return np.asarray(blocks.mean(axis=(1, 3)))


def _moved(mask: Field, dx: float, dy: float) -> Field:
    """Shift by whole points, repeating the rim so that nothing wraps round."""
    x, y = round(dx), round(dy)
    padded = np.pad(mask, ((max(y, 0), max(-y, 0)), (max(x, 0), max(-x, 0))), mode="edge")
    height, width = mask.shape
    top, left = max(-y, 0), max(-x, 0)
    return padded[top : top + height, left : left + width]


def blurred(mask: Field, radius: float) -> Field:
    """Three box blurs, which look like a Gaussian of this radius."""
    half = max(1, round(radius * 0.75))
    for axis in (0, 1, 0, 1, 0, 1):
        mask = _box(mask, half, axis)
    return mask


def _box(mask: Field, half: int, axis: int) -> Field:
    pad = [(0, 0), (0, 0)]
    pad[axis] = (half + 1, half)
    total = np.cumsum(np.pad(mask, pad, mode="edge"), axis=axis, dtype=np.float64)
    size, length = 2 * half + 1, mask.shape[axis]
    upper = np.take(total, range(size, size + length), axis=axis)
    lower = np.take(total, range(length), axis=axis)
    return ((upper - lower) / size).astype(np.float32)


def _grown(small: Field, shape: tuple[int, ...]) -> Field:
    """Back to full size; cut to the shape."""
    if small.shape == shape:
        return small
    step = -(-shape[0] // small.shape[0])
    size = (small.shape[1] * step, small.shape[0] * step)
    image = Image.fromarray(small, "F").resize(size, Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.float32)[: shape[0], : shape[1]]
