"""Draw the demo shop's pictures, put them through the rendition pipeline, write them and a list.

Only what is missing is drawn. A picture counts as present when the list names it with the same
recipe (its table in the catalogue and `EDITION` below) and all its files are there.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from PIL import Image

from shop.domain.media import renditions

Product = Mapping[str, Any]
Progress = Callable[[int, int, str], None]

EDITION: Final = 1  # raise it when the drawing changes, and every picture is drawn anew
MANIFEST: Final = "manifest.json"
_PROCESSES: Final = 2
_SAVE_EVERY: Final = 12

# The committed pictures must stay small, so a picture is only as large as its place on a page
# asks for. Widths in pixels; the fallback for old browsers is kept to one width each.
# The first colour's main view: cards and page. Dense prints need a lower quality than 50 to fit
# the product page's budget together with the edge of the second picture.
_LEAD: Final = ((120, 360, 540, 720), (360,), 41)
_COLOUR: Final = ((120, 540), (240,))  # the other colours: a swatch and the page
_VIEW: Final = ((120, 540), (240,))  # close-up, folded, in use: a thumbnail and the page
_HERO: Final = ((360, 540), (360,))

HEROES: Final = (
    ("hero-1", "strips", 1.5, ("midnight", "marigold", "madder", "leaf", "calico")),
    ("hero-2", "ikat", 2.0, ("calico", "madder", "indigo", "lagoon", "marigold")),
    ("hero-3", "lattice", 3.0, ("madder", "marigold", "plum", "calico")),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to draw: its name in the list and all it takes to draw it."""

    name: str
    table: Mapping[str, Any]
    sku: str
    colour: str
    view: str
    widths: tuple[int, ...]
    fallback: tuple[int, ...]
    quality: int = 50

    @property
    def recipe(self) -> str:
        """A digest of everything that decides how the picture looks."""
        dyes = self.table["palettes"][self.colour]
        rest = {key: value for key, value in self.table.items() if key != "palettes"}
        said = json.dumps(
            [EDITION, self.sku, self.view, dyes, rest, self.widths, self.fallback, self.quality]
        )
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def read_catalogue(folder: Path) -> list[Product]:
    """All products of a catalogue's TOML files, in the order of file names."""
    products: list[Product] = []
    for path in sorted(folder.glob("*.toml")):
        products.extend(tomllib.loads(path.read_text("utf-8")).get("product", []))
    return products


def jobs(products: Sequence[Product]) -> Iterator[Job]:
    """Every picture the shop needs: heroes, each colour's main view, more of the first colour."""
    for name, family, scale, palette in HEROES:
        table = {"family": family, "object": "rail", "scale": scale, "ground": "linen",
                 "palettes": {"": list(palette)}}  # fmt: skip
        yield Job(name, table, name, "", "flat", *_HERO)
    for product in products:
        sku, table = product["sku"], product["picture"]
        for number, colour in enumerate(product["colours"]):
            stem = f"{sku.lower()}-{colour['code']}"
            sizes = _COLOUR if number else _LEAD
            yield Job(f"{stem}-main", table, sku, colour["code"], "main", *sizes)
        first = product["colours"][0]["code"]
        for view in ("close", "folded", "use"):
            yield Job(f"{sku.lower()}-{first}-{view}", table, sku, first, view, *_VIEW)


def produce(
    products: Sequence[Product],
    target_dir: Path,
    progress: Progress | None = None,
    *,
    only_missing: bool = True,
) -> dict[str, Any]:
    """Draw what is missing into `target_dir` and return the whole list.

    `progress` is told (done, total, name) after each picture. Files and list entries that no
    product needs any more are removed. Raises ValueError for a picture table that makes no sense.
    """
    target_dir.mkdir(parents=True, exist_ok=True)
    known = load_manifest(target_dir) if only_missing else {}
    wanted = list(jobs(products))
    kept = {job.name: known[job.name] for job in wanted if _present(job, known, target_dir)}
    todo = [job for job in wanted if job.name not in kept]
    done = len(kept)
    with ProcessPoolExecutor(_PROCESSES) as pool:
        running = {pool.submit(_make, job, target_dir): job for job in todo}
        for finished in as_completed(running):
            job = running[finished]
            kept[job.name] = finished.result()
            done += 1
            if progress:
                progress(done, len(wanted), job.name)
            if done % _SAVE_EVERY == 0:
                _save(target_dir, kept)
    _save(target_dir, kept)
    _tidy(target_dir, kept)
    return kept


def load_manifest(folder: Path) -> dict[str, Any]:
    """The list of a folder's pictures; empty when there is none."""
    path = folder / MANIFEST
    listed: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return listed


def _present(job: Job, known: Mapping[str, Any], folder: Path) -> bool:
    entry = known.get(job.name)
    if entry is None or entry.get("recipe") != job.recipe:
        return False
    return all((folder / copy["file"]).exists() for copy in entry["renditions"])


def _make(job: Job, folder: Path) -> dict[str, Any]:
    """Draw one picture and write its copies; runs in a process of its own."""
    # By name, because drawing needs numpy, which a running shop may do without.
    drawing = import_module("shop.demo.drawing.draw")
    width = job.widths[-1]
    image = drawing.draw_job(job.table, job.sku, job.colour, job.view, (width, width * 5 // 4))
    recipe = renditions.Recipe(
        job.widths, job.fallback, avif_quality=job.quality, webp_quality=56, avif_speed=6, threads=1
    )
    picture = renditions.render(image, recipe=recipe)
    copies = []
    for copy in picture.renditions:
        name = f"{job.name}-{copy.width}.{copy.format}"
        (folder / name).write_bytes(copy.data)
        size = {"format": copy.format, "width": copy.width, "height": copy.height}
        copies.append(size | {"file": name, "bytes": len(copy.data)})
    entry = {"width": picture.width, "height": picture.height, "colour": picture.colour}
    return entry | {"renditions": copies, "recipe": job.recipe}


def _save(folder: Path, entries: Mapping[str, Any]) -> None:
    ordered = {name: entries[name] for name in sorted(entries)}
    fresh = folder / f"{MANIFEST}.new"
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(ordered[name])}" for name in ordered)
    fresh.write_text("{\n" + lines + "\n}\n", "utf-8")
    fresh.replace(folder / MANIFEST)


def _tidy(folder: Path, entries: Mapping[str, Any]) -> None:
    """Remove pictures that the list does not name."""
    named = {copy["file"] for entry in entries.values() for copy in entry["renditions"]}
    for path in folder.iterdir():
        if path.suffix in {".avif", ".webp"} and path.name not in named:
            path.unlink()


def contact_sheet(
    folder: Path, *, columns: int = 10, width: int = 120, view: str = ""
) -> Image.Image:
    """All pictures of a folder side by side, or those of one view, for looking at them."""
    names = [name for name in load_manifest(folder) if name.endswith(view)]
    height = width * 5 // 4
    rows = -(-len(names) // columns) or 1
    sheet = Image.new("RGB", (columns * (width + 4), rows * (height + 4)), "white")
    entries = load_manifest(folder)
    for number, name in enumerate(names):
        copies = [c for c in entries[name]["renditions"] if c["format"] == "avif"]
        fitting = [copy for copy in copies if copy["width"] >= width] or copies[-1:]
        with Image.open(folder / fitting[0]["file"]) as image:
            small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (number % columns * (width + 4), number // columns * (height + 4)))
    return sheet
