"""Events on screen: the list, the page of each with its sessions and registrations, and what hangs on it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import joinedload

from mdo.events.columns import EVALUATION_COLUMNS, EVENT_COLUMNS, PLACES_COLUMNS, REGISTRATION_COLUMNS
from mdo.events.fields import EVENT, EVENT_EVALUATION, EVENT_PLACES, EVENT_REGISTRATION
from mdo.events.followed import somebody_came
from mdo.events.hours import HOURS_RULE
from mdo.events.registering import hold_list
from mdo.events.states import EVENT_ACTS, REGISTRATION_ACTS
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, start_of_day
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.calendar_revisions import OFF
from mdo.meetings.columns import MEETING_COLUMNS
from models.accounts import User
from models.events import Event, EventEvaluation, EventPlaces, EventRegistration, EventState, RegistrationState
from models.instances import Instance
from models.meetings import Meeting
from models.projects import Project
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter, filters_of, relation_filter
from views.base.importable import ImportableView
from views.base.pages import Cell, FactGroup, Link
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource, rows_of
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.documents.carrying import CarriesDocuments
from views.events.evaluating import grid_page
from views.events.never import never_file, never_page
from views.events.next import next_first, register_link
from views.events.page import evaluation_tab, reads_who_came, standing_tab, state_in_words
from views.events.papers import paper_page

_OF_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))

_SESSIONS = rows_of(
    "sessions",
    Meeting.event_id,
    MEETING_COLUMNS,
    "title start_at place state",
    Meeting.start_at,
    filter_argument="",
    title=N_("Sessions"),
    empty_text=N_("No session yet: add the first day. Its list, sheet and attendance page are those of a meeting."),
)
_REGISTRATIONS = rows_of(
    "registrations",
    EventRegistration.event_id,
    REGISTRATION_COLUMNS,
    "name quality instance state registered_at",
    EventRegistration.registered_at,
    empty_text=N_("Nobody registered yet whom you read here."),
)
_PLACES = RelatedList(
    "places",
    EventPlaces,
    PLACES_COLUMNS[1:],
    lambda row: EventPlaces.event_id == row.id,
    (EventPlaces.id,),
    filter_argument="event",
    add_argument="event",
    empty_text=N_("No place is kept for an audience: all take from the same ones."),
)
_EVALUATIONS = RelatedList(
    "evaluations",
    EventEvaluation,
    EVALUATION_COLUMNS[1:],
    lambda row: EventEvaluation.event_id == row.id,
    (EventEvaluation.id,),
    filter_argument="event",
    add_argument="event",
    empty_text=N_("Nobody answered yet."),
)


def _is_to_come(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    """Whether a session is still to come, or whether the days of what is prepared are still to be found."""
    sessions = select(Meeting.id).where(Meeting.event_id == Event.id, Meeting.state.not_in(OFF)).correlate(Event)
    is_prepared = Event.state.not_in((EventState.HELD, EventState.CANCELLED))
    clause = or_(
        sessions.where(Meeting.start_at >= start_of_day(today)).exists(), and_(is_prepared, not_(sessions.exists()))
    )
    return clause if wanted else not_(clause)


class EventView(CarriesDocuments, TablesOfRecord, ImportableView):
    """Annual meetings, université citoyenne, trainings, visits and workshops."""

    model = Event
    empty_for = N_("Here are the events and trainings of the mission, from the programme to the certificate.")
    machine = EVENT_ACTS
    route_base = "/evenements"
    can_import_kind = "events"
    columns = EVENT_COLUMNS
    order = ("title", "asc")
    sheet = N_("The event in full")
    whose_at_first = ("lead",)
    relations = {"lead": _OF_ACTIVE_ACCOUNT}
    copied = (
        "kind",
        "programme",
        "lead",
        "project",
        "capacity",
        "confirm_hours",
        "stop_hours",
        "course",
        "valid_months",
    )
    carried = ("kind", "lead", "project")
    filters = (
        *filters_of(EVENT, "state", "kind"),
        BooleanFilter("to_come", N_("To come"), build=_is_to_come),
        relation_filter(EVENT["lead"], User.last_name, is_short=False),
        relation_filter(EVENT["project"], Project.title, is_short=False),
        *filters_of(EVENT, "is_public"),
    )
    ready_views = (
        ReadyView(N_("Events to come"), "f_to_come=1&order=first_on", opens=True),
        ReadyView(N_("Not over"), "f_state=draft&f_state=open&f_state=closed&order=first_on"),
        ReadyView(N_("Registrations open (view)"), "f_state=open"),
        ReadyView(N_("Held or cancelled"), "f_state=held&f_state=cancelled&order=-first_on"),
    )
    related_lists = (_REGISTRATIONS, _SESSIONS, _PLACES, _EVALUATIONS)
    tables = related_lists
    empty_text = N_("No event yet: add the first one, or import the tracking workbook.")

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Event.lead), joinedload(Event.project))

    def complete(self, row: Event) -> None:
        """The links of its messages begin as its staff reach the application: no visitor says how."""
        super().complete(row)
        row.site_url = request.url_root[:250]

    def subtitle(self, row: Event) -> str:
        parts = [value_in_words(row.kind)]
        days = [day_of(meeting.start_at) for meeting in row.sessions]
        if days:
            first, last = date_in_words(min(days)), date_in_words(max(days))
            parts.append(first if first == last else gettext("from %(first)s to %(last)s", first=first, last=last))
        return " – ".join(parts)

    def status(self, row: Event) -> Cell:
        return Cell("state", gettext(FIELD_LABELS[Event]["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def fact_groups(self, row: Event, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """How the hours of those who come are counted stands with what is set."""
        rule = Cell("rule", gettext("How hours are counted"), gettext(HOURS_RULE))
        return tuple(
            replace(group, facts=(*group.facts, rule)) if any(fact.name == "course" for fact in group.facts) else group
            for group in super().fact_groups(row, may_open)
        )

    def tabs(self, row: Event) -> tuple[TabSource, ...]:
        said = evaluation_tab(self, row)
        tabs = [tab for tab in super().tabs(row) if reads_who_came() or tab.name != _EVALUATIONS.name]
        if not reads_who_came():
            own = gettext("Registrations of your arrondissements")
            tabs = [replace(tab, title=own) if tab.name == _REGISTRATIONS.name else tab for tab in tabs]
        if not self.may_change(row):
            tabs = [tab.without_adding() if tab.name == _SESSIONS.name else tab for tab in tabs]
        return (standing_tab(self, row), *((said,) if said is not None else ()), *tabs)

    def opens_documents(self) -> bool:
        """They may name who came: those with limits read none."""
        return super().opens_documents() and context_of(db.session).scope.is_unlimited

    def list_actions(self) -> Sequence[Link]:
        links = [*super().list_actions()]
        if self.may("can_list", "PersonView") and self.may("can_list", "MandateView"):
            links.append(Link(gettext("Who never followed a training"), self.url("never"), "person-exclamation"))
        return links

    def writer_actions(self, row: Event) -> Sequence[Link]:
        links = [*super().writer_actions(row)]
        if row.state is not EventState.CANCELLED and self.may("can_add", "EventEvaluationView"):
            links.append(Link(gettext("Enter evaluations"), self.url("grid", pk=row.id), "star-half"))
        return links

    def record_actions(self, row: Event) -> tuple[Link, ...]:
        links = super().record_actions(row)
        if self.may("can_edit") and self.may_change(row):
            links = next_first(self, row, links)
        elif row.state is EventState.OPEN and self.may("can_add", "EventRegistrationView"):
            links = (replace(register_link(row), style="primary"), *links)
        if not self.may("can_export"):
            return links
        more = []
        if any(meeting.state not in OFF for meeting in row.sessions):
            url = self.url("leaflet", pk=row.id)
            more.append(Link(gettext("Leaflet (Word)"), url, "file-earmark-word", is_file=True))
        reads_them = self.may("can_export", "EventRegistrationView") and reads_who_came()
        if reads_them and somebody_came(db.session, row):
            url = self.url("certificates", pk=row.id)
            more.append(Link(gettext("Certificates (Word)"), url, "award", is_file=True))
        url = self.url("evaluation_form", pk=row.id)
        more.append(Link(gettext("Form of evaluation (Word)"), url, "file-earmark-word", is_file=True))
        return (*links, *more)

    @expose("/<int:pk>/saisie", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def grid(self, pk: int) -> Any:
        """The answers given on paper, entered line by line."""
        return grid_page(self, pk)

    @expose("/jamais-suivi")
    @has_access
    @permission_name("list")
    def never(self) -> Any:
        """The members of a body who never followed a training."""
        return never_page(self)

    @expose("/jamais-suivi/excel")
    @has_access
    @permission_name("export")
    def never_export(self) -> Any:
        """The same people as an Excel file."""
        return never_file(self)

    @expose("/<int:pk>/attestations")
    @has_access
    @permission_name("export")
    def certificates(self, pk: int) -> Any:
        """A certificate for each who came, in one Word file."""
        self.ask("can_export", "EventRegistrationView")
        return paper_page(self, pk, "attestations")

    @expose("/<int:pk>/programme")
    @has_access
    @permission_name("export")
    def leaflet(self, pk: int) -> Any:
        """The programme as a leaflet, in Word."""
        return paper_page(self, pk, "programme")

    @expose("/<int:pk>/formulaire-evaluation")
    @has_access
    @permission_name("export")
    def evaluation_form(self, pk: int) -> Any:
        """The form of evaluation to print, in Word."""
        return paper_page(self, pk, "evaluation")

    def ask(self, permission: str, view: str) -> None:
        """403 for who lacks a right on another screen, whose rows the file holds."""
        if not self.may(permission, view):
            abort(403)


def _of_event(field: Any) -> Any:
    return relation_filter(field, Event.title, is_short=False)


class EventRegistrationView(ImportableView):
    """Who registered for the events."""

    model = EventRegistration
    empty_for = N_("Here are those who registered for events, with the waiting lists.")
    machine = REGISTRATION_ACTS
    route_base = "/inscriptions"
    can_import_kind = "registrations"
    columns = REGISTRATION_COLUMNS
    order = ("registered_at", "asc")
    carried = ("event", "quality", "instance")
    filters = (
        *filters_of(EVENT_REGISTRATION, "state", "quality"),
        _of_event(EVENT_REGISTRATION["event"]),
        relation_filter(EVENT_REGISTRATION["instance"], Instance.name, is_short=False),
        *filters_of(EVENT_REGISTRATION, "registered_at"),
    )
    ready_views = (
        ReadyView(N_("Those who come"), "f_state=confirmed&f_state=offered", opens=True),
        ReadyView(N_("Waiting lists"), "f_state=waiting"),
        ReadyView(N_("Cancelled or lapsed"), "f_state=cancelled&f_state=lapsed"),
    )

    def fetch(self, pk: int, *, for_update: bool = False, with_facts: bool = True) -> Any:
        """Who writes on a list waits for who does already, before she holds one of its rows."""
        if for_update:
            event_id = db.session.scalar(select(EventRegistration.event_id).where(EventRegistration.id == pk))
            if event_id is not None:
                hold_list(db.session, [event_id])
        return super().fetch(pk, for_update=for_update, with_facts=with_facts)

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(EventRegistration.event),)

    def subtitle(self, row: EventRegistration) -> str:
        return row.event.title

    def after_save(self, row: EventRegistration) -> None:
        """Who has no place is said at once, to who has them on the phone."""
        super().after_save(row)
        if row.state is RegistrationState.WAITING:
            flash(gettext("%(label)s: %(value)s", label=row, value=state_in_words(db.session, row)), "info")

    def status(self, row: EventRegistration) -> Cell:
        label = gettext(FIELD_LABELS[EventRegistration]["state"])
        return Cell("state", label, state_in_words(db.session, row), tone=tone_of(row.state))


class EventPlacesView(BackofficeView):
    """The places of events that are kept for an audience."""

    model = EventPlaces
    empty_for = N_("Here are the places that events keep for an audience.")
    route_base = "/places-d-evenements"
    columns = PLACES_COLUMNS
    order = ("event", "asc")
    carried = ("event",)
    filters = (_of_event(EVENT_PLACES["event"]), *filters_of(EVENT_PLACES, "quality"))


class EventEvaluationView(ImportableView):
    """What those who came said of events."""

    model = EventEvaluation
    empty_for = N_("Here is what those who came said of events, without their names.")
    route_base = "/evaluations-d-evenements"
    can_import_kind = "event_evaluations"
    columns = EVALUATION_COLUMNS
    order = ("event", "asc")
    carried = ("event",)
    filters = (_of_event(EVENT_EVALUATION["event"]),)
