"""The words of the closed lists of calls."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.applications import (
    ApplicationState,
    Competence,
    FilingChannel,
    Means,
    OpinionKind,
    OpinionSense,
    YearEnd,
)
from models.calls import CallState, TieRule
from models.photos import PhotoUse

LISTS: dict[type[StrEnum], dict[str, str]] = {
    CallState: {
        CallState.TEMPLATE: N_("Template (call)"),
        CallState.DRAFT: N_("Being prepared (call)"),
        CallState.OPEN: N_("Open (call)"),
        CallState.EXAMINED: N_("Under examination (call)"),
        CallState.DECIDED: N_("Decided (call)"),
        CallState.NOTIFIED: N_("Notified (call)"),
        CallState.CLOSED: N_("Closed (call)"),
    },
    TieRule: {
        TieRule.MAIRIE_ORDER: N_("The order of preference of the mairie"),
        TieRule.ASKED_LEAST: N_("The smallest amount asked"),
        TieRule.FILED_FIRST: N_("The first filed"),
    },
    ApplicationState: {
        ApplicationState.DRAFT: N_("Draft (application)"),
        ApplicationState.FILED: N_("Filed (application)"),
        ApplicationState.ADMISSIBLE: N_("Admissible (application)"),
        ApplicationState.INADMISSIBLE: N_("Inadmissible (application)"),
        ApplicationState.EXAMINED: N_("Examined (application)"),
        ApplicationState.RETAINED: N_("Retained (application)"),
        ApplicationState.WAITING: N_("On the waiting list (application)"),
        ApplicationState.REFUSED: N_("Refused (application)"),
        ApplicationState.REALISED: N_("Realised (application)"),
        ApplicationState.REPORTED: N_("Bilan received (application)"),
        ApplicationState.CLOSED: N_("Closed (application)"),
        ApplicationState.ABANDONED: N_("Abandoned (application)"),
    },
    FilingChannel: {
        FilingChannel.REFERENT: N_("By a référent"),
        FilingChannel.MISSION: N_("By the mission"),
        FilingChannel.WORKBOOK: N_("By workbook"),
    },
    Means: {
        Means.PURCHASE: N_("The city buys"),
        Means.SUBSIDY: N_("Subsidy to an association"),
    },
    YearEnd: {
        YearEnd.CARRIED_OVER: N_("Carried over (credits)"),
        YearEnd.LOST: N_("Lost (credits)"),
    },
    OpinionKind: {
        OpinionKind.MAIRIE: N_("Opinion of the mairie"),
        OpinionKind.TECHNICAL: N_("Technical opinion of a direction"),
        OpinionKind.ARRONDISSEMENT_COUNCIL: N_("Opinion of the arrondissement council"),
    },
    Competence: {
        Competence.CITY: N_("The city (competence)"),
        Competence.METROPOLE: N_("The Métropole (competence)"),
        Competence.OTHER: N_("Another (competence)"),
    },
    OpinionSense: {
        OpinionSense.FAVOURABLE: N_("Favourable (application)"),
        OpinionSense.RESERVED: N_("Favourable with reservations"),
        OpinionSense.UNFAVOURABLE: N_("Unfavourable (application)"),
    },
    PhotoUse: {
        PhotoUse.PRINT: N_("Printed papers"),
        PhotoUse.WEB: N_("Web site"),
        PhotoUse.SOCIAL: N_("Social networks"),
        PhotoUse.PRESS: N_("Press (photo)"),
    },
}
