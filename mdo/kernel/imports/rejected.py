"""The workbook of the lines that an import left out, as they came, with what is wrong with each: to be corrected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.plans import ImportPlan, LineError, PlannedLine
from mdo.kernel.imports.reading.found import ReadTable
from mdo.kernel.imports.roundtrip.decisions import Decisions
from mdo.kernel.imports.roundtrip.fingerprint import part_of
from mdo.kernel.imports.roundtrip.returning import fingerprint_of, tables_of
from mdo.kernel.workbook.reader import Cell, MergedCell, ReadFile
from mdo.kernel.workbook.writer import RejectedSheet, write_error_workbook

_LINE_AND_COLUMN = N_("%(column)s: %(sentence)s")


def error_workbook(stream: IO[bytes], plan: ImportPlan, translate: Translate) -> int:
    """Writes the lines in error as they came, with their sentences in a last column; returns how many."""
    return write_errors(stream, plan.tables, lambda: plan.lines, translate)


def write_errors_of(
    stream: IO[bytes],
    kind: str,
    file: ReadFile,
    lines: Callable[[], Iterable[PlannedLine]],
    translate: Translate,
    secret: str,
    decisions: Decisions | None = None,
) -> int:
    """The same, of a workbook that was exported to be changed: what is handed back is one too, of these lines alone."""
    fingerprint = fingerprint_of(file, kind, secret)
    if fingerprint is None:
        raise ValueError("Nothing says what left.")
    wrong = (line for line in lines() if line.is_held_back)
    ids = dict.fromkeys(line.row_id for line in wrong if line.row_id in fingerprint.rows and line.number)
    text = part_of(fingerprint, (row_id for row_id in ids if row_id is not None), secret)
    return write_errors(stream, tables_of(file, fingerprint, decisions or Decisions()), lines, translate, text)


def write_errors(
    stream: IO[bytes],
    tables: Sequence[ReadTable],
    lines: Callable[[], Iterable[PlannedLine]],
    translate: Translate,
    fingerprint: Iterable[str] | None = None,
) -> int:
    """The same, from the tables of the file and the lines of a plan, gone through twice: 50,000 weigh 200 MB."""
    rows = _rows_in_the_workbook(tables, (line for line in lines() if line.is_held_back))
    by_sheet: dict[str, dict[int, str]] = {}
    for line in lines():
        if not line.is_held_back:
            continue
        errors = [_of_the_workbook(error, rows[line.sheet]) for error in line.errors]
        sentences = [
            translate(_LINE_AND_COLUMN) % {"column": error.column, "sentence": error.text(translate)}
            if error.column
            else error.text(translate)
            for error in errors
        ]
        sentences += [
            replace(question, params=_as_numbered(question.params, rows[line.sheet])).sentence(translate)
            for question in line.questions
        ]
        said = by_sheet.setdefault(line.sheet, {})
        said[line.number] = " ".join([*([said[line.number]] if line.number in said else []), *sentences])
    error_header = translate(N_("Error"))
    sheets = [
        _rejected(table, {number: said[number] for number in table.rows.keys() & said.keys()}, error_header)
        for table in tables
        if table.rows.keys() & (said := by_sheet.get(table.sheet, {})).keys()
    ]
    return write_error_workbook(stream, sheets, error_header=error_header, translate=translate, fingerprint=fingerprint)


def _rows_in_the_workbook(
    tables: Sequence[ReadTable], refused: Iterable[PlannedLine]
) -> Mapping[str, Mapping[str, str]]:
    """By sheet, where each line of the file stands among those to correct, as Excel numbers them."""
    numbers: dict[str, set[int]] = {}
    for line in refused:
        numbers.setdefault(line.sheet, set()).add(line.number)
    found: dict[str, dict[str, str]] = {sheet: {} for sheet in numbers}
    for table in tables:
        own = sorted(numbers.get(table.sheet, set()) & table.rows.keys())
        rows = enumerate(own, len(table.above) + 2)
        found.setdefault(table.sheet, {}).update((str(number), str(row)) for row, number in rows)
    return found


def _of_the_workbook(error: LineError, rows: Mapping[str, str]) -> LineError:
    """The same error, where it names lines (« 24, 25 »): those of the workbook that is handed back."""
    return replace(error, params=_as_numbered(error.params, rows))


def _as_numbered(params: Mapping[str, Any], rows: Mapping[str, str]) -> Mapping[str, Any]:
    """What a sentence says, its lines numbered as in the workbook that is handed back."""
    named = str(params.get("lines", "")).split(", ")
    return {**params, "lines": ", ".join(rows[number] for number in named)} if set(named) <= rows.keys() else params


def _rejected(table: ReadTable, sentences: dict[int, str], error_header: str) -> RejectedSheet:
    """The rejected lines, with what they said by no column; the error column of an earlier round gives way."""
    kept = [index for index, header in enumerate(table.headers) if header != error_header]
    given = dict.fromkeys(header for number in sentences for header in table.given.get(number, ()))
    lines = [
        (
            [
                *(_alone(row[index]) if index < len(row) else None for index in kept),
                *(table.given.get(number, {}).get(header) for header in given),
            ],
            sentence,
        )
        for number, row, sentence in ((number, table.rows[number], said) for number, said in sorted(sentences.items()))
    ]
    above = [[None if isinstance(cell, MergedCell) else cell for cell in row] for row in table.above]
    return RejectedSheet(table.sheet, above, [*(table.headers[index] for index in kept), *given], lines)


def _alone(cell: Cell) -> Cell:
    """A cell without its merge: what it showed, to be checked."""
    return cell.value if isinstance(cell, MergedCell) else cell
