"""Meetings on screen: the list, the form, and the page that holds all of a meeting (views/meetings/page.py)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for
from sqlalchemy import ColumnElement, and_, inspect, not_, or_
from sqlalchemy.orm import joinedload, selectinload
from wtforms import HiddenField

from mdo.instances.scope import bodies_in
from mdo.instances.short_names import with_short_bodies
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.called import called, of_network, without_day
from mdo.meetings.columns import MEETING_COLUMNS
from mdo.meetings.copying import copy_agenda, copy_guests
from mdo.meetings.fields import MEETING
from mdo.meetings.removal import detach_meeting, rows_held
from mdo.meetings.reply_counts import counts_of_ids
from mdo.meetings.states import enter, title_on
from mdo.network.answering import stands_in_for
from mdo.series.planning import is_of_series_to_come
from models.accounts import User
from models.attendance import Attendance
from models.base import utc_now
from models.documents import Document
from models.instances import Instance
from models.meetings import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    MeetingKind,
    MeetingState,
    MeetingStep,
    SessionQuestion,
)
from models.readiness import MeetingCheck, MorningLine
from models.territory import Arrondissement
from views.base.apart import told_apart
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import BooleanFilter, DateFilter, RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, FactGroup, Link, Panel, TabContent
from views.base.readymade import ReadyView
from views.base.record import TabSource, fact
from views.base.relations import Relation
from views.base.words import tone_of, value_in_words
from views.calendar.conflicts import AgendaConflicts
from views.documents.carrying import CarriesDocuments
from views.documents.screens import papers_panel
from views.mail.pages import mail_panel
from views.meetings.after import is_open_filter
from views.meetings.agenda import AgendaActs
from views.meetings.morning import MorningActs
from views.meetings.needs import ReadyActs
from views.meetings.next import next_links
from views.meetings.outcomes import OutcomeActs
from views.meetings.page import parts_of, when_in_words, where_in_words
from views.meetings.reply_words import count_in_words
from views.meetings.states import StateActs
from views.meetings.usual import UsualMeetings
from views.projects.lists import PROJECTS_OF_MEETING

_MEETING = FIELD_LABELS[Meeting]

OF_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))
OWN_MEETING = Relation(is_writable_only=True)


def _is_to_come(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = Meeting.start_at >= start_of_day(today)
    return clause if wanted else not_(clause)


def _is_mine(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    """Those that one organises or leads, or that someone away does whom one replaces."""
    accounts = stands_in_for(context_of(db.session).actor_id or 0, today)
    mine = or_(
        and_(Meeting.organiser_id.is_not(None), Meeting.organiser_id.in_(accounts)),
        Meeting.facilitators.any(User.id.in_(accounts)),
    )
    return mine if wanted else not_(mine)


def _in_words(counts: Mapping[type, int]) -> str:
    said = {
        AgendaItem: ngettext("%(num)d agenda item", "%(num)d agenda items", counts.get(AgendaItem, 0)),
        Decision: ngettext("%(num)d decision", "%(num)d decisions", counts.get(Decision, 0)),
        ActionItem: ngettext("%(num)d action", "%(num)d actions", counts.get(ActionItem, 0)),
        SessionQuestion: ngettext("%(num)d question", "%(num)d questions", counts.get(SessionQuestion, 0)),
        Attendance: ngettext("%(num)d line of attendance", "%(num)d lines of attendance", counts.get(Attendance, 0)),
    }
    return ", ".join(words for model, words in said.items() if model in counts)


def _without_day(row: Meeting, today: dt.date | None) -> str:
    return without_day(row.title, row.start_at)


class MeetingView(
    UsualMeetings,
    AgendaConflicts,
    AgendaActs,
    OutcomeActs,
    ReadyActs,
    MorningActs,
    StateActs,
    CarriesDocuments,
    ImportableView,
):
    """Meetings of bodies and of the network."""

    documents_tab_name = "papers"

    model = Meeting
    empty_for = N_("Here are the meetings of the bodies and of the network, past and to come.")
    route_base = "/reunions"
    can_import_kind = "meetings"
    columns = MEETING_COLUMNS
    order = ("start_at", "desc")
    copied = (
        "title",
        "kind",
        "instance",
        "event",
        "is_public",
        "place",
        "room",
        "host",
        "online_url",
        "accessibility",
        "organiser",
        "facilitators",
    )
    carried = ("kind", "instance", "event", "place", "room")
    whose_at_first = ("organiser",)
    relations = {"instance": OWN_MEETING, "organiser": OF_ACTIVE_ACCOUNT, "facilitators": OF_ACTIVE_ACCOUNT}
    filters = (
        BooleanFilter("to_come", N_("To come"), build=_is_to_come),
        DateFilter("start_at", N_("Period"), Meeting.start_at),
        *filters_of(MEETING, "state", "kind"),
        relation_filter(
            MEETING["instance"],
            Instance.name,
            empty=of_network,
            empty_label=N_("the network of référents"),
            is_short=False,
        ),
        RelationFilter(
            "arrondissement",
            N_("Arrondissement"),
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=lambda ids: and_(Meeting.instance_id.is_not(None), Meeting.instance_id.in_(bodies_in(ids))),
        ),
        BooleanFilter("mine", N_("Mine"), build=_is_mine),
        *filters_of(MEETING, "is_public"),
        BooleanFilter("morning", N_("Morning after to do"), build=is_open_filter),
    )
    ready_views = (
        ReadyView(N_("Meetings to come"), "f_to_come=1&order=start_at", opens=True),
        ReadyView(N_("Mine, to come"), "f_to_come=1&f_mine=1&order=start_at"),
        ReadyView(N_("Past meetings"), "f_to_come=0"),
        ReadyView(N_("Mornings after"), "f_morning=1"),
    )

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """A title that ends with its day leaves it to the column that says it; « CQ » tells bodies apart."""
        found = with_short_bodies(super().on_screen(shown, rows, state))
        if "start_at" not in state.columns:
            return found
        return [replace(item, value=_without_day) if item.name == "title" else item for item in found]

    def apart(self, rows: Sequence[Meeting]) -> Mapping[int, str]:
        """The day that a title leaves to its column, for who hears the title alone."""
        return {row.id: row.title.removeprefix(_without_day(row, None)).strip() for row in rows}

    def under_headings(self, rows: Sequence[Meeting]) -> Mapping[int, str]:
        """What the replies to a convocation add up to, once somebody answered."""
        convened = [row.id for row in rows if row.state is MeetingState.CONVENED]
        counts = counts_of_ids(db.session, convened)
        return {number: count_in_words(count) for number, count in counts.items()}

    # ---- The page -----------------------------------------------------------------------------------------------

    def extra_loads(self) -> Sequence[Any]:
        return (
            joinedload(Meeting.instance).joinedload(Instance.type),
            selectinload(Meeting.steps).joinedload(MeetingStep.user),
            selectinload(Meeting.needs),
            selectinload(Meeting.morning_lines).joinedload(MorningLine.user),
            selectinload(Meeting.checks).options(joinedload(MeetingCheck.need), joinedload(MeetingCheck.user)),
        )

    def subtitle(self, row: Meeting) -> str:
        return " – ".join(part for part in (when_in_words(row), where_in_words(row)) if part)

    def called(self, row: Meeting) -> str:
        """As many are called « Plénière » as there are bodies and days."""
        return called(row)

    def names_of(self, rows: Sequence[Meeting]) -> dict[int, str]:
        return told_apart((row.id, called(row)) for row in rows)

    def belongs_to(self, row: Meeting) -> Cell:
        """Its body, the event of which it is a session, the call whose jury sits, or the network."""
        if row.event is not None:
            url = url_for("EventView.show", pk=row.event_id) if self.may("can_show", "EventView") else None
            return Cell("event", "", row.event.title, url=url)
        if row.instance is None:
            return self._of_no_body(row)
        url = url_for("InstanceView.show", pk=row.instance_id) if self.may("can_show", "InstanceView") else None
        return Cell("instance", "", row.instance.name, url=url)

    def _of_no_body(self, row: Meeting) -> Cell:
        if not row.juries:
            return Cell("instance", "", gettext("Network of référents"))
        call = row.juries[0]
        url = url_for("CallView.show", pk=call.id) if self.may("can_show", "CallView") else None
        return Cell("call", "", gettext("Jury: %(call)s", call=call.title), url=url)

    def status(self, row: Meeting) -> Cell:
        return Cell("state", gettext(_MEETING["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def lead(self, row: Meeting) -> Panel:
        """All of a meeting on one page; what the record says of it comes last."""
        groups = self.fact_groups(row, lambda view: self.may("can_show", view))
        may_change = self.may("can_edit") and self.may_change(row)
        parts, has_papers = parts_of(row, may_change), self.may("can_show", "PaperView")
        return Panel("", "meetings/page.html", {"parts": parts, "groups": groups, "has_papers": has_papers})

    def tabs(self, row: Meeting) -> tuple[TabSource, ...]:
        projects = (self.list_tab(row, PROJECTS_OF_MEETING),) if self.may("can_list", "ProjectView") else ()
        return (*self._papers(row), *projects, self.history_tab(row))

    def fact_groups(self, row: Meeting, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """A meeting that came of a series leads to it, for who may open one."""
        groups = super().fact_groups(row, may_open)
        if row.series_id is None or not may_open("SeriesView"):
            return groups
        first, *others = groups
        return (replace(first, facts=(*first.facts, fact(row, "series", may_open))), *others)

    def writer_actions(self, row: Meeting) -> Sequence[Link]:
        """One of a series may be changed with those that follow, as from the page of the series."""
        may = self.may("can_edit", "SeriesView") and self.may("can_show", "SeriesView")
        if not (may and is_of_series_to_come(row, context_of(db.session).today)):
            return ()
        url = url_for("SeriesView.change", pk=row.series_id, meeting=row.id)
        return (Link(gettext("This one or those that follow"), url, "calendar-range"),)

    def documents_tabs(self, row: Meeting) -> tuple[TabSource, ...]:
        """They stand with the papers that are made, and with the messages."""
        return ()

    def document_url(self, pk: int, document: int) -> str:
        return url_for("PaperView.paper", pk=pk, document=document)

    def _papers(self, row: Meeting) -> tuple[TabSource, ...]:
        if not self.may("can_show", "PaperView"):
            return ()
        title = gettext("Documents")
        counted = (Document, and_(Document.meeting_id == row.id, ~Document.is_withdrawn))

        def fill() -> TabContent:
            panels = [papers_panel(row, self.documents_data(row))]
            if self.may("can_show", "MailView"):
                may_send = self.may("can_edit", "MailView") and self.may_change(row)
                may_write = self.reads_personal() and self.may("can_export", "PersonView")
                panels.append(mail_panel(row, may_send, may_write and self.may("can_export", "MailView")))
            return TabContent("papers", title, tuple(panels))

        return (TabSource("papers", title, fill, counted),)

    def may_copy(self, row: Meeting) -> bool:
        """What is of no body (the network's, a session) is copied by who writes it: a copy is of none either."""
        return row.instance_id is not None or self.may_change(row)

    def record_actions(self, row: Meeting) -> tuple[Link, ...]:
        """The step that comes next stands first; « Edit » then steps back."""
        links = super().record_actions(row)
        following = next_links(row) if self.may("can_edit") and self.may_change(row) else ()
        if not following:
            return links
        plain = [replace(link, style="secondary") if link.style == "primary" else link for link in links]
        if following[0].act != "edit":
            return (*following, *plain)
        # To complete it is to fill in its form: said once, and one comes back from it as from « Edit ».
        edits = [link for link in plain if link.act == "edit"]
        first = (replace(following[0], url=edit.url) for edit in edits)
        return (*first, *following[1:], *(link for link in plain if link not in edits))

    # ---- Forms --------------------------------------------------------------------------------------------------

    def _init_forms(self) -> None:
        super()._init_forms()
        self.form_type = type("MeetingForm", (self.form_type,), {"copy_of": HiddenField()})

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if form["event"].data and not form["kind"].data:
            form["kind"].data = MeetingKind.WORKING
        for row_id in posted_ids(request.args.getlist("copy"))[:1]:
            form["copy_of"].data = str(row_id)

    def check(self, row: Meeting) -> None:
        fields: Any = inspect(row).attrs
        before = next(iter(fields["start_at"].history.deleted or ()), None)
        if before is not None and not fields["title"].history.has_changes():
            row.title = title_on(row.title, before, row.start_at)
        super().check(row)
        if row.id is None:
            actor_id = context_of(db.session).actor_id
            enter(row, row.state or MeetingState.PREPARED, now=utc_now(), user_id=actor_id)

    def write_along(self, row: Meeting) -> None:
        """A meeting made from another takes the frame of its agenda and its guests."""
        for row_id in posted_ids(request.form.getlist("copy_of"))[:1]:
            if not row.agenda and not row.attendances:
                source = self.fetch(row_id, with_facts=False)
                copy_agenda(source, row)
                copy_guests(source, row)

    def delete_warnings(self, rows: Sequence[Meeting]) -> Mapping[int, str]:
        held = rows_held(db.session, [row.id for row in rows])
        return {row_id: gettext("With it go: %(what)s.", what=_in_words(counts)) for row_id, counts in held.items()}

    def check_delete(self, row: Meeting) -> None:
        """What merely points to the meeting stays."""
        super().check_delete(row)
        detach_meeting(db.session, row)
