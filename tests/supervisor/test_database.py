"""The look at the database before the start: behind, empty, foreign, broken."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from shop.config import ROOT, Config, load_config
from shop.supervisor import database as looking
from shop.supervisor.preparation import PreparationError
from tests.support.databases import TestDatabase


def _config(tmp_path: Path, url: str) -> Config:
    return load_config({"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": url})


def test_reads_the_same_heads_as_alembic() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))

    known, heads = looking.revisions()

    assert heads == set(script.get_heads())
    assert known == {revision.revision for revision in script.walk_revisions()}


def test_a_migrated_database_needs_nothing_but_goods(
    database: TestDatabase, tmp_path: Path
) -> None:
    state = looking.look(_config(tmp_path, database.url))

    assert not state.is_behind
    assert state.is_empty


def test_a_new_file_needs_everything(tmp_path: Path) -> None:
    state = looking.look(_config(tmp_path, f"sqlite:///{tmp_path}/sub/new.sqlite3"))

    assert state.is_behind
    assert state.is_empty


def test_a_database_of_a_newer_checkout_is_named(tmp_path: Path) -> None:
    file = tmp_path / "newer.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('29991231_0000')")
        connection.commit()

    with pytest.raises(PreparationError, match=r"at revision 29991231_0000, which this checkout"):
        looking.look(_config(tmp_path, f"sqlite:///{file}"))


@pytest.mark.parametrize(
    "url",
    ["sqlite:////proc/none/duka.sqlite3", "postgresql://127.0.0.1:1/duka"],
)
def test_a_database_out_of_reach_is_said_in_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(
        PreparationError, match="DATABASE_URL leads to no usable database"
    ) as caught:
        looking.look(_config(tmp_path, url))

    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, " * 200, "utf-8")

    with pytest.raises(PreparationError, match="file is not a database"):
        looking.look(_config(tmp_path, f"sqlite:///{file}"))
