"""The one door between the cells of a file and their readers, for its preview, its job and its command."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.declaring import Shape
from mdo.kernel.imports.kinds import ImportKind
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.written.colours import designs_of, legends_of
from mdo.kernel.imports.written.contacts import contacts
from mdo.kernel.imports.written.days import days
from mdo.kernel.imports.written.dittos import repeat
from mdo.kernel.imports.written.drafts import DraftLine, File, Step, key_of
from mdo.kernel.imports.written.marks import NOTES, marks
from mdo.kernel.imports.written.partial import Precision, partial_of, without_hour
from mdo.kernel.imports.written.remarks import remarks
from mdo.kernel.imports.written.towns import towns
from mdo.kernel.workbook.reader import Cell, Sheet

_LAST: tuple[Step, ...] = (contacts, towns, days)


def rewritten(
    lines: list[Line],
    kind: ImportKind,
    answers: Answers,
    today: dt.date,
    sheets: Iterable[Sheet] = (),
    *,
    may_note: bool = True,
    names_of: Callable[[Collection[str]], Collection[str]] = lambda texts: (),
) -> list[Line]:
    """The lines of a file as its readers take them, in its order; one that speaks of two people becomes two.

    What `answers` say of questions is done; the questions stay on the lines. `sheets` are those of the file: what they
    say of their signs is told with the questions. Remarks go to notes that are personal where one `may_note`. A text
    that `names_of` finds in the register is a name as it stands. The list that is given is empty afterwards: 50,000
    lines, each held as it came and as it is read, would be 50 MB.
    """
    fields = {one.name: one for one in kind.fields}
    noted = tuple(
        one.name for one in kind.fields if (one.is_added or one.name == NOTES) and (may_note or not one.is_personal)
    )
    file = File(
        fields, answers, today, kind.ending, kind.named, names_of(_names(lines, kind.named)),
        legends_of(sheets, lines), designs=designs_of(lines), noted=noted,
    )  # fmt: skip
    file.month_first = _months_first(lines, file)
    done: list[Line] = []
    above = _Above()
    for line in _taken_from(lines):
        draft = DraftLine(line, file)
        if draft.left is None and line.row is None:
            repeat(draft, above.of(line))
            above.keep(line, dict(draft.cells))
            done.extend(one.done() for one in _through((*kind.written, marks, remarks, *_LAST), draft))
        else:
            done.append(line)
    return done


def _names(lines: Iterable[Line], fields: tuple[str, ...]) -> set[str]:
    return {cell for line in lines for name in fields if isinstance(cell := line.cells.get(name), str)}


def _taken_from(lines: list[Line]) -> Iterator[Line]:
    """The lines in their order, each of which the list holds no more."""
    lines.reverse()
    while lines:
        yield lines.pop()


class _Above:
    """What the row above says: by its line of the same part, else by the first of the several that it has."""

    def __init__(self) -> None:
        self._by_part: dict[tuple[str, str], Mapping[str, Cell]] = {}
        # By sheet and table: that of the last row, with its number.
        self._first: dict[tuple[str, str], tuple[int, Mapping[str, Cell]]] = {}

    def of(self, line: Line) -> Mapping[str, Cell]:
        known = self._by_part.get((line.sheet, line.whose))
        number, first = self._first.get(line.table, (line.number, {}))
        if known is None or (not line.part and number < line.number):
            return first if number < line.number else known or {}
        return known

    def keep(self, line: Line, cells: Mapping[str, Cell]) -> None:
        self._by_part[line.sheet, line.whose] = cells
        if self._first.get(line.table, (0, {}))[0] != line.number:
            self._first[line.table] = line.number, cells


def _through(steps: Iterable[Step], draft: DraftLine) -> list[DraftLine]:
    drafts = [draft]
    for step in steps:
        drafts = [other for one in drafts for other in ([one] if one.left else step(one) or [one])]
    return drafts


def _months_first(lines: Iterable[Line], file: File) -> dict[str, str]:
    """The columns of days that hold one with the month first, by the key of their question."""
    found: dict[str, str] = {}
    for name in file.of_shape(Shape.DATE, Shape.MOMENT):
        for line in lines:
            cell = line.cells.get(name)
            if (
                isinstance(cell, str)
                and (partial := partial_of(without_hour(cell)))
                and partial.precision is Precision.MONTH_FIRST
            ):
                found.setdefault(key_of("day", partial.precision, line.headers[name]), cell)
    return found
