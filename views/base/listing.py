"""A list, from its address to its rows: whitelisted, capped, in at most five statements whatever it shows."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, select
from werkzeug.datastructures import MultiDict

from mdo.kernel.base import counting
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.plain_rows import plain_rows
from mdo.kernel.search.matching import MAX_WORDS, Texts, matching, matching_also, texts_asked
from mdo.kernel.search.near import heard_alike, near_ids
from mdo.kernel.search.walking import is_kept
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import Filter

PAGE_SIZES = (25, 50, 100)
_MAX_PAGE = 1_000_000
_MAX_QUERY = 200
_LAST = "last"
_LAST_PAGE = re.compile(_LAST + r"(?:-(\d{1,6}))?", re.ASCII)
# A page stays under 100 KB: with many columns it has fewer rows.
_MAX_CELLS = 1_000


@dataclass(frozen=True)
class Ignored:
    """What an address asks for that the list does not have: a filter's value, a filter, a column or an order."""

    kind: str  # value, filter, column, order, long (an order that no index keeps, of more rows than are counted)
    name: str
    value: str = ""


# Of the words of a search, those that columns read beside the rows may say, each with the rows where one of them does.
FoundBeside = Callable[[AnySession, Sequence[str]], Mapping[str, Select[Any]]]


class PageOfList(Protocol):
    """Where one is in a list: `from_end` counts pages from the last one, which is 1; 0 where `page` counts."""

    @property
    def page(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def from_end(self) -> int: ...


@dataclass(frozen=True)
class ListState:
    """What the address asks for, after the whitelist; what is unknown changes nothing and is told in `ignored`.

    `from_end` counts pages from the last one, which is 1; 0 where `page` counts from the first.
    """

    query: str
    page: int
    size: int
    order: str
    is_descending: bool
    columns: tuple[str, ...]
    active: tuple[tuple[Filter, tuple[str, ...]], ...]
    ignored: tuple[Ignored, ...] = ()
    from_end: int = 0

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or self.active)


def _number(text: str | None, default: int, highest: int) -> int:
    return min(int(text), highest) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def read_state(
    args: MultiDict[str, str],
    columns: Sequence[Column],
    filters: Sequence[Filter],
    base_order: tuple[str, str],
    default_size: int = PAGE_SIZES[0],
) -> ListState:
    """Reads page, size, order, columns, search and filters from a query string; never raises."""
    wanted = args.get("order", "")
    name = wanted.removeprefix("-")
    is_sortable = any(column.name == name and column.sort for column in columns)
    order, descending = (name, wanted.startswith("-")) if is_sortable else (base_order[0], base_order[1] == "desc")
    chosen = {part for value in args.getlist("cols") for part in value.split(",")}
    names = tuple(column.name for column in columns if column.name in chosen)
    if not names:
        names = tuple(column.name for column in columns if column.is_shown)
    size = _number(args.get("size"), default_size, PAGE_SIZES[-1])
    if size not in PAGE_SIZES:
        size = default_size
    while size * len(names) > _MAX_CELLS and size > PAGE_SIZES[0]:
        size //= 2
    return ListState(
        query=args.get("q", "").strip()[:_MAX_QUERY],
        page=max(_number(args.get("page"), 1, _MAX_PAGE), 1),
        size=size if size in PAGE_SIZES else PAGE_SIZES[0],
        order=order,
        is_descending=descending,
        columns=names,
        active=tuple((item, values) for item in filters if (values := item.values(args))),
        ignored=_ignored(args, columns, filters),
        from_end=_from_end(args.get("page", "")),
    )


def last_page(from_end: int = 1) -> str:
    """How an address asks for the last page of a list, or for one so many before it."""
    return _LAST if from_end == 1 else f"{_LAST}-{from_end - 1}"


def _from_end(text: str) -> int:
    found = _LAST_PAGE.fullmatch(text)
    return int(found[1] or 0) + 1 if found else 0


