"""The parts of a record page: facts, and the lists of its tabs."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, inspect, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import Column, columns_named, loading_options
from mdo.kernel.labels import FIELD_LABELS, MODEL_LABELS
from mdo.kernel.scope.clauses import among
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Cell, Link, Related, Row, ShownTable, Tab, TabContent
from views.base.words import SHOWN_AS, cell_of, header_of, phone_url, tone_of, value_in_words

RELATED_SIZE = 25


@dataclass(frozen=True)
class RelatedList:
    """A list under a record: rows of `model` that `where` ties to it. `name` is the tab's in the address.

    `title` is a message id, the plural of the table where it is empty; `view` the class name of the view of the child,
    the one that lists the table where it is empty: its rights decide whether the tab and its links are shown.
    `filter_argument` names the filter of its list that holds the same rows; `lines` reads what the columns take where
    that is more than these rows.
    """

    name: str
    model: Any
    columns: tuple[Column, ...]
    where: Callable[[Any], ColumnElement[bool]]
    order_by: tuple[Any, ...]
    title: str = ""
    view: str = ""
    filter_argument: str = ""
    add_argument: str = ""
    empty_text: str = ""
    lines: Callable[[Any], Sequence[Any]] | None = None

    @property
    def heading(self) -> str:
        """Its title, in the reader's language."""
        return gettext(self.title or MODEL_LABELS[self.model][1])

    @property
    def listed_by(self) -> str:
        """The name of the view of its rows."""
        return self.view or VIEW_OF_MODEL[self.model]


def rows_of(
    name: str,
    key: InstrumentedAttribute[Any],
    columns: tuple[Column, ...],
    shown: str,
    *order: Any,
    title: str = "",
    empty_text: str = "",
    filter_argument: str | None = None,
    add_argument: str | None = None,
) -> RelatedList:
    """The rows whose column `key` leads to a record, with the columns of these names.

    Their list is filtered, and their form filled, by the relation of that column, unless an argument says otherwise.
    """
    by = key.key.removesuffix("_id")
    return RelatedList(
        name,
        key.class_,
        columns_named(columns, *shown.split()),
        lambda row: key == row.id,
        order,
        title=title,
        filter_argument=by if filter_argument is None else filter_argument,
        add_argument=by if add_argument is None else add_argument,
        empty_text=empty_text,
    )


def fact(row: Any, name: str, may_open: Callable[[str], bool]) -> Cell:
    """One attribute of a record in words; related rows link to their own pages when the reader may open them."""
    model = type(row)
    label = gettext(FIELD_LABELS[model][name])
    relations = inspect(model).relationships
    if name in relations:
        value = getattr(row, name)
        if relations[name].uselist:
            names = [str(item) for item in value]
            many = VIEW_OF_MODEL.get(relations[name].mapper.class_)
            may_follow = many is not None and may_open(many)
            pages = [url_for(f"{many}.show", pk=item.id) for item in value] if may_follow else []
            return Cell(name, label, ", ".join(names), links=tuple(zip(names, pages, strict=False)))
        column = next(iter(relations[name].local_columns)).key
        if value is None and getattr(row, column) is not None:
            return Cell(name, label, gettext("outside your arrondissements"), tone="muted")
        view = VIEW_OF_MODEL.get(relations[name].mapper.class_)
        url = url_for(f"{view}.show", pk=value.id) if value is not None and view and may_open(view) else None
        return Cell(name, label, "" if value is None else str(value), url=url)
    shown_as = SHOWN_AS.get((model, name))
    if shown_as is not None:
        return cell_of(shown_as, row, context_of(db.session).today)._replace(name=name, label=gettext(shown_as.label))
    value = getattr(row, name)
    text = value_in_words(value)
    url = None
    if text and name in {"email", "mailbox", "mairie_email", "guardian_email"}:
        url = f"mailto:{text}"
    elif text and name.endswith("phone"):
        url = phone_url(text)
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
) -> ShownTable:
    """Rows in words, linked to their own pages; `rights` are those of the reader on the view of the rows."""
    lines = ListLines(columns, view, rights, context_of(db.session).today)
    return ShownTable(
        caption=caption,
        headers=tuple(header_of(column) for column in columns),
        rows=tuple(lines.of(row, is_writable) for row, is_writable in rows),
        empty_text=empty_text,
    )


def addresses(endpoint: str) -> Callable[[int], str]:
    """The addresses of the rows of a page by their ids, from one pattern: `url_for` is asked once, not for each row."""
    before, _, after = url_for(endpoint, pk=_SOME_ID).rpartition(str(_SOME_ID))
    return lambda pk: f"{before}{pk}{after}"


