"""Jinja as this shop uses it: quick about imports and escaping, tidy about white space.

A page imports some twenty components and fills in a thousand values; what Jinja does around each of
them was half of the time that a listing takes. See docs/decisions/templates-made-quick.md.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import FunctionType, MethodType
from typing import Any

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.nodes import Expr, Getattr
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import (  # type: ignore[attr-defined]  # _escape_inner: what its own escape() calls
    Markup,
    _escape_inner,
)


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


_PLAIN = frozenset({FunctionType, MethodType})


class HouseContext(Context):
    """Calls macros and plain functions straight away; Jinja asks each what it wants to be passed.

    A page makes some two hundred calls, and the asking cost more than most of them.
    """

    def call(
        self,
        called: Any,
        /,
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **named: Any,
    ) -> Any:
        """Call `called` as a template asks for it."""
        kind = type(called)
        if kind is Macro:
            if called.caller or called.catch_kwargs or called.catch_varargs:
                return called(self.eval_ctx, *args, **named)
            rest = [named.pop(name, missing) for name in called.arguments[len(args) :]]
            if named or len(args) > len(called.arguments):
                return called(self.eval_ctx, *args, **named)  # which says what is wrong
            made = called._func(*args, *rest)  # noqa: SLF001 - what its own call ends in
            return Markup(made) if self.eval_ctx.autoescape else made  # noqa: S704 - a template's own
        if kind in _PLAIN and not hasattr(called, "jinja_pass_arg"):
            return called(*args, **named)
        return super().call(
            called, *args, _loop_vars=_loop_vars or {}, _block_vars=_block_vars or {}, **named
        )


class HouseCodeGenerator(CodeGenerator):
    """Writes templates that escape what they put out, and look at attributes, without a call.

    `_value`, `_kind`, `_whole` and `_part` are its own; Jinja's names have a number.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _is_odd(frame, finalize):
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(environment.escape_text(_value) if (_kind := type(_value := (")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _is_odd(frame, finalize):
            super()._output_child_post(node, frame, finalize)
        else:
            self.write("))) is str else _value if _kind is Markup")
            self.write(" else environment.escaped(_value))")

    @optimizeconst
    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Write a look at an attribute, which falls back on Jinja's when there is none."""
        self.write("(_part if (_part := getattr((_whole := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(_whole, {node.attr!r}))")


def _is_odd(frame: Frame, finalize: Any) -> bool:
    """Tell whether a value is put out in another way than a page's."""
    return frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None


class HouseEnvironment(Environment):
    """Flask's environment with our templates and our escaping."""

    template_class = HouseTemplate
    context_class = HouseContext
    code_generator_class = HouseCodeGenerator
    escaped = staticmethod(escaped)
    escape_text = staticmethod(_escape_inner)

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._by_name: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Return a template; where they do not change, one that was asked for before at once."""
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        made = self._by_name.get(name)
        if made is None:
            made = self._by_name[name] = super().get_template(name, parent)
        return made


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
