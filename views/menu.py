"""The menu by section, from the rights of the reader; it costs no statement."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale, gettext

from mdo.messages import N_

_LIST = "list"


@dataclass(frozen=True)
class MenuItem:
    """A link of the menu."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class MenuSection:
    """A titled group of links; a section without a link is not shown."""

    title: str
    items: tuple[MenuItem, ...]


# Section, then (view, label, icon, method, permission).
_MENU = (
    (
        N_("Participative bodies"),
        (
            ("InstanceView", N_("Bodies"), "people", _LIST, "can_list"),
            ("SeatView", N_("Seats"), "grid-3x3-gap", _LIST, "can_list"),
        ),
    ),
    (
        N_("Members"),
        (
            ("PersonView", N_("People"), "person", _LIST, "can_list"),
            ("MandateView", N_("Mandates"), "person-badge", _LIST, "can_list"),
            ("DuplicateView", N_("Possible duplicates"), "person-exclamation", _LIST, "can_list"),
        ),
    ),
    (
        N_("Network"),
        (
            ("ReferentView", N_("Référents"), "diagram-3", _LIST, "can_list"),
            ("AbsenceView", N_("Absences"), "calendar-x", _LIST, "can_list"),
            ("OrganisationView", N_("Organisations"), "building", _LIST, "can_list"),
        ),
    ),
    (N_("Excel"), (("ImportView", N_("Import a workbook"), "upload", "index", "can_import"),)),
    (
        N_("Settings"),
        (
            ("InstanceTypeView", N_("Types of bodies"), "tags", _LIST, "can_list"),
            ("CollegeView", N_("Colleges"), "collection", _LIST, "can_list"),
            ("FunctionView", N_("Functions"), "award", _LIST, "can_list"),
            ("ArrondissementView", N_("Arrondissements"), "geo-alt", _LIST, "can_list"),
        ),
    ),
    (
        N_("Administration"),
        (
            ("AccountView", N_("Accounts"), "person-gear", _LIST, "can_list"),
            ("RoleView", N_("Roles"), "shield-lock", _LIST, "can_list"),
            ("JournalView", N_("Journal"), "clock-history", _LIST, "can_list"),
            ("AccessLogView", N_("Exports"), "box-arrow-up-right", _LIST, "can_list"),
        ),
    ),
)


def sections() -> tuple[MenuSection, ...]:
    """The menu of the reader of this request."""
    if getattr(g, "user", None) is None or not g.user.is_authenticated:
        return ()
    manager = current_app.appbuilder.sm  # type: ignore[attr-defined]  # FAB puts itself on the application
    endpoint = request.endpoint or ""
    found = [
        MenuSection(
            "", (MenuItem(gettext("Home"), url_for("HomeView.index"), "house", endpoint.startswith("HomeView.")),)
        )
    ]
    for title, entries in _MENU:
        items = tuple(
            MenuItem(gettext(label), url_for(f"{view}.{method}"), icon, endpoint.startswith(f"{view}."))
            for view, label, icon, method, permission in entries
            if manager.has_access(permission, view)
        )
        if items:
            found.append(MenuSection(gettext(title), items))
    return tuple(found)


def _languages() -> tuple[tuple[str, str, bool], ...]:
    current = str(get_locale())
    return tuple((code, data["name"], code == current) for code, data in current_app.config["LANGUAGES"].items())


def install(app: Flask) -> None:
    """Gives the templates the menu and the languages."""

    @app.context_processor
    def _menu() -> dict[str, object]:
        return {"menu": sections(), "languages": _languages(), "get_locale": get_locale}
