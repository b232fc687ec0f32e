"""A cell of a list changed where it stands: one field, through the door of the form, with what was seen of it.

The list says nothing more for it: a cell sends the words that it showed and those that were typed. Words that are no
longer those of the row are a conflict, and both are shown. A relation is said by the name of the row that it leads to.
"""

from collections.abc import Mapping
from typing import Any

from flask import abort, jsonify, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import inspect
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of, through
from mdo.kernel.fields.columns import Column
from mdo.kernel.journal.history import last_change_of
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import Opening, save_changes
from views.base.forms import snapshot
from views.base.relations import Relation
from views.base.showing import RecordView
from views.base.undoing import is_offered_to_undo
from views.base.words import cell_of, moment_in_words

_SAVED, _CONFLICT, _REFUSED = "saved", "conflict", "refused"
_STATUS = {_SAVED: 200, _CONFLICT: 409, _REFUSED: 422}


class InPlaceView(RecordView):
    """A screen whose list changes the cells that the fields of its table say (`is_in_place`)."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        has_cells = any(column.in_place for column in cls.columns) and "edit" not in cls.exclude_route_methods
        if "model" in cls.__dict__ and not has_cells:
            cls.exclude_route_methods = {*cls.exclude_route_methods, "cell"}

    @classmethod
    def cells_of(cls) -> Mapping[str, Column]:
        """The columns that are changed in the list, by name."""
        if "cell" in cls.exclude_route_methods:
            return {}
        return {column.name: column for column in cls.columns if column.in_place}

    def cell_lookup(self, column: Column) -> str:
        """Where the names that a cell may hold are searched; empty where anything may be typed."""
        name = column.in_place[0]
        return self.url("lookup", field=name) if name in inspect(self.model).relationships else ""

    @expose("/cell/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def cell(self, pk: int) -> Any:
        """Writes `value` in the cell `field` that showed `seen`; the answer says what it holds, in words."""
        column = self.cells_of().get(request.form.get("field", ""))
        if column is None or column not in self.visible_columns():
            abort(404)
        row = self.fetch(pk, for_update=True)
        names = column.in_place
        is_hidden = {*names} & {*self.hidden_fields(), *self.locked_fields(row)}
        if not self.may_change(row) or is_hidden or not {*names} <= {*self.form_fields}:
            abort(403)
        seen, value = request.form.get("seen", ""), request.form.get("value", "")
        now = self._words(column, row)
        if _same(value, now):
            return self._answer(_SAVED, column, row)
        if not _same(seen, now):
            return self._answer(_CONFLICT, column, row, text=self._who(row, names))
        typed, refusal = self._typed(column, value)
        if refusal:
            return self._answer(_REFUSED, column, row, text=refusal)
        through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
        form = self.open_form(names, row, MultiDict({**typed, "csrf_token": request.form.get("csrf_token", "")}))
        if form.validate():
            question = self.asked_first(form, row)
            if question:
                return self._answer(_REFUSED, column, row, text=gettext("%(why)s Open the form.", why=question))
            opening = Opening(snapshot(row, names))
            outcome = save_changes(form, row, names, self.check, self.keeper(row), self.write_along, opening)
            if outcome.row is not None:
                return self._answer(_SAVED, column, outcome.row, undo=_undo_of(outcome.entry_id))
        said = [text for name in names for text in form[name].errors] + list(form.form_errors)
        elsewhere = [text for name, texts in form.errors.items() if name not in names for text in texts]
        db.session.rollback()
        text = " ".join(str(item) for item in dict.fromkeys(said or elsewhere))
        return self._answer(_REFUSED, column, self.fetch(pk), text=text)

    def _words(self, column: Column, row: Any) -> str:
        return cell_of(column, row, context_of(db.session).today).text

    def _answer(self, status: str, column: Column, row: Any, *, text: str = "", undo: str = "") -> Response:
        cell = cell_of(column, row, context_of(db.session).today)
        answer = jsonify(status=status, words=cell.text, url=cell.url, tone=cell.tone, text=text, undo=undo)
        answer.status_code = _STATUS[status]
        return answer

    def _who(self, row: Any, names: tuple[str, ...]) -> str:
        """Who changed the cell, and when."""
        entries = (last_change_of(db.session, row, key) for name in names for key in (name, f"{name}_id"))
        entry = next((entry for entry in entries if entry is not None), None)
        if entry is None:
            return gettext("Changed meanwhile.")
        who = entry.actor_name or gettext("someone")
        return gettext("Changed meanwhile by %(who)s (%(when)s).", who=who, when=moment_in_words(entry.at))

    def _typed(self, column: Column, value: str) -> tuple[dict[str, str], str]:
        """What is typed as the fields of the form, or why it cannot be.

        A name that leads to no row goes to the second field of a column that has one: who is not of the house.
        """
        name, *others = column.in_place
        mapped = inspect(self.model).relationships.get(name)
        if mapped is None:
            return {name: value}, ""
        empty = dict.fromkeys(column.in_place, "")
        text = " ".join(value.split())
        if not text:
            return empty, ""
        found, _more = self.relations.get(name, Relation()).search(mapped.mapper.class_, text, 1)
        named = [row_id for row_id, label in found if label.casefold() == text.casefold()]
        if len(named) == 1:
            return {**empty, name: str(named[0])}, ""
        if others and not named:
            return {**empty, others[0]: text}, ""
        return {}, gettext("“%(name)s” is not among the choices: take one that is offered.", name=text[:100])


def _undo_of(entry_id: int | None) -> str:
    """Where what was just written is taken back, for who may."""
    is_offered = entry_id is not None and is_offered_to_undo(entry_id)
    return url_for("UndoView.take_back", pk=entry_id) if is_offered else ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
