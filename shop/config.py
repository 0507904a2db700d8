"""Typed settings of one process, read from its environment and checked before it starts."""

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32
# Words that appear in the secrets of tutorials and examples, never in a generated one.
SAMPLE_SECRETS = re.compile(r"change.?me|secret|example|default|password|^(.)\1*$", re.IGNORECASE)
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
WILDCARD_HOSTS = ("0.0.0.0", "::")  # noqa: S104 - compared with, never a default
DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
REDIS_SCHEMES = ("redis", "rediss", "unix")
SMTP_SCHEMES = ("smtp", "smtps")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


class ConfigError(Exception):
    """A setting is wrong; the message says in one line which, how, and what would be right."""


class Environment(StrEnum):
    """The mode a process runs in."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    PRODUCTION = "production"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeSettings:
    """The account at Stripe that cards are paid into."""

    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str
    pages: str
    """Where its hosted pages are: the origin that our forms may lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a process is told from outside; secrets do not appear in its `repr`."""

    env: Environment
    debug: bool
    host: str
    port: int
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    """The mail server; empty where mails are kept instead."""
    instance_path: Path
    media_path: Path
    secret_key: str = field(repr=False)
    public_url: str
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    web_workers: int
    web_threads: int
    log_level: LogLevel
    stripe: StripeSettings | None = None
    testing: bool = False

    @property
    def is_production(self) -> bool:
        """Whether real people buy here."""
        return self.env is Environment.PRODUCTION

    @property
    def is_secure(self) -> bool:
        """Whether visitors come by https, so that cookies may be limited to it."""
        return self.public_url.startswith("https://")

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None when the database is PostgreSQL."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" else None


def environment(root: Path = ROOT) -> dict[str, str]:
    """Return this process's variables over those of the checkout's `.env` file, if any."""
    lines = []
    if (file := root / ".env").is_file():
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    found = {}
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ConfigError(
                f".env line {number} is not a setting: write NAME=value, or # before a comment."
            )
        found[name.strip()] = value.strip().strip("\"'")
    return found | os.environ


def load_config(environ: Mapping[str, str]) -> Config:
    """Check every variable and return the settings; `.env.example` says what each one means.

    Makes the instance folder and, outside production, its secret key, when they are missing.
    Raises ConfigError for the first variable that is wrong.
    """
    read = _Reader(environ)
    env = read.choice("DUKA_ENV", Environment, Environment.DEVELOPMENT)
    production = env is Environment.PRODUCTION
    debug = read.flag("FLASK_DEBUG")
    if production and debug:
        raise ConfigError("FLASK_DEBUG is on in production: unset it, or set DUKA_ENV=development.")
    host = read.text("HOST", "127.0.0.1")
    port = read.number("PORT", 8000, range(1, 65536))
    instance = read.folder("INSTANCE_PATH", ROOT / "instance")
    public_url = read.public_url(port, required=production)
    return Config(
        env=env,
        debug=debug,
        host=host,
        port=port,
        database_url=read.database_url(instance),
        redis_url=read.redis_url(),
        smtp_url=read.smtp_url(),
        instance_path=instance,
        media_path=read.folder("MEDIA_PATH", instance / "media"),
        secret_key=read.secret_key(instance, production=production),
        public_url=public_url,
        trusted_hosts=read.trusted_hosts(public_url, host, production=production),
        proxy_hops=read.number("PROXY_HOPS", 0, range(6)),
        web_workers=read.number("WEB_WORKERS", 2, range(1, 65)),
        web_threads=read.number("WEB_THREADS", 4, range(1, 129)),
        log_level=read.choice("LOG_LEVEL", LogLevel, LogLevel.INFO),
        stripe=read.stripe(instance, production=production),
    )


class _Reader:
    """Reads one kind of value at a time and says clearly what is wrong with it."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str = "") -> str:
        value = self._environ.get(name, "").strip()
        if "\0" in value or "\n" in value:
            raise ConfigError(f"{name} holds a line break or a NUL: give it on one line.")
        return value or default

    def flag(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in YES | NO:
            raise ConfigError(f'{name} is "{value}": give 1 for on or 0 for off.')
        return value in YES

    def number(self, name: str, default: int, allowed: range) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or int(value) not in allowed:
            raise ConfigError(
                f'{name} is "{value}": give a whole number from {allowed[0]} to {allowed[-1]},'
                f" such as {name}={default}."
            )
        return int(value)

    def choice(self, name: str, choices: type[ChoiceT], default: ChoiceT) -> ChoiceT:
        value = self.text(name, default.value)
        if value not in {choice.value for choice in choices}:
            raise ConfigError(f'{name} is "{value}": give one of {_listed(choices)}.')
        return choices(value)

    def folder(self, name: str, default: Path) -> Path:
        path = (ROOT / self.text(name, str(default))).resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(
                f'{name} is "{path}", which cannot be made ({error.strerror}):'
                " name a folder this user may write."
            ) from error
        return path

    def database_url(self, instance: Path) -> str:
        value = self.text("DATABASE_URL", f"sqlite:///{instance}/duka.sqlite3")
        value = re.sub(r"^postgres://", "postgresql://", value)
        url = self._split("DATABASE_URL", value, DATABASE_SCHEMES)
        if url.scheme != "sqlite":
            if not url.path.strip("/"):
                raise ConfigError(
                    "DATABASE_URL names no database: end it with one,"
                    " such as postgresql://localhost/duka."
                )
            return value
        file = value.partition(":///")[2]
        if not file or file.startswith(":memory:"):
            raise ConfigError(
                "DATABASE_URL names no SQLite file, and memory is not shared between processes:"
                " give sqlite:////folder/duka.sqlite3."
            )
        return f"sqlite:///{(ROOT / file).resolve()}"

    def redis_url(self) -> str:
        if value := self.text("REDIS_URL"):
            self._split("REDIS_URL", value, REDIS_SCHEMES)
        return value

    def smtp_url(self) -> str:
        value = self.text("SMTP_URL")
        if not value:
            return value
        url = self._split("SMTP_URL", value, SMTP_SCHEMES)
        plain = url.query == "tls=none" and url.scheme == "smtp"
        if not url.hostname or url.path.strip("/") or url.fragment or (url.query and not plain):
            raise ConfigError(
                "SMTP_URL is not complete: give smtp://user:password@host:587 or smtps://…:465;"
                " for a server without encryption, smtp://host:25?tls=none."
            )
        if plain and url.username and url.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ConfigError(
                "SMTP_URL would send a password in the clear: leave ?tls=none out, or the password."
            )
        return value

    def public_url(self, port: int, *, required: bool) -> str:
        value = self.text("PUBLIC_URL").rstrip("/")
        if not value and required:
            raise ConfigError(
                "PUBLIC_URL is missing: give the shop's address, such as https://shop.example."
            )
        value = value or f"http://localhost:{port}"
        url = self._split("PUBLIC_URL", value, ("http", "https"))
        if not url.hostname or url.path or url.query or url.fragment or url.username:
            raise ConfigError(
                f'PUBLIC_URL is "{value}": give scheme and host only, such as https://shop.example.'
            )
        if (
            required
            and url.scheme != "https"
            and url.hostname not in {"localhost", "127.0.0.1", "::1"}
        ):
            raise ConfigError(
                f'PUBLIC_URL is "{value}": production needs https, such as https://shop.example.'
            )
        return value

    def trusted_hosts(self, public_url: str, host: str, *, production: bool) -> tuple[str, ...]:
        """Return the host names that are answered; none means any: a demo on all addresses."""
        given = tuple(
            part.strip() for part in self.text("TRUSTED_HOSTS").split(",") if part.strip()
        )
        for name in given:
            if not re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\]", name):
                raise ConfigError(
                    f'TRUSTED_HOSTS holds "{name}": give host names without scheme or port,'
                    " separated by commas, such as shop.example,www.shop.example."
                )
        public = urlsplit(public_url).netloc.rpartition("@")[2]
        public = re.sub(r":\d+$", "", public)
        if given or production:
            return tuple(dict.fromkeys((public, *given)))
        if host in WILDCARD_HOSTS:
            return ()
        own = f"[{host}]" if ":" in host else host
        return tuple(dict.fromkeys((public, own, *LOOPBACK_HOSTS)))

    def secret_key(self, instance: Path, *, production: bool) -> str:
        value = self.text("SECRET_KEY")
        if not value and not production:
            return _own_secret(instance / "secret_key")
        advice = (
            f"give {SECRET_LENGTH} random characters or more, made by:"
            " python -c 'import secrets; print(secrets.token_hex())'."
        )
        if not value:
            raise ConfigError(f"SECRET_KEY is missing: {advice}")
        if len(value) < SECRET_LENGTH:
            raise ConfigError(
                f"SECRET_KEY is {len(value)} characters long, which is too short: {advice}"
            )
        if production and SAMPLE_SECRETS.search(value):
            raise ConfigError(f"SECRET_KEY is a sample, which anybody can guess: {advice}")
        return value

    def stripe(self, instance: Path, *, production: bool) -> StripeSettings | None:
        """Return the account at Stripe; without a key there is none."""
        key = self._kept("STRIPE_SECRET_KEY", instance)
        if not key:
            return None
        if not re.fullmatch(r"[sr]k_(test|live)_\w+", key):
            raise ConfigError(
                "STRIPE_SECRET_KEY is not a secret key of Stripe's: those begin with sk_ or rk_,"
                " never with pk_."
            )
        secrets_ = self._kept("STRIPE_WEBHOOK_SECRETS", instance).replace(",", " ").split()
        if not secrets_ or not all(secret.startswith("whsec_") for secret in secrets_):
            raise ConfigError(
                "STRIPE_WEBHOOK_SECRETS is missing or wrong: give the signing secret of the webhook"
                " endpoint, which begins with whsec_; while it is rolled, old and new with a comma."
            )
        base = self._origin("STRIPE_API_BASE", "https://api.stripe.com")
        own = base != "https://api.stripe.com"
        pages = self._origin("STRIPE_PAGES", base if own else "https://checkout.stripe.com")
        if (production or "_live_" in key) and not all(
            url.startswith("https://") for url in (base, pages)
        ):
            raise ConfigError(
                "STRIPE_API_BASE and STRIPE_PAGES need https in production and with a live key:"
                " leave them out, unless a stand-in is meant."
            )
        return StripeSettings(
            secret_key=key, webhook_secrets=tuple(secrets_), api_base=base, pages=pages
        )

    def _kept(self, name: str, instance: Path) -> str:
        """Return a secret from its variable, or from the file of its name in `instance`."""
        file = instance / name.lower()
        return self.text(name) or (file.read_text("utf-8").strip() if file.is_file() else "")

    def _origin(self, name: str, default: str) -> str:
        """Return scheme, host and port of an address."""
        url = self._split(name, self.text(name, default), ("https", "http"))
        if not url.hostname or url.path.strip("/") or url.query or url.fragment or url.username:
            raise ConfigError(f"{name} is no bare address: give scheme, host and port only.")
        return f"{url.scheme}://{url.netloc}"

    def _split(self, name: str, value: str, schemes: Iterable[str]) -> SplitResult:
        """Parse an address; no error repeats its text, since that may hold a password."""
        advice = f"it should begin with {_listed(f'{scheme}://' for scheme in schemes)}."
        try:
            url = urlsplit(value)
            _ = url.port
        except ValueError as error:
            raise ConfigError(f"{name} is not an address: {advice}") from error
        if url.scheme not in schemes or "://" not in value:
            raise ConfigError(f"{name} is not an address this shop knows: {advice}")
        return url


def _listed(words: Iterable[str]) -> str:
    """Join words as a person would: "a, b or c"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _own_secret(file: Path) -> str:
    """Return the key kept in `file`; of several processes that miss it at once, one makes it."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(SECRET_LENGTH), "utf-8")
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text("utf-8").strip()
