"""Forms built from the columns of a model: types, lengths and obligation come from the table, words from the labels."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import Boolean, Date, Integer, String, Text, inspect
from sqlalchemy.orm import Mapper
from wtforms import Field, HiddenField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from mdo.kernel.base.bounds import violation_of_bounds
from mdo.kernel.fields.help import field_help
from mdo.kernel.journal.values import stored
from mdo.kernel.labels import field_label
from models.bounds import bounds_of
from models.types import Hundredths, UtcDateTime
from views.base.catalogues import gettext
from views.base.fields import (
    ChoiceField,
    DayField,
    EmailField,
    FrenchDecimalField,
    LongTextField,
    RelationField,
    RelationsField,
    TextField,
    UrlField,
    WholeNumberField,
    YesNoField,
    YesNoUnknownField,
)
from views.base.moments import MomentField
from views.base.relations import Relation

_EMAIL_FIELDS = ("email", "mailbox", "guardian_email", "mairie_email", "contact_email")
# The keyboard that a phone opens, by the end of the name of a column.
_KEYBOARDS = (("phone", "tel"), ("postal_code", "numeric"), ("siret", "numeric"))
_MAX_LONG_TEXT = 10_000
# FAB puts any other column in a line of text: a dictionary comes back as the text of itself.
_READABLE = (String, Boolean, Date, Integer, Hundredths, UtcDateTime)


class RecordForm(FlaskForm):
    """A form over a record; `opened` carries, signed, the values it was opened with (the optimistic lock)."""

    opened = HiddenField()


def form_class(
    model: type,
    names: Sequence[str],
    relations: Mapping[str, Relation],
    required: Sequence[str],
    endpoint: str,
) -> type[RecordForm]:
    """The form over these attributes of a model (columns, or relations by their name)."""
    fields = {name: _field(model, name, relations.get(name, Relation()), name in required, endpoint) for name in names}
    return type(f"{model.__name__}Form", (RecordForm,), fields)


def _field(model: type, name: str, relation: Relation, is_required: bool, endpoint: str) -> Field:
    mapper: Mapper[Any] = inspect(model)
    help_id = field_help(model, name)
    help_text = lazy_gettext(help_id) if help_id else ""
    if name in mapper.relationships:
        label = lazy_gettext(field_label(model, name))
        return _relation_field(mapper.relationships[name], name, relation, label, help_text, is_required, endpoint)
    column = mapper.columns[name]
    if not isinstance(column.type, _READABLE):
        raise TypeError(f"{model.__name__}.{name}: no form field reads {column.type!r}; show it in a page of its own.")
    label = lazy_gettext(field_label(model, name))
    enum = getattr(column.type, "enum_class", None)
    default: Any = column.default
    has_default = default is not None
    must_fill = is_required or (not column.nullable and not has_default)
    is_text = isinstance(column.type, String) and enum is None
    # A text of spaces or invisible characters alone was typed, and is nothing once cleaned.
    needed = (DataRequired if is_text else InputRequired)(lazy_gettext("Fill this field."))
    validators: list[Any] = [needed] if must_fill else [Optional()]
    common: dict[str, Any] = {"description": help_text}
    if enum is not None:
        if has_default:
            common["default"] = default.arg
        return ChoiceField(label, validators, enum=enum, choices=(), **common)
    if isinstance(column.type, Boolean) and column.nullable:
        return YesNoUnknownField(label, validators, choices=(), **common)
    if isinstance(column.type, Boolean):
        return YesNoField(label, default=bool(default.arg) if has_default else False, **common)
    if isinstance(column.type, UtcDateTime):
        return MomentField(label, validators, **common)
    if isinstance(column.type, Date):
        return DayField(label, [*validators, within_bounds(column)], **common)
    if isinstance(column.type, Integer | Hundredths):
        if has_default:
            common["default"] = default.arg
        if isinstance(column.type, Hundredths):
            common["places"] = column.type.scale
        kind = FrenchDecimalField if isinstance(column.type, Hundredths) else WholeNumberField
        return kind(label, [*validators, within_bounds(column)], **common)
    return _text_field(column, label, validators, **common)


def _text_field(column: Any, label: Any, validators: list[Any], **common: Any) -> Field:
    """A line or an area of text; an e-mail or a web address by the name of its column."""
    name = column.key
    length = _MAX_LONG_TEXT if isinstance(column.type, Text) else column.type.length
    validators.append(longest(length))
    if isinstance(column.type, Text):
        return LongTextField(label, validators, **common)
    if name in _EMAIL_FIELDS:
        validators.append(Email(lazy_gettext("Not an e-mail address: write it as name@example.org.")))
        return EmailField(label, validators, **common)
    keyboard = next((keyboard for end, keyboard in _KEYBOARDS if name.endswith(end)), None)
    if keyboard is not None:
        common["render_kw"] = {"inputmode": keyboard}
    return (UrlField if name.endswith("_url") or name == "website" else TextField)(label, validators, **common)


def within_bounds(column: Any) -> Callable[[Any, Any], None]:
    """The bounds of a column, said at its field. Raises TypeError for a column without: pages count with what it holds.

    A browser told of them would speak its own words.
    """
    if bounds_of(column) is None:
        raise TypeError(f"{column}: say the least and the most of this column (models/bounds.py).")

    def check(form: Any, field: Any) -> None:
        violation = violation_of_bounds(column, field.data)
        if violation is not None:
            raise ValidationError(violation.text(gettext))

    return check


def longest(length: int) -> Length:
    """The limit of a text, said by the server alone: a browser told of it cuts what is pasted without a word."""
    limit = Length(max=length, message=lazy_gettext("At most %(max)d characters."))
    limit.field_flags = {}
    return limit


def _relation_field(
    mapped: Any, name: str, relation: Relation, label: Any, help_text: Any, is_required: bool, endpoint: str
) -> Field:
    target = mapped.mapper.class_
    is_nullable = mapped.uselist or all(column.nullable for column in mapped.local_columns)
    must_fill = is_required or relation.is_required or not is_nullable
    validators = [InputRequired(lazy_gettext("Choose an item of the list."))] if must_fill else [Optional()]
    kind = RelationsField if mapped.uselist else RelationField
    return kind(
        label,
        validators,
        description=help_text,
        target=target,
        fetch=lambda ids: relation.fetch(target, ids),
        options=lambda: relation.options(target) if relation.has_few(target) else None,
        lookup_url=lambda: url_for(f"{endpoint}.lookup", field=name, within=relation.within or None),
        within=relation.within,
    )


def value_of(row: Any, name: str) -> Any:
    """The value of an attribute as a form holds it: an id, a sorted list of ids, or the column's value."""
    relations = inspect(type(row)).relationships
    if name not in relations:
        return getattr(row, name)
    relation = relations[name]
    if relation.uselist:
        return sorted(item.id for item in getattr(row, name))
    return getattr(row, next(iter(relation.local_columns)).key)


def snapshot(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """The stored forms of these attributes, for the lock."""
    return {name: stored(value_of(row, name)) for name in names}


def form_data(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """What a form is opened with."""
    return {name: value_of(row, name) for name in names}


def submitted(form: RecordForm, names: Sequence[str]) -> dict[str, Any]:
    """What a valid form holds, in stored form."""
    return {name: stored(form[name].data) for name in names}
