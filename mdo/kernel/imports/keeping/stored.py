"""A plan kept in a file between its preview and « apply »: shown by pages without being made again, written as shown.

The file holds a head, a line of text for each line of the plan (its marks, its words, what its cells say, its content),
and the sum of it all. It is made, and written from, some hundred lines at a time where the kind of import allows it:
what a plan of 20,000 lines takes in memory is what 500 do. `fingerprint` says whether the plan would be the same if
made again.
"""

import hashlib
import json
import os
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain, starmap
from pathlib import Path
from typing import IO, Any

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.alarm import Alarm, AlarmCount, ChangedColumn
from mdo.kernel.imports.asking import Asked, Gathered, Option, Question
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.keeping.corrections import said_by
from mdo.kernel.imports.keeping.kept_columns import KeptColumn, columns_of, rows_of
from mdo.kernel.imports.keeping.outcomes import Outcomes, SheetCells
from mdo.kernel.imports.keeping.packing import CHANGED_SINCE, Packer, Unpacker, packed, unpacked
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import (
    Change,
    Conflict,
    ImportPlan,
    ImportResult,
    LineError,
    LineState,
    Part,
    PlannedLine,
)
from mdo.kernel.imports.run import check_may_apply, result_of, write
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.version import VERSION
from models.journal import JournalEntry
from models.text import fold

Tell = Callable[[int], None]


