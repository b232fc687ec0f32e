"""Each window is named by what its page is about and what it stands in, so that no two are called alike."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.meetings import MeetingState
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support import orders as execute
from tests.support.prepared import prepared
from views.base.pages import Crumb, stands_in

HOUR = dt.timedelta(hours=1)
LIST, RECORD, PART, PAGE = Crumb("Réunions", "/"), Crumb("Plénière", "/1"), Crumb("Liste", "/1/liste"), Crumb("Ajouter")


@pytest.mark.parametrize(
    ("title", "crumbs", "said"),
    [
        ("Réunions", (LIST,), ""),
        ("Plénière", (LIST, RECORD), " – Réunions"),
        ("Ajouter", (LIST, PAGE), " – Réunions"),
        ("Ajouter", (LIST, RECORD, PAGE), " – Plénière"),
        ("Ajouter", (LIST, RECORD, PART, PAGE), " – Liste – Plénière"),
        ("Modifier : Plénière", (LIST, RECORD, PAGE), " – Réunions"),  # the record is said
        ("Réunions : Plénière", (LIST, RECORD, PAGE), ""),
        ("Page d’erreur", (), ""),
    ],
)
def test_a_window_says_the_records_that_its_page_stands_in(title: str, crumbs: tuple[Crumb, ...], said: str) -> None:
    assert stands_in(title, crumbs) == said


@prepared
def alike(session: Session) -> dict[str, list[Any]]:
    """Two of each that bear one name: meetings on one evening, people, mandates of one person, questions, a tender."""
    bodies = [make.InstanceFactory(name=f"Conseil de quartier {name}", arrondissements=[5]) for name in ("A", "B")]
    at = dt.datetime.combine(TODAY + dt.timedelta(days=9), dt.time(17), dt.UTC)
    meetings = [
        make.MeetingFactory(title="Plénière", instance=body, start_at=at, end_at=at + HOUR, state=MeetingState.PREPARED)
        for body in bodies
    ]
    people = [make.PersonFactory(last_name="Martin", first_name="Zoé") for _ in range(2)]
    function = make.MandateFunctionFactory()
    terms = [(dt.date(2020, 1, 1), dt.date(2022, 12, 31)), (dt.date(2025, 1, 1), dt.date(2027, 12, 31))]
    mandates = [
        make.MandateFactory(instance=bodies[0], person=people[0], function=function, start_on=start, planned_end_on=end)
        for start, end in terms
    ]
    questions = [make.SessionQuestionFactory(meeting=meeting, question="Quand ?") for meeting in meetings]
    contracts = [execute.RunningContractFactory(title="Animation", number=number) for number in ("M-1", "M-2")]
    session.commit()
    return {
        "reunions": meetings,
        "personnes": people,
        "mandats": mandates,
        "questions": questions,
        "marches": contracts,
    }


def test_no_two_windows_are_called_alike(alike: dict[str, list[Any]], client_as: Callable[..., FlaskClient]) -> None:
    client, seen = client_as("mission"), {}
    pages = [f"/{name}/{page}/{row.id}" for name, rows in alike.items() for page in PAGES for row in rows]
    for meeting in alike["reunions"]:
        pages += [f"/presences/{meeting.id}/{rest}" for rest in ("add/guest", "add/member", "convene")]
        pages += [f"/presences/{meeting.id}", f"/courrier/reunion/{meeting.id}", f"/reunions/lendemain/{meeting.id}"]
        pages += [f"/reunions/etat/{meeting.id}?to=postponed"]
    pages += ["/marches/list/", "/aide/marches", "/personnes/add", "/reunions/add", "/rapports/", "/aide/rapports"]
    for address in pages:
        answer = client.get(address)
        if answer.status_code in (302, 404):
            continue
        title = document(answer).findtext(".//title")
        assert seen.setdefault(title, address) == address, title


PAGES = ("show", "edit", "delete")
