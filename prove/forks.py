"""Does something in a forked process, which may be killed by it, and brings the answer home."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shop.kernel import kinship


@dataclass(frozen=True, slots=True)
class Done:
    """How a fork ended: its value, or that it was killed, and where."""

    value: Any = None
    killed: bool = False
    last: str = ""
    error: str = ""


def fork(act: Callable[[], Any], *, seconds: int = 120) -> Done:
    """Call `act` in a child and return what came of it; the child must be the only thread's."""
    parent = os.getpid()
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        os.close(reader)
        kinship.die_with_parent(parent, signal.SIGKILL)
        signal.alarm(seconds)
        _tell(writer, act)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().splitlines()
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    lines = [json.loads(line) for line in said]
    last = next((line["point"] for line in reversed(lines) if "point" in line), "")
    if code == -signal.SIGKILL:
        return Done(killed=True, last=last)
    answer = next((line for line in reversed(lines) if "value" in line or "error" in line), None)
    if answer is None:
        return Done(error=f"a fork ended with {code} and said nothing")
    return Done(value=answer.get("value"), last=last, error=answer.get("error", ""))


def _tell(writer: int, act: Callable[[], Any]) -> None:
    _out[:] = [writer]
    try:
        answer = {"value": act()}
    except BaseException:  # noqa: BLE001 - told to the parent
        answer = {"error": traceback.format_exc()}
    os.write(writer, json.dumps(answer, default=str).encode() + b"\n")
    os._exit(0)


_out: list[int] = []


def mark(point: str) -> None:
    """Say where a child is, so that its death can be told."""
    if _out:
        os.write(_out[0], json.dumps({"point": point}).encode() + b"\n")