class DamagedPlan(RuleViolation):
    """A kept plan that cannot be read: nothing is written from it, and the import begins again with its file."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)


DAMAGED = N_("The preview that was kept is damaged: nothing was written. Import the file again.")

# Entries whose transaction may still be open when a later one is already seen.
_LATE = 10_000
_TOGETHER = 500  # lines that are written in one flush
_MARKS = {
    LineState.CREATED: "c",
    LineState.CHANGED: "h",
    LineState.UNCHANGED: "u",
    LineState.ERROR: "e",
    LineState.CONFLICT: "x",
    LineState.MISSING: "m",
    LineState.DELETED: "d",
    LineState.ASKED: "a",
    LineState.LEFT: "l",
}
_WRITTEN = (LineState.CREATED, LineState.CHANGED, LineState.DELETED)
TO_COMPLETE, TO_CHECK = "to_complete", "to_check"
FILTERS = (*LineState, TO_COMPLETE, TO_CHECK)


@dataclass(frozen=True)
class StoredHead:
    """What is known of a kept plan without reading its lines; `digest` changes with what it shows."""

    kind: str
    name: str
    fingerprint: str
    digest: str
    counts: Mapping[str, int]
    file_errors: tuple[LineError, ...] = ()
    unknown_columns: tuple[tuple[str, str], ...] = ()
    left_as_before: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)  # see `ImportPlan`
    ignored_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    tables: tuple[tuple[str, int, int], ...] = field(default=())  # sheet, line of the headers, columns that are read
    rows: int = 0  # that are written
    questions: tuple[Asked, ...] = ()
    answered: tuple[Asked, ...] = ()
    alarm: Alarm | None = None
    copies: tuple[tuple[str, str], ...] = ()  # see `ImportPlan`
    columns: tuple[KeptColumn, ...] = ()  # that are read
    cells: tuple[SheetCells, ...] = ()  # what becomes of those of each sheet

    @property
    def state_counts(self) -> dict[LineState, int]:
        return {state: self.counts[state] for state in LineState}

    @property
    def held_back(self) -> int:
        """Lines that are not written as they stand: in error, or waiting for an answer."""
        return self.counts[LineState.ERROR] + self.counts[LineState.ASKED]

    @property
    def can_apply(self) -> bool:
        """Whether some line may be written, and none waits for a decision."""
        is_decided = not self.file_errors and not self.counts[LineState.CONFLICT]
        return is_decided and any(self.counts[state] for state in _WRITTEN)


def fingerprint(session: AnySession, *parts: object) -> str:
    """What a plan depends on beside its file: every change of the register, the day, the reader's rights and scope.

    Each change of a business row, through whatever door, is an entry of the journal. Their last ids are counted too:
    an entry may be seen after another that began later.
    """
    last = session.scalar(select(func.max(JournalEntry.id)), execution_options=WHOLE_REGISTER) or 0
    recent = select(func.count()).select_from(JournalEntry).where(JournalEntry.id > last - _LATE)
    count = session.scalar(recent, execution_options=WHOLE_REGISTER)
    context = context_of(session)
    facts = (last, count, context.today, context.actor_id, context.scope, sorted(context.rights), VERSION, parts)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def keep(path: Path, plan: ImportPlan, mark: str, parts: Iterable[Part] | None = None) -> StoredHead:
    """Writes a plan to a file; `mark` is the fingerprint taken before it was made.

    `parts` are the lines of a plan that is made part after part: of those that were kept nothing stays in memory.
    """
    packer = Packer()
    rows = rows_of(plan)
    counts = Counter[str]()
    asked, answered, looks = Gathered(), Gathered(), AlarmCount()
    outcomes = Outcomes(plan.sheets, plan.tables)
    places: list[tuple[int, int, int]] = []
    with tempfile.TemporaryFile(dir=path.parent) as texts:
        for part in (tuple(enumerate(plan.lines)),) if parts is None else parts:
            for place, line in part:
                cells = rows.get((line.sheet, line.number), ())
                words = fold(" ".join((line.sheet, str(line.number), line.label, *(shown(cell) for cell in cells))))
                said = json.dumps(said_by(cells))
                text = f"{_marks(line)}\t{words}\t{said}\t{json.dumps(_packed_line(line, packer, place))}".encode()
                places.append((place, texts.tell(), len(text)))
                texts.write(text)
                counts[line.state] += 1
                looks.add(line)
                outcomes.add(line)
                asked.add(line.sheet, line.number, line.questions)
                answered.add(line.sheet, line.number, line.answered)
                counts[TO_COMPLETE] += bool(line.to_complete and not line.errors)
                counts[TO_CHECK] += bool(line.remarks)
                if parts is not None:
                    line.writes.clear()  # rows, lines and what they say of each other are a circle
            packer.forget()
        places.sort()
        digest = hashlib.sha256()
        for text in _pieces(texts, places):
            digest.update(text)
        head = StoredHead(
            plan.kind, plan.name, mark, digest.hexdigest(), {name: counts[name] for name in FILTERS}, plan.file_errors,
            plan.unknown_columns, plan.ignored_sheets, plan.hidden_sheets, _tables_of(plan), packer.count, asked.all(),
            answered.all(), looks.alarm, plan.copies, columns_of(plan), outcomes.all(),
            left_as_before=plan.left_as_before,
        )  # fmt: skip
        kept_head = {
            **asdict(head),
            "file_errors": [_packed_error(error) for error in head.file_errors],
            "questions": _packed_asked(head.questions),
            "answered": _packed_asked(head.answered),
        }
        _write_whole(path, chain([json.dumps(kept_head).encode()], _pieces(texts, places)))
    return head


def _tables_of(plan: ImportPlan) -> tuple[tuple[str, int, int], ...]:
    return tuple((table.sheet, table.header_line, len(table.columns)) for table in plan.tables)


def _pieces(stream: IO[bytes], places: Iterable[tuple[int, int, int]]) -> Iterator[bytes]:
    for _, start, length in places:
        stream.seek(start)
        yield stream.read(length)


def _write_whole(path: Path, texts: Iterable[bytes]) -> None:
    """Writes these lines and their sum under another name, then gives the file its own: it is there whole or not."""
    total = hashlib.sha256()
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # its owner's alone
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for text in texts:
                stream.write(text + b"\n")
                total.update(text + b"\n")
            stream.write(total.hexdigest().encode() + b"\n")
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _check_whole(path: Path) -> None:
    """Raises DamagedPlan for a kept plan that is no longer as it was kept."""
    total, last = hashlib.sha256(), b""
    with path.open("rb") as stream:
        for text in stream:
            total.update(last)
            last = text
    if total.hexdigest().encode() != last.rstrip():
        raise DamagedPlan


def head_of(path: Path) -> StoredHead:
    """The head of a kept plan. Raises DamagedPlan when it cannot be read."""
    with _readable(), path.open(encoding="utf-8") as stream:
        return _head(stream.readline())


@contextmanager
def _readable() -> Iterator[None]:
    """Says of a plan whose content is not what `keep` writes that it is damaged."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedPlan from error


