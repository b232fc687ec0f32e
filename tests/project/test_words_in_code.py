"""Words of the screens come from the catalogues: none is written in a template, a script or in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import models  # noqa: F401  # every table
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.labels import ENUM_LABELS, FIELD_LABELS, MODEL_LABELS
from models.base import Model, Record
from tests.project.bans import ROOT

_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>|\bis-[a-z]+", re.DOTALL)  # a macro gives names of classes
_SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt|data-confirm)=\"([^\"]*[^\W\d_]{2}[^\"]*)\"")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Names of techniques and keys, the same in every language.
_NAMES = {
    "ics",
    "HTML",
    "CSS",
    "JavaScript",
    "SVG",
    "WAI",
    "ARIA",
    "Ctrl",
    "nbsp",
    "DOCTYPE",
    "html",
    "shy",
    "hellip",
    "times",
}
_ACCENT = re.compile(r"[àâçéèêëîïôùûœ«»]", re.IGNORECASE)
# French that is data: what is invented, what the law names, what a workbook may say (the headers of fields too), how a
# word is searched or sorted.
_DATA = (
    "mdo/demo/",
    "mdo/calls/application_fields.py",  # the fields of its tables, beside fields.py
    "mdo/procurement/reference_",
    "mdo/kernel/imports/",
    "mdo/accounts/passwords.py",
    "views/base/moments.py",
    "models/text.py",
    "models/territory.py",
)


def words_outside_the_catalogues(path: Path) -> Iterator[str]:
    text = _CODE.sub(" ", path.read_text(encoding="utf-8"))
    yield from _SPOKEN.findall(text)
    for line in _TAG.sub("\n", text).splitlines():
        if set(_WORD.findall(line)) - _NAMES:
            yield line.strip()


def test_templates_write_no_word_of_their_own() -> None:
    found = {
        str(path.relative_to(ROOT)): words
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (words := list(words_outside_the_catalogues(path)))
    }
    assert found == {}


def literals(path: Path) -> Iterator[str]:
    """The text constants of a module, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken_of = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken_of:
            yield node.value


def test_the_code_holds_no_french_but_data() -> None:
    with (ROOT / "translations" / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = {text for message in read_po(file) for text in _texts(message.id)}
    rules = {kind.rule for kind in KINDS.values()}  # the first name of a rule of deadlines, which is stored
    found = {}
    for folder in ("mdo", "models", "views"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not (
                name.startswith(_DATA)
                or path.name in ("fields.py", "import_fields.py", "reference.py", "vocabulary.py")
            ):
                odd = [text for text in literals(path) if _ACCENT.search(text) and text not in messages | rules]
                if odd:
                    found[name] = odd
    assert found == {}


def _texts(message_id: str | tuple[str, ...]) -> tuple[str, ...]:
    return message_id if isinstance(message_id, tuple) else (message_id,)


def test_scripts_hold_no_sentence() -> None:
    """A script takes its words from attributes that the templates fill."""
    found = {}
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        odd = [text for text in re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", code) if _ACCENT.search(text)]
        odd += re.findall(r"(?:textContent|aria-label\"|title)\s*[=,]\s*[\"'`]([^\"'`$]*[a-z]{3}[^\"'`]*)", code)
        if odd:
            found[path.name] = odd
    assert found == {}


def test_every_closed_list_that_is_stored_or_shown_has_a_word_for_each_member() -> None:
    stored = {
        enum
        for mapper in Model.registry.mappers
        for column in mapper.columns
        if (enum := getattr(column.type, "enum_class", None)) is not None
    }
    lacking = {
        enum.__name__: sorted({member.value for member in enum} - {str(member) for member in ENUM_LABELS.get(enum, {})})
        for enum in stored | set(ENUM_LABELS)
    }
    assert {name: members for name, members in lacking.items() if members} == {}


def test_every_field_of_a_business_table_has_a_word() -> None:
    inside = {"id", "version", "created_at", "updated_at", "sort_key", "content"}
    lacking = {
        mapper.class_.__name__: sorted(
            {column.key for column in mapper.columns} - inside - set(FIELD_LABELS[mapper.class_])
        )
        for mapper in Model.registry.mappers
        if mapper.class_ in MODEL_LABELS and issubclass(mapper.class_, Record)
    }
    assert {name: fields for name, fields in lacking.items() if fields} == {}
