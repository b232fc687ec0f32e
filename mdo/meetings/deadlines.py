"""What falls due after meetings: the actions that they left, and the minutes of those that were held."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, start_of_day
from mdo.kernel.deadlines.dates import paris_day_after
from mdo.kernel.deadlines.kinds import Bucket, Closing, DeadlineKind
from mdo.kernel.deadlines.listing import bucket_of
from mdo.kernel.deadlines.statements import within
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.rules.twofold import Cases, Rule
from mdo.meetings.needs import BEFORE
from models.meetings import ActionItem, ActionState, Meeting, MeetingState, meeting_facilitator
from models.readiness import CheckState, MeetingCheck, MeetingNeed

MINUTES_DAYS = 15
_TITLE_LENGTH = 160


def _is_to_do(today: dt.date) -> ColumnElement[bool]:
    return and_(ActionItem.state == ActionState.OPEN, ActionItem.due_on.is_not(None))


def _is_held(today: dt.date) -> ColumnElement[bool]:
    """A session of an event has no minutes: the event itself is closed."""
    return and_(Meeting.state == MeetingState.HELD, Meeting.event_id.is_(None))


def _is_led_by(accounts: Select[int]) -> ColumnElement[bool]:
    leads = meeting_facilitator.c
    return select(leads.user_id).where(leads.meeting_id == Meeting.id, leads.user_id.in_(accounts)).exists()


ACTION_DUE = DeadlineKind(
    80,
    "action_due",
    N_("Action to carry out"),
    ActionItem,
    "ActionView",
    ActionItem.due_on,
    _is_to_do,
    Closing(N_("Close the action"), "ActionView", "close"),
    title=func.substr(ActionItem.text, 1, _TITLE_LENGTH),
    days_before=30,
    detail=Meeting.title,
    outer=(ActionItem.meeting,),  # its owner need not see the meeting
    instance_id=Meeting.instance_id,
    responsible_id=ActionItem.owner_id,
    else_id=Meeting.organiser_id,
    rule="Action à mener",
)

MINUTES_DUE = DeadlineKind(
    90,
    "minutes_due",
    N_("Minutes to write"),
    Meeting,
    "MeetingView",
    paris_day_after(Meeting.start_at, literal(MINUTES_DAYS)),
    _is_held,
    Closing(N_("The minutes are written"), "MeetingView", "change_state", values=(("to", MeetingState.MINUTED.value),)),
    title=Meeting.title,
    days_before=0,
    role=RoleCode.MISSION,
    instance_id=Meeting.instance_id,
    responsible_id=Meeting.organiser_id,
    also_of=_is_led_by,
    rule="Compte rendu à rédiger",
)

_named = aliased(MeetingNeed)
# The needs of the kind of a meeting that nobody has seen to, whatever its kind was when it was said.
_open = and_(
    MeetingNeed.kind == Meeting.kind,
    MeetingNeed.is_active,
    ~select(MeetingCheck.id)
    .join(_named, MeetingCheck.need_id == _named.id)
    .where(
        MeetingCheck.meeting_id == Meeting.id,
        MeetingCheck.state != CheckState.OPEN,
        _named.label == MeetingNeed.label,
    )
    .correlate(Meeting, MeetingNeed)
    .exists(),
)


def _is_to_prepare(today: dt.date) -> ColumnElement[bool]:
    return and_(
        Meeting.start_at >= start_of_day(today),
        Meeting.state.in_(BEFORE),
        select(MeetingNeed.id).where(_open).correlate(Meeting).exists(),
    )


NEED_LATE = DeadlineKind(
    240,
    "meeting_need",
    N_("Meeting to prepare"),
    Meeting,
    "MeetingView",
    paris_day_after(
        Meeting.start_at,
        select(-func.max(MeetingNeed.days_before)).where(_open).correlate(Meeting).scalar_subquery(),
    ),
    _is_to_prepare,
    Closing(N_("Prepare"), "MeetingView", "show"),
    title=Meeting.title,
    days_before=0,
    detail=select(func.aggregate_strings(MeetingNeed.label, ", ")).where(_open).correlate(Meeting).scalar_subquery(),
    instance_id=Meeting.instance_id,
    responsible_id=Meeting.organiser_id,
    also_of=_is_led_by,
    rule="Réunion à préparer",
)


MINUTES_BY = Rule(
    lambda row, today: day_of(row.start_at) + dt.timedelta(days=MINUTES_DAYS), MINUTES_DUE.due_on, (Meeting.start_at,)
)
HOW_FAR = Cases(
    Bucket,
    lambda row, today: bucket_of((row.due_on - today).days),
    lambda bucket, today: within(ActionItem.due_on, bucket, today),
    (ActionItem.due_on,),
    when=lambda row: row.due_on is not None,
)