def _head(text: str) -> StoredHead:
    kept = json.loads(text)
    errors = tuple(_unpacked_error(error) for error in kept.pop("file_errors"))
    questions, answered = (_unpacked_asked(kept.pop(name)) for name in ("questions", "answered"))
    alarm = kept.pop("alarm")
    if alarm is not None:
        alarm = Alarm(**{**alarm, "columns": tuple(ChangedColumn(**column) for column in alarm["columns"])})
    columns = tuple(KeptColumn(*column) for column in kept.pop("columns", ()))
    cells = tuple(SheetCells(*each) for each in kept.pop("cells", ()))
    lists = {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value)
        for name, value in kept.items()
        if isinstance(value, list)
    }
    rest = {"file_errors": errors, "questions": questions, "answered": answered, "alarm": alarm, "columns": columns}
    rest["cells"] = cells
    head = StoredHead(**{**kept, **lists, **rest})
    if not set(FILTERS) <= head.counts.keys():
        raise ValueError("A count is missing.")
    return head


def lines_of(path: Path, state: str = "", words: str = "") -> Iterator[str]:
    """The kept lines of a state (one of FILTERS, or all) that hold all these words, as they are kept."""
    wanted = fold(words).split()
    place, mark = _wanted_mark(state)
    with path.open(encoding="utf-8", errors="replace") as stream:
        for text in stream:
            marks, found, said = text.partition("\t")
            if not found or len(marks) != _MARKS_LENGTH:
                continue  # the head and the rows
            if mark and marks[place] != mark:
                continue
            if wanted:
                said = said.partition("\t")[0]
                if not all(word in said for word in wanted):
                    continue
            yield text


def line_of(text: str) -> PlannedLine:
    """A kept line as it was planned, without its writes. Raises DamagedPlan when it cannot be read."""
    with _readable():
        return _line_of(text)


def _line_of(text: str) -> PlannedLine:
    kept = json.loads(text.rpartition("\t")[2])
    sheet, number, *first = kept["at"]
    return PlannedLine(
        sheet,
        number,
        kept["label"],
        [Change(label, unpacked(before), unpacked(after), of) for label, before, after, of in kept["changes"]],
        [],
        [_unpacked_error(error) for error in kept["errors"]],
        kept["to_complete"],
        kept["ignored"],
        [(message, _unpacked_params(params)) for message, params in kept["notes"]],
        [
            Conflict(name, label, unpacked(exported), unpacked(current), said)
            for name, label, exported, current, said in kept["conflicts"]
        ],
        is_missing=kept["is_missing"],
        first=first[0] if first else None,
        row_id=kept["row"],
        questions=[_unpacked_question(question) for question in kept["questions"]],
        left=kept["left"] and (kept["left"][0], _unpacked_params(kept["left"][1])),
        part=kept["part"],
    )


def state_of(text: str) -> LineState:
    """The state of a kept line."""
    return next(state for state, mark in _MARKS.items() if text[0] == mark)


def apply_kept(
    session: AnySession,
    path: Path,
    *,
    only_valid: bool = False,
    is_confirmed: bool = False,
    digest: str | None = None,
    tell: Tell = lambda rows: None,
) -> ImportResult:
    """Writes what a kept plan says, as it was shown; flushes, never commits. `tell` hears how many rows it writes.

    Its fingerprint must be that of the register: the caller makes the plan again when it is not. `digest` is that of
    the plan which the reader saw. Raises RuleViolation as `apply` does, when the file is not the one that was kept, and
    when a row is gone or changed in between.
    """
    _check_whole(path)
    head = head_of(path)
    if digest not in (None, head.digest):
        raise RuleViolation(CHANGED_SINCE)
    alarms = head.alarm is not None and not is_confirmed
    check_may_apply(bool(head.file_errors), head.state_counts, only_valid=only_valid, alarms=alarms)
    tell(head.rows)
    # In one flush what is written waits for nothing, and a limited reader is asked of all at once what she may write.
    by_parts = KINDS[head.kind].parts is not None and context_of(session).scope.is_unlimited
    with path.open("rb") as stream:
        lines = _KeptLines(stream)
        rows = Unpacker(session, lines.at)
        late: list[int] = []
        for part in lines.parts(_TOGETHER if by_parts else None):
            # Who stands in for the holder of a line much further down waits for that line.
            ready, waiting = rows.ready(part) if by_parts else (part, [])
            late += waiting
            _write(session, head, rows, map(lines.at, ready))
        if late:
            _write(session, head, rows, map(lines.at, late))
    return result_of(head.state_counts)


