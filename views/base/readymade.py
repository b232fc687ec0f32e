"""Ready-made views of a list: what one comes for, as tabs with addresses of their own, told where the list is declared.

One of them may be what the list opens on; a saved view that the reader made her default goes first, and all the rows
stay one press away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from werkzeug.datastructures import MultiDict

from mdo.kernel.fields.columns import Column
from views.base.catalogues import gettext
from views.base.listing import ListState, arguments_of, read_state
from views.base.pages import ViewLink

# What the ready-made views of a list ask for, by the names of the columns that a reader sees: each is read once.
_ASKED: WeakKeyDictionary[Any, dict[tuple[str, ...], list[list[tuple[str, str]]]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class ReadyView:
    """A tab: its name (a message id), what its address asks for (`f_late=1`), whether the list opens on it.

    A filter that speaks of oneself shows to each reader her own rows at the same address.
    """

    label: str
    query: str
    opens: bool = False


def opening_of(view: Any) -> ReadyView | None:
    """The ready-made view that a list opens on."""
    return next((item for item in view.ready_views if item.opens), None)


def ready_tabs(view: Any, state: ListState, all_url: str) -> tuple[ViewLink, ...]:
    """The tabs of a list, that of all its rows last; the one that shows what is on screen is current."""
    if not view.ready_views:
        return ()
    columns = view.visible_columns()
    names = tuple(column.name for column in columns)
    known = _ASKED.setdefault(view, {})
    if names not in known:
        states = (
            read_state(MultiDict(parse_qsl(item.query)), columns, view.filters, view.order) for item in view.ready_views
        )
        known[names] = [_asked(wanted, columns, view.order) for wanted in states]
    on_screen, address = _asked(state, columns, view.order), view.url("list")
    tabs = [
        ViewLink(gettext(item.label), f"{address}?{urlencode(wanted)}", wanted == on_screen)
        for item, wanted in zip(view.ready_views, known[names], strict=True)
    ]
    return (*tabs, ViewLink(gettext(view.kept_words.all_rows), all_url, not on_screen))


def _asked(state: ListState, columns: Sequence[Column], order: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair for pair in arguments_of(state, columns, order) if pair[0] != "cols"]
