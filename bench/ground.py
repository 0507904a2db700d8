"""The catalogues that are measured, loaded once and kept under `instance/bench/`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.processes import ROOT

SEED = 7


def _flask(instance: Path, environ: dict[str, str], *words: str) -> None:
    env = os.environ | {"INSTANCE_PATH": str(instance), "DUKA_ENV": "demo", "LOG_LEVEL": "error"}
    subprocess.run([sys.executable, "-m", "flask", *words], cwd=ROOT, env=env | environ, check=True)


def catalogue(folder: Path, products: int, environ: dict[str, str] | None = None) -> Path:
    """Return an instance folder with a catalogue of `products`, loading it where it is missing."""
    instance = folder / str(products) if not environ else folder / f"postgresql-{products}"
    done = instance / "loaded"
    instance.mkdir(parents=True, exist_ok=True)
    _flask(instance, environ or {}, "db", "upgrade")
    if done.exists():
        _flask(instance, environ or {}, "demo", "renew")  # what a newer demo has beside its goods
    else:
        size = ("--products", str(products), "--seed", str(SEED))
        _flask(instance, environ or {}, "demo", "load", *size)
        done.touch()
    return instance


def words_and_slugs(instance: Path, environ: dict[str, str] | None = None) -> dict[str, list[str]]:
    """Return what to ask for: product slugs, category paths, and names to make searches of."""
    code = (
        "import json; from app import app; from sqlalchemy import text\n"
        "from shop.kernel.db import session\n"
        "with app.app_context():\n"
        "    s = session()\n"
        "    rows = s.execute(text('SELECT slug, card FROM products p JOIN listings l"
        " ON l.product_id = p.id WHERE l.published ORDER BY p.id')).all()\n"
        "    step = max(len(rows) // 400, 1)\n"
        "    tops = s.execute(text('SELECT c.path, count(*) AS n FROM categories c JOIN shelves s"
        " ON s.category_id = c.id WHERE c.path <> :all GROUP BY c.path ORDER BY n DESC'),"
        " {'all': 'all'}).all()\n"
        "    card = lambda c: c if isinstance(c, dict) else json.loads(c)\n"
        "    print(json.dumps({'slugs': [r.slug for r in rows[::step]],"
        " 'names': [card(r.card)['name']['en'] for r in rows[::step]],"
        " 'categories': [r.path for r in tops]}))\n"
    )
    env = os.environ | {"INSTANCE_PATH": str(instance), "LOG_LEVEL": "error", "DUKA_ENV": "demo"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env | (environ or {}), check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def searches(names: list[str]) -> list[str]:
    """Return searches as people type them: one, two or three words, some misspelt, some begun."""
    found = []
    for turn, name in enumerate(names):
        words = [word for word in name.replace(",", " ").split() if len(word) > 2] or [name]
        kind = turn % 20
        if kind < 8:
            text = words[turn % len(words)]
        elif kind < 13:
            text = " ".join(words[:2])
        elif kind < 15:
            text = " ".join(words[:3])
        elif kind < 18:
            word = max(words, key=len)
            text = word[:2] + word[3:] if len(word) > 4 else word  # one letter forgotten
        else:
            text = words[0][: max(3, len(words[0]) - 2)]
        found.append(text)
    return found
