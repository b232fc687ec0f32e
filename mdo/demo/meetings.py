"""The meetings of the demo: eighteen months of them, with what each left; requests of bodies, topics of référents."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import count

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from mdo.days_off.days import public_holiday
from mdo.demo.meeting_words import ACTIONS, AGENDA, DECISIONS, QUESTIONS, VISITORS
from mdo.demo.polls import is_quiet
from mdo.demo.readiness import write_readiness
from mdo.demo.replies import write_replies
from mdo.demo.requests import LATE_IN, is_in, write_requests
from mdo.kernel.base.periods import PARIS, add_months
from models.accounts import User
from models.attendance import Attendance, Presence
from models.instances import Instance, InstanceState, InstanceType
from models.meetings import (
    ActionItem,
    ActionState,
    AgendaItem,
    AgendaKind,
    Decision,
    Meeting,
    MeetingKind,
    MeetingState,
    MeetingStep,
    SessionQuestion,
)
from models.network import MeetingSeries, Referent
from models.people import Mandate
from models.territory import Arrondissement

_DAY = dt.timedelta(days=1)
_EVENING = dt.time(18, 30)
_FRIDAY = 4
_MOST_CONVENED = 63
# Within these days of a meeting its minutes are still to write.
_MINUTES_DAYS = dt.timedelta(days=10)
_CLOSED = ("cica", "conseil_citoyen")
_TITLES = {
    "cica": (MeetingKind.COUNCIL_WITH_CICA, "Conseil d’arrondissement avec le CICA"),
    "conseil_quartier": (MeetingKind.PLENARY, "Plénière"),
    "conseil_citoyen": (MeetingKind.PLENARY, "Réunion du conseil citoyen"),
}
# The states that a held meeting came to, one after the other.
_STEPS = (
    MeetingState.CONVENED,
    MeetingState.HELD,
    MeetingState.MINUTED,
    MeetingState.APPROVED,
    MeetingState.PUBLISHED,
)


class Meetings:
    """Writes the meetings; those to come, and those of closed bodies, have a frozen list of attendance."""

    def __init__(self, session: Session, rng: random.Random, today: dt.date, users: dict[str, User]) -> None:
        self._session, self._rng, self._today, self._users = session, rng, today, users
        self._places = {place.number: place for place in session.scalars(select(Arrondissement))}
        self._has_late = False

    def write(self) -> int:
        """Writes all and flushes; returns how many meetings."""
        meetings = [*self._of_bodies(), *self._of_network()]
        self._session.add_all(meetings)
        self._session.flush()
        for meeting in meetings:
            if meeting.convened_at is not None:
                self._convene(meeting)
        write_readiness(self._session, meetings, self._today)
        write_replies(self._session, meetings, self._today)
        write_requests(self._session, self._rng, self._today, self._users)
        self._session.flush()
        return len(meetings)

    def write_yesterday(self) -> Meeting:
        """Writes a meeting that was held yesterday, whose morning after is still to do, and flushes."""
        day = self._today - _DAY
        bodies = self._session.scalars(
            select(Instance)
            .join(Instance.type)
            .where(InstanceType.code == "conseil_quartier", Instance.state == InstanceState.ACTIVE)
            .order_by(Instance.id)
        ).all()
        body = next((body for body in bodies if is_in(body, LATE_IN)), bodies[0])
        kind, title = _TITLES["conseil_quartier"]
        # One in twenty is called off.
        drawn = (self._meeting(body, kind, title, day) for _ in count())
        meeting = next(meeting for meeting in drawn if meeting.state is MeetingState.HELD)
        # Who came is still to be told.
        meeting.head_count, meeting.convened_at = None, dt.datetime.combine(day - 14 * _DAY, dt.time(9), PARIS)
        self._session.add(meeting)
        self._session.flush()
        self._convene(meeting, is_marked=False)
        write_readiness(self._session, [meeting], self._today)
        self._session.flush()
        return meeting

    # ---- Meetings ----------------------------------------------------------------------------------------------------

    def _of_bodies(self) -> Iterator[Meeting]:
        bodies = self._session.scalars(
            select(Instance)
            .join(Instance.type)
            .where(InstanceType.code.in_(_TITLES), Instance.state == InstanceState.ACTIVE)
            .order_by(Instance.id)
        )
        for index, body in enumerate(bodies):
            kind, title = _TITLES[body.type.code]
            every = 3 if body.type.code in _CLOSED else 6
            for months in range(-12, 6, every):
                day = self._evening(add_months(self._today, months) + (index * 3 % 26) * _DAY)
                if not is_quiet(day):
                    yield self._meeting(body, kind, title, day)

    def _evening(self, day: dt.date) -> dt.date:
        """The same day, or the next one that is neither of a week-end nor a public holiday."""
        while day.weekday() > _FRIDAY or public_holiday(day):
            day += _DAY
        return day

    def _meeting(self, body: Instance, kind: MeetingKind, title: str, day: dt.date) -> Meeting:
        number = body.arrondissements[0].number if body.arrondissements else 1
        meeting = Meeting(
            title=f"{title} du {day:%d/%m/%Y}",
            kind=kind,
            instance=body,
            place=f"Mairie du {number}{'er' if number == 1 else 'e'} arrondissement",
            room=self._rng.choice(("Salle du conseil", "Salle des mariages", "Salle polyvalente")),
            is_public=kind is not MeetingKind.COUNCIL_WITH_CICA,
            organiser=self._users[f"ref{number}"],
            facilitators=[self._users["mission"]] if self._rng.random() < 0.3 else [],
            **self._hours(day, _EVENING, 120),
        )
        self._fill(meeting, day, is_closed=body.type.code in _CLOSED)
        return meeting

    def _hours(self, day: dt.date, start: dt.time, minutes: int) -> dict[str, dt.datetime]:
        begins = dt.datetime.combine(day, start, PARIS)
        return {"start_at": begins, "end_at": begins + dt.timedelta(minutes=minutes)}

    def _of_network(self) -> Iterator[Meeting]:
        first = add_months(self._today, -12).replace(day=1)
        series = MeetingSeries(
            title="Réseau des référent·es",
            first_on=first,
            last_on=add_months(first, 24) - _DAY,
            first_host=self._places[1],
        )
        for index, months in enumerate(range(-12, 8, 2)):
            day = self._evening(add_months(self._today, months).replace(day=8))
            number = index % 9 + 1
            meeting = Meeting(
                title=f"Réunion du réseau du {day:%d/%m/%Y}",
                kind=MeetingKind.NETWORK,
                host=self._places[number],
                place=f"Mairie du {number}{'er' if number == 1 else 'e'} arrondissement",
                organiser=self._users["mission"],
                facilitators=[self._users["responsable"]],
                series=series,
                **self._hours(day, dt.time(14), 120),
            )
            self._fill(meeting, day, is_closed=True)
            yield meeting

    def _fill(self, meeting: Meeting, day: dt.date, *, is_closed: bool) -> None:
        rng = self._rng
        items = rng.sample(AGENDA, 4 if is_closed else 3)
        is_past = day < self._today
        for position, (title, minutes, kind) in enumerate(items, start=1):
            meeting.agenda.append(
                AgendaItem(
                    position=position,
                    title=title,
                    minutes=minutes,
                    kind=AgendaKind(kind),
                    rapporteur=rng.choice(("Présidence", "Mission Démocratie Ouverte", None)),
                    notes="Échanges avec la salle, sans opposition." if is_past and rng.random() < 0.6 else None,
                )
            )
        if not is_past:
            if day - self._today <= 15 * _DAY:
                self._step(meeting, MeetingState.CONVENED, self._today - 2 * _DAY, has_list=True)
            return
        if rng.random() < 0.05:
            self._step(meeting, MeetingState.CANCELLED, day - 3 * _DAY, reason="Salle indisponible.")
            return
        last = 5 if day < self._today - 60 * _DAY else rng.choice((3, 3, 4)) if day < self._today - _MINUTES_DAYS else 2
        for index, state in enumerate(_STEPS[:last]):
            self._step(meeting, state, day + (index - 1) * 7 * _DAY if index != 1 else day, has_list=is_closed)
        self._leave(meeting, day)

    def _step(
        self, meeting: Meeting, state: MeetingState, day: dt.date, *, reason: str | None = None, has_list: bool = False
    ) -> None:
        moment = dt.datetime.combine(day, dt.time(9), PARIS)
        meeting.state = state
        meeting.steps.append(MeetingStep(state=state, at=moment, user=meeting.organiser, reason=reason))
        if state is MeetingState.CONVENED and has_list:
            meeting.convened_at = moment
        elif state is MeetingState.HELD and not has_list:
            meeting.head_count = self._rng.randint(18, 80)

    def _leave(self, meeting: Meeting, day: dt.date) -> None:
        rng = self._rng
        for position, text in enumerate(rng.sample(DECISIONS, rng.choice((0, 1, 2))), start=1):
            meeting.decisions.append(Decision(position=position, text=text, agenda_item=rng.choice(meeting.agenda)))
        for text in rng.sample(ACTIONS, rng.choice((0, 1, 2))):
            due = day + rng.randint(15, 75) * _DAY
            is_open = due >= self._today or self._is_late_one(meeting, due)
            meeting.actions.append(
                ActionItem(
                    text=text,
                    owner=meeting.organiser,
                    due_on=due,
                    state=ActionState.OPEN if is_open else ActionState.DONE,
                    closed_on=None if is_open else due - 3 * _DAY,
                    agenda_item=rng.choice(meeting.agenda),
                )
            )
        if meeting.kind is MeetingKind.COUNCIL_WITH_CICA:
            for position, (question, answer) in enumerate(rng.sample(QUESTIONS, 2), start=1):
                meeting.questions.append(
                    SessionQuestion(
                        position=position,
                        asked_by="Comité d’intérêt local",
                        received_on=day - 10 * _DAY,
                        question=question,
                        answer=answer,
                        answered_by="Adjoint·e au cadre de vie",
                    )
                )

    def _is_late_one(self, meeting: Meeting, due: dt.date) -> bool:
        """The one action that is late: in the 5e, since less than a month."""
        is_recent = due >= self._today - 30 * _DAY
        if self._has_late or not is_recent or meeting.instance is None or not is_in(meeting.instance, LATE_IN):
            return False
        self._has_late = True
        return True

    # ---- Attendance --------------------------------------------------------------------------------------------------

    def _convene(self, meeting: Meeting, *, is_marked: bool = True) -> None:
        """The list frozen, by Core: some hundreds of lines that nobody typed."""
        day = meeting.start_at.astimezone(PARIS).date()
        lines = self._members(meeting, day) if meeting.instance_id else self._referents(day)
        was_held = is_marked and meeting.state not in {MeetingState.PREPARED, MeetingState.CONVENED}
        moment = dt.datetime.combine(day, dt.time(9), PARIS)
        blank = dict.fromkeys(("person_id", "organisation_id", "user_id", "mandate_id", "college_id", "visitor_name"))
        rows = [
            {
                **blank,
                **line,
                "meeting_id": meeting.id,
                "is_convened": True,
                "presence": self._presence() if was_held else Presence.EXPECTED,
            }
            for line in lines
        ]
        if was_held and rows:
            visitor = self._rng.choice(VISITORS)
            guest = {
                "visitor_name": visitor,
                "is_convened": False,
                "presence": Presence.GUEST,
                "meeting_id": meeting.id,
            }
            rows.append({**blank, **guest})
        for row in rows:
            row.update(version=1, created_at=moment, updated_at=moment)
        if rows:
            self._session.connection().execute(insert(Attendance.__table__), rows)

    def _presence(self) -> Presence:
        return self._rng.choices((Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT), (62, 20, 18))[0]

    def _members(self, meeting: Meeting, day: dt.date) -> list[dict[str, int | None]]:
        statement = (
            select(Mandate)
            .where(
                Mandate.instance_id == meeting.instance_id,
                Mandate.start_on <= day,
                or_(Mandate.ended_on.is_(None), Mandate.ended_on >= day),
            )
            .order_by(Mandate.id)
        )
        lines: dict[tuple[str, int], dict[str, int | None]] = {}
        for mandate in self._session.scalars(statement.limit(4 * _MOST_CONVENED)):
            key = (
                ("person_id", mandate.person_id) if mandate.person_id else ("organisation_id", mandate.organisation_id)
            )
            if key[1] is not None and len(lines) < _MOST_CONVENED:
                of = {"mandate_id": mandate.id, "college_id": mandate.college_id, key[0]: key[1]}
                lines.setdefault((key[0], key[1]), of)
        return list(lines.values())

    def _referents(self, day: dt.date) -> list[dict[str, int | None]]:
        in_force = select(Referent.user_id).where(
            Referent.start_on <= day, or_(Referent.end_on.is_(None), Referent.end_on >= day)
        )
        return [{"user_id": user_id} for user_id in sorted(set(self._session.scalars(in_force)))]
