"""Reads the forms of a page as a browser would, quickly: our own HTML, so patterns are enough."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

_TAG_END = r"""((?:[^>"']|"[^"]*"|'[^']*')*)>"""
_FORM = re.compile(rf"<form\b{_TAG_END}(.*?)</form>", re.DOTALL)
_CONTROL = re.compile(
    rf"<(?P<kind>input|select|textarea|button)\b{_TAG_END}"
    r"(?:(?<=>)(?P<inside>(?:(?!</(?P=kind)>|<input\b|<button\b).)*)</(?P=kind)>)?",
    re.DOTALL,
)
_OPTION = re.compile(rf"<option\b{_TAG_END}([^<]*)")
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_SILENT = frozenset({"submit", "button", "image", "reset", "file"})


class NoSuchForm(LookupError):
    """The page has no form of that name; the message names those it has."""


@dataclass(slots=True)
class Form:
    """A form as it stands on the page; `values` is what would be sent now."""

    name: str
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What its radio buttons, boxes and lists offer, by name; closed ones left out."""
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, **values: str) -> Form:
        """Set fields by name."""
        for name, value in values.items():
            self.values[name] = [value]
        return self

    def body(self) -> bytes:
        """Return what a browser sends."""
        return urlencode(self.values, doseq=True).encode()


def find(page: str, name: str) -> Form:
    """Return the form whose `data-form` is `name`; NoSuchForm where there is none."""
    seen = []
    for opening in _FORM.finditer(page):
        attributes = _attributes(opening[1])
        called = attributes.get("data-form", "")
        if called != name:
            seen.append(called)
            continue
        form = Form(name, attributes.get("action", ""), attributes.get("method", "get").lower())
        for control in _CONTROL.finditer(opening[2]):
            _take(form, control, attributes.get("id", ""), inside=True)
        if "id" in attributes and f'form="{attributes["id"]}"' in page:
            for control in _CONTROL.finditer(page):
                _take(form, control, attributes["id"], inside=False)
        return form
    raise NoSuchForm(f"no form {name!r}; the page has {', '.join(filter(None, seen)) or 'none'}")


def names(page: str) -> list[str]:
    """Return the names of a page's forms."""
    found = (_attributes(opening[1]).get("data-form", "") for opening in _FORM.finditer(page))
    return [name for name in found if name]


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _take(form: Form, control: re.Match[str], form_id: str, *, inside: bool) -> None:
    kind = control["kind"]
    attributes = _attributes(control[2])
    belongs = attributes.get("form", form_id if inside else "")
    if belongs != form_id or "disabled" in attributes or not (name := attributes.get("name")):
        return
    type_ = attributes.get("type", "submit" if kind == "button" else "text")
    value = attributes.get("value", "on" if type_ in {"radio", "checkbox"} else "")
    if kind == "select":
        _take_list(form, name, control["inside"] or "")
    elif kind == "textarea":
        form.values[name] = [unescape(control["inside"] or "").removeprefix("\n")]
    elif type_ in {"radio", "checkbox"}:
        form.choices.setdefault(name, []).append(value)
        if "checked" in attributes:
            form.values.setdefault(name, []).append(value)
    elif type_ in _SILENT:
        form.buttons.append((name, value))
    else:
        form.values.setdefault(name, []).append(value)


def _take_list(form: Form, name: str, inside: str) -> None:
    chosen = None
    for option in _OPTION.finditer(inside):
        attributes = _attributes(option[1])
        if "disabled" in attributes:
            continue
        value = attributes.get("value", unescape(option[2]).strip())
        form.choices.setdefault(name, []).append(value)
        if "selected" in attributes or chosen is None:
            chosen = value
    if chosen is not None:
        form.values[name] = [chosen]
