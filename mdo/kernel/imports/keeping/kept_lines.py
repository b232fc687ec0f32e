"""Lines of a plan as text, and back: marks to choose by, words to search, what the cells say, what becomes of it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import starmap
from pathlib import Path
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question, WaitingQuestion
from mdo.kernel.imports.keeping.packing import Packer, packed, unpacked, unpacked_params
from mdo.kernel.imports.plans import Change, Conflict, LineError, LineState, PlannedLine
from models.text import fold


class DamagedPlan(RuleViolation):
    """A kept plan that cannot be read: nothing is written from it, and the import begins again with its file."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)


DAMAGED = N_("The preview that was kept is damaged: nothing was written. Import the file again.")

MARKS = {
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
MARKS_LENGTH = 3
WRITTEN = (LineState.CREATED, LineState.CHANGED, LineState.DELETED)
TO_COMPLETE, TO_CHECK = "to_complete", "to_check"
FILTERS = (*LineState, TO_COMPLETE, TO_CHECK)


@contextmanager
def readable() -> Iterator[None]:
    """Says of a plan whose content is not what `keep` writes that it is damaged."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedPlan from error


def lines_of(path: Path, state: str = "", words: str = "") -> Iterator[str]:
    """The kept lines of a state (one of FILTERS, or all) that hold all these words, as they are kept.

    Of 50,000 lines a page shows some: the others are passed by as bytes.
    """
    wanted = [word.encode() for word in fold(words).split()]
    place, mark = _wanted_mark(state)
    with path.open("rb") as stream:
        for text in stream:
            if text[MARKS_LENGTH : MARKS_LENGTH + 1] != b"\t":
                continue  # the head, and the sum
            if mark and text[place : place + 1] != mark:
                continue
            if wanted:
                said = text.split(b"\t", 2)[1]
                if not all(word in said for word in wanted):
                    continue
            yield text.decode(errors="replace")


def line_of(text: str) -> PlannedLine:
    """A kept line as it was planned, without its writes. Raises DamagedPlan when it cannot be read."""
    with readable():
        return _line_of(text)


def _line_of(text: str) -> PlannedLine:
    kept = json.loads(text.rpartition("\t")[2])
    sheet, number, *first = kept["at"]
    return PlannedLine(
        sheet,
        number,
        kept["label"],
        list(starmap(Change, unpacked(kept["changes"]))),
        [],
        [unpacked_error(error) for error in kept["errors"]],
        kept["to_complete"],
        kept["ignored"],
        [(message, unpacked_params(params)) for message, params in kept["notes"]],
        list(starmap(Conflict, unpacked(kept["conflicts"]))),
        is_missing=kept["is_missing"],
        first=first[0] if first else None,
        row_id=kept["row"],
        questions=[_question(question) for question in kept["questions"]],
        left=kept["left"] and (kept["left"][0], unpacked_params(kept["left"][1])),
        part=kept["part"],
        creates=kept.get("creates", ""),
    )


def state_of(text: str) -> LineState:
    """The state of a kept line."""
    return next(state for state, mark in MARKS.items() if text[0] == mark)


def marks_of(line: PlannedLine) -> str:
    """Its state, whether it is to complete, whether it is to check."""
    passes = not line.is_held_back
    return (
        MARKS[line.state]
        + ("t" if passes and line.to_complete else "-")
        + ("r" if passes and (line.notes or line.ignored) else "-")
    )


def _wanted_mark(state: str) -> tuple[int, bytes]:
    if state == TO_COMPLETE:
        return 1, b"t"
    if state == TO_CHECK:
        return 2, b"r"
    return 0, next((mark for known, mark in MARKS.items() if known == state), "").encode()


def packed_line(line: PlannedLine, packer: Packer, place: int) -> dict[str, Any]:
    """The content of a line; what it writes has its names from `packer`."""
    writes, targets = packer.line(place, line.writes if line.state in WRITTEN else ())
    return {
        "at": [line.sheet, line.number, line.first],
        "label": line.label,
        "changes": packed(line.changes),
        "errors": packed(line.errors),
        "to_complete": line.to_complete,
        "ignored": line.ignored,
        "notes": packed(line.notes),
        "writes": writes,
        "targets": targets,
        "conflicts": packed(line.conflicts),
        "row": line.row_id,
        "is_missing": line.is_missing,
        "questions": packed(line.questions),
        "left": packed(line.left),
        "part": line.part,
        **({"creates": line.creates} if line.creates else {}),
    }


def unpacked_asked(kept: Iterable[Any]) -> tuple[WaitingQuestion, ...]:
    """Questions with their lines, as `packed` kept them."""
    return tuple(
        WaitingQuestion(_question(question), count, tuple((sheet, number) for sheet, number in lines))
        for question, count, lines in kept
    )


def _question(kept: list[Any]) -> Question:
    key, message, params, options, *rest = kept
    return Question(key, message, unpacked_params(params), tuple(starmap(Option, options)), *rest)


def unpacked_error(kept: list[Any]) -> LineError:
    """An error of a file or of a line, as `packed` kept it."""
    sheet, line, column, message, params = kept
    return LineError(sheet, line, column, message, unpacked_params(params))
