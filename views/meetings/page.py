"""The page of a meeting: its parts in order, each a function of (meeting, may_change) with a template of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.days_off.told import Days
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, day_of
from mdo.kernel.labels import enum_label
from mdo.kernel.scope.clauses import writable_clause
from mdo.meetings.actions import is_late, open_before
from mdo.meetings.agenda import slots_of, timing_of
from mdo.meetings.states import (
    approver_of,
    back_of,
    following_of,
    is_session,
    is_to_come,
    life_of,
    stopped_from,
    took_place,
)
from mdo.meetings.steps import MEETING_ACTS
from mdo.meetings.votes import votes_in_words
from models.accounts import User
from models.base import utc_now
from models.meetings import ActionItem, AgendaItem, AgendaKind, Meeting, MeetingKind, MeetingState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import sign_opening
from views.base.pages import Panel
from views.base.words import date_in_words, full_date, hour_in_words, language, moment_of, tone_of, value_in_words
from views.days_off.told import in_words, places_of
from views.meetings.after import morning_part
from views.meetings.attendance_words import attendance_panel, may
from views.meetings.needs import ready_part
from views.meetings.replies import replies_part
from views.security.gate import current_identity
from views.topics.panels import waiting_panel

ITEM_FIELDS = ("title", "kind", "minutes", "rapporteur", "description")
Part = Callable[[Meeting, bool], Panel | None]


def when_in_words(meeting: Meeting) -> str:
    """« mardi 24 novembre 2026, de 18 h 30 à 20 h 30 »."""
    start, end = meeting.start_at.astimezone(PARIS), meeting.end_at.astimezone(PARIS)
    if start.date() == end.date():
        return gettext(
            "%(day)s, from %(start)s to %(end)s",
            day=full_date(start.date()),
            start=hour_in_words(start),
            end=hour_in_words(end),
        )
    return gettext(
        "from %(first)s at %(start)s to %(last)s at %(end)s",
        first=full_date(start.date()),
        start=hour_in_words(start),
        last=full_date(end.date()),
        end=hour_in_words(end),
    )


def where_in_words(meeting: Meeting) -> str:
    """The place and the room."""
    return ", ".join(part for part in (meeting.place, meeting.room) if part)


# ---- Steps -----------------------------------------------------------------------------------------------------------


def steps_part(meeting: Meeting, may_change: bool) -> Panel:
    """The life of the meeting: where it stands, what may follow, and the steps passed with who and when."""
    today = context_of(db.session).today
    will_be = is_to_come(meeting.start_at, today, utc_now())
    following = [state for state in following_of(meeting) if not (will_be and took_place(state))]
    back = back_of(meeting)
    back_is_offered = may_change and back is not None and back not in following
    life = life_of(meeting)
    is_approved = meeting.state in (MeetingState.APPROVED, MeetingState.PUBLISHED)
    return Panel(
        gettext("Steps of the session") if is_session(meeting) else gettext("Steps of the meeting"),
        "meetings/steps.html",
        {
            "meeting_id": meeting.id,
            "state": meeting.state.value,
            "order": [
                {
                    "label": gettext(enum_label(state)),
                    "is_current": state is meeting.state,
                    "is_passed": meeting.state in life and life.index(state) < life.index(meeting.state),
                }
                for state in life
            ],
            "stopped": value_in_words(meeting.state) if meeting.state not in life else "",
            "next": _acts(meeting, following) if may_change else [],
            "stop": _acts(meeting, stopped_from(meeting.state)) if may_change else [],
            "back": (back.value, gettext(enum_label(back))) if back_is_offered and back is not None else None,
            "needs_date": meeting.state is MeetingState.POSTPONED,
            "steps": [
                {
                    "label": value_in_words(step.state),
                    "tone": tone_of(step.state) or "muted",
                    "when": moment_of(step.at, today),
                    "who": str(step.user) if step.user else "",
                    "reason": step.reason or "",
                }
                for step in meeting.steps
            ],
            "approver": "" if is_approved or is_session(meeting) else value_in_words(approver_of(meeting)),
        },
    )


def _acts(meeting: Meeting, states: Iterable[MeetingState]) -> list[tuple[str, str]]:
    return [(state.value, act_label(meeting, state)) for state in states]


# What is said of a session otherwise: it has no members.
_OF_SESSION = {
    MeetingState.CONVENED: N_("Those who registered are told"),
    MeetingState.HELD: N_("Close the session"),
    MeetingState.CANCELLED: N_("Cancel the session"),
}


def act_label(meeting: Meeting, state: MeetingState) -> str:
    """What one does to bring a meeting to a state."""
    own = _OF_SESSION.get(state) if is_session(meeting) else None
    return gettext(own or MEETING_ACTS.act(state.value).label)


def day_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """What is to be known of the day of a meeting to come: what else the city does then, the electoral period."""
    day, today = day_of(meeting.start_at), context_of(db.session).today
    if day < today or meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return None
    places, days = places_of(meeting.instance), Days(db.session, day, day)
    told = days.said(day, places, language())
    if meeting.is_public or meeting.kind is MeetingKind.PUBLIC:
        told += days.reminder(day, places)
    return Panel(gettext("About this date"), "meetings/day.html", {"told": in_words(told)}) if told else None


# ---- Agenda, decisions and actions -----------------------------------------------------------------------------------


def agenda_part(meeting: Meeting, may_change: bool) -> Panel:
    """The items with their hours, notes, decisions and actions; the minutes summed, and what is too much."""
    timing = timing_of(meeting)
    decisions, actions = decisions_of(meeting), actions_of(meeting)
    slots = slots_of(meeting)
    return Panel(
        gettext("Agenda"),
        "meetings/agenda.html",
        {
            "meeting_id": meeting.id,
            "may_change": may_change,
            "may_delete": may_change and may_take_off(),
            "timing": timing,
            "items": [
                {
                    "row": slot.item,
                    "number": number,
                    "is_first": number == 1,
                    "is_last": number == len(slots),
                    "kind": value_in_words(slot.item.kind),
                    "start": hour_in_words(slot.start_at),
                    "end": hour_in_words(slot.end_at),
                    "decisions": [entry for entry in decisions if entry["item_id"] == slot.item.id],
                    "actions": [entry for entry in actions if entry["item_id"] == slot.item.id],
                    "typed": _typed_notes(slot.item),
                    "opened": sign_opening(slot.item, ITEM_FIELDS) if may_change else "",
                }
                for number, slot in enumerate(slots, start=1)
            ],
            "kinds": [(kind.value, gettext(enum_label(kind))) for kind in AgendaKind],
            "default_kind": AgendaKind.INFORMATION.value,
            "accounts": accounts() if may_change else (),
        },
    )


def apart_part(meeting: Meeting, may_change: bool) -> Panel:
    """The decisions and actions of no item."""
    return Panel(
        gettext("Decisions and actions outside the agenda"),
        "meetings/apart.html",
        {
            "meeting_id": meeting.id,
            "may_change": may_change,
            "may_delete": may_change and may_take_off(),
            "decisions": [entry for entry in decisions_of(meeting) if entry["item_id"] is None],
            "actions": [entry for entry in actions_of(meeting) if entry["item_id"] is None],
            "decision_count": len(meeting.decisions),
            "action_count": len(meeting.actions),
        },
    )


def previous_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """What earlier meetings left to do, until it is closed; nothing when nothing is left."""
    rows = open_before(db.session, meeting)
    if not rows:
        return None
    return Panel(
        gettext("Open actions of earlier meetings"), "meetings/previous.html", {"actions": action_entries(rows)}
    )


def decisions_of(meeting: Meeting) -> list[Mapping[str, Any]]:
    """The decisions in order, in words."""
    return [
        {
            "id": row.id,
            "item_id": row.agenda_item_id,
            "number": row.position,
            "text": row.text,
            "votes": votes_in_words(row, gettext),
        }
        for row in meeting.decisions
    ]


def actions_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The actions of a meeting, in words."""
    statement = (
        select(ActionItem)
        .where(ActionItem.meeting_id == meeting.id)
        .order_by(ActionItem.id)
        .options(joinedload(ActionItem.owner), joinedload(ActionItem.meeting))
    )
    return action_entries(db.session.scalars(statement).all())


