"""Saving a form: the optimistic lock, the rules, the database's own refusals; nothing typed is ever lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.history import last_change_of
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.labels import field_label
from mdo.kernel.sessions.edit_merge import merge
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import RelationField
from views.base.forms import RecordForm, snapshot, submitted
from views.base.integrity import violation_of
from views.base.pages import FieldConflict
from views.base.words import moment_in_words, value_in_words

_THEIRS, _MINE = "theirs", "mine"


@dataclass(frozen=True)
class SaveOutcome:
    """What became of a save: the row when it is saved; otherwise the conflicts, or the form's own errors.

    `opened` is the signed opening of the form that asks about the conflicts; `entry_id` is the journal entry made.
    """

    row: Any = None
    conflicts: tuple[FieldConflict, ...] = ()
    opened: str = ""
    entry_id: int | None = None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-opened")


@dataclass(frozen=True)
class Opening:
    """The values that a form is compared with, and those at first opening of the fields it asks to choose for."""

    values: dict[str, Any]
    asked: dict[str, Any] = field(default_factory=dict)

    def signed_for(self, row: Any) -> str:
        """As text that travels in the form and that nobody can forge or use for another row."""
        signed: str = _signer().dumps([type(row).__name__, row.id, self.values, self.asked])
        return signed


def sign_opening(row: Any, names: Sequence[str]) -> str:
    """The values a form is opened with, signed, to travel in the form."""
    return Opening(snapshot(row, names)).signed_for(row)


def read_opening(row: Any, token: str | None) -> Opening | None:
    """The values at opening; None when the token is absent, forged or of another row."""
    try:
        model, row_id, values, asked = _signer().loads(token or "")
    except (BadSignature, ValueError):
        return None
    return Opening(values, asked) if (model, row_id) == (type(row).__name__, row.id) else None


def add_violation(form: FlaskForm, violation: RuleViolation) -> None:
    """Puts the sentences of refusals at their fields (a foreign key's at its relation), or above the form."""
    for each in violation.all:
        add_one(form, each)


def add_one(form: FlaskForm, violation: RuleViolation) -> None:
    """Puts the sentence of this refusal alone."""
    text = violation.text(gettext)
    name = violation.field or ""
    for candidate in (name, name.removesuffix("_id")):
        if candidate in form:
            form[candidate].errors = [*form[candidate].errors, text]
            return
    form.form_errors = [*form.form_errors, text]


def assign(row: Any, name: str, value: Any) -> None:
    """Writes a form value on a row; ids become rows of the session, so that rules may read the relation at once."""
    relations = inspect(type(row)).relationships
    if name not in relations:
        setattr(row, name, value)
        return
    relation = relations[name]
    target = relation.mapper.class_
    if relation.uselist:
        rows = db.session.scalars(select(target).where(target.id.in_(value or []))).all()
        unseen = [item for item in getattr(row, name) if item.id in set(value or []) and item not in rows]
        setattr(row, name, sorted([*rows, *unseen], key=lambda item: item.id))
        return
    setattr(row, name, None if value is None else db.session.get(target, value))


def _nothing_more(row: Any) -> None:
    """Most saves bring nothing along."""


def save_new(
    form: RecordForm,
    row: Any,
    names: Sequence[str],
    check: Callable[[Any], None],
    along: Callable[[Any], None] = _nothing_more,
) -> SaveOutcome:
    """Creates a row from a valid form. `check` runs the rules of the trade, `along` what is written with the row."""
    return _write(form, row, {name: form[name].data for name in names}, check, along, is_new=True)


def save_changes(
    form: RecordForm,
    row: Any,
    names: Sequence[str],
    check: Callable[[Any], None],
    kept: Callable[[str, Any], Any],
    along: Callable[[Any], None] = _nothing_more,
    opening: Opening | None = None,
) -> SaveOutcome:
    """Writes on a row only what this reader changed.

    `kept` completes a collection by what the reader could not see in the form. When both people changed the same
    field, nothing is written until this reader has chosen; the form then carries theirs as the opening of that field
    alone, so that the fields left as they were go on being nobody's change. `opening` is what was seen of the row,
    where the form does not say it.
    """
    if opening is None:
        opening = read_opening(row, request.form.get("opened")) if names else Opening({})
    theirs = snapshot(row, names)
    if opening is None:
        form.form_errors = [*form.form_errors, gettext("This form is too old to be checked: open the row again.")]
        return SaveOutcome()
    mine = {name: kept(name, value) for name, value in submitted(form, names).items() if name in opening.values}
    choices = {name: request.form.get(f"choice_{name}") for name in opening.asked}
    mine.update({name: opening.values[name] for name, choice in choices.items() if name in mine and choice == _THEIRS})
    result = merge(opening.values, theirs, mine)
    asked = {name: opening.asked[name] for name in result.changes if choices.get(name, _MINE) != _MINE}
    asked |= {name: opening.asked.get(name, opening.values[name]) for name in result.conflicts}
    if asked:
        again = Opening({**opening.values, **{name: theirs[name] for name in asked}}, asked)
        conflicts = tuple(_conflict(form, row, name, asked, theirs, mine) for name in names if name in asked)
        return SaveOutcome(conflicts=conflicts, opened=again.signed_for(row))
    values = {name: kept(name, form[name].data) for name in result.changes}
    return _write(form, row, values, check, along, is_new=False)


def _write(
    form: RecordForm,
    row: Any,
    values: dict[str, Any],
    check: Callable[[Any], None],
    along: Callable[[Any], None],
    *,
    is_new: bool,
) -> SaveOutcome:
    table = type(row).__table__
    try:
        with db.session.no_autoflush:
            for name, value in values.items():
                assign(row, name, value)
            check(row)
        if is_new:
            db.session.add(row)
        db.session.flush()
        along(row)
        db.session.flush()
        entry_id = current_entry_id(db.session)
        db.session.commit()
    except RuleViolation as violation:
        db.session.rollback()
        add_violation(form, violation)
        return SaveOutcome()
    except SQLAlchemyError as error:
        db.session.rollback()
        add_violation(form, violation_of(error, table))
        return SaveOutcome()
    return SaveOutcome(row=row, entry_id=entry_id)


def _conflict(form: RecordForm, row: Any, name: str, opened: Any, theirs: Any, mine: Any) -> FieldConflict:
    entry = last_change_of(db.session, row, name) or last_change_of(db.session, row, f"{name}_id")
    values = (opened.get(name), theirs.get(name), mine.get(name))
    return FieldConflict(
        field=name,
        label=gettext(field_label(type(row), name)),
        opened=_in_words(form, name, values[0]),
        theirs=_in_words(form, name, values[1]),
        mine=_in_words(form, name, values[2]),
        who=(entry.actor_name if entry else "") or gettext("someone"),
        when=moment_in_words(entry.at) if entry else "",
    )


def _in_words(form: RecordForm, name: str, value: Any) -> str:
    item = form[name]
    if value is None or value == []:
        return ""
    if isinstance(item, RelationField):
        ids = value if isinstance(value, list) else [value]
        labels = {**item.fetch(ids), **item.known}
        return ", ".join(labels.get(row_id, gettext("outside your arrondissements")) for row_id in ids)
    enum = getattr(item, "enum", None)
    if enum is not None:
        return value_in_words(enum(value))
    if item.render_kind == "date":
        year, month, day = str(value).split("-")
        return f"{day}/{month}/{year}"
    return value_in_words(value)
