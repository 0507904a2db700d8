"""The demo shop's taxes and deliveries: what is missing is added, what is there is kept."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from sqlalchemy import delete, exists, select

from shop.demo.catalogue import FOLDER, demo_shop
from shop.domain.shipping import actions as shipping
from shop.domain.shipping.models import ShippingZone
from shop.domain.shipping.statuses import MethodKind
from shop.domain.tax import actions as tax
from shop.domain.tax.models import TaxClass, TaxZone
from shop.kernel.db import session
from shop.kernel.money import exponent


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "delivery.toml").read_text(encoding="utf-8"))


def lay_delivery() -> None:
    """Add what the shop does not have, in the caller's unit of work; the tax classes are there.

    A shop with delivery zones of its own keeps to them.
    """
    current = session()
    known = set(current.scalars(select(TaxZone.code)))
    for row in _file()["tax_zone"]:
        if row["code"] not in known:
            _add_tax_zone(row)
    if current.scalar(select(exists().where(~ShippingZone.demo))):
        return
    taxed = {row.code: row.id for row in current.execute(select(TaxZone.code, TaxZone.id))}
    known = set(current.scalars(select(ShippingZone.code)))
    for row in _file()["zone"]:
        if row["code"] not in known:
            _add_zone(row, taxed[row["tax_zone"]])


def _add_tax_zone(row: dict[str, Any]) -> None:
    rows = session().execute(select(TaxClass.code, TaxClass.id))
    classes = {row.code: row.id for row in rows}
    has_default = session().scalar(select(exists().where(TaxZone.is_default)))
    made = tax.add_zone(
        row["code"], row["name"], inclusive=row["inclusive"],
        default=row["default"] and not has_default, demo=True,
    )  # fmt: skip
    for code, basis_points in row["rates"].items():
        tax.set_rate(made, classes[code], basis_points, row["valid_from"])


def _add_zone(row: dict[str, Any], tax_zone_id: int) -> None:
    made = shipping.add_zone(
        row["code"], row["name"], row.get("towns", {}), [_method(one) for one in row["method"]],
        tax_zone_id=tax_zone_id, demo=True,
    )  # fmt: skip
    areas = [(town, area) for town, areas in row.get("areas", {}).items() for area in areas]
    shipping.add_places(made, areas)


def _method(row: dict[str, Any]) -> shipping.MethodDraft:
    one = 10 ** exponent(demo_shop().settings["currency"])
    free = row.get("free_above")
    return shipping.MethodDraft(
        code=row["code"],
        kind=MethodKind(row["kind"]),
        name=row["name"],
        description=row["description"],
        fee_minor=row["fee"] * one,
        free_above_minor=free and free * one,
        days=(row["days"][0], row["days"][1]),
        cut_off=row["cut_off"],
    )


def remove_delivery() -> None:
    """Remove the demo's zones; a tax zone that a zone of the shop's own uses stays."""
    current = session()
    current.execute(delete(ShippingZone).where(ShippingZone.demo))
    used = exists().where(ShippingZone.tax_zone_id == TaxZone.id)
    current.execute(delete(TaxZone).where(TaxZone.demo, ~used))
