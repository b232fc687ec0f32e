"""The search over everything: the palette's answers, and the same as a page that needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_appbuilder import BaseView, expose

from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.putting_off import said_with
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.search.everywhere import search_everywhere, search_near
from mdo.kernel.search.kinds import KINDS
from models.text import fold
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.declaration import PERSONAL
from views.base.pages import Crumb
from views.base.pinning import opened_by_reader
from views.base.record import VIEW_OF_MODEL
from views.base.rendering import render
from views.menu import MenuItem, icon_of, menu_of_reader
from views.security.gate import require_identity

_MAX_QUERY = 200
_IN_PALETTE, _ON_PAGE = 5, 10
# Those found by their own words come among them.
_MOST_PUT_OFF = 100


@dataclass(frozen=True)
class FoundLine:
    """A line: where it leads, and what tells it from others."""

    title: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True)
class ResultGroup:
    """Results of one kind; `all_url` is the list of the rest, when there is more."""

    title: str
    results: tuple[FoundLine, ...]
    all_url: str | None = None


class SearchView(BaseView):
    """Every reader searches what the own rights list, in the own scope."""

    route_base = ""
    default_view = "results"

    @expose("/recherche")
    def results(self) -> Any:
        """The page of results."""
        query = _query()
        groups = (*_pages(query), *_rows(query, _ON_PAGE), *_put_off(query, _ON_PAGE)) if query else ()
        near = () if groups else tuple(_rows(query, _ON_PAGE, is_near=True))
        title = gettext("Search: %(what)s", what=query) if query else gettext("Search")
        total = sum(len(group.results) for group in groups)
        return render(
            "search/page.html",
            title=title,
            crumbs=(Crumb(gettext("Search")),),
            query=query,
            groups=groups or near,
            total=total,
            is_near=bool(near),
        )

    @expose("/recherche/palette")
    def palette(self) -> Any:
        """The options of the palette, as a piece of page."""
        query = _query()
        groups = (
            [*_pages(query), *_rows(query, _IN_PALETTE), *_put_off(query, _IN_PALETTE)]
            if query
            else [*_opened(), *_pages("")]
        )
        total = sum(len(group.results) for group in groups)
        said = ngettext("%(count)d result", "%(count)d results", total, count=total)
        if not total and (groups := _rows(query, _IN_PALETTE, is_near=True)):
            said = gettext("Nothing exact: here is what looks like it")
        elif not total:
            said = gettext("Nothing found for “%(what)s”. Try fewer letters, or another word.", what=query)
        return render("search/options.html", query=query, groups=groups, said=said if query else "")


def _query() -> str:
    return request.args.get("q", "").strip()[:_MAX_QUERY]


def _pages(query: str) -> list[ResultGroup]:
    """Actions and pages of the menu whose words hold those of the query."""
    wanted = fold(query).split()
    if query and not wanted:
        return []
    menu = menu_of_reader()
    found = (
        ResultGroup(gettext("Do"), _matching(menu.actions, wanted)),
        ResultGroup(gettext("Go to"), _matching(menu.pages, wanted)),
        ResultGroup(gettext("Reports"), _matching(menu.reports, wanted)),
    )
    return [group for group in found if group.results]


def _opened() -> list[ResultGroup]:
    """What was opened last, before a word is typed."""
    found = tuple(FoundLine(row.title, row.url, icon_of(row.view), row.detail) for row in opened_by_reader().values())
    return [ResultGroup(gettext("Opened last"), found)] if found else []


def _put_off(query: str, limit: int) -> list[ResultGroup]:
    """The deadlines in sight that were put off for a reason that holds the words; each leads to the list of them."""
    kinds = said_with(db.session, query) if require_identity().has_access("can_list", "DeadlineView") else {}
    if not kinds:
        return []
    wanted = DeadlineQuery(kinds=frozenset(kinds), words=query)
    lines = Deadlines(db.session).page(wanted, limit=_MOST_PUT_OFF, with_places=False)
    url = url_for("DeadlineView.list", q=query, f_whose=WhoseDeadlines.ALL.value)
    found = [
        FoundLine(line.title, url, icon_of("DeadlineView"), line.reason or "")
        for line in lines
        if line.id in kinds.get(line.kind, ()) and line.first_on
    ]
    title = gettext("Deadlines put off")
    return [ResultGroup(title, tuple(found[:limit]), url if len(found) > limit else None)] if found else []


def _matching(items: Sequence[MenuItem], wanted: Sequence[str]) -> tuple[FoundLine, ...]:
    return tuple(
        FoundLine(item.label, item.url, item.icon)
        for item in items
        if all(word in fold(f"{item.label} {item.also}") for word in wanted)
    )


def _rows(query: str, limit: int, *, is_near: bool = False) -> list[ResultGroup]:
    """The rows that hold the words, or those that resemble them."""
    identity = require_identity()
    views = {kind.model: VIEW_OF_MODEL[kind.model] for kind in KINDS}
    readable = {model for model, view in views.items() if identity.has_access("can_list", view)}
    with_private = identity.has_access(*PERSONAL)
    if is_near:
        found = search_near(db.session, query, readable, with_private=with_private, limit=limit)
    else:
        found = search_everywhere(
            db.session, query, readable, with_private=with_private, limit=limit, translate=gettext
        )
    groups = []
    for kind in found:
        view = views[kind.model]
        groups.append(
            ResultGroup(
                gettext(MODEL_LABELS[kind.model][1]),
                tuple(
                    FoundLine(hit.title, url_for(f"{view}.show", pk=hit.id), icon_of(view), hit.detail)
                    for hit in kind.hits
                ),
                url_for(f"{view}.list", q=query) if kind.has_more else None,
            )
        )
    return groups
