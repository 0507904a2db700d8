"""What a form of the checkout carried: its shape only, the domain judges the rest."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from flask import request

from shop.domain.checkout.answers import FIELDS, LONGEST
from shop.domain.checkout.statuses import Step
from shop.kernel.i18n import _

_SEVERAL_LINES = frozenset({"landmark", "note"})
_CODES = frozenset({"delivery_method", "payment_method"})
_JOINERS = "\u200c\u200d"
"""These two change how letters join in some scripts; other invisible marks only mislead."""
_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_KEPT = 2_000
"""How much of a text that is far too long is kept, to be shown again."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, ready to be shown again, and what is wrong with its shape, by field."""

    texts: dict[str, str]
    problems: dict[str, str]

    @property
    def answers(self) -> dict[str, str]:
        """What may be taken for an answer."""
        return {name: "" if name in self.problems else self.texts[name] for name in self.texts}


def read(step: Step) -> Form:
    """Return the fields of a step; of a field that came twice the first counts."""
    texts, problems = {}, {}
    for name in FIELDS[step]:
        typed = request.form.get(name, "")
        text = texts[name] = _tidied(typed, several=name in _SEVERAL_LINES)
        if _is_spoiled(typed):
            problems[name] = _("Some of this cannot be read. Type it again")
        elif len(text) > LONGEST[name]:
            problems[name] = _("Use at most %(most)s characters here", most=LONGEST[name])
            texts[name] = text[:_KEPT]
    for name in _CODES & problems.keys():  # nobody types these: what is no choice is none
        texts[name] = ""
        del problems[name]
    return Form(texts, problems)


def number(name: str) -> int | None:
    """Return a field that carries a whole number, or None for what is none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None  # noqa: PLR2004 - no shop sells for more


def _tidied(typed: str, *, several: bool) -> str:
    text = "".join(
        " " if c in "\t\r\n" and not (several and c == "\n") else c
        for c in unicodedata.normalize("NFC", typed).replace("\r\n", "\n")
        if c in "\t\r\n" or c in _JOINERS or unicodedata.category(c) not in {*_UNREADABLE, "Cf"}
    )
    if several:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def _is_spoiled(typed: str) -> bool:
    """Tell whether a browser would not have sent this: NUL, control characters, broken UTF-8."""
    return any(
        c == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(c) in _UNREADABLE
        for c in typed
        if c not in "\t\r\n"
    )
