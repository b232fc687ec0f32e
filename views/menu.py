"""The menu by section and the main actions, from the rights of the reader; they cost no statement.

Readers of the same rights, in the same language, have the same menu: it is made once for all of them, and other rights
are another menu.
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, current_app, get_template_attribute, request, url_for
from flask_babel import get_locale

from mdo.kernel.base.messages import N_
from mdo.reports.registry import by_theme
from views.base.catalogues import gettext, locale_of_the_moment
from views.security.gate import current_identity

_LIST = "list"
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


# Section, then (view, label, icon, method, permission).
MENU = (
    (
        N_("Follow-up"),
        (
            ("PointView", N_("My fortnight"), "check-circle", _LIST, "can_list"),
            ("DeadlineView", N_("My deadlines"), "alarm", _LIST, "can_list"),
            ("ActionView", N_("Actions"), "check2-square", _LIST, "can_list"),
            ("DeletedView", N_("Deleted rows"), "trash", _LIST, "can_list"),
        ),
    ),
    (
        N_("Meetings"),
        (
            ("CalendarView", N_("Calendar"), "calendar3", _LIST, "can_list"),
            ("MeetingView", N_("Meetings"), "calendar-event", _LIST, "can_list"),
            ("DecisionView", N_("Decisions"), "check2-circle", _LIST, "can_list"),
            ("QuestionView", N_("Questions of the CICA"), "question-circle", _LIST, "can_list"),
            ("DocumentView", N_("Documents of meetings"), "file-earmark-text", _LIST, "can_list"),
            ("MessageView", N_("Messages sent"), "mailbox", _LIST, "can_list"),
            ("RequestView", N_("Requests and opinions"), "chat-left-text", _LIST, "can_list"),
        ),
    ),
    (
        N_("Procurement"),
        (
            ("ContractView", N_("Contracts"), "briefcase", _LIST, "can_list"),
            ("StepView", N_("Steps of contracts"), "list-check", _LIST, "can_list"),
            ("TenderView", N_("Tenders"), "envelope-open", _LIST, "can_list"),
            ("OrderView", N_("Purchase orders"), "cart", _LIST, "can_list"),
            ("DeliverableView", N_("Deliverables"), "box-seam", _LIST, "can_list"),
            ("InvoiceView", N_("Invoices"), "receipt", _LIST, "can_list"),
            ("SharedContractView", N_("Contracts shared with the mairies"), "eye", _LIST, "can_list"),
            ("AmendmentView", N_("Amendments"), "file-earmark-plus", _LIST, "can_list"),
            ("RenewalView", N_("Renewals of contracts"), "arrow-repeat", _LIST, "can_list"),
            ("EvaluationView", N_("Evaluations of suppliers"), "star-half", _LIST, "can_list"),
            ("OpenDataView", N_("Essential data (DECP)"), "broadcast", _LIST, "can_list"),
            ("SupplierView", N_("Suppliers"), "shop", _LIST, "can_list"),
        ),
    ),
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
            ("TopicView", N_("Topic box"), "lightbulb", _LIST, "can_list"),
            ("SeriesView", N_("Series of meetings"), "calendar-range", _LIST, "can_list"),
            ("OrganisationView", N_("Organisations"), "building", _LIST, "can_list"),
        ),
    ),
    (
        N_("Excel"),
        (
            ("ReportView", N_("Reports"), "file-earmark-bar-graph", _LIST, "can_list"),
            ("ImportView", N_("Import a workbook"), "upload", "index", "can_import"),
        ),
    ),
    (
        N_("Settings"),
        (
            ("InstanceTypeView", N_("Types of bodies"), "tags", _LIST, "can_list"),
            ("CollegeView", N_("Colleges"), "collection", _LIST, "can_list"),
            ("FunctionView", N_("Functions"), "award", _LIST, "can_list"),
            ("ArrondissementView", N_("Arrondissements"), "geo-alt", _LIST, "can_list"),
            ("SchoolHolidayView", N_("School holidays"), "calendar4-week", _LIST, "can_list"),
            ("FamilyView", N_("Homogeneous families"), "boxes", _LIST, "can_list"),
            ("ProcedureView", N_("Procedures"), "signpost-split", _LIST, "can_list"),
            ("ThresholdView", N_("Thresholds"), "bar-chart-steps", _LIST, "can_list"),
            ("LegalDelayView", N_("Legal delays"), "hourglass", _LIST, "can_list"),
            ("LegalFigureView", N_("Figures of the law"), "123", _LIST, "can_list"),
            ("SpecificServiceView", N_("Social and specific services (annex 3)"), "tags", _LIST, "can_list"),
            ("RateView", N_("Rates of late interest"), "percent", _LIST, "can_list"),
            ("SittingView", N_("Sittings"), "calendar-check", _LIST, "can_list"),
            ("TemplateView", N_("Document templates"), "file-earmark-word", _LIST, "can_list"),
            ("DeadlineRuleView", N_("Rules of deadlines"), "sliders", _LIST, "can_list"),
        ),
    ),
    (
        N_("Administration"),
        (
            ("AccountView", N_("Accounts"), "person-gear", _LIST, "can_list"),
            ("RoleView", N_("Roles"), "shield-lock", _LIST, "can_list"),
            ("JournalView", N_("Journal"), "clock-history", _LIST, "can_list"),
            ("AccessLogView", N_("Exports"), "box-arrow-up-right", _LIST, "can_list"),
            ("AccessibilityView", N_("Accessibility statement"), "universal-access", _LIST, "can_edit"),
            ("BackupView", N_("Backups"), "archive", _LIST, "can_list"),
            ("EliminationView", N_("Eliminations"), "file-earmark-x", _LIST, "can_list"),
        ),
    ),
)


def _key(title: str) -> str:
    return title.lower().replace(" ", "-")


_KEYS = frozenset(_key(title) for title, _ in MENU)
_VIEWS = frozenset(("HomeView", *(view for _, entries in MENU for view, *_ in entries)))

# What one often starts: (view, label, icon, method, permissions on views).
_ACTIONS = (
    ("PersonView", N_("New person"), "person-plus", "add", (("can_add", "PersonView"),)),
    (
        "PersonView",
        N_("Person and mandate"),
        "person-plus",
        "enrol",
        (("can_add", "PersonView"), ("can_add", "MandateView")),
    ),
    ("MandateView", N_("New mandate"), "person-badge", "add", (("can_add", "MandateView"),)),
    ("MeetingView", N_("New meeting"), "calendar-event", "add", (("can_add", "MeetingView"),)),
    ("RequestView", N_("New request or opinion"), "chat-left-text", "add", (("can_add", "RequestView"),)),
    ("ContractView", N_("New contract file"), "briefcase", "add", (("can_add", "ContractView"),)),
    ("SupplierView", N_("New supplier"), "shop", "add", (("can_add", "SupplierView"),)),
    ("TopicView", N_("Propose a topic"), "lightbulb", "add", (("can_add", "TopicView"),)),
    ("InstanceView", N_("New body"), "people", "add", (("can_add", "InstanceView"),)),
    ("OrganisationView", N_("New organisation"), "building", "add", (("can_add", "OrganisationView"),)),
    ("AbsenceView", N_("New absence"), "calendar-x", "add", (("can_add", "AbsenceView"),)),
    ("AccountView", N_("New account"), "person-gear", "add", (("can_add", "AccountView"),)),
)
_FOR_ALL = (
    ("PreferenceView", N_("My preferences"), "sliders", "edit", ()),
    ("SavedViewView", N_("My views"), "bookmark", "list", (("can_list", "SavedViewView"),)),
    ("CalendarFeedView", N_("My calendars"), "calendar-range", "list", (("can_list", "CalendarFeedView"),)),
    ("EveningView", N_("My evening hours"), "moon", "list", (("can_list", "EveningView"),)),
    ("JobView", N_("My jobs"), "hourglass-split", "list", (("can_list", "JobView"),)),
    ("OwnRightsView", N_("What I may do"), "shield-check", "mine", ()),
    ("PreferenceView", N_("Change my password"), "key", "password", ()),
    ("PublicView", N_("Help"), "question-circle", "help", ()),
    ("PublicView", N_("Accessibility"), "universal-access", "accessibility", ()),
)


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
        for view, label, icon, method, permissions in (*_ACTIONS, *_FOR_ALL)
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
    current = view if view in _VIEWS else ""
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
