"""Jinja as this shop uses it: quick about imports and escaping, tidy about white space.

A page imports some twenty components and fills in a thousand values; what Jinja does around each of
them was half of the time that a listing takes. See docs/decisions/templates-made-quick.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Expr
from markupsafe import _escape_inner  # type: ignore[attr-defined]  # what its own escape() calls


def escaped(value: Any) -> str:
    """Return `value` as HTML text: what `markupsafe.escape` says, without wrapping it again."""
    if type(value) is str:
        return _escape_inner(value)
    if hasattr(value, "__html__"):
        html: str = value.__html__()
        return html
    return _escape_inner(str(value))


class HouseTemplate(Template):
    """A template whose macros are made once.

    Jinja compares the globals of importer and imported at every `{% from … import %}`, because a
    template may be loaded with globals of its own. Ours never are.
    """

    def _get_default_module(self, ctx: Any = None) -> TemplateModule:  # noqa: ARG002 - Jinja's
        module: TemplateModule = super()._get_default_module(None)
        return module


class HouseCodeGenerator(CodeGenerator):
    """Writes templates that escape what they put out by `escaped`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class HouseEnvironment(Environment):
    """Flask's environment with our templates and our escaping."""

    template_class = HouseTemplate
    code_generator_class = HouseCodeGenerator
    escaped = staticmethod(escaped)


def _address_of(app: Flask) -> Callable[..., str]:
    """Return templates' `url_for`, which works out once what needs no values."""
    known: dict[str, str] = {}

    def address(endpoint: str, **values: Any) -> str:
        if values:
            return app.url_for(endpoint, **values)
        if endpoint not in known:
            known[endpoint] = app.url_for(endpoint)
        return known[endpoint]

    return address


def init_app(app: Flask) -> None:
    """Set the environment up; before anything else touches `app.jinja_env`."""
    app.jinja_environment = HouseEnvironment
    app.jinja_env.globals["url_for"] = _address_of(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
