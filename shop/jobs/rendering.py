"""Templates of messages in the recipient's language: HTML, plain text and subject."""

from __future__ import annotations

from functools import cache

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from shop.config import ROOT
from shop.domain.notifications.letters import Letter
from shop.kernel import i18n


@pass_eval_context
def _gettext(context: EvalContext, message: str, **values: object) -> str:
    """Translate; in HTML the catalogue's text is trusted and what is filled in is escaped."""
    text = i18n.catalogue_for(i18n.current_locale()).one(message)
    if context.autoescape:
        text = Markup(text)  # noqa: S704 - our own catalogues
    return text % values if values else text


@pass_eval_context
def _ngettext(
    context: EvalContext, singular: str, plural: str, number: int, **values: object
) -> str:
    """Translate the form that fits `number`; otherwise like `_gettext`."""
    text = i18n.catalogue_for(i18n.current_locale()).many(singular, plural, number)
    if context.autoescape:
        text = Markup(text)  # noqa: S704 - as above
    return text % {"n": number, **values}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    return made


def render(template: str, locale: str, **values: object) -> Letter:
    """Return the message `template` in `locale`; its three files share their variables."""
    with i18n.use_locale(locale):
        told = values | {"locale": locale}
        subject = " ".join(_render(f"{template}.subject.txt", told).split())
        return Letter(
            subject=subject,
            text=_render(f"{template}.txt", told).strip() + "\n",
            html=_render(f"{template}.html", told | {"subject": subject}),
        )


def _render(file: str, values: dict[str, object]) -> str:
    return _environment().get_template(f"email/{file}").render(values)
