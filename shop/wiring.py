"""The fuse box: which provider answers to which name, which job follows which event."""

from __future__ import annotations

from urllib.parse import urlsplit

from redis import Redis

from shop import probes
from shop.config import Config
from shop.domain.media import ports as media_ports
from shop.domain.notifications import ports as mail_ports
from shop.domain.ops import health, mails
from shop.domain.payments import ports as payment_ports
from shop.domain.search import ports as search_ports
from shop.jobs import runtime
from shop.jobs.subscriptions import SUBSCRIPTIONS
from shop.kernel import outbox
from shop.providers.buffers.searches import SearchBuffer
from shop.providers.email.folder import FolderSender
from shop.providers.email.kept import NoSender
from shop.providers.email.smtp import SmtpSender
from shop.providers.payments.manual.gateway import bank_transfer, cash_on_delivery
from shop.providers.payments.stripe.client import Account
from shop.providers.payments.stripe.gateway import StripeGateway
from shop.providers.storage.local import LocalFileStore

_CONNECT_SECONDS = 0.5


def redis_client(url: str) -> Redis | None:
    """Return a client that gives up quickly, or None where the shop runs without Redis."""
    if not url:
        return None
    return Redis.from_url(
        url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=5, protocol=2
    )


def connect(config: Config, redis: Redis | None) -> None:
    """Fill the registries and the outbox's plumbing."""
    media_ports.stores.register("files", LocalFileStore(config.media_path))
    search_ports.buffers.register("searches", SearchBuffer(redis))
    payment_ports.gateways.register("cash", cash_on_delivery())
    payment_ports.gateways.register("transfer", bank_transfer())
    if not config.is_production:
        _connect_test_gateway(config)
    if config.stripe:
        account = Account(
            secret_key=config.stripe.secret_key,
            webhook_secrets=config.stripe.webhook_secrets,
            api_base=config.stripe.api_base,
            pages=config.stripe.pages,
            # However slow Stripe is, one thread of a web process stays with the shop.
            at_once=max(1, config.web_threads - 1),
        )
        payment_ports.gateways.register("stripe", StripeGateway(account))
    _connect_mail(config)
    outbox.connect(SUBSCRIPTIONS, runtime.enqueuer(redis))
    health.probes.register("database", probes.database)
    health.probes.register("deliveries", probes.deliveries)
    health.probes.register("disk", probes.disk(config.instance_path))
    health.probes.register("queue", probes.queue(redis))
    kept = config.is_production and not config.smtp_url
    health.worries.register("mail", lambda: mails.worry(kept=kept))


def _connect_test_gateway(config: Config) -> None:
    """Plug in the gateway that takes pretended money, and hand it its bank."""
    from shop.providers.payments.test.gateway import TestGateway  # noqa: PLC0415 - as in factory
    from shop.standins.test_gateway.bank import bank_in, banks  # noqa: PLC0415 - as in factory

    banks.register("test", bank := bank_in(config.instance_path, config.secret_key))
    gateway = TestGateway(bank, bank.key)
    payment_ports.gateways.register("test", gateway)


def _connect_mail(config: Config) -> None:
    """Plug in who carries the mails: a server, a folder to read them in, or a drawer."""
    folder = FolderSender(config.instance_path / "outbox")
    mail_ports.mailboxes.register("outbox", folder)
    if config.smtp_url:
        own_name = urlsplit(config.public_url).hostname or "localhost"
        mail_ports.senders.register("email", SmtpSender(config.smtp_url, own_name))
    else:
        mail_ports.senders.register("email", NoSender() if config.is_production else folder)


def provider_pages(config: Config) -> tuple[str, ...]:
    """Return the origins of the providers' pages that a form of ours may lead to."""
    return (config.stripe.pages,) if config.stripe else ()
