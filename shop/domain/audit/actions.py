"""Write down what was done and what was refused, in the unit of work that does it.

The rows are written just before the commit, under the lock of the counter that numbers them: the
last lock of every unit, so that nobody waits for the chain while holding anything else up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select

from shop.domain.audit import rules
from shop.domain.audit.actors import acting
from shop.domain.audit.models import AuditEntry
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.numbers import next_number
from shop.kernel.text import clean
from shop.kernel.unit_of_work import before_commit

COUNTER = "audit"
_HASH_OF = select(AuditEntry.hash).where(AuditEntry.id == bindparam("number"))


def record(
    verb: str,
    subject: str,
    subject_id: object = "",
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    people: bool = False,
) -> None:
    """Write down that whoever is acting did `verb` (`member.disabled`) to a subject.

    Secrets and personal data in `before` and `after` are masked; `people` hides names too.
    """
    facts = (rules.masked(before, people=people), rules.masked(after, people=people))
    _write("done", verb, subject, subject_id, facts)


def refused(verb: str, subject: str, subject_id: object = "", *, reason: str = "") -> None:
    """Write down that whoever is acting tried `verb` and was refused."""
    _write("refused", verb, subject, subject_id, ({}, rules.masked({"reason": reason})))


def _write(
    outcome: str,
    verb: str,
    subject: str,
    subject_id: object,
    facts: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    actor = acting()
    row = {
        "actor": actor.kind.value,
        "member_id": actor.member_id,
        "role": clean(actor.role)[:80],
        "address": clean(actor.address)[:45],
        "verb": verb[:60],
        "outcome": outcome,
        "subject": subject[:40],
        "subject_id": clean(str(subject_id))[:80],
        "before": facts[0],
        "after": facts[1],
    }
    before_commit(lambda: _chain(row))


def _chain(row: dict[str, Any]) -> None:
    """Tie a row to the one before; its moment is that of the commit, so that the order holds."""
    number = next_number(COUNTER)
    here = session()
    previous = here.execute(_HASH_OF, {"number": number - 1}).scalar() or rules.FIRST
    whole = row | {"id": number, "at": clock.now(), "previous": previous}
    here.execute(insert(AuditEntry).values(**whole, hash=rules.digest(whole)))
