"""Errors in Stripe's own shape: https://docs.stripe.com/api/errors, https://docs.stripe.com/error-codes."""

from __future__ import annotations

from typing import Any

INVALID = "invalid_request_error"
_SHOWN = 4


class Problem(Exception):
    """A request that is answered with an error."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = INVALID,
        code: str = "",
        param: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        fields = {"code": code, "message": message, "param": param, "type": kind}
        self.body: dict[str, Any] = {"error": {name: text for name, text in fields.items() if text}}


def missing(param: str) -> Problem:
    """Return the error for a parameter that was left out."""
    return Problem(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown(param: str) -> Problem:
    """Return the error for a parameter that does not exist."""
    return Problem(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def invalid(param: str, said: str, code: str = "") -> Problem:
    """Return the error for a parameter that cannot be so."""
    return Problem(said, code=code, param=param)


def no_such(what: str, reference: str) -> Problem:
    """Return the error for an object that is not there."""
    return Problem(
        f"No such {what}: '{reference}'", status=404, code="resource_missing", param=what
    )


def bad_key(given: str) -> Problem:
    """Return the error for a missing or foreign key, of which the end alone is repeated."""
    if not given:
        return Problem("You did not provide an API key.", status=401)
    return Problem(f"Invalid API Key provided: ****{given[-_SHOWN:]}", status=401)


def key_reused(key: str) -> Problem:
    """Return the error for an idempotency key that came with other parameters before."""
    return Problem(
        "Keys for idempotent requests can only be used with the same parameters they were first"
        f" used with. Try using a key other than '{key}' if you meant to execute a different"
        " request.",
        kind="idempotency_error",
    )


def key_in_use() -> Problem:
    """Return the error for an idempotency key whose first request is still running."""
    return Problem(
        "There is currently another in-progress request using this Idempotent Key.",
        status=409,
        code="idempotency_key_in_use",
    )
