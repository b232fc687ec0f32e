"""What a live link reads of a list or of a report: the same rows, columns and words as its file, page by page.

What answers live links (`is_live`) has a `kept_name`, `plural`, `filters`, `may()` and `live_table()`; `BackofficeView`
and `views.reports.screens.ReportPlace` do.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from mdo.kernel.fields.columns import Column
from views.base.catalogues import gettext, ngettext
from views.base.choices import read_choices
from views.base.filters import NONE, Filter, RelationFilter
from views.base.listing import ListState, arguments_of, read_state
from views.base.listpage import ignored_in_words
from views.base.pages import Link
from views.base.savedlists import baseviews, list_in_words, list_named

SCREEN = "LiveLinkView"


@dataclass(frozen=True)
class LiveTable:
    """The columns of what is asked, in force on `today`, its filters in words, and what it asks in vain, as sentences.

    `rows` gives, from a row on (the first is 0), so many at most.
    """

    title: str
    columns: Sequence[Column]
    today: dt.date
    words: Callable[[], str]
    wrong: tuple[str, ...]
    rows: Callable[[int, int], Iterator[Any]]


def place_named(name: str) -> Any:
    """The list or report of a stored name; None when there is none (any more)."""
    own = (view for view in baseviews() if getattr(view, "is_live", False) and type(view).__name__ == name)
    return next(own, None) or list_named(name)


def place_in_words(name: str) -> str:
    """What the list or report of a stored name is called on screen."""
    place = place_named(name)
    return list_in_words(name) if place is None else gettext(place.plural)


def is_answered(place: Any) -> bool:
    """Whether live links answer a list or report, and the reader may leave with it."""
    return bool(getattr(place, "is_live", False) and place.may("can_list") and place.may("can_export"))


def wrong_of(state: ListState, filters: Sequence[Filter]) -> tuple[str, ...]:
    """What a state asks for in vain: a filter or a value that the list does not know, a row that is out of sight.

    Columns that its reader may not see (any more) are left out without a word: they are not asked again each day.
    """
    found = [ignored_in_words(item) for item in state.ignored if item.kind in {"filter", "value"}]
    relations = [(item, values) for item, values in state.active if isinstance(item, RelationFilter)]
    if relations:
        choices = read_choices(filters, state.active)
        for item, values in relations:
            known = {NONE, *choices.names(item)}
            if not known.issuperset(values):
                found.append(
                    gettext(
                        "The filter “%(name)s” names a row that is no longer there, or that you may not see.",
                        name=gettext(item.label),
                    )
                )
    return tuple(found)


def live_query(place: Any, args: MultiDict[str, str], *, with_personal: bool = True) -> str:
    """What is on screen as a link keeps it: search, filters, order, and columns whatever the list opens with later."""
    columns = tuple(item for item in _columns_of(place) if with_personal or not item.is_personal)
    state = read_state(args, columns, place.filters, place.order)
    pairs = [pair for pair in arguments_of(state, columns, place.order) if pair[0] != "cols"]
    if columns:
        pairs.append(("cols", ",".join(state.columns)))
    return urlencode(pairs)


def _columns_of(place: Any) -> tuple[Column, ...]:
    """Those of the file; a report and the deadlines have no others."""
    found: tuple[Column, ...] = (place.file_columns if hasattr(place, "file_columns") else place.visible_columns)()
    return found


def read_query(query: str) -> MultiDict[str, str]:
    """The arguments that a link keeps."""
    return MultiDict(parse_qsl(query))


def query_in_words(query: str) -> str:
    """What the arguments that a link keeps come to: how many columns and filters, the words that are searched."""
    args = read_query(query)
    columns = len(args.get("cols", "").split(",")) if args.get("cols") else 0
    filters = sum(name.startswith("f_") for name in args)
    found = [ngettext("%(num)d column", "%(num)d columns", columns)] if columns else []
    found += [ngettext("%(num)d filter", "%(num)d filters", filters)] if filters else []
    found += [gettext("search « %(words)s »", words=args["q"])] if args.get("q") else []
    return ", ".join(found)


def live_link(place: Any, args: MultiDict[str, str]) -> tuple[Link, ...]:
    """The button beside « Excel », for who may have one."""
    if not is_answered(place) or not place.may("can_add", SCREEN):
        return ()
    args = place.file_args(args) if hasattr(place, "file_args") else args
    asked = ""
    if args:  # else as it opens
        columns = _columns_of(place)
        asked = urlencode(arguments_of(read_state(args, columns, place.filters, place.order), columns, place.order))
    address = url_for(f"{SCREEN}.add", list=place.kept_name, query=asked or None)
    return (Link(gettext("Link for Excel"), address, "link-45deg"),)
