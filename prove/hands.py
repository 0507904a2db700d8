"""A process that has loaded the shop and does what it is told: `python -m prove.hands`.

One line of JSON in, one out: `{"do": "stock.set_free", "with": {...}}` calls a function of
`prove.deeds` inside an app context. Several hands told at once race each other as processes do.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from prove.processes import Process, start


class Trouble(RuntimeError):
    """What a hand was told to do raised an error; the message is its trace."""


class Hand:
    """The other end of the line."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        """Start one; it is ready when this returns."""
        command = [sys.executable, "-m", "prove.hands"]
        self.process: Process = start("hand", command, environ, log, talks=True)
        if self._hear() != "ready":
            raise Trouble(f"a hand did not start: see {log}")

    def tell(self, deed: str, **details: Any) -> None:
        """Tell it what to do, and do not wait."""
        pipe = self.process.popen.stdin
        assert pipe is not None
        pipe.write(json.dumps({"do": deed, "with": details}) + "\n")
        pipe.flush()

    def told(self) -> Any:
        """Wait for the outcome of what it was told."""
        answer = self._hear()
        if "error" in answer:
            raise Trouble(answer["error"])
        return answer["result"]

    def do(self, deed: str, **details: Any) -> Any:
        """Have something done."""
        self.tell(deed, **details)
        return self.told()

    def close(self) -> None:
        """End it."""
        self.process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _hear(self) -> Any:
        pipe = self.process.popen.stdout
        assert pipe is not None
        line = pipe.readline()
        if not line:
            raise Trouble("a hand died")
        return json.loads(line)


def main() -> None:
    """Do one thing after the other until the line is cut."""
    from shop.config import environment, load_config  # noqa: PLC0415 - for this end of the line alone
    from shop.factory import create_app  # noqa: PLC0415 - as above

    # As in tests: no line for each request, no thread that plays the bank; errors come through.
    app = create_app(replace(load_config(environment()), testing=True))
    said = sys.stdout
    sys.stdout = sys.stderr
    said.write('"ready"\n')
    said.flush()
    for line in sys.stdin:
        order = json.loads(line)
        module, _, name = order["do"].partition(".")
        try:
            deed = getattr(import_module(f"prove.deeds.{module}"), name)
            with app.app_context():
                outcome = {"result": deed(**order["with"])}
        except Exception:  # noqa: BLE001 - told to who asked
            outcome = {"error": traceback.format_exc()}
        said.write(json.dumps(outcome) + "\n")
        said.flush()


if __name__ == "__main__":
    main()
