"""What the preview of an import shows, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Question
from mdo.kernel.imports.keeping.corrections import Corrections
from mdo.kernel.imports.keeping.kept_lines import TO_CHECK, TO_COMPLETE, line_of, lines_of, state_of
from mdo.kernel.imports.keeping.outcomes import SheetCells
from mdo.kernel.imports.keeping.stored import StoredHead
from mdo.kernel.imports.plans import STATE_LABELS, Change, LineState, PlannedLine
from views.base.catalogues import gettext, ngettext, number_in_words
from views.base.listing import PAGE_SIZES
from views.base.listpage import address, pagination
from views.base.pages import Pagination
from views.base.words import value_in_words
from views.deadlines.pages import PartLink
from views.imports.cells import NO_CELLS, PageOfCells, ShownCells
from views.imports.decisions import CellConflict, questions_of, row_question
from views.imports.sheet_names import GridName, sentence_of, shown_line, shown_sheet
from views.imports.uploads import ImportDraft

PREVIEW = "ImportView.preview"
_FILTER_LABELS: dict[str, str] = {
    **{str(state): label for state, label in STATE_LABELS.items()},
    TO_COMPLETE: N_("To complete"),
    TO_CHECK: N_("To check"),
}
_TONES = {
    LineState.CREATED: "ok",
    LineState.CHANGED: "info",
    LineState.UNCHANGED: "",
    LineState.ERROR: "danger",
    LineState.CONFLICT: "warn",
    LineState.MISSING: "warn",
    LineState.DELETED: "danger",
    LineState.ASKED: "warn",
    LineState.LEFT: "",
}
_SHORT = 50  # characters
_ALWAYS_TOLD = (LineState.CREATED, LineState.CHANGED, LineState.UNCHANGED, LineState.ERROR)


@dataclass(frozen=True)
class ShownChange:
    """A field of a line, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownLine:
    """A line of the preview: where it stands, what becomes of it and why, in words."""

    sheet: str
    number: int
    label: str
    state: str
    tone: str
    is_new: bool
    changes: tuple[ShownChange, ...]
    errors: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    questions: tuple[CellConflict, ...] = ()
    row_question: str = ""
    is_deleted: bool = False
    is_in_error: bool = False
    cells: ShownCells = NO_CELLS
    open_url: str = ""  # shows all its cells


@dataclass(frozen=True)
class Lines:
    """A page of lines, the parts of the preview as links, what is asked and where one is."""

    lines: tuple[ShownLine, ...]
    parts: tuple[PartLink, ...]
    pagination: Pagination
    state: str
    words: str
    missing: tuple[str, ...] = ()  # the fields that some of these lines leave to complete

    @property
    def has_questions(self) -> bool:
        return any(line.questions or (line.row_question and not line.is_in_error) for line in self.lines)

    @property
    def has_cells(self) -> bool:
        """Whether some cell is there to correct."""
        return any(line.cells.wrong or line.cells.others for line in self.lines)


@dataclass(frozen=True)
class _Place:
    page: int
    size: int
    from_end: int = 0


