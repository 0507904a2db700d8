"""The test gateway keeps the contract of payment gateways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from shop.domain.payments.ports import GatewayUnavailable
from shop.kernel import clock
from shop.providers.payments.test.gateway import TestGateway
from shop.standins.test_gateway.bank import Act, Bank, Session, bank_in
from shop.standins.test_gateway.courier import Courier
from shop.standins.test_gateway.signature import HEADER, signature
from tests.contracts.payment_gateways import Behind, PaymentGatewayContract

SECRET = "the secret of the tests"
T = TypeVar("T")


class Line:
    """The line to the bank, which may be cut, or carry in one direction only."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.cut = self.deaf = False

    def open(self, key: str, asked: Mapping[str, Any]) -> str:
        return self._heard(lambda: self.bank.open(key, asked))

    def find(self, reference: str) -> Session | None:
        return self._heard(lambda: self.bank.find(reference))

    def close(self, reference: str) -> Session | None:
        return self._heard(lambda: self.bank.close(reference))

    def refund(self, key: str, reference: str, minor: int) -> str | None:
        return self._heard(lambda: self.bank.refund(key, reference, minor))

    def _heard(self, act: Callable[[], T]) -> T:
        if self.cut:
            raise GatewayUnavailable("nobody answers")
        answer = act()
        if self.deaf:
            raise GatewayUnavailable("the answer was lost")
        return answer


class TestBank:
    """Hands on the pretended bank."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.bank = bank_in(folder, SECRET)
        self.line = Line(self.bank)
        self.gateway = TestGateway(self.line, self.bank.key)
        self._called: list[tuple[bytes, dict[str, str]]] = []
        self._courier = Courier(self.bank, self._take)

    def _take(self, body: bytes, headers: dict[str, str]) -> bool:
        self._called.append((body, headers))
        return True

    def approve(self, reference: str) -> None:
        self.bank.decide(reference, Act.APPROVE)

    def decline(self, reference: str) -> None:
        self.bank.decide(reference, Act.DECLINE)

    def callbacks(self) -> list[tuple[bytes, dict[str, str]]]:
        self._courier.deliver_due()
        called, self._called = self._called, []
        return called

    def signed(self, body: bytes, age: timedelta) -> dict[str, str]:
        return {HEADER: signature(self.bank.key, body, int((clock.now() - age).timestamp()))}

    def started(self) -> int:
        with self.bank.file.transaction() as line:
            return int(line.execute("SELECT COUNT(*) FROM sessions").fetchone()[0])

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        self.line.deaf = True
        yield
        self.line.deaf = False

    @contextmanager
    def away(self) -> Iterator[None]:
        self.line.cut = True
        yield
        self.line.cut = False


class TestTheTestGateway(PaymentGatewayContract):
    """The contract, on the pretended bank."""

    @pytest.fixture
    def behind(self, tmp_path: Path) -> Behind:
        """Return a bank of its own."""
        return TestBank(tmp_path)
