"""One way to pay as it is stored, and whether it fits an order; pure."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.i18n import Translated
from shop.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A stored method: everything that decides where, and for how much, it is offered.

    No zones and no currencies mean all of them.
    """

    code: str
    gateway: str
    name: Translated
    instructions: Translated
    active: bool = True
    zones: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None
    step: int = 1
    expires_minutes: int | None = None

    def fits(self, zone_code: str, total: Money) -> bool:
        """Tell whether an order of `total` to this zone may be paid this way."""
        return (
            self.active
            and (not self.zones or zone_code in self.zones)
            and (not self.currencies or total.currency in self.currencies)
            and self.least <= total.minor
            and (self.most is None or total.minor <= self.most)
        )


_THREE_DAYS = 3 * 24 * 60
USUAL = {
    offer.code: offer
    for offer in (
        Offer(
            code="cash",
            gateway="cash",
            name={"en": "Cash on delivery", "fr": "Paiement à la livraison"},
            instructions={},
        ),
        Offer(
            code="transfer",
            gateway="transfer",
            name={"en": "Bank transfer", "fr": "Virement bancaire"},
            instructions={},
            expires_minutes=_THREE_DAYS,
        ),
        Offer(
            code="stripe",
            gateway="stripe",
            name={"en": "Card", "fr": "Carte bancaire"},
            instructions={
                "en": "You pay on Stripe’s page; we never see your card.",
                "fr": "Vous payez sur la page de Stripe ; nous ne voyons jamais votre carte.",
            },
            expires_minutes=35,
        ),
        Offer(
            code="test",
            gateway="test",
            name={"en": "Test card (demonstration)", "fr": "Carte d’essai (démonstration)"},
            instructions={},
            expires_minutes=35,
        ),
    )
}
"""How the known gateways are offered where the shop has not said otherwise."""
