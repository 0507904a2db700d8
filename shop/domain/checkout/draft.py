"""From the answers of a checkout to the draft of its order; pure but for the languages."""

from __future__ import annotations

from shop.domain.cart.queries import CartItem
from shop.domain.cart.rules import owner_of
from shop.domain.checkout.answers import Answers
from shop.domain.checkout.queries import CheckoutView, Quote
from shop.domain.orders.draft import (
    Address,
    Contact,
    DeliveryChoice,
    DraftLine,
    OrderDraft,
    PaymentChoice,
    Recipient,
)
from shop.domain.payments.queries import MethodView
from shop.kernel.i18n import _

DOWNLOAD = "download"
"""How goods travel that have no weight."""


def order_draft(checkout: CheckoutView, answers: Answers, quote: Quote, locale: str) -> OrderDraft:
    """Return the draft; what is required has been judged before."""
    method = quote.method(answers.payment_method)
    if method is None:
        raise LookupError("a draft is made of answers that were judged")
    return OrderDraft(
        checkout_key=checkout.key,
        cart_id=checkout.cart_id,
        locale=locale,
        contact=Contact(answers.phone, answers.name, answers.email),
        recipient=_recipient(answers),
        address=_address(answers, quote),
        delivery=_delivery(quote),
        payment=_payment(method),
        lines=tuple(_line(item) for item in quote.items),
        totals=quote.payable(method),
        note=answers.note,
        hold_owner=owner_of(checkout.cart_id),
    )


def _recipient(answers: Answers) -> Recipient | None:
    if not answers.recipient_name:
        return None
    return Recipient(answers.recipient_name, answers.recipient_phone)


def _address(answers: Answers, quote: Quote) -> Address:
    if quote.place is None or quote.option is None:
        return Address(town="")
    if quote.option.pickup:  # nobody looks for a door
        return Address(town=quote.place.town)
    return Address(quote.place.town, quote.place.area or answers.area, answers.landmark)


def _delivery(quote: Quote) -> DeliveryChoice:
    option = quote.option
    if option is None:
        return DeliveryChoice(DOWNLOAD, _("Sent as a download"), DOWNLOAD)
    return DeliveryChoice(
        option.code, option.name, option.kind, option.zone_code, option.earliest, option.latest
    )


def _payment(method: MethodView) -> PaymentChoice:
    return PaymentChoice(
        method.code, method.name, method.gateway,
        on_delivery=method.on_delivery, expires_minutes=method.expires_minutes,
        offline=method.offline,
    )  # fmt: skip


def _line(item: CartItem) -> DraftLine:
    return DraftLine(
        key=str(item.variant_id),
        variant_id=item.variant_id,
        product_id=item.product_id,
        sku=item.sku,
        name=item.name,
        options=item.options,
        picture=item.picture,
        unit=item.unit,
        quantity=item.quantity,
        unit_price=item.unit_price,
        physical=item.physical,
    )
