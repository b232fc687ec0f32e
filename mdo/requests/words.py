"""The words of requests: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from mdo.requests.states import RequestStatus
from models.requests import CouncilRequest, FollowUp, RequestKind

_ITEM = {"agenda_item": N_("Agenda item"), "agenda_item_id": N_("Agenda item")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    CouncilRequest: (N_("Request or opinion"), N_("Requests and opinions")),
}

FIELDS: dict[type, dict[str, str]] = {
    CouncilRequest: {
        "number": N_("Number"),
        "kind": N_("Kind"),
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "subject": N_("Subject"),
        "text": N_("Text"),
        "theme": N_("Theme"),
        "place": N_("Place concerned"),
        "organisation": N_("Direction addressed"),
        "organisation_id": N_("Direction addressed"),
        "received_on": N_("Received on"),
        "sent_on": N_("Sent to the direction on"),
        "due_on": N_("Answer due on"),
        "answered_on": N_("Answered on"),
        "answer": N_("Answer"),
        "follow_up": N_("Follow-up given"),
        "follow_up_reason": N_("Reason of the follow-up"),
        "responsible": N_("Followed by"),
        "responsible_id": N_("Followed by"),
        "meeting": N_("Raised at"),
        "meeting_id": N_("Raised at"),
        **_ITEM,
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    RequestKind: {
        RequestKind.REQUEST: N_("Request"),
        RequestKind.OPINION: N_("Opinion"),
    },
    RequestStatus: {
        RequestStatus.RECEIVED: N_("To send to a direction"),
        RequestStatus.SENT: N_("Sent (request)"),
        RequestStatus.OVERDUE: N_("Late (request)"),
        RequestStatus.IN_TIME: N_("Answered in time"),
        RequestStatus.ANSWERED_LATE: N_("Answered late"),
    },
    FollowUp: {
        FollowUp.DONE: N_("Carried out"),
        FollowUp.PLANNED: N_("Planned"),
        FollowUp.REFUSED: N_("Refused"),
    },
}

HELP: dict[type, dict[str, str]] = {
    CouncilRequest: {
        "number": N_("Left empty, it is given: the year of the reception and the next number, 2026-014."),
        "kind": N_("A request asks for something; an opinion says what the body thinks."),
        "theme": N_("Choose a theme in use, or type another."),
        "place": N_("Street, square or facility, when the request is about one."),
        "organisation": N_("The direction of the city that is to answer."),
        "received_on": N_("The day on which the mission or the mairie got it: the delay is counted from it."),
        "due_on": N_("Left empty: 60 calendar days after the reception."),
        "answered_on": N_("With the answer or the follow-up beside; the deadline is then closed."),
        "follow_up": N_("What the city does of it."),
        "follow_up_reason": N_("Asked when it is refused: the body will read it."),
        "responsible": N_("The account that has this deadline in « My deadlines ». Left empty: yours."),
        "meeting": N_("The meeting of the body at which it was voiced."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    CouncilRequest: Source(
        (
            "number",
            "subject",
            "theme",
            "place",
            "answer",
            "follow_up_reason",
            "instance.name",
            "organisation.name",
            "responsible.first_name",
            "responsible.last_name",
        )
    ),
}
