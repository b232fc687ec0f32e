"""Plans and applies an import: one function for the screen and for the command."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, TypedDict, Unpack

from sqlalchemy.orm import object_session

from mdo.kernel.base.context import AnySession, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.alarm import UNCONFIRMED, alarm_of
from mdo.kernel.imports.along import ALONG, ONCE_WRITTEN
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.dry_run import resolved
from mdo.kernel.imports.kinds import KINDS, ImportKind
from mdo.kernel.imports.lines import PERSONAL_DATA
from mdo.kernel.imports.plans import (
    ImportPlan,
    ImportResult,
    LineError,
    LineState,
    Part,
    PlannedLine,
    ReadTable,
    SheetChoice,
    Write,
)
from mdo.kernel.imports.reading.spreading import Reading, laid_out
from mdo.kernel.imports.reading.tables import Line, read_tables
from mdo.kernel.imports.register import Can, Register
from mdo.kernel.imports.roundtrip.decisions import Decisions
from mdo.kernel.imports.roundtrip.fingerprint import part_of
from mdo.kernel.imports.roundtrip.returning import fingerprint_of, plan_returned, tables_of
from mdo.kernel.imports.written.rewriting import rewritten
from mdo.kernel.workbook.reader import Cell, MergedCell, ReadFile, read_file
from mdo.kernel.workbook.writer import RejectedSheet, write_error_workbook
from models.journal import Door

_MAX_SUMMARY = 250

_REFUSED = N_("%(count)d lines are in error: nothing was written. Correct them, or apply the valid lines alone.")
_UNDECIDED = N_("%(count)d lines are in conflict with the register: nothing was written. Decide of each first.")
_UNANSWERED = N_("%(count)d lines wait for an answer: nothing was written. Answer, or apply the valid lines alone.")
_REFUSED_FILE = N_("This workbook cannot be read as it is: nothing was written.")
_LINE_AND_COLUMN = N_("%(column)s: %(sentence)s")


def _may(permission: str, view: str) -> bool:
    return True


class Options(TypedDict, total=False):
    """How a file is read: `name` is what the journal says of the import, the file's name by default.

    `remembered` and `choices` say which columns are read (see `mdo.kernel.imports.reading.layout`). A workbook that was
    exported to be changed, which is signed with `secret`, is compared with what left, as `decisions` say. `answers` are
    those given to the questions of the file.
    """

    name: str
    remembered: Mapping[str, str | None] | None
    choices: Mapping[str, SheetChoice] | None
    secret: str
    decisions: Decisions | None
    answers: Answers | None


def plan(
    session: AnySession,
    kind: str,
    source: Path | str | bytes | ReadFile,
    *,
    today: dt.date,
    can: Can = _may,
    **options: Unpack[Options],
) -> ImportPlan:
    """Reads a workbook and says, line by line, what it would do; writes nothing at all.

    `kind` is a key of KINDS; `can(permission, view)` tells the rights of the reader, whose scope is that of the
    session. Raises UnreadableWorkbook, and RuleViolation for one of another list, one that was tampered with, and one
    whose hidden sheet is gone.
    """
    register = _register(session, kind, today, can, options)
    made, lines = _opened(session, kind, source, register, **options)
    if not lines:
        return made
    planned = (one for part in _planned_apart(session, KINDS[kind], lines, register, is_apart=False) for one in part)
    return replace(made, lines=tuple(line for _, line in sorted(planned, key=lambda one: one[0])))


def plan_apart(
    session: AnySession,
    kind: str,
    source: Path | str | bytes | ReadFile,
    *,
    today: dt.date,
    can: Can = _may,
    **options: Unpack[Options],
) -> tuple[ImportPlan, Iterator[Part] | None]:
    """The same for what is kept (`stored.keep`): the plan without its lines, and these part after part.

    Of a workbook that was exported to be changed, the plan has them all, and there are no parts.
    """
    register = _register(session, kind, today, can, options)
    made, lines = _opened(session, kind, source, register, **options)
    return made, None if lines is None else _planned_apart(session, KINDS[kind], lines, register)


def _register(session: AnySession, kind: str, today: dt.date, can: Can, options: Options) -> Register:
    needed = {group[0] for group in KINDS[kind].required if len(group) == 1}
    return Register(session, today, can, options.get("answers"), needed)


def _opened(
    session: AnySession,
    kind: str,
    source: Path | str | bytes | ReadFile,
    register: Register,
    *,
    name: str = "",
    remembered: Mapping[str, str | None] | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
    secret: str = "",
    decisions: Decisions | None = None,
    answers: Answers | None = None,
) -> tuple[ImportPlan, list[Line] | None]:
    """A plan without its lines, and the lines to plan; with them and None when it was exported to be changed.

    `answers` are the register's.
    """
    spec = KINDS[kind]
    file = source if isinstance(source, ReadFile) else read_file(source)
    fingerprint = fingerprint_of(file, kind, secret)
    if not name and isinstance(source, Path | str):
        name = Path(source).name
    if fingerprint is not None:
        with session.no_autoflush:
            back = plan_returned(session, spec, file, fingerprint, register, decisions or Decisions())
            _settled(back.lines)
        return ImportPlan(
            kind, name, tuple(back.lines), tuple(back.tables), tuple(back.file_errors), tuple(back.ignored_sheets),
            file.hidden_sheets, tuple(back.copies),
        ), None  # fmt: skip
    reading = Reading.of(spec, register)
    layouts = laid_out(file.all_sheets, spec, reading, remembered, choices)
    tables, lines, errors, ignored = read_tables(
        file.all_sheets, spec.fields, spec.required, layouts, spread=reading.lines, answers=register.answers
    )
    for table in tables:
        titles = (shown(cell) for row in table.above for cell in row)
        register.said_above.setdefault(table.sheet, " ".join((*titles, name.rpartition(".")[0])))
    may_note = register.can(*PERSONAL_DATA)
    lines = rewritten(lines, spec, register.answers, register.today, file.all_sheets, may_note=may_note)
    unseen = tuple(one.sheet for one in layouts if one.header_row is None and one.sheet in file.hidden_sheets)
    seen = tuple(file.all_sheets)
    return ImportPlan(kind, name, (), tuple(tables), tuple(errors), tuple(ignored), unseen, sheets=seen), lines


def _planned_apart(
    session: AnySession, spec: ImportKind, lines: Sequence[Line], register: Register, *, is_apart: bool = True
) -> Iterator[Part]:
    """The planned lines with their places, in parts that know nothing of each other; the session forgets each.

    All in one part where they are not planned apart; rows without data are a part of their own.
    """
    left = [place for place, line in enumerate(lines) if line.left and not line.cells]
    if left:
        yield tuple((place, _left_out(lines[place])) for place in left)
    places_read = sorted(set(range(len(lines))) - set(left))
    read = [lines[place] for place in places_read]
    is_apart = is_apart and spec.parts is not None
    everything = [list(range(len(read)))] if read else []
    for places in spec.parts(read, register) if is_apart and spec.parts is not None else everything:
        with session.no_autoflush:
            planned = _settled(spec.plan_lines(session, [read[place] for place in places], register))
            yield tuple(zip((places_read[place] for place in places), planned, strict=True))
            if is_apart:
                for row in session.dirty:  # the rules judged it: nothing of it is to be written
                    session.expunge(row)


def _left_out(line: Line) -> PlannedLine:
    """A row without data, as its sheet shows it."""
    return PlannedLine(line.sheet, line.number, line.label, left=line.left, part=line.part, first=line.first)


def _settled(lines: list[PlannedLine]) -> list[PlannedLine]:
    for line in lines:
        line.settle()
    return lines


def apply(
    session: AnySession, plan: ImportPlan, *, only_valid: bool = False, is_confirmed: bool = False
) -> ImportResult:
    """Writes what a plan of this session says, as one entry of the journal; flushes, never commits.

    Raises RuleViolation, before anything is written, when a line is in error, unless `only_valid`: then the valid
    lines are written and the others are for `error_workbook`; and when much of the register would change, unless that
    `is_confirmed` (see `mdo.kernel.imports.alarm`).
    """
    counts = plan.counts
    alarms = alarm_of(plan.lines) is not None and not is_confirmed
    check_may_apply(bool(plan.file_errors), counts, only_valid=only_valid, alarms=alarms)
    write(
        session,
        plan.name or plan.kind,
        (write for line in plan.lines if not line.is_held_back for write in line.writes),
    )
    return result_of(counts)


def check_may_apply(has_file_errors: bool, counts: Mapping[LineState, int], *, only_valid: bool, alarms: bool) -> None:
    """Refuses an import that must not be written, before anything is. Raises RuleViolation."""
    if has_file_errors:
        raise RuleViolation(_REFUSED_FILE)
    if counts[LineState.CONFLICT]:
        raise RuleViolation(_UNDECIDED, count=counts[LineState.CONFLICT])
    if counts[LineState.ERROR] and not only_valid:
        raise RuleViolation(_REFUSED, count=counts[LineState.ERROR])
    if counts[LineState.ASKED] and not only_valid:
        raise RuleViolation(_UNANSWERED, count=counts[LineState.ASKED])
    if alarms:
        raise RuleViolation(UNCONFIRMED)


def result_of(counts: Mapping[LineState, int]) -> ImportResult:
    """What an import of so many lines of each state did."""
    return ImportResult(
        created=counts[LineState.CREATED],
        changed=counts[LineState.CHANGED],
        unchanged=counts[LineState.UNCHANGED],
        rejected=counts[LineState.ERROR] + counts[LineState.ASKED],
        deleted=counts[LineState.DELETED],
        left=counts[LineState.LEFT],
    )


def write(session: AnySession, name: str, writes: Iterable[Write]) -> None:
    """Writes as one entry of the journal, then what follows of it; flushes, never commits."""
    through(session, Door.IMPORT, name[:_MAX_SUMMARY])
    created: list[Any] = []
    writes = list(writes)
    for each in writes:
        if each.is_deletion:
            session.delete(each.target.row)
    session.flush()  # before anything takes the place of what goes
    written: dict[int, Any] = {}
    with session.no_autoflush:
        for each in writes:
            if each.is_deletion:
                continue
            row = each.target.row
            if type(row) in ALONG:
                written[id(row)] = row
            for attribute, value in each.values.items():
                setattr(row, attribute, resolved(value, row, attribute))
            if each.target.is_new and object_session(row) is None:
                session.add(row)
                created.append(row)
        for row in written.values():
            ALONG[type(row)](session, row)
    session.flush()
    for model, follow in ONCE_WRITTEN.items():
        follow(session, [row for row in created if isinstance(row, model)])


def error_workbook(stream: IO[bytes], plan: ImportPlan, translate: Translate) -> int:
    """Writes the lines in error as they came, with their sentences in a last column; returns how many."""
    return write_errors(stream, plan.tables, plan.lines, translate)


def write_errors_of(
    stream: IO[bytes],
    kind: str,
    file: ReadFile,
    lines: Iterable[PlannedLine],
    translate: Translate,
    secret: str,
    decisions: Decisions | None = None,
) -> int:
    """The same, of a workbook that was exported to be changed: what is handed back is one too, of these lines alone."""
    fingerprint = fingerprint_of(file, kind, secret)
    if fingerprint is None:
        raise ValueError("Nothing says what left.")
    wrong = [line for line in lines if line.is_held_back]
    ids = dict.fromkeys(line.row_id for line in wrong if line.row_id in fingerprint.rows and line.number)
    text = part_of(fingerprint, (row_id for row_id in ids if row_id is not None), secret)
    return write_errors(stream, tables_of(file, fingerprint, decisions or Decisions()), wrong, translate, text)


def write_errors(
    stream: IO[bytes],
    tables: Sequence[ReadTable],
    lines: Iterable[PlannedLine],
    translate: Translate,
    fingerprint: Iterable[str] | None = None,
) -> int:
    """The same, from the tables of the file and the lines of a plan."""
    refused = [line for line in lines if line.is_held_back]
    error_header = translate(N_("Error"))
    sheets = []
    for table in tables:
        own = [line for line in refused if table.holds(line)]
        # Where each of its lines stands among those to correct, as Excel numbers them.
        places = enumerate(sorted({line.number for line in own}), len(table.above) + 2)
        rows = {str(number): str(row) for row, number in places}
        said: dict[int, str] = {}
        for line in own:
            sentences = _sentences(line, rows, translate)
            said[line.number] = " ".join(filter(None, (said.get(line.number), *sentences)))
        if said:
            sheets.append(_rejected(table, said, error_header))
    return write_error_workbook(stream, sheets, error_header=error_header, translate=translate, fingerprint=fingerprint)


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