def action_entries(rows: Sequence[ActionItem]) -> list[dict[str, Any]]:
    """Actions in words, each with whether this reader may change it: an owner may, wherever it is."""
    context = context_of(db.session)
    ids = [row.id for row in rows]
    own = writable_clause(ActionItem, context.scope, context.today)
    asked = select(ActionItem.id).where(ActionItem.id.in_(ids), own)
    writable = set(db.session.scalars(asked)) if ids and may("can_edit", "ActionView") else set()
    return [
        {
            "id": row.id,
            "item_id": row.agenda_item_id,
            "text": row.text,
            "who": str(row.owner) if row.owner else row.owner_name or "",
            "due": date_in_words(row.due_on) if row.due_on else "",
            "is_late": is_late(row, context.today),
            "is_open": row.closed_on is None,
            "state": value_in_words(row.state),
            "tone": tone_of(row.state) or "muted",
            "closed": date_in_words(row.closed_on) if row.closed_on else "",
            "outcome": row.outcome or "",
            "meeting_id": row.meeting_id,
            "meeting": row.meeting.title if row.meeting else "",
            "meeting_day": date_in_words(day_of(row.meeting.start_at)) if row.meeting else "",
            "may_change": row.id in writable,
        }
        for row in rows
    ]


def may_take_off() -> bool:
    """Whether this reader may delete what meetings recorded."""
    identity = current_identity()
    return identity is not None and all(
        identity.has_access("can_delete", view) for view in ("MeetingView", "DecisionView", "ActionView")
    )


