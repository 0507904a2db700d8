"""Cash and transfers: a gateway without an outside, which refuses what only one could do."""

from __future__ import annotations

import pytest

from shop.domain.payments.ports import BadSignature, Declined, FactState
from shop.providers.payments.manual.gateway import ByHand, bank_transfer, cash_on_delivery
from tests.contracts.payment_gateways import refund_of, request_of

BOTH = pytest.mark.parametrize(
    "gateway", [cash_on_delivery(), bank_transfer()], ids=["cash", "transfer"]
)


def test_cash_comes_with_the_goods_and_a_transfer_beforehand() -> None:
    assert (cash_on_delivery().code, bank_transfer().code) == ("cash", "transfer")
    assert cash_on_delivery().on_delivery
    assert not bank_transfer().on_delivery


@BOTH
def test_nothing_is_known(gateway: ByHand) -> None:
    assert gateway.offline
    assert gateway.look_up("T-1").state is FactState.PENDING
    assert gateway.close("T-1").state is FactState.PENDING


@BOTH
def test_nothing_is_done(gateway: ByHand) -> None:
    with pytest.raises(Declined):
        gateway.start(request_of())
    with pytest.raises(Declined):
        gateway.refund(refund_of("T-1", 1))
    with pytest.raises(BadSignature):
        gateway.read_callback(b"{}", {})
