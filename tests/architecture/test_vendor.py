"""What others wrote and we serve is exactly what its README says."""

from __future__ import annotations

import hashlib

from tests.architecture.house import STATIC

VENDOR = STATIC / "vendor"
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
VERSION = "4.0.1"


def test_htmx_is_the_pinned_file() -> None:
    content = (VENDOR / "htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == HTMX
    assert f'version="{VERSION}"'.encode() in content


def test_the_readme_names_every_file_with_its_checksum() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    files = [file for file in VENDOR.iterdir() if file.name != "README.md"]
    assert files
    for file in files:
        assert f"`{file.name}`" in readme
        assert hashlib.sha256(file.read_bytes()).hexdigest() in readme
    assert VERSION in readme