def accounts() -> tuple[str, ...]:
    """The names offered as owners of an action: those of the active accounts."""
    statement = select(User).where(User.active.is_(True)).order_by(User.last_name, User.first_name)
    return tuple(dict.fromkeys(str(user) for user in db.session.scalars(statement)))


def _typed_notes(item: AgendaItem) -> Mapping[str, str] | None:
    """The notes that came back unsaved with this request, if they are those of the item (views/meetings/agenda.py)."""
    typed: tuple[int, Mapping[str, str]] | None = g.get("typed_notes")
    return typed[1] if typed is not None and typed[0] == item.id else None


# ---- Questions of the CICA -------------------------------------------------------------------------------------------


def questions_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """The questions and answers of a council that sits with its CICA, and of any meeting that has some."""
    if meeting.kind is not MeetingKind.COUNCIL_WITH_CICA and not meeting.questions:
        return None
    return Panel(
        gettext("Questions of the CICA"),
        "meetings/questions.html",
        {
            "meeting_id": meeting.id,
            "may_change": may_change,
            "questions": [
                {
                    "row": row,
                    "who": row.organisation.name if row.organisation else row.asked_by or "",
                    "received": date_in_words(row.received_on) if row.received_on else "",
                }
                for row in meeting.questions
            ],
        },
    )


# In the order of the page; each part of another domain adds its function here.
PARTS: tuple[Part, ...] = (
    day_part,
    steps_part,
    ready_part,
    morning_part,
    previous_part,
    attendance_panel,
    replies_part,
    agenda_part,
    waiting_panel,
    apart_part,
    questions_part,
)


def parts_of(meeting: Meeting, may_change: bool) -> tuple[tuple[str, Panel], ...]:
    """The parts of a meeting with their names in the address of the page, those with nothing to show left out."""
    panels = (part(meeting, may_change) for part in PARTS)
    return tuple((PurePosixPath(panel.template).stem, panel) for panel in panels if panel is not None)
