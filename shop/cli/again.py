"""Commands meet deadlocks and locks too: they are run again, three times at most."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from shop.kernel.rerun import rerun

_MARK = "__runs_again__"


def run_again(group: click.Group) -> None:
    """Let the commands of `group` be run again as a whole; telling it twice changes nothing."""
    for command in group.commands.values():
        act = command.callback
        if act is not None and not hasattr(act, _MARK):
            command.callback = _again(act)


def _again(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def run(*arguments: Any, **options: Any) -> Any:
        return rerun(lambda: act(*arguments, **options))

    setattr(run, _MARK, True)
    return run
