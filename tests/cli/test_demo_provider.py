"""`flask demo provider stripe`: a server of its own, the lines that point a shop at it, an end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from shop.config import ROOT, Environment, load_config
from shop.domain.payments.ports import FactState
from shop.kernel.money import Money
from shop.providers.payments.stripe.client import Account
from shop.providers.payments.stripe.gateway import StripeGateway
from tests.support.stripe import request_for


def _printed(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return the settings it prints, up to its last line."""
    assert process.stdout is not None
    found: dict[str, str] = {}
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
        name, equals, value = line.strip().partition("=")
        if equals and name.startswith("STRIPE"):
            found[name] = value
    return found


def test_a_shop_can_be_pointed_at_it(tmp_path: Path, free_port: int) -> None:
    environ = os.environ | {"INSTANCE_PATH": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "flask", "demo", "provider", "stripe", f"--port={free_port}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            printed = _printed(process)
            settings = load_config({"INSTANCE_PATH": str(tmp_path), **printed}).stripe
            assert settings is not None
            gateway = StripeGateway(
                Account(
                    secret_key=settings.secret_key,
                    webhook_secrets=settings.webhook_secrets,
                    api_base=settings.api_base,
                )
            )
            started = gateway.start(request_for(Money(145000, "KES")))
            assert gateway.look_up(started.reference).state is FactState.PENDING
            assert (started.continue_url or "").startswith(f"{settings.pages}/c/pay/")
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def test_it_is_refused_in_production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    config = app.extensions["config"]
    monkeypatch.setitem(app.extensions, "config", replace(config, env=Environment.PRODUCTION))
    result = app.test_cli_runner().invoke(args=["demo", "provider", "stripe"])
    assert result.exit_code == 1
    assert "not for production" in result.output
