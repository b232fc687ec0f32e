"""The parts of a record page: facts, related lists, history in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, func, inspect, select

from mdo.columns import Column, loading_options
from mdo.context import context_of
from mdo.journal.history import history_of, labels_of_ids, target_of
from mdo.journal.values import restored, tracked_columns
from mdo.labels import FIELD_LABELS, enum_label
from mdo.people.duplicates import reasons_of
from mdo.roles import ROLE_BY_CODE
from models.accounts import Role
from models.journal import JournalChange
from models.people import DuplicateCandidate
from views.base.database import db
from views.base.pages import Cell, Header, HistoryLine, Link, Related, Row, Table
from views.base.words import cell_of, moment_in_words, tone_of, value_in_words

RELATED_SIZE = 25


@dataclass(frozen=True)
class RelatedList:
    """A list under a record: rows of `model` that `where` ties to it. `filter_argument` names the list's own filter.

    `view` is the class name of the view of the child: its rights decide whether the tab and its links are shown.
    """

    title: str
    model: Any
    view: str
    columns: tuple[Column, ...]
    where: Callable[[Any], ColumnElement[bool]]
    order_by: tuple[Any, ...]
    filter_argument: str = ""
    add_argument: str = ""
    empty_text: str = ""


def fact(row: Any, name: str, may_open: Callable[[str], bool]) -> Cell:
    """One attribute of a record in words; a related row links to its own page when the reader may open it."""
    model = type(row)
    label = gettext(FIELD_LABELS[model][name])
    relations = inspect(model).relationships
    if name in relations:
        value = getattr(row, name)
        if relations[name].uselist:
            return Cell(name, label, ", ".join(str(item) for item in value))
        column = next(iter(relations[name].local_columns)).key
        if value is None and getattr(row, column) is not None:
            return Cell(name, label, gettext("outside your arrondissements"), tone="muted")
        view = VIEW_OF_MODEL.get(relations[name].mapper.class_)
        url = url_for(f"{view}.show", pk=value.id) if value is not None and view and may_open(view) else None
        return Cell(name, label, "" if value is None else str(value), url=url)
    value = getattr(row, name)
    text = value_in_words(value)
    url = None
    if text and name in {"email", "mailbox", "mairie_email", "guardian_email"}:
        url = f"mailto:{text}"
    elif text.startswith(("https://", "http://")):
        url = text
    return Cell(name, label, text, url=url, tone=tone_of(value))


# Filled by the base view as views are declared.
VIEW_OF_MODEL: dict[type, str] = {}


def table_of(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[Any, bool]],
    view: str,
    rights: set[str],
    empty_text: str,
) -> Table:
    """Rows in words, linked to their own pages; `rights` are those of the reader on the view of the rows."""
    today = context_of(db.session).today
    return Table(
        caption=caption,
        headers=tuple(Header(column.name, gettext(column.label), str(column.kind)) for column in columns),
        rows=tuple(row_of(row, is_writable, columns, view, rights, today) for row, is_writable in rows),
        empty_text=empty_text,
    )


def row_of(row: Any, is_writable: bool, columns: Sequence[Column], view: str, rights: set[str], today: Any) -> Row:
    """A line of a list with the links that the reader has a right to."""
    show_url = url_for(f"{view}.show", pk=row.id) if "can_show" in rights else None
    return Row(
        id=row.id,
        label=str(row),
        cells=tuple(
            cell_of(column, row, today, url=show_url if index == 0 else None) for index, column in enumerate(columns)
        ),
        show_url=show_url,
        edit_url=url_for(f"{view}.edit", pk=row.id) if is_writable and "can_edit" in rights else None,
        delete_url=url_for(f"{view}.delete", pk=row.id) if is_writable and "can_delete" in rights else None,
    )


def related(row: Any, declared: RelatedList, rights: set[str], columns: Sequence[Column]) -> Related:
    """A related list with its whole count, in one statement."""
    statement = (
        select(declared.model, func.count().over().label("total"))
        .where(declared.where(row))
        .order_by(*declared.order_by, declared.model.id)
        .limit(RELATED_SIZE)
        .options(*loading_options(columns))
    )
    for column in columns:
        for relation in column.joins:
            if any(expression is part for expression in column.sort for part in declared.order_by):
                statement = statement.outerjoin(relation)
    found = db.session.execute(statement).all()
    total = found[0].total if found else 0
    title = gettext(declared.title)
    shown_rights = rights - {"can_delete", "can_edit"}
    add = None
    if "can_add" in rights and declared.add_argument:
        add = Link(gettext("Add"), url_for(f"{declared.view}.add", **{declared.add_argument: row.id}), icon="plus-lg")
    all_url = None
    if declared.filter_argument and "can_list" in rights:
        all_url = url_for(f"{declared.view}.list", **{f"f_{declared.filter_argument}": row.id})
    return Related(
        id=declared.view,
        title=title,
        count=total,
        table=table_of(
            title,
            columns,
            [(item[0], False) for item in found],
            declared.view,
            shown_rights,
            gettext(declared.empty_text) if declared.empty_text else gettext("None yet."),
        ),
        all_url=all_url,
        add=add,
    )


def history(row: Any, hidden: frozenset[str]) -> tuple[HistoryLine, ...]:
    """The journal of a record in plain words, without the fields that the reader may not see."""
    changes = history_of(db.session, row)
    labels = labels_of_ids(db.session, type(row), changes)
    return tuple(history_line(change, type(row), labels, hidden) for change in changes)


def history_line(
    change: JournalChange, model: type, labels: dict[tuple[type, int], str], hidden: frozenset[str]
) -> HistoryLine:
    """One change in words: label, before, after for each field."""
    words = FIELD_LABELS.get(model, {})
    lines = [
        (gettext(words[field]), _side(model, field, before, labels), _side(model, field, after, labels))
        for field, (before, after) in change.fields.items()
        if field in words and field not in hidden
    ]
    return HistoryLine(
        when=moment_in_words(change.entry.at),
        who=change.entry.actor_name or gettext("the system"),
        what=gettext(enum_label(change.action)),
        door=gettext(enum_label(change.entry.door)),
        changes=tuple(lines),
    )


def _side(model: type, field: str, value: Any, labels: dict[tuple[type, int], str]) -> str:
    if value is None:
        return ""
    target = target_of(model, field)
    if target is not None:
        ids = value if isinstance(value, list) else [value]
        sees_all = context_of(db.session).scope.is_unlimited
        unseen = gettext("deleted row") if sees_all else gettext("outside your arrondissements")
        found = (labels.get((target, row_id), unseen) for row_id in ids)
        return ", ".join(_role_in_words(text) if target is Role else text for text in found)
    if model is DuplicateCandidate and field == "reason":
        return value_in_words(reasons_of(DuplicateCandidate(reason=value)))
    if field in tracked_columns(model):
        return value_in_words(restored(inspect(model), field, value))
    return str(value)


def _role_in_words(name: str) -> str:
    """Roles are stored by a code."""
    return gettext(ROLE_BY_CODE[name].label) if name in ROLE_BY_CODE else name
