"""The states of events and of registrations, and the acts that lead to them."""

from collections.abc import Mapping
from typing import Any

from mdo.events.places import OUT
from mdo.events.registering import has_room, last_to_come, seat
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine
from models.events import Event, EventRegistration, EventState, RegistrationState

_COMING = frozenset({EventState.DRAFT, EventState.OPEN, EventState.CLOSED})
_IN = frozenset(RegistrationState) - OUT


def _seat(session: AnySession, row: EventRegistration, asked: Mapping[str, Any]) -> None:
    seat(session, row)


def _without_deadline(session: AnySession, row: EventRegistration, asked: Mapping[str, Any]) -> None:
    row.confirm_by = None


def _is_over(session: AnySession, row: Event) -> bool:
    return row.state in (EventState.OPEN, EventState.CLOSED) and last_to_come(session, row.id) is None


def _goes_on(row: EventRegistration, has_place: bool) -> bool:
    return row.event.state is not EventState.CANCELLED


def _has_place(row: EventRegistration, has_place: bool) -> bool:
    """Who waits is given a place that there is."""
    return _goes_on(row, has_place) and (row.state is RegistrationState.OFFERED or has_place)


def _without_reason(session: AnySession, row: Event, asked: Mapping[str, Any]) -> None:
    row.reason = None


# fmt: off
EVENT_ACTS = Machine(Event, (
    Act("open_registrations", N_("Open registrations"), "calendar-plus", (), N_("Registrations open (event)"),
        "ouverture",
        sources=frozenset({EventState.DRAFT, EventState.CLOSED}), target=EventState.OPEN,
        done=N_("Registrations are open: %(what)s.")),
    Act("hold_event", N_("The event was held"), "check-lg", (), N_("Event held"), "tenu",
        sources=frozenset({EventState.OPEN, EventState.CLOSED}), target=EventState.HELD,
        done=N_("The event was held: %(what)s."), leads=False,
        offered=lambda row, is_over: is_over),
    Act("close_registrations", N_("Close registrations"), "lock", (), N_("Registrations closed (event)"), "fermeture",
        sources=frozenset({EventState.OPEN}), target=EventState.CLOSED,
        done=N_("Registrations are closed: %(what)s."), leads=False),
    Act("call_off", N_("Cancel the event"), "x-lg", ("reason",), N_("Event cancelled"), "annulation",
        help=N_("Its public page closes. Tell those who registered: their list stays."), sources=_COMING,
        target=EventState.CANCELLED, leads=False),
    Act("prepare_again", N_("Prepare again"), "arrow-counterclockwise", (), N_("Event prepared again"), "reprise",
        sources=frozenset({EventState.CANCELLED, EventState.HELD}), target=EventState.DRAFT,
        write=_without_reason, done=N_("The event is in preparation again: %(what)s."), leads=False),
), stored="state", law=_is_over, elsewhere=N_("This event has come to another state: here it is now."))

REGISTRATION_ACTS = Machine(EventRegistration, (
    Act("confirm_place", N_("Confirm the place"), "check-lg", (), N_("Place confirmed"), "confirmation",
        sources=frozenset({RegistrationState.OFFERED, RegistrationState.WAITING}), target=RegistrationState.CONFIRMED,
        write=_without_deadline, done=N_("Place confirmed: %(what)s."), in_bulk=True, offered=_has_place),
    Act("confirm_address", N_("Confirm in their place"), "envelope-check", (), N_("Registration confirmed"), "adresse",
        sources=frozenset({RegistrationState.UNCONFIRMED}), write=_seat, offered=_goes_on,
        done=N_("Registration confirmed: %(what)s.")),
    Act("cancel_registration", N_("Cancel the registration"), "x-lg", (), N_("Registration cancelled"), "desistement",
        sources=_IN, target=RegistrationState.CANCELLED, write=_without_deadline,
        done=N_("Registration cancelled: %(what)s."), in_bulk=True, leads=False),
    Act("register_again", N_("Register again"), "arrow-counterclockwise", (), N_("Registered again"), "retour",
        sources=OUT, write=_seat, offered=_goes_on, done=N_("Registered again: %(what)s."), leads=False),
), stored="state", law=has_room, elsewhere=N_("This registration has come to another state: here it is now."))
# fmt: on
