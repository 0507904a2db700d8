"""One JSON line for each request, with an id that its other log lines carry too."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from datetime import UTC, datetime

import structlog
from flask import Flask, Response, g, request

from shop.kernel.ids import token

_STDERR = 2


def configure(level: str) -> None:
    """Send all logging to standard error as JSON lines, UTC, one event a line."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


# Links that open something for whoever has them: the log must not be such a link (ASVS 16.2.5).
_SECRET = re.compile(r"^(/orders/[^./]+\.|/admin/join/)[^/]+")


def write_line(
    method: str, path: str, status: int, *, started: float, request_id: str, by: str
) -> None:
    """Write the line of one request; `by` says who answered: `app` or `shared`."""
    line = {
        "timestamp": datetime.fromtimestamp(time.time(), UTC).isoformat(),
        "event": "request",
        "id": request_id,
        "method": method,
        "path": _SECRET.sub(r"\1…", path),
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 2),
        "by": by,
    }
    # A whole line in one write, so that lines of several processes do not mix.
    os.write(_STDERR, (json.dumps(line) + "\n").encode())


def init_app(app: Flask) -> None:
    """Give each request an id, sent back as `X-Request-Id`, and log its line."""

    @app.before_request
    def _begin() -> None:
        g.started = time.perf_counter()
        g.request_id = token()[:16]
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if app.config["LOG_REQUESTS"]:
            write_line(
                request.method,
                request.path,
                response.status_code,
                started=g.get("started", time.perf_counter()),
                request_id=g.get("request_id", ""),
                by="app",
            )
        return response

    @app.teardown_request
    def _clear(_error: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()
