"""Plans what a workbook that was exported to be changed would do, now that it comes back: three values a cell."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import loading_options
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.cells.values import is_blank, shown
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.keeping.packing import packed, unpacked
from mdo.kernel.imports.kinds import KINDS, ImportKind
from mdo.kernel.imports.lines import PERSONAL_DATA
from mdo.kernel.imports.plans import Conflict, LineError, PlannedLine
from mdo.kernel.imports.reading.found import ReadTable, SheetLayout
from mdo.kernel.imports.reading.layout import lay_out
from mdo.kernel.imports.reading.tables import Line, read_tables
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.roundtrip.columns import KEY, KEY_LABEL, ReadColumn, read_columns
from mdo.kernel.imports.roundtrip.compare import Verdict, in_a_cell, says, verdict
from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution
from mdo.kernel.imports.roundtrip.fingerprint import Fingerprint, read_fingerprint
from mdo.kernel.imports.roundtrip.missing import plan_missing
from mdo.kernel.workbook.reader import Cell, ReadFile, Sheet
from models.text import fold

_MARK = re.compile(r"MDO-(\d{1,18})")
# « Personnes (2) », « Copie de Personnes », « Personnes - sauvegarde », once folded.
_COPY_NAME = re.compile(r"\b\d+$|\b(copie|copy|sauvegarde|backup|ancien|old|avant)\b")
_MOST_KNOWN = 20_000
_KEY_HEADERS = ("Repère", "Mark")

_OTHER_KIND = N_("This workbook was exported from « %(kind)s »: import it there.")
_WITHOUT_SHEET = N_(
    "The marks of this workbook say that it was exported to be changed, but its hidden sheet is gone: save it as "
    "« Excel workbook (.xlsx) », or export again from the list and copy your changes there."
)
_NO_MARK = N_("« %(value)s » is no mark of this workbook: put back the one that the line had, or leave it blank.")
_MARK_TWICE = N_("Lines %(lines)s bear the same mark: keep it on one of them.")
_LOCKED = N_("This cell is not changed here: it says which record the line is, or is worked out. It was « %(value)s ».")
_GONE = N_("This record is no longer in the register, or no longer within your reach: its line changes nothing.")


def key_field() -> ImportField:
    """The column of the marks."""
    return ImportField(KEY, KEY_LABEL, lambda cell, today: shown(cell) or None, _KEY_HEADERS)


def bears_marks(file: ReadFile) -> bool:
    """Whether the lines of a file bear marks of ours, in the first column or in the one that is headed so."""
    return any(True for sheet in file.sheets for _ in _marks_in(sheet))


def _marks_in(sheet: Sheet) -> Iterator[str]:
    headed = {at for row in sheet.rows for at, cell in enumerate(row) if cell in _KEY_HEADERS}
    cells = (row[at] for at in {0, *headed} for row in sheet.rows if at < len(row))
    return (cell for cell in cells if isinstance(cell, str) and _MARK.fullmatch(cell))


def copies_in(file: ReadFile) -> list[tuple[str, str]]:
    """The sheets most of whose marks stand on another one too, with that other: who made a copy before changing it.

    Of two, the copy is the one that is named so (« Personnes (2) »), else the later.
    """
    marks = {sheet.name: frozenset(_marks_in(sheet)) for sheet in file.sheets}
    names = sorted((name for name in marks if marks[name]), key=lambda name: _COPY_NAME.search(fold(name)) is not None)
    found: dict[str, str] = {}
    for at, name in enumerate(names):
        kept = (other for other in names[:at] if other not in found)
        of = next((other for other in kept if len(marks[name] & marks[other]) * 2 > len(marks[name])), None)
        if of is not None:
            found[name] = of
    return [(sheet.name, found[sheet.name]) for sheet in file.sheets if sheet.name in found]


def fingerprint_of(file: ReadFile, kind: str, secret: str) -> Fingerprint | None:
    """What a file was when it left, or None for one that anybody made.

    Raises RuleViolation for one that was exported from another list, one that this application did not sign, and one
    whose hidden sheet is gone.
    """
    if file.fingerprint is None:
        if bears_marks(file):
            raise RuleViolation(_WITHOUT_SHEET)
        return None
    fingerprint = read_fingerprint(file.fingerprint, secret)
    if fingerprint.kind != kind:
        raise RuleViolation(_OTHER_KIND, kind=RuleViolation(KINDS[fingerprint.kind].label))
    return fingerprint


@dataclass
class Returned:
    """The lines of a workbook that came back, in its order, and how it was read."""

    lines: list[PlannedLine]
    tables: list[ReadTable]
    file_errors: list[LineError]
    ignored_sheets: list[str]
    copies: list[tuple[str, str]]


def plan_returned(
    session: AnySession,
    spec: ImportKind,
    file: ReadFile,
    fingerprint: Fingerprint,
    register: Register,
    decisions: Decisions,
) -> Returned:
    """Plans each line; writes nothing."""
    sent = _sent(fingerprint)
    copies = copies_in(file)
    tables, lines, errors, ignored = _read(file, sent, decisions)
    work = _Work(session, spec, fingerprint, register, decisions, sent)
    return Returned(work.plan(lines) if not errors else [], tables, errors, ignored, copies)


def tables_of(file: ReadFile, fingerprint: Fingerprint, decisions: Decisions) -> list[ReadTable]:
    """The tables of such a workbook."""
    return _read(file, _sent(fingerprint), decisions)[0]


def _sent(fingerprint: Fingerprint) -> dict[str, ReadColumn]:
    columns = read_columns(fingerprint.kind).items()
    return {name: column for name, column in columns if name in fingerprint.columns}


def _read(
    file: ReadFile, sent: Mapping[str, ReadColumn], decisions: Decisions
) -> tuple[list[ReadTable], list[Line], list[LineError], list[str]]:
    fields = [key_field(), *(column.field for column in sent.values())]
    aside = {name for name, _ in copies_in(file)}
    layouts = [
        layout if decisions.sheets.get(layout.sheet, layout.sheet not in aside) else SheetLayout(layout.sheet, None)
        for layout in lay_out(file.sheets, fields, ((KEY,),), is_whole=True)
    ]
    return read_tables(file.sheets, fields, ((KEY,),), layouts, drops_dashes=False)


def _is_of_other_rows(column: ReadColumn) -> bool:
    """Whether a cell tells several other rows: they change without the version of the row itself."""
    loads = column.column.loads
    return bool(loads) and bool(loads[0].property.uselist) and loads[0].property.secondary is None


@dataclass
class _Changed:
    """A line that no longer says what left."""

    line: Line
    row_id: int
    cells: dict[str, Cell]


@dataclass
class _Work:
    session: AnySession
    spec: ImportKind
    fingerprint: Fingerprint
    register: Register
    decisions: Decisions
    sent: Mapping[str, ReadColumn]
    planned: dict[tuple[str, int], PlannedLine] = field(default_factory=dict)
    _unchanged: set[int] = field(default_factory=set)
    _locked: dict[tuple[str, int], list[LineError]] = field(default_factory=dict)
    _known: dict[tuple[str, str, Cell], bool] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        return self.register.today

    def plan(self, lines: Sequence[Line]) -> list[PlannedLine]:
        changed, additions, emptied = self._sorted(lines)
        seen = {one.row_id for one in changed} | self._unchanged
        rows = self._rows(one.row_id for one in changed)
        conflicts: dict[tuple[str, int], list[Conflict]] = {}
        to_plan = list(additions)
        for one in changed:
            row = rows.get(one.row_id)
            if row is None:
                self._fail(one.line, KEY, _GONE).row_id = one.row_id
                continue
            line, found = self._compared(one, row)
            conflicts[line.sheet, line.number] = found
            to_plan.append(line)
        by_place = {(line.sheet, line.number): line for line in to_plan}
        for planned in self.spec.plan_lines(self.session, to_plan, self.register) if to_plan else ():
            place = planned.sheet, planned.number
            line = by_place[place]
            planned.errors[:0] = self._locked.get(place, ())
            if line.row is not None:
                planned.label, planned.row_id = str(line.row), line.row.id
                planned.conflicts = conflicts[place] if not planned.errors else []
            self.planned[place] = planned
        order = {(line.sheet, line.number): at for at, line in enumerate(lines)}
        missing = [row_id for row_id in self.fingerprint.rows if row_id not in seen and row_id not in emptied]
        all_missing: list[tuple[int, Line | None]] = [*((row_id, None) for row_id in missing), *emptied.items()]
        found_now = self._rows(row_id for row_id, _ in all_missing)
        gone = plan_missing(
            self.session, self.spec, self.fingerprint, self.register, self.decisions, found_now, all_missing,
            self.planned.values(),
        )  # fmt: skip
        return [*sorted(self.planned.values(), key=lambda line: order[line.sheet, line.number]), *gone]

    def _sorted(self, lines: Sequence[Line]) -> tuple[list[_Changed], list[Line], dict[int, Line]]:
        """Lines that changed, lines that were added, lines that were emptied; what is wrong or unchanged is planned."""
        marked: dict[int, list[Line]] = {}
        additions = []
        for line in lines:
            mark = line.cells.pop(KEY, None)
            if mark is None or is_blank(mark):
                known = {name: cell for name, cell in line.cells.items() if not is_blank(cell)}
                if known:
                    additions.append(replace(line, cells=known, is_addition=True))
                continue
            match = _MARK.fullmatch(shown(mark))
            row_id = int(match[1]) if match else 0
            if row_id not in self.fingerprint.rows:
                self._fail(line, KEY, _NO_MARK, value=shown(mark))
            else:
                marked.setdefault(row_id, []).append(line)
        changed: list[_Changed] = []
        emptied: dict[int, Line] = {}
        for row_id, found in marked.items():
            if len(found) > 1:
                numbers = ", ".join(str(line.number) for line in found)
                for line in found:
                    self._fail(line, KEY, _MARK_TWICE, lines=numbers).row_id = row_id
                self._unchanged.add(row_id)
                continue
            (line,) = found
            cells = self._not_as_sent(line, row_id)
            if not cells:
                self._unchanged.add(row_id)
                self._put(line, row_id)
            elif self._is_emptied(line, row_id):
                emptied[row_id] = line
            else:
                changed.append(_Changed(line, row_id, cells))
        return changed, additions, emptied

    def _not_as_sent(self, line: Line, row_id: int) -> dict[str, Cell]:
        """The cells of a line that no longer say what left; a column that was taken out says nothing."""
        return {
            name: line.cells.get(name)
            for name, left in self.fingerprint.values_of(row_id).items()
            if name in line.headers and not self._is_as_sent(name, left, line.cells.get(name))
        }

    def _is_as_sent(self, name: str, left: Any, cell: Cell) -> bool:
        """Whether a cell says what left, by its packed value; most say it letter by letter, or as many others do."""
        if cell == left:
            return True
        key = name, str(left), cell
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = says(self.sent[name].field, unpacked(left), cell, self.today)
        return self._known[key]

    def _is_emptied(self, line: Line, row_id: int) -> bool:
        """Whether all that one could change of a row was emptied: as good as taking the line out.

        A column that was taken out says nothing: what it held was not emptied.
        """
        left = self.fingerprint.values_of(row_id)
        open_names = [name for name, column in self.sent.items() if not column.is_locked]
        held = [name for name in open_names if left[name] is not None]
        return (
            bool(held)
            and all(name in line.headers for name in held)
            and all(is_blank(line.cells.get(name)) for name in open_names)
        )

    def _compared(self, one: _Changed, row: Any) -> tuple[Line, list[Conflict]]:
        """The line with the cells to apply alone, and those in conflict; cells that nobody may change are noted."""
        left = self.fingerprint.values_of(one.row_id)
        is_untouched = row.version == self.fingerprint.rows[one.row_id].version
        cells: dict[str, Cell] = {}
        cleared: set[str] = set()
        conflicts: list[Conflict] = []
        for name, raw in one.cells.items():
            column, cell = self.sent[name], None if is_blank(raw) else raw
            if column.is_locked:
                if cell is not None:
                    place, was = (one.line.sheet, one.line.number), {"value": self._in_words(left[name])}
                    error = LineError(*place, one.line.headers.get(name, ""), _LOCKED, was)
                    self._locked.setdefault(place, []).append(error)
                continue
            if column.is_personal and not self.register.can(*PERSONAL_DATA):
                cells[name] = cell  # left aside by the planner, which says so
                continue
            if cell is not None and self._says_nothing(column.field, cell):
                cell = None
            now = packed(column.column.value(row, self.today))
            exported, current = unpacked(left[name]), unpacked(now)
            is_as_left = is_untouched and not _is_of_other_rows(column)
            found = verdict(column.field, exported, exported if is_as_left else current, cell, self.today)
            if cell is None and self.decisions.blanks is Resolution.KEEP:
                continue
            if found is Verdict.CONFLICT:
                choice = self.decisions.of_cell(one.row_id, name, now)
                if choice is Resolution.ASK:
                    conflicts.append(Conflict(name, column.field.label, exported, current, shown(cell)))
                if choice is not Resolution.TAKE:
                    continue
            if found is Verdict.SAME:
                continue
            if cell is None:
                cleared.add(name)
            else:
                cells[name] = cell
        return replace(one.line, cells=cells, row=row, cleared=frozenset(cleared)), conflicts

    def _says_nothing(self, column: ImportField, cell: Cell) -> bool:
        """Whether a cell says that the value is not known (« ? », « non renseigné »): as good as emptied."""
        try:
            return column.read(cell, self.today) is None
        except RuleViolation:
            return False  # the planner says why

    def _rows(self, ids: Iterable[int]) -> dict[int, Any]:
        """The rows of these ids that the reader sees, with what their columns read."""
        model: Any = self.spec.model
        options = loading_options([column.column for column in self.sent.values()])
        found: dict[int, Any] = {}
        for batch in batches(sorted(ids)):
            rows = self.session.scalars(select(model).where(model.id.in_(batch)).options(*options)).unique()
            found.update((row.id, row) for row in rows)
        return found

    def _in_words(self, value: Any) -> str:
        return in_a_cell(unpacked(value))

    def _put(self, line: Line, row_id: int) -> PlannedLine:
        planned = PlannedLine(line.sheet, line.number, label=self._label(row_id), row_id=row_id)
        self.planned[line.sheet, line.number] = planned
        return planned

    def _label(self, row_id: int) -> str:
        """What a line that changes nothing goes by: its first words."""
        values = self.fingerprint.rows[row_id].values[:2]
        return " ".join(text for value in values if (text := self._in_words(value)))

    def _fail(self, line: Line, name: str, message: str, **params: Any) -> PlannedLine:
        planned = self.planned.setdefault((line.sheet, line.number), PlannedLine(line.sheet, line.number))
        header = line.headers.get(name, "")
        planned.errors.append(LineError(line.sheet, line.number, header, message, params))
        return planned
