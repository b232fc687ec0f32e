"""The search over everything: the palette's answers, and the same as a page that needs no script."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_appbuilder import BaseView, expose

from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.putting_off import REASONS, said_in
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.search.everywhere import FoundRows, Hit, search_beside, search_near
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
        groups = (*_pages(query), *_found(query, _ON_PAGE)) if query else ()
        near = () if groups else tuple(_near(query, _ON_PAGE))
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
        groups = [*_pages(query), *_found(query, _IN_PALETTE)] if query else [*_opened(), *_pages("")]
        total = sum(len(group.results) for group in groups)
        said = ngettext("%(count)d result", "%(count)d results", total, count=total)
        if not total and (groups := _near(query, _IN_PALETTE)):
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


def _put_off(kinds: Mapping[str, Collection[int]], query: str, limit: int) -> list[ResultGroup]:
    """The deadlines in sight that were put off for a reason that holds the words; each leads to the list of them."""
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


def _found(query: str, limit: int) -> list[ResultGroup]:
    """The rows that hold the words, then the deadlines that were put off for a reason that does."""
    readable, with_private = _readable()
    beside = REASONS if require_identity().has_access("can_list", "DeadlineView") else None
    found, reasons = search_beside(
        db.session, query, readable, beside, with_private=with_private, limit=limit, translate=gettext
    )
    kinds = said_in(((row.id, row.title, row.detail) for row in reasons), query)
    return [*_groups(found, query), *_put_off(kinds, query, limit)]


def _near(query: str, limit: int) -> list[ResultGroup]:
    """The rows of which the words resemble those asked."""
    readable, with_private = _readable()
    return _groups(search_near(db.session, query, readable, with_private=with_private, limit=limit), query)


def _readable() -> tuple[set[type], bool]:
    """The classes that the reader may list, and whether she has the right to personal data."""
    identity = require_identity()
    readable = {kind.model for kind in KINDS if identity.has_access("can_list", VIEW_OF_MODEL[kind.model])}
    return readable, identity.has_access(*PERSONAL)


def _detail(hit: Hit) -> str:
    """What tells a row from others, and the word that it was found by where it shows nowhere else."""
    said = gettext("holds “%(words)s”", words=hit.said) if hit.said else ""
    return " · ".join(filter(None, (hit.detail, said)))


def _groups(found: Iterable[FoundRows], query: str) -> list[ResultGroup]:
    groups = []
    for kind in found:
        view = VIEW_OF_MODEL[kind.model]
        groups.append(
            ResultGroup(
                gettext(MODEL_LABELS[kind.model][1]),
                tuple(
                    FoundLine(hit.title, url_for(f"{view}.show", pk=hit.id), icon_of(view), _detail(hit))
                    for hit in kind.hits
                ),
                url_for(f"{view}.list", q=query) if kind.has_more else None,
            )
        )
    return groups
