"""The saved views of a list or of a report: which one an address opens, and their menu.

What keeps views has a `kept_name` (stored), `plural`, `filters`, `order`, `ready_views`, `visible_columns()`, `may()`,
`url()` and `kept_words`; `DeclaredView` and `views.reports.screens.ReportPlace` do.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import current_app, flash, request
from werkzeug.datastructures import MultiDict

from mdo.kernel.preferences.saved_views import LONGEST_QUERY
from mdo.kernel.rights.roles import ROLE_BY_CODE
from views.base.catalogues import gettext
from views.base.choices import SavedList
from views.base.listing import ListState, arguments_of, read_state
from views.base.pages import SavedViews, ViewLink
from views.base.pin_link import pin_link
from views.base.readymade import opening_of

# The argument that names the open view, and the one that asks for no view at all.
VIEW, ALL = "view", "all"
SCREEN = "SavedViewView"


def _appbuilder() -> Any:
    app: Any = current_app  # Flask-AppBuilder sets itself on it
    return app.appbuilder


def baseviews() -> Any:
    """Every screen there is."""
    return _appbuilder().baseviews


def list_named(name: str) -> Any:
    """The list or report whose saved views are stored under a name; None when there is none any more."""
    views = (view for view in baseviews() if hasattr(view, "kept_under"))
    return next((found for view in views if (found := view.kept_under(name)) is not None), None)


def list_in_words(name: str) -> str:
    """What a list of that name is called on screen."""
    view = list_named(name)
    return gettext("list that is no longer there") if view is None else gettext(view.plural)


def opening_address(view: Any, saved: tuple[SavedList, ...]) -> str | None:
    """Where a bare address leads: to the view it names, else to the reader's default one, else to the ready-made one.

    None to stay.

    What the view asks for is written in the address, so that the page is shared, paged and refined like any other.
    """
    names = set(request.args)
    if not names:
        chosen = next((item for item in saved if item.is_default), None)
        ready = opening_of(view) if chosen is None else None
        if ready is not None:
            return f"{view.url('list')}?{ready.query}"
    elif names == {VIEW}:
        chosen = _named(saved)
        if chosen is None:
            flash(gettext("This saved view does not exist or is not shared with you: here are all the rows."), "info")
    else:
        return None
    if chosen is None or (names and not chosen.query):
        return None
    return f"{view.url('list')}?{urlencode([*parse_qsl(chosen.query), (VIEW, chosen.id)])}"


def _named(saved: tuple[SavedList, ...]) -> SavedList | None:
    return next((item for item in saved if str(item.id) == request.args.get(VIEW)), None)


def query_of(view: Any, query: str) -> str:
    """A query string as it is kept: what the list knows, in its order, without page or size."""
    columns = view.visible_columns()
    state = read_state(MultiDict(parse_qsl(query[:LONGEST_QUERY])), columns, view.filters, view.order)
    return urlencode(arguments_of(state, columns, view.order))


def all_address(view: Any, saved: tuple[SavedList, ...]) -> str:
    """The list with all its rows, though it opens with a saved view."""
    return f"{view.url('list')}?{ALL}=1" if opens_narrowed(view, saved) else str(view.url("list"))


def opens_narrowed(view: Any, saved: tuple[SavedList, ...]) -> bool:
    """Whether a bare address leads to some of the rows: one that asks for all of them says so."""
    return any(item.is_default for item in saved) or opening_of(view) is not None


def saved_menu(view: Any, state: ListState, saved: tuple[SavedList, ...]) -> SavedViews | None:
    """The menu of the saved views of a list; None for a reader who keeps none, and on their own screen."""
    if view.kept_name == SCREEN or not view.may("can_list", SCREEN):
        return None
    screen = _appbuilder().view_named(SCREEN)
    list_name, words = view.kept_name, view.kept_words
    query = urlencode(arguments_of(state, view.visible_columns(), view.order))
    current = _named(saved)
    is_changed = current is not None and query_of(view, current.query) != query
    may_change = current is not None and current.is_own and view.may("can_edit", SCREEN)
    return SavedViews(
        links=tuple(
            ViewLink(item.name, view.url("list", **{VIEW: item.id}), item == current, tuple(_notes(item)))
            for item in saved
        ),
        all_url=all_address(view, saved),
        current=current.name if current else "",
        is_changed=is_changed,
        add_url=screen.url("add", list=list_name, query=query) if view.may("can_add", SCREEN) else "",
        update_url=screen.url("update", pk=current.id) if current and may_change and is_changed else "",
        edit_url=screen.url("edit", pk=current.id) if current and may_change else "",
        manage_url=screen.url("list"),
        query=query,
        all_label=gettext(words.all_rows),
        label=gettext(words.views),
        share_label=gettext(words.share),
        pin=next(iter(pin_link(SCREEN, current.id)), None) if current else None,
    )


def _notes(item: SavedList) -> list[str]:
    notes = [gettext("opens by itself")] if item.is_default else []
    if item.role:
        label = gettext(ROLE_BY_CODE[item.role].label) if item.role in ROLE_BY_CODE else item.role
        notes.append(gettext("shared: %(role)s", role=label))
    return notes
