"""Requests and opinions of bodies, on screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flask import url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, func, not_, or_, select
from sqlalchemy.orm import joinedload
from wtforms.validators import Optional

from mdo.instances.scope import bodies_in
from mdo.instances.short_names import with_short_bodies
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.help import field_help
from mdo.kernel.labels import FIELD_LABELS
from mdo.requests.agenda import meetings_to_come
from mdo.requests.columns import REQUEST_COLUMNS
from mdo.requests.fields import COUNCIL_REQUEST
from mdo.requests.numbers import complete_request
from mdo.requests.states import AWAITING, REQUEST_ACTS, RequestStatus, age_of, past_due_clause, status_clause, status_of
from mdo.requests.themes import themes_in_use
from models.accounts import User
from models.instances import Instance
from models.meetings import AgendaItem
from models.organisations import Organisation, OrganisationKind
from models.requests import CouncilRequest, FollowUp
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import TextField
from views.base.filters import BooleanFilter, EnumFilter, RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm, longest
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, FactGroup, Link
from views.base.readymade import ReadyView
from views.base.relations import Relation
from views.base.suggesting import MAX_SUGGESTIONS, SuggestingField
from views.base.words import date_in_words, moment_in_words, tone_of, value_in_words
from views.documents.carrying import CarriesDocuments
from views.projects.lists import PROJECTS_OF_REQUEST
from views.requests.agenda import choose_meeting, put_on
from views.requests.reminding import remind_letter, remind_link, remind_page

_LABELS = FIELD_LABELS[CouncilRequest]
_DIRECTION = Relation(where=lambda: Organisation.kind == OrganisationKind.DIRECTION)
_THEMES = (
    select(func.min(CouncilRequest.id).label("id"), CouncilRequest.theme.label("theme"))
    .where(CouncilRequest.theme.is_not(None))
    .group_by(CouncilRequest.theme)
    .subquery("themes")
)


def _in_status(members: list[Any], today: dt.date) -> ColumnElement[bool]:
    return or_(*(status_clause(member, today) for member in members))


def _is_past_due(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = past_due_clause(today)
    return clause if wanted else not_(clause)


def _is_mine(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    me = func.coalesce(CouncilRequest.responsible_id, 0) == (context_of(db.session).actor_id or -1)
    return me if wanted else not_(me)


def _of_themes(ids: list[int]) -> ColumnElement[bool]:
    return CouncilRequest.theme.in_(select(CouncilRequest.theme).where(CouncilRequest.id.in_(ids)))


def _in_places(ids: list[int]) -> ColumnElement[bool]:
    return CouncilRequest.instance_id.in_(bodies_in(ids))


# What an address asks for, of those that wait for an answer.
_AWAITED = "&".join(f"f_status={status.value}" for status in AWAITING)


class RequestView(CarriesDocuments, ImportableView):
    """What bodies ask of the city's directions, and what became of it."""

    model = CouncilRequest
    machine = REQUEST_ACTS
    route_base = "/demandes"
    can_import_kind = "requests"
    columns = REQUEST_COLUMNS
    order = ("received_on", "desc")
    copied = ("kind", "instance", "theme", "place", "organisation")
    carried = ("kind", "instance", "received_on", "meeting")
    relations = {
        "instance": Relation(is_writable_only=True),
        "organisation": _DIRECTION,
        "responsible": Relation(where=lambda: User.active.is_(True)),
    }
    whose_at_first = ("responsible",)
    related_lists = (PROJECTS_OF_REQUEST,)
    filters = (
        EnumFilter("status", N_("Status"), RequestStatus, build=_in_status),
        BooleanFilter("late", N_("Past the due date, answered or not"), build=_is_past_due),
        BooleanFilter("mine", N_("Followed by me"), build=_is_mine),
        *filters_of(COUNCIL_REQUEST, "kind"),
        relation_filter(
            COUNCIL_REQUEST["organisation"],
            Organisation.name,
            empty=lambda: CouncilRequest.organisation_id.is_(None),
            empty_label=N_("no direction yet"),
            is_short=False,
        ),
        RelationFilter("theme", _LABELS["theme"], SimpleNamespace(id=_THEMES.c.id), _THEMES.c.theme, build=_of_themes),
        relation_filter(COUNCIL_REQUEST["instance"], Instance.name, is_short=False),
        RelationFilter(
            "arrondissements",
            FIELD_LABELS[Instance]["arrondissements"],
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=_in_places,
        ),
        *filters_of(COUNCIL_REQUEST, "follow_up", "received_on", "due_on", "answered_on"),
    )
    ready_views = (
        ReadyView(N_("Awaiting an answer"), f"{_AWAITED}&order=due_on"),
        ReadyView(N_("Late"), "f_status=overdue&order=due_on"),
        ReadyView(N_("Followed by me, unanswered"), f"{_AWAITED}&f_mine=1&order=due_on"),
    )
    empty_text = N_("No request yet: add the first one, or import the tracking workbook.")

    def _init_forms(self) -> None:
        """The number may stay empty, and the theme is one in use or another."""
        super()._init_forms()

        def text(name: str) -> dict[str, Any]:
            column = CouncilRequest.__mapper__.columns[name]
            help_id = field_help(CouncilRequest, name)
            return {
                "label": lazy_gettext(_LABELS[name]),
                "validators": [Optional(), longest(column.type.length)],
                "description": lazy_gettext(help_id) if help_id else "",
            }

        fields = {
            "number": TextField(**text("number")),
            "theme": SuggestingField(suggest=lambda: themes_in_use(db.session, MAX_SUGGESTIONS), **text("theme")),
        }
        self.form_type = type("CouncilRequestForm", (self.form_type,), fields)

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(CouncilRequest.agenda_item).joinedload(AgendaItem.meeting),)

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """« CQ » leaves room for what tells bodies apart."""
        return with_short_bodies(super().on_screen(shown, rows, state))

    # ---- The record ---------------------------------------------------------------------------------------------

    def subtitle(self, row: CouncilRequest) -> str:
        parts = [value_in_words(row.kind), row.instance.name]
        if row.due_on is not None and row.answered_on is None:
            parts.append(gettext("answer due on %(day)s", day=date_in_words(row.due_on)))
        return " – ".join(parts)

    def status(self, row: CouncilRequest) -> Cell:
        status = status_of(row, context_of(db.session).today)
        return Cell("status", gettext("Status"), value_in_words(status), tone=tone_of(status))

    def fact_groups(self, row: CouncilRequest, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """How old the request is, and the meeting on whose agenda it stands."""
        groups = super().fact_groups(row, may_open)
        age = Cell("age", gettext("Age (days)"), str(age_of(row, context_of(db.session).today)))
        return tuple(
            replace(group, facts=tuple(fact for cell in group.facts for fact in self._facts(cell, row, age, may_open)))
            for group in groups
        )

    @staticmethod
    def _facts(cell: Cell, row: CouncilRequest, age: Cell, may_open: Callable[[str], bool]) -> tuple[Cell, ...]:
        if cell.name == "due_on":
            return (cell, age)
        item = row.agenda_item
        if cell.name != "agenda_item" or item is None or item.meeting is None:
            return (cell,)
        words = gettext("%(meeting)s, on %(day)s", meeting=item.meeting, day=moment_in_words(item.meeting.start_at))
        url = url_for("MeetingView.show", pk=item.meeting_id) if may_open("MeetingView") else None
        return (cell._replace(text=words, url=url),)

    def writer_actions(self, row: CouncilRequest) -> Sequence[Link]:
        """What may be said anew, and the agendas."""
        links = list(remind_link(self, row))
        if row.answered_on is not None and row.follow_up not in (None, FollowUp.PLANNED):
            links.append(Link(gettext("Change the follow-up"), self.url("follow", pk=row.id), "arrow-repeat"))
        if row.agenda_item_id is None:
            links.extend(self._agenda_links(row))
        return links

    def _agenda_links(self, row: CouncilRequest) -> list[Link]:
        meetings = meetings_to_come(db.session, row.instance_id, 2)
        if not meetings:
            return []
        words = gettext(
            "Put on the agenda of %(day)s", day=date_in_words(meetings[0].start_at.astimezone(PARIS).date())
        )
        fields = (("meeting", str(meetings[0].id)),)
        links = [Link(words, self.url("put_on_agenda", pk=row.id), "calendar-event", is_post=True, fields=fields)]
        if len(meetings) > 1:
            links.append(Link(gettext("On another agenda…"), self.url("choose_agenda", pk=row.id), "calendar3"))
        return links

    # ---- What may be written ------------------------------------------------------------------------------------

    def complete(self, row: CouncilRequest) -> None:
        complete_request(db.session, row)

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if "received_on" in form and not form["received_on"].data:
            form["received_on"].data = context_of(db.session).today

    @expose("/agenda/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def put_on_agenda(self, pk: int) -> Any:
        """Adds the request to the agenda of a meeting of its body."""
        return put_on(self, pk)

    @expose("/relance/<int:pk>")
    @has_access
    @permission_name("edit")
    def remind_page(self, pk: int) -> Any:
        """The letter and the e-mail to a direction that did not answer by its day."""
        return remind_page(self, self.fetch(pk))

    @expose("/relance/<int:pk>/lettre", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remind_letter(self, pk: int) -> Any:
        """The letter, in Word."""
        return remind_letter(self, self.fetch(pk))

    @expose("/agendas/<int:pk>")
    @has_access
    @permission_name("edit")
    def choose_agenda(self, pk: int) -> Any:
        """The meetings to come of the body, to choose one from."""
        return choose_meeting(self, pk)
