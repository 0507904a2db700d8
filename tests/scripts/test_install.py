"""The installer does nothing twice, and notices a changed lock."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import install


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the locks that get installed, in a checkout of the test's own."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.lock").write_text("flask==3.1.3\n", "utf-8")
    names: list[str] = []
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", python)
    monkeypatch.setattr(install, "_make_environment", lambda: None)
    monkeypatch.setattr(install, "_install", lambda lock: names.append(lock.name))
    return names


def test_a_lock_is_installed_once(installed: list[str]) -> None:
    install.main(["app"])
    install.main(["app"])

    assert installed == ["app.lock"]


def test_a_changed_lock_is_installed_again(installed: list[str]) -> None:
    install.main(["app"])
    (install.ROOT / "requirements" / "app.lock").write_text("flask==3.1.4\n", "utf-8")
    install.main(["app"])

    assert installed == ["app.lock", "app.lock"]


def test_an_old_python_is_refused(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 0))

    with pytest.raises(SystemExit, match="needs Python"):
        install.main(["app"])
    assert installed == []