# No row has it, and no other part of an address has so many figures.
_SOME_ID = 10**18


class ListLines:
    """The lines of a list, with the links that the reader has a right to: what they share is made once."""

    def __init__(self, columns: Sequence[Column], view: str, rights: set[str], today: dt.date) -> None:
        def links(method: str) -> Callable[[int], str] | None:
            return addresses(f"{view}.{method}") if f"can_{method}" in rights else None

        self._columns, self._today = columns, today
        self._show, self._edit, self._delete = links("show"), links("edit"), links("delete")

    def of(self, row: Any, is_writable: bool, **more: Any) -> Row:
        """The line of a row, with what else a `Row` holds; its first cell that says something leads to it."""
        first, *others = self._columns
        today, pk = self._today, row.id
        url = self._show(pk) if self._show else None
        head = cell_of(first, row, today, url)
        cells = [head, *[cell_of(column, row, today) for column in others]]
        if url and not head.text:
            said = next((place for place, cell in enumerate(cells) if cell.text and not cell.url), 0)
            cells[said] = cells[said]._replace(url=url)
        return Row(
            pk,
            tuple(cells),
            self._edit(pk) if is_writable and self._edit else None,
            self._delete(pk) if is_writable and self._delete else None,
            **more,
        )


def related(row: Any, declared: RelatedList, rights: set[str], columns: Sequence[Column]) -> Related:
    """The first rows of a related list, in one statement: what they point to is read for these alone."""
    order = (*declared.order_by, declared.model.id)
    ids, statement = select(declared.model.id).where(declared.where(row)), select(declared.model)
    for column in columns:
        for relation in column.joins:
            if any(expression is part for expression in column.sort for part in declared.order_by):
                ids, statement = ids.outerjoin(relation), statement.outerjoin(relation)
    first = ids.order_by(*order).limit(RELATED_SIZE + 1).scalar_subquery()
    statement = statement.where(among(declared.model.id, first)).order_by(*order).options(*loading_options(columns))
    found = db.session.scalars(statement).all()
    title = declared.heading
    shown_rights = rights - {"can_delete", "can_edit"}
    add = None
    if "can_add" in rights and declared.add_argument:
        add = Link(
            gettext("Add"), url_for(f"{declared.listed_by}.add", **{declared.add_argument: row.id}), icon="plus-lg"
        )
    all_url = None
    if declared.filter_argument and "can_list" in rights:
        all_url = url_for(f"{declared.listed_by}.list", **{f"f_{declared.filter_argument}": row.id})
    return Related(
        title=title,
        table=table_of(
            title,
            columns,
            [(item, False) for item in found[:RELATED_SIZE]],
            declared.listed_by,
            shown_rights,
            gettext(declared.empty_text) if declared.empty_text else gettext("None yet."),
        ),
        is_cut=len(found) > RELATED_SIZE,
        all_url=all_url,
        add=add,
    )


@dataclass(frozen=True)
class TabSource:
    """A tab that a view offers to this reader: `fill` reads what it shows, for the open tab alone.

    `counted` is the class of its rows and what ties them to the record, or None for a tab without a count.
    """

    name: str
    title: str
    fill: Callable[[], TabContent]
    counted: tuple[Any, ColumnElement[bool]] | None = None

    def without_adding(self) -> "TabSource":
        """The same, its rows without the button that adds one."""

        def fill() -> TabContent:
            content = self.fill()
            return content if content.related is None else replace(content, related=replace(content.related, add=None))

        return replace(self, fill=fill)


def open_tab(sources: Sequence[TabSource], wanted: str) -> TabSource | None:
    """The tab that the address names, else the first one."""
    return next((source for source in sources if source.name == wanted), sources[0] if sources else None)


def tabs_of(sources: Sequence[TabSource], chosen: TabSource | None, url_of: Callable[[str], str]) -> tuple[Tab, ...]:
    """The tabs with their counts."""
    counts = _counts(sources)
    return tuple(
        Tab(source.name, source.title, url_of(source.name), counts.get(source.name), source is chosen)
        for source in sources
    )


def _counts(sources: Sequence[TabSource]) -> Mapping[str, int]:
    """How many rows each tab lists in the reader's scope, all in one statement."""
    parts = [
        select(literal(source.name).label("tab"), func.count(source.counted[0].id).label("total")).where(
            source.counted[1]
        )
        for source in sources
        if source.counted is not None
    ]
    if not parts:
        return {}
    rows = db.session.execute(union_all(*parts) if len(parts) > 1 else parts[0])
    return {row.tab: row.total for row in rows}
