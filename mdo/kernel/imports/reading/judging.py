"""What is asked of the lines of a table, and what all of them say: hidden ones, totals that may be data, constants."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, Answers, Option, Question
from mdo.kernel.imports.cells.values import is_blank, shown
from mdo.kernel.imports.reading.found import Origin, ReadTable, Reason, SheetLayout, first_of
from mdo.kernel.imports.reading.leaving import GIVES, TITLE, filled, is_of_who_waits, lone_text, part_of
from mdo.kernel.imports.reading.line import Line
from mdo.kernel.workbook.reader import CellFault, Sheet
from models.text import fold

TAKE, DROP = "take", "drop"
_LONGEST_LABEL = 200
_NAMED = 5  # hidden lines that the question names

_HIDDEN = N_("Sheet « %(sheet)s »: hidden lines, %(count)d in all (%(lines)s): take them too?")
_FILTERED = N_("Sheet « %(sheet)s »: a filter hides lines, %(count)d in all (%(lines)s): take them too?")
_HIDDEN_COLUMN = N_("Sheet « %(sheet)s »: the column « %(column)s » is hidden: take what it says?")
_FORMULAS = N_("Formulas of « %(column)s » have no value: open the file in Excel, save it and send it again, or go on.")
_PERHAPS_TOTAL = N_("Sheet « %(sheet)s », line %(line)d begins with « %(value)s »: a total, or data?")
_WAITING = N_("« %(title)s »: these people wait for a place, and are no members yet. What becomes of them?")
_MEMBERS = "members"
_OF_WAITING = (  # or leave the lines out
    Option("without", N_("Record the people, without a mandate")),
    Option(_MEMBERS, N_("They are members all the same: record their mandates")),
)
_OF_MEMBERS = "designation"  # the field of the kinds whose lines make members
_NOTHING_READ: Reason = (N_("Nothing in the columns that are read."), {})


def left_line(sheet: Sheet, layout: SheetLayout, row: int, reason: Reason) -> Line:
    """A row, from 0, of which nothing is read, with what it shows; of columns that are left aside, nothing is kept."""
    cells = filled(part_of(sheet.rows[row], layout.first, layout.last))
    read = {column.index for column in layout.columns if column.is_read}
    is_title = row <= (layout.header_row or 0) or (len(cells) == 1 and reason != _NOTHING_READ)
    label = ", ".join(text for index, cell in cells if (is_title or index in read) and (text := shown(cell)))
    whose = f"{first_of(layout.columns)}:"
    return Line(sheet.name, row + 1, {}, {}, whose=whose, left=reason, label=label[:_LONGEST_LABEL])


def hidden_question(sheet: Sheet, layouts: Iterable[SheetLayout]) -> Question | None:
    """What is asked of the hidden lines of a sheet, those that hold no data set apart; None without any."""
    left = {row for layout in layouts for row in layout.left}
    rows = sorted(sheet.hidden_rows - left)
    count = len(rows)
    message = _FILTERED if sheet.is_filtered else _HIDDEN
    numbers = ", ".join(str(row + 1) for row in rows[:_NAMED]) + ("…" if count > _NAMED else "")
    params = {"sheet": sheet.name, "count": count, "lines": numbers}
    return Question(f"hidden:{sheet.name}", message, params, (Option(TAKE, N_("Take them")),)) if count else None


def hidden_columns(sheet: Sheet, layout: SheetLayout) -> dict[int, Question]:
    """What is asked of the hidden columns of a table that are read, by their place."""
    return {
        column.index: Question(
            f"hidden-column:{sheet.name}:{column.header}",
            _HIDDEN_COLUMN,
            {"sheet": sheet.name, "column": column.header},
            (Option(TAKE, N_("Take it")), Option(DROP, N_("Leave this column aside"))),
        )
        for column in layout.columns
        if column.is_read and column.index in sheet.hidden_columns
    }


def without_columns_left(sheet: Sheet, layout: SheetLayout, answers: Answers) -> SheetLayout:
    """The layout without the hidden columns that were answered to be left aside."""
    if layout.is_whole or not sheet.hidden_columns:
        return layout
    asked = hidden_columns(sheet, layout)
    gone = {index for index, question in asked.items() if answers.get(question.key) == DROP}
    columns = tuple(
        replace(one, field=None, origin=Origin.CHOSEN, part="", block="", gives=()) if one.index in gone else one
        for one in layout.columns
    )
    return replace(layout, columns=columns)


def constants_at(layout: SheetLayout, row: int, labels: Mapping[str, str]) -> dict[str, str]:
    """What a row, from 0, says by no column of its own: headers and texts."""
    said = {one.field: one.text for one in layout.constants if one.at < row}
    columns = {column.field for column in layout.columns} | {name for one in layout.columns for name in one.gives}
    return {labels[name]: text for name, text in said.items() if name not in columns}


def judged(
    sheet: Sheet,
    layout: SheetLayout,
    table: ReadTable,
    lines: Iterable[Line],
    labels: Mapping[str, str],
    answers: Answers,
) -> list[Line]:
    """The lines of a table with what they say by no column and what they ask, those that are left with them.

    The layout has its hidden columns, taken or not.
    """
    work = _Judging(sheet, layout, table, labels, answers)
    found = [work.line(line) for line in lines]
    read = {line.number for line in found}
    left = {row + 1: reason for row, reason in layout.left.items()}
    left |= dict.fromkeys(table.rows.keys() - read, _NOTHING_READ)
    found += (left_line(sheet, layout, number - 1, reason) for number, reason in left.items())
    return sorted(found, key=lambda line: line.number)


class _Judging:
    def __init__(
        self, sheet: Sheet, layout: SheetLayout, table: ReadTable, labels: Mapping[str, str], answers: Answers
    ) -> None:
        self.sheet, self.layout, self.table, self.answers = sheet, layout, table, answers
        self.names = {label: name for name, label in labels.items()}
        self.hidden = hidden_question(sheet, (layout,))
        self.columns = hidden_columns(sheet, layout)
        titles = {row: self._title(row) for row, reason in layout.left.items() if reason == TITLE or reason[0] == GIVES}
        self.titles = sorted((row, title) for row, title in titles.items() if title)
        self.may_wait = _OF_MEMBERS in labels and any(is_of_who_waits(title) for _, title in self.titles)

    def _title(self, row: int) -> str:
        return lone_text(part_of(self.sheet.rows[row], self.layout.first, self.layout.last))

    def line(self, line: Line) -> Line:
        """A line with what is asked of it."""
        questions: list[Question] = []
        row = line.number - 1
        if self.hidden and row in self.sheet.hidden_rows:
            questions.append(self.hidden)
        if row in self.layout.doubtful:
            questions.append(self._perhaps_total(line))
        cells = self.table.rows[line.number]
        for index, question in self.columns.items():
            if index < len(cells) and not is_blank(cells[index]):
                questions.append(question)
        waits = self._waiting(row) if self.may_wait else None
        line = self._without_formulas(line, questions)
        if waits is not None and self.answers.get(waits.key) == _MEMBERS:
            line = replace(line, questions=(*line.questions, waits))
        elif waits is not None:  # what titles say is of members
            return replace(line, questions=(*line.questions, waits))
        return self._with_constants(line)

    def _waiting(self, row: int) -> Question | None:
        """What is asked once of all the lines under a title of people who wait."""
        title = next((title for at, title in reversed(self.titles) if at < row), "")
        if not is_of_who_waits(title):
            return None
        return Question(f"waiting:{self.sheet.name}:{fold(title)}", _WAITING, {"title": title}, _OF_WAITING)

    def _perhaps_total(self, line: Line) -> Question:
        value = next((shown(cell) for cell in self.table.rows[line.number] if shown(cell)), "")
        return Question(
            f"total:{line.sheet}:{line.number}",
            _PERHAPS_TOTAL,
            {"sheet": line.sheet, "line": line.number, "value": value},
            (Option(TAKE, N_("Data: take it")),),
        )

    def _without_formulas(self, line: Line, questions: list[Question]) -> Line:
        """Formulas without a value are asked once a column, then left as a blank."""
        cells = dict(line.cells)
        for name in [name for name, cell in line.cells.items() if cell is CellFault.FORMULA]:
            column = line.headers.get(name, "")
            option = Option(BLANK, N_("Go on without these values"))
            key = f"formulas:{line.sheet}:{column}"
            questions.append(Question(key, _FORMULAS, {"column": column}, (option,), column=column))
            del cells[name]
        return replace(line, cells=cells, questions=(*line.questions, *questions)) if questions else line

    def _with_constants(self, line: Line) -> Line:
        given = self.table.given.get(line.number, {})
        said = {self.names[header]: text for header, text in given.items()}
        said = {name: text for name, text in said.items() if name not in line.headers and name not in line.cells}
        if not said:
            return line
        headers = {name: header for header, text in given.items() if (name := self.names[header]) in said}
        return replace(line, cells={**line.cells, **said}, headers={**line.headers, **headers})
