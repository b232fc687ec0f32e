"""Rows of events that fill all the columns of text of their lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.events import Event, EventEvaluation, EventPlaces, EventRegistration, EventState
from tests.accounts.search_rows import account_row
from tests.support import events as make
from tests.support.factories import InstanceFactory
from tests.support.projects import ProjectFactory


def event_row() -> Event:
    return make.EventFactory(
        title="Formation à l’été",
        programme="Être à l’écoute",
        course="Née d’un marché",
        lead=account_row("Ünsal", "Çelik"),
        project=ProjectFactory(title="Redynamiser à l’été"),
        state=EventState.CANCELLED,
        reason="Salle fermée dès l’hiver",
    )


def places_row() -> EventPlaces:
    return make.EventPlacesFactory(event=event_row())


def registration_row() -> EventRegistration:
    return make.EventRegistrationFactory(
        event=event_row(),
        name="Zoé D’Éon",
        email="zoé@example.org",
        phone="+33612345678",
        guardian_name="Âne Côté",
        access_needs="Fauteuil",
        instance=InstanceFactory(name="Côté Rhône"),
    )


def evaluation_row() -> EventEvaluation:
    return make.EventEvaluationFactory(event=event_row(), comment="À refaire dès l’hiver")


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Event: (event_row,),
    EventPlaces: (places_row,),
    EventRegistration: (registration_row,),
    EventEvaluation: (evaluation_row,),
}
