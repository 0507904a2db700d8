"""What the tests need from the system is named when it is missing and cannot be installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import machine


def test_what_is_there_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PACKAGES", {"python3": "python3"})

    machine.main()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "PACKAGES", {"no-such-browser": "chromium", "no-db": "postgresql"})
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit) as stopped:
        machine.main()

    assert "chromium and postgresql" in str(stopped.value)
    assert "apt-get install chromium postgresql" in str(stopped.value)
