"""Word files from templates: rendered in a sandbox that escapes all, and tried on an invented meeting before use."""

import io
import re
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # docxtpl ships no types
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from mdo.documents.grammar import PaperEnvironment
from mdo.documents.packages import check_word
from mdo.documents.template_fields import sample
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.documents import PaperKind

_UNREADABLE = N_("Word could not have made this file: open it, save it under another name, then send that one.")
_SYNTAX = N_("The template has a mistake in what stands between braces (%(detail)s): nothing was kept.")
_FAILED = N_("The template could not be filled in (%(detail)s): nothing was kept.")
_SAYS_NOTHING = N_("This document has no field: the papers made from it would all be the same. Nothing was kept.")
# XML holds none of these; \a and \f are marks of docxtpl's own.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What docxtpl would read as braces once rendered.
_ESCAPED_BRACES = re.compile(r"(?<=[{}])_(?=[{}%])|(?<=%)_(?=})")


def render(kind: PaperKind, template: bytes, values: Mapping[str, Any]) -> bytes:
    """The template filled with values, whose keys are those of templates. Raises RuleViolation."""
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except Exception as error:  # python-docx raises whatever its parsers raise
        raise RuleViolation(_UNREADABLE) from error
    try:
        document.render(_clean(values), PaperEnvironment(kind), autoescape=True)
    except RuleViolation:
        raise
    except TemplateSyntaxError as error:
        raise RuleViolation(_SYNTAX, detail=error.message or "") from error
    except (TemplateError, SecurityError, etree.XMLSyntaxError, ValueError) as error:
        raise RuleViolation(_FAILED, detail=str(error)[:160]) from error
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def try_out(kind: PaperKind, name: str, template: bytes) -> bytes:
    """The template filled with an invented meeting. Raises RuleViolation when it cannot serve."""
    check_word(name, template)
    try:
        words = _words_of(template)
    except Exception as error:  # as above
        raise RuleViolation(_UNREADABLE) from error
    if "{{" not in words:
        raise RuleViolation(_SAYS_NOTHING)
    return render(kind, template, sample(kind))


def _words_of(template: bytes) -> str:
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    words: str = document.patch_xml(document.get_xml())
    return words


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return _ESCAPED_BRACES.sub(" ", _NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    return value