def _write(session: AnySession, head: StoredHead, rows: Unpacker, lines: Iterable[dict[str, Any]]) -> None:
    with session.no_autoflush:
        planned = rows.writes(lines)
    write(session, head.name or head.kind, planned)


class _KeptLines:
    """The lines of a kept plan that write, read where they stand in its file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._starts = array("Q")
        self._writing: list[int] = []
        self._deleting: list[int] = []
        marks = {_MARKS[state].encode(): self._writing for state in (LineState.CREATED, LineState.CHANGED)}
        marks[_MARKS[LineState.DELETED].encode()] = self._deleting
        stream.readline()
        while text := stream.readline():
            place = len(self._starts)
            self._starts.append(stream.tell() - len(text))
            if b"\t" in text and text[:1] in marks:
                marks[text[:1]].append(place)

    def parts(self, size: int | None) -> Iterator[list[int]]:
        """The places of these lines, so many at a time, those that delete first; all at once without a size."""
        if size is None:
            yield sorted(self._deleting + self._writing)
            return
        for places in (self._deleting, self._writing):
            for start in range(0, len(places), size):
                yield places[start : start + size]

    def at(self, place: int) -> dict[str, Any]:
        """The content of the line at a place."""
        self._stream.seek(self._starts[place])
        kept: dict[str, Any] = json.loads(self._stream.readline().rpartition(b"\t")[2])
        return kept


_MARKS_LENGTH = 3


def _marks(line: PlannedLine) -> str:
    passes = not line.is_held_back
    return (
        _MARKS[line.state]
        + ("t" if passes and line.to_complete else "-")
        + ("r" if passes and (line.notes or line.ignored) else "-")
    )


def _wanted_mark(state: str) -> tuple[int, str]:
    if state == TO_COMPLETE:
        return 1, "t"
    if state == TO_CHECK:
        return 2, "r"
    return 0, next((mark for known, mark in _MARKS.items() if known == state), "")


def _packed_line(line: PlannedLine, packer: Packer, place: int) -> dict[str, Any]:
    writes, targets = packer.line(place, line.writes if line.state in _WRITTEN else ())
    return {
        "at": [line.sheet, line.number, line.first],
        "label": line.label,
        "changes": [[one.label, packed(one.before), packed(one.after), one.of] for one in line.changes],
        "errors": [_packed_error(error) for error in line.errors],
        "to_complete": line.to_complete,
        "ignored": line.ignored,
        "notes": [[message, _packed_params(params)] for message, params in line.notes],
        "writes": writes,
        "targets": targets,
        "conflicts": [
            [one.field, one.label, packed(one.exported), packed(one.current), one.said] for one in line.conflicts
        ],
        "row": line.row_id,
        "is_missing": line.is_missing,
        "questions": [_packed_question(question) for question in line.questions],
        "left": line.left and [line.left[0], _packed_params(line.left[1])],
        "part": line.part,
    }


def _packed_asked(found: Iterable[Asked]) -> list[Any]:
    return [[_packed_question(one.question), one.count, one.lines] for one in found]


def _unpacked_asked(kept: Iterable[Any]) -> tuple[Asked, ...]:
    return tuple(
        Asked(_unpacked_question(question), count, tuple((sheet, number) for sheet, number in lines))
        for question, count, lines in kept
    )


def _packed_question(question: Question) -> list[Any]:
    options = [[option.value, option.label, option.is_text] for option in question.options]
    params = _packed_params(question.params)
    return [question.key, question.message, params, options, question.takes_text, question.column, question.family]


def _unpacked_question(kept: list[Any]) -> Question:
    key, message, params, options, *rest = kept
    return Question(key, message, _unpacked_params(params), tuple(starmap(Option, options)), *rest)


def _packed_params(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"rule": [value.message, _packed_params(value.params)]}
        if isinstance(value, RuleViolation)
        else packed(value)
        for name, value in params.items()
    }


def _unpacked_params(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: RuleViolation(value["rule"][0], **_unpacked_params(value["rule"][1]))
        if isinstance(value, dict) and "rule" in value
        else unpacked(value)
        for name, value in params.items()
    }


def _packed_error(error: LineError) -> list[Any]:
    return [error.sheet, error.line, error.column, error.message, _packed_params(error.params)]


def _unpacked_error(kept: list[Any]) -> LineError:
    sheet, line, column, message, params = kept
    return LineError(sheet, line, column, message, _unpacked_params(params))
