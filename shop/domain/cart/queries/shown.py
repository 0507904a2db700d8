"""A cart as its page shows it: lines, what changed, what it costs, how it travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.domain.cart import rules
from shop.domain.cart.queries.contents import lines_of
from shop.domain.catalogue.queries.facets import settings
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.media.queries import PictureValue, picture_value
from shop.domain.shipping import queries as shipping
from shop.domain.shipping.queries import Option, Place
from shop.domain.tax import queries as tax
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.domain.totals.result import Totals
from shop.kernel.i18n import pick
from shop.kernel.money import Money
from shop.kernel.quantity import Unit, amount_for


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line as the cart shows it.

    `notice` is what changed since the visitor touched it, `problem` why it cannot be bought as it
    stands; each is a sentence, or empty.
    """

    id: int
    variant_id: int
    variant: str
    product_id: int
    slug: str
    name: str
    options: str
    picture: PictureValue | None
    unit: Unit
    step: int
    quantity: int
    unit_price: Money
    total: Money
    available: int
    sellable: bool
    physical: bool
    tax_class_id: int
    notice: str
    problem: str


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as its page shows it; what is not sold any more is not in its `totals`.

    `problems` keep it from being bought as it stands. `delivery` is the shop's first way to the
    `place` that was chosen last, None where none was chosen or nothing goes there.
    """

    lines: tuple[CartLine, ...]
    totals: Totals
    place: Place | None
    delivery: Option | None
    problems: tuple[str, ...]
    count: int

    @property
    def is_carried(self) -> bool:
        """Whether anything in it has to travel: what is downloaded has not."""
        return any(line.physical for line in self.lines)


def view(cart_id: int) -> CartView:
    """Return a cart as its page shows it; two statements, and what tax and delivery remember."""
    known = settings()
    rows, options = lines_of(cart_id)
    lines = []
    for row in rows:
        unit, name = Unit(row.unit), pick(row.name)
        price = Money(row.price_minor, known.currency)
        seen = Money(row.price_seen_minor, known.currency)
        lines.append(
            CartLine(
                id=row.line_id, variant_id=row.variant_id, variant=row.public_id,
                product_id=row.product_id, slug=row.slug, name=name,
                options=options.get(row.variant_id, ""),
                picture=picture_value(row) if row.key else None, unit=unit,
                step=row.quantity_step, quantity=row.quantity, unit_price=price,
                total=amount_for(price, row.quantity, unit), available=int(row.available),
                sellable=bool(row.visible), physical=row.kind == ProductKind.PHYSICAL,
                tax_class_id=row.tax_class_id,
                notice=rules.price_notice(seen, price, hide_zero=known.hide_zero_cents),
                problem=rules.problem(
                    name, row.quantity, int(row.available), unit, row.quantity_step
                ) if row.visible else rules.gone(name),
            )
        )  # fmt: skip
    place = shipping.place_of(rows[0].town, rows[0].area) if rows and rows[0].town else None
    totals, delivery = _summed(lines, place)
    return CartView(
        lines=tuple(lines),
        totals=totals,
        place=place,
        delivery=delivery,
        problems=tuple(line.problem for line in lines if line.problem),
        count=sum(1 if line.unit is Unit.METRE else line.quantity for line in lines),
    )


def _summed(lines: Sequence[CartLine], place: Place | None) -> tuple[Totals, Option | None]:
    known = settings()
    sold = [line for line in lines if line.sellable]
    worth = sum((line.total for line in sold), Money(0, known.currency))
    carried = place is not None and any(line.physical for line in sold)
    options = shipping.options(place, worth) if place and carried else ()
    delivery = options[0] if options else None
    rates = tax.rates(place.tax_zone_id if place else None)
    items = [
        Item(str(one.id), one.variant_id, one.unit_price, one.quantity, one.unit, one.tax_class_id)
        for one in sold
    ]
    terms = Terms(
        currency=known.currency,
        inclusive=rates.inclusive,
        rates=rates.by_class,
        delivery_fee=delivery.fee if delivery else None,
        delivery_class_id=tax.class_id(known.delivery_tax_class) if delivery else None,
    )
    return calculate(items, terms), delivery
