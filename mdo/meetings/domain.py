"""What the kernel is told about meetings."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from mdo.kernel.sessions.hooks import Hook
from mdo.meetings import calendar_revisions, reply_days
from mdo.meetings.deadlines import ACTION_DUE, MINUTES_DUE, NEED_LATE
from mdo.meetings.exchanges import EXCHANGES
from mdo.meetings.row_rules import RULES
from mdo.meetings.same_person import move_attendances
from mdo.meetings.scope import PLACES
from models.attendance import Attendance
from models.instances import Instance
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, MeetingStep, SessionQuestion
from models.organisations import Organisation
from models.people import Person
from models.readiness import MeetingCheck, MeetingNeed, MorningLine
from models.replies import BodyCalendar, MeetingReply

DOMAIN = Domain(
    "meetings",
    rights=(
        ScreenRights("ActionView", N_("To do (list)"), Section.FOLLOW_UP, 30, Audience.MEETINGS),
        ScreenRights("MeetingView", N_("Meetings"), Section.MEETINGS, 20, Audience.MEETINGS),
        ScreenRights("AttendanceView", N_("Attendances"), Section.MEETINGS, 30, Audience.MEETINGS, "show edit export"),
        ScreenRights("DecisionView", N_("Decisions"), Section.MEETINGS, 40, Audience.MEETINGS),
        ScreenRights("QuestionView", N_("Questions of the CICA"), Section.MEETINGS, 50, Audience.MEETINGS),
        ScreenRights("NeedView", N_("Needs of meetings"), Section.SETTINGS, 180, Audience.REFERENCE),
    ),
    deadlines=(ACTION_DUE, MINUTES_DUE, NEED_LATE),
    rules=RULES,
    hooks=(Hook(30, calendar_revisions.install), Hook(35, reply_days.install)),
    exchanges=EXCHANGES,
    merges={Person: move_attendances},
    found=(
        SearchKind(
            40,
            Meeting,
            title=Meeting.title,
            order=(small(Meeting.title), Meeting.start_at.desc()),
            details=(Instance.name, Meeting.place),
            joins=((Meeting.instance,),),
            at=Meeting.start_at,
        ),
        SearchKind(
            60,
            ActionItem,
            title=ActionItem.text,
            order=(small(ActionItem.text),),
            details=(Meeting.title, Instance.name),
            joins=((ActionItem.meeting,), (Meeting.instance,)),
            at=Meeting.start_at,
        ),
        SearchKind(
            70,
            Decision,
            title=Decision.text,
            order=(small(Decision.text),),
            details=(Meeting.title, Instance.name),
            joins=((Decision.meeting,), (Meeting.instance,)),
            at=Meeting.start_at,
        ),
        SearchKind(
            500,
            MeetingNeed,
            title=MeetingNeed.label,
            order=(small(MeetingNeed.label),),
        ),
        SearchKind(
            80,
            SessionQuestion,
            title=SessionQuestion.question,
            order=(small(SessionQuestion.question),),
            details=(Organisation.name, Meeting.title, Instance.name),
            joins=((SessionQuestion.organisation,), (SessionQuestion.meeting,), (Meeting.instance,)),
            at=Meeting.start_at,
        ),
    ),
    shown_in={
        ActionItem: ("ActionView",),
        AgendaItem: ("MeetingView",),
        Attendance: ("AttendanceView",),
        Decision: ("DecisionView",),
        Meeting: ("MeetingView",),
        MeetingCheck: ("MeetingView",),
        MeetingNeed: ("NeedView",),
        MeetingStep: ("MeetingView",),
        MeetingReply: ("AttendanceView",),
        BodyCalendar: ("InstanceView",),
        MorningLine: ("MeetingView",),
        SessionQuestion: ("QuestionView",),
    },
    places=PLACES,
)
