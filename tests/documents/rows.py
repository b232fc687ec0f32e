"""Meetings for the tests of papers: one evening in the 5th, another in the 7th."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from mdo.documents.document_format import Wording
from models.attendance import Attendance, Presence
from models.meetings import ActionItem, AgendaItem, AgendaKind, Decision, Meeting, MeetingKind, MeetingState
from tests.support import factories as make

EVENING = dt.datetime(2026, 12, 10, 17, 30, tzinfo=dt.UTC)
SPEECH = Wording(lambda message: message, lambda day: f"{day:%d/%m/%Y}")


def body(number: int = 5, name: str = "Conseil de quartier de l’Île") -> Any:
    return make.InstanceFactory(name=name, arrondissements=[number], mailbox="cq.ile@example.org")


def meeting(session: Session, instance: Any = None, **values: Any) -> Meeting:
    row = Meeting(
        **{
            "title": "Plénière d’hiver",
            "kind": MeetingKind.PLENARY,
            "instance": body() if instance is None else instance or None,
            "start_at": EVENING,
            "end_at": EVENING + dt.timedelta(hours=2),
            "place": "Mairie du 5e",
            "room": "Salle des mariages",
            "state": MeetingState.PREPARED,
            **values,
        }
    )
    row.agenda = [
        AgendaItem(position=1, title="Place & marché", kind=AgendaKind.OPINION, minutes=30),
        AgendaItem(position=2, title="Divers"),
    ]
    session.add(row)
    session.flush()
    return row


def member(meeting: Meeting, last_name: str, first_name: str = "Zoé", **values: Any) -> Any:
    return make.MandateFactory(
        instance=meeting.instance, person=make.PersonFactory(last_name=last_name, first_name=first_name), **values
    )


def convened(session: Session, meeting: Meeting, last_name: str, presence: Presence, **values: Any) -> Attendance:
    row = Attendance(
        meeting_id=meeting.id,
        person=make.PersonFactory(last_name=last_name, first_name="Zoé"),
        is_convened=presence is not Presence.GUEST,
        presence=presence,
        **values,
    )
    session.add(row)
    session.flush()
    return row


def with_minutes(session: Session, row: Meeting) -> None:
    """Two decisions, one of them on an item, and an action."""
    row.decisions = [
        Decision(position=1, text="La place devient piétonne.", agenda_item=row.agenda[0], votes_for=12),
        Decision(position=2, text="Le marché reste le samedi."),
    ]
    row.actions = [ActionItem(text="Chiffrer les bancs", owner_name="Maël", due_on=dt.date(2027, 1, 15))]
    session.flush()
