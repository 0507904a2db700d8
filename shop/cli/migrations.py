"""`flask db …`: Flask-Migrate, brought in only when it is asked for."""

from __future__ import annotations

import logging

import click
from flask import Flask, g
from flask.cli import AppGroup, ScriptInfo, with_appcontext

from shop.kernel.db import db


def attach(app: Flask) -> None:
    """Give `app` Flask-Migrate; its Alembic costs each process 11 MB and a tenth of its start."""
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # lists its own parts
    from flask_migrate import Migrate  # noqa: PLC0415 - that is the point

    Migrate(app, db, render_as_batch=True)


class _Later(AppGroup):
    """Flask-Migrate's own group of commands, loaded at its first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return _commands(ctx).list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command."""
        return _commands(ctx).get_command(ctx, cmd_name)


def _commands(ctx: click.Context) -> click.Group:
    app = ctx.ensure_object(ScriptInfo).load_app()
    attach(app)  # which puts its own group in the place of this one
    group = app.cli.commands["db"]
    if not isinstance(group, click.Group):
        raise TypeError("Flask-Migrate brought no group of commands")
    return group


@with_appcontext
def _begin() -> None:
    """Do what Flask-Migrate's own group does with its options, which this shop has no use for."""
    g.directory, g.x_arg = None, ()


group = _Later("db", callback=_begin, help="Migrations of the database.")
