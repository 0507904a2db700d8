"""A client whose requests see nothing of the test's own context."""

from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.kernel.db import db


class Visitor(FlaskClient):
    """Sends each request as a stranger would: with a session and an app context of its own.

    Flask would otherwise lend a request the context of the test, and with it the test's rows.
    """

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request and read the whole answer; the test's own session starts afresh."""
        options["buffered"] = True
        answer: TestResponse = Context().run(super().open, *arguments, **options)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        return answer
