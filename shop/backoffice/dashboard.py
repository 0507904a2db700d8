"""The first page: what needs this member now."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from shop.backoffice.blueprint import bp
from shop.backoffice.panels import deliveries_panel, figures, searches_panel, stock_panel
from shop.domain.catalogue.queries import attention
from shop.domain.staff.permissions import Permission
from shop.kernel.i18n import _
from shop.web.access import staff_only
from shop.web.rendering import page
from shop.web.staff_session import this_member


@bp.get("")
@staff_only
def home() -> ResponseReturnValue:
    """What needs this member now, by what the role may see."""
    member = this_member()
    stock = attention.stock_counts() if member.may(Permission.STOCK_READ) else {}
    panels = []
    if member.may(Permission.OPS_READ):
        panels.append(deliveries_panel())
    if member.may(Permission.STOCK_READ):
        panels.append(stock_panel(stock))
    if member.may(Permission.SEARCHES_READ):
        panels.append(searches_panel())
    return page(
        "backoffice/dashboard.html", title=_("Home"), tiles=figures(member, stock), panels=panels
    )
