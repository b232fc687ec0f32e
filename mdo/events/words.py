"""The words of the closed lists of events."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.events import EventKind, EventQuality, EventState, Food, RegistrationState, RegistrationWay

LISTS: dict[type[StrEnum], dict[str, str]] = {
    EventKind: {
        EventKind.ANNUAL_MEETING: N_("Annual meetings (event)"),
        EventKind.UNIVERSITY: N_("Université citoyenne"),
        EventKind.TRAINING: N_("Training (event)"),
        EventKind.VISIT: N_("Visit"),
        EventKind.WORKSHOP: N_("Workshop"),
    },
    EventState: {
        EventState.DRAFT: N_("In preparation (event)"),
        EventState.OPEN: N_("Registrations open"),
        EventState.CLOSED: N_("Registrations closed"),
        EventState.HELD: N_("Held (event)"),
        EventState.CANCELLED: N_("Cancelled (event)"),
    },
    EventQuality: {
        EventQuality.COUNCIL: N_("Member of a conseil de quartier"),
        EventQuality.CITIZEN_COUNCIL: N_("Member of a conseil citoyen"),
        EventQuality.INTEREST_COMMITTEE: N_("Member of a CIL"),
        EventQuality.AGENT: N_("Agent of the city"),
        EventQuality.ELECTED: N_("Elected official (quality)"),
        EventQuality.INHABITANT: N_("Inhabitant (quality)"),
    },
    RegistrationState: {
        RegistrationState.UNCONFIRMED: N_("To be confirmed by e-mail"),
        RegistrationState.WAITING: N_("On the waiting list"),
        RegistrationState.OFFERED: N_("Place to be confirmed"),
        RegistrationState.CONFIRMED: N_("Registered"),
        RegistrationState.CANCELLED: N_("Cancelled (registration)"),
        RegistrationState.LAPSED: N_("Place not confirmed in time"),
    },
    RegistrationWay: {
        RegistrationWay.STAFF: N_("By the mission or a référent"),
        RegistrationWay.PUBLIC_PAGE: N_("By the public page"),
        RegistrationWay.WORKBOOK: N_("By a workbook"),
    },
    Food: {
        Food.STANDARD: N_("Standard (food)"),
        Food.VEGETARIAN: N_("Vegetarian"),
        Food.CALL_ME: N_("I would rather be called"),
    },
}
