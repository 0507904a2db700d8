"""What was typed is kept for a while where a session ended in the middle of a form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete

from shop.domain.staff.actions.sessions import digest
from shop.domain.staff.models import KeptForm
from shop.kernel import clock, sealing
from shop.kernel.db import session
from shop.kernel.ids import token

KEPT_FOR = timedelta(minutes=30)
PURPOSE = "kept-form"
_SECRET = re.compile(r"password|token|secret|code|proof|seed", re.IGNORECASE)
_MOST_FIELDS, _LONGEST = 300, 100_000


def keep(member_id: int, endpoint: str, fields: Mapping[str, Sequence[str]]) -> str | None:
    """Keep the fields of a form and return what they are asked back by; never a secret.

    A form that is too large is not kept.
    """
    plain = {name: list(values) for name, values in fields.items() if not _SECRET.search(name)}
    body = json.dumps(plain)
    if not plain or len(plain) > _MOST_FIELDS or len(body) > _LONGEST:
        return None
    moment, secret = clock.now(), token()
    session().execute(
        delete(KeptForm)
        .where(KeptForm.until <= moment)
        .execution_options(synchronize_session=False)
    )
    session().add(
        KeptForm(
            token_hash=digest(secret),
            member_id=member_id,
            endpoint=endpoint,
            body=sealing.seal(PURPOSE, body),
            until=moment + KEPT_FOR,
        )
    )
    session().flush()
    return secret
