"""What a person decides of the sheets and columns of a file, as its form says it and as the notes keep it."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from mdo.kernel.imports.asking import LEAVE, Answers
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.finding import BODY
from mdo.kernel.imports.reading.found import AS_SHAPED, Origin, SheetChoice, SheetLayout
from mdo.kernel.imports.reading.judging import TAKE, hidden_question
from mdo.kernel.imports.reading.layout import HEADER_WITHIN, sheet_key
from mdo.kernel.workbook.reader import ReadFile
from models.text import fold
from views.imports.columns import column_field

_LONGEST_BODY = 250
_ANY_SHEET = re.compile(r"(feuil|feuille|sheet|tableau|classeur|onglet) ?\d*")


def posted_choices(
    form: MultiDict[str, str], file: ReadFile, kind: str, found: Sequence[SheetLayout], *, is_final: bool = False
) -> dict[str, SheetChoice]:
    """What a person decided: which sheets, where their headers stand and, where these stayed, each column and body.

    An unknown column that was not touched is decided once the whole `is_final`: it was seen, and left aside.
    """
    choices = {}
    for number, sheet in enumerate(file.all_sheets):
        layouts = [one for one in found if one.sheet == sheet.name]
        text = form.get(f"header-{number}", "")
        row = int(text) if text.isdecimal() and int(text) < min(len(sheet.rows), HEADER_WITHIN) else None
        ticks = form.getlist(f"take-{number}")
        if "1" not in ticks and (ticks or row is None):
            choices[sheet.name] = SheetChoice(None)
        elif row is None or row != layouts[0].header_row:
            choices[sheet.name] = SheetChoice(row, is_taken=True)
        else:
            first, *others = (_choice(form, number, one, kind, is_final=is_final) for one in layouts)
            numbered = dict(enumerate(others, start=2))
            choices[sheet.name] = SheetChoice(row, first.columns, True, first.constants, numbered)
    return choices


def _choice(form: MultiDict[str, str], number: int, layout: SheetLayout, kind: str, *, is_final: bool) -> SheetChoice:
    if layout.table > 1 and "1" not in (form.getlist(f"table-{number}-{layout.table}") or ["1"]):
        return SheetChoice(None)
    names = {field.name for field in KINDS[kind].fields}
    columns: dict[int, str | None] = {}
    for column in layout.columns:
        field = form.get(column_field(number, layout, column.index))
        if field == AS_SHAPED and column.origin is Origin.SHAPED and not column.is_chosen:
            continue
        chosen = field if field in names or field == AS_SHAPED else None
        is_left_aside = chosen is None and (
            column.origin is Origin.SHAPED or (is_final and column.origin is Origin.UNKNOWN)
        )
        if field is not None and (chosen != column.field or is_left_aside or column.origin is Origin.CHOSEN):
            columns[column.index] = chosen
    body = form.get(f"body-{number}-{layout.table}")
    constants = {} if body is None else {BODY: body.strip()[:_LONGEST_BODY]}
    return SheetChoice(layout.header_row, columns, True, constants)


def posted_hidden(
    form: MultiDict[str, str], file: ReadFile, layouts: Sequence[SheetLayout], before: Answers
) -> dict[str, str]:
    """The answers, with what is to become of hidden lines."""
    answers = dict(before)
    for number, sheet in enumerate(file.all_sheets):
        question = hidden_question(sheet, [one for one in layouts if one.sheet == sheet.name])
        if question is not None and form.get(f"hidden-{number}") in (TAKE, LEAVE):
            answers[question.key] = form[f"hidden-{number}"]
    return answers


def ticked(found: Sequence[SheetLayout], choices: Mapping[str, SheetChoice], kept: Container[str]) -> dict[str, bool]:
    """The sheets that are to be taken or left aside as a person did, where nothing says so by itself.

    `found` are the layouts without any choice, `kept` the keys of what is remembered. « Feuil2 » may be anything.
    """
    taken = {layout.sheet: layout.header_row is not None for layout in found if layout.table == 1}
    return {
        name: choice.is_taken
        for name, choice in choices.items()
        if not _ANY_SHEET.fullmatch(fold(name)) and (choice.is_taken != taken[name] or sheet_key(name) in kept)
    }


def as_noted(choices: Mapping[str, SheetChoice]) -> dict[str, Any]:
    """Choices as the notes hold them."""
    return {name: _noted(choice) for name, choice in choices.items()}


def _noted(choice: SheetChoice) -> list[Any]:
    others = [[number, _noted(other)] for number, other in choice.others.items()]
    return [choice.header_row, list(choice.columns.items()), choice.is_taken, dict(choice.constants), others]


def from_notes(notes: Mapping[str, Any]) -> dict[str, SheetChoice]:
    """Choices as they were noted."""
    return {name: _from_noted(choice) for name, choice in notes.get("choices", {}).items()}


def _from_noted(noted: Sequence[Any]) -> SheetChoice:
    row, columns, is_taken, constants, others = noted
    return SheetChoice(row, dict(columns), is_taken, constants, {at: _from_noted(other) for at, other in others})
