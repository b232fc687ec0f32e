"""Import of requests and opinions: each fact as what becomes of each line, or the set of (line, column)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from models.organisations import OrganisationKind
from models.requests import CouncilRequest, FollowUp, RequestKind
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

# As the mission's own workbook has them (« Suivi des demandes/avis »).
HEADERS = (
    "N°",
    "Date",
    "Instance",
    "Thème",
    "Demande",
    "Direction",
    "Date saisine",
    "Date réponse",
    "Réponse",
    "Suite",
)


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    full = (row + (None,) * (len(HEADERS) - len(row)) for row in rows)
    return plan(session, "requests", workbook(HEADERS, *full), today=TODAY, **options)


@prepared
def body(session: Session) -> Any:
    make.OrganisationFactory(name="Direction des mobilités", acronym="DMOB", kind=OrganisationKind.DIRECTION)
    make.OrganisationFactory(name="Direction les Amis", kind=OrganisationKind.ASSOCIATION)
    return make.InstanceFactory(name="Montchat", arrondissements=[3])


def stored(session: Session) -> list[CouncilRequest]:
    return list(session.scalars(select(CouncilRequest).order_by(CouncilRequest.number)))


def test_the_tracking_workbook_of_the_mission_comes_in_as_it_is(session: Session, body: Any) -> None:
    made = planned(
        session,
        ("2026-007", "01/09/2026", "Montchat", "Voirie", "Un banc", "dmob", "02/09/2026", "01/10/2026", "Oui.", "fait"),
        (None, "01/10/2026", "Montchat", "Voirie", "Une rampe"),
        (None, "02/10/2025", "Montchat", None, "Un arbre"),
    )
    assert (states(made), list(made.errors)) == (["created"] * 3, [])
    apply(session, made)
    session.commit()
    first, second, third = stored(session)
    assert [first.number, second.number, third.number] == ["2025-001", "2026-007", "2026-008"]
    assert (second.answered_on, second.answer, second.follow_up) == (dt.date(2026, 10, 1), "Oui.", FollowUp.DONE)
    assert (second.organisation.acronym, second.kind, second.due_on) == (
        "DMOB", RequestKind.REQUEST, dt.date(2026, 10, 31),
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing_with_or_without_a_number(session: Session, body: Any) -> None:
    rows = (
        ("2026-007", "01/09/2026", "Montchat", "Voirie", "Un banc"),
        (None, "01/10/2026", "Montchat", None, "Rampe"),
    )
    apply(session, planned(session, *rows))
    session.commit()
    assert states(planned(session, *rows)) == ["unchanged", "unchanged"]
    made = planned(session, ("2026-007", "01/09/2026", "Montchat", "Mobilier", "Un banc"))
    assert states(made) == ["changed"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, "01/09/2026", None, None, "Un banc"), "Instance"),
        ((None, "01/09/2026", "Montchat", None, None), "Demande"),
        ((None, None, "Montchat", None, "Un banc"), "Date"),
        ((None, "01/09/2026", "Monchatt", None, "Un banc"), "Instance"),
        ((None, "01/09/2026", "Montchat", None, "Un banc", "Direction des mobilitez"), "Direction"),
        ((None, "01/09/2026", "Montchat", None, "Un banc", "Direction les Amis"), "Direction"),
        ((None, "01/09/2026", "Montchat", None, "Un banc", "DMOB", "31/08/2026"), "Date saisine"),
        ((None, "01/09/2026", "Montchat", None, "Un banc", "DMOB", None, "02/09/2026"), "Réponse"),
        ((None, "01/09/2026", "Montchat", None, "Un banc", "DMOB", None, None, "Oui."), "Date réponse"),
        ((None, "25/11/2026", "Montchat", None, "Un banc"), "Date"),
        (("TAKEN", "01/09/2026", "Montchat", None, "Un banc"), "N°"),
    ],
)
def test_what_is_refused_and_in_which_column(session: Session, body: Any, row: Any, column: str) -> None:
    make.CouncilRequestFactory(number="TAKEN")
    assert places(planned(session, row)) == {(2, column)}


def test_the_nearest_directions_are_named(session: Session, body: Any) -> None:
    made = planned(session, (None, "01/09/2026", "Montchat", None, "Un banc", "Direction des mobilitez"))
    (question,) = made.lines[0].questions
    assert question.options[0].label == "Direction des mobilités"


def test_two_lines_of_one_number_are_both_refused(session: Session, body: Any) -> None:
    rows = (
        ("2026-007", "01/09/2026", "Montchat", None, "Un banc"),
        ("2026-007", "01/09/2026", "Montchat", None, "Deux"),
    )
    assert {line for line, _ in places(planned(session, *rows))} == {2, 3}


def test_a_referent_imports_those_of_her_arrondissement_alone(
    session: Session, body: Any, as_reader: Callable[..., Session]
) -> None:
    make.InstanceFactory(name="Ville entière")
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    make.CouncilRequestFactory(number="2026-040", instance=make.InstanceFactory(arrondissements=[7]))
    user, place = make.UserFactory(), body.arrondissements[0]
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})))
    made = planned(
        reader,
        (None, "01/09/2026", "Montchat", None, "Un banc"),
        (None, "01/09/2026", "Ville entière", None, "Un banc"),
        (None, "01/09/2026", "Gerland", None, "Un banc"),
        ("2026-040", "01/09/2026", "Montchat", None, "Autre"),
        can=lambda permission, view: True,
    )
    assert states(made) == ["created", "error", "asked", "error"]
    apply(reader, made, only_valid=True)
    reader.commit()
    session.rollback()
    assert "2026-041" in [row.number for row in stored(session)]


def test_the_answers_of_a_form_are_requests_received_when_they_were_sent(session: Session, body: Any) -> None:
    headers = ("Horodateur", "Adresse e-mail", "Votre conseil de quartier", "Objet de la demande", "Lieu concerné")
    row = ("12/09/2026 21:41:07", "zoe@example.org", "Montchat", "Un banc", "place Jules-Ferry")
    made = plan(session, "requests", workbook(headers, row), today=TODAY)
    assert (states(made), list(made.errors)) == (["created"], [])
    apply(session, made)
    assert [(row.received_on, row.subject, row.place) for row in stored(session)] == [
        (dt.date(2026, 9, 12), "Un banc", "place Jules-Ferry")
    ]


def test_a_day_that_the_form_asks_for_goes_before_its_own_moment(session: Session, body: Any) -> None:
    headers = ("Horodateur", "Reçue le", "Instance", "Objet")
    made = plan(
        session, "requests", workbook(headers, ("12/09/2026 21:41", "01/09/2026", "Montchat", "Un banc")), today=TODAY
    )
    apply(session, made)
    assert [row.received_on for row in stored(session)] == [dt.date(2026, 9, 1)]


def test_a_request_of_two_bodies_is_one_of_each_and_it_is_said(session: Session, body: Any) -> None:
    make.InstanceFactory(name="Vaise", arrondissements=[9])
    made = planned(session, (None, "01/10/2026", "Montchat, Vaise", None, "Un marché"))
    assert states(made) == ["created", "created"]
    assert all(line.notes for line in made.lines)
    apply(session, made)
    assert sorted(row.instance.name for row in stored(session)) == ["Montchat", "Vaise"]
    assert states(planned(session, (None, "01/10/2026", "Montchat, Vaise", None, "Un marché"))) == ["unchanged"] * 2
