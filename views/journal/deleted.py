"""« Deleted rows » on screen: what one may still put back, alone or by the page, with what it stands on.

Readers with limits find here what was theirs; the mission all that it reads. Who may put a row back is who could make
it by hand: this gives no right.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of, read_deletions
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.deleted import DELETED_COLUMNS, TableKind, gone_by, kind_of, still_gone
from mdo.kernel.journal.history import labels_of_ids
from mdo.kernel.journal.restoring import ComingBack, check_reach, coming_back, names_of_holders, out_of_reach, put_back
from mdo.kernel.journal.touched import Changed, model_named
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.journal import readable_models
from models.journal import Door, JournalChange
from views.base.actions import BulkSpec
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.filters import EnumFilter
from views.base.history import history_line
from views.base.integrity import violation_of
from views.base.pages import Crumb, Link
from views.base.record import VIEW_OF_MODEL
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable, may_take_back
from views.base.view import BackofficeView
from views.security.once import once

_NOT_HERS = N_("You may not change some of the ticked rows: nothing was put back. Untick them.")
_WHOLES = (("meeting_id", "MeetingView"), ("contract_id", "ContractView"))


class KindFilter(EnumFilter):
    """The tables of which the reader sees deleted rows, by their names on screen."""

    def choices(self) -> tuple[tuple[str, str], ...]:
        names = readable_models(context_of(db.session).rights)
        found = ((member.value, self.words(member.value, {})) for member in TableKind if member.value in names)
        return tuple(sorted(found, key=lambda choice: choice[1]))

    def words(self, value: str, names: dict[str, str]) -> str:
        return gettext(MODEL_LABELS[model_named(value)][1])


def _in_one(view: "DeletedView", changes: Sequence[JournalChange]) -> Response:
    """The ticked rows, as one operation."""
    summary = gettext("Rows put back: %(count)d", count=len(changes))
    return view.written(changes, summary, view.back_to_list(), page=view.page_of(changes[0]))


class DeletedView(BackofficeView):
    """The deletions of the last 90 days that were not taken back."""

    model = JournalChange
    route_base = "/supprimes"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "lookup"}
    columns = DELETED_COLUMNS
    order = ("at", "desc")
    intro = N_(
        "What was deleted in the last 90 days, as far as you may see it. « Put back » brings a row back with its "
        "number, its links and its history."
    )
    empty_text = N_(
        "Of what your screens show, nothing was deleted in the last 90 days, or all of it came back. What you do not "
        "open is not listed here."
    )
    filters = (
        KindFilter("kind", N_("Kind"), TableKind, JournalChange.model),
        EnumFilter(
            "door",
            N_("How"),
            Door,
            build=lambda doors, today: gone_by([Door(door) for door in doors]),
        ),
    )
    bulk = (
        BulkSpec(
            "put_back",
            N_("Put back"),
            "can_undo",
            _in_one,
            confirm=N_("Put the ticked rows back?"),
            icon="arrow-counterclockwise",
            is_reading=True,
        ),
    )

    def _init_titles(self) -> None:
        self.singular, self.plural = N_("Deleted row"), N_("Deleted rows")

    def base_criteria(self) -> tuple[Any, ...]:
        read_deletions(db.session)
        return still_gone(context_of(db.session).today)

    def may_act(self, is_writable: bool, rights: set[str]) -> bool:
        return self.may("can_undo")

    def row_act(self, row: JournalChange) -> Link | None:
        """Back in one press, for who could make it by hand."""
        if not may_take_back([(row.model, row.action)]):
            return None
        url, sent_once = self.url("restore_row", pk=row.id), (("once", once()),)
        return Link(gettext("Put back"), url, "arrow-counterclockwise", "primary", is_post=True, fields=sent_once)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """What a deleted row held, what comes back with it, and the button that puts it back."""
        change = self._gone(pk)
        model, today = model_named(change.model), context_of(db.session).today
        coming, refusal = self._coming([change])
        hers = self._hers([change, *coming.changes])
        is_elsewhere = bool(out_of_reach(coming, hers))
        is_offered = not (refusal or is_elsewhere) and self.may("can_undo") and self._may([change], coming)
        parts: tuple[JournalChange | Changed, ...] = (change, *coming.changes)
        holders = names_of_holders(db.session, [part for part in parts if part.id in hers])
        button = Link(
            gettext("Put back") if not coming.supports else gettext("Put all of it back"),
            self.url("restore_row", pk=pk),
            "arrow-counterclockwise",
            "primary",
            is_post=True,
            fields=(("with", "1"),),
        )
        told = {change.id, *(part.id for part in coming.supports)}
        labels = labels_of_ids(db.session, model, [change]) | holders
        return render(
            "journal/deleted_row.html",
            title=change.label,
            kind=gettext(kind_of(change)),
            crumbs=(*self.crumbs(), Crumb(change.label)),
            line=history_line(change, model, labels, self._hidden(model), today),
            supports=tuple(self._in_words(coming.supports, hers, holders)),
            is_elsewhere=is_elsewhere,
            parts=tuple(_counted(part for part in coming.changes if part.id not in told)),
            refusal=refusal,
            is_offered=is_offered,
            actions=(button,) if is_offered else (),
        )

    @expose("/restore/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("undo")
    def restore_row(self, pk: int) -> Response:
        """Brings a row back; with what it stands on, once its page has said what that is."""
        change = self._gone(pk)
        coming, refusal = self._coming([change])
        page = self.url("show", pk=pk)
        if refusal or (coming.supports and not request.form.get("with")):
            return redirect(page, 303)
        return self.written([change], change.label, self.page_of(change) or self.back_to_list(), refused=page)

    def page_of(self, change: JournalChange) -> str | None:
        """The page of a row, else of the meeting or the contract that it is a part of; none that the reader opens."""
        places = [(VIEW_OF_MODEL.get(model_named(change.model)), change.row_id)]
        places += [(view, change.fields.get(column, [None])[0]) for column, view in _WHOLES]
        for view, pk in places:
            if view is not None and pk is not None and self.may("can_show", view):
                return url_for(f"{view}.show", pk=pk)
        return None

    def _check_rights(self, changes: Sequence[JournalChange], coming: Any, *, is_bulk: bool) -> None:
        """The button of one row is shown to who may; ticked rows may be others, which is said."""
        if self._may(changes, coming):
            return
        if not is_bulk:
            abort(403)
        raise RuleViolation(_NOT_HERS)

    def written(
        self,
        changes: Sequence[JournalChange],
        summary: str,
        to: str,
        *,
        refused: str | None = None,
        page: str | None = None,
    ) -> Response:
        """Puts these rows back with all that comes along, as one operation; what refuses is said, and changes none."""
        try:
            coming = coming_back(db.session, changes, context_of(db.session).today)
            self._check_rights(changes, coming, is_bulk=refused is None)
            hers = self._hers(coming.changes)
            check_reach(coming, hers)
            holders = names_of_holders(db.session, [part for part in coming.changes if part.id in hers])
            names = self._in_words(coming.supports, hers, holders)
            total = put_back(db.session, changes, summary, context_of(db.session).today, with_supports=True)
            entry_id = commit_undoable()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(refused or to, 303)
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error).text(gettext), "danger")
            return redirect(refused or to, 303)
        text = ngettext("Put back: %(num)d row.", "Put back: %(num)d rows.", total)
        if names:
            text += " " + gettext("With what they depend on: %(names)s.", names=", ".join(names))
        flash_undoable(text, entry_id, page=page or "")
        return redirect(to, 303)

    def _gone(self, pk: int) -> JournalChange:
        """The deletion of a row that is still gone and that the reader may see; 404 when there is none."""
        asked = select(JournalChange).where(JournalChange.id == pk, *self.base_criteria())
        found = db.session.scalars(asked.options(joinedload(JournalChange.entry))).one_or_none()
        if pk > MAX_ID or found is None:
            abort(404)
        return found

    def _coming(self, changes: Sequence[JournalChange]) -> tuple[ComingBack, str]:
        """What comes back with these, and why none does; empty when they do."""
        try:
            return coming_back(db.session, changes, context_of(db.session).today), ""
        except RuleViolation as violation:
            return ComingBack([], []), violation.text(gettext)

    def _may(self, changes: Iterable[JournalChange], coming: ComingBack) -> bool:
        parts: tuple[JournalChange | Changed, ...] = (*changes, *coming.changes)
        return may_take_back((part.model, part.action) for part in parts)

    def _hers(self, changes: Iterable[JournalChange | Changed]) -> set[int]:
        """Of these deletions, the ids of those that the reader sees."""
        ids = [change.id for change in changes]
        return set(db.session.scalars(select(JournalChange.id).where(JournalChange.id.in_(ids))))

    def _in_words(
        self, supports: Sequence[Changed], hers: Collection[int], holders: Mapping[tuple[type, int], str]
    ) -> list[str]:
        """These rows by their kind and name; those out of the reader's sight have none."""
        hidden = gettext("outside your arrondissements")

        def name(change: Changed) -> str:
            known = holders.get((model_named(change.model), change.row_id), hidden)
            return change.label if change.id in hers else known

        return [
            f"{gettext(kind_of(change))} – {name(change)}"
            for change in supports
            if change.model in TableKind.__members__
        ]

    def _hidden(self, model: type) -> frozenset[str]:
        """The fields of a table that need the right to personal data, which the reader may lack."""
        if self.reads_personal():
            return frozenset()
        view = next((item for item in self.appbuilder.baseviews if getattr(item, "model", None) is model), None)
        return frozenset() if view is None else view.personal


def _counted(parts: Iterable[Changed]) -> Iterable[str]:
    """How many parts of each kind come back: « Attendances: 12 »."""
    totals = Counter(part.model for part in parts)
    for name, total in totals.items():
        yield gettext("%(label)s: %(value)s", label=gettext(MODEL_LABELS[model_named(name)][1]), value=total)
