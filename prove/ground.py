"""The shop that every part begins with: the demo shop, built once a database, copied for each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from shop.config import ROOT
from tests.support import memory
from tests.support.cluster import cluster
from tests.support.databases import Place

TEMPLATE = "template"
DATABASES = ("sqlite", "postgresql")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Plot:
    """One copy: its database, its instance folder."""

    url: str
    instance: Path

    @property
    def environ(self) -> dict[str, str]:
        """Return what a process of this shop is told."""
        return {
            "DATABASE_URL": self.url,
            "INSTANCE_PATH": str(self.instance),
            "DUKA_ENV": "demo",
            "LOG_LEVEL": "warning",
        }

    def flask(self, *words: str, check: bool = True) -> str:
        """Run a command of the shop and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words], cwd=ROOT, text=True, check=False,
            env={**os.environ, **self.environ}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"flask {' '.join(words)} failed:\n{done.stdout}")
        return done.stdout


@dataclass(frozen=True, slots=True)
class Ground:
    """Where copies are made."""

    name: str
    place: Place

    def plot(self, of: Plot | None = None) -> Plot:
        """Return a fresh copy of the shop, or of another copy on which nothing runs."""
        name = f"plot{next(_numbers)}"
        self.place.copy(of.instance.name if of else TEMPLATE, name)
        instance = self.place.folder / name
        source = of.instance if of else self.place.folder / f"{TEMPLATE}-instance"
        shutil.copytree(source, instance, symlinks=True)
        return Plot(self.place.url(name), instance)

    def renew(self, stage: Plot, of: Plot) -> None:
        """Make `stage` what `of` is; its addresses stay, so that what is loaded stays loaded."""
        self.place.copy(of.instance.name, stage.instance.name)
        shutil.rmtree(stage.instance)
        shutil.copytree(of.instance, stage.instance, symlinks=True)

    def clear(self, plot: Plot) -> None:
        """Remove a copy."""
        name = plot.instance.name
        self.place.remove(name)
        shutil.rmtree(plot.instance, ignore_errors=True)
        for file in self.place.folder.glob(f"{name}.sqlite3*"):
            file.unlink(missing_ok=True)


@contextmanager
def ground(database: str) -> Iterator[Ground]:
    """Build the shop on `database`; everything is gone afterwards."""
    folder = Path(mkdtemp(prefix="duka-prove-", dir=memory.place()))
    try:
        if database == "sqlite":
            yield _built(Ground("SQLite", Place("", folder, "prove")))
        else:
            with cluster() as address:
                yield _built(Ground("PostgreSQL", Place(address, folder, "prove")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _built(made: Ground) -> Ground:
    made.place.create(TEMPLATE)
    instance = made.place.folder / f"{TEMPLATE}-instance"
    instance.mkdir()
    plot = Plot(made.place.url(TEMPLATE), instance)
    plot.flask("db", "upgrade")
    plot.flask("demo", "load", "--orders", "0")
    return made
