"""The account at Stripe: from the environment or the instance, never shown, never in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop.config import Config, ConfigError, StripeSettings, load_config

KEY, SECRET = "sk_test_4eC39HqLyjWDarjtT1zdp7dc", "whsec_5f3a"
GIVEN = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRETS": SECRET}
PRODUCTION = {
    "DUKA_ENV": "production",
    "PUBLIC_URL": "https://shop.example",
    "SECRET_KEY": "b7d1" * 16,
}
STAND_IN = "http://127.0.0.1:12111"


def _load(tmp_path: Path, **environ: str) -> Config:
    return load_config({"INSTANCE_PATH": str(tmp_path), **environ})


def _stripe(tmp_path: Path, **environ: str) -> StripeSettings:
    found = _load(tmp_path, **environ).stripe
    assert found is not None
    return found


def test_without_a_key_there_is_no_stripe(tmp_path: Path) -> None:
    assert _load(tmp_path).stripe is None
    assert _load(tmp_path, STRIPE_WEBHOOK_SECRETS=SECRET).stripe is None


def test_a_key_is_enough_with_the_secret_of_its_endpoint(tmp_path: Path) -> None:
    found = _stripe(tmp_path, **GIVEN)
    assert (found.secret_key, found.webhook_secrets) == (KEY, (SECRET,))
    assert found.api_base == "https://api.stripe.com"
    assert found.pages == "https://checkout.stripe.com"


def test_two_secrets_hold_while_one_is_rolled(tmp_path: Path) -> None:
    found = _stripe(tmp_path, **GIVEN | {"STRIPE_WEBHOOK_SECRETS": "whsec_old, whsec_new"})
    assert found.webhook_secrets == ("whsec_old", "whsec_new")


def test_secrets_may_lie_in_the_instance(tmp_path: Path) -> None:
    (tmp_path / "stripe_secret_key").write_text(f"{KEY}\n", "utf-8")
    (tmp_path / "stripe_webhook_secrets").write_text("whsec_old\nwhsec_new\n", "utf-8")
    found = _stripe(tmp_path)
    assert (found.secret_key, found.webhook_secrets) == (KEY, ("whsec_old", "whsec_new"))


def test_the_stand_in_serves_both_api_and_pages(tmp_path: Path) -> None:
    found = _stripe(tmp_path, **GIVEN, STRIPE_API_BASE=f"{STAND_IN}/")
    assert (found.api_base, found.pages) == (STAND_IN, STAND_IN)


def test_the_pages_may_have_a_domain_of_their_own(tmp_path: Path) -> None:
    found = _stripe(tmp_path, **GIVEN, STRIPE_PAGES="https://pay.shop.example")
    assert (found.api_base, found.pages) == ("https://api.stripe.com", "https://pay.shop.example")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"STRIPE_SECRET_KEY": "pk_test_1"}, "STRIPE_SECRET_KEY is not a secret key"),
        ({"STRIPE_SECRET_KEY": "sk_test_ 1"}, "STRIPE_SECRET_KEY is not a secret key"),
        ({"STRIPE_WEBHOOK_SECRETS": ""}, "STRIPE_WEBHOOK_SECRETS is missing"),
        ({"STRIPE_WEBHOOK_SECRETS": "whsec_a,b"}, "STRIPE_WEBHOOK_SECRETS is missing or wrong"),
        ({"STRIPE_API_BASE": "stripe"}, "STRIPE_API_BASE is not an address"),
        ({"STRIPE_API_BASE": f"{STAND_IN}/v1"}, "STRIPE_API_BASE is no bare address"),
        ({"STRIPE_PAGES": "https://user@pay.example"}, "STRIPE_PAGES is no bare address"),
        ({**PRODUCTION, "STRIPE_API_BASE": STAND_IN}, "need https in production"),
        ({**PRODUCTION, "STRIPE_PAGES": STAND_IN}, "need https in production"),
        ({"STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_API_BASE": STAND_IN}, "with a live key"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, **GIVEN | environ)
    assert said in str(caught.value)
    assert KEY not in str(caught.value)


def test_keys_are_not_shown(tmp_path: Path) -> None:
    shown = repr(_load(tmp_path, **GIVEN))
    assert KEY not in shown
    assert SECRET not in shown
