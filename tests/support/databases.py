"""Databases for tests: templates are built once, each test begins with an untouched copy."""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Engine, event, make_url

from shop.kernel.db import db, engine_options

Build = Callable[[Flask], None]


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let one process of the test run build at a time."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class Place:
    """Where the databases of one test run are: files in a folder, or names on a server."""

    server: str
    folder: Path
    run: str

    def url(self, name: str) -> str:
        """Return the address of the database `name`."""
        if not self.server:
            return f"sqlite:///{self.folder / name}.sqlite3"
        return (
            make_url(self.server)
            .set(database=self._full(name))
            .render_as_string(hide_password=False)
        )

    def copy(self, source: str, target: str) -> None:
        """Make `target` hold what `source` holds; connections to `target` may be lost."""
        if self.server:
            self._ask(f'DROP DATABASE IF EXISTS "{self._full(target)}" WITH (FORCE)')
            self._ask(f'CREATE DATABASE "{self._full(target)}" TEMPLATE "{self._full(source)}"')
            return
        with closing(self._open(source)) as old, closing(self._open(target)) as new:
            new.execute("PRAGMA synchronous=OFF")
            old.backup(new)

    def create(self, name: str) -> None:
        """Make an empty database."""
        if self.server:
            self._ask(f'CREATE DATABASE "{self._full(name)}"')

    def remove(self, name: str) -> None:
        """Drop a database; files go with their folder."""
        if self.server:
            self._ask(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')

    def _full(self, name: str) -> str:
        return f"duka_{self.run}_{name}"

    def _open(self, name: str) -> Any:
        # The driver the shop uses: two SQLite libraries in one process break each other's locks.
        driver: Any = engine_options("sqlite:///")["module"]
        return driver.connect(make_url(self.url(name)).database)

    def _ask(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())


@dataclass(slots=True)
class TestDatabase:
    """The database of one worker of the test run, whose content is swapped between tests."""

    __test__ = False

    place: Place
    name: str
    templates: Mapping[str, Build]
    make_app: Callable[[str], Flask]
    _held: str = ""
    _touched: bool = True
    _engines: list[Engine] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the database the tests see."""
        return self.place.url(self.name)

    def follow(self, engine: Engine) -> None:
        """Notice every unit of work on `engine`, to know when the content was touched."""
        self._engines.append(engine)

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            if connection.get_execution_options().get("write"):
                self._touched = True

    def touch(self) -> None:
        """Say that something else, such as another process, writes to this database."""
        self._touched = True

    def hold(self, template: str) -> bool:
        """Make the database hold `template` untouched; tells whether anything had to be done."""
        if self._held == template and not self._touched:
            return False
        self._build(template)
        for engine in self._engines:
            engine.dispose()
        self.place.copy(template, self.name)
        self._held, self._touched = template, False
        return True

    def _build(self, template: str) -> None:
        """Build a template on the one before it, once for all workers of the test run."""
        names = list(self.templates)
        before = names[: names.index(template)]
        if before:
            self._build(before[-1])
        done = self.place.folder / f"{template}.built"
        with one_at_a_time(self.place.folder / "building.lock"):
            if done.exists():
                return
            if before:
                self.place.copy(before[-1], template)
            else:
                self.place.create(template)
            app = self.make_app(self.place.url(template))
            with app.app_context():
                self.templates[template](app)
                db.session.remove()
                db.engine.dispose()
            done.touch()
