"""« Apply » of a kept plan: what was shown is written, some hundred lines at a time, read from its file."""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.kept_lines import MARKS, DamagedPlan
from mdo.kernel.imports.keeping.packing import CHANGED_SINCE, Unpacker
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import ImportResult, LineState
from mdo.kernel.imports.run import check_may_apply, result_of, write

Tell = Callable[[int], None]
_TOGETHER = 500  # lines that are written in one flush


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
        marks = {MARKS[state].encode(): self._writing for state in (LineState.CREATED, LineState.CHANGED)}
        marks[MARKS[LineState.DELETED].encode()] = self._deleting
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


def _check_whole(path: Path) -> None:
    """Raises DamagedPlan for a kept plan that is no longer as it was kept."""
    total, last = hashlib.sha256(), b""
    with path.open("rb") as stream:
        for text in stream:
            total.update(last)
            last = text
    if total.hexdigest().encode() != last.rstrip():
        raise DamagedPlan
