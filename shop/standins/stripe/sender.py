"""Deliver events to the shop, again and again until it says 2xx; and let slow banks be slow.

https://docs.stripe.com/webhooks (retries with growing pauses; no order is promised). A real account
tries for three days; this one eight times.
"""

from __future__ import annotations

import logging
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from shop.standins.stripe import payments
from shop.standins.stripe.account import Account

_MOST_TRIES = 8
_TIME_OUT = 5.0
_LOOK_EVERY = 0.1
_log = logging.getLogger(__name__)
_ENDINGS = {"clear": payments.clear, "bounce": payments.bounce}


class Sender:
    """Sends what is due, in a thread of its own or when it is told to."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stripe-stand-in-events")

    def start(self) -> None:
        """Begin to send by itself."""
        self._thread.start()

    def stop(self) -> None:
        """Stop sending."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            try:
                self.send_due()
            except Exception:  # noqa: BLE001 - a thread that dies would end all callbacks
                _log.exception("the stand-in could not send")

    def send_due(self, ahead: float = 0.0) -> int:
        """Send everything that is due within `ahead` seconds; returns how much arrived."""
        arrived = 0
        for delivery, what, tries in self._account.store.due(ahead):
            act, _space, reference = what.partition(" ")
            if act in _ENDINGS:
                self._account.store.delivered(delivery)
                _ENDINGS[act](self._account, reference)
            elif not self._account.manners.callback_url or self._post(what):
                self._account.store.delivered(delivery)
                arrived += 1
            elif tries + 1 >= _MOST_TRIES:
                self._account.store.delivered(delivery)
                _log.warning("event %s was given up after %s tries", what, _MOST_TRIES)
            else:
                pause = self._account.manners.pause_seconds * 2**tries
                self._account.store.put_off(delivery, pause)
        return arrived

    def _post(self, reference: str) -> bool:
        event = self._account.store.get("event", reference)
        if event is None:
            return True
        url = urlsplit(self._account.manners.callback_url)
        body, headers = self._account.signed(event)
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        line = kind(url.netloc, timeout=_TIME_OUT)
        try:
            line.request("POST", url.path, body, headers)
            answer = line.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            _log.info("event %s did not arrive: %s", reference, error)
            return False
        finally:
            line.close()
        return 200 <= answer.status < 300  # noqa: PLR2004 - any 2xx says yes
