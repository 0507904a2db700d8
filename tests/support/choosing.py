"""Chooses tests by database, openly: what does not apply is deselected, never skipped."""

import os
from collections.abc import Generator

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "only(dialect): the test is about sqlite, or postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are about the other database."""
    dialect = "postgresql" if os.environ.get("TEST_DATABASE_URL") else "sqlite"
    others = [item for item in items if _about(item) not in {"", dialect}]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def _about(item: pytest.Item) -> str:
    marker = item.get_closest_marker("only")
    return str(marker.args[0]) if marker else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn every skip into a failure: a test that does not run proves nothing."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report