def _ignored(args: MultiDict[str, str], columns: Sequence[Column], filters: Sequence[Filter]) -> tuple[Ignored, ...]:
    found = [Ignored("value", item.label, value) for item in filters for value in item.refused(args)]
    known = {argument for item in filters for argument in item.arguments}
    strangers = (name for name in args if name.startswith("f_") and name not in known)
    found += [Ignored("filter", name.removeprefix("f_")) for name in strangers]
    names = {column.name for column in columns}
    asked = dict.fromkeys(part for value in args.getlist("cols") for part in value.split(",") if part)
    found += [Ignored("column", name) for name in asked if name not in names]
    order = args.get("order", "").removeprefix("-")
    if order and not any(column.name == order and column.sort for column in columns):
        found.append(Ignored("order", order))
    return tuple(found)


def arguments_of(state: ListState, columns: Sequence[Column], base_order: tuple[str, str]) -> list[tuple[str, str]]:
    """The shortest address that asks for this state: search, filters, order, columns; not where one is in the pages."""
    pairs = [("q", state.query)] if state.query else []
    for item, values in state.active:
        pairs.extend(item.pairs(values))
    if (state.order, state.is_descending) != (base_order[0], base_order[1] == "desc"):
        pairs.append(("order", f"-{state.order}" if state.is_descending else state.order))
    if state.columns != tuple(column.name for column in columns if column.is_shown):
        pairs.append(("cols", ",".join(state.columns)))
    return pairs


@dataclass(frozen=True)
class AskedRows:
    """The rows that a list is asked for: those of `filters` that also hold the words of `search`, if any.

    `texts` are the stored texts of the search, where it is one that can be walked (see `mdo.kernel.search.walking`):
    not where it also looks in what is read beside the rows (`is_beside`).
    """

    model: Any
    filters: tuple[ColumnElement[bool], ...]
    search: tuple[ColumnElement[bool], ...]
    texts: Texts | None
    is_beside: bool = False

    @property
    def criteria(self) -> tuple[ColumnElement[bool], ...]:
        """Both."""
        return (*self.filters, *self.search)

    @property
    def cap(self) -> int:
        """Up to how many of them are counted."""
        return counting.CAP if self.texts is None else counting.CAP_OF_A_SEARCH

    @property
    def is_found_in_sight(self) -> bool:
        """Whether the texts found are those of its rows, all of them in sight: nothing else is asked."""
        return self.texts is not None and self.texts.is_in_sight and not self.filters


def asked_of(
    model: Any,
    state: ListState,
    today: dt.date,
    base: Sequence[Any],
    *,
    with_private: bool,
    beside: FoundBeside | None = None,
) -> AskedRows:
    """What a list is asked for, besides the criteria that it always has."""
    filters = (*base, *(item.criterion(values, today) for item, values in state.active))
    if not state.query:
        return AskedRows(model, filters, (), None)

    words = fold(state.query).split()[:MAX_WORDS]
    found = beside(db.session, words) if beside and words else {}
    if found:
        search = matching_also(db.session, model, words, found, with_private=with_private)
        return AskedRows(model, filters, (search,), None, is_beside=True)
    search = matching(db.session, model, state.query, with_private=with_private, translate=gettext)
    texts = texts_asked(db.session, model, state.query, with_private=with_private)
    return AskedRows(model, filters, (search,), texts)


def nearest(asked: AskedRows, state: ListState, *, with_private: bool) -> AskedRows | None:
    """The rows whose words resemble those searched, among those of the same filters; None where there is none.

    To be asked where no row holds the words.
    """
    if not state.query:
        return None
    ids = near_ids(db.session, asked.model, state.query, with_private=with_private, criteria=asked.filters)
    return replace(asked, search=(asked.model.id.in_(ids),), texts=None, is_beside=False) if ids else None


