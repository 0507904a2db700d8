"""`flask demo …`: a believable shop for newcomers, and catalogues of any size for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import click
from flask import current_app
from flask.cli import AppGroup

from shop.cli import ops
from shop.config import Config
from shop.demo import gallery
from shop.demo import load as loading
from shop.demo.catalogue import FOLDER, demo_products
from shop.demo.progress import Step
from shop.kernel.errors import DomainError
from shop.kernel.signing import sign
from shop.standins.stripe.account import Manners
from shop.standins.stripe.server import running, wait_for_end

group = AppGroup("demo", help="The demo shop, and made-up catalogues of any size.")
_SEED = 1
_ORDERS = 400
"""What the demo shop itself has sold."""


@contextmanager
def _bar(label: str, length: int) -> Iterator[Step]:
    with click.progressbar(length=length, label=f"{label:<10}") as bar:
        yield bar.update


@group.command("load")
@click.option(
    "--products",
    type=click.IntRange(min=0),
    help="Products in all; those beyond the demo shop's own are made up.",
)
@click.option(
    "--orders",
    type=click.IntRange(min=0),
    help=f"Orders to make up: {_ORDERS} where no --products are asked for, else none.",
)
@click.option("--seed", type=int, default=_SEED, show_default=True, help="Same seed, same shop.")
@click.pass_context
def load(context: click.Context, products: int | None, orders: int | None, seed: int) -> None:
    """Load the demo shop into an empty database, and end with `flask ops check`."""
    _refuse_in_production()
    own = len(demo_products())
    if orders is None:
        orders = _ORDERS if products is None else 0
    if products is not None and products < own:
        raise click.ClickException(
            f"The demo shop itself has {own} products: ask for {own} or more."
        )
    with _plain_errors():
        count = loading.load_nyuzi(_bar)
        if products is not None and products > count:
            count += loading.load_generated(products - count, seed, _bar)
        loading.load_orders(orders, seed, _bar)
    click.echo(f"{count} products are in the shop.")
    if orders:
        click.echo(f"{orders} orders were made up.")
    context.invoke(ops.check)


@group.command("renew")
def renew() -> None:
    """Give a demo that an older version loaded what it lacks: taxes, deliveries, pages."""
    _refuse_in_production()
    with _plain_errors():
        found = loading.renew()
    click.echo("The demo is up to date." if found else "There is no demo here.")


@group.command("clear")
@click.pass_context
def clear(context: click.Context) -> None:
    """Remove what the demo loaded; what people added stays."""
    _refuse_in_production()
    with _plain_errors():
        count = loading.clear(_bar)
    click.echo(f"{count} demo products were removed.")
    context.invoke(ops.check)


@group.command("pictures")
@click.option("--all", "everything", is_flag=True, help="Also those that are there already.")
def pictures(*, everything: bool) -> None:
    """Draw the demo shop's pictures that are missing or out of date."""
    if find_spec("numpy") is None:
        raise click.ClickException(
            "Drawing needs numpy, which is among the development requirements."
        )
    from shop.demo.drawing import produce as drawing  # noqa: PLC0415 - only drawing needs it

    with click.progressbar(length=1, label=f"{'Pictures':<10}") as bar:

        def tell(done: int, total: int, _name: str) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        drawn = drawing.produce(
            drawing.read_catalogue(FOLDER), gallery.FOLDER, tell, only_missing=not everything
        )
        bar.length = bar.pos = len(drawn)
        bar.update(0)
    click.echo(f"{len(drawn)} pictures are there.")


@group.group("provider")
def provider() -> None:
    """Pretended providers, each a server of its own on this machine."""


@provider.command("stripe")
@click.option("--port", type=click.IntRange(1024, 65535), default=12111, show_default=True)
@click.option("--shop", "address", help="Where callbacks go; without it, PUBLIC_URL.")
@click.option("--late", type=click.FloatRange(min=0), default=60, help="Seconds a slow bank takes.")
def stripe(port: int, address: str | None, late: float) -> None:
    """Pretend to be Stripe until Ctrl-C, and print what points this shop at it."""
    _refuse_in_production()
    config: Config = current_app.extensions["config"]
    folder = config.instance_path / "standins"
    folder.mkdir(exist_ok=True)
    # Made from this shop's own secret: the same after a restart, and known to nobody else.
    key, secret = (sign("standin.stripe", name).rpartition(".")[2] for name in ("key", "callback"))
    manners = Manners(
        key=f"sk_test_{key.replace('-', '_')}",
        secrets=(f"whsec_{secret}",),
        callback_url=f"{(address or config.public_url).rstrip('/')}/callbacks/stripe",
        late_seconds=late,
    )
    with running(manners, port=port, place=folder / "stripe.sqlite3") as (url, account, _sender):
        click.echo(f"# Stripe's stand-in is at {url}; put these lines into .env and restart:")
        click.echo(f"STRIPE_SECRET_KEY={account.manners.key}")
        click.echo(f"STRIPE_WEBHOOK_SECRETS={account.manners.secrets[0]}")
        click.echo(f"STRIPE_API_BASE={url}")
        click.echo("# Then, once: flask payments enable stripe. Ctrl-C stops the stand-in.")
        wait_for_end()


def _refuse_in_production() -> None:
    config: Config = current_app.extensions["config"]
    if config.is_production:
        raise click.ClickException(
            "The demo is not for production: set DUKA_ENV=demo or development."
        )


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
