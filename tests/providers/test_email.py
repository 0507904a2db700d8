"""Mails by SMTP against a real server process, and mails kept in a folder or in the database."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shop.domain.notifications.errors import MailRefused
from shop.domain.notifications.letters import Envelope, Letter, mail_of
from shop.kernel.errors import NotFound, OutOfReach, Unavailable
from shop.providers.email import smtp
from shop.providers.email.folder import FolderSender
from shop.providers.email.kept import NoSender
from shop.providers.email.smtp import SmtpSender
from tests.support.smtp_server import PASSWORD, USER, Manner, SmtpServer, smtp_server

WRITTEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _mail(number: str = "msg_1", recipient: str = "asha@example.com") -> EmailMessage:
    envelope = Envelope(
        public_id=number,
        sender_name="Étoffes & Nyuzi",
        sender="nyuzi@example.com",
        recipient=recipient,
        locale="fr",
        written_at=WRITTEN,
        host="shop.example",
    )
    return mail_of(Letter("Votre commande à Nyuzi", "Déjà là.\n", "<p>Déjà là.</p>"), envelope)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    """Return a server for the tests that do not kill it."""
    with smtp_server(tmp_path_factory.mktemp("smtp")) as server:
        yield server


@pytest.fixture
def server(running: SmtpServer) -> SmtpServer:
    """Return the server, accepting."""
    running.behave(Manner.ACCEPT)
    return running


def _sender(url: str) -> SmtpSender:
    return SmtpSender(url, "shop.example")


def test_a_mail_arrives_whole(server: SmtpServer) -> None:
    sender = _sender(server.url)
    assert sender.trouble() is None
    sender.send(_mail("msg_whole"))
    got = server.mails()[-1]
    mail = got.mail
    assert (got.sender, got.recipients) == ("nyuzi@example.com", ("asha@example.com",))
    assert mail["Message-ID"] == got.message_id == "<msg_whole@shop.example>"
    assert mail["Subject"] == "Votre commande à Nyuzi"
    assert mail["From"].addresses[0].display_name == "Étoffes & Nyuzi"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert mail["Date"].datetime == WRITTEN
    assert mail.get_content_type() == "multipart/alternative"
    for kind, content in (("plain", "Déjà là.\n"), ("html", "<p>Déjà là.</p>\n")):
        part = mail.get_body((kind,))
        assert part is not None
        assert part.get_content().replace("\r\n", "\n") == content


@pytest.mark.parametrize(
    ("manner", "error", "said"),
    [
        (Manner.REFUSE, MailRefused, "550 5.1.1 No such person here"),
        (Manner.SPAM, MailRefused, "554 5.7.1 This looks like spam"),
        (Manner.LATER, Unavailable, "452 4.2.2 The box is full"),
    ],
)
def test_what_the_server_says_of_a_mail(
    server: SmtpServer, manner: Manner, error: type[Exception], said: str
) -> None:
    server.behave(manner)
    with pytest.raises(error) as caught:
        _sender(server.url).send(_mail())
    assert str(caught.value) == said
    assert not isinstance(caught.value, OutOfReach)


def test_an_address_the_server_cannot_write_to_is_refused(server: SmtpServer) -> None:
    with pytest.raises(MailRefused):
        _sender(server.url).send(_mail(recipient="änne@example.com"))


def test_a_domain_in_letters_of_its_own_is_written_as_the_name_servers_know_it() -> None:
    assert _mail(recipient="asha@nyüzi.example")["To"] == "asha@xn--nyzi-1ra.example"


def test_a_server_that_is_not_there_is_out_of_reach(free_port: int) -> None:
    sender = _sender(f"smtp://127.0.0.1:{free_port}?tls=none")
    with pytest.raises(OutOfReach, match="ConnectionRefusedError"):
        sender.send(_mail())
    assert "ConnectionRefusedError" in str(sender.trouble())


def test_a_server_that_says_nothing_is_out_of_reach(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "CONNECT_SECONDS", 0.2)
    server.behave(Manner.HANG)
    with pytest.raises(OutOfReach):
        _sender(server.url).send(_mail())


def test_a_server_that_hangs_over_a_mail_is_left_for_now(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TAKING_SECONDS", 0.2)
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 0.2)
    server.behave(Manner.HANG_AT_END)
    with pytest.raises(Unavailable) as caught:
        _sender(server.url).send(_mail())
    assert not isinstance(caught.value, OutOfReach)


def test_what_happens_after_250_is_no_failure(tmp_path: Path) -> None:
    with smtp_server(tmp_path / "smtp") as server:
        server.behave(Manner.DIE_AFTER_250)
        _sender(server.url).send(_mail("msg_last"))
        assert [one.message_id for one in server.mails()] == ["<msg_last@shop.example>"]


def test_a_death_before_250_is_told_and_the_repeat_has_the_same_number(tmp_path: Path) -> None:
    with smtp_server(tmp_path / "smtp") as server:
        server.behave(Manner.DIE_BEFORE_250)
        with pytest.raises(Unavailable):
            _sender(server.url).send(_mail("msg_twice"))
        server.behave(Manner.ACCEPT)
        server.start()
        _sender(server.url).send(_mail("msg_twice"))
        assert [one.taken for one in server.mails()] == [False, True]
        assert len({one.message_id for one in server.mails()}) == 1


def _certificate(file: Path) -> None:
    """Write a certificate for 127.0.0.1 and its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)  # noqa: TID251 - OpenSSL looks at the machine's clock
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@pytest.mark.parametrize(("option", "scheme"), [("--starttls", "smtp"), ("--tls", "smtps")])
def test_encrypted_and_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, scheme: str
) -> None:
    folder = tmp_path / "smtp"
    folder.mkdir()
    _certificate(folder / "cert.pem")
    good, bad = f"{USER}:{PASSWORD.replace('@', '%40').replace(' ', '%20')}", f"{USER}:wrong"
    with smtp_server(folder, option, "--auth") as server:
        address = f"127.0.0.1:{server.port}"
        with pytest.raises(OutOfReach, match="CERTIFICATE_VERIFY_FAILED"):
            _sender(f"{scheme}://{good}@{address}").send(_mail())
        monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
        with pytest.raises(OutOfReach, match="535") as caught:
            _sender(f"{scheme}://{bad}@{address}").send(_mail())
        assert "wrong" not in str(caught.value)
        _sender(f"{scheme}://{good}@{address}").send(_mail("msg_safe"))
        assert [one.message_id for one in server.mails()] == ["<msg_safe@shop.example>"]


