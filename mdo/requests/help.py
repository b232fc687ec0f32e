"""What the mission means by the fields of requests."""

from mdo.kernel.base.messages import N_
from models.requests import CouncilRequest

REQUEST_HELP: dict[type, dict[str, str]] = {
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
