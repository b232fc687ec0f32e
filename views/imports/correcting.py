"""What is done with the cells of a preview: corrected, judged, taken back as a workbook; and with cells pasted."""

import io
from dataclasses import replace
from typing import IO

from werkzeug.datastructures import FileStorage, MultiDict

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import PARIS
from mdo.kernel.imports.keeping.corrections import (
    Corrections,
    corrected,
    corrections_of,
    judged,
    without_bare_columns,
)
from mdo.kernel.imports.keeping.kept_cells import held_in_fields
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.keeping.taking_back import write_corrected
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.reading.found import SheetChoice
from mdo.kernel.imports.written.contacts import emails_in, phones_in
from mdo.kernel.workbook.delimited import TEXT_SHEET
from mdo.kernel.workbook.pasted import as_list, rows_of
from mdo.kernel.workbook.reader import ReadFile
from models.base import utc_now
from views.base.catalogues import gettext, ngettext
from views.base.words import value_in_words
from views.imports import uploads
from views.imports.cells import column_of, fields_of, lines_typed, place_of, typed_cells
from views.imports.choosing import as_noted
from views.imports.uploads import ImportDraft

_EVERY = "all"


def correct(draft: ImportDraft, form: MultiDict[str, str]) -> ReadFile | None:
    """Keeps what was typed in the cells of a page, and takes back those asked for; returns the file with them.

    None when that changes nothing. Raises RuleViolation, and keeps nothing, for a text too long or too many cells.
    """
    head, came, before = head_of(draft.plan), draft.as_it_came(), draft.corrections()
    shown_as = held_in_fields(draft.plan, lines_typed(form))
    typed = typed_cells(form, head, draft, corrected(came, before).sheets, shown_as)
    # A page that no longer shows the preview may hold cells as they were before another one corrected them.
    is_old = form.get("plan") != head.digest
    after = corrections_of(came, before, typed, None if is_old else shown_as)
    back = form.get("take_back", "")
    if back:
        gone = {} if back == _EVERY else {place: said for place, said in after.items() if place != place_of(back)}
        after = without_bare_columns(came, gone)
    if after == before:
        return None
    draft.correct(after)
    return corrected(came, after)


def contacts_gone(before: Corrections, after: Corrections) -> tuple[str, ...]:
    """The addresses and numbers that a cell held before it was typed in, of which it holds none any more.

    Not of a cell that was emptied: that was meant.
    """
    gone: dict[str, None] = {}
    for place, correction in after.items():
        if correction == before.get(place) or not correction.text:
            continue
        held = before[place].text if place in before else correction.was
        said = " ".join(one.text for at, one in after.items() if at[:2] == place[:2])
        for found_in in (emails_in, phones_in):
            if not found_in(said):
                gone.update(dict.fromkeys(found_in(held)))
    return tuple(gone)


def told_of(head: StoredHead) -> str:
    """What is left once the cells are checked."""
    left, asked = head.counts[LineState.ERROR], head.counts[LineState.ASKED]
    told = gettext("Checked: no line is in error any more.")
    if left:
        told = ngettext("Checked: %(num)d line is still in error.", "Checked: %(num)d lines are still in error.", left)
    if asked:
        told += " " + ngettext("%(num)d line waits for an answer.", "%(num)d lines wait for an answer.", asked)
    return told


def judge(session: AnySession, draft: ImportDraft, form: MultiDict[str, str]) -> dict[str, object] | None:
    """What one cell says once it is typed so, or why it cannot be read; None for a cell that the file has not.

    It is `sure` where nothing else that the file or the register says may refuse it.
    """
    head, name = head_of(draft.plan), form.get("cell", "")
    column = fields_of(head.kind, is_back=draft.is_back).get(column_of(head, name) or "")
    if column is None:
        return None
    if draft.is_back or any(one.field == column.hinges_on for one in head.columns if one.field):
        column = replace(column, check=None)
    try:
        value = judged(column, form.get("text", ""), context_of(session).today)
    except RuleViolation as violation:
        return {"ok": False, "text": violation.text(gettext)}
    words = value_in_words(value)
    is_sure = value is None or not column.is_open
    return {
        "ok": True,
        "sure": is_sure,
        "text": gettext("Read as « %(value)s ».", value=words) if words else gettext("Left blank."),
    }


def write_workbook(stream: IO[bytes], draft: ImportDraft) -> None:
    """The file as it came, with its cells corrected."""
    rows: dict[str, int] = {}
    for column in head_of(draft.plan).columns:
        rows[column.sheet] = min(rows.get(column.sheet, column.header_line - 1), column.header_line - 1)
    write_corrected(stream, draft.as_it_came(), draft.corrections(), rows, gettext)


def name_of_paste() -> str:
    """What stands for the name of a file where cells were pasted: the moment."""
    moment = utc_now().astimezone(PARIS)
    return gettext("Pasted on %(day)s at %(time)s", day=f"{moment:%d-%m-%Y}", time=f"{moment:%H h %M}")


def pasted(text: str, user_id: int, *, has_headers: bool) -> ImportDraft:
    """Keeps pasted cells as a file named after the moment. Raises RuleViolation for nothing, or too much."""
    rows = rows_of(text, has_headers=has_headers)
    if not has_headers:
        width = max(map(len, rows))
        rows = [[gettext("Column %(number)d", number=number) for number in range(1, width + 1)], *rows]
    draft = uploads.keep(FileStorage(io.BytesIO(as_list(rows)), filename=name_of_paste()), user_id)
    if not has_headers:
        draft.note(choices=as_noted({TEXT_SHEET: SheetChoice(0)}))
    return draft
