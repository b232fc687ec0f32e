"""What the papers of a meeting print, from what is stored of it: the numbers are those of its page."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from mdo.documents.document_format import Wording
from mdo.documents.template_fields import FIELDS, in_words_of_templates
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.labels import enum_label
from mdo.meetings.attendance import standing_of
from mdo.meetings.called import of_same, whose
from mdo.meetings.document_lines import RosterLine, attendances_of, grouped, lines_of, visitors_of
from mdo.meetings.votes import votes_in_words
from models.attendance import Attendance, Presence
from models.documents import PaperKind
from models.meetings import ActionItem, ActionState, AgendaItem, Decision, Meeting, MeetingKind, MeetingState

BLANK_LINES = 10
_YES = "x"
_NOBODY = {
    Presence.PRESENT: N_("Present: nobody."),
    Presence.EXCUSED: N_("Excused: nobody."),
    Presence.ABSENT: N_("Absent: nobody."),
    Presence.REPRESENTED: N_("Represented: nobody."),
    Presence.EXPECTED: N_("Presence not stated: nobody."),
    Presence.GUEST: N_("Guests: nobody."),
}
_PEOPLE = {
    Presence.PRESENT: N_("Present (%(count)d): %(names)s."),
    Presence.EXCUSED: N_("Excused (%(count)d): %(names)s."),
    Presence.ABSENT: N_("Absent (%(count)d): %(names)s."),
    Presence.REPRESENTED: N_("Represented (%(count)d): %(names)s."),
    Presence.EXPECTED: N_("Presence not stated (%(count)d): %(names)s."),
    Presence.GUEST: N_("Guests (%(count)d): %(names)s."),
}
# In the order in which minutes tell them, with the field of templates that says each.
_FIELDS = {
    "present": Presence.PRESENT,
    "excused": Presence.EXCUSED,
    "absent": Presence.ABSENT,
    "represented": Presence.REPRESENTED,
    "not_marked": Presence.EXPECTED,
    "guests": Presence.GUEST,
}
NO_DECISION = N_("No decision.")
NO_ACTION = N_("No action.")
NO_QUESTION = N_("No question.")
TO_BE_CONFIRMED = N_("place to be confirmed")
NO_NOTE = N_("No note.")
_APPROVED = (MeetingState.APPROVED, MeetingState.PUBLISHED)


def values_of(
    kind: PaperKind, session: AnySession, meeting: Meeting, today: dt.date, wording: Wording
) -> dict[str, Any]:
    """The fields of a paper of this kind, under the names that templates use."""
    values = common_of(meeting, today, wording)
    if kind is PaperKind.SIGN_IN_SHEET:
        values |= _sheet(session, meeting, wording)
    if kind is PaperKind.MINUTES:
        values |= _minutes(session, meeting, wording)
    found: dict[str, Any] = in_words_of_templates({field.key: values[field.key] for field in FIELDS[kind]})
    return found


def body_of(meeting: Meeting, wording: Wording) -> str:
    """The name of the body, of the event where the title does not say it, of the call, or the network's."""
    name = whose(meeting)
    if meeting.event is not None and name in meeting.title:
        return wording.translate(N_("Ville de Lyon – Mission Démocratie Ouverte"))
    return name or wording.translate(N_("Network of référents"))


def place_of(meeting: Meeting) -> str:
    """Place and room, or the host mairie."""
    place = meeting.place or (str(meeting.host) if meeting.host is not None else "")
    return ", ".join(part for part in (place, meeting.room or "") if part)