def also_asked(
    asked: AskedRows, state: ListState, shown: Sequence[Column], rows: Sequence[Any], *, with_private: bool
) -> list[str]:
    """What to search too: where no row on screen has a word that begins as those searched do (`heard_alike`)."""
    words, today = fold(state.query).split(), context_of(db.session).today
    if not words or not rows or asked.is_beside:
        return []
    for row in rows:
        said = fold(" ".join(str(column.value(row, today) or "") for column in shown)).split()
        if all(any(one.startswith(word) for one in said) for word in words):
            return []
    return heard_alike(db.session, asked.model, state.query, with_private=with_private, criteria=asked.filters)


def shown_of(asked: AskedRows, state: ListState, *, with_private: bool) -> AskedRows:
    """What a list shows: the rows that hold the words searched, else those that resemble them."""
    if not state.query or db.session.scalar(select(asked.model.id).where(*asked.criteria).limit(1)) is not None:
        return asked
    return nearest(asked, state, with_private=with_private) or asked


def ordering(model: Any, columns: Sequence[Column], state: ListState) -> tuple[list[Any], list[Any]]:
    """The relations to join and the expressions to order by, as the state asks."""
    return ordering_by(model, order_column(columns, state), is_descending=state.is_descending)


def ordering_by(model: Any, column: Column | None, *, is_descending: bool) -> tuple[list[Any], list[Any]]:
    """The same for one column, or for the ids; the id ends every order, so that pages are defined."""
    last = model.id.desc() if is_descending else model.id
    if column is None:
        return [], [last]
    return list(column.joins), [*(item.desc() if is_descending else item for item in column.sort), last]


@dataclass(frozen=True)
class Size:
    """How many rows a list has in all, and how many of them the reader may change, both as far as they are counted.

    `cap` says how far the first are.

    `last_id` tells how many rows its table has; `ids` are those of its rows, as JSON, where they were read to count.
    """

    total: int
    cap: int
    changeable: int
    last_id: int
    ids: str | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether it has more rows than are counted."""
        return counting.is_beyond(self.total, self.cap)


def order_column(columns: Sequence[Column], state: ListState) -> Column | None:
    """The column that the list is ordered by; None for its ids."""
    return next((item for item in columns if item.name == state.order and item.sort), None)


def settled_order(
    model: Any, columns: Sequence[Column], state: ListState, size: Size, base_order: tuple[str, str]
) -> ListState:
    """Beyond what is counted, an order that no index keeps gives way to the list's own, else to that of its ids."""
    if not size.is_beyond or is_kept(model, order_column(columns, state)):
        return state
    own = replace(state, order=base_order[0], is_descending=base_order[1] == "desc")
    if state.order != own.order:
        label = next((item.label for item in columns if item.name == state.order), state.order)
        own = replace(own, ignored=(*state.ignored, Ignored("long", label, str(size.cap))))
    return own if is_kept(model, order_column(columns, own)) else replace(own, order="")


def settled_page(state: ListState, size: Size) -> ListState:
    """The page within a list of known length; beyond what is counted only its rows tell where it ends."""
    if size.is_beyond:
        return state
    pages = max((size.total - 1) // state.size + 1, 1)
    page = pages + 1 - state.from_end if state.from_end else min(state.page, pages)
    return replace(state, page=max(page, 1), from_end=0)


def all_rows(
    model: Any,
    columns: Sequence[Column],
    state: ListState,
    criteria: Sequence[Any],
    first: int | None = None,
    most: int | None = None,
) -> Iterator[Any]:
    """Every row of the list in its order, in batches: for the Excel file; from `first` on (0), `most` of them."""
    joins, order = ordering(model, columns, state)

    def complete(statement: Select[Any]) -> Select[Any]:
        for relation in joins:
            statement = statement.outerjoin(relation)
        return statement.where(*criteria).order_by(*order).offset(first).limit(most)

    shown = [column for column in columns if column.name in state.columns]
    return plain_rows(db.session, model, shown, complete)
