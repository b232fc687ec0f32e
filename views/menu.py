"""The menu by section and the main actions, from the rights of the reader; they cost no statement.

Readers of the same rights, in the same language, have the same menu: it is made once for all of them, and other rights
are another menu.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from flask import Flask, current_app, get_template_attribute, request, url_for
from flask_babel import get_locale

from mdo.kernel.rights.declared import Section
from mdo.reports.registry import by_theme
from views.base.catalogues import gettext, locale_of_the_moment
from views.base.domain import ACTIONS, MENU
from views.security.gate import current_identity

# What the browser remembers of the menu (static/js/sidebar.js): words joined by dots, `rail` and the folded sections.
_COOKIE = "menu"
_RAIL = "rail"


@dataclass(frozen=True)
class MenuItem:
    """A link of the menu, to a page of `view`."""

    label: str
    url: str
    icon: str
    view: str


@dataclass(frozen=True)
class MenuSection:
    """A titled group of links; a section without a link is not shown. `key` names it in the cookie of the folded."""

    title: str
    items: tuple[MenuItem, ...]
    key: str = ""


@dataclass(frozen=True)
class Menu:
    """What the readers of some rights find in the menu, what they may start, and their reports."""

    sections: tuple[MenuSection, ...] = ()
    actions: tuple[MenuItem, ...] = ()
    reports: tuple[MenuItem, ...] = ()


def _key(title: str) -> str:
    return title.lower().replace(" ", "-")


_KEYS = frozenset(_key(section) for section in Section)
Pairs = frozenset[tuple[str, str]]
# Roles, combined or changed, by languages; and the pages that one stands on, by what one has folded.
_MENUS, _TEXTS = 64, 1_024


def menu_of_reader() -> Menu:
    """The menu of the reader of this request, empty for an unknown."""
    identity = current_identity()
    return (
        Menu() if identity is None else _menu(identity.rights.pairs, str(locale_of_the_moment()), request.script_root)
    )


@lru_cache(maxsize=_MENUS)
def _menu(pairs: Pairs, _language: str, _root: str) -> Menu:
    def may(permission: str, view: str) -> bool:
        return (view, permission) in pairs

    home = MenuItem(gettext("Home"), url_for("HomeView.index"), "house", "HomeView")
    sections = [MenuSection("", (home,))]
    for title, entries in MENU:
        items = tuple(
            MenuItem(gettext(label), url_for(f"{view}.{method}"), icon, view)
            for view, label, icon, method, permission in entries
            if may(permission, view)
        )
        if items:
            sections.append(MenuSection(gettext(title), items, _key(title)))
    actions = (
        MenuItem(gettext(label), url_for(f"{view}.{method}"), icon, view)
        for view, label, icon, method, permissions in ACTIONS
        if all(may(*permission) for permission in permissions)
    )
    reports = (
        MenuItem(
            gettext(report.title), url_for("ReportView.show", name=report.name), icon_of("ReportView"), "ReportView"
        )
        for _, group in by_theme(may)
        for report in group
    )
    return Menu(tuple(sections), tuple(actions), tuple(reports))


def icon_of(view: str) -> str:
    """The icon of a view in the menu."""
    return next((icon for _, entries in MENU for name, _, icon, *_ in entries if name == view), "chevron-right")


@cache
def _views() -> frozenset[str]:
    """The views to which the menu leads."""
    return frozenset(("HomeView", *(view for _, entries in MENU for view, *_ in entries)))


def _remembered() -> frozenset[str]:
    return frozenset(request.cookies.get(_COOKIE, "").split("."))


def is_rail() -> bool:
    """Whether the reader narrowed the menu to its icons."""
    return _RAIL in _remembered()


def _text_of_reader() -> str:
    identity = current_identity()
    if identity is None:
        return ""
    remembered = _remembered()
    # The rail hides the titles: what they fold would be out of reach.
    folded = frozenset() if _RAIL in remembered else remembered & _KEYS
    view = (request.endpoint or "").partition(".")[0]
    current = view if view in _views() else ""
    name = current_app.config["APP_NAME"]
    return _text(identity.rights.pairs, str(locale_of_the_moment()), request.script_root, current, folded, name)


@lru_cache(maxsize=_TEXTS)
def _text(pairs: Pairs, language: str, root: str, current: str, folded: frozenset[str], name: str) -> str:
    """The menu as a page holds it, as its template writes and escapes it."""
    menu = get_template_attribute("base/menu.html", "menu")
    text: str = menu(_menu(pairs, language, root).sections, current, folded, name)
    return text


def _languages() -> tuple[tuple[str, str, bool], ...]:
    current = str(locale_of_the_moment())
    return tuple((code, data["name"], code == current) for code, data in current_app.config["LANGUAGES"].items())


def install(app: Flask) -> None:
    """Gives the templates the menu, how the reader keeps it, and the languages."""

    @app.context_processor
    def _for_the_frame() -> dict[str, object]:
        identity = current_identity()
        return {
            "menu": _text_of_reader(),
            "is_rail": is_rail(),
            "has_shortcuts": identity is not None and identity.has_shortcuts,
            "languages": _languages(),
            "get_locale": get_locale,
        }
