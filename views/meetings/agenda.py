"""The agenda on the page of a meeting: items added, changed, moved and deleted, and their notes saved in place."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, jsonify, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.history import last_change_of
from mdo.meetings.agenda import DOWN, UP, move, next_position, number_again
from mdo.meetings.removal import detach_items
from models.journal import Door
from models.meetings import AgendaItem
from views.base.attached import attached_to_change, owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import clean_text
from views.base.forms import form_class
from views.base.kept import keeps_typing, typed_again
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import moment_in_words
from views.meetings.forms import add_child, change_child, page_of
from views.meetings.page import ITEM_FIELDS

LONGEST_NOTES = 50_000
ItemForm = form_class(AgendaItem, ITEM_FIELDS, {}, ("title",), "MeetingView")


def _nothing_to_check(row: AgendaItem) -> None:
    """What an item needs is in its columns."""


class AgendaActs(BackofficeView):
    """What the page of a meeting does to its agenda."""

    @expose("/<int:pk>/point", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def add_item(self, pk: int) -> Any:
        """Adds an item at the end."""
        meeting = owner_to_change(self, pk)
        item = AgendaItem(meeting_id=meeting.id, position=next_position(meeting.agenda))
        return add_child(
            self,
            meeting,
            ItemForm,
            item,
            ITEM_FIELDS,
            _nothing_to_check,
            action_url=self.url("add_item", pk=pk),
            anchor="add-item",
        )

    @expose("/point/<int:item_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def edit_item(self, item_id: int) -> Any:
        """Changes an item: what is in its form alone, neither its notes nor its place."""
        return change_child(
            self,
            attached_to_change(AgendaItem, item_id),
            ItemForm,
            ITEM_FIELDS,
            _nothing_to_check,
            action_url=self.url("edit_item", item_id=item_id),
            anchor=f"item-{item_id}",
        )

    @expose("/point/<int:item_id>/deplacer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def move_item(self, item_id: int) -> Any:
        """Moves an item one place up or down."""
        item: AgendaItem = attached_to_change(AgendaItem, item_id)
        meeting = item.meeting
        through(db.session, Door.FORM, gettext("Order of the agenda: %(what)s", what=meeting))
        direction = UP if request.form.get("direction") == UP else DOWN
        try:
            place = move(meeting.agenda, item, direction)
            entry_id = commit_undoable()
        except StaleDataError:
            db.session.rollback()
            flash(gettext("Someone changed the agenda meanwhile: here it is now. Move the item again."), "warning")
        else:
            total = len(meeting.agenda)
            text = gettext("« %(what)s » is now item %(place)d of %(total)d.", what=item, place=place, total=total)
            flash_undoable(text, entry_id)
        return redirect(page_of(meeting.id, f"item-{item_id}"))

    @expose("/point/<int:item_id>/supprimer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def delete_item(self, item_id: int) -> Any:
        """Takes an item off the agenda; its decisions and actions stay, apart."""
        item: AgendaItem = attached_to_change(AgendaItem, item_id)
        meeting, label = item.meeting, str(item)
        through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=label))
        try:
            detach_items(db.session, [item.id])
            rest = [other for other in meeting.agenda if other is not item]
            db.session.delete(item)
            number_again(rest)
            entry_id = commit_undoable()
        except SQLAlchemyError:
            db.session.rollback()
            flash(gettext("Someone changed the agenda meanwhile: here it is now. Delete the item again."), "warning")
        else:
            flash_undoable(gettext("Deleted: %(what)s.", what=label), entry_id)
        return redirect(page_of(meeting.id, "agenda"))

    @expose("/point/<int:item_id>/notes", methods=["POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def save_notes(self, item_id: int) -> Any:
        """Saves the notes of an item, unless someone saved others since they were read: both are then shown.

        A script asks for JSON; without one the answer is the page.
        """
        item: AgendaItem = attached_to_change(AgendaItem, item_id)
        typed = typed_again()
        sent = request.form if typed is None else typed
        base, mine = _text(sent.get("base")), _text(sent.get("notes"))
        if typed is not None:
            return self._with_notes(item, {"mine": mine, "base": base}, 200)
        if len(mine) > LONGEST_NOTES:
            flash(gettext("These notes are too long: at most %(max)d characters.", max=LONGEST_NOTES), "danger")
            return self._with_notes(item, {"mine": mine, "base": base}, 422)
        current = item.notes or ""
        if current not in (base, mine):
            return self._both(item, mine)
        through(db.session, Door.FORM, gettext("Notes: %(what)s", what=item))
        try:
            item.notes = mine or None
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return self._with_notes(attached_to_change(AgendaItem, item_id), {"mine": mine, "base": base}, 422)
        except StaleDataError:
            db.session.rollback()
            return self._both(attached_to_change(AgendaItem, item_id), mine)
        if _wants_json():
            return jsonify(base=item.notes or "")
        flash_undoable(gettext("Saved: %(what)s.", what=item), entry_id)
        return redirect(page_of(item.meeting_id, f"item-{item_id}"))

    def _both(self, item: AgendaItem, mine: str) -> Any:
        """Someone else's notes beside those just typed; nothing is written."""
        entry = last_change_of(db.session, item, "notes")
        name = (entry.actor_name if entry else "") or gettext("someone")
        who = gettext("%(name)s (%(when)s)", name=name, when=moment_in_words(entry.at)) if entry else name
        theirs = item.notes or ""
        if _wants_json():
            words = gettext("%(who)s saved other notes meanwhile. Yours are below, nothing is lost.", who=who)
            return jsonify(theirs=theirs, words=words), 409
        return self._with_notes(item, {"mine": mine, "base": theirs, "theirs": theirs, "who": who}, 409)

    def _with_notes(self, item: AgendaItem, notes: Mapping[str, str], status: int) -> Any:
        """The page of the meeting with the notes that came back in the place of those stored."""
        g.typed_notes = (item.id, notes)
        response = self.show(item.meeting_id)
        response.status_code = status
        return response


def _text(value: str | None) -> str:
    text: str = clean_text(value or "") or ""
    return text


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
