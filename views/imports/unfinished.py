"""The imports of a reader, listed where another begins: those to take up or give up, and the last ones written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.context import context_of
from mdo.kernel.imports.keeping.kept_lines import DamagedPlan
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from models.journal import Door, JournalEntry
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Moment
from views.base.words import moment_of
from views.imports import uploads
from views.imports.frame import ImportPages, import_page
from views.imports.uploads import ImportDraft
from views.jobs.imports import under_way

_MOST = 20  # of which the newest; files go after some days by themselves
_MOST_WRITTEN = 5


@dataclass(frozen=True)
class Unfinished:
    """An import that waits: what it is of, its file, when it came, what it waits for, where one goes on or gives up.

    `abandon_url` is empty while a worker reads or writes it.
    """

    label: str
    name: str
    when: Moment
    waits: str
    resume_url: str
    abandon_url: str


def unfinished(user_id: int, may: Callable[[str], bool]) -> tuple[Unfinished, ...]:
    """The newest of those of an account, of the kinds that it may import."""
    found: list[Unfinished] = []
    for draft in uploads.drafts_of(user_id):
        kind = draft.notes().get("kind", "")
        # A workbook of ours whose preview was never made cannot go on: it is sent again.
        is_there = draft.plan.exists() or not draft.is_back or under_way(draft) is not None
        if kind in KINDS and may(kind) and is_there:
            found.append(_told(kind, draft))
        if len(found) == _MOST:
            break
    return tuple(found)


@dataclass(frozen=True)
class WrittenImport:
    """An import that was written: its kind and file, when, its operation, and whether it was undone as a whole."""

    name: str
    when: Moment
    url: str
    is_undone: bool


def last_written(user_id: int) -> tuple[WrittenImport, ...]:
    """The newest imports that an account wrote, for who reads the journal."""
    undo = aliased(JournalEntry)
    undone = exists().where(undo.undo_of_id == JournalEntry.id)
    asked = select(JournalEntry.id, JournalEntry.summary, JournalEntry.at, undone).where(
        JournalEntry.actor_id == user_id, JournalEntry.door == Door.IMPORT
    )
    today = context_of(db.session).today
    found = db.session.execute(asked.order_by(JournalEntry.id.desc()).limit(_MOST_WRITTEN))
    return tuple(
        WrittenImport(name, moment_of(at, today), url_for("JournalView.show", pk=number), bool(is_undone))
        for number, name, at, is_undone in found
    )


def _told(kind: str, draft: ImportDraft) -> Unfinished:
    address: dict[str, Any] = {"kind": kind, "token": draft.token}
    is_busy = under_way(draft) is not None
    return Unfinished(
        gettext(KINDS[kind].label),
        draft.name,
        moment_of(draft.sent_at, context_of(db.session).today),
        gettext("A task is reading or writing it") if is_busy else _waits(draft),
        url_for("ImportView.preview", **address),
        "" if is_busy else url_for("ImportView.abandon", **address),
    )


def _waits(draft: ImportDraft) -> str:
    """What an import waits for, in words."""
    if not draft.plan.exists():
        return gettext("Its sheets and columns to check")
    try:
        head = head_of(draft.plan)
    except DamagedPlan:  # said, with what to do, by who goes on with it
        return gettext("To read again")
    left = _left(head)
    if "result" in draft.notes():
        return gettext("Partly written: %(left)s", left=left)
    return left


def _left(head: StoredHead) -> str:
    errors, conflicts = head.counts[LineState.ERROR], head.counts[LineState.CONFLICT]
    told = [ngettext("%(num)d question", "%(num)d questions", head.question_count)] if head.questions else []
    if errors:
        told.append(ngettext("%(num)d line in error", "%(num)d lines in error", errors))
    if conflicts:
        told.append(ngettext("%(num)d line to decide", "%(num)d lines to decide", conflicts))
    if told:
        return ", ".join(told)
    return gettext("Ready to be applied") if head.can_apply else gettext("Nothing to write")


class UnfinishedPages(ImportPages):
    """Part of the screens of an import: giving one up."""

    @import_page("/<kind>/<token>/abandon", "POST")
    def abandon(self, kind: str, token: str) -> Any:
        """Removes a file that was sent and all that was read of it; nothing of the register changes."""
        draft = self._draft(kind, token, is_idle=True)
        draft.remove()
        flash(gettext("Given up: « %(name)s » is deleted, and the register is as it was.", name=draft.name), "success")
        return redirect(url_for("ImportView.index"), 303)
