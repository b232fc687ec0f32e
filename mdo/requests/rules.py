"""What may be written about a request or an opinion of a body, and what is proposed."""

import datetime as dt
from functools import partial

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed, target_of
from models.organisations import OrganisationKind
from models.requests import CouncilRequest, FollowUp

# Calendar days that a direction has from the reception; each request may have a date of its own.
ANSWER_DAYS = 60
_DAYS = ("received_on", "sent_on", "due_on", "reminded_on", "answered_on")


def due_date(received_on: dt.date) -> dt.date:
    """The last day on which an answer is in time, as proposed: 60 calendar days after the reception."""
    return received_on + dt.timedelta(days=ANSWER_DAYS)


def check_request(request: CouncilRequest, today: dt.date) -> None:
    """Checks a request as a form, an import or an undo filled it in. Raises RuleViolation."""
    gather(
        lambda: _check_direction(request),
        *(partial(_check_day, request, name, today) for name in _DAYS),
        lambda: _check_sent(request),
        lambda: _check_answer_day(request),
        lambda: _check_answer(request),
        lambda: _check_reason(request),
    )


def _check_direction(request: CouncilRequest) -> None:
    # One addressed before its kind was changed stays: the rest of the request can still be written.
    addressed = request.organisation if is_changed(request, ("organisation",)) else None
    if addressed is not None and addressed.kind is not OrganisationKind.DIRECTION:
        raise RuleViolation(
            N_("« %(name)s » is not a direction of the city: choose a direction, or change its kind in its record."),
            field="organisation",
            name=addressed.name,
        )


def _check_day(request: CouncilRequest, name: str, today: dt.date) -> None:
    day = getattr(request, name)
    if day is None:
        return
    if name != "due_on" and day > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)
    received_on = request.received_on
    if received_on is not None and day < received_on <= today:
        raise RuleViolation(
            N_("This day comes before the reception (%(received)s): correct one of the two."),
            field=name,
            received=received_on,
        )


def _check_answer_day(request: CouncilRequest) -> None:
    sent_on, answered_on = request.sent_on, request.answered_on
    if sent_on is not None and answered_on is not None and answered_on < sent_on:
        raise RuleViolation(
            N_("The answer comes before it was sent to the direction (%(sent)s): correct one of the two."),
            field="answered_on",
            sent=sent_on,
        )


def _check_sent(request: CouncilRequest) -> None:
    if request.sent_on is not None and target_of(request, "organisation") is None:
        raise RuleViolation(N_("Say to which direction it was sent."), field="organisation")


def _check_answer(request: CouncilRequest) -> None:
    answer = (request.answer or "").strip()
    if request.answered_on is None and (answer or request.follow_up is not None):
        raise RuleViolation(N_("Give the day of the answer."), field="answered_on")
    if request.answered_on is not None and not answer and request.follow_up is None:
        raise RuleViolation(
            N_("Write what was answered, or what the city does of it; else leave the day of the answer empty."),
            field="answer",
        )


def _check_reason(request: CouncilRequest) -> None:
    reason = (request.follow_up_reason or "").strip()
    if request.follow_up is FollowUp.REFUSED and not reason:
        raise RuleViolation(N_("Say why it is refused: the body will read it."), field="follow_up_reason")
    if request.follow_up is None and reason:
        raise RuleViolation(
            N_("Say what the city does of it, or leave the reason of the follow-up empty."), field="follow_up"
        )
