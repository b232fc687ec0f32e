"""The calendar: a month as a table or as a list; one meeting as a file; what speaks against a date."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import Response, abort, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date
from sqlalchemy import select

from mdo.calendar.month import Month
from mdo.calendar.sources import SOURCES
from mdo.calls.calendar_days import CallDay, steps_between
from mdo.days_off.avoided import avoided_on, dates_to_avoid, school_holiday, school_holidays
from mdo.days_off.days import public_holiday
from mdo.kernel.base.calendar_events import Agenda, CalendarEvent, EventQuery, Source, read_agenda
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.meetings.called import of_network, without_day
from mdo.meetings.ics import CONTENT_TYPE, calendar_of, event_of_meeting
from mdo.projects.calendar_days import called, milestones_between
from models.bounds import FIRST_DAY, LAST_DAY
from models.days_off import DateToAvoid
from models.instances import Instance
from models.meetings import Meeting, MeetingKind
from models.network import SchoolHoliday
from models.projects import Milestone
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.choices import PanelChoices, read_choices
from views.base.database import db
from views.base.fields import MAX_ID, parse_date
from views.base.filters import EnumFilter, RelationFilter
from views.base.listing import ListState, read_state
from views.base.listpage import address, chips_of, filter_field, ignored_in_words
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.words import full_date, hour_in_words, language, tone_of
from views.calendar.conflicts import conflicts_of_address
from views.calendar.pages import CalendarPage, DayCell, EventLine, LegendShape, WeekRow
from views.calendar.words import called_step, hours_in_words
from views.security.gate import may

LIST = "CalendarView.list"
MONTH, AGENDA = "month", "agenda"
# What a day of the table shows before it folds.
_MOST_A_DAY = 4
_DAY = dt.timedelta(days=1)

KIND = EnumFilter("kind", FIELD_LABELS[Meeting]["kind"], MeetingKind)
PLACE = RelationFilter(
    "arrondissement",
    FIELD_LABELS[Instance]["arrondissements"],
    Arrondissement,
    Arrondissement.name,
    Arrondissement.number,
)
BODY = RelationFilter(
    "instance",
    FIELD_LABELS[Meeting]["instance"],
    Instance,
    Instance.name,
    empty=of_network,
    empty_label=N_("the network of référents"),
    is_short=False,
)
FILTERS = (KIND, PLACE, BODY)
_NO_ORDER = ("", "asc")
# The search of bodies is that of the list of meetings.
_LOOKUP = SimpleNamespace(url=lambda method, **values: url_for(f"MeetingView.{method}", **values))

# A kind is told by its word, a shape and a colour (static/css/calendar.css).
SHAPES: dict[Any, str] = {
    MeetingKind.PLENARY: "disc",
    MeetingKind.BUREAU: "square",
    MeetingKind.COMMISSION: "triangle",
    MeetingKind.COUNCIL_WITH_CICA: "diamond",
    MeetingKind.ANNUAL_ASSEMBLY: "star",
    MeetingKind.PUBLIC: "ring",
    MeetingKind.NETWORK: "cross",
    MeetingKind.WORKING: "bar",
}


class CalendarView(BaseView):
    """The meetings, and what later domains add, by day."""

    route_base = "/calendrier"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """A month, by default the present one, or with `?day=` one day."""
        state = read_state(request.args, (), FILTERS, _NO_ORDER)
        today = context_of(db.session).today
        day = _day_asked()
        month = Month.of(day) if day else Month.read(request.args.get("month", "")) or Month.of(today)
        weeks = month.weeks
        first, last = (day, day) if day else (weeks[0].days[0], weeks[-1].days[-1])
        asked = _wanted(state, first, last)
        agenda = read_agenda(db.session, _sources(), asked)
        breaks = _Breaks(
            school_holidays(db.session, first, last),
            dates_to_avoid(db.session, first, last, asked.arrondissement_ids or None, with_orders=True)
            if may("can_list", "DateToAvoidView")
            else (),
            milestones_between(db.session, first, last)
            if may("can_list", "MilestoneView") and not state.active
            else (),
            steps_between(db.session, first, last) if may("can_list", "CallView") and not state.active else (),
        )
        choices = read_choices(FILTERS, state.active)
        return render("calendar/page.html", page=_page(state, choices, month, day, agenda, breaks))

    @expose("/reunion/<int:pk>.ics")
    @has_access
    @permission_name("list")
    def meeting_file(self, pk: int) -> Response:
        """One meeting, for the calendar of whoever may see it."""
        if not may("can_show", "MeetingView"):
            abort(403)
        meeting = db.session.scalars(select(Meeting).where(Meeting.id == min(pk, MAX_ID))).one_or_none()
        if meeting is None:
            abort(404)
        event = event_of_meeting(meeting, url=url_for("MeetingView.show", pk=pk, _external=True))
        answer = Response(calendar_of([event]), content_type=CONTENT_TYPE)
        answer.headers.set("Content-Disposition", "attachment", filename=f"mdo-{meeting.start_at:%Y-%m-%d}.ics")
        return answer

    @expose("/conflits")
    @has_access
    @permission_name("list")
    def conflicts(self) -> Any:
        """What speaks against the date that a form holds, as a part of its page."""
        advice = conflicts_of_address(request.args)
        if advice is None:
            return Response(mimetype="text/plain")
        return render("calendar/conflicts_found.html", advice=advice)


def _sources() -> tuple[Source, ...]:
    """The sources whose lists the reader may see."""
    return tuple(source for source in SOURCES if may("can_list", source.view))


def _day_asked() -> dt.date | None:
    day = parse_date(request.args.get("day", ""))
    # Its month, and the days around, must be days that one can write.
    return day if day is not None and FIRST_DAY.year < day.year < LAST_DAY.year else None


def _wanted(state: ListState, first: dt.date, last: dt.date) -> EventQuery:
    values = {item.name: chosen for item, chosen in state.active}
    bodies = values.get(BODY.name, ())
    return EventQuery(
        first,
        last,
        kinds=frozenset(values.get(KIND.name, ())),
        arrondissement_ids=frozenset(int(value) for value in values.get(PLACE.name, ())),
        instance_ids=frozenset(int(value) for value in bodies if value.isdigit()),
        of_network="none" in bodies,
    )


def _page(
    state: ListState,
    choices: PanelChoices,
    month: Month,
    day: dt.date | None,
    agenda: Agenda,
    breaks: "_Breaks",
) -> CalendarPage:
    args = request.args
    today = context_of(db.session).today
    asked = args.get("view", "")
    mode = AGENDA if day else asked if asked in {MONTH, AGENDA} else ""
    links = _Links(may("can_show", "MeetingView"))
    weeks = () if day else tuple(_week(week.number, week.days, month, agenda, breaks, links) for week in month.weeks)
    listed = [day] if day else [month.first + index * _DAY for index in range((month.last - month.first).days + 1)]
    days = [_cell(item, month, agenda, breaks, links, most=None) for item in listed]
    active = {item.name: values for item, values in state.active}
    title = gettext("Calendar")
    here = full_date(day) if day else format_date(month.first, "LLLL y")
    crumbs = (Crumb(title, address(LIST, args, day=None, month=month.written)), Crumb(here)) if day else (Crumb(title),)
    shown = {event.kind for events in agenda.by_day.values() for event in events}
    return CalendarPage(
        title=title,
        crumbs=crumbs,
        actions=_actions(),
        here=here,
        mode=mode,
        previous=_step(month, day, -1),
        today=Link(gettext("Today"), address(LIST, args, day=today.isoformat() if day else None, month=None)),
        next=_step(month, day, 1),
        modes=tuple(
            (label, address(LIST, args, view=name, day=None, month=month.written), mode == name)
            for name, label in ((MONTH, gettext("Month (calendar)")), (AGENDA, gettext("Agenda (list by day)")))
        ),
        weekdays=tuple((format_date(item, "EEE"), format_date(item, "EEEE")) for item in month.weeks[0].days),
        weeks=weeks,
        days=tuple(item for item in days if item.events or item.notes or item.is_off or item.is_today or day),
        legend=tuple(LegendShape(shape, gettext(enum_label(kind))) for kind, shape in SHAPES.items() if kind in shown),
        filters=tuple(filter_field(_LOOKUP, item, active.get(item.name, ()), choices) for item in FILTERS),
        chips=tuple(chips_of(state, choices, LIST, args)),
        hidden=tuple((name, args[name]) for name in ("view", "month", "day") if name in args),
        reset_url=address(LIST, args, **dict.fromkeys((item.argument for item in FILTERS), None)),
        count=len({(e.source, e.id) for item in days for e in agenda.by_day.get(dt.date.fromisoformat(item.iso), ())}),
        is_cut=agenda.is_cut,
        is_day=day is not None,
        ignored=tuple(ignored_in_words(item) for item in state.ignored[:5]),
    )


def _step(month: Month, day: dt.date | None, step: int) -> Link:
    """The month, or the day, before or after."""
    if day:
        label = gettext("Next day") if step > 0 else gettext("Previous day")
        return Link(label, address(LIST, request.args, day=(day + step * _DAY).isoformat(), month=None))
    target = month.shifted(step)
    label = gettext("Next month") if step > 0 else gettext("Previous month")
    return Link(f"{label} ({format_date(target.first, 'LLLL y')})", address(LIST, request.args, month=target.written))


def _actions() -> tuple[Link, ...]:
    links = []
    if may("can_add", "MeetingView"):
        links.append(Link(gettext("New meeting"), url_for("MeetingView.add"), "plus-lg", "primary"))
    if may("can_list", "CalendarFeedView"):
        links.append(Link(gettext("My calendars"), url_for("CalendarFeedView.list"), "calendar-range"))
    return tuple(links)


@dataclass(frozen=True)
class _Breaks:
    """The school holidays, the dates to avoid, the milestones and the steps of calls that have a day in the period."""

    school: Sequence[SchoolHoliday]
    avoided: Sequence[DateToAvoid]
    milestones: Sequence[Milestone] = ()
    steps: Sequence[CallDay] = ()


class _Links:
    """The addresses of events, asked for once: whether the reader may open a meeting."""

    def __init__(self, may_open: bool) -> None:
        self.may_open = may_open

    def of(self, event: CalendarEvent) -> tuple[str, str]:
        """Its page and its file."""
        if event.source != "meetings":
            return (url_for(f"{event.view}.show", pk=event.id) if may("can_show", event.view) else ""), ""
        if not self.may_open:
            return "", ""
        return url_for("MeetingView.show", pk=event.id), url_for("CalendarView.meeting_file", pk=event.id)


def _week(
    number: int,
    days: Iterable[dt.date],
    month: Month,
    agenda: Agenda,
    breaks: "_Breaks",
    links: _Links,
) -> WeekRow:
    return WeekRow(number, tuple(_cell(day, month, agenda, breaks, links, most=_MOST_A_DAY) for day in days))


def _cell(
    day: dt.date,
    month: Month,
    agenda: Agenda,
    breaks: "_Breaks",
    links: _Links,
    *,
    most: int | None,
) -> DayCell:
    events = agenda.by_day.get(day, [])
    # A fold of one line would take as much room as the line.
    shown = events if most is None or len(events) <= most + 1 else events[:most]
    bank, school = public_holiday(day, language()), school_holiday(day, breaks.school)
    notes = [bank] if bank else []
    if school and (most is None or day.weekday() == 0 or any(day == item.start_on for item in breaks.school)):
        notes.append(school)
    notes += avoided_on(day, breaks.avoided)
    notes += [gettext("Milestone: %(what)s", what=called(row)) for row in breaks.milestones if row.due_on == day]
    notes += [called_step(step) for step in breaks.steps if step.day == day]
    return DayCell(
        number=day.day,
        words=full_date(day),
        iso=day.isoformat(),
        url=address(LIST, request.args, day=day.isoformat(), month=None),
        events=tuple(_line(event, links) for event in shown),
        notes=tuple(notes),
        folded=tuple(_line(event, links) for event in events[len(shown) :]),
        is_today=day == context_of(db.session).today,
        is_outside=not month.first <= day <= month.last,
        is_off=bool(bank or school),
    )


def _line(event: CalendarEvent, links: _Links) -> EventLine:
    url, file_url = links.of(event)
    state = gettext(enum_label(event.state))
    return EventLine(
        title=without_day(event.title, event.begin),
        hour=hour_in_words(event.begin),
        hours=hours_in_words(event.begin, event.end),
        iso=event.begin.isoformat(timespec="minutes"),
        kind=gettext(enum_label(event.kind)),
        shape=SHAPES.get(event.kind, "disc"),
        state=state,
        tone=tone_of(event.state) or "muted",
        off=state if event.is_off else "",
        where=event.where,
        body=event.body or gettext("the network of référents"),
        places=event.places,
        url=url,
        file_url=file_url,
    )
