"""Plans and applies an import: one function for the screen and for the command."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy.orm import object_session

from mdo.kernel.base.context import AnySession, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.alarm import UNCONFIRMED, alarm_of
from mdo.kernel.imports.along import ALONG, ONCE_WRITTEN
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.dry_run import resolved
from mdo.kernel.imports.kinds import KINDS, ImportKind
from mdo.kernel.imports.lines import PERSONAL_DATA
from mdo.kernel.imports.plans import ImportPlan, ImportResult, LineState, Part, PlannedLine, Write
from mdo.kernel.imports.reading.found import SheetChoice
from mdo.kernel.imports.reading.spreading import RowReading, laid_out
from mdo.kernel.imports.reading.tables import Line, read_tables
from mdo.kernel.imports.register import Can, Register
from mdo.kernel.imports.roundtrip.decisions import Decisions
from mdo.kernel.imports.roundtrip.returning import fingerprint_of, plan_returned
from mdo.kernel.imports.written.rewriting import rewritten
from mdo.kernel.workbook.reader import ReadFile, read_file
from models.journal import Door

_MAX_SUMMARY = 250

_REFUSED = N_("%(count)d lines are in error: nothing was written. Correct them, or apply the valid lines alone.")
_UNDECIDED = N_("%(count)d lines are in conflict with the register: nothing was written. Decide of each first.")
_UNANSWERED = N_("%(count)d lines wait for an answer: nothing was written. Answer, or apply the valid lines alone.")
_REFUSED_FILE = N_("This workbook cannot be read as it is: nothing was written.")


def _may(permission: str, view: str) -> bool:
    return True


class Options(TypedDict, total=False):
    """How a file is read on a day: `name` is what the journal says of the import, the file's name by default.

    `can(permission, view)` tells the rights of the reader, whose scope is that of the session. `remembered` and
    `choices` say which columns are read (see `mdo.kernel.imports.reading.layout`). A workbook that was exported to be
    changed, which is signed with `secret`, is compared with what left, as `decisions` say. `answers` are those given to
    the questions of the file.
    """

    today: Required[dt.date]
    can: Can
    name: str
    remembered: Mapping[str, str | None] | None
    choices: Mapping[str, SheetChoice] | None
    secret: str
    decisions: Decisions | None
    answers: Answers | None


def plan(
    session: AnySession, kind: str, source: Path | str | bytes | ReadFile, **options: Unpack[Options]
) -> ImportPlan:
    """Reads a workbook and says, line by line, what it would do; writes nothing at all.

    `kind` is a key of KINDS. Raises UnreadableWorkbook, and RuleViolation for one of another list, one that was
    tampered with, and one whose hidden sheet is gone.
    """
    register, made, lines = _opened(session, kind, source, options)
    if not lines:
        return made
    planned = (one for part in _planned_apart(session, KINDS[kind], lines, register, is_apart=False) for one in part)
    return replace(made, lines=tuple(line for _, line in sorted(planned, key=lambda one: one[0])))


def plan_apart(
    session: AnySession, kind: str, source: Path | str | bytes | ReadFile, **options: Unpack[Options]
) -> tuple[ImportPlan, Iterator[Part] | None]:
    """The same for what is kept (`stored.keep`): the plan without its lines, and these part after part.

    Of a workbook that was exported to be changed, the plan has them all, and there are no parts.
    """
    register, made, lines = _opened(session, kind, source, options)
    return made, None if lines is None else _planned_apart(session, KINDS[kind], lines, register)


def _opened(
    session: AnySession, kind: str, source: Path | str | bytes | ReadFile, options: Options
) -> tuple[Register, ImportPlan, list[Line] | None]:
    """A plan without its lines, and the lines to plan; with them and None when it was exported to be changed."""
    spec = KINDS[kind]
    needed = {group[0] for group in spec.required if len(group) == 1}
    register = Register(session, options["today"], options.get("can", _may), options.get("answers"), needed)
    file = source if isinstance(source, ReadFile) else read_file(source)
    fingerprint, name = fingerprint_of(file, kind, options.get("secret", "")), options.get("name", "")
    if not name and isinstance(source, Path | str):
        name = Path(source).name
    if fingerprint is not None:
        with session.no_autoflush:
            decisions = options.get("decisions") or Decisions()
            back = plan_returned(session, spec, file, fingerprint, register, decisions)
            _settled(back.lines)
        return register, ImportPlan(
            kind, name, tuple(back.lines), tuple(back.tables), tuple(back.file_errors), tuple(back.ignored_sheets),
            file.hidden_sheets, tuple(back.copies),
        ), None  # fmt: skip
    reading = RowReading.of(spec, register)
    layouts = laid_out(file.all_sheets, spec, reading, options.get("remembered"), options.get("choices"))
    tables, lines, errors, ignored = read_tables(
        file.all_sheets, spec.fields, spec.required, layouts, spread=reading.lines, answers=register.answers
    )
    for table in tables:
        titles = (shown(cell) for row in table.above for cell in row)
        register.said_above.setdefault(table.sheet, " ".join((*titles, name.rpartition(".")[0])))
    may_note = register.can(*PERSONAL_DATA)
    lines = rewritten(
        lines, spec, register.answers, register.today, file.all_sheets, may_note=may_note,
        names_of=lambda texts: spec.as_stored(session, texts) if spec.as_stored and texts else (),
    )  # fmt: skip
    unseen = tuple(one.sheet for one in layouts if one.header_row is None and one.sheet in file.hidden_sheets)
    seen = tuple(file.all_sheets)
    made = ImportPlan(kind, name, (), tuple(tables), tuple(errors), tuple(ignored), unseen, sheets=seen)
    return register, made, lines


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
    parts = spec.parts(read, register) if is_apart and spec.parts is not None else everything
    rest = dict(enumerate(read))
    del lines, read  # each line goes once it is planned
    for places in parts:
        with session.no_autoflush:
            planned = _settled(spec.plan_lines(session, [rest.pop(place) for place in places], register))
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
