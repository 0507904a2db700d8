"""`flask tasks …`: what the clock starts, for cron; one line of JSON, and an exit code."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta

import click
from flask.cli import AppGroup

from shop.jobs import tasks
from shop.jobs.schedule import TASKS, task_called
from shop.jobs.tasks import Ending

group = AppGroup("tasks", help="What the scheduler starts by the clock, to be started by hand.")
EXIT_CODES = {Ending.DONE: 0, Ending.FAILED: 1, Ending.BUSY: os.EX_TEMPFAIL}
"""As cron and init systems read them; 2 is click's own, for a wrong command."""
_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, and change nothing."
)


@group.command("list")
def list_tasks() -> None:
    """List the tasks with the pace that the scheduler keeps."""
    for task in TASKS:
        click.echo(f"{task.name:<26} {_pace(task.every):<12} {task.says}")


@group.command("run")
@click.argument("name", type=click.Choice([task.name for task in TASKS]))
@_DRY_RUN
def run(name: str, *, dry_run: bool) -> None:
    """Run the task NAME now.

    Exit code 0: done. 1: failed. 2: no such task. 75: another run is under way, nothing was done.
    """
    perform(name, dry_run=dry_run)


def perform(name: str, *, dry_run: bool) -> None:
    """Run a task, print what it did and end with the code that says how it went."""
    began = time.monotonic()
    try:
        outcome = tasks.perform(task_called(name), dry_run=dry_run)
    except Exception as error:  # noqa: BLE001 - such as a database out of reach: cron is told too
        outcome = tasks.Outcome(Ending.FAILED, error=f"{type(error).__name__}: {error}")
    line = {"task": name, "status": outcome.ending, "dry_run": dry_run, **outcome.numbers}
    if outcome.error:
        line["error"] = " ".join(outcome.error.split())
    line["seconds"] = round(time.monotonic() - began, 3)
    click.echo(json.dumps(line))
    if code := EXIT_CODES[outcome.ending]:
        sys.exit(code)


def alias(to: AppGroup, verb: str, name: str) -> None:
    """Let `flask GROUP VERB` be the task `name`."""
    says = task_called(name).says

    @to.command(verb, help=f"{says} The same as `flask tasks run {name}`.")
    @_DRY_RUN
    def command(*, dry_run: bool) -> None:
        perform(name, dry_run=dry_run)


def _pace(every: timedelta) -> str:
    seconds = int(every.total_seconds())
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds % size == 0:
            return f"every {seconds // size} {unit}"
    return f"every {seconds} s"
