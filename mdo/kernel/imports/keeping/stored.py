"""A plan kept in a file between its preview and « apply »: shown by pages without being made again, written as shown.

The file holds a head, a line of text for each line of the plan (its marks, its words, what its cells say, its content),
and the sum of it all. It is made, and written from, some hundred lines at a time where the kind of import allows it:
what a plan of 20,000 lines takes in memory is what 500 do. `fingerprint` says whether the plan would be the same if
made again.
"""

import gc
import hashlib
import json
import os
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import IO

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.imports.alarm import Alarm, AlarmCount, ChangedColumn
from mdo.kernel.imports.asking import Gathered, WaitingQuestion
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.keeping.corrections import said_by
from mdo.kernel.imports.keeping.kept_columns import AlikeCount, KeptColumn, Like, columns_of, rows_of
from mdo.kernel.imports.keeping.kept_lines import (
    FILTERS,
    TO_CHECK,
    TO_COMPLETE,
    WRITTEN,
    marks_of,
    packed_line,
    readable,
    unpacked_asked,
    unpacked_error,
)
from mdo.kernel.imports.keeping.outcomes import Outcomes, SheetCells
from mdo.kernel.imports.keeping.packing import Packer, packed
from mdo.kernel.imports.plans import (
    ImportPlan,
    LineError,
    LineState,
    Part,
)
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.version import VERSION
from models.journal import JournalEntry
from models.text import fold

# Entries whose transaction may still be open when a later one is already seen.
_LATE = 10_000
# Questions that are kept, some twenty pages of them: the next ones are once these are answered and the plan made again.
_MOST_QUESTIONS = 1_000
# Lines after which memory is looked through: what rules judged points in circles, and would wait for long to be freed.
_BETWEEN_COLLECTIONS = 2_000


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
    questions: tuple[WaitingQuestion, ...] = ()  # the first of them
    more_questions: int = field(default=0, kw_only=True)
    answered: tuple[WaitingQuestion, ...] = ()
    alarm: Alarm | None = None
    copies: tuple[tuple[str, str], ...] = ()  # see `ImportPlan`
    columns: tuple[KeptColumn, ...] = ()  # that are read
    cells: tuple[SheetCells, ...] = ()  # what becomes of those of each sheet
    likes: tuple[tuple[Like, int], ...] = ()  # cells in error that several lines have, and how many do

    @property
    def state_counts(self) -> dict[LineState, int]:
        return {state: self.counts[state] for state in LineState}

    @property
    def question_count(self) -> int:
        return len(self.questions) + self.more_questions

    @property
    def held_back(self) -> int:
        """Lines that are not written as they stand: in error, or waiting for an answer."""
        return self.counts[LineState.ERROR] + self.counts[LineState.ASKED]

    @property
    def can_apply(self) -> bool:
        """Whether some line may be written, and none waits for a decision."""
        is_decided = not self.file_errors and not self.counts[LineState.CONFLICT]
        return is_decided and any(self.counts[state] for state in WRITTEN)


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
    rows, columns = rows_of(plan), columns_of(plan)
    counts = Counter[str]()
    asked, answered, looks = Gathered(_MOST_QUESTIONS), Gathered(), AlarmCount()
    outcomes, likes = Outcomes(plan.sheets, plan.tables), AlikeCount(columns)
    kept = 0
    places = array("q"), array("q"), array("q")  # of each line its place, where its text begins, how long it is
    with tempfile.TemporaryFile(dir=path.parent) as texts:
        for part in (tuple(enumerate(plan.lines)),) if parts is None else parts:
            for place, line in part:
                cells = rows(line.sheet, line.number)
                words = fold(" ".join((line.sheet, str(line.number), line.label, *(shown(cell) for cell in cells))))
                said = said_by(cells)
                likes.add(line, said)
                content = json.dumps(packed_line(line, packer, place))
                text = f"{marks_of(line)}\t{words}\t{json.dumps(said)}\t{content}".encode()
                for each, number in zip(places, (place, texts.tell(), len(text)), strict=True):
                    each.append(number)
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
            kept += len(part)
            if parts is not None and kept >= _BETWEEN_COLLECTIONS:
                kept = 0
                gc.collect()
        in_order = sorted(range(len(places[0])), key=places[0].__getitem__)
        digest = hashlib.sha256()
        for text in _pieces(texts, places, in_order):
            digest.update(text)
        head = StoredHead(
            plan.kind, plan.name, mark, digest.hexdigest(), {name: counts[name] for name in FILTERS}, plan.file_errors,
            plan.unknown_columns, plan.ignored_sheets, plan.hidden_sheets, _tables_of(plan), packer.count, asked.all(),
            answered.all(), looks.alarm, plan.copies, columns, outcomes.all(), likes.all(),
            left_as_before=plan.left_as_before, more_questions=asked.more,
        )  # fmt: skip
        _write_whole(path, chain([_packed_head(head)], ((text,) for text in _pieces(texts, places, in_order))))
    return head


