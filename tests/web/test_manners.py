"""Languages, headers, errors and files: manners that every answer has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from shop import wiring
from shop.config import Config
from shop.factory import create_app
from shop.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from shop.web.access import public
from shop.web.htmx import target_of
from shop.web.locale import accepted, cookies_of, preferences
from shop.web.security import security_headers
from tests.support.client import Visitor

BOTH = ("en", "fr")
HX = {"HX-Request": "true", "HX-Target": "section#results"}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CD,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("sw, fr;q=0.1", "fr"),
        ("de", "en"),
        ("fr;q=0, en;q=0.1", "en"),
        ("fr;q=0", "en"),
        ("*", "en"),
        ("fr;q=nonsense", "en"),
        ("fr;q=nan", "en"),
        ("FR", "fr"),
        ("en, fr", "en"),
        (";;;,,,=", "en"),
    ],
)
def test_the_language_that_is_asked_for(header: str, language: str) -> None:
    assert accepted(header, BOTH) == language


@given(st.text(), st.text())
def test_any_header_gives_a_language_and_a_theme(cookie: str, header: str) -> None:
    language, theme = preferences(cookie, header, BOTH)
    assert language in BOTH
    assert theme in {"system", "light", "dark"}
    assert isinstance(cookies_of(cookie), dict)


@given(st.text())
def test_any_target_has_an_id(header: str) -> None:
    assert "#" not in target_of(header)


def test_targets_of_htmx_four() -> None:
    assert target_of("section#results") == "results"
    assert target_of("results") == "results"


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/p/ring-throw", 200),
    ("GET", "/search?q=throw", 200),
    ("GET", "/suggestions?q=th", 200),
    ("GET", "/nowhere", 404),
    ("POST", "/", 405),
    ("POST", "/preferences", 403),
    ("GET", "/favicon.ico", 302),
    ("GET", "/robots.txt", 200),
    ("GET", "/healthz", 200),
    ("GET", "/media/nothing.webp", 404),
    ("GET", "/c/all?" + "x" * 5000, 414),
    ("OPTIONS", "/", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_is_guarded(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    for name, value in security_headers(secure=False):
        assert answer.headers.getlist(name) == [value], name
    assert answer.headers["X-Request-Id"]
    assert "Strict-Transport-Security" not in answer.headers
    assert "Server" not in answer.headers


def test_files_are_guarded_and_kept_for_years(app: Flask, client: FlaskClient) -> None:
    for name in ("css/shop.css", "js/shop.js", "vendor/htmx.min.js", "icons/mark.svg"):
        address = app.extensions["assets"][name]
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        if name.endswith((".css", ".js")):
            assert answer.headers["Content-Encoding"] == "br"
    assert client.get("/static/css/nothing.css").status_code == 404
    assert client.get("/static/../shop/config.py").status_code == 404


def test_the_policy_allows_nothing_inline() -> None:
    policy = dict(security_headers(secure=True))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "default-src 'none'" in policy
    assert "Strict-Transport-Security" in dict(security_headers(secure=True))


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, ("This page is not here", "Cette page n’est pas ici")),
        ("GET", "/p/nothing", 404, ("This page is not here", "Cette page n’est pas ici")),
        ("DELETE", "/c/all", 405, ("This address cannot do that", "")),
        ("GET", "/c/all?" + "x" * 5000, 414, ("That did not work", "")),
    ],
)
def test_errors_in_the_shops_look(
    client: FlaskClient, method: str, path: str, status: int, words: tuple[str, str]
) -> None:
    for language in (0, 1):
        header = {"Accept-Language": BOTH[language]}
        answer = client.open(path, method=method, headers=header)
        assert answer.status_code == status
        assert f'<html lang="{BOTH[language]}"' in answer.text
        assert '<main class="wrap" id="main"' in answer.text
        assert 'class="site-footer"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        if not language:
            assert words[0] in answer.text
        elif words[0] in answer.text:
            pytest.fail(f"{words[0]} is not translated")


def test_an_error_for_htmx_is_a_fragment(client: FlaskClient) -> None:
    answer = client.get("/c/nowhere", headers=HX)
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "toast" in answer.text


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    assert "GET" in client.delete("/").headers["Allow"]


def test_a_body_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        "/preferences", data={"next": "x" * 2_000_000}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_a_form_of_too_many_fields_is_refused(client: FlaskClient) -> None:
    many = {f"field{number}": "x" for number in range(3000)}
    answer = client.post(
        "/preferences",
        data=many,
        headers={"Origin": "http://localhost"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413


@pytest.fixture
def trial(app: Flask, test_config: Callable[[str], Config], database: object) -> Iterator[Flask]:
    """Return a shop of its own with views that fail in every way."""
    made = create_app(test_config(app.config["SQLALCHEMY_DATABASE_URI"]))
    made.test_client_class = Visitor
    yield _failing(made)
    wiring.connect(app.extensions["config"], None)
    with made.app_context():
        from shop.kernel.db import db  # noqa: PLC0415 - only here

        made.extensions["shared_pages"].forget()
        db.session.remove()
        db.engine.dispose()


def _failing(made: Flask) -> Flask:
    errors = {
        "invalid": Invalid("Write a name."),
        "not-found": NotFound("No such order."),
        "not-allowed": NotAllowed("Only the owner may."),
        "conflict": Conflict("Somebody was quicker <b>."),
        "unavailable": Unavailable("The bank does not answer."),
        "unexpected": ZeroDivisionError("secret words"),
    }

    def fail(name: str) -> str:
        if name in errors:
            raise errors[name]
        abort(int(name))

    made.add_url_rule("/fail/<name>", "fail", public(fail))
    return made


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("invalid", 422, "Write a name."),
        ("not-found", 404, "No such order."),
        ("not-allowed", 403, "Only the owner may."),
        ("conflict", 409, "Somebody was quicker &lt;b&gt;."),
        ("unavailable", 503, "The bank does not answer."),
        ("unexpected", 500, ""),
        ("429", 429, ""),
        ("418", 418, ""),
        ("502", 502, ""),
    ],
)
def test_what_goes_wrong_is_said(trial: Flask, name: str, status: int, words: str) -> None:
    client = trial.test_client()
    whole, part = client.get(f"/fail/{name}"), client.get(f"/fail/{name}", headers=HX)
    assert whole.status_code == part.status_code == status
    assert "<!doctype html>" in whole.text.lower()
    assert "<html" not in part.text
    assert words in part.text
    assert "secret words" not in whole.text + part.text
    assert "Traceback" not in whole.text
    assert ("Retry-After" in whole.headers) is (status in {429, 503})
    for answer in (whole, part):
        assert answer.headers["Content-Security-Policy"]


@pytest.fixture
def without_database(
    app: Flask, test_config: Callable[[str], Config], database: object
) -> Iterator[FlaskClient]:
    """Return a visitor of a shop whose database is gone."""
    made = create_app(test_config("sqlite:////nonexistent/folder/duka.sqlite3"))
    made.test_client_class = Visitor
    yield made.test_client()
    wiring.connect(app.extensions["config"], None)


@pytest.mark.parametrize(
    "path", ["/", "/p/ring-throw", "/c/all", "/search?q=a", "/nowhere", "/sitemap.xml"]
)
def test_without_a_database_the_shop_says_that_it_is_closed(
    without_database: FlaskClient, path: str
) -> None:
    answer = without_database.get(path, headers={"Accept-Language": "fr"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert '<html lang="fr"' in answer.text
    assert "sqlite" not in answer.text
    assert "nonexistent" not in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_without_a_database_the_process_lives_and_serves_files(
    without_database: FlaskClient,
) -> None:
    assert without_database.get("/healthz").status_code == 200
    address = without_database.application.extensions["assets"]["css/shop.css"]
    assert without_database.get(address).status_code == 200
    ready = without_database.get("/readyz")
    assert ready.status_code == 503
    assert ready.json
    assert ready.json["troubles"]


def test_a_view_without_an_access_does_not_start(app: Flask) -> None:
    from shop.domain.staff.permissions import Permission  # noqa: PLC0415 - only here
    from shop.web.access import check_all, requires, shared  # noqa: PLC0415 - only here

    bare = Flask("bare")
    bare.add_url_rule("/", "bare", lambda: "")
    with pytest.raises(RuntimeError, match="declare no access: bare"):
        check_all(bare)
    with pytest.raises(RuntimeError, match="twice"):
        shared(requires(next(iter(Permission)))(lambda: ""))
    check_all(app)
