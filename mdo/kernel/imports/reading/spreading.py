"""Makes the lines of a row: one, or one for each part that it tells (`shapes` says which)."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, Answers, Option, Question
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.kinds import ImportKind
from mdo.kernel.imports.reading.blocks import BlockKind, Spreads
from mdo.kernel.imports.reading.found import FoundColumn, ReadTable, SheetChoice, SheetLayout, first_of
from mdo.kernel.imports.reading.header_words import Knows, body_of_header
from mdo.kernel.imports.reading.layout import lay_out
from mdo.kernel.imports.reading.shapes import guesses, one_order, shaped
from mdo.kernel.imports.reading.tables import IsEmpty, Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.bodies_named import BodyNames
from mdo.kernel.imports.words.vocabulary import NO_WORDS, YES_WORDS
from mdo.kernel.workbook.reader import Cell, CellMarks, Sheet
from models.text import fold

_CROSSES = frozenset(fold(word) or word for word in (*YES_WORDS, "membre", "inscrit", "inscrite"))
_NOT_CROSSED = frozenset(fold(word) or word for word in NO_WORDS)
# What stands between two names in a cell: the first is what forms write, the others are so between known names alone.
_BETWEEN = tuple(re.compile(mark) for mark in (";", "[/+&\n]", ",", r"\bet\b"))
_TWO = 2  # names, of which one may be misspelt
_NOBODY = "vacant"  # as a file says it of a seat that nobody holds
_NAMES = ("full_name", "last_name", "first_name")
_RUN, _EACH, _LEAVE = "run", "each", "leave"

_WHICH_YEARS = N_("The columns « %(columns)s » are years: what does a cross say there?")
_OF_YEARS = (
    Option(_RUN, N_("One mandate from 1 January of the first year crossed to 31 December of the last, without a gap")),
    Option(_EACH, N_("One mandate for each year crossed")),
    Option(_LEAVE, N_("Nothing: leave these columns aside")),
)
_NO_YEAR = N_("No year is crossed: no mandate is written.")
_YEARS_READ = N_("« %(years)s »: a mandate from %(start)s to %(end)s.")
_SEVERAL_BODIES = N_("« %(value)s » was read as %(count)d bodies: a line for each.")
_WHICH_BODIES = N_("« %(value)s » names no body as a whole: is it several, a line for each, or one?")
_ONE, _AND = "one", " + "
_ONE_BODY = Option(_ONE, N_("One body: which one is asked next"))
_MANDATE = "mandate"
_DOUBTFUL = frozenset(("?", "ex", "ancien", "ancienne", "anc"))
_WHICH_CROSS = N_("« %(value)s » under the name of a body: is it a mandate there?")
_WHICH_ASIDE = N_("« %(value)s » under « %(column)s », which is left aside, is the name of a body: a mandate there?")
_OF_CROSSES = (
    Option(BLANK, N_("No mandate: leave these cells aside")),
    Option(_MANDATE, N_("A mandate, as a cross would say")),
)
_NO_MANDATE = N_("« %(value)s » under « %(column)s »: no mandate, as answered.")
_NO_CROSS = N_("No body is crossed: no mandate is written.")
_CROSSED_ASIDE = N_("Crossed under « %(columns)s » alone, which is left aside: no mandate is written.")
_SIGNS = frozenset(("x", "✓", "✔"))  # that are crosses whatever their column is called
_LEFT_YEARS = N_("The columns « %(columns)s » are left aside, as answered.")
_WHICH_YEAR = N_("« %(columns)s » names no year: which one is it?")
_NO_MARKS: Mapping[str, CellMarks] = {}
_YEARS_ASKED = 4  # this one and those before
_DATED = N_("The line gives the days of the mandate: the columns « %(columns)s » say no more.")
_OTHER_FUNCTION = N_("« %(column)s » says « %(value)s »: this is the function there, and not « %(other)s ».")


def laid_out(
    sheets: Sequence[Sheet],
    spec: ImportKind,
    reading: "RowReading",
    remembered: Mapping[str, str | None] | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
) -> list[SheetLayout]:
    """The layout of each table of a file, with the blocks of its columns."""
    guess = guesses(spec.fields, spec.spreads, reading.knows, reading.today)
    layouts = lay_out(sheets, spec.fields, spec.required, remembered, choices, guess, reading.bodies)
    by_name = {sheet.name: sheet for sheet in sheets}
    return one_order(
        [
            shaped(by_name[layout.sheet], layout, spec.fields, spec.spreads, reading.knows, reading.today, reading.near)
            for layout in layouts
        ]
    )


@dataclass(frozen=True)
class RowReading:
    """What the reading of rows leans on beside the file: how the kind spreads, names of bodies, answers, the day."""

    spreads: Spreads = field(default_factory=Spreads)
    knows: Knows = lambda text: False
    near: Callable[[str], str] = lambda text: ""
    answers: Answers = field(default_factory=dict)
    today: dt.date = dt.date.max
    bodies: BodyNames | None = None

    @classmethod
    def of(cls, spec: ImportKind, register: Register) -> "RowReading":
        """What a register has for a kind of import."""
        return cls(
            spec.spreads, register.knows_body, register.body_near, register.answers, register.today,
            register.body_names(),
        )  # fmt: skip

    def lines(
        self, sheet: Sheet, table: ReadTable, columns: Sequence[FoundColumn], is_empty: IsEmpty
    ) -> Iterator[Line]:
        """The lines of the rows of a table."""
        spread = _Spread(sheet, table, columns, is_empty, self)
        for number, row in table.rows.items():
            yield from spread.row(number, row)


class _Spread:
    def __init__(
        self, sheet: Sheet, table: ReadTable, columns: Sequence[FoundColumn], is_empty: IsEmpty, reading: RowReading
    ) -> None:
        self.table, self.is_empty, self.reading = table, is_empty, reading
        self.marks: dict[int, dict[int, CellMarks]] = {}
        for (place, index), marks in sheet.marks.items():
            self.marks.setdefault(place + 1, {})[index] = marks
        # What is marked in a column that says nothing is told of the row itself.
        self.unread = {column.index: column.header for column in columns if not column.is_read}
        self.aside = [column for column in columns if not column.is_read]
        # Tables that stand abreast share their rows, and speak of others.
        self.first = first_of(columns)
        self.spreads = reading.spreads
        self.common = _first_of_each(column for column in columns if column.field and not column.part)
        self.others: dict[str, dict[str, FoundColumn]] = {}
        self.blocks: dict[str, list[FoundColumn]] = {kind: [] for kind in BlockKind}
        for column in columns:
            if column.block == BlockKind.SUBSTITUTE and column.field:
                self.others.setdefault(column.part, {}).setdefault(column.field, column)
            elif column.block and column.part and column.is_read:
                self.blocks[column.block].append(column)
        self.undated = _undated(self.blocks[BlockKind.DAYS])
        # What all lines of a part share, headers and whose they are: for each of 50,000 it would be half a kilobyte.
        self.shared = {
            part: ({name: column.header for name, column in columns.items()}, f"{self.first}:{part}")
            for part, columns in {**self.others, "": self.common}.items()
        }

    def row(self, number: int, row: Sequence[Cell]) -> Iterator[Line]:
        """The lines of a row, none when it says nothing."""
        main = self._line(number, row, self.common, "")
        others = [self._other(number, row, main, side) for side in self.others]
        found = [other for other in others if other is not None]
        if not (found and not self._holder(main)):
            found[:0] = self._parts(main, row)
        yield from (line for line in found if line.cells)

    def _line(self, number: int, row: Sequence[Cell], columns: Mapping[str, FoundColumn], part: str) -> Line:
        cells = {name: row[column.index] for name, column in columns.items() if self._holds(row, column)}
        headers, whose = self.shared[part]
        marks: Mapping[str, CellMarks] = _NO_MARKS
        if number in self.marks:
            names = {column.index: name for name, column in columns.items()} | ({} if part else self.unread)
            marks = {names[index]: found for index, found in self.marks[number].items() if index in names}
        return Line(self.table.sheet, number, cells, headers, part=part, whose=whose, marks=marks)

    def _holds(self, row: Sequence[Cell], column: FoundColumn) -> bool:
        return column.index < len(row) and not self.is_empty(row[column.index])

    # ---- Substitutes ----------------------------------------------------------------------------------------------

    def _other(self, number: int, row: Sequence[Cell], main: Line, side: str) -> Line | None:
        """The line of a substitute, with what it shares with the holder and the holder's name."""
        own = self._line(number, row, self.others[side], side)
        if not own.cells.keys() & set(_NAMES):
            return own if own.cells else None
        shared = {name: main.cells[name] for name in self.spreads.shared if name in main.cells}
        headers = {**{name: main.headers[name] for name in shared}, **own.headers}
        holder = self._holder(main)
        link = self.spreads.link
        if link:
            shared[link] = holder or _NOBODY
            headers[link] = next((main.headers[name] for name in _NAMES if name in main.headers), "")
        return replace(own, cells={**shared, **own.cells}, headers=headers)

    @staticmethod
    def _holder(main: Line) -> str:
        """The name of the holder, as one text."""
        if "full_name" in main.cells:
            return shown(main.cells["full_name"])
        return " ".join(shown(main.cells[name]) for name in ("last_name", "first_name") if name in main.cells)

    # ---- Bodies, days and years ------------------------------------------------------------------------------------

    def _parts(self, main: Line, row: Sequence[Cell]) -> Iterator[Line]:
        """The row itself, or its parts: each is the row with what its column says besides."""
        for line in self._years(main, row) if self.blocks[BlockKind.YEARS] else (main,):
            parts = self._crosses(line, row) if self.blocks[BlockKind.CROSSES] else self._lists(line)
            for part in parts:
                yield from self._days(part, row) if self.blocks[BlockKind.DAYS] else (part,)

    def _lists(self, line: Line) -> Iterator[Line]:
        """« a;b » in the cell of bodies is a line for each; the last « ; » that a form writes says nothing."""
        name = self.spreads.lists
        text = line.cells.get(name)
        parts = self._bodies_in(text) if isinstance(text, str) else []
        if isinstance(text, str) and len(parts) < _TWO and (asked := self._perhaps_several(text, line)):
            answer = self.reading.answers.get(asked.key)
            line = replace(line, questions=(*line.questions, asked))
            if answer is None:
                cells = {field: cell for field, cell in line.cells.items() if field != name}
                yield replace(line, cells=cells, waiting=line.waiting | {name})
                return
            parts = answer.split(_AND) if _AND in answer else parts
        if len(parts) < _TWO:
            yield _with(line, {name: parts[0]}) if parts and parts[0] != text else line
            return
        if not _BETWEEN[0].search(str(text)):
            line = replace(line, notes=(*line.notes, (_SEVERAL_BODIES, {"value": text, "count": len(parts)})))
        for part in dict.fromkeys(parts):
            yield _with(line, {name: part}, part=part)

    def _bodies_in(self, text: str) -> list[str]:
        """The names of bodies that a cell holds, one misspelt at most; the whole where it is one, or cannot be told."""
        mark = None if self.reading.knows(text) else next((mark for mark in _BETWEEN if mark.search(text)), None)
        if mark is None:
            return [text]
        found = [self._bodies_in(part.strip()) for part in mark.split(text) if part.strip()]
        unknown = sum(len(parts) == 1 and not self.reading.knows(parts[0]) for parts in found)
        if mark is not _BETWEEN[0] and unknown and (unknown > 1 or len(found) < _TWO):
            return [text]
        return [part for parts in found for part in parts]

    def _perhaps_several(self, text: str, line: Line) -> Question | None:
        """What is asked where no part of a cell is the name of a body, and each is near one."""
        mark = None if self.reading.knows(text) else next((mark for mark in _BETWEEN[1:] if mark.search(text)), None)
        parts = [part.strip() for part in mark.split(text) if part.strip()] if mark else []
        near = list(dict.fromkeys(self.reading.near(part) for part in parts))
        if len(near) < _TWO or "" in near:
            return None
        all_of_them = _AND.join(near)
        options = (Option(all_of_them, all_of_them, is_text=True), _ONE_BODY)
        column = line.headers.get(self.spreads.lists, "")
        return Question(f"bodies:{fold(text)}", _WHICH_BODIES, {"value": text}, options, column=column)

    def _crosses(self, line: Line, row: Sequence[Cell]) -> Iterator[Line]:
        body, function = self.spreads.crosses, self.spreads.crossed
        is_said = body in line.cells
        if is_said:
            yield from self._lists(line)
        for column in self.blocks[BlockKind.CROSSES]:
            word = self._word(row, column)
            if not word or word in _NOT_CROSSED:
                continue
            is_said = True
            part = _with(line, {body: column.part}, {body: column.header}, part=column.part)
            if word in _DOUBTFUL:
                yield self._doubtful(part, word, shown(row[column.index]), column)
            else:
                yield part if word in _CROSSES else self._in_words(part, function, row, column)
        if not is_said and (asked := self._named_aside(line, row)):
            yield asked
        elif not is_said:
            aside = [column.header for column in self.aside if self._is_crossed_aside(row, column)]
            why = (_CROSSED_ASIDE, {"columns": ", ".join(aside)}) if aside else (_NO_CROSS, {})
            yield self._without_mandate(line, why[0], **why[1])

    def _named_aside(self, line: Line, row: Sequence[Cell]) -> Line | None:
        """The line of who crossed nothing and wrote the name of a body beside (« Autre »): asked once."""
        words = [(column, shown(row[column.index])) for column in self.aside if self._holds(row, column)]
        column, said = next(((column, said) for column, said in words if self.reading.knows(said)), (None, ""))
        if column is None:
            return None
        question = Question(
            f"aside:{line.sheet}:{fold(said)}", _WHICH_ASIDE, {"value": said, "column": column.header}, _OF_CROSSES
        )
        answer = self.reading.answers.get(question.key)
        if answer == BLANK:
            return self._without_mandate(line, _NO_MANDATE, value=said, column=column.header)
        part = _with(line, {self.spreads.crosses: said}, {self.spreads.crosses: column.header}, part=said)
        return replace(part, questions=(*part.questions, question))

    def _is_crossed_aside(self, row: Sequence[Cell], column: FoundColumn) -> bool:
        """Whether a cell of a column left aside is a cross: a sign of one, or a yes under the name of a body."""
        word = self._word(row, column)
        is_of_body = column.block == BlockKind.CROSSES or body_of_header(column.header, self.reading.knows)
        return word in _SIGNS or bool(is_of_body and word in _CROSSES)

    def _doubtful(self, line: Line, word: str, said: str, column: FoundColumn) -> Line:
        """A cell that may say a mandate, or none: asked once a sheet."""
        key = f"cross:{line.sheet}:{word}"
        answer = self.reading.answers.get(key)
        if answer == BLANK:
            return replace(self._without_mandate(line, _NO_MANDATE, value=said, column=column.header))
        if answer == _MANDATE:
            return line
        question = Question(key, _WHICH_CROSS, {"value": said}, _OF_CROSSES, column=column.header)
        return replace(line, questions=(*line.questions, question))

    @staticmethod
    def _in_words(line: Line, function: str, row: Sequence[Cell], column: FoundColumn) -> Line:
        """A cell that holds more than a cross says the function; what the line says of it is told not to be read."""
        cell, said = row[column.index], line.cells.get(function)
        notes = line.notes
        if said is not None and shown(said) != shown(cell):
            params = {"column": column.header, "value": shown(cell), "other": shown(said)}
            notes = (*notes, (_OTHER_FUNCTION, params))
        return replace(_with(line, {function: cell}, {function: column.header}), notes=notes)

    def _days(self, line: Line, row: Sequence[Cell]) -> Iterator[Line]:
        day, mark = self.spreads.days or ("", "")
        for column in self.blocks[BlockKind.DAYS]:
            if self._holds(row, column):
                cells = {day: column.part, mark: row[column.index]}
                part = _with(line, cells, dict.fromkeys(cells, column.header), part=column.part)
                yield self._with_year(part, column, day) if column.index in self.undated else part

    def _with_year(self, line: Line, column: FoundColumn, name: str) -> Line:
        """A line under a day of which no year is known: asked once of days that follow each other."""
        this_year = self.reading.today.year
        years = [str(this_year - before) for before in range(_YEARS_ASKED)]
        options = tuple(Option(year, year, is_text=True) for year in years)
        headers = ", ".join(one.header for one in self.undated[column.index])
        key = f"year:{line.sheet}:{fold(headers)}"
        question = Question(key, _WHICH_YEAR, {"columns": headers}, options, column=column.header)
        line = replace(line, questions=(*line.questions, question))
        answer = self.reading.answers.get(key)
        if answer in years:
            return replace(line, cells={**line.cells, name: f"{column.part}/{answer}"})
        rest = {field: cell for field, cell in line.cells.items() if field != name}
        return replace(line, cells=rest, waiting=line.waiting | {name})

    def _years(self, main: Line, row: Sequence[Cell]) -> Iterator[Line]:
        columns = self.blocks[BlockKind.YEARS]
        headers = ", ".join(column.header for column in columns)
        key = f"years:{self.table.sheet}:{fold(headers)}"
        answer = self.reading.answers.get(key)
        if answer not in (_RUN, _EACH, _LEAVE):
            question = Question(key, _WHICH_YEARS, {"columns": headers}, _OF_YEARS)
            yield replace(main, questions=(*main.questions, question))
            return
        if answer == _LEAVE or main.cells.keys() & set(self.spreads.years or ()):
            told = (_LEFT_YEARS if answer == _LEAVE else _DATED, {"columns": headers})
            yield replace(main, notes=(*main.notes, told))
            return
        words = [(int(column.part), self._word(row, column), column) for column in columns]
        crossed = [found for found in words if found[1] and found[1] not in _NOT_CROSSED]
        if not crossed:
            yield self._without_mandate(main, _NO_YEAR)
        places = enumerate(sorted(crossed, key=lambda found: found[0]))
        for _, run in itertools.groupby(places, lambda each: self._run(*each, is_run=answer == _RUN)):
            yield self._term(main, row, [found for _, found in run])

    def _without_mandate(self, line: Line, why: str, **params: Any) -> Line:
        """The line of someone to whom nothing gives the mandate of which its other cells speak."""
        kept = {name: cell for name, cell in line.cells.items() if name not in self.spreads.of_mandate}
        return replace(line, cells=kept, notes=(*line.notes, (why, params)))

    @staticmethod
    def _run(place: int, found: tuple[int, str, FoundColumn], *, is_run: bool) -> Any:
        """What years of one mandate have in common: they follow each other, and say the same."""
        year, word, _ = found
        return (year - place, "" if word in _CROSSES else word) if is_run else year

    def _term(self, main: Line, row: Sequence[Cell], found: Sequence[tuple[int, str, FoundColumn]]) -> Line:
        first, last = self.spreads.years or ("", "")
        start, end = dt.date(found[0][0], 1, 1), dt.date(found[-1][0], 12, 31)
        column = found[0][2]
        years = f"{start.year}–{end.year}" if end.year > start.year else str(start.year)
        headers = {first: column.header, last: found[-1][2].header}
        line = _with(main, {first: start, last: end}, headers, part=years)
        if found[0][1] not in _CROSSES and self.spreads.crossed:
            line = self._in_words(line, self.spreads.crossed, row, column)
        return replace(line, notes=(*line.notes, (_YEARS_READ, {"years": years, "start": start, "end": end})))

    def _word(self, row: Sequence[Cell], column: FoundColumn) -> str:
        """What a cell of a block says, folded; nothing when it is empty."""
        if not self._holds(row, column):
            return ""
        text = shown(row[column.index])
        return fold(text) or text or "?"


def _with(line: Line, cells: Mapping[str, Cell], headers: Mapping[str, str] | None = None, part: str = "") -> Line:
    """The same line, that says this besides."""
    parts = ", ".join(filter(None, (line.part, part)))
    return replace(line, cells={**line.cells, **cells}, headers={**line.headers, **(headers or {})}, part=parts)


def _undated(columns: Sequence[FoundColumn]) -> dict[int, list[FoundColumn]]:
    """The columns of days without a year, by their place: each with those that may be of the same year."""
    found: dict[int, list[FoundColumn]] = {}
    together: list[FoundColumn] = []
    last = ""
    for column in columns:
        day, month, *year = column.part.split("/")
        if year:
            together, last = [], ""
            continue
        if month + day < last:
            together = []
        together.append(column)
        found[column.index], last = together, month + day
    return found


def _first_of_each(columns: Iterable[FoundColumn]) -> dict[str, FoundColumn]:
    found: dict[str, FoundColumn] = {}
    for column in columns:
        found.setdefault(column.field or "", column)
    return found
