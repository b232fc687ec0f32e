"""What the pages of papers show, as plain values: documents with their versions, lines of a sheet that came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import request, url_for
from flask_babel import format_decimal

from mdo.documents.packages import FILE_TYPES
from mdo.documents.versions import Series
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import enum_label
from mdo.meetings.returned_sheet import LineOutcome, SheetLine, SheetPlan
from models.attendance import Presence
from models.documents import DocumentKind, MeetingDocument, PaperKind
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.words import moment_of

WORD, EXCEL = "docx", "xlsx"
# What one click makes: the paper, then its formats.
_OFFERED = (
    (PaperKind.CONVOCATION, (WORD,)),
    (PaperKind.SIGN_IN_SHEET, (WORD, EXCEL)),
    (PaperKind.MINUTES, (WORD, EXCEL)),
)
_FORMATS = {WORD: N_("Word"), EXCEL: N_("Excel")}
_ICONS = {WORD: "file-earmark-word", EXCEL: "file-earmark-spreadsheet"}
_FATES = {
    LineOutcome.MARKED: (N_("Will be marked"), "ok"),
    LineOutcome.VISITOR: (N_("Visitor to add"), "info"),
    LineOutcome.CONFLICT: (N_("Marked here since"), "warn"),
    LineOutcome.SAME: (N_("Unchanged"), "muted"),
    LineOutcome.ERROR: (N_("Not understood"), "danger"),
}


@dataclass(frozen=True)
class Version:
    """A version of a document: its number, who and when, its size, where to take it and where to withdraw it."""

    number: int
    by: str
    size: str
    url: str
    withdraw_url: str
    is_new: bool


@dataclass(frozen=True)
class ShownSeries:
    """A document with its versions, newest first; `form` says Word, Excel, PDF…"""

    title: str
    form: str
    icon: str
    versions: tuple[Version, ...]


def offered() -> tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...]:
    """The papers with the buttons of their formats: (label, ((kind, format, word, icon), …))."""
    return tuple(
        (
            gettext(enum_label(kind)),
            tuple((kind.value, form, gettext(_FORMATS[form]), _ICONS[form]) for form in forms),
        )
        for kind, forms in _OFFERED
    )


def is_offered(kind: str, form: str) -> bool:
    """Whether the paper is made in this format."""
    return any(kind == paper.value and form in forms for paper, forms in _OFFERED)


def shown_series(meeting_id: int, found: Sequence[Series[Any]], *, may_change: bool) -> tuple[ShownSeries, ...]:
    """The documents in words; the one that was just made, which the address names, is told apart."""
    new = set(posted_ids(request.args.getlist("made")))
    shown = []
    for series in found:
        suffix = PurePosixPath(series.versions[0].file_name).suffix.lstrip(".").lower()
        form = gettext(_FORMATS[suffix]) if suffix in _FORMATS else suffix.upper()
        versions = tuple(_version(meeting_id, row, new, may_change=may_change) for row in series.versions)
        shown.append(ShownSeries(series.title, form, _ICONS.get(suffix, "file-earmark-text"), versions))
    return tuple(shown)


def _version(meeting_id: int, row: MeetingDocument, new: set[int], *, may_change: bool) -> Version:
    when = moment_of(row.made_at, context_of(db.session).today).words
    by = gettext("%(who)s, %(when)s", who=row.made_by, when=when) if row.made_by is not None else when
    can_withdraw = may_change and row.kind is DocumentKind.ATTACHMENT
    return Version(
        row.number,
        by,
        size_in_words(row.size),
        url_for("PaperView.paper", pk=meeting_id, document=row.id),
        url_for("PaperView.withdraw", pk=meeting_id, document=row.id) if can_withdraw else "",
        row.id in new,
    )


def size_in_words(size: int) -> str:
    """« 38 Ko », « 1,4 Mo »."""
    if size < 1024 * 1024:
        return gettext("%(size)s KB", size=max(round(size / 1024), 1))
    return gettext("%(size)s MB", size=format_decimal(round(size / 1024 / 1024, 1)))


def suffixes() -> str:
    """What the field of a file accepts."""
    return ",".join(FILE_TYPES)


# ---- The sheet that came back ----------------------------------------------------------------------------------------


def sheet_rows(plan: SheetPlan) -> tuple[dict[str, Any], ...]:
    """The lines of the sheet in words; what is to decide or to mend comes first."""
    order = (LineOutcome.ERROR, LineOutcome.CONFLICT, LineOutcome.VISITOR, LineOutcome.MARKED, LineOutcome.SAME)
    return tuple(_row(line) for line in sorted(plan.lines, key=lambda line: (order.index(line.fate), line.row)))


def sheet_counts(plan: SheetPlan) -> tuple[tuple[str, int, str], ...]:
    """How many lines have each fate: (words, count, tone)."""
    return tuple((gettext(words), plan.count(fate), tone) for fate, (words, tone) in _FATES.items())


def _row(line: SheetLine) -> dict[str, Any]:
    words, tone = _FATES[line.fate]
    return {
        "row": line.row,
        "name": line.name,
        "state": gettext(words),
        "tone": tone,
        "now": _presence(line.now) if line.key else "",
        "then": _presence(line.then, line.by_name),
        "refusal": line.refusal.text(gettext) if line.refusal is not None else "",
        "is_conflict": line.fate is LineOutcome.CONFLICT,
        "is_change": line.fate in (LineOutcome.MARKED, LineOutcome.CONFLICT, LineOutcome.VISITOR),
    }


def _presence(presence: Presence, by: str = "") -> str:
    words = gettext(enum_label(presence))
    return gettext("%(state)s by %(who)s", state=words, who=by) if by else words
