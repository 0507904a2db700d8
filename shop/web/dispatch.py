"""Flask, but for a view that the database refused for the moment: that is run again."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from flask import Flask
from flask.globals import app_ctx, request_ctx
from flask.typing import ResponseReturnValue

from shop.kernel.rerun import rerun


def _as_now() -> Callable[[], None]:
    """Return what brings this request back to how it stands now, before its view runs.

    A view may leave things in `g`, in the session (a flash is appended to a list in it) and among
    the acts after the request. The form is parsed once and only read.
    """
    context, things = request_ctx, vars(app_ctx.g)
    # Not by its public name, which would note the session as read and let the page vary by it.
    kept = context._session  # noqa: SLF001 - as just said
    after = context._after_request_functions  # noqa: SLF001 - Flask has no name for undoing it
    noted, before, flashes = dict(things), len(after), context.flashes
    held, modified, accessed = deepcopy(dict(kept or {})), False, False
    if kept is not None:
        modified, accessed = kept.modified, kept.accessed

    def undo() -> None:
        things.clear()
        things.update(noted)
        del after[before:]
        context.flashes = flashes
        if kept is not None and kept != held:
            kept.clear()
            kept.update(deepcopy(held))
        if kept is not None:
            kept.modified, kept.accessed = modified, accessed

    return undo


class ShopFlask(Flask):
    """The application class of this shop."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, and where it met a deadlock or a lock that lasted, run it again."""
        return rerun(super().dispatch_request, _as_now())