def test_a_server_without_encryption_gets_nothing(server: SmtpServer) -> None:
    before = len(server.mails())
    with pytest.raises(OutOfReach, match="STARTTLS"):
        _sender(server.url.removesuffix("?tls=none")).send(_mail())
    assert len(server.mails()) == before


def test_no_name_server_is_asked_for_our_own_name(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> str:
        raise AssertionError("the name servers may be what is down")

    monkeypatch.setattr(socket, "getfqdn", ask)
    _sender(server.url).send(_mail())


def test_a_folder_keeps_each_mail_once(tmp_path: Path) -> None:
    box = FolderSender(tmp_path / "outbox")
    assert box.names() == []
    for number in ("msg_a", "msg_b", "msg_a"):
        box.send(_mail(number))
    assert sorted(box.names()) == ["msg_a", "msg_b"]
    assert box.read("msg_b")["Message-ID"] == "<msg_b@shop.example>"
    assert box.trouble() is None
    for name in ("nothing", "../msg_a", ".hidden", "a/b"):
        with pytest.raises(NotFound):
            box.read(name)
    assert [file.suffix for file in (tmp_path / "outbox").iterdir()] == [".eml"] * 2


def test_a_folder_that_cannot_be_written_keeps_mails_waiting(tmp_path: Path) -> None:
    (tmp_path / "outbox").touch()
    with pytest.raises(OutOfReach, match="disk is full or read-only"):
        FolderSender(tmp_path / "outbox").send(_mail())


def test_without_a_server_mails_wait() -> None:
    sender = NoSender()
    assert "SMTP_URL is not set" in str(sender.trouble())
    with pytest.raises(OutOfReach, match="SMTP_URL is not set"):
        sender.send(_mail())


def test_no_header_can_be_slipped_in() -> None:
    letter = Letter("Hello\r\nBcc: everybody@example.com", "", "")
    envelope = Envelope("msg_1", "Nyuzi", "a@b.example", "c@d.example", "en", WRITTEN, "b.example")
    mail = mail_of(letter, envelope)
    assert mail["Subject"] == "Hello Bcc: everybody@example.com"
    assert "Bcc" not in mail


def test_a_shop_with_a_wrong_address_of_its_own_keeps_its_mails() -> None:
    envelope = Envelope("msg_1", "Nyuzi", "nyuzi", "c@d.example", "en", WRITTEN, "b.example")
    with pytest.raises(OutOfReach, match="own address “nyuzi” is not right"):
        mail_of(Letter("Hello", "", ""), envelope)


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: e@example.com", "a\n@b.example", "a", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MailRefused):
        _mail(recipient=address)
