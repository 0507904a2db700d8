"""`flask worker run` and `flask scheduler run`: the processes beside the web server."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from shop.config import Config
from shop.jobs.subscriptions import QUEUES

worker = AppGroup("worker", help="Does what is waiting in the queues.")
scheduler = AppGroup("scheduler", help="Starts what is due by the clock.")


@worker.command("run")
@click.option("--queue", "queues", multiple=True, type=click.Choice(QUEUES), help="Only this one.")
@click.option("--burst", is_flag=True, help="End when nothing is left to do.")
def run_worker(queues: tuple[str, ...], *, burst: bool) -> None:
    """Work on all queues, the most urgent first, or on those named."""
    from shop.jobs.worker import work  # noqa: PLC0415 - RQ is for the processes that need it

    if not (url := _config().redis_url):
        raise click.ClickException("REDIS_URL is missing: give the queue's address.")
    work(_app(), queues or QUEUES, url, burst=burst)


@scheduler.command("run")
def run_scheduler() -> None:
    """Run due tasks until told to stop."""
    from shop.jobs.scheduler import work  # noqa: PLC0415 - as above

    work(_app(), _config().redis_url)


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    return app


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config
