"""Who may reach a view: `@public` or `@requires(permission)`; a view without one does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request

from shop.domain.staff.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__access__"


@dataclass(frozen=True, slots=True)
class Access:
    """A view's declaration. `shared` pages are the same for all visitors without a session.

    `half` views need the password alone, `recent` ones that it was shown a moment ago.
    """

    permission: Permission | None = None
    staff: bool = False
    shared: bool = False
    half: bool = False
    recent: bool = False


def _mark(view: View, access: Access) -> View:
    if hasattr(view, _MARK):
        raise RuntimeError(f"{view.__name__} declares its access twice")
    setattr(view, _MARK, access)
    return view


def public(view: View) -> View:
    """Anybody may reach this view."""
    return _mark(view, Access())


def shared(view: View) -> View:
    """Anybody may reach this view, and visitors without a session get one page kept for all."""
    return _mark(view, Access(shared=True))


def requires(permission: Permission, *, recent: bool = False) -> Callable[[View], View]:
    """Only members of staff whose role holds `permission` may reach this view.

    A `recent` one asks again for password or code where that was more than five minutes ago.
    """
    return lambda view: _mark(view, Access(permission=permission, staff=True, recent=recent))


def staff_only(view: View) -> View:
    """Any signed-in member of staff may reach this view."""
    return _mark(view, Access(staff=True))


def own_account(view: View) -> View:
    """Any signed-in member who has just shown who they are may reach this view."""
    return _mark(view, Access(staff=True, recent=True))


def half_signed_in(view: View) -> View:
    """Whoever has shown the password may reach this view, also without the second factor."""
    return _mark(view, Access(staff=True, half=True))


def access_of(app: Flask, endpoint: str | None) -> Access | None:
    """Return what the view at `endpoint` declares."""
    view = app.view_functions.get(endpoint or "")
    declared: Access | None = getattr(view, _MARK, None)
    return declared


def current_access() -> Access | None:
    """Return what the view of the running request declares; None where no view was found."""
    return access_of(current_app, request.endpoint)


def check_all(app: Flask) -> None:
    """Refuse to start where a view does not declare who may reach it."""
    bare = sorted(name for name in app.view_functions if access_of(app, name) is None)
    if bare:
        raise RuntimeError(f"these views declare no access: {', '.join(bare)}")
