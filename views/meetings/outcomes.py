"""Decisions and actions recorded on the page of a meeting, under an item of its agenda or apart."""

from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.rules.row_rules import check_row
from mdo.meetings.actions import name_owner
from mdo.meetings.agenda import next_position
from models.journal import Door
from models.meetings import ActionItem, Decision, Meeting
from views.base.attached import attached_to_change, owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.forms import form_class
from views.base.integrity import violation_of
from views.base.kept import keeps_typing
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.meetings.forms import add_child, page_of

_DECISION_FIELDS = ("text", "votes_for", "votes_against", "abstentions")
_ACTION_FIELDS = ("text", "owner_name", "due_on")
DecisionForm = form_class(Decision, _DECISION_FIELDS, {}, (), "DecisionView")
ActionForm = form_class(ActionItem, _ACTION_FIELDS, {}, (), "ActionView")


def _no_rule(row: Decision) -> None:
    """What a decision needs is in its columns."""


class OutcomeActs(BackofficeView):
    """What the page of a meeting records of it."""

    @expose("/<int:pk>/decision", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def add_decision(self, pk: int) -> Any:
        """Records a decision; `?item=12` is the item of the agenda that it is about."""
        if not self.may("can_add", "DecisionView"):
            abort(403)
        meeting = owner_to_change(self, pk)
        item_id = _asked_item(meeting)
        row = Decision(meeting_id=meeting.id, agenda_item_id=item_id, position=next_position(meeting.decisions))
        return add_child(
            self,
            meeting,
            DecisionForm,
            row,
            _DECISION_FIELDS,
            _no_rule,
            action_url=self.url("add_decision", pk=pk, item=item_id),
            anchor=_anchor(item_id),
        )

    @expose("/<int:pk>/action", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def add_action(self, pk: int) -> Any:
        """Records an action; the name of an account makes it the account's."""
        if not self.may("can_add", "ActionView"):
            abort(403)
        meeting = owner_to_change(self, pk)
        item_id = _asked_item(meeting)

        def check(row: ActionItem) -> None:
            name_owner(db.session, row)
            check_row(db.session, row, context_of(db.session).today)

        return add_child(
            self,
            meeting,
            ActionForm,
            ActionItem(meeting_id=meeting.id, agenda_item_id=item_id),
            _ACTION_FIELDS,
            check,
            action_url=self.url("add_action", pk=pk, item=item_id),
            anchor=_anchor(item_id),
        )

    @expose("/decision/<int:decision_id>/supprimer", methods=["POST"])
    @has_access
    @permission_name("delete")
    def delete_decision(self, decision_id: int) -> Any:
        """Takes a decision off the meeting; the others keep their numbers, which minutes may have quoted."""
        return self._take_off(Decision, decision_id, "DecisionView")

    @expose("/action/<int:action_id>/supprimer", methods=["POST"])
    @has_access
    @permission_name("delete")
    def delete_action(self, action_id: int) -> Any:
        """Takes an action off the meeting."""
        return self._take_off(ActionItem, action_id, "ActionView")

    def _take_off(self, model: Any, row_id: int, view: str) -> Any:
        if not self.may("can_delete", view):
            abort(403)
        row = attached_to_change(model, row_id)
        meeting_id, anchor, label = row.meeting_id, _anchor(row.agenda_item_id), str(row)
        through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=label))
        try:
            db.session.delete(row)
            entry_id = commit_undoable()
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error, model.__table__, is_delete=True).text(gettext), "danger")
        else:
            flash_undoable(gettext("Deleted: %(what)s.", what=label), entry_id)
        return redirect(page_of(meeting_id, anchor))


def _asked_item(meeting: Meeting) -> int | None:
    """The item of this agenda that the address names; 404 for one of another meeting."""
    if "item" not in request.args:
        return None
    ids = posted_ids(request.args.getlist("item"))
    if len(ids) != 1 or ids[0] not in {item.id for item in meeting.agenda}:
        abort(404)
    return ids[0]


def _anchor(item_id: int | None) -> str:
    return "apart" if item_id is None else f"item-{item_id}"
