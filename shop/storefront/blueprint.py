"""The blueprint that every shopper's view hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("storefront", __name__)
