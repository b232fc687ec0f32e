"""Columns of the meetings and of what they leave: decisions, actions, questions of the CICA."""

from sqlalchemy import func

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.accounts import User
from models.instances import College, Instance
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion

_MEETING = FIELD_LABELS[Meeting]
_DECISION = FIELD_LABELS[Decision]
_ACTION = FIELD_LABELS[ActionItem]
_QUESTION = FIELD_LABELS[SessionQuestion]

MEETING_COLUMNS = (
    Column("title", _MEETING["title"], lambda row, today: row.title, sort=(func.lower(Meeting.title),), width=36),
    Column(
        "start_at", _MEETING["start_at"], lambda row, today: row.start_at, Kind.MOMENT, (Meeting.start_at,), width=18
    ),
    Column("kind", _MEETING["kind"], lambda row, today: row.kind, Kind.ENUM, (Meeting.kind,), width=24),
    Column(
        "instance",
        _MEETING["instance"],
        lambda row, today: row.instance.name if row.instance else None,
        sort=(Instance.sort_key,),
        joins=(Meeting.instance,),
        loads=(Meeting.instance,),
        width=36,
    ),
    Column("state", _MEETING["state"], lambda row, today: row.state, Kind.ENUM, (Meeting.state,), width=20),
    Column("place", _MEETING["place"], lambda row, today: row.place, sort=(func.lower(Meeting.place),), width=30),
    Column("room", _MEETING["room"], lambda row, today: row.room, width=20, is_shown=False),
    Column("end_at", _MEETING["end_at"], lambda row, today: row.end_at, Kind.MOMENT, (Meeting.end_at,), is_shown=False),
    Column(
        "host",
        _MEETING["host"],
        lambda row, today: row.host.name if row.host else None,
        loads=(Meeting.host,),
        is_shown=False,
    ),
    Column(
        "organiser",
        _MEETING["organiser"],
        lambda row, today: str(row.organiser) if row.organiser else None,
        sort=(func.lower(User.last_name), func.lower(User.first_name)),
        joins=(Meeting.organiser,),
        loads=(Meeting.organiser,),
        width=28,
        is_shown=False,
    ),
    Column(
        "is_public",
        _MEETING["is_public"],
        lambda row, today: row.is_public,
        Kind.BOOLEAN,
        (Meeting.is_public,),
        width=10,
        is_shown=False,
    ),
    Column(
        "head_count",
        _MEETING["head_count"],
        lambda row, today: row.head_count,
        Kind.INTEGER,
        (Meeting.head_count,),
        width=12,
        is_shown=False,
    ),
    Column("oye_url", _MEETING["oye_url"], lambda row, today: row.oye_url, Kind.URL, width=30, is_shown=False),
)

DECISION_COLUMNS = (
    Column("text", _DECISION["text"], lambda row, today: row.text, Kind.LONG_TEXT, width=60),
    Column(
        "meeting",
        _DECISION["meeting"],
        lambda row, today: row.meeting.title,
        sort=(Meeting.start_at,),
        joins=(Decision.meeting,),
        loads=(Decision.meeting,),
        width=36,
    ),
    Column(
        "start_at",
        _MEETING["start_at"],
        lambda row, today: row.meeting.start_at,
        Kind.MOMENT,
        (Meeting.start_at,),
        (Decision.meeting,),
        (Decision.meeting,),
        width=18,
    ),
    Column(
        "instance",
        _MEETING["instance"],
        lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
        loads=(Decision.meeting, Meeting.instance),
        width=36,
    ),
    Column(
        "agenda_item",
        _DECISION["agenda_item"],
        lambda row, today: row.agenda_item.title if row.agenda_item else None,
        loads=(Decision.agenda_item,),
        width=36,
        is_shown=False,
    ),
    Column(
        "votes_for",
        _DECISION["votes_for"],
        lambda row, today: row.votes_for,
        Kind.INTEGER,
        (Decision.votes_for,),
        width=8,
        is_shown=False,
    ),
    Column(
        "votes_against",
        _DECISION["votes_against"],
        lambda row, today: row.votes_against,
        Kind.INTEGER,
        (Decision.votes_against,),
        width=8,
        is_shown=False,
    ),
    Column(
        "abstentions",
        _DECISION["abstentions"],
        lambda row, today: row.abstentions,
        Kind.INTEGER,
        (Decision.abstentions,),
        width=12,
        is_shown=False,
    ),
)

