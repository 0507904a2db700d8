"""The rooms, the strata and who may import what: the contracts of pyproject.toml."""

from __future__ import annotations

import tomllib

from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from shop.config import ROOT

CONTRACTS = {
    "clocks", "commit", "fuse-box", "models", "outbox", "providers", "rooms", "siblings",
    "strata", "truth",
}  # fmt: skip


def test_every_contract_is_kept() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_contract_was_dropped() -> None:
    contracts = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    assert {contract["id"] for contract in contracts} == CONTRACTS


def test_exceptions_are_few_and_declared() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    excused = [
        excuse
        for contract in settings["tool"]["importlinter"]["contracts"]
        for excuse in contract.get("ignore_imports", ())
    ]
    assert excused == ["shop.kernel.db -> flask_sqlalchemy"]
