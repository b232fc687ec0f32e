"""The grid of a juror as a workbook: it leaves signed, without the files that concern her, and comes back to be read.

What comes back is compared three ways, cell by cell: what left, what the workbook says, what is here now. A cell that
changed on both sides keeps what is here, and is told.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mdo.calls.jury import FileToJudge, files_of
from mdo.calls.ranking import marks_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.roundtrip.fingerprint import Fingerprint, FingerprintWriter, read_fingerprint
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.reader import ReadFile
from mdo.kernel.workbook.writer import fingerprint_sheet
from models.calls import BEST_MARK, CallCriterion, CallJuror
from models.judging import JurorInterest
from models.text import fold

KEY = "mdo-key"
OUT, WHY = "out", "why"
_KIND = "jury_grid:"
_HEADERS = {
    "number": N_("Number"),
    "title": N_("Project"),
    "council": N_("Council"),
    OUT: N_("Déport"),
    WHY: N_("Reason of the déport"),
}
_YES, _NO = frozenset({"oui", "x", "1", "yes", "deport"}), frozenset({"", "non", "no", "0"})
_WITHIN = 30  # rows above the headers
_NOT_A_GRID = N_("This is no grid of a jury: send back the workbook that the call gave.")
_CHANGED = N_("The criteria of the call changed since this grid left: take the grid again, and copy the marks there.")
_NOT_YES = N_("Row %(row)d, column « Déport »: write « oui », or leave it blank.")

Said = Mapping[str, str]


def column_of(criterion: CallCriterion) -> str:
    """What the column of a criterion is called by the signature."""
    return f"c{criterion.id}"


def stored_of(session: AnySession, juror: CallJuror, files: Sequence[FileToJudge]) -> Mapping[int, Said]:
    """What the grid of a juror says now, as texts: by file, then by column."""
    marks = marks_of(session, juror.call_id)
    asked = select(JurorInterest.application_id, JurorInterest.reason).where(JurorInterest.juror_id == juror.id)
    reasons = {row_id: reason or "" for row_id, reason in session.execute(asked)}
    return {
        row.id: {
            OUT: "1" if row.is_concerned else "",
            WHY: reasons.get(row.id, ""),
            **{
                # Those of a file that concerns her are set aside.
                column_of(criterion): ""
                if row.is_concerned
                else str(marks.get((juror.id, row.id), {}).get(criterion.id, ""))
                for criterion in juror.call.criteria
            },
        }
        for row in files
    }


def grid_book(
    session: AnySession,
    juror: CallJuror,
    *,
    secret: str,
    today: dt.date,
    now: dt.datetime,
    translate: Translate,
    author: str,
    title: str,
) -> Book:
    """The grid of a juror to fill in, without the files that concern her."""
    files = [row for row in files_of(session, juror) if not row.is_concerned]
    said, criteria = stored_of(session, juror, files), juror.call.criteria
    names = (OUT, WHY, *(column_of(criterion) for criterion in criteria))
    mark = FingerprintWriter(secret, f"{_KIND}{juror.id}", names)
    for row in files:
        mark.add(row.id, 0, [said[row.id][name] for name in names])

    def text(name: str) -> Callable[[FileToJudge, dt.date], str | None]:
        return lambda row, today: said[row.id][name] or None

    def number(name: str) -> Callable[[FileToJudge, dt.date], int | None]:
        return lambda row, today: int(said[row.id][name]) if said[row.id][name] else None

    help_of_mark = translate(N_("A whole mark from 0 to %(best)d.")) % {"best": BEST_MARK}
    sheet = WrittenSheet(
        translate(N_("Grid of marks")),
        (
            Column("number", _HEADERS["number"], lambda row, today: row.number, Kind.INTEGER, width=8),
            Column("title", _HEADERS["title"], lambda row, today: row.title, width=44),
            Column("council", _HEADERS["council"], lambda row, today: row.council, width=34),
            Column(OUT, _HEADERS[OUT], lambda row, today: None, width=10),
            Column(WHY, _HEADERS[WHY], lambda row, today: None, width=36),
            *(
                Column(column_of(row), row.name, number(column_of(row)), Kind.INTEGER, width=max(14, len(row.name)))
                for row in criteria
            ),
            Column("key", KEY, lambda row, today: row.id, Kind.INTEGER, width=8),
        ),
        files,
        choices={OUT: [translate(N_("yes"))]},
        is_strict=False,
        helps={
            OUT: translate(N_("« oui » where the project concerns you: you then mark nothing of it, and say how.")),
            **{column_of(row): help_of_mark for row in criteria},
        },
        locked=frozenset({"number", "title", "council", "key"}),
        hidden=frozenset({"key"}),
        frozen=2,
    )
    return Book(title, (sheet, fingerprint_sheet(mark.lines())), today, translate, now, author=author)


# ---- What comes back -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReturnedGrid:
    """What a grid says that came back, by file then by column: `said` is what the grid becomes, `changes` from what.

    `conflicts` are the words of the workbook where somebody changed the cell here since; what is here stays.
    """

    juror: CallJuror
    files: Sequence[FileToJudge]
    said: Mapping[int, Said]
    before: Mapping[int, Said]
    conflicts: Mapping[tuple[int, str], str]

    def changes(self, row_id: int) -> Sequence[str]:
        """The columns that change of a file."""
        return [name for name, text in self.said[row_id].items() if text != self.before[row_id][name]]


def juror_of_grid(session: AnySession, call_id: int, file: ReadFile, secret: str) -> tuple[CallJuror, Fingerprint]:
    """Whose grid a workbook of a call is, as its signature says. Raises RuleViolation for any other workbook."""
    if file.fingerprint is None:
        raise RuleViolation(_NOT_A_GRID)
    mark = read_fingerprint(file.fingerprint, secret)
    number = mark.kind.removeprefix(_KIND)
    juror = session.get(CallJuror, int(number)) if mark.kind.startswith(_KIND) and number.isdecimal() else None
    if juror is None or juror.call_id != call_id:
        raise RuleViolation(_NOT_A_GRID)
    return juror, mark


def returned_grid(session: AnySession, call_id: int, file: ReadFile, secret: str, translate: Translate) -> ReturnedGrid:
    """What a workbook would make of the grid of its juror; writes nothing. Raises RuleViolation."""
    juror, mark = juror_of_grid(session, call_id, file, secret)
    criteria = juror.call.criteria
    names = (OUT, WHY, *(column_of(criterion) for criterion in criteria))
    if mark.columns != names:
        raise RuleViolation(_CHANGED)
    files = files_of(session, juror)
    before = stored_of(session, juror, files)
    said = {row_id: dict(texts) for row_id, texts in before.items()}
    conflicts: dict[tuple[int, str], str] = {}
    # Who declared herself concerned since the grid left marks nothing more of that file.
    open_files = {row.id for row in files if not row.is_concerned}
    headers = {name: translate(_HEADERS[name]) for name in (OUT, WHY)}
    headers |= {column_of(criterion): criterion.name for criterion in criteria}
    for row_id, texts in _lines(file, headers):
        if row_id not in open_files or row_id not in mark.rows:
            continue
        was = {name: str(value or "") for name, value in mark.values_of(row_id).items()}
        for name, text in texts.items():
            here = before[row_id][name]
            if text in (was[name], here):
                continue
            if here != was[name]:
                conflicts[row_id, name] = text
            else:
                said[row_id][name] = text
    return ReturnedGrid(juror, files, said, before, conflicts)


def _lines(file: ReadFile, headers: Mapping[str, str]) -> Sequence[tuple[int, Said]]:
    for sheet in file.sheets:
        for number, row in enumerate(sheet.rows[:_WITHIN]):
            at = {_text(cell): index for index, cell in enumerate(row) if cell is not None}
            if KEY not in at:
                continue
            folded = {fold(text): index for text, index in at.items()}
            places = {name: folded.get(fold(header)) for name, header in headers.items()}
            if None in places.values():
                raise RuleViolation(_CHANGED)
            found = []
            for line, cells in enumerate(sheet.rows[number + 1 :], start=number + 2):
                key = _cell(cells, at[KEY])
                if key.isdecimal():
                    texts = {name: _cell(cells, index or 0) for name, index in places.items()}
                    found.append((int(key), {**texts, OUT: _is_out(texts[OUT], line)}))
            return found
    raise RuleViolation(_NOT_A_GRID)


def _is_out(text: str, row: int) -> str:
    word = fold(text)
    if word not in _YES | _NO:
        raise RuleViolation(_NOT_YES, row=row)
    return "1" if word in _YES else ""


def _cell(cells: Sequence[Any], index: int) -> str:
    return _text(cells[index]) if index < len(cells) else ""


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())
