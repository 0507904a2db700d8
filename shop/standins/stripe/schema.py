"""Checks of parameters, with the errors Stripe would give: https://docs.stripe.com/error-codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from shop.standins.stripe.forms import Tree
from shop.standins.stripe.problems import invalid, missing, unknown

Check = Callable[[str, Any], Any]
_INTEGER = re.compile(r"-?\d{1,18}")
_METADATA = (50, 40, 500)  # keys, length of a key, length of a value: docs.stripe.com/metadata
_LONGEST_URL = 5000


def fields(
    given: Any, known: Mapping[str, Check], required: tuple[str, ...] = (), inside: str = ""
) -> Tree:
    """Return the checked parameters; what is not known, or is needed and not there, is refused."""
    if not isinstance(given, dict):
        raise invalid(inside, f"Invalid object: {inside}", "parameter_invalid_object")
    names = {name: f"{inside}[{name}]" if inside else name for name in {**given, **known}}
    for name in given:
        if name not in known:
            raise unknown(names[name])
    for name in required:
        if name not in given:
            raise missing(names[name])
    return {name: known[name](names[name], value) for name, value in given.items()}


def text(most: int) -> Check:
    """Accept a text that is not empty."""

    def check(param: str, value: Any) -> str:
        if not isinstance(value, str):
            raise invalid(param, f"Invalid string: {param}")
        if not value:
            raise invalid(
                param, f"You passed an empty string for '{param}'.", "parameter_invalid_empty"
            )
        if len(value) > most:
            raise invalid(param, f"Invalid string: {param} must be at most {most} characters")
        return value

    return check


def integer(least: int = 0) -> Check:
    """Accept a whole number."""

    def check(param: str, value: Any) -> int:
        if not isinstance(value, str) or not _INTEGER.fullmatch(value):
            raise invalid(param, f"Invalid integer: {value}", "parameter_invalid_integer")
        if int(value) < least:
            raise invalid(
                param, f"This value must be greater than or equal to {least}.",
                "parameter_invalid_integer",
            )  # fmt: skip
        return int(value)

    return check


def one_of(*allowed: str) -> Check:
    """Accept one of a few words."""

    def check(param: str, value: Any) -> str:
        if value not in allowed:
            raise invalid(param, f"Invalid {param}: must be one of {', '.join(allowed)}")
        return str(value)

    return check


def yes_or_no(param: str, value: Any) -> bool:
    """Accept `true` or `false`."""
    if value not in {"true", "false"}:
        raise invalid(param, f"Invalid boolean: {value}")
    return bool(value == "true")


def address(param: str, value: Any) -> str:
    """Accept an absolute address."""
    checked: str = text(_LONGEST_URL)(param, value)
    if not re.match(r"https?://[^/]", checked):
        raise invalid(param, "Not a valid URL", "url_invalid")
    return checked


def email(param: str, value: Any) -> str:
    """Accept what looks like an e-mail address."""
    checked: str = text(800)(param, value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", checked):
        raise invalid(param, f"Invalid email address: {checked}", "email_invalid")
    return checked


def metadata(param: str, value: Any) -> dict[str, str]:
    """Accept notes within their limits; an empty one is not kept."""
    most, longest_key, longest_value = _METADATA
    if not isinstance(value, dict) or len(value) > most:
        raise invalid(param, f"Metadata can have up to {most} keys.")
    for name, note in value.items():
        if len(name) > longest_key:
            raise invalid(param, f"Metadata keys must be up to {longest_key} characters.")
        if not isinstance(note, str) or len(note) > longest_value:
            raise invalid(param, f"Metadata values must be up to {longest_value} characters.")
    return {name: note for name, note in value.items() if note}


def group(known: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    """Accept parameters inside parameters."""
    return lambda param, value: fields(value, known, required, param)


def several(each: Check, most: int) -> Check:
    """Accept a list that is not empty."""

    def check(param: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise invalid(param, "Invalid array", "parameter_invalid_array")
        if len(value) > most:
            raise invalid(param, f"Array must have at most {most} elements")
        return [each(f"{param}[{place}]", one) for place, one in enumerate(value)]

    return check
