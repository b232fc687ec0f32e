"""What is shown of meetings."""

from mdo.kernel.base.messages import N_
from models.meetings import ActionState, Meeting, MeetingState
from models.readiness import CheckState, MorningTask
from models.replies import ReplyAnswer, ReplyWay
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup, SettingsPart
from views.base.relations import Choices
from views.meetings.attendance import AttendanceView
from views.meetings.needs import NeedView
from views.meetings.registers import ActionView, DecisionView, QuestionView
from views.meetings.reply_link import ReplyView
from views.meetings.screens import MeetingView

SCREENS = Screens(
    "meetings",
    views={
        MeetingView: "reunions",
        AttendanceView: "presences",
        ActionView: "reunions",
        DecisionView: "reunions",
        QuestionView: "reunions",
        NeedView: "reunions",
    },
    for_all={ReplyView: "reunions"},
    menu=(
        Entry(20, ActionView, "check2-square", under="DeadlineView"),
        Entry(
            10, MeetingView, "calendar-event", MenuGroup.PARTICIPATION, also=N_("attendance, sign-in sheets, minutes")
        ),
        Entry(20, DecisionView, "check2-circle", under="MeetingView"),
        Entry(30, QuestionView, "question-circle", under="MeetingView"),
        Entry(
            260,
            NeedView,
            "check2-square",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("What is seen to before each kind of meeting: room, keys, projector, interpreter."),
        ),
    ),
    actions=(Action(40, MeetingView, N_("New meeting"), "calendar-event"),),
    tones={
        MeetingState: {
            MeetingState.PREPARED: "info",
            MeetingState.CONVENED: "info",
            MeetingState.HELD: "warn",
            MeetingState.MINUTED: "ok",
            MeetingState.APPROVED: "ok",
            MeetingState.PUBLISHED: "ok",
            MeetingState.POSTPONED: "warn",
            MeetingState.CANCELLED: "danger",
        },
        ReplyAnswer: {ReplyAnswer.COMING: "ok", ReplyAnswer.AWAY: "warn", ReplyAnswer.REPLACED: "info"},
        ReplyWay: dict.fromkeys(ReplyWay),
        CheckState: {CheckState.OPEN: "warn", CheckState.DONE: "ok", CheckState.NOT_NEEDED: "muted"},
        MorningTask: dict.fromkeys(MorningTask),
        ActionState: {ActionState.OPEN: "info", ActionState.DONE: "ok", ActionState.DROPPED: "muted"},
    },
    choices={Meeting: Choices(Meeting.start_at.desc())},
)