def page_of_lines(
    draft: ImportDraft, head: StoredHead, kind: str, corrections: Corrections, typed: Mapping[str, str] | None = None
) -> Lines:
    """The lines that the address asks for; `typed` is what a refused form had in its cells."""
    plan = draft.plan
    state, words = request.args.get("state", ""), request.args.get("q", "")[:200]
    asked = request.args.get("size", "")
    size = int(asked) if asked in {str(size) for size in PAGE_SIZES} else PAGE_SIZES[1]
    page = request.args.get("page", "1")
    place = _Place(max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1, size)
    texts, total = _window(plan, state, words, place)
    if not texts and total:
        place = replace(place, page=(total - 1) // size + 1)
        texts, total = _window(plan, state, words, place)
    args = request.args
    path: dict[str, Any] = {"kind": kind, "token": draft.token}
    parts = tuple(
        PartLink(
            gettext(label),
            head.counts[name],
            address(PREVIEW, args, state=None if state == name else name, page=None, **path),
            state == name,
            "danger" if name == LineState.ERROR and head.counts[name] else "",
        )
        for name, label in _FILTER_LABELS.items()
        if head.counts[name] or name in _ALWAYS_TOLD
    )
    read = [(line_of(text), text) for text in texts]
    cells = PageOfCells(head, draft, corrections, opened=args.get("open", ""), typed=typed).of(read)
    lines = tuple(
        replace(
            _shown(line, state_of(text), draft.name, tells_missing=state == TO_COMPLETE),
            errors=found.sentences,
            cells=found,
            open_url=_opening(found, args, path),
        )
        for (line, text), found in zip(read, cells, strict=True)
    )
    missing = dict.fromkeys(name for line, _ in read for name in line.to_complete if not line.errors)
    return Lines(
        lines,
        parts,
        pagination(place, total, PREVIEW, args, **path),
        state,
        words,
        tuple(gettext(name) for name in missing) if state != TO_COMPLETE else (),
    )


def _opening(cells: ShownCells, args: MultiDict[str, str], path: Mapping[str, Any]) -> str:
    """Where all the cells of a line are shown; nowhere for one that has none, or whose cells are shown."""
    if not cells.anchor or args.get("open") == cells.anchor:
        return ""
    return f"{address(PREVIEW, args, open=cells.anchor, **path)}#line-{cells.anchor}"


def _window(plan: Path, state: str, words: str, place: _Place) -> tuple[list[str], int]:
    first, texts, total = (place.page - 1) * place.size, [], 0
    for total, text in enumerate(lines_of(plan, state, words), start=1):
        if first < total <= first + place.size:
            texts.append(text)
    return texts, total


def _shown(line: PlannedLine, state: LineState, file_name: str, *, tells_missing: bool = False) -> ShownLine:
    remarks = [sentence_of(message, params, file_name) for message, params in line.remarks]
    remarks.extend(_waiting(question, file_name) for question in line.questions)
    if line.left:
        remarks.append(sentence_of(*line.left, file_name))
    if tells_missing and line.to_complete and not line.errors:
        missing = ", ".join(gettext(name) for name in line.to_complete)
        remarks.append(gettext("To complete: %(names)s.", names=missing))
    return ShownLine(
        shown_sheet(line.sheet, file_name),
        shown_line(line.number, file_name),
        line.label,
        gettext(line.creates if line.creates and state is LineState.CREATED else STATE_LABELS[state]),
        _TONES[state],
        state is LineState.CREATED or (state is LineState.ASKED and line.row_id is None),
        tuple(_change(change) for change in line.changes) if not line.errors else (),
        tuple((error.column, error.text(gettext)) for error in line.errors),
        tuple(remarks),
        questions_of(line),
        row_question(line),
        state is LineState.DELETED,
        state is LineState.ERROR,
    )


def _waiting(question: Question, file_name: str) -> str:
    """What a line waits for, in one short line: the questions themselves stand above, each once."""
    column = gettext("%(label)s:", label=question.column) + " " if question.column else ""
    words = sentence_of(question.message, question.params, file_name)
    return gettext("Waits for an answer: %(question)s", question=shorten(column + words, _SHORT, placeholder="…"))


def _change(change: Change) -> ShownChange:
    label = " – ".join(filter(None, (change.of, gettext(change.label))))
    return ShownChange(label, value_in_words(change.before), value_in_words(change.after))


def read_in_words(head: StoredHead, file_name: str) -> tuple[str, ...]:
    """How the file was read, a sentence a sheet."""
    found = [
        ngettext(
            "Sheet « %(sheet)s »: headers on line %(line)d, %(num)d column read.",
            "Sheet « %(sheet)s »: headers on line %(line)d, %(num)d columns read.",
            count,
            sheet=shown_sheet(sheet, file_name),
            line=line,
        )
        for sheet, line, count in head.tables
        if not isinstance(file_name, GridName)
    ]
    found.extend(
        gettext("Sheet « %(sheet)s »: left aside.", sheet=shown_sheet(sheet, file_name))
        for sheet in head.ignored_sheets
    )
    found.extend(gettext("Hidden sheet « %(sheet)s »: left aside.", sheet=sheet) for sheet in head.hidden_sheets)
    if head.unknown_columns:
        names = ", ".join(f"{header} ({shown_sheet(sheet, file_name)})" for sheet, header in head.unknown_columns)
        found.append(gettext("Columns left aside: %(names)s.", names=names))
    if head.left_as_before:
        names = ", ".join(f"{header} ({shown_sheet(sheet, file_name)})" for sheet, header in head.left_as_before)
        found.append(gettext("Columns left aside as last time: %(names)s.", names=names))
    found.extend(_cells_in_words(cells, file_name) for cells in head.cells if cells.total)
    return tuple(found)


def _cells_in_words(cells: SheetCells, file_name: str) -> str:
    """What becomes of the cells of a sheet that hold something: the counts sum to them."""
    found = [(cells.taken, gettext("read (cells)")), (cells.asked, gettext("waiting for an answer"))]
    found += [(cells.wrong, gettext("in error (cells)"))]
    for reason, count in cells.left.items():
        headers = cells.columns.get(reason, ())
        words = f"{gettext(reason)} ({', '.join(headers)})" if headers else gettext(reason)
        found.append((count, gettext("left: %(reason)s", reason=words)))
    counts = ", ".join(f"{number_in_words(count)} {words}" for count, words in found if count)
    return ngettext(
        "Sheet « %(sheet)s »: %(num)d filled cell: %(counts)s.",
        "Sheet « %(sheet)s »: %(num)d filled cells: %(counts)s.",
        cells.total,
        sheet=shown_sheet(cells.sheet, file_name),
        counts=counts,
    )


@dataclass(frozen=True)
class SheetOfCopies:
    """A sheet of a workbook that came back, one of several that hold the same records: whether it is taken."""

    name: str
    words: str
    is_taken: bool


def copies_of(head: StoredHead) -> tuple[SheetOfCopies, ...]:
    """The sheets that are copies of others, and these."""
    originals = dict.fromkeys(of for _, of in head.copies)
    found = [SheetOfCopies(name, "", name not in head.ignored_sheets) for name in originals]
    for name, of in head.copies:
        words = gettext("copy of « %(sheet)s »", sheet=of)
        found.append(SheetOfCopies(name, words, name not in head.ignored_sheets))
    return tuple(found)


def alarm_in_words(head: StoredHead) -> tuple[str, ...]:
    """Why the whole import looks wrong, in sentences; none when it does not."""
    alarm = head.alarm
    if alarm is None:
        return ()
    shuffled = [gettext(column.label) for column in alarm.columns if column.is_shuffled]
    others = [gettext(column.label) for column in alarm.columns if not column.is_shuffled]
    found = [
        gettext(
            "%(changed)d of the %(known)d lines that the register knows would change.",
            changed=alarm.changed,
            known=alarm.known,
        )
    ]
    found.extend(
        gettext(
            "« %(column)s »: the same values stand on other lines. The column was most likely sorted alone.",
            column=name,
        )
        for name in shuffled
    )
    if others:
        found.append(gettext("Changed nearly everywhere: %(columns)s.", columns=", ".join(others)))
    return tuple(found)
