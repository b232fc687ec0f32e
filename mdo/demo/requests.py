"""The requests of bodies and the topics of référents that the demo shows."""

import datetime as dt
import random
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.demo.meeting_words import REQUESTS, TOPICS
from models.accounts import User
from models.instances import Instance, InstanceState, InstanceType
from models.organisations import Organisation, OrganisationKind
from models.requests import CouncilRequest, FollowUp, RequestKind
from models.topics import Topic, TopicState

# The arrondissement whose référente has a late action and a request without answer.
LATE_IN = 5
_ANSWER_DAYS, _LATE_REQUEST_DAYS = 60, 74
_DAY = dt.timedelta(days=1)


def is_in(body: Instance, number: int) -> bool:
    """Whether a body stands in an arrondissement."""
    return any(place.number == number for place in body.arrondissements)


def write_requests(session: Session, rng: random.Random, today: dt.date, users: Mapping[str, User]) -> None:
    """Writes forty requests, one of which waits for its answer beyond its day, and the topics of référents."""
    bodies = session.scalars(
        select(Instance)
        .join(Instance.type)
        .where(InstanceType.code == "conseil_quartier", Instance.state == InstanceState.ACTIVE)
        .order_by(Instance.id)
    ).all()
    directions = session.scalars(
        select(Organisation).where(Organisation.kind == OrganisationKind.DIRECTION).order_by(Organisation.id)
    ).all()
    numbers: dict[int, int] = {}
    late = next((index for index, body in enumerate(bodies) if is_in(body, LATE_IN)), 0)
    for index in range(40):
        received = today - (_LATE_REQUEST_DAYS if index == late else rng.randint(1, 400)) * _DAY
        number = numbers[received.year] = numbers.get(received.year, 0) + 1
        subject, theme, kind = rng.choice(REQUESTS)
        due = received + _ANSWER_DAYS * _DAY
        answered = received + rng.randint(15, _ANSWER_DAYS + 20) * _DAY
        is_answered = index != late and (due < today or answered < today)
        answered = min(answered, today - _DAY)
        follow_up = rng.choice(tuple(FollowUp)) if is_answered else None
        body = bodies[index % len(bodies)]
        session.add(
            CouncilRequest(
                number=f"{received.year}-{number:03d}",
                kind=RequestKind(kind),
                instance=body,
                subject=subject,
                theme=theme,
                organisation=rng.choice(directions) if directions else None,
                received_on=received,
                sent_on=min(received + 5 * _DAY, today),
                due_on=due,
                answered_on=answered if is_answered else None,
                answer="Étude faite par la direction, réponse transmise au conseil." if is_answered else None,
                follow_up=follow_up,
                follow_up_reason="Hors du budget de l’année." if follow_up is FollowUp.REFUSED else None,
                responsible=users[f"ref{body.arrondissements[0].number}"] if body.arrondissements else None,
            )
        )

    _write_topics(session, users)


def _write_topics(session: Session, users: Mapping[str, User]) -> None:
    for index, (title, reason, minutes) in enumerate(TOPICS):
        session.add(
            Topic(
                title=title,
                reason=reason,
                minutes=minutes,
                proposer=users[f"ref{index % 9 + 1}"],
                state=TopicState.DECLINED if index == 2 else TopicState.PROPOSED,
                answer="Vu avec vous directement : le sujet ne concerne que votre mairie." if index == 2 else None,
            )
        )