def common_of(meeting: Meeting, today: dt.date, wording: Wording) -> dict[str, Any]:
    """What every paper says of a meeting, by key."""
    return {
        "title": meeting.title,
        "is_session": _YES if meeting.event_id is not None else "",
        "body": body_of(meeting, wording),
        "kind": wording.translate(enum_label(meeting.kind)),
        "day": wording.day(meeting.start_at),
        "time": wording.time(meeting.start_at),
        "end_time": wording.time(meeting.end_at),
        "place": place_of(meeting) or wording.translate(TO_BE_CONFIRMED),
        "online_url": meeting.online_url or "",
        "accessibility": meeting.accessibility or "",
        "organiser": str(meeting.organiser) if meeting.organiser is not None else "",
        "mailbox": (meeting.instance.mailbox or "") if meeting.instance is not None else "",
        "made_on": f"{today:%d/%m/%Y}",
        "agenda": [
            {
                "number": str(number),
                "title": item.title,
                "expected": wording.translate(enum_label(item.kind)),
                "minutes": str(item.minutes) if item.minutes else "",
                "rapporteur": item.rapporteur or "",
                "description": item.description or "",
            }
            for number, item in enumerate(meeting.agenda, start=1)
        ],
    }


# ---- The sign-in sheet -----------------------------------------------------------------------------------------------


def _sheet(session: AnySession, meeting: Meeting, wording: Wording) -> dict[str, Any]:
    lines = lines_of(session, meeting)
    groups = grouped(lines)
    members = N_("Members") if meeting.event_id is None else N_("Registered (people)")
    without = members if len(groups) == 1 else N_("Without college")
    number = 0
    colleges = []
    for group in groups:
        people = []
        for line in group.lines:
            number += 1
            people.append(_signs(number, line, wording))
        colleges.append({"name": group.name or wording.translate(without), "people": people})
    return {
        "convened_count": str(len(lines)),
        "colleges": colleges,
        "blank_lines": [
            _signs(place, line, wording)
            for place, line in enumerate(
                [*visitors_of(session, meeting), *[RosterLine("", "")] * BLANK_LINES], number + 1
            )
        ],
    }


EXPIRED = N_("expired mandate")


def quality_of(line: RosterLine, translate: Translate) -> str:
    """What someone is in the body, and whether the mandate is over."""
    quality = translate(enum_label(line.came_as)) if line.came_as is not None else line.quality
    return ", ".join(part for part in (quality, translate(EXPIRED) if line.is_expired else "") if part)


def _signs(number: int, line: RosterLine, wording: Wording) -> dict[str, str]:
    known = line.presence in (Presence.EXCUSED, Presence.REPRESENTED)
    return {
        "number": str(number),
        "name": line.name,
        "quality": quality_of(line, wording.translate),
        "presence": wording.translate(enum_label(line.presence)) if known else "",
    }


# ---- Minutes ---------------------------------------------------------------------------------------------------------


def counted(attendances: Iterable[Attendance], wording: Wording) -> dict[Presence, list[str]]:
    """The names of each state, those represented with who represents them, visitors who came among the guests."""
    found: dict[Presence, list[str]] = {presence: [] for presence in Presence}
    for row in attendances:
        name = str(row)
        if row.presence is Presence.REPRESENTED and row.represented_by is not None:
            name = wording.translate(N_("%(name)s by %(other)s")) % {"name": row, "other": row.represented_by}
        found[standing_of(row)].append(name)
    return found


def sentences(attendances: Iterable[Attendance], wording: Wording) -> dict[str, str]:
    """Who was there and who was not, by field: no state is passed over in silence."""
    people = counted(attendances, wording)
    return {key: sentence(presence, people[presence], wording) for key, presence in _FIELDS.items()}


def _minutes(session: AnySession, meeting: Meeting, wording: Wording) -> dict[str, Any]:
    attendances = attendances_of(session, meeting)
    people = counted(attendances, wording)
    return {
        "summary": meeting.summary or wording.translate(N_("No introduction.")),
        **sentences(attendances, wording),
        "present_count": str(len(people[Presence.PRESENT])),
        "excused_count": str(len(people[Presence.EXCUSED])),
        "absent_count": str(len(people[Presence.ABSENT])),
        "represented_count": str(len(people[Presence.REPRESENTED])),
        "not_marked_count": str(len(people[Presence.EXPECTED])),
        "guest_count": str(len(people[Presence.GUEST])),
        "quorum": wording.quorum(meeting),
        "head_count": "" if meeting.head_count is None else str(meeting.head_count),
        "items": [_item(number, item, meeting, wording) for number, item in enumerate(meeting.agenda, start=1)],
        "other_decisions": _decisions(meeting, lambda row: row.agenda_item_id is None, wording),
        "actions": [_action(row, wording) for row in meeting.actions],
        "asks_questions": _YES if asks_questions(meeting) else "",
        "questions": _questions(meeting, wording),
        "next_meeting": _next_meeting(session, meeting, wording) or wording.translate(N_("To be confirmed.")),
        "approval": _approval(meeting, wording),
    }


