"""`Money(minor, currency)`: integer minor units of a currency, rounding and fair allocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# ISO 4217 list one, column "minor unit": the currencies that do not have two digits.
_WITHOUT_CENTS = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
)  # fmt: skip
_THREE_DIGITS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_EXPONENTS = dict.fromkeys(_WITHOUT_CENTS, 0) | dict.fromkeys(_THREE_DIGITS, 3)
BASIS = 10_000
_CODE_LENGTH = 3


def exponent(currency: str) -> int:
    """Return how many digits the minor unit of an ISO 4217 `currency` has: 0, 2 or 3."""
    return _EXPONENTS.get(currency, 2)


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide two integers, rounding halves away from zero; `denominator` is positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in integer minor units of one currency; mixing currencies raises `ValueError`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("money is an integer number of minor units")
        if len(self.currency) != _CODE_LENGTH or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code")

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.minor * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def share(self, basis_points: int) -> Money:
        """Return `basis_points` ten-thousandths of this amount, rounded half up."""
        return Money(divide_half_up(self.minor * basis_points, BASIS), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by `weights` (none negative, not all zero); the parts sum to the whole.

        What rounding leaves over goes, one minor unit each, to the largest fractions first.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be at least zero and not all zero")
        sign = -1 if self.minor < 0 else 1
        amount = abs(self.minor)
        parts = [amount * weight // total for weight in weights]
        by_fraction = sorted(
            range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index)
        )
        for index in by_fraction[: amount - sum(parts)]:
            parts[index] += 1
        return [Money(sign * part, self.currency) for part in parts]
