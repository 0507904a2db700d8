"""A pretended Stripe: its documented protocol over real HTTP, for tests, development and demo.

It knows what the adapter uses: Checkout Sessions, the hosted page, PaymentIntents, charges,
refunds, idempotency keys and signed events. It listens on loopback only, takes no real money, and
each module names the public pages it follows.
"""
