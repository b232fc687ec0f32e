"""The menu by use, what stands beside each page and the main actions, from the rights of the reader.

They cost no statement but for what she pinned. Readers of the same rights, in the same language, have the same menu: it
is made once for all of them, and other rights are another menu.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from flask import Flask, current_app, g, get_template_attribute, request, url_for
from flask_babel import get_locale

from mdo.reports.registry import by_theme
from views.base.catalogues import gettext, locale_of_the_moment
from views.base.domain import ACTIONS
from views.base.entries import MENU, MenuPage, SettingsPart
from views.base.pinning import pins_of_reader
from views.security.gate import current_identity

# What the browser remembers of the menu (static/js/sidebar.js).
_COOKIE = "menu"
_RAIL = "rail"
_SETTINGS = "SettingsView"
_PINS = "<!--pins-->"
# What one opens most on a phone; who may not gets the next links of the menu.
_AT_HAND = frozenset({"MeetingView", "PersonView"})


@dataclass(frozen=True)
class MenuItem:
    """A link to a page of `view`; `part` and `told` are of a page of the settings, `also` words that find it."""

    label: str
    url: str
    icon: str
    view: str
    part: str = ""
    told: str = ""
    also: str = ""


@dataclass(frozen=True)
class MenuSection:
    """A titled group of links; a group without a link is not shown."""

    title: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True)
class Menu:
    """What the readers of some rights find: links, the pages beside each, what they may start, their reports.

    `beside` tells of each view the pages of its link, itself included; `heads` the view of the link that leads there;
    `to_add` is what of the actions adds a row.
    """

    sections: tuple[MenuSection, ...] = ()
    actions: tuple[MenuItem, ...] = ()
    to_add: tuple[MenuItem, ...] = ()
    reports: tuple[MenuItem, ...] = ()
    beside: Mapping[str, tuple[MenuItem, ...]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> tuple[MenuItem, ...]:
        """Every page that the menu leads to, those beside its links included, once each."""
        links = [item for section in self.sections for item in section.items]
        found = [item for link in links for item in (*self.beside.get(link.view, ()), link)]
        return tuple({item.view: item for item in (*links[:1], *found)}.values())

    @property
    def at_hand(self) -> tuple[MenuItem, ...]:
        """The links of the bar of phones, beside « Ajouter » and « Menu »: five in all."""
        links = [item for section in self.sections for item in section.items]
        most = 3 if self.to_add else 4
        chosen = sorted(links[1:], key=lambda item: item.view not in _AT_HAND)[: most - 1]
        return tuple(item for item in links if item in (links[0], *chosen))

    @property
    def settings(self) -> tuple[MenuSection, ...]:
        """The page of settings: its parts with the pages of each."""
        pages = self.beside.get(_SETTINGS, ())
        return tuple(
            MenuSection(gettext(part), found)
            for part in SettingsPart
            if (found := tuple(page for page in pages if page.part == part))
        )


Pairs = frozenset[tuple[str, str]]
# Roles, combined or changed, by languages; and the pages that one stands on.
_MENUS, _TEXTS = 64, 1_024
# Letters of the links beside a page that one line of the top bar holds at 1366 pixels, and what each link adds to them.
_ROOM, _AROUND = 52, 3


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

    def is_open(page: MenuPage) -> bool:
        return may(page.permission, page.view) and (not page.apart_without or may("can_list", page.apart_without))

    sections = [MenuSection("", (MenuItem(gettext("Home"), url_for("HomeView.index"), "house", "HomeView"),))]
    beside: dict[str, tuple[MenuItem, ...]] = {}
    heads = {"HomeView": "HomeView"}
    for group, links in MENU:
        items = []
        for head, *others in links:
            found = [page for page in (head, *others) if is_open(page)]
            if head.apart_without:
                found = [head] if may(head.permission, head.view) and not is_open(head) else []
            if not found:
                continue
            first = head if head in found or not head.permission else found[0]
            items.append(_item(first, first.title))
            pages = tuple(_item(page, page.label) for page in found)
            beside[first.view] = pages
            heads |= {page.view: first.view for page in (first, *found)}
        if items:
            sections.append(MenuSection(gettext(group), tuple(items)))
    beside |= {view: beside[head] for view, head in heads.items() if head in beside}
    actions = [
        (MenuItem(gettext(label), url_for(f"{view}.{method}"), icon, view), permissions)
        for view, label, icon, method, permissions in ACTIONS
        if all(may(*permission) for permission in permissions)
    ]
    to_add = tuple(item for item, permissions in actions if any(name == "can_add" for name, _ in permissions))
    reports = (
        MenuItem(
            gettext(report.title), url_for("ReportView.show", name=report.name), icon_of("ReportView"), "ReportView"
        )
        for _, group in by_theme(may)
        for report in group
    )
    return Menu(tuple(sections), tuple(item for item, _ in actions), to_add, tuple(reports), beside, heads)


def _item(page: MenuPage, label: str) -> MenuItem:
    told = gettext(page.told) if page.told else ""
    also = gettext(page.also) if page.also else ""
    return MenuItem(gettext(label), url_for(f"{page.view}.{page.method}"), page.icon, page.view, page.part, told, also)


@cache
def _pages() -> Mapping[str, MenuPage]:
    """The pages of the menu, by the name of their view."""
    return {page.view: page for _, links in MENU for link in links for page in link}


def icon_of(view: str) -> str:
    """The icon of a view in the menu or, where it is in none, of what one starts there."""
    page = _pages().get(view)
    if page is not None:
        return page.icon
    return next((icon for name, _, icon, *_ in ACTIONS if name == view), "chevron-right")


def is_rail() -> bool:
    """Whether the reader narrowed the menu to its icons."""
    return _RAIL in request.cookies.get(_COOKIE, "").split(".")


def _texts_of_reader() -> tuple[str, str, str]:
    identity = current_identity()
    if identity is None:
        return "", "", ""
    view, _, method = (request.endpoint or "").partition(".")
    view = g.get("menu_view", view)  # of a page that one comes to from another part
    page = _pages().get(view)
    known = view if page is not None or view == "HomeView" else ""
    is_page = view == "HomeView" or (page is not None and page.method == method)
    name = current_app.config["APP_NAME"]
    return _texts(identity.rights.pairs, str(locale_of_the_moment()), request.script_root, known, is_page, name)


@lru_cache(maxsize=_TEXTS)
def _texts(pairs: Pairs, language: str, root: str, view: str, is_page: bool, name: str) -> tuple[str, str, str]:
    """The menu as a page holds it, as its template writes and escapes it; what the top bar says; the bar of phones."""
    menu = _menu(pairs, language, root)
    write, thumb = (get_template_attribute("base/menu.html", macro) for macro in ("menu", "thumb"))
    head = menu.heads.get(view, "")
    how = "page" if head == view and is_page else "true"
    waiting = url_for("DeadlineView.waiting") if ("DeadlineView", "can_list") in pairs else ""
    text: str = write(menu.sections, head, how, name, waiting)
    return text, _bar(menu, view, is_page, head), thumb(menu.at_hand, menu.to_add, head, how)


def _bar(menu: Menu, view: str, is_page: bool, head: str) -> str:
    pages = menu.beside.get(view, ())
    if not is_page or head == _SETTINGS or len(pages) < 2:
        return ""
    write = get_template_attribute("base/menu.html", "beside")
    text: str = write(pages, _in_one_line(pages, view), view)
    return text


def _in_one_line(pages: tuple[MenuItem, ...], view: str) -> frozenset[str]:
    """The views of the first pages, as many as a line holds, and of the one that is open."""
    current = next(page for page in pages if page.view == view)
    room, shown = _ROOM - len(current.label) - _AROUND, {view}
    for page in pages:
        if page.view in shown:
            continue
        room -= len(page.label) + _AROUND
        if room < 0:
            break
        shown.add(page.view)
    return frozenset(shown)


def _pins() -> str:
    """What the reader pinned, as the menu holds it; nothing where she sees none of it."""
    items = [MenuItem(row.title, row.url, icon_of(row.view), row.view) for row in pins_of_reader().values()]
    if not items:
        return ""
    text: str = get_template_attribute("base/menu.html", "pins")(items, request.path)
    return text


def _above() -> MenuItem | None:
    """The page of settings, for the pages that stand under it."""
    menu = menu_of_reader()
    view = (request.endpoint or "").partition(".")[0]
    if view == _SETTINGS or menu.heads.get(view) != _SETTINGS:
        return None
    return next(item for section in menu.sections for item in section.items if item.view == _SETTINGS)


def _languages() -> tuple[tuple[str, str, bool], ...]:
    current = str(locale_of_the_moment())
    return tuple((code, data["name"], code == current) for code, data in current_app.config["LANGUAGES"].items())


def install(app: Flask) -> None:
    """Gives the templates the menu, the pages beside the open one, and the languages."""

    @app.context_processor
    def _for_the_frame() -> dict[str, object]:
        identity = current_identity()
        menu, beside, thumb = _texts_of_reader()
        if menu:
            menu = menu.replace(_PINS, _pins())
        return {
            "menu": menu,
            "beside": beside,
            "thumb": thumb,
            "above": _above() if identity else None,
            "is_rail": is_rail(),
            "is_compact": identity is not None and identity.has_compact_rows,
            "has_shortcuts": identity is not None and identity.has_shortcuts,
            "languages": _languages(),
            "get_locale": get_locale,
        }
