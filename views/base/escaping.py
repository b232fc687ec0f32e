"""What the templates write is escaped as ever, without a `Markup` around each value: a page has a thousand of them."""

import re
from typing import Any

from flask import Flask
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape  # noqa: TID251  # told from plain text, never made

_SPECIAL = re.compile("[&<>\"']").search


def written(value: Any) -> str:
    """The text of `escape(value)`; most values hold nothing that is escaped."""
    kind = type(value)
    if kind is str:
        return value if _SPECIAL(value) is None else escape(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # mypy does not follow `kind`
    return str(value) if kind is int else escape(value)


class Compiler(CodeGenerator):
    """Jinja's compiler, which calls `written` where it would call `escape`."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


def install(app: Flask) -> None:
    """Gives it to the templates; before the first of them is read."""
    app.jinja_env.code_generator_class = Compiler
    app.jinja_env.written = written  # type: ignore[attr-defined]  # read by the compiled templates