def _packed_head(head: StoredHead) -> Iterator[bytes]:
    """A head as JSON, some at a time: 20,000 questions packed at once take several times what they are."""
    before = b"{"
    for name in (one.name for one in fields(head)):
        value = getattr(head, name)
        yield before + json.dumps(name).encode() + b": "
        if name in ("file_errors", "questions", "answered"):
            yield b"["
            for place, each in enumerate(value):
                yield (b", " if place else b"") + json.dumps(packed(each)).encode()
            yield b"]"
        else:
            yield json.dumps(asdict(value) if isinstance(value, Alarm) else value).encode()
        before = b", "
    yield b"}"


def _tables_of(plan: ImportPlan) -> tuple[tuple[str, int, int], ...]:
    return tuple((table.sheet, table.header_line, len(table.columns)) for table in plan.tables)


def _pieces(stream: IO[bytes], places: Sequence[Sequence[int]], in_order: Iterable[int]) -> Iterator[bytes]:
    _, starts, lengths = places
    for at in in_order:
        stream.seek(starts[at])
        yield stream.read(lengths[at])


def _write_whole(path: Path, lines: Iterable[Iterable[bytes]]) -> None:
    """Writes these lines, given in pieces, and their sum under another name, then gives the file its own.

    It is there whole or not.
    """
    total = hashlib.sha256()
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # its owner's alone
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for piece in chain.from_iterable(chain(line, (b"\n",)) for line in lines):
                stream.write(piece)
                total.update(piece)
            stream.write(total.hexdigest().encode() + b"\n")
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def head_of(path: Path) -> StoredHead:
    """The head of a kept plan. Raises DamagedPlan when it cannot be read."""
    with readable(), path.open(encoding="utf-8") as stream:
        return _head(stream.readline())


def _head(text: str) -> StoredHead:
    kept = json.loads(text)
    errors = tuple(unpacked_error(error) for error in kept.pop("file_errors"))
    questions, answered = (unpacked_asked(kept.pop(name)) for name in ("questions", "answered"))
    alarm = kept.pop("alarm")
    if alarm is not None:
        alarm = Alarm(**{**alarm, "columns": tuple(ChangedColumn(**column) for column in alarm["columns"])})
    columns = tuple(KeptColumn(*column) for column in kept.pop("columns", ()))
    cells = tuple(SheetCells(*each) for each in kept.pop("cells", ()))
    likes = tuple((Like(*like), count) for like, count in kept.pop("likes", ()))
    lists = {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value)
        for name, value in kept.items()
        if isinstance(value, list)
    }
    rest = {"file_errors": errors, "questions": questions, "answered": answered, "alarm": alarm, "columns": columns}
    rest |= {"cells": cells, "likes": likes}
    head = StoredHead(**{**kept, **lists, **rest})
    if not set(FILTERS) <= head.counts.keys():
        raise ValueError("A count is missing.")
    return head
