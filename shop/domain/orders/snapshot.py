"""From a draft to the columns that are kept: copies, so that nothing of it changes afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shop.domain.orders import rules
from shop.domain.orders.draft import OrderDraft, in_languages
from shop.domain.orders.statuses import FulfilmentState, OrderStatus


def head(draft: OrderDraft, status: OrderStatus, moment: datetime) -> dict[str, Any]:
    """Return the columns of the order's row, its number and public id aside."""
    totals, contact, address = draft.totals, draft.contact, draft.address
    delivery, payment, recipient = draft.delivery, draft.payment, draft.recipient
    placed = status == OrderStatus.PLACED
    minutes = None if placed else payment.expires_minutes
    return {
        "checkout_key": draft.checkout_key,
        "cart_id": draft.cart_id,
        "status": status,
        "payment_state": rules.payment_state(
            totals.total.minor, 0, 0, on_delivery=payment.on_delivery
        ),
        "fulfilment_state": FulfilmentState.UNFULFILLED,
        "currency": totals.currency,
        "locale": draft.locale,
        "prices_include_tax": totals.inclusive,
        "items_minor": totals.items.minor,
        "discount_minor": totals.discount.minor,
        "delivery_minor": totals.delivery.minor,
        "tax_minor": totals.tax.minor,
        "rounding_minor": totals.rounding.minor,
        "total_minor": totals.total.minor,
        "breakdown": totals.to_json(),
        "phone": contact.phone,
        "name": contact.name,
        "email": contact.email,
        "recipient_name": recipient.name if recipient else "",
        "recipient_phone": recipient.phone if recipient else "",
        "town": address.town,
        "area": address.area,
        "landmark": address.landmark,
        "note": draft.note,
        "delivery_method": delivery.code,
        "delivery_name": in_languages(delivery.name, draft.locale),
        "delivery_kind": delivery.kind,
        "zone_code": delivery.zone_code,
        "deliver_from": delivery.earliest,
        "deliver_to": delivery.latest,
        "payment_method": payment.code,
        "payment_name": in_languages(payment.name, draft.locale),
        "gateway": payment.gateway,
        "on_delivery": payment.on_delivery,
        "placed_at": moment,
        "secured_at": moment if placed else None,
        "expires_at": rules.deadline(moment, moment, minutes),
    }


def lines(draft: OrderDraft, order_id: int) -> list[dict[str, Any]]:
    """Return the rows of the lines, in the order in which they were bought."""
    sums = {total.key: total for total in draft.totals.lines}
    return [
        {
            "order_id": order_id,
            "position": position,
            "variant_id": line.variant_id,
            "product_id": line.product_id,
            "sku": line.sku,
            "name": in_languages(line.name, draft.locale),
            "options": in_languages(line.options, draft.locale),
            "picture": line.picture,
            "physical": line.physical,
            "unit": line.unit,
            "quantity": line.quantity,
            "unit_price_minor": line.unit_price.minor,
            "subtotal_minor": sums[line.key].subtotal.minor,
            "discount_minor": sums[line.key].discount.minor,
            "net_minor": sums[line.key].net.minor,
            "tax_minor": sums[line.key].tax.minor,
            "total_minor": sums[line.key].total.minor,
            "tax_rate": sums[line.key].rate,
        }
        for position, line in enumerate(draft.lines, 1)
    ]
