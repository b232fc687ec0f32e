"""The events of the demo: a plausible year, from a training that is over to the Rencontres that are prepared.

As of 24/11/2026: a training of 25 places was held, with its walk-in, certificates and evaluation; another is full, with
a waiting list and a public page; an université citoyenne of six evenings is on its third; a visit was cancelled.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.meetings.attendance import add_guest, freeze, lines_of, registered
from mdo.meetings.marking import Mark, mark
from models.accounts import User
from models.attendance import Presence
from models.events import (
    Event,
    EventEvaluation,
    EventKind,
    EventPlaces,
    EventQuality,
    EventRegistration,
    EventState,
    Food,
    RegistrationState,
    RegistrationWay,
)
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep
from models.people import Mandate, Person
from models.projects import Project, ProjectKind

_DAY = dt.timedelta(days=1)
_EVENINGS = (
    ("Comprendre la ville : qui décide de quoi ?", "Une historienne de la ville", "Hôtel de Ville"),
    ("Le budget, de la recette à la rue", "La direction des finances", "Hôtel de Ville"),
    ("Visite : la fabrique d’une place", "La direction de l’aménagement urbain", "Place Mazagran"),
    ("Prendre la parole, écouter l’autre", "Une comédienne, un médiateur", "Maison des associations"),
    ("Visite : d’où vient l’eau ?", "Eau publique du Grand Lyon", "Usine de Croix-Luizet"),
    ("Ce que change un avis", "Les président·es de trois conseils", "Hôtel de Ville"),
)
_NAMES = (
    *("Nadia Ferrand", "Hugo Salin", "Mireille Bost", "Karim Attal", "Solène Quer", "Paul Vidalin", "Inès Maubert"),
    *("Jean Trévoux", "Fatou Keïta", "Luc Perrachon", "Ana Duarte", "Théo Blanchet"),
)
_COMMENTS = ("Concret, à refaire.", "Un peu court.", "Très bon accueil.", "Prévoir plus d’exercices.")


def write_events(session: Session, seed: int, today: dt.date, users: Mapping[str, User]) -> None:
    """Writes the events with their sessions, registrations and what followed, and flushes."""
    chance = random.Random(f"{seed} events")  # a demo, the same for a seed
    people = session.scalars(
        select(Person).where(Person.id.in_(select(Mandate.person_id))).order_by(Person.id).limit(60)
    ).all()
    _held_training(session, today, users, people[:24], chance)
    _full_training(session, today, users, people[24:48])
    _university(session, today, users, people[48:60])
    _rencontres(session, today, users)
    off = Event(
        title=f"Visite du centre de tri {today.year}",
        kind=EventKind.VISIT,
        state=EventState.CANCELLED,
        reason="Le site est en travaux jusqu’au printemps.",
        lead=users["mission"],
        capacity=15,
    )
    session.add(off)
    session.flush()


def _session(event: Event, day: dt.date, title: str, **values: object) -> Meeting:
    start = dt.datetime.combine(day, dt.time(17, 30), dt.UTC)
    return Meeting(
        title=title,
        kind=MeetingKind.WORKING,
        event=event,
        start_at=start,
        end_at=start + dt.timedelta(hours=2, minutes=30),
        organiser=event.lead,
        **values,
    )


def _registration(event: Event, today: dt.date, rank: int, **values: object) -> EventRegistration:
    at = dt.datetime.combine(today - 40 * _DAY, dt.time(8), dt.UTC) + dt.timedelta(hours=rank)
    return EventRegistration(event=event, registered_at=at, **values)


def _held_training(
    session: Session, today: dt.date, users: Mapping[str, User], people: Sequence[Person], chance: random.Random
) -> None:
    """25 places, some no-shows, a walk-in, sixteen answers and more; to be followed again next year."""
    project = session.scalars(select(Project).where(Project.kind == ProjectKind.TRAINING).limit(1)).first()
    event = Event(
        title=f"Accueil des nouveaux membres {today.year}",
        kind=EventKind.TRAINING,
        state=EventState.HELD,
        programme="Ce qu’est un conseil, ce qu’il peut demander, à qui, et comment il rend compte.",
        course="Accueil des nouveaux membres",
        valid_months=12,
        capacity=25,
        lead=users["mission"],
        project=project,
    )
    day = today - 30 * _DAY
    meeting = _session(event, day, f"Accueil des nouveaux membres du {day:%d/%m/%Y}", place="Hôtel de Ville")
    session.add_all([event, meeting])
    for rank, person in enumerate(people):
        session.add(_registration(event, day, rank, person=person, name=str(person), quality=EventQuality.COUNCIL))
    session.flush()
    freeze(session, meeting, day - 2 * _DAY, now=meeting.start_at - 2 * _DAY)
    lines = list(lines_of(session, meeting))
    for number, line in enumerate(lines):
        mark(session, line, Mark(Presence.ABSENT if number % 6 == 5 else Presence.PRESENT))
    if lines:
        lines[0].left_at = meeting.end_at - dt.timedelta(minutes=14)
    add_guest(session, meeting, name="Nadia Ferrand", quality="Habitante", presence=Presence.PRESENT)
    meeting.state = MeetingState.HELD
    meeting.steps.append(MeetingStep(state=MeetingState.HELD, at=meeting.end_at, user_id=users["mission"].id))
    for _ in range(17):
        event.evaluations.append(
            EventEvaluation(
                overall=chance.choice((3, 4, 4, 5, 5)),
                content=chance.choice((3, 4, 5)),
                organisation=chance.choice((2, 4, 5, 5)),
                comment=chance.choice((*_COMMENTS, None, None, None)),
            )
        )
    session.flush()


def _full_training(session: Session, today: dt.date, users: Mapping[str, User], people: Sequence[Person]) -> None:
    """All its places are taken, five wait, a public page is open."""
    event = Event(
        title="Prendre la parole en public",
        kind=EventKind.TRAINING,
        state=EventState.OPEN,
        programme="Deux heures et demie pour oser, préparer et dire. Sans diaporama.",
        course="Prendre la parole en public",
        valid_months=24,
        capacity=20,
        is_public=True,
        site_url="https://demo.invalid/",
        lead=users["mission"],
    )
    day = today + 16 * _DAY
    session.add_all([event, _session(event, day, "Prendre la parole en public", place="Maison des associations")])
    event.places = [EventPlaces(quality=EventQuality.COUNCIL, places=15)]
    for rank, person in enumerate(people[:19]):
        state = RegistrationState.CONFIRMED if rank < 15 else RegistrationState.WAITING
        session.add(
            _registration(
                event, today, rank, person=person, name=str(person), quality=EventQuality.COUNCIL, state=state
            )
        )
    for rank, name in enumerate(_NAMES[:6]):
        state = RegistrationState.CONFIRMED if rank < 5 else RegistrationState.WAITING
        session.add(
            _registration(
                event,
                today,
                100 + rank,
                name=name,
                email=f"{name.split()[0].lower()}@exemple.invalid",
                quality=EventQuality.INHABITANT,
                state=state,
                way=RegistrationWay.PUBLIC_PAGE,
                food=Food.VEGETARIAN if rank == 1 else None,
            )
        )
    session.flush()


def _university(session: Session, today: dt.date, users: Mapping[str, User], people: Sequence[Person]) -> None:
    """Six evenings, of which two are past."""
    event = Event(
        title=f"Université citoyenne – automne {today.year}",
        kind=EventKind.UNIVERSITY,
        state=EventState.OPEN,
        programme="Six soirées pour comprendre comment la ville se décide, et y prendre part.",
        capacity=60,
        lead=users["responsable"],
    )
    session.add(event)
    for number, (title, speakers, place) in enumerate(_EVENINGS):
        day = today + (number * 14 - 21) * _DAY
        session.add(_session(event, day, title, speakers=speakers, place=place))
    for rank, person in enumerate(people):
        session.add(_registration(event, today, rank, person=person, name=str(person), quality=EventQuality.COUNCIL))
    for rank, name in enumerate(_NAMES[6:]):
        session.add(_registration(event, today, 50 + rank, name=name, quality=EventQuality.INHABITANT))
    session.flush()
    for meeting in event.sessions:
        if meeting.start_at.date() < today and registered(session, event.id):
            freeze(session, meeting, meeting.start_at.date(), now=meeting.start_at - 2 * _DAY)
            for number, line in enumerate(lines_of(session, meeting)):
                mark(session, line, Mark(Presence.EXCUSED if number % 5 == 0 else Presence.PRESENT))
            meeting.state = MeetingState.HELD
    session.flush()


def _rencontres(session: Session, today: dt.date, users: Mapping[str, User]) -> None:
    """Prepared with its project, whose tasks are its logistics."""
    project = session.scalars(select(Project).where(Project.kind == ProjectKind.EVENT).limit(1)).first()
    event = Event(
        title=f"Rencontres de la participation {today.year + 1}",
        kind=EventKind.ANNUAL_MEETING,
        programme="Une journée, les neuf arrondissements, ce que les avis ont changé.",
        capacity=300,
        lead=users["responsable"],
        project=project,
    )
    session.add_all([event, _session(event, today + 120 * _DAY, "Rencontres de la participation")])
    session.flush()