def asks_questions(meeting: Meeting) -> bool:
    """Whether the minutes have a part for the questions of associations."""
    return meeting.kind is MeetingKind.COUNCIL_WITH_CICA or bool(meeting.questions)


def sentence(presence: Presence, people: Sequence[str], wording: Wording) -> str:
    """« Présent·es (3) : A, B et C. »; never a blank."""
    if not people:
        return wording.translate(_NOBODY[presence])
    names = wording.one_after_another(people)
    return wording.translate(_PEOPLE[presence]) % {"count": len(people), "names": names}


def _item(number: int, item: AgendaItem, meeting: Meeting, wording: Wording) -> dict[str, Any]:
    return {
        "number": str(number),
        "title": item.title,
        "notes": item.notes or wording.translate(NO_NOTE),
        "decisions": _decisions(meeting, lambda row: row.agenda_item_id == item.id, wording),
    }


def _decisions(meeting: Meeting, chosen: Callable[[Decision], bool], wording: Wording) -> list[dict[str, str]]:
    return [
        {"text": row.text, "votes": votes_in_words(row, wording.translate)} for row in meeting.decisions if chosen(row)
    ]


def _action(row: ActionItem, wording: Wording) -> dict[str, str]:
    """One that was given up is told as such: the paper counts as many as the page."""
    is_dropped = row.state is ActionState.DROPPED
    return {
        "text": f"{row.text} ({wording.translate(enum_label(row.state)).lower()})" if is_dropped else row.text,
        "who": str(row.owner)
        if row.owner is not None
        else row.owner_name or wording.translate(N_("owner to be named")),
        "due": f"{row.due_on:%d/%m/%Y}" if row.due_on is not None else wording.translate(N_("no due day")),
    }


def _questions(meeting: Meeting, wording: Wording) -> list[dict[str, str]]:
    nobody, unanswered = wording.translate(N_("association not named")), wording.translate(N_("No answer."))
    return [
        {
            "number": str(number),
            "asked_by": str(row.organisation) if row.organisation is not None else row.asked_by or nobody,
            "question": row.question,
            "answer": row.answer or unanswered,
            "answered_by": row.answered_by or "",
            "department": row.department or "",
            "follow_up": row.follow_up or "",
        }
        for number, row in enumerate(meeting.questions, start=1)
    ]


def _next_meeting(session: AnySession, meeting: Meeting, wording: Wording) -> str:
    """The one that follows of the same body, event, jury or network."""
    statement = (
        select(Meeting)
        .where(
            of_same(meeting),
            Meeting.start_at > meeting.start_at,
            Meeting.state.not_in((MeetingState.CANCELLED, MeetingState.POSTPONED)),
        )
        .order_by(Meeting.start_at)
        .limit(1)
    )
    found = session.scalars(statement).first()
    if found is None:
        return ""
    words = {"day": wording.day(found.start_at), "time": wording.time(found.start_at), "title": found.title}
    return wording.translate(N_("%(day)s at %(time)s – %(title)s")) % words


def _approval(meeting: Meeting, wording: Wording) -> str:
    approved = next((step for step in reversed(meeting.steps) if step.state in _APPROVED), None)
    if meeting.state in _APPROVED and approved is not None:
        return wording.translate(N_("Minutes approved on %(day)s.")) % {"day": wording.day(approved.at)}
    return wording.translate(N_("Minutes to be approved. Approved on: ……………………  Signature:"))
