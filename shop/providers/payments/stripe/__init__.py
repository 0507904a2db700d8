"""Cards and wallets through Stripe's hosted page."""
