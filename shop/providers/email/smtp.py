"""Mails by SMTP (RFC 5321), encrypted unless the address says otherwise."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from shop.domain.notifications.errors import MailRefused
from shop.kernel.errors import OutOfReach, Unavailable
from shop.kernel.i18n import gettext as _

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
TAKING_SECONDS = 50.0
"""A mail that is taken after we gave up waiting comes twice, so we are patient here (RFC 5321,
4.5.3.2.6); all waits together stay below the five minutes of a delivery's lease."""
_PORTS = {"smtp": 587, "smtps": 465}
_PERMANENT = 500


class SmtpSender:
    """An `EmailSender`; each mail has a connection of its own: nothing is left half said."""

    def __init__(self, url: str, own_name: str) -> None:
        """Take the server's address as `SMTP_URL` has it; `own_name` is said in EHLO.

        Without a name smtplib would ask the name servers, which may be what is down.
        """
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._implicit = parts.scheme == "smtps"
        self._starttls = not self._implicit and parts.query != "tls=none"
        self._own_name = own_name

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over; what the server says after taking it changes nothing any more."""
        with self._talk() as smtp:
            try:
                _wait_at_most(smtp, TAKING_SECONDS)
                smtp.send_message(mail)
            except smtplib.SMTPRecipientsRefused as error:
                code, words = next(iter(error.recipients.values()))
                raise _refusal(code, words) from error
            except smtplib.SMTPDataError as error:
                raise _refusal(error.smtp_code, error.smtp_error) from error
            except smtplib.SMTPNotSupportedError as error:
                raise MailRefused(_("The mail server cannot write to such an address.")) from error
            except (smtplib.SMTPException, OSError) as error:
                raise Unavailable(_said(error)) from error

    def trouble(self) -> str | None:
        """Return why no mail can be sent at the moment."""
        try:
            with self._talk():
                return None
        except OutOfReach as error:
            return error.sentence

    @contextmanager
    def _talk(self) -> Iterator[smtplib.SMTP]:
        """Greet the server and sign in; whatever fails until then concerns every mail alike."""
        try:
            smtp = self._greet()
        except (smtplib.SMTPException, OSError) as error:
            raise OutOfReach(_said(error)) from error
        try:
            yield smtp
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _greet(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        name, patience = self._own_name, CONNECT_SECONDS
        if self._implicit:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, name, timeout=patience, context=context
            )
        else:
            smtp = smtplib.SMTP(self._host, self._port, name, patience)
        try:
            _wait_at_most(smtp, ANSWER_SECONDS)
            smtp.ehlo()
            if self._starttls:
                smtp.starttls(context=context)
                smtp.ehlo()
            if self._user:
                smtp.login(self._user, self._password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _wait_at_most(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _refusal(code: int, words: bytes | str) -> MailRefused | Unavailable:
    """Return the error for a reply about this mail: 5xx is for good, 4xx for now."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = f"{code} {' '.join(text.split())}"[:500]
    return MailRefused(said) if code >= _PERMANENT else Unavailable(said)


def _said(error: Exception) -> str:
    """Return what went wrong in one line, without what was signed in with."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {' '.join(text.split())}"[:500]
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]
