"""The words of meetings: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.attendance import Attendance, Presence
from models.meetings import (
    ActionItem,
    ActionState,
    AgendaItem,
    AgendaKind,
    Decision,
    Meeting,
    MeetingKind,
    MeetingState,
    MeetingStep,
    SessionQuestion,
)

_MEETING = {"meeting": N_("Meeting"), "meeting_id": N_("Meeting")}

_ITEM = {"agenda_item": N_("Agenda item"), "agenda_item_id": N_("Agenda item")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Meeting: (N_("Meeting"), N_("Meetings")),
    MeetingStep: (N_("Step of a meeting"), N_("Steps of meetings")),
    AgendaItem: (N_("Agenda item"), N_("Agenda items")),
    Decision: (N_("Decision"), N_("Decisions")),
    ActionItem: (N_("Action"), N_("Actions")),
    SessionQuestion: (N_("Question of the CICA"), N_("Questions of the CICA")),
    Attendance: (N_("Attendance"), N_("Attendances")),
}

FIELDS: dict[type, dict[str, str]] = {
    Meeting: {
        "title": N_("Title"),
        "kind": N_("Kind of meeting"),
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "state": N_("State"),
        "start_at": N_("Begins"),
        "end_at": N_("Ends"),
        "place": N_("Place"),
        "room": N_("Room"),
        "host": N_("Host mairie"),
        "host_id": N_("Host mairie"),
        "online_url": N_("Link to join online"),
        "accessibility": N_("Accessibility needs"),
        "is_public": N_("Open to the public"),
        "organiser": N_("Organiser"),
        "organiser_id": N_("Organiser"),
        "facilitators": N_("Facilitators"),
        "head_count": N_("People present (count)"),
        "convened_at": N_("Members convened on"),
        "summary": N_("Introduction of the minutes"),
        "oye_url": N_("Page on Oyé!"),
        "notes": N_("Notes for the team"),
        "series": N_("Series of meetings of the network"),
        "series_id": N_("Series of meetings of the network"),
        "uid": N_("Calendar identifier"),
        "sequence": N_("Calendar revision"),
    },
    MeetingStep: {
        **_MEETING,
        "state": N_("State"),
        "at": N_("When"),
        "user": N_("By"),
        "user_id": N_("By"),
        "reason": N_("Reason"),
    },
    AgendaItem: {
        **_MEETING,
        "position": N_("Order"),
        "title": N_("Title"),
        "kind": N_("Expected"),
        "minutes": N_("Minutes"),
        "rapporteur": N_("Rapporteur"),
        "description": N_("Presentation"),
        "notes": N_("Notes of the meeting"),
    },
    Decision: {
        **_MEETING,
        **_ITEM,
        "position": N_("Number"),
        "text": N_("Decision"),
        "votes_for": N_("For"),
        "votes_against": N_("Against"),
        "abstentions": N_("Abstentions"),
    },
    ActionItem: {
        **_MEETING,
        **_ITEM,
        "text": N_("Action"),
        "owner": N_("Who (account)"),
        "owner_id": N_("Who (account)"),
        "owner_name": N_("Who (name)"),
        "due_on": N_("Due on"),
        "state": N_("State"),
        "closed_on": N_("Closed on (action)"),
        "outcome": N_("What came of it"),
    },
    SessionQuestion: {
        **_MEETING,
        "position": N_("Number"),
        "organisation": N_("Association"),
        "organisation_id": N_("Association"),
        "asked_by": N_("Asked by"),
        "received_on": N_("Received on"),
        "question": N_("Question"),
        "answer": N_("Answer"),
        "answered_by": N_("Élu·e who answers"),
        "department": N_("Department"),
        "follow_up": N_("Follow-up"),
    },
    Attendance: {
        **_MEETING,
        "person": N_("Person"),
        "person_id": N_("Person"),
        "organisation": N_("Association represented"),
        "organisation_id": N_("Association represented"),
        "user": N_("Account"),
        "user_id": N_("Account"),
        "visitor_name": N_("Visitor"),
        "mandate": N_("Mandate"),
        "mandate_id": N_("Mandate"),
        "college": N_("College"),
        "college_id": N_("College"),
        "quality": N_("Quality"),
        "is_convened": N_("Convened (person)"),
        "presence": N_("Presence"),
        "represented_by": N_("Represented by"),
        "represented_by_id": N_("Represented by"),
        "arrived_at": N_("Arrived at"),
        "left_at": N_("Left at"),
        "note": N_("Note"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    MeetingKind: {
        MeetingKind.PLENARY: N_("Plenary"),
        MeetingKind.BUREAU: N_("Bureau"),
        MeetingKind.COMMISSION: N_("Commission"),
        MeetingKind.COUNCIL_WITH_CICA: N_("Arrondissement council with the CICA"),
        MeetingKind.ANNUAL_ASSEMBLY: N_("Annual assembly"),
        MeetingKind.PUBLIC: N_("Public meeting"),
        MeetingKind.NETWORK: N_("Bimonthly meeting of the network"),
        MeetingKind.WORKING: N_("Working meeting"),
    },
    MeetingState: {
        MeetingState.PREPARED: N_("In preparation"),
        MeetingState.CONVENED: N_("Convened"),
        MeetingState.HELD: N_("Held"),
        MeetingState.MINUTED: N_("Minutes written"),
        MeetingState.APPROVED: N_("Minutes approved"),
        MeetingState.PUBLISHED: N_("Minutes published"),
        MeetingState.POSTPONED: N_("Postponed"),
        MeetingState.CANCELLED: N_("Called off"),
    },
    AgendaKind: {
        AgendaKind.INFORMATION: N_("Information"),
        AgendaKind.OPINION: N_("Opinion"),
        AgendaKind.DECISION: N_("Decision"),
        AgendaKind.QUESTION: N_("Question and answer"),
    },
    ActionState: {
        ActionState.OPEN: N_("To do"),
        ActionState.DONE: N_("Done (action)"),
        ActionState.DROPPED: N_("Given up"),
    },
    Presence: {
        Presence.EXPECTED: N_("Not marked"),
        Presence.PRESENT: N_("Present"),
        Presence.EXCUSED: N_("Excused"),
        Presence.ABSENT: N_("Absent"),
        Presence.REPRESENTED: N_("Represented"),
        Presence.GUEST: N_("Guest"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Meeting: Source(
        ("title", "instance.name", "place", "room", "host.name", "organiser.first_name", "organiser.last_name")
    ),
    Decision: Source(("text", "meeting.title", "meeting.instance.name", "agenda_item.title")),
    ActionItem: Source(
        (
            "text",
            "owner.first_name",
            "owner.last_name",
            "owner_name",
            "outcome",
            "meeting.title",
            "meeting.instance.name",
            "agenda_item.title",
        )
    ),
    SessionQuestion: Source(
        (
            "question",
            "answer",
            "asked_by",
            "organisation.name",
            "answered_by",
            "department",
            "follow_up",
            "meeting.title",
        )
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Meeting: Meeting.title,
    AgendaItem: AgendaItem.title,
    Decision: Decision.text,
    ActionItem: ActionItem.text,
    SessionQuestion: SessionQuestion.question,
}
