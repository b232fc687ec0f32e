"""The attendance of a meeting in words: lines by college, counts, the quorum with its rule, the panel of a meeting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import enum_label
from mdo.meetings.assiduity import HELD
from mdo.meetings.attendance import came_as, has_list, is_visitor, lines_of
from mdo.meetings.called import called, whose
from mdo.meetings.marking import Tally, presences_at, tally, to_mark
from mdo.meetings.quorum import Quorum, quorum_of
from mdo.meetings.remarks import remarks_of
from models.attendance import Attendance, Presence
from models.instances import QuorumBase, QuorumCounts, QuorumReach
from models.meetings import Meeting, MeetingState
from models.text import fold
from views.base.apart import told_apart
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Crumb, Link, Panel
from views.base.words import date_in_words, hour_in_words, long_date
from views.security import gate

VIEW = "AttendanceView"
# The key of each state, the same in both languages: those of the sign-in sheet.
KEYS = {
    Presence.PRESENT: "P",
    Presence.EXCUSED: "E",
    Presence.ABSENT: "A",
    Presence.REPRESENTED: "R",
    Presence.GUEST: "I",
}
TONES = {
    Presence.PRESENT: "ok",
    Presence.EXCUSED: "warn",
    Presence.ABSENT: "danger",
    Presence.REPRESENTED: "info",
    Presence.GUEST: "info",
    Presence.EXPECTED: "muted",
}
# In the order of the counts above the lines.
SHOWN = (*KEYS, Presence.EXPECTED)
_FRACTIONS = {
    (1, 2): N_("half"),
    (1, 3): N_("a third"),
    (2, 3): N_("two thirds"),
    (1, 4): N_("a quarter"),
    (3, 4): N_("three quarters"),
    (1, 1): N_("all (quorum)"),
}
_MORE_THAN = {
    (1, 2): N_("more than half"),
    (1, 3): N_("more than a third"),
    (2, 3): N_("more than two thirds"),
    (1, 4): N_("more than a quarter"),
    (3, 4): N_("more than three quarters"),
}


@dataclass(frozen=True)
class MarkChoice:
    """A state that a line may be given: `key` is its letter."""

    value: str
    label: str
    key: str


@dataclass(frozen=True)
class LineRow:
    """A line on the pages of attendance. `by_id` is the line that represents, 0 for none."""

    id: int
    name: str
    quality: str
    presence: str
    presence_words: str
    by_id: int
    by_name: str
    is_convened: bool
    is_member: bool
    hours: str
    note: str
    reply: str
    choices: tuple[MarkChoice, ...]
    search: str


@dataclass(frozen=True)
class LineGroup:
    """The lines of a college; the last groups are of no college, then of those who were not convened."""

    title: str
    rows: tuple[LineRow, ...]


@dataclass(frozen=True)
class Count:
    """How many lines bear a state."""

    presence: str
    label: str
    number: int
    tone: str


@dataclass(frozen=True)
class QuorumVerdict:
    """The quorum in a sentence, and the colour beside it."""

    text: str
    tone: str


def name_of(line: Attendance) -> str:
    """The name of a line, without that of someone whom the reader may not see."""
    if line.visitor_name is None and not (line.person or line.user or line.organisation):
        return gettext("outside your arrondissements")
    return str(line)


def quality_of(line: Attendance) -> str:
    """Who somebody is, in words: their function, their body, or as what they registered for an event."""
    registered = came_as(line)
    return line.quality or (gettext(enum_label(registered)) if registered is not None else "")


def names_of(lines: Iterable[Attendance]) -> dict[int, str]:
    """The names of the lines of one list, by their ids."""
    lines = list(lines)
    people = people_of(lines)
    return {line.id: people.get(line.person_id) or name_of(line) for line in lines}


def people_of(lines: Iterable[Attendance]) -> dict[int | None, str]:
    """The people in sight on these lines, by their ids; those of one name are told apart by their number."""
    people = {line.person.id: str(line.person) for line in lines if line.person is not None}
    return {**told_apart(people.items())}  # type: ignore[dict-item]  # None, asked for a guest, is nobody's number


def sorted_lines(lines: Iterable[Attendance]) -> list[Attendance]:
    """By college in their order, those of none after, those not convened last; then by name."""

    def key(line: Attendance) -> tuple[Any, ...]:
        guest = is_visitor(line)
        college = line.college
        place = (college.position, fold(college.name)) if college is not None else (10_000, "")
        return guest, place, fold(name_of(line)), line.id

    return sorted(lines, key=key)


def groups_of(
    meeting: Meeting, lines: Sequence[Attendance], replies: Mapping[int, str] | None = None
) -> tuple[LineGroup, ...]:
    """The lines as rows, under the title of each group; `replies` are the answers to the convocation, in words."""
    by_id, names, offered = {line.id: line for line in lines}, names_of(lines), presences_at(meeting)
    found: dict[str, list[LineRow]] = {}
    for line in sorted_lines(lines):
        row = _row(line, by_id, names, (replies or {}).get(line.id, ""), offered)
        found.setdefault(_title_of(line), []).append(row)
    return tuple(LineGroup(title, tuple(rows)) for title, rows in found.items())


def _title_of(line: Attendance) -> str:
    if is_visitor(line):
        return gettext("Guests and visitors")
    if line.college is not None:
        return line.college.name
    if line.registration_id is not None:
        return gettext("Registered (people)")
    return gettext("Référents") if line.user_id is not None else gettext("No college")


def _row(
    line: Attendance,
    by_id: dict[int, Attendance],
    names: Mapping[int, str],
    reply: str,
    presences: Collection[Presence],
) -> LineRow:
    other = by_id.get(line.represented_by_id or 0)
    member = not is_visitor(line)
    offered = [item for item in KEYS if item in presences and (member or item is not Presence.REPRESENTED)]
    name, quality = names[line.id], quality_of(line)
    hours = []
    if line.arrived_at is not None:
        hours.append(gettext("arrived at %(hour)s", hour=hour_in_words(line.arrived_at)))
    if line.left_at is not None:
        hours.append(gettext("left at %(hour)s", hour=hour_in_words(line.left_at)))
    return LineRow(
        id=line.id,
        name=name,
        quality=quality,
        presence=line.presence.value,
        presence_words=presence_in_words(line.presence, other),
        by_id=line.represented_by_id or 0,
        by_name=names[other.id] if other is not None else "",
        is_convened=line.is_convened,
        is_member=member,
        hours=", ".join(hours),
        note=line.note or "",
        reply=reply,
        choices=tuple(MarkChoice(item.value, gettext(enum_label(item)), KEYS[item]) for item in offered),
        search=fold(f"{name} {quality}"),
    )


def presence_in_words(presence: Presence, by: Attendance | None) -> str:
    """« présent », « représenté par Martin Léa »."""
    if presence is Presence.REPRESENTED and by is not None:
        return gettext("represented by %(name)s", name=name_of(by))
    return gettext(enum_label(presence))


def counts_of(meeting: Meeting, found: Tally) -> tuple[Count, ...]:
    """The counts that stand above the lines, each state once."""
    offered = presences_at(meeting)
    shown = (item for item in SHOWN if item in offered or found.by_presence[item])
    return tuple(Count(item.value, gettext(enum_label(item)), found.by_presence[item], TONES[item]) for item in shown)


def verdict_of(meeting: Meeting, found: Tally) -> QuorumVerdict:
    """The quorum of a meeting in words, or that none is set."""
    result = quorum_of(db.session, meeting, found)
    if result is None:
        text = gettext("Quorum: no rule for this body.") if meeting.instance_id else gettext("Quorum: none here.")
        return QuorumVerdict(text, "muted")
    words = {"present": _present(result), "base": _base(result), "needed": result.needed, "part": _part(result)}
    if result.total == 0:
        return QuorumVerdict(gettext("Quorum: nobody to count it on (%(base)s).", base=words["base"]), "warn")
    if result.is_reached:
        text = gettext("Quorum: %(present)s of %(base)s, %(needed)d needed (%(part)s): reached", **words)
        return QuorumVerdict(text, "ok")
    return QuorumVerdict(
        gettext("Quorum: %(present)s of %(base)s, %(needed)d needed (%(part)s): not reached", **words), "warn"
    )


def quorum_in_words(meeting: Meeting) -> str:
    """The sentence of the quorum as the page says it; empty when nobody has to count one."""
    found = tally(lines_of(db.session, meeting))
    return verdict_of(meeting, found).text if quorum_of(db.session, meeting, found) is not None else ""


def _present(result: Quorum) -> str:
    if result.counts is QuorumCounts.WITH_REPRESENTED:
        return ngettext("%(num)d present or represented", "%(num)d present or represented (plural)", result.counted)
    return ngettext("%(num)d present", "%(num)d present (plural)", result.counted)


def _base(result: Quorum) -> str:
    if result.base is QuorumBase.SEATS:
        return ngettext("%(num)d seat", "%(num)d seats", result.total)
    if result.base is QuorumBase.CONVENED:
        return ngettext("%(num)d member convened", "%(num)d members convened", result.total)
    return ngettext("%(num)d mandate in force", "%(num)d mandates in force", result.total)


def _part(result: Quorum) -> str:
    fraction = f"{result.numerator}/{result.denominator}"
    if result.reach is QuorumReach.MORE_THAN:
        words = _MORE_THAN.get((result.numerator, result.denominator))
        return gettext(words) if words else gettext("more than %(fraction)s", fraction=fraction)
    words = _FRACTIONS.get((result.numerator, result.denominator))
    return gettext(words) if words else fraction


def hint_of(meeting: Meeting, found: Tally) -> str:
    """What one should know about these counts; empty when nothing."""
    if meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return gettext("This meeting does not take place on this day: its list counts in no assiduity.")
    is_past = day_of(meeting.start_at) < context_of(db.session).today
    if is_past and meeting.state not in HELD and found.convened and meeting.event_id is None:
        return gettext("This meeting is not marked as held: its list counts in no assiduity yet.")
    if meeting.state in HELD and found.by_presence[Presence.EXPECTED] and meeting.event_id is None:
        return ngettext(
            "%(num)d line is not marked: it counts neither as a presence nor as an absence.",
            "%(num)d lines are not marked: they count neither as presences nor as absences.",
            found.by_presence[Presence.EXPECTED],
        )
    return ""


def all_present_link(meeting: Meeting, lines: Sequence[Attendance]) -> tuple[Link, ...]:
    """« Tous présents », from the day of the meeting on, while someone who was convened is not marked."""
    count = len(to_mark(lines))
    if not count or day_of(meeting.start_at) > context_of(db.session).today:
        return ()
    words = gettext("All present (%(count)d)", count=count)
    question = gettext("Mark present the %(count)d people of whom nothing is said yet? The others stay.", count=count)
    url = url_for(f"{VIEW}.all_present", meeting_id=meeting.id)
    return (Link(words, url, "check2-square", is_post=True, confirm=question),)


def remarks_in_words(meeting: Meeting, lines: Sequence[Attendance]) -> tuple[str, ...]:
    """What does not add up in the meeting, in sentences."""
    found = remarks_of(db.session, meeting, lines, context_of(db.session).today)
    said = (
        {name: date_in_words(value) if name == "day" else value for name, value in more.items()} for _, more in found
    )
    return tuple(gettext(text) % more for (text, _), more in zip(found, said, strict=True))


def subtitle_of(meeting: Meeting) -> str:
    """« Conseil citoyen – 24 novembre 2026 à 18 h 30 – Salle du conseil »."""
    when = gettext("%(day)s at %(time)s", day=long_date(day_of(meeting.start_at)), time=hour_in_words(meeting.start_at))
    return " – ".join(
        part
        for part in (whose(meeting) or gettext("the network of référents"), when, meeting.room or meeting.place)
        if part
    )


def may(permission: str, view: str = VIEW) -> bool:
    """Whether the reader has a right."""
    return gate.may(permission, view)


def crumbs_of(meeting: Meeting, *more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of attendance: the meetings, the meeting, then these."""
    meetings = url_for("MeetingView.list") if may("can_list", "MeetingView") else None
    shown = url_for("MeetingView.show", pk=meeting.id) if may("can_show", "MeetingView") else None
    return (Crumb(gettext("Meetings"), meetings), Crumb(called(meeting), shown), *more)


def attendance_panel(meeting: Meeting, may_change: bool) -> Panel:
    """The part of a meeting that says who came, with what one does about it."""
    lines = lines_of(db.session, meeting)
    found = tally(lines)
    address: dict[str, Any] = {"meeting_id": meeting.id}
    links = []
    is_convened = has_list(meeting, lines)
    if may_change and may("can_edit"):
        if is_convened:
            links.append(Link(gettext("Mark on the phone"), url_for(f"{VIEW}.roll_call", **address), "phone"))
        else:
            links.append(Link(gettext("Convene"), url_for(f"{VIEW}.convene", **address), "send"))
    if is_convened or may_change:
        links.append(Link(gettext("List of attendance"), url_for(f"{VIEW}.show", **address), "people"))
    return Panel(
        gettext("Attendance of the meeting"),
        "meetings/panels/attendance.html",
        {
            "counts": counts_of(meeting, found),
            "lines": found.lines,
            "verdict": verdict_of(meeting, found),
            "head_count": meeting.head_count,
            "convened_on": long_date(day_of(meeting.convened_at)) if meeting.convened_at else "",
            "hint": hint_of(meeting, found),
            "remarks": remarks_in_words(meeting, lines),
            "links": tuple(links),
        },
    )
