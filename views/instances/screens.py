"""Participative bodies on screen: the body, its type, colleges, seats and functions."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, inspect, not_, or_
from sqlalchemy.orm import joinedload

from mdo.composition.alerts import InstanceAlert, alert_clause, held_clause, vacant_clause
from mdo.composition.columns import SEAT_COLUMNS
from mdo.composition.seats import SeatStatus, open_on, seat_states
from mdo.composition.vacancies import state_of
from mdo.instances.columns import INSTANCE_COLUMNS
from mdo.instances.dissolution import end_with_body
from mdo.instances.fields import INSTANCE, INSTANCE_TYPE, SEAT
from mdo.instances.lifecycle import INSTANCE_ACTS, RecognitionStatus, check_instance, recognition_status
from mdo.instances.rules import NOT_FOLLOWED, rules_of
from mdo.instances.structure import check_structure
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.states.acts import Act
from mdo.meetings.columns import MEETING_COLUMNS
from mdo.people.columns import END, MANDATE_COLUMNS
from models.accounts import Role, User
from models.instances import (
    RULE_COLUMNS,
    College,
    Instance,
    InstanceType,
    MandateFunction,
    Seat,
)
from models.meetings import Meeting
from models.people import Mandate
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import parse_date
from views.base.filters import BooleanFilter, EnumFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.freshness import to_refresh
from views.base.importable import ImportableView
from views.base.pages import Cell, FactGroup, Link, Panel, TabContent
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource, fact
from views.base.relations import Relation, own_arrondissements
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.composition.panels import (
    fill_url,
    last_and_next_panel,
    member_panels,
    seat_facts,
    seats_panel,
    with_recognition,
)
from views.documents.carrying import CarriesDocuments
from views.instances.beside import LISTED_BODIES, MEETINGS_AND_SEATS
from views.instances.choices import ARRONDISSEMENTS_FILTER, COLLEGE_CHOICE, keep_those_of_body
from views.instances.member_calendar import calendar_link, calendar_page, renew_calendar, revoke_calendar
from views.instances.members import members_tab
from views.instances.seats import SeveralSeats
from views.meetings.assiduity import assiduity_tab
from views.projects.lists import PROJECTS_OF_BODY
from views.requests.tab import requests_tab

_BODY = FIELD_LABELS[Instance]


_MEETINGS = RelatedList(
    "meetings",
    Meeting,
    columns_named(MEETING_COLUMNS, "title", "start_at", "kind", "state", "place"),
    lambda body: Meeting.instance_id == body.id,
    (Meeting.start_at.desc(),),
    filter_argument="instance",
    empty_text=N_("No meeting yet: add the first one."),
)
_CHILDREN = RelatedList(
    "attached",
    Instance,
    columns_named(INSTANCE_COLUMNS, "name", "type", "arrondissements", "state"),
    lambda body: Instance.parent_id == body.id,
    (Instance.sort_key,),
    title=N_("Attached bodies"),
    add_argument="parent",
    empty_text=N_("No body is a part of this one."),
)
_IS_ELECTED = User.roles.any(Role.name == RoleCode.ELECTED)
_OWN_RULES = N_("Own rules (empty: those of the type)")
# Texts, rules of its own, notes: sections of the form, by their first field, that few bodies fill.
_RARELY_FILLED = frozenset({"deliberation", "membership", "notes"})


def _in_alert(members: list[Any], today: dt.date) -> ColumnElement[bool]:
    return or_(*(alert_clause(member, today) for member in members))


class InstanceView(CarriesDocuments, ImportableView):
    """The bodies: a page holds the facts, the composition at any day, parity and vacancy."""

    model = Instance
    empty_for = N_("Here are the participatory bodies, with their members, seats and meetings.")
    machine = INSTANCE_ACTS
    route_base = "/instances"
    held_by = (Mandate.instance_id, Meeting.instance_id)
    copied = ("type", "arrondissements", "parent", "elected_official", "elected_user", "agent", *RULE_COLUMNS)
    carried = ("type", "arrondissements", "parent")
    columns = INSTANCE_COLUMNS
    listed = LISTED_BODIES
    beside = MEETINGS_AND_SEATS
    order = ("name", "asc")
    sheet = N_("Rules and texts")
    relations = {
        "arrondissements": Relation(where=own_arrondissements),
        "elected_user": Relation(where=lambda: and_(User.active.is_(True), _IS_ELECTED)),
        "agent": Relation(where=lambda: and_(User.active.is_(True), not_(_IS_ELECTED))),
    }
    filters = (
        *filters_of(INSTANCE, "state"),
        relation_filter(INSTANCE["type"], InstanceType.label, InstanceType.position),
        ARRONDISSEMENTS_FILTER,
        *filters_of(INSTANCE, "recognised_on"),
        EnumFilter("alert", N_("Alert"), InstanceAlert, build=_in_alert),
        to_refresh(Instance),
    )
    ready_views = (
        ReadyView(N_("Active bodies"), "f_state=active"),
        ReadyView(N_("With a vacant seat"), "f_alert=vacancy"),
        ReadyView(N_("With expired mandates"), "f_alert=expired"),
    )
    can_import_kind = "instances"

    def list_actions(self) -> Sequence[Link]:
        links = tuple(super().list_actions())
        if not self.may("can_edit", "ElectionView"):
            return links
        return (*links, Link(gettext("Élu·es after an election"), url_for("ElectionView.replace"), "arrow-left-right"))

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Instance.type),)

    def subtitle(self, row: Instance) -> str:
        """Its kind and place, the length of its mandates, who follows it."""
        places = ", ".join(place.name for place in row.arrondissements) or gettext("whole city")
        months = rules_of(row).term_months
        parts = [f"{row.type.label} – {places}"]
        if months is not None and not rules_of(row).is_open:
            parts.append(ngettext("mandates of %(num)d month", "mandates of %(num)d months", months))
        standing = recognition_status(row, context_of(db.session).today)
        if standing is not None and standing is not RecognitionStatus.HOLDS:
            parts.append(value_in_words(standing))
        if row.agent is not None:
            parts.append(gettext("followed by %(who)s", who=row.agent))
        if row.elected_official:
            parts.append(gettext("élu·e: %(who)s", who=row.elected_official))
        return " · ".join(parts)

    def status(self, row: Instance) -> Cell:
        return Cell("state", gettext(_BODY["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def tabs(self, row: Instance) -> tuple[TabSource, ...]:
        """Members and meetings as of right, then what is counted of them; rules, texts and history come last."""
        day = parse_date(request.args.get("on", "")) or context_of(db.session).today
        parts = []
        if self.may("can_list", "MandateView"):
            parts.append(members_tab(self, row))
        if self.may("can_list", "MeetingView"):
            parts.append(self._meetings(row))
        if self.may("can_list", "RequestView"):
            parts.append(requests_tab(self, row))
        if self.may("can_list", "ProjectView"):
            parts.append(self.list_tab(row, PROJECTS_OF_BODY))
        parts += self._composition(row, day)
        return (
            *parts,
            *assiduity_tab(row),
            *self._attached(row),
            *self.documents_tabs(row),
            *self.sheet_tab(row),
            self.history_tab(row),
        )

    def _attached(self, row: Instance) -> tuple[TabSource, ...]:
        """The body that it is a part of and those that are parts of it."""
        listed = self.list_tab(row, _CHILDREN)

        def fill() -> TabContent:
            above = fact(row, "parent", lambda view: self.may("can_show", view))
            panel = Panel(gettext("Part of"), "base/panels/facts.html", {"facts": (above,)})
            return replace(listed.fill(), panels=(panel,) if row.parent_id is not None else ())

        return (replace(listed, fill=fill),)

    def _meetings(self, row: Instance) -> TabSource:
        listed = self.list_tab(row, _MEETINGS)
        add = None
        if self.may("can_add", "MeetingView") and self.may_change(row):
            add = Link(gettext("New meeting"), url_for("MeetingView.add", instance=row.id), "plus-lg")

        def fill() -> TabContent:
            content = listed.fill()
            panels = (last_and_next_panel(row, links=self.may("can_show", "MeetingView")),)
            related_list = replace(content.related, add=add) if content.related else None
            return replace(content, panels=panels, related=related_list)

        return replace(listed, fill=fill)

    def _composition(self, row: Instance, day: dt.date) -> list[TabSource]:
        """How many sat on any day, parity and the seats."""
        has_seats = self.may("can_list", "SeatView") and not rules_of(row).is_open
        sees_members = self.may("can_list", "MandateView")
        if not (has_seats or sees_members):
            return []
        title = gettext("Composition")

        def fill() -> TabContent:
            panels: list[Panel] = []
            if sees_members:
                list_url = url_for("MandateView.list", f_instance=row.id, f_on=day.isoformat())
                panels += member_panels(row, day, list_url)
            if has_seats:
                may_fill = self.may("can_add", "MandateView") and self.may_change(row)
                opens = self.may("can_show", "SeatView")
                panels.append(seats_panel(row, day, links=opens, may_fill=may_fill, asks_day=not sees_members))
            return TabContent("seats", title, tuple(panels))

        counted = (Seat, and_(Seat.instance_id == row.id, open_on(day))) if has_seats else None
        return [TabSource("seats", title, fill, counted)]

    def fact_groups(self, row: Instance, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """All the rules in force stand for the own ones, with those of the type; a recognition says when it ends."""
        rules = rules_of(row)
        facts = tuple(
            Cell(name, gettext(_BODY[name]), self._rule_in_words(name, getattr(rules, name), getattr(row, name)))
            for name in RULE_COLUMNS
            if getattr(rules, name) is not None
        )
        in_force = FactGroup(gettext("Rules in force"), facts)
        own = self.section_title(_OWN_RULES, row)
        today = context_of(db.session).today
        groups = (in_force if group.title == own else group for group in super().fact_groups(row, may_open))
        return tuple(with_recognition(group, row, today) for group in groups)

    @staticmethod
    def _rule_in_words(name: str, value: Any, own: Any) -> str:
        text = _not_followed(value_in_words(value)) if name in NOT_FOLLOWED else value_in_words(value)
        return text if own is not None else gettext("%(rule)s (rule of the type)", rule=text)

    def hints(self, row: Instance) -> Mapping[str, str]:
        """What holds where the body has no rule of its own."""
        of_type = {name: value_in_words(getattr(row.type, name)) for name in RULE_COLUMNS}
        return {name: gettext("Type: %(rule)s.", rule=words) for name, words in of_type.items() if words}

    def is_folded(self, names: Sequence[str], form: RecordForm, row: Instance | None) -> bool:
        """What few bodies fill is folded while it holds nothing: on a phone the form took eight screens."""
        return names[0] in _RARELY_FILLED and not any(form[name].data for name in names if name in form)

    def record_actions(self, row: Instance) -> tuple[Link, ...]:
        """To add a member comes first, then to write to them and to plan a meeting; « Edit » steps back."""
        links = super().record_actions(row)
        first = []
        may_change = self.may_change(row)
        if may_change and self.may("can_add", "PersonView") and self.may("can_add", "MandateView"):
            enrol = url_for("PersonView.enrol", instance=row.id)
            first.append(Link(gettext("Add a member"), enrol, "person-plus", "primary"))
            links = tuple(replace(link, style="secondary") if link.style == "primary" else link for link in links)
        if self.may("can_export", "MailView") and self.may("can_export", "MandateView") and self.reads_personal():
            first.append(
                Link(gettext("Write to the members"), url_for("MailView.write_to_body", pk=row.id), "envelope")
            )
        if may_change and self.may("can_add", "MeetingView"):
            first.append(Link(gettext("New meeting"), url_for("MeetingView.add", instance=row.id), "calendar-plus"))
        return (*first, *links)

    def writer_actions(self, row: Instance) -> Sequence[Link]:
        return (*self._several_members(row), *self._add_seats(row), *self._series(row), calendar_link(self, row))

    @expose("/calendrier/<int:pk>")
    @has_access
    @permission_name("edit")
    def member_calendar(self, pk: int) -> Any:
        """The address at which the members read the calendar of the body."""
        return calendar_page(self, self._changed(pk))

    @expose("/calendrier/<int:pk>/nouveau", methods=["POST"])
    @has_access
    @permission_name("edit")
    def renew_calendar(self, pk: int) -> Any:
        """Makes this address, or makes it anew."""
        return renew_calendar(self, self._changed(pk))

    @expose("/calendrier/<int:pk>/revocation", methods=["POST"])
    @has_access
    @permission_name("edit")
    def revoke_calendar(self, pk: int) -> Any:
        """Kills this address."""
        return revoke_calendar(self, self._changed(pk))

    def _changed(self, pk: int) -> Instance:
        row: Instance = self.fetch(pk, with_facts=False)
        if not self.may_change(row):
            abort(403)
        return row

    def _series(self, row: Instance) -> Sequence[Link]:
        if not self.may("can_add", "SeriesView"):
            return ()
        return (Link(gettext("Plan a series of meetings"), url_for("SeriesView.add", instance=row.id), "calendar3"),)

    def _several_members(self, row: Instance) -> Sequence[Link]:
        may_add = self.may("can_add", "MandateView") and self.may("can_add", "PersonView")
        if not (may_add and self.may("can_import", "ImportView") and self.reads_personal()):
            return ()
        return (Link(gettext("Several members"), url_for("ImportView.members", pk=row.id), "people"),)

    def _add_seats(self, row: Instance) -> Sequence[Link]:
        if rules_of(row).is_open or not self.may("can_add", "SeatView"):
            return ()
        return (Link(gettext("Add seats"), url_for("SeatView.add", instance=row.id), "grid-3x3-gap"),)

    def check(self, row: Instance) -> None:
        self._check(row, None)

    @staticmethod
    def _check(row: Instance, changed_on: dt.date | None) -> None:
        check_instance(row, context_of(db.session).today, changed_on=changed_on)
        check_structure(db.session, row)
        end_with_body(db.session, row)

    def write_act(self, act: Act, row: Instance, form: RecordForm) -> None:
        """The day that was typed counts, though it be that of the change before."""
        self._check(row, form["state_on"].data)


class _RulesView(BackofficeView):
    """A screen of rules, which says of some that nothing counts them yet."""

    def fact_groups(self, row: Any, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        def told(cell: Cell) -> Cell:
            is_promised = cell.name in NOT_FOLLOWED and getattr(row, cell.name)
            return cell._replace(text=_not_followed(cell.text)) if is_promised else cell

        groups = super().fact_groups(row, may_open)
        return tuple(replace(group, facts=tuple(map(told, group.facts))) for group in groups)


def _not_followed(text: str) -> str:
    return gettext("%(rule)s (not followed)", rule=text)


class InstanceTypeView(_RulesView):
    """The kinds of bodies and their rules."""

    model = InstanceType
    empty_for = N_("Here are the types of bodies, with the rules that their bodies follow.")
    route_base = "/types"
    copied = ("description", "is_permanent", "legal_basis", "legal_basis_url", *RULE_COLUMNS)
    order = ("label", "asc")
    filters = filters_of(INSTANCE_TYPE, "membership")
    related_lists = (
        RelatedList(
            "bodies",
            Instance,
            columns_named(INSTANCE_COLUMNS, "name", "arrondissements", "state"),
            lambda row: Instance.type_id == row.id,
            (Instance.sort_key,),
            title=N_("Bodies"),
            filter_argument="type",
            add_argument="type",
        ),
    )


class CollegeView(_RulesView):
    """The colleges, of a type of body or of one body."""

    model = College
    empty_for = N_("Here are the colleges of the bodies, which hold seats of one kind.")
    route_base = "/colleges"
    copied = ("name", "seats_planned", "is_predominant", "position")
    carried = ("type", "instance")
    order = ("name", "asc")
    relations = {"instance": Relation(is_writable_only=True)}


def _is_vacant(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = vacant_clause(today)
    return clause if wanted else not_(clause)


def _is_held(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = held_clause(today)
    return clause if wanted else not_(clause)


# One looks for who sits where: what a seat asks for has columns of its own to be chosen.
LISTED_SEATS = tuple(
    replace(column, is_shown=column.is_shown and column.name not in {"requirement", "appointing_authority"})
    for column in SEAT_COLUMNS
)


class SeatView(SeveralSeats):
    """The seats of closed bodies."""

    model = Seat
    empty_for = N_("Here are the seats of the bodies, vacant or held.")
    route_base = "/sieges"
    can_import_kind = "seats"
    copied = ("instance", "college", "label", "requirement", "appointing_authority")
    carried = ("instance", "college", "requirement", "appointing_authority")
    columns = SEAT_COLUMNS
    listed = LISTED_SEATS
    order = ("instance", "asc")
    relations = {"instance": Relation(is_writable_only=True), "college": COLLEGE_CHOICE}
    filters = (
        BooleanFilter("vacant", N_("Vacant"), build=_is_vacant),
        BooleanFilter("held", N_("Held (seat)"), build=_is_held),
        relation_filter(SEAT["instance"], Instance.name, is_short=False),
    )
    ready_views = (ReadyView(N_("Vacant seats"), "f_vacant=1"), ReadyView(N_("Held seats"), "f_held=1"))
    related_lists = (
        RelatedList(
            "mandates",
            Mandate,
            (*columns_named(MANDATE_COLUMNS, "person", "start_on"), END, *columns_named(MANDATE_COLUMNS, "status")),
            lambda row: Mandate.seat_id == row.id,
            (Mandate.start_on.desc(),),
        ),
    )

    def render_form(self, form: RecordForm, *arguments: Any, **more: Any) -> Any:
        if "instance" in form:
            keep_those_of_body(form)
        return super().render_form(form, *arguments, **more)

    def may_act(self, is_writable: bool, rights: set[str]) -> bool:
        return is_writable and self.may("can_add", "MandateView")

    def row_act(self, row: Seat) -> Link | None:
        """A vacant seat is filled from its line, where the list has read who holds it."""
        if "mandates" in inspect(row).unloaded:
            return None
        states = seat_states(row.instance, [row], row.mandates, context_of(db.session).today)
        is_vacant = any(state.status is SeatStatus.VACANT for state in states)
        return Link(gettext("Fill the seat"), fill_url(row), "person-plus") if is_vacant else None

    def fact_groups(self, row: Seat, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """Who holds it, or since when nobody does, comes first."""
        groups = super().fact_groups(row, may_open)
        if not self.may("can_list", "MandateView"):
            return groups
        held = seat_facts(row, links=self.may("can_show", "MandateView"))
        return groups if held is None else (held, *groups)

    def record_actions(self, row: Seat) -> tuple[Link, ...]:
        """A vacant seat is there to be filled: « Edit » steps back."""
        links = super().record_actions(row)
        if not (self.may("can_add", "MandateView") and self.may_change(row)):
            return links
        state = state_of(db.session, row, context_of(db.session).today)
        if state is None or state.status is not SeatStatus.VACANT:
            return links
        fill = Link(gettext("Fill the seat"), fill_url(row), "person-plus", "primary")
        return (fill, *(replace(link, style="secondary") if link.style == "primary" else link for link in links))


class FunctionView(BackofficeView):
    """What a mandate does in its body."""

    model = MandateFunction
    empty_for = N_("Here are the functions that a mandate may give.")
    route_base = "/fonctions"
    copied = ("label", "instance", "is_bureau", "term_months", "max_consecutive_terms")
    carried = ("instance", "is_bureau")
    order = ("label", "asc")
    relations = {"instance": Relation(is_writable_only=True)}
    related_lists = (
        RelatedList(
            "mandates",
            Mandate,
            (
                *columns_named(MANDATE_COLUMNS, "person", "instance", "start_on"),
                END,
                *columns_named(MANDATE_COLUMNS, "status"),
            ),
            lambda row: Mandate.function_id == row.id,
            (Mandate.start_on.desc(),),
            filter_argument="function",
        ),
    )
