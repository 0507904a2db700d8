"""The local outbox: the mails of a shop that sends none, to be read as their readers would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, request, url_for

from shop.domain.notifications.ports import Mailbox, mailboxes
from shop.domain.settings.queries import shop_settings
from shop.kernel.i18n import _
from shop.web.access import public
from shop.web.rendering import page
from shop.web.security import CSP

bp = Blueprint("outbox", __name__)
_SHOWN = 50
# What a mail holds is not ours to trust: no scripts, no forms, no words with other hosts; its
# links open elsewhere.
_MAIL_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_WITH_FRAME = f"{CSP}; frame-src 'self'"


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail in the list, or above its text."""

    name: str
    url: str
    subject: str
    to: str
    sender: str
    message_id: str
    when: str


@bp.get("/outbox")
@public
def index() -> Response:
    """The mails, the newest first."""
    names = list(_box().names())
    before = request.args.get("before", "")
    first = names.index(before) + 1 if before in names else 0
    here, rest = names[first : first + _SHOWN], names[first + _SHOWN :]
    zone = ZoneInfo(shop_settings().time_zone)
    answer = page(
        "standins/outbox/index.html",
        title=_("Outbox"),
        mails=[_shown(name, _box().read(name), zone) for name in here],
        older=url_for("outbox.index", before=here[-1]) if rest else None,
    )
    return _private(answer)


@bp.get("/outbox/<name>")
@public
def letter(name: str) -> Response:
    """One mail: as HTML in a frame of its own, and as text beside it."""
    mail = _box().read(name)
    answer = page(
        "standins/outbox/letter.html",
        title=str(mail["Subject"]),
        mail=_shown(name, mail, ZoneInfo(shop_settings().time_zone)),
        frame=url_for("outbox.html", name=name),
        text=_part(mail, "plain"),
    )
    answer.headers["Content-Security-Policy"] = _WITH_FRAME
    return _private(answer)


@bp.get("/outbox/<name>/html")
@public
def html(name: str) -> Response:
    """The mail's own HTML, locked in."""
    content = _part(_box().read(name), "html")
    if not content:
        abort(404)
    answer = Response(content, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = _MAIL_CSP
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return _private(answer)


def _box() -> Mailbox:
    return mailboxes.get("outbox")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part is not None else ""


def _shown(name: str, mail: EmailMessage, zone: ZoneInfo) -> Shown:
    moment: datetime = mail["Date"].datetime
    return Shown(
        name=name,
        url=url_for("outbox.letter", name=name),
        subject=str(mail["Subject"]),
        to=str(mail["To"]),
        sender=str(mail["From"]),
        message_id=str(mail["Message-ID"]),
        when=f"{moment.astimezone(zone):%Y-%m-%d %H:%M}",
    )


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
