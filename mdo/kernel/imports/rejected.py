"""The workbook of the lines that an import left out, as they came, with what is wrong with each: to be corrected."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    numbers: list[set[int]] = [set() for _ in tables]
    for line, at in _placed(tables, lines()):
        numbers[at].add(line.number)
    # Where each line of a table stands among those to correct, as Excel numbers them.
    rows = [
        {str(number): str(row) for row, number in enumerate(sorted(own), len(table.above) + 2)}
        for table, own in zip(tables, numbers, strict=True)
    ]
    said: list[dict[int, str]] = [{} for _ in tables]
    for line, at in _placed(tables, lines()):
        sentences = _sentences(line, rows[at], translate)
        said[at][line.number] = " ".join(filter(None, (said[at].get(line.number), *sentences)))
    error_header = translate(N_("Error"))
    sheets = [_rejected(table, told, error_header) for table, told in zip(tables, said, strict=True) if told]
    return write_error_workbook(stream, sheets, error_header=error_header, translate=translate, fingerprint=fingerprint)


def _placed(tables: Sequence[ReadTable], lines: Iterable[PlannedLine]) -> Iterator[tuple[PlannedLine, int]]:
    """The lines that are refused, each with the place of its table."""
    for line in lines:
        if line.is_held_back:
            yield from (
                (line, at) for at, table in enumerate(tables) if table.holds(line.sheet, line.number, line.first)
            )


def _sentences(line: PlannedLine, rows: Mapping[str, str], translate: Translate) -> list[str]:
    """What is to correct or to answer of a line; `rows` are those of its table in the workbook that is handed back."""
    errors = [_of_the_workbook(error, rows) for error in line.errors]
    sentences = [
        translate(_LINE_AND_COLUMN) % {"column": error.column, "sentence": error.text(translate)}
        if error.column
        else error.text(translate)
        for error in errors
    ]
    return sentences + [
        replace(question, params=_as_numbered(question.params, rows)).sentence(translate) for question in line.questions
    ]


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
