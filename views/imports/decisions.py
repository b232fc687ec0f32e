"""What a workbook exported to be changed asks when it comes back: rules, conflicts, rows that went."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from mdo.kernel.imports.keeping.kept_lines import line_of, lines_of
from mdo.kernel.imports.keeping.packing import packed
from mdo.kernel.imports.plans import LineState, PlannedLine
from mdo.kernel.imports.roundtrip.decisions import (
    BLANK_LABELS,
    CONFLICT_LABELS,
    MISSING_LABELS,
    Decisions,
    Resolution,
    cell_key,
)
from views.base.catalogues import gettext
from views.base.words import value_in_words

_RULES = {"conflicts": CONFLICT_LABELS, "blanks": BLANK_LABELS, "missing": MISSING_LABELS}
_CELL, _ROW = "cell-", "row-"
_MOST_DIGITS = 18


@dataclass(frozen=True)
class SharedDecision:
    """A rule: the field of the form and its choices (value, words, whether it holds)."""

    name: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class CellConflict:
    """A cell in conflict: what left, what the register has, what the workbook says, in words."""

    name: str
    label: str
    exported: str
    current: str
    said: str


def rules_of(decisions: Decisions) -> dict[str, SharedDecision]:
    """The rules, by name."""
    return {
        name: SharedDecision(
            f"rule-{name}",
            tuple(
                (choice.value, gettext(label), getattr(decisions, name) is choice) for choice, label in labels.items()
            ),
        )
        for name, labels in _RULES.items()
    }


def questions_of(line: PlannedLine) -> tuple[CellConflict, ...]:
    """The cells of a line that wait for a decision."""
    return tuple(
        CellConflict(
            _CELL + cell_key(line.row_id or 0, one.field),
            gettext(one.label),
            value_in_words(one.exported),
            value_in_words(one.current),
            one.said,
        )
        for one in line.conflicts
    )


def row_question(line: PlannedLine) -> str:
    """The field that asks whether a row that is no longer in the workbook goes."""
    return f"{_ROW}{line.row_id}" if line.is_missing else ""


def values_asked(plan: Path) -> dict[str, Any]:
    """What the register had, by cell in conflict, when a kept plan asked."""
    lines = (line_of(text) for text in lines_of(plan, LineState.CONFLICT))
    return {cell_key(line.row_id or 0, one.field): packed(one.current) for line in lines for one in line.conflicts}


def posted_decisions(form: MultiDict[str, str], before: Decisions, asked: Mapping[str, Any]) -> Decisions:
    """What was decided: rules, and what was chosen apart. A new rule on conflicts or rows forgets what it replaces.

    `asked` are the values of the register that were shown beside those of the workbook.
    """
    rules = {name: _choice(form.get(f"rule-{name}"), labels, getattr(before, name)) for name, labels in _RULES.items()}
    is_other = rules["conflicts"] is not before.conflicts
    cells, against = ({}, {}) if is_other else (dict(before.cells), dict(before.against))
    rows = {} if rules["missing"] is not before.missing else dict(before.rows)
    for name, value in form.items():
        if value not in (Resolution.KEEP, Resolution.TAKE):
            continue
        if name.startswith(_CELL):
            key = name.removeprefix(_CELL)[:100]
            cells[key] = Resolution(value)
            if key in asked:
                against[key] = asked[key]
        number = name.removeprefix(_ROW)
        if name.startswith(_ROW) and number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS:
            rows[int(number)] = Resolution(value)
    known = form.getlist("sheet")
    sheets = {**before.sheets, **{name: name in form.getlist("sheet-taken") for name in known}}
    return replace(before, **rules, cells=cells, rows=rows, against=against, sheets=sheets)


def _choice(posted: str | None, labels: Mapping[Resolution, str], before: Resolution) -> Resolution:
    return next((choice for choice in labels if choice == posted), before)
