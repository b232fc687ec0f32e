"""The first page, by what the reader is there for: each number leads to the rows behind it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import abort, g, redirect, url_for
from flask_appbuilder import IndexView, expose
from flask_babel import format_decimal, format_percent
from werkzeug.datastructures import MultiDict

from mdo.composition.alerts import InstanceAlert
from mdo.contracts.figures import Balance
from mdo.contracts.portfolio import running_balances, total_of
from mdo.home import figures as of
from mdo.home.amounts import AMOUNTS
from mdo.home.counted import Counted, counted
from mdo.home.figures import Figure
from mdo.home.places import (
    BODIES_SHOWN,
    BodyLine,
    PlaceFigures,
    by_arrondissement,
    by_type,
    figures_of_bodies,
    last_exports,
    own_bodies,
    own_places,
)
from mdo.kernel.base.context import Context, Cover, context_of, through
from mdo.kernel.base.counting import CAP
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.fields.columns import Kind
from mdo.kernel.journal.columns import WHAT_LABELS
from mdo.kernel.labels import enum_label
from mdo.kernel.preferences.own_settings import fold_welcome
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.limits import Reach
from mdo.network.absences import is_covered_in_part, places_not_covered
from mdo.point.told import PartName
from mdo.reports.registry import REPORTS
from models.contracts import Contract
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words, full_date, moment_in_words, value_in_words
from views.deadlines.pages import PartLink
from views.home.decided import decisions, sheets_awaiting, used
from views.home.pages import Bar, BodyRow, ExportRow, HomePage, Strip, Sum, Tile
from views.home.projects import project_sums
from views.home.trends import trends
from views.home.week import week_of
from views.home.welcome import welcome
from views.menu import menu_of_reader
from views.point.screens import SHOWN_IN_THE_WEEK, point_page
from views.security.gate import may, require_identity

# Column and row of each arrondissement: the city's plan in squares, from the north-west.
_PLAN = {9: (0, 1), 5: (0, 2), 4: (1, 0), 1: (1, 1), 2: (1, 2), 7: (1, 3), 6: (2, 1), 3: (2, 2), 8: (2, 3)}
_REQUESTS = (of.REQUESTS_AWAITING, of.REQUESTS_LATE)
_FIGURES = (of.ACTIVE_BODIES, of.MEMBERS, of.EXPIRED, of.UNDATED, *_REQUESTS)
_OF_A_PLACE = _FIGURES
# What « Mon point » says and the week says as well.
_IN_THE_WEEK = (PartName.MANDATES, PartName.TO_PREPARE)
_TO_REFRESH = (of.STALE_BODIES, of.STALE_MANDATES, of.STALE_ORGANISATIONS)
_LOGS = (of.OPERATIONS, of.EXPORTS)
_CONTRACTS = (of.CONTRACTS_RUNNING, of.INVOICES_TO_PAY, of.INVOICES_LATE, of.DELIVERABLES_LATE)
_WARNED = frozenset({of.DUPLICATES, *of.ALERTS, *_CONTRACTS[2:]})
_DOWNLOADS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("InstanceView", {}),
    ("PersonView", {}),
    ("MandateView", {}),
    ("OrganisationView", {}),
    ("ReferentView", {}),
    ("DeadlineView", {"f_whose": WhoseDeadlines.ALL.value}),
)


class HomeView(IndexView):
    """Home: what the reader answers for, what is late, what comes next."""

    @expose("/")
    def index(self) -> Any:
        if getattr(g, "user", None) is None or not g.user.is_authenticated:
            return redirect(url_for("AuthView.login"))
        return render("home/page.html", page=self._page())

    @expose("/douze-mois")
    def brief(self) -> Any:
        """Twelve months, the arrondissements and the kinds of bodies, of who reads the whole city: 404 for others."""
        context = context_of(db.session)
        if not (context.scope.is_unlimited and may("can_list", "InstanceView")):
            abort(404)
        title = gettext("Twelve months")
        page = HomePage(title=title, subtitle=full_date(context.today), crumbs=(Crumb(title),), **_brief())
        return render("home/page.html", page=page)

    @expose("/replier", methods=["POST"])
    def fold(self) -> Any:
        """The reader has seen where things stand: her first page says it no longer."""
        identity = require_identity()
        through(db.session, Door.FORM, gettext("“Where things stand” folded"))
        fold_welcome(db.session, identity.id)
        flash_undoable(gettext("Folded: the guide stays under the question mark, at the top."), commit_undoable())
        return redirect(url_for("HomeView.index"), 303)

    def _page(self) -> HomePage:
        identity, context = require_identity(), context_of(db.session)
        roles = identity.rights.role_codes
        is_limited = not context.scope.is_unlimited
        is_of_management = RoleCode.MANAGEMENT in roles
        reads_bodies = may("can_list", "InstanceView")
        shown = [figure for figure in self._figures(context.scope.reach, reads_bodies) if may("can_list", figure.view)]
        bodies = own_bodies(db.session) if is_limited and reads_bodies else None
        told = {} if bodies is None else figures_of_bodies(bodies)
        found = counted(db.session, shown, told, AMOUNTS if of.CONTRACTS_RUNNING in shown else ())
        numbers = found.numbers
        is_of_a_place = context.scope.reach is Reach.ARRONDISSEMENTS
        places = own_places(db.session) if is_of_a_place else []
        parts: dict[str, Any] = {}
        deadlines = Deadlines(db.session) if may("can_list", "DeadlineView") else None
        parts |= week_of(deadlines)
        if is_limited and may("can_list", "PointView"):
            parts["point"] = point_page(_IN_THE_WEEK, SHOWN_IN_THE_WEEK)
        if reads_bodies:
            parts["alerts"] = _strips((*of.ALERTS, of.DUPLICATES), found)
        if is_of_a_place:
            parts["to_refresh"] = _strips(_TO_REFRESH, found)
        running: Sequence[tuple[Contract, Balance]] = ()
        if of.CONTRACTS_RUNNING in numbers:
            running = running_balances(db.session) if numbers[of.CONTRACTS_RUNNING] else ()
            parts |= {"contracts": _strips(_CONTRACTS, found), "sums": self._sums(running, found) if running else ()}
            if is_of_management:
                parts |= used(running)
        parts["project_sums"] = project_sums(running)
        if bodies is not None:
            parts |= self._own_bodies(bodies[:BODIES_SHOWN], numbers)
            parts["mandates_apart"] = numbers.get(of.MEMBERS, 0) - sum(line.members for line in bodies)
        parts["sheets"] = sheets_awaiting()
        if is_of_management:
            if deadlines is not None:
                parts["decisions"] = decisions(deadlines)
            parts |= _brief() | {"downloads": self._downloads(), "reports": _reports()}
        if not reads_bodies and may("can_list", "AccessLogView"):
            parts |= {"exports": _exports(), "all_exports": url_for("AccessLogView.list")}
            parts["downloads"] = self._logs()
        parts["welcome"] = welcome(identity, parts, places, bodies)
        week = context.today.isocalendar().week
        title = N_("Twelve months in brief") if is_of_management else N_("This week") if reads_bodies else N_("Home")
        return HomePage(
            title=gettext(title),
            subtitle=" · ".join((full_date(context.today), *(places or (gettext("week %(number)d", number=week),)))),
            shortcuts=self._shortcuts(is_of_management=is_of_management),
            covers=_covers(context),
            figures=_strips((*_FIGURES, *_LOGS), found),
            **parts,
        )

    def _figures(self, reach: Reach, reads_bodies: bool) -> Iterable[Figure]:
        if not reads_bodies:
            return _LOGS
        if reach is Reach.ARRONDISSEMENTS:
            return (*_OF_A_PLACE, *of.ALERTS, *_TO_REFRESH)
        return (*_FIGURES, *of.ALERTS, of.DUPLICATES, *_CONTRACTS)

    def _sums(self, running: Sequence[tuple[Contract, Balance]], found: Counted) -> tuple[Sum, ...]:
        """The amounts of the contracts that run, each the total of the report of these contracts."""
        report = REPORTS["suivi_des_marches"]
        if not all(may("can_list", view) for view in report.reads):
            return ()
        total, url = total_of(balance for _, balance in running), url_for("ContractView.list", f_state="running")
        if may("can_show", "ReportView"):
            url = url_for("ReportView.show", name=report.name, f_state="running")
        is_passed = total.left < 0
        return tuple(
            Sum(
                gettext(amount.label),
                _euros(amount.of(total)),
                url,
                "danger" if amount.name == "left" and is_passed else "",
                _signed(amount.of(total) - found.then[amount], _euros) if amount in found.then else "",
                is_zero=not amount.of(total),
            )
            for amount in AMOUNTS
        )

    def _own_bodies(self, lines: Sequence[BodyLine], numbers: Mapping[Figure, int]) -> dict[str, Any]:
        may_show, reads_mandates = may("can_show", "InstanceView"), may("can_list", "MandateView")
        return {
            "bodies": tuple(
                BodyRow(
                    name=line.name,
                    type=line.type,
                    url=url_for("InstanceView.show", pk=line.id) if may_show else None,
                    members=PartLink(
                        "",
                        line.members,
                        url_for("MandateView.list", f_instance=line.id, f_status="in_force") if reads_mandates else "",
                    ),
                    alerts=tuple(gettext(enum_label(alert)) for alert in line.alerts),
                )
                for line in lines
            ),
            "all_bodies": _choice(of.ACTIVE_BODIES, numbers),
        }

    def _downloads(self) -> tuple[Link, ...]:
        names = {type(view).__name__: getattr(view, "plural", "") for view in self.appbuilder.baseviews}
        names["DeadlineView"] = N_("My deadlines")
        return tuple(
            Link(gettext(names[view]), url_for(f"{view}.export", **arguments), "file-earmark-spreadsheet")
            for view, arguments in _DOWNLOADS
            if may("can_export", view)
        )

    def _logs(self) -> tuple[Link, ...]:
        return tuple(
            Link(label, url, "file-earmark-spreadsheet")
            for view, label, url in (
                ("JournalView", gettext("Journal"), url_for("JournalView.export")),
                ("AccessLogView", gettext("Exports"), url_for("AccessLogView.export", f_left="1")),
            )
            if may("can_export", view)
        )

    def _shortcuts(self, *, is_of_management: bool) -> tuple[Link, ...]:
        links = []
        if may("can_add", "PersonView") and may("can_add", "MandateView"):
            links.append(Link(gettext("Person and mandate"), url_for("PersonView.enrol"), "person-plus", "primary"))
        if may("can_add", "MeetingView"):
            links.append(Link(gettext("Meeting"), url_for("MeetingView.add"), "plus-lg"))
        if is_of_management:
            # Her first page is the twelve months: from there she goes to the reports.
            links += [Link(gettext("Reports"), url_for("ReportView.list"), "file-earmark-bar-graph", "primary")]
        elif may("can_list", "InstanceView") and context_of(db.session).scope.is_unlimited:
            links.append(Link(gettext("Twelve months"), url_for("HomeView.brief"), "bar-chart-steps"))
        return tuple(links)


def _covers(context: Context) -> tuple[Link, ...]:
    """Whom the reader covers today, and who covers her: what that means is told on the page of the absence."""
    url = url_for("AbsenceView.list") if may("can_list", "AbsenceView") else ""
    mine = N_("You stand in for %(who)s until %(day)s: what falls due for them is with yours.")
    theirs = N_("%(who)s stands in for you until %(day)s: what falls due for you is with them, and so is your mail.")
    mine_in_part = N_(
        "You stand in for %(who)s until %(day)s, but do not answer for %(places)s: what falls due there stays with"
        " them, and the team reads it too. The mission can name you référent there for these days."
    )
    theirs_in_part = N_(
        "%(who)s stands in for you until %(day)s, but does not answer for %(places)s: what falls due there stays with"
        " you, and the team reads it too. The mission can name them référent there for these days."
    )
    mine_limited = N_(
        "You stand in for %(who)s until %(day)s, as far as your rights go: what they do not show stays with them, and"
        " the team reads it too."
    )
    theirs_limited = N_(
        "%(who)s stands in for you until %(day)s, as far as their rights go: what they do not show stays with you, and"
        " the team reads it too."
    )

    def told(cover: Cover) -> str:
        places = places_not_covered(db.session, cover.away_id, cover.cover_id, context.today)
        is_mine = cover.cover_id == context.actor_id
        whole, in_part = (mine, mine_in_part) if is_mine else (theirs, theirs_in_part)
        day = date_in_words(cover.until)
        if not places and is_covered_in_part(db.session, cover, context.today):
            return gettext(mine_limited if is_mine else theirs_limited, who=cover.name, day=day)
        if not places:
            return gettext(whole, who=cover.name, day=day)
        return gettext(in_part, who=cover.name, day=day, places=", ".join(places))

    return tuple(Link(told(cover), url) for cover in context.covers)


def _brief() -> dict[str, Any]:
    return {"trends": trends(), "tiles": _tiles(), "types": _types()}


def _address(figure: Figure) -> str:
    values: dict[str, Any] = MultiDict(figure.pairs(context_of(db.session))).to_dict(flat=False)
    # A default saved view would open in place of a list without any argument.
    return url_for(f"{figure.view}.list", **(values or {"all": 1}))


def _choice(figure: Figure, numbers: Mapping[Figure, int]) -> PartLink:
    number = numbers.get(figure, 0)
    tone = "warn" if figure in _WARNED and number else ""
    return PartLink(gettext(figure.label), number, _address(figure), tone=tone)


def _strips(figures: Sequence[Figure], found: Counted) -> tuple[Strip, ...]:
    return tuple(_strip(figure, found) for figure in figures if figure in found.numbers)


def _strip(figure: Figure, found: Counted) -> Strip:
    """A figure with its change: green where it is good, red where it is bad, nothing where it is neither."""
    number, change = found.numbers[figure], found.changes.get(figure)
    link = _choice(figure, found.numbers)
    if change is None or number > CAP:
        return Strip(link)
    tone = "" if not change or figure.is_good is None else "ok" if (change > 0) is figure.is_good else "late"
    return Strip(link, _signed(change, format_decimal), tone)


def _signed(change: int, in_words: Callable[[int], str]) -> str:
    """A change with its sign, and « = » where there is none."""
    return f"{'+' if change > 0 else '−'}{in_words(abs(change))}" if change else "="  # a minus


def _euros(cents: int) -> str:
    return value_in_words(Decimal(cents) / 100, Kind.AMOUNT)


def _tiles() -> tuple[Tile, ...]:
    places = by_arrondissement(db.session)
    return tuple(
        Tile(
            name=place.name,
            number=place.number,
            column=_PLAN[place.number][0],
            row=_PLAN[place.number][1],
            figure=PartLink(
                gettext("Active bodies"),
                place.bodies,
                url_for("InstanceView.list", f_state="active", f_arrondissements=place.id),
            ),
            alert=PartLink(
                gettext("in alert"),
                place.in_alert,
                url_for(
                    "InstanceView.list", f_alert=[item.value for item in InstanceAlert], f_arrondissements=place.id
                ),
                tone="warn" if place.in_alert else "",
            ),
            share=place.freshness,
            **_fresh(place),
        )
        for place in places
        if place.number in _PLAN
    )


def _fresh(place: PlaceFigures) -> dict[str, str]:
    if place.freshness is None:
        return {}
    return {
        "fresh": format_percent(place.freshness),
        "fresh_of": gettext("%(count)d of %(total)d", count=place.fresh, total=place.records),
    }


def _types() -> tuple[Bar, ...]:
    kinds = by_type(db.session)
    most = max((kind.bodies for kind in kinds), default=1)
    return tuple(
        Bar(
            kind.label,
            PartLink(kind.label, kind.bodies, url_for("InstanceView.list", f_state="active", f_type=kind.id)),
            kind.bodies / most,
        )
        for kind in kinds
    )


def _reports() -> tuple[Link, ...]:
    return tuple(Link(item.label, item.url, item.icon) for item in menu_of_reader().reports)


def _exports() -> tuple[ExportRow, ...]:
    return tuple(
        ExportRow(moment_in_words(row.at), row.user_name, gettext(WHAT_LABELS.get(row.what, row.what)), row.row_count)
        for row in last_exports(db.session)
    )
