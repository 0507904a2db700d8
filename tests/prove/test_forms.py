"""The bench's browser reads forms as a browser does."""

from __future__ import annotations

import pytest

from bench import forms
from bench.browser import Answer, Browser
from bench.crowd import people

PAGE = """
<form data-form="other" action="/x"><input name="no" value="1"></form>
<form class="f" id="buy" action="/cart/lines" method="post" data-form="cart-add">
  <input type="hidden" name="csrf_token" value="a&amp;b">
  <input name="name" value='O"Hara'><input name="closed" value="1" disabled>
  <select name="town"><option value="">Choose</option>
    <option value="M" selected>Mombasa</option></select>
  <textarea name="note">
two
lines</textarea>
  <input type="radio" name="way" value="home"><input type="radio" name="way" value="shop" checked>
  <input type="checkbox" name="news" value="1">
  <button name="update" value="1">Show</button><button>Go on</button>
</form>
<input form="buy" name="quantity" value="3">
"""


def test_what_a_browser_would_send() -> None:
    form = forms.find(PAGE, "cart-add")

    assert (form.action, form.method) == ("/cart/lines", "post")
    assert form.values == {
        "csrf_token": ["a&b"], "name": ['O"Hara'], "town": ["M"], "note": ["two\nlines"],
        "way": ["shop"], "quantity": ["3"],
    }  # fmt: skip
    assert form.choices == {"town": ["", "M"], "way": ["home", "shop"], "news": ["1"]}
    assert form.buttons == [("update", "1")]
    assert form.fill(name="A b").body().endswith(b"way=shop&quantity=3")


def test_a_form_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(forms.NoSuchForm, match="no form 'pay'; the page has other, cart-add"):
        forms.find(PAGE, "pay")


def test_cookies_are_kept_and_dropped() -> None:
    browser = Browser()
    browser.keep("duka_cart=abc; Path=/; HttpOnly")
    browser.keep("gone=1; Path=/")
    browser.keep("gone=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/")
    assert browser.cookies == {"duka_cart": "abc"}
    assert b"Cookie: duka_cart=abc\r\n" in browser.bytes_of(browser.post_of("/x", b"a=1"), "h:1")


def test_redirects_are_followed_by_get() -> None:
    script = Browser().get("/checkout")
    assert next(script).path == "/checkout"  # type: ignore[union-attr]  # it asks
    asked = script.send(Answer(303, {"location": "/checkout/contact"}, b"", "/checkout"))
    assert asked.path == "/checkout/contact"  # type: ignore[union-attr]  # as above


def test_everybody_has_an_address_of_his_own() -> None:
    sources = {one.source for one in people(2_000)}
    assert len(sources) == 2_000
    assert all(source.startswith("127.") for source in sources)
