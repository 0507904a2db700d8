"""Looks at the database with its bare driver: what is to be done, told in milliseconds."""

import re
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from shop.config import ROOT, Config
from shop.supervisor.preparation import PreparationError

MIGRATIONS = ROOT / "migrations" / "versions"
_REVISION = re.compile(r"^(revision|down_revision)\b[^=\n]*=\s*(.+)$", re.MULTILINE)
_NO_SUCH_TABLE = ("no such table", "does not exist")


@dataclass(frozen=True, slots=True)
class State:
    """What has to be done before the shop can open."""

    is_behind: bool
    is_empty: bool
    is_unmanned: bool


def look(config: Config) -> State:
    """Compare the database with the migrations; PreparationError if they do not match."""
    known, heads = revisions()
    with closing(_connect(config)) as connection:
        current = _first_column(connection, "SELECT version_num FROM alembic_version")
        products = _first_column(connection, "SELECT id FROM products LIMIT 1")
        staff = _first_column(connection, "SELECT id FROM members LIMIT 1")
    if strange := current - known:
        raise PreparationError(
            f"DATABASE_URL holds a database at revision {min(strange)}, which this checkout does"
            " not know: update the checkout, or name another database."
        )
    return State(is_behind=current != heads, is_empty=not products, is_unmanned=not staff)


def revisions() -> tuple[set[str], set[str]]:
    """Return all revisions and the heads among them, without the cost of importing Alembic."""
    found: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for file in MIGRATIONS.glob("*.py"):
        for name, value in _REVISION.findall(file.read_text("utf-8")):
            found[name].update(re.findall(r"['\"](\w+)['\"]", value))
    return found["revision"], found["revision"] - found["down_revision"]


def _connect(config: Config) -> Any:
    """Open the database; the drivers are imported here because each start needs only one."""
    file = config.sqlite_path
    name = "psycopg" if file is None else "pysqlite3" if _has("pysqlite3") else "sqlite3"
    driver: Any = import_module(name)
    try:
        if file is None:
            address = config.database_url.replace("+psycopg", "", 1)
            return driver.connect(address, autocommit=True, connect_timeout=10)
        file.parent.mkdir(parents=True, exist_ok=True)
        return driver.connect(str(file), timeout=10)
    except (driver.Error, OSError) as error:
        raise _unreachable(error) from error


def _has(module: str) -> bool:
    return find_spec(module) is not None


def _first_column(connection: Any, statement: str) -> set[Any]:
    """Return the values of the first column; none where the table does not exist yet."""
    try:
        return {row[0] for row in connection.execute(statement).fetchall()}
    except Exception as error:
        if any(words in str(error) for words in _NO_SUCH_TABLE):
            return set()
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> PreparationError:
    reason = " ".join(str(error).split())
    return PreparationError(f"DATABASE_URL leads to no usable database: {reason}")
