"""The words of the closed lists of meetings."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.attendance import Presence
from models.meetings import ActionState, AgendaKind, MeetingKind, MeetingState
from models.readiness import CheckState, MorningTask
from models.replies import ReplyAnswer, ReplyWay

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
    CheckState: {
        CheckState.OPEN: N_("Open (thing)"),
        CheckState.DONE: N_("Done (thing)"),
        CheckState.NOT_NEEDED: N_("Not needed"),
    },
    MorningTask: {
        MorningTask.CLOSE: N_("Close the meeting"),
        MorningTask.ATTENDANCE: N_("Close the attendance"),
        MorningTask.WALK_INS: N_("Visitors to take into the register"),
        MorningTask.ACTIONS: N_("Write the actions"),
        MorningTask.PHOTOS: N_("Put the photos away"),
        MorningTask.MINUTES: N_("Begin the minutes"),
        MorningTask.THANKS: N_("Thank those who came"),
        MorningTask.HOURS: N_("Note the hours to recover"),
        MorningTask.ALL: N_("The whole morning"),
    },
    Presence: {
        Presence.EXPECTED: N_("Not marked"),
        Presence.PRESENT: N_("Present"),
        Presence.EXCUSED: N_("Excused"),
        Presence.ABSENT: N_("Absent"),
        Presence.REPRESENTED: N_("Represented"),
        Presence.GUEST: N_("Guest"),
    },
    ReplyAnswer: {
        ReplyAnswer.COMING: N_("comes"),
        ReplyAnswer.AWAY: N_("does not come"),
        ReplyAnswer.REPLACED: N_("is replaced"),
    },
    ReplyWay: {
        ReplyWay.LINK: N_("By the link"),
        ReplyWay.PHONE: N_("By telephone"),
        ReplyWay.SLIP: N_("By a slip"),
        ReplyWay.WORKBOOK: N_("By a workbook"),
    },
}
