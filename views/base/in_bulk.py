"""Acts and responsibles for many rows at once, by the doors of one: each row is tried before any is written.

What an act or a field says (`in_bulk`) puts a button in the bar of the list. Its page asks what the act asks, once for
all; rows that the rules refuse are told with the reason, and the others are written as one operation, with « Undo ».
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_wtf import FlaskForm
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import TABLES
from mdo.kernel.freshness.confirmations import confirm
from mdo.kernel.freshness.looked_at import CONFIRMED
from mdo.kernel.labels import field_label
from mdo.kernel.states.acts import Act
from models.journal import Door
from views.base.acting import ActingView
from views.base.actions import BulkSpec
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.editing import assign
from views.base.fields import posted_ids
from views.base.forms import RecordForm, form_class, value_of
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable, written

_ACT, _SET = "act-", "set-"
_CHOOSE = "acts"
# Beyond, the acts of a list are one button, which asks which.
_FEW_ACTS = 2


@dataclass(frozen=True)
class BulkAct:
    """What is done to each of many rows: `ask` are the fields of its form, `write` fills one, checks and flushes it.

    What leaves with it, as a message does, is not undone (`is_undoable`).
    """

    title: str
    form: FlaskForm
    ask: tuple[str, ...]
    write: Callable[[Any], None]
    is_undoable: bool = True


class InBulkView(ActingView):
    """A screen whose list does acts, and gives responsibles, to many rows at once."""

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        found = super().all_bulk()
        safe = tuple(spec for spec in found if not spec.is_danger)
        return (*safe, *self._in_bulk(), *(spec for spec in found if spec.is_danger))

    def _in_bulk(self) -> Sequence[BulkSpec]:
        if "edit" in self.exclude_route_methods:
            return ()
        specs = []
        if self.model in CONFIRMED:
            specs.append(BulkSpec("confirm", N_("Still right"), "can_edit", _confirm_rows, icon="check2-square"))
        acts = [act for act in self.machine.acts if act.in_bulk] if self.machine is not None else []
        are_many = len(acts) > _FEW_ACTS
        if are_many:
            specs.append(BulkSpec(_CHOOSE, N_("Change the state"), "can_edit", _choose_act, icon="arrow-repeat"))
        specs += [
            BulkSpec(f"{_ACT}{act.name}", act.label, "can_edit", _act_on_rows, icon=act.icon, is_listed=not are_many)
            for act in acts
        ]
        table = TABLES.get(self.model)
        specs += [
            BulkSpec(f"{_SET}{field.name}", field.label, "can_edit", _set_on_rows, icon="person")
            for field in (table.fields.values() if table is not None else ())
            if field.is_in_bulk and field.name in self.form_fields
        ]
        return specs

    def set_alone(self, row: Any, name: str, value: Any) -> None:
        """Fills a field of a row, and empties those that would say it in another way."""
        assign(row, name, value)
        for column in self.columns:
            if column.in_place[:1] == (name,) and value is not None:
                for other in column.in_place[1:]:
                    setattr(row, other, None)


def _choose_act(view: Any, rows: Sequence[Any]) -> Any:
    """Which act is done to the rows: one button each."""
    return render(
        "base/in_bulk_choice.html",
        title=gettext("Change the state"),
        crumbs=(*view.crumbs(), Crumb(gettext("Change the state"))),
        rows=list(view.names_of(rows).values()),
        acts=[(f"{_ACT}{act.name}", gettext(act.label), act.icon) for act in view.machine.acts if act.in_bulk],
        **_kept(view, rows),
    )


def _act_on_rows(view: Any, rows: Sequence[Any]) -> Any:
    act: Act = view.machine.act(request.form["action"].removeprefix(_ACT))
    is_first = "step" not in request.form
    asked = {row.id: view.asked_of(act, row) for row in rows if view.may_start(act, row)}
    names = [name for name in act.asks if any(name in columns for columns, _ in asked.values())]
    more = [name for name in act.more if any(name in others for _, others in asked.values())]
    form_type = view.act_forms[act.name]
    form: RecordForm = form_type(formdata=None) if is_first else form_type()
    for name in {*act.asks, *act.more} - {*names, *more}:
        del form[name]
    for name in names:
        offered = [member for row in rows if row.id in asked for member in act.among(row).get(name, ())]
        if offered:
            form[name].offered = tuple(dict.fromkeys(offered))
    if is_first and rows:
        for name, value in view.proposed(act, rows[0]).items():
            if name in form:
                form[name].data = value

    def write(row: Any) -> None:
        if not view.may_start(act, row) or not act.who(db.session, row):
            raise RuleViolation(view.machine.elsewhere or N_("This act is not for this row."))
        columns, _ = view.asked_of(act, row)
        with db.session.no_autoflush:
            for name in columns:
                assign(row, name, form[name].data)
            view.write_act(act, row, form)
        db.session.flush()
        view.write_along_act(act, row)
        db.session.flush()

    return run_in_bulk(view, rows, BulkAct(gettext(act.label), form, (*more, *names), write))


def _set_on_rows(view: Any, rows: Sequence[Any]) -> Any:
    name = request.form["action"].removeprefix(_SET)
    relations = dict(view.relations)
    within = relations[name].within if name in relations else ""
    if within:
        over = {value_of(row, within) for row in rows}
        if len(over) > 1:
            what = gettext(field_label(view.model, within))
            flash(
                gettext("The ticked rows differ by “%(what)s”: filter the list, then do it again.", what=what),
                "warning",
            )
            return redirect(view.back_to_list())
        target = inspect(view.model).relationships[name].mapper.class_
        relations[name] = relations[name].hung_on(target, over.pop() if over else None)
    form_type = form_class(view.model, (name,), relations, (), type(view).__name__)
    is_first = "step" not in request.form
    form = form_type(formdata=None) if is_first else form_type()
    held = {value_of(row, name) for row in rows}
    if is_first and len(held) == 1:
        form[name].data = held.pop()

    def write(row: Any) -> None:
        if name in view.locked_fields(row):
            raise RuleViolation(N_("Someone outside your arrondissements stands there: only who sees it changes it."))
        with db.session.no_autoflush:
            view.set_alone(row, name, form[name].data)
            view.check(row)
        db.session.flush()
        view.write_along(row)
        db.session.flush()

    return run_in_bulk(view, rows, BulkAct(gettext(field_label(view.model, name)), form, (name,), write))


def run_in_bulk(view: Any, rows: Sequence[Any], work: BulkAct) -> Any:
    """Asks what the work asks; then tries each row, tells what is refused, and writes the others at once."""
    if "step" not in request.form:
        return _page(view, rows, work)
    ids = [row.id for row in rows]
    if request.form["step"] == "write":
        accepted = posted_ids(request.form.getlist("accepted"))
        ids = [row_id for row_id in ids if row_id in accepted]
    if not work.form.validate():
        return _page(view, rows, work, status=422)
    if request.form["step"] != "write" or not ids:
        refused = _refused(view, ids, work)
        if refused:
            return _page(view, view.rows_by_id(ids), work, refused=refused)
    total = len(ids)
    what = gettext(view.plural)
    through(db.session, Door.BULK, gettext("%(act)s (%(what)s: %(count)d)", act=work.title, what=what, count=total))
    try:
        for row in view.rows_by_id(ids):
            work.write(row)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError):
        db.session.rollback()
        # Together they refuse what each would allow, or someone changed one meanwhile: each is told again.
        refused = _refused(view, ids, work) or dict.fromkeys(ids, gettext("These rows cannot be changed together."))
        return _page(view, view.rows_by_id(ids), work, refused=refused, status=409)
    done = ngettext("%(act)s: %(num)d row.", "%(act)s: %(num)d rows.", total, act=work.title)
    flash_undoable(done, entry_id if work.is_undoable else None)
    return redirect(view.back_to_list())


def _refused(view: Any, ids: Sequence[int], work: BulkAct) -> dict[int, str]:
    """Why rows are refused, by id: each is tried alone, and nothing of it stays."""
    found = {}
    for row_id in ids:
        through(db.session, Door.BULK, work.title)
        try:
            for row in view.rows_by_id([row_id]):
                work.write(row)
        except (RuleViolation, SQLAlchemyError) as error:
            violation = error if isinstance(error, RuleViolation) else violation_of(error, view.model.__table__)
            found[row_id] = violation.text(gettext)
        db.session.rollback()
    return found


def _page(
    view: Any, rows: Sequence[Any], work: BulkAct, *, refused: dict[int, str] | None = None, status: int = 200
) -> Any:
    told = [(number, name, (refused or {}).get(number, "")) for number, name in view.names_of(rows).items()]
    accepted = [row_id for row_id, _, why in told if not why]
    return render(
        "base/in_bulk.html",
        status=status,
        title=work.title,
        crumbs=(*view.crumbs(), Crumb(work.title)),
        form=work.form,
        names=work.ask,
        rows=told,
        accepted=accepted,
        is_tried=refused is not None,
        action=request.form["action"],
        **_kept(view, rows),
    )


def _kept(view: Any, rows: Sequence[Any]) -> dict[str, Any]:
    return {
        "ids": [row.id for row in rows],
        "query": view.list_query(),
        "action_url": view.url("bulk_action"),
        "cancel_url": view.back_to_list(),
    }


def _confirm_rows(view: Any, rows: Sequence[Any]) -> Any:
    """« Toujours exact »: nothing in the rows changes."""
    total = len(rows)
    words = ngettext("Confirmed: %(num)d record", "Confirmed: %(num)d records", total)

    def write() -> str:
        confirm(db.session, [(view.model.__name__, row.id) for row in rows])
        return gettext("%(done)s.", done=words)

    written(words, write, Door.BULK)
    return redirect(view.back_to_list())
