"""The meetings of a series: made from its lines, then changed, one or more, as long as nobody is convened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.days_off.days import Closure, Period
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months, day_of
from mdo.kernel.base.relations import target_of
from mdo.series.dates import minute_of, moment, rotation, slot_between
from models.meetings import Meeting, MeetingKind, MeetingState
from models.network import MeetingSeries, SlotRule
from models.territory import Arrondissement

_ONE_DAY = dt.timedelta(days=1)
_MOST_MINUTES = 12 * 60


@dataclass(frozen=True)
class NewMeeting:
    """A meeting about to be made: minutes are counted from midnight in Paris; without a place, that of its host."""

    day: dt.date
    start_minute: int
    end_minute: int
    title: str
    host: Arrondissement | None = None
    place: str | None = None


def check_line(line: NewMeeting) -> None:
    """Refuses an untitled meeting, and one that does not end after it begins, within twelve hours."""
    if not line.title:
        raise RuleViolation(N_("Give this meeting a title."), field="title")
    if not line.start_minute < line.end_minute <= line.start_minute + _MOST_MINUTES:
        raise RuleViolation(N_("The end must come after the beginning, within twelve hours."), field="end")


def check_kind(series: MeetingSeries) -> None:
    """Refuses a series of a body that would be of the network, and one of the network that would be of a body."""
    has_body = target_of(series, "instance") is not None
    if series.kind is None:
        series.kind = MeetingKind.PLENARY if has_body else MeetingKind.NETWORK
    is_network = series.kind is MeetingKind.NETWORK
    if is_network == has_body:
        raise RuleViolation(
            N_("Say which kind of meeting this body holds.")
            if is_network
            else N_("Choose the body, or the kind « meeting of the network »."),
            field="kind" if is_network else "instance",
        )


def create_series(session: AnySession, series: MeetingSeries, lines: Sequence[NewMeeting]) -> list[Meeting]:
    """Stores a series with its meetings, in preparation, and flushes. Raises RuleViolation."""
    if not lines:
        raise RuleViolation(N_("Keep at least one meeting."))
    check_kind(series)
    for line in lines:
        check_line(line)
    session.add(series)
    organiser_id = context_of(session).actor_id
    meetings = [
        Meeting(
            title=line.title,
            kind=series.kind,
            instance=series.instance,
            series=series,
            start_at=moment(line.day, line.start_minute),
            end_at=moment(line.day, line.end_minute),
            host=line.host,
            place=line.place or place_of(line.host),
            organiser_id=organiser_id,
        )
        for line in sorted(lines, key=lambda line: (line.day, line.start_minute))
    ]
    session.add_all(meetings)
    session.flush()
    return meetings


def place_of(host: Arrondissement | None) -> str | None:
    """Where a mairie receives."""
    return host.mairie_address if host is not None else None


# ---- Later changes ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeetingChange:
    """What changes of some meetings; None leaves it as it is. The host is that of the first, the next ones follow."""

    start_minute: int | None = None
    length_minutes: int | None = None
    place: str | None = None
    first_host_id: int | None = None
    rule: SlotRule | None = None
    weekday: int | None = None


@dataclass(frozen=True)
class MeetingToBe:
    """A meeting and what a change makes of it; `closures` say why its day is not the first that the rule names.

    `is_stuck`: the rule finds no possible day before the next meeting, so that the day stays.
    """

    meeting: Meeting
    start_at: dt.datetime
    end_at: dt.datetime
    host: Arrondissement | None
    place: str | None
    closures: tuple[Closure, ...] = ()
    is_stuck: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether those who noted the meeting must hear of it: its day, its hours or its place."""
        meeting = self.meeting
        return (self.start_at, self.end_at, self.place) != (meeting.start_at, meeting.end_at, meeting.place)

    @property
    def is_changed(self) -> bool:
        return self.is_moved or self.host is not self.meeting.host


def can_change(meeting: Meeting) -> bool:
    """Whether nobody was convened yet."""
    return meeting.state is MeetingState.PREPARED and meeting.convened_at is None


def is_of_series_to_come(meeting: Meeting, today: dt.date) -> bool:
    """Whether a meeting is one of a series that may be changed with those that follow."""
    return meeting.series_id is not None and can_change(meeting) and day_of(meeting.start_at) > today


def meetings_from(session: AnySession, series: MeetingSeries, first: Meeting | None = None) -> list[Meeting]:
    """The meetings of a series, from one of them on, in order."""
    statement = select(Meeting).where(Meeting.series_id == series.id).options(joinedload(Meeting.host))
    if first is not None:
        statement = statement.where(Meeting.start_at >= first.start_at)
    return list(session.scalars(statement.order_by(Meeting.start_at, Meeting.id)))


def hosts_in_order(session: AnySession) -> dict[int, Arrondissement]:
    """The nine mairies by id, in the order of their numbers."""
    return {row.id: row for row in session.scalars(select(Arrondissement).order_by(Arrondissement.number))}


def plan(
    meetings: Sequence[Meeting],
    change: MeetingChange,
    hosts: dict[int, Arrondissement],
    periods: Sequence[Period],
    today: dt.date,
) -> list[MeetingToBe]:
    """What a change makes of these meetings, in order; those already convened are left out. Writes nothing."""
    concerned = [meeting for meeting in meetings if can_change(meeting) and day_of(meeting.start_at) > today]
    names = rotation(list(hosts), change.first_host_id, len(concerned))
    found = []
    for number, meeting in enumerate(concerned):
        following = concerned[number + 1] if number + 1 < len(concerned) else None
        day, closures, is_stuck = _day(meeting, following, change, periods, today)
        start = minute_of(meeting.start_at) if change.start_minute is None else change.start_minute
        length = meeting.end_at - meeting.start_at
        if change.length_minutes is not None:
            length = dt.timedelta(minutes=change.length_minutes)
        host_id = names[number]
        host = meeting.host if host_id is None else hosts[host_id]
        start_at = moment(day, start)
        found.append(
            MeetingToBe(
                meeting, start_at, start_at + length, host, _place(meeting, host, change), tuple(closures), is_stuck
            )
        )
    return found


def _day(
    meeting: Meeting, following: Meeting | None, change: MeetingChange, periods: Sequence[Period], today: dt.date
) -> tuple[dt.date, tuple[Closure, ...], bool]:
    current = day_of(meeting.start_at)
    if change.rule is None:
        return current, (), False
    month = current.replace(day=1)
    before = day_of(following.start_at).replace(day=1) if following is not None else add_months(month, 2)
    last = max(before, add_months(month, 1)) - _ONE_DAY
    slot = slot_between(max(month, today + _ONE_DAY), last, change.rule, change.weekday, periods)
    return slot.day or current, slot.closures, slot.day is None


def _place(meeting: Meeting, host: Arrondissement | None, change: MeetingChange) -> str | None:
    """A typed place goes to all; else a meeting whose host changes is at the new host's."""
    if change.place:
        return change.place
    return place_of(host) if host is not meeting.host else meeting.place


def apply_plan(planned: Sequence[MeetingToBe]) -> int:
    """Writes a plan; returns how many meetings changed. Raises RuleViolation when one was convened meanwhile.

    What moves is told to the calendars: `mdo.meetings.calendar_revisions` raises the revision of each.
    """
    changed = [item for item in planned if item.is_changed]
    for item in changed:
        if not can_change(item.meeting):
            raise RuleViolation(N_("“%(title)s” was convened meanwhile: look again."), title=item.meeting.title)
        item.meeting.start_at, item.meeting.end_at = item.start_at, item.end_at
        item.meeting.host, item.meeting.place = item.host, item.place
    return len(changed)
