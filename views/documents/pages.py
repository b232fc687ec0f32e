"""What the pages of papers show, as plain values: documents with their versions, lines of a sheet that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import request
from flask_babel import format_decimal

from mdo.documents.versions import Series, signed_copies, without_copies
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import enum_label
from mdo.meetings.returned_sheet import LineOutcome, SheetLine, SheetPlan
from models.attendance import Presence
from models.documents import MADE_KINDS, Document, DocumentKind, PaperKind
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.words import moment_of, value_in_words

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
    """A version of a document in words, with the addresses of what the reader may do with it; empty ones otherwise.

    `link` is where it is on a server, in place of `url`; `web_link` the same where a browser follows it. `signed` is
    the address of its signed copy, `signed_by` who sent that and when.
    """

    number: int
    by: str
    size: str
    url: str
    is_new: bool = False
    day: str = ""
    is_final: bool = False
    link: str = ""
    web_link: str = ""
    signed: str = ""
    signed_by: str = ""
    withdraw_url: str = ""
    change_url: str = ""
    finish_url: str = ""
    sign_url: str = ""
    destroy_url: str = ""


@dataclass(frozen=True)
class ShownSeries:
    """A document with its versions, newest first; `form` says its kind, then Word, Excel, PDF…"""

    title: str
    form: str
    icon: str
    versions: tuple[Version, ...]
    next_url: str = ""


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


def documents_of(view: Any, owner: Any, *, may_change: bool, may_destroy: bool) -> dict[str, Any]:
    """The documents of a record in words, those withdrawn for who may destroy them, and where others are added."""
    found = view.shelf.series(db.session, owner.id)
    copies = signed_copies([row for series in found for row in series.versions])
    shown = _Showing(view, owner.id, copies, may_change, may_destroy)
    withdrawn = view.shelf.series(db.session, owner.id, withdrawn=True) if may_destroy else ()
    return {
        "may_change": may_change,
        "series": tuple(shown.of(series) for series in without_copies(found)),
        "withdrawn": tuple(_Showing(view, owner.id, {}, False, may_destroy).of(series) for series in withdrawn),
        "attach_url": view.url("attach", pk=owner.id) if may_change else "",
    }


class _Showing:
    """How the documents of a record are told, with the addresses of what the reader may do with them."""

    def __init__(self, view: Any, pk: int, copies: Mapping[int, Document], may_change: bool, may_destroy: bool) -> None:
        self._view, self._pk, self._copies = view, pk, copies
        self._may_change, self._may_destroy = may_change, may_destroy
        # The one that was just made, which the address names, is told apart.
        self._new = set(posted_ids(request.args.getlist("made")))

    def of(self, series: Series) -> ShownSeries:
        """A document with its versions."""
        first = series.versions[0]
        suffix = PurePosixPath(first.file_name).suffix.lstrip(".").lower()
        kind = gettext(enum_label(series.kind))
        said = kind if series.kind is not DocumentKind.ATTACHMENT and kind != series.title else ""
        form = ", ".join(filter(None, (said, gettext(_FORMATS[suffix]) if suffix in _FORMATS else suffix.upper())))
        by_hand = series.kind not in MADE_KINDS and not any(row.is_final for row in series.versions)
        follows = self._may_change and by_hand
        next_url = self._view.url("attach", pk=self._pk, title=series.title, kind=series.kind.value) if follows else ""
        versions = tuple(self._version(row, by_hand=by_hand) for row in series.versions)
        icon = _ICONS.get(suffix, "file-earmark-text") if first.link is None else "link-45deg"
        return ShownSeries(series.title, form, icon, versions, next_url)

    def _version(self, row: Document, *, by_hand: bool) -> Version:
        def act(endpoint: str, offered: bool) -> str:
            return self._view.url(endpoint, pk=self._pk, document=row.id) if offered else ""

        may, copy = self._may_change, self._copies.get(row.id)
        return Version(
            row.number,
            _by(row),
            size_in_words(row.size) if row.size else "",
            "" if row.link is not None else self._view.document_url(self._pk, row.id),
            row.id in self._new,
            value_in_words(row.dated_on) if row.dated_on is not None else "",
            row.is_final,
            row.link or "",
            row.link if row.link is not None and row.link.lower().startswith(("http://", "https://")) else "",
            self._view.document_url(self._pk, copy.id) if copy is not None else "",
            _by(copy) if copy is not None else "",
            withdraw_url=act("withdraw", may and by_hand),
            change_url=act("change_document", may and by_hand),
            finish_url=act("finish_document", may and not row.is_final and row.link is None),
            sign_url=act("sign_document", may and row.is_final and copy is None),
            destroy_url=act("destroy_document", self._may_destroy),
        )


def _by(row: Document) -> str:
    when = moment_of(row.made_at, context_of(db.session).today).words
    return gettext("%(who)s, %(when)s", who=row.made_by, when=when) if row.made_by is not None else when


def size_in_words(size: int) -> str:
    """« 38 Ko », « 1,4 Mo »."""
    if size < 1024 * 1024:
        return gettext("%(size)s KB", size=max(round(size / 1024), 1))
    return gettext("%(size)s MB", size=format_decimal(round(size / 1024 / 1024, 1)))


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