ACTION_COLUMNS = (
    Column("text", _ACTION["text"], lambda row, today: row.text, Kind.LONG_TEXT, width=60),
    Column(
        "owner",
        _ACTION["owner"],
        lambda row, today: str(row.owner) if row.owner else row.owner_name,
        sort=(func.lower(User.last_name), func.lower(User.first_name)),
        joins=(ActionItem.owner,),
        loads=(ActionItem.owner,),
        width=28,
    ),
    Column("due_on", _ACTION["due_on"], lambda row, today: row.due_on, Kind.DATE, (ActionItem.due_on,), width=14),
    Column("state", _ACTION["state"], lambda row, today: row.state, Kind.ENUM, (ActionItem.state,), width=14),
    Column(
        "meeting",
        _ACTION["meeting"],
        lambda row, today: row.meeting.title if row.meeting else None,
        sort=(Meeting.start_at,),
        joins=(ActionItem.meeting,),
        loads=(ActionItem.meeting,),
        width=36,
    ),
    Column(
        "instance",
        _MEETING["instance"],
        lambda row, today: row.meeting.instance.name if row.meeting and row.meeting.instance else None,
        loads=(ActionItem.meeting, Meeting.instance),
        width=36,
        is_shown=False,
    ),
    Column(
        "agenda_item",
        _ACTION["agenda_item"],
        lambda row, today: row.agenda_item.title if row.agenda_item else None,
        loads=(ActionItem.agenda_item,),
        width=36,
        is_shown=False,
    ),
    Column(
        "closed_on",
        _ACTION["closed_on"],
        lambda row, today: row.closed_on,
        Kind.DATE,
        (ActionItem.closed_on,),
        width=14,
        is_shown=False,
    ),
    Column("outcome", _ACTION["outcome"], lambda row, today: row.outcome, Kind.LONG_TEXT, width=40, is_shown=False),
)

QUESTION_COLUMNS = (
    Column("question", _QUESTION["question"], lambda row, today: row.question, Kind.LONG_TEXT, width=60),
    Column(
        "organisation",
        _QUESTION["organisation"],
        lambda row, today: row.organisation.name if row.organisation else row.asked_by,
        loads=(SessionQuestion.organisation,),
        width=30,
    ),
    Column(
        "meeting",
        _QUESTION["meeting"],
        lambda row, today: row.meeting.title,
        sort=(Meeting.start_at,),
        joins=(SessionQuestion.meeting,),
        loads=(SessionQuestion.meeting,),
        width=36,
    ),
    Column("answer", _QUESTION["answer"], lambda row, today: row.answer, Kind.LONG_TEXT, width=60),
    Column("answered_by", _QUESTION["answered_by"], lambda row, today: row.answered_by, width=28),
    Column("department", _QUESTION["department"], lambda row, today: row.department, width=28, is_shown=False),
    Column(
        "follow_up", _QUESTION["follow_up"], lambda row, today: row.follow_up, Kind.LONG_TEXT, width=40, is_shown=False
    ),
    Column(
        "received_on",
        _QUESTION["received_on"],
        lambda row, today: row.received_on,
        Kind.DATE,
        (SessionQuestion.received_on,),
        width=14,
        is_shown=False,
    ),
)

# Exports say more than lists do: what tells a body from another of the same name, and the day of the meeting.
MEETING_EXPORT_COLUMNS = (
    *MEETING_COLUMNS,
    Column(
        "arrondissements",
        FIELD_LABELS[Instance]["arrondissements"],
        lambda row, today: arrondissement_names(row.instance.arrondissements) or None if row.instance else None,
        loads=(Meeting.instance, Instance.arrondissements),
        width=22,
        is_shown=False,
    ),
    Column(
        "instance_type",
        FIELD_LABELS[College]["type"],
        lambda row, today: row.instance.type.label if row.instance else None,
        loads=(Meeting.instance, Instance.type),
        width=26,
        is_shown=False,
    ),
)


def _body_of(row: ActionItem) -> Instance | None:
    return row.meeting.instance if row.meeting else None


ACTION_EXPORT_COLUMNS = (
    *ACTION_COLUMNS,
    Column(
        "meeting_on",
        N_("Day of the meeting"),
        lambda row, today: day_of(row.meeting.start_at) if row.meeting else None,
        Kind.DATE,
        loads=(ActionItem.meeting,),
        width=14,
        is_shown=False,
    ),
    Column(
        "arrondissements",
        FIELD_LABELS[Instance]["arrondissements"],
        lambda row, today: arrondissement_names(body.arrondissements) or None if (body := _body_of(row)) else None,
        loads=(ActionItem.meeting, Meeting.instance, Instance.arrondissements),
        width=22,
        is_shown=False,
    ),
    Column(
        "instance_type",
        FIELD_LABELS[College]["type"],
        lambda row, today: body.type.label if (body := _body_of(row)) else None,
        loads=(ActionItem.meeting, Meeting.instance, Instance.type),
        width=26,
        is_shown=False,
    ),
)
