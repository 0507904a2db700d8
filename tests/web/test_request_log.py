"""The log explains what was asked, and opens nothing."""

from __future__ import annotations

import json
import time

import pytest

from shop.web.request_log import write_line

ORDER = "/orders/ord_0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"{ORDER}.fN3-signature_x", f"{ORDER}.…"),
        (f"{ORDER}.fN3-signature_x/status", f"{ORDER}.…/status"),
        ("/admin/join/a-secret-token", "/admin/join/…"),
        ("/p/kikoy.stripe", "/p/kikoy.stripe"),
    ],
)
def test_links_that_open_something_are_cut(
    capfd: pytest.CaptureFixture[str], path: str, logged: str
) -> None:
    write_line("GET", path, 200, started=time.perf_counter(), request_id="x", by="app")
    assert json.loads(capfd.readouterr().err)["path"] == logged
