"""Import of mandates of people and associations that the register knows."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.imports import apply, plan
from mdo.imports.plans import ImportPlan
from models.instances import Instance
from models.people import Mandate, Person
from tests.imports.sheets import places, states, workbook
from tests.imports.test_people import member
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Personne", "Association représentée", "Instance", "Fonction", "Début")


def planned(session: Session, *rows: Any, headers: tuple[str, ...] = HEADERS) -> ImportPlan:
    return plan(session, "mandates", workbook(headers, *rows), today=TODAY)


@pytest.fixture
def montchat(session: Session) -> Instance:
    body: Instance = make.InstanceFactory(name="Montchat", arrondissements=[3])
    make.PersonFactory(last_name="Dupont", first_name="Zoé")
    make.OrganisationFactory(name="Lyon à Vélo")
    session.commit()
    return body


@pytest.mark.parametrize("name", ["Dupont Zoé", "Zoé Dupont", "DUPONT Zoe", "zoé  dupont"])
@pytest.mark.usefixtures("montchat")
def test_the_holder_is_found_whatever_the_order_of_the_names(session: Session, name: str) -> None:
    assert states(planned(session, (name, None, "Montchat", None, "01/01/2025"))) == ["created"]


def test_a_mandate_is_of_a_person_of_an_association_or_of_both(session: Session, montchat: Instance) -> None:
    rows = (
        ("Dupont Zoé", None, "Montchat", "Secrétaire", "01/01/2025"),
        (None, "lyon à vélo", "Montchat", "membre", "01/01/2025"),
        ("Dupont Zoé", "Lyon à Vélo", "Montchat", "Représentante", "01/01/2025"),
    )
    made = planned(session, *rows)
    assert made.errors == ()
    apply(session, made)
    session.commit()
    found = session.scalars(select(Mandate).filter_by(instance_id=montchat.id).order_by(Mandate.id)).all()
    assert [(row.person is not None, row.organisation is not None, row.function.code) for row in found] == [
        (True, False, "secretariat"),
        (False, True, "membre"),
        (True, True, "representation"),
    ]
    assert states(planned(session, *rows)) == ["unchanged"] * 3


@pytest.mark.usefixtures("montchat")
def test_nobody_is_created_and_each_line_says_what_it_lacks(session: Session) -> None:
    made = planned(
        session,
        ("Inconnue Paule", None, "Montchat", None, None),
        (None, None, "Montchat", None, None),
        ("Dupont Zoé", "MJC", "Montchat", None, None),
        ("Dupont Zoé", None, None, None, None),
        ("Dupont Zoé", None, "Montchat", "Grand chambellan", None),
    )
    assert places(made) == {
        (2, "Personne"),
        (3, "Personne"),
        (4, "Association représentée"),
        (5, "Instance"),
        (6, "Fonction"),
    }
    assert session.scalar(select(func.count(Person.id))) == 1


def test_the_start_completes_a_mandate_without_one(session: Session, montchat: Instance) -> None:
    person = session.scalars(select(Person)).one()
    make.MandateFactory(person=person, instance=montchat, function=member(session), start_on=None, planned_end_on=None)
    session.commit()
    made = planned(session, ("Dupont Zoé", None, "Montchat", None, "01/01/2025"))
    assert states(made) == ["changed"]
    apply(session, made)
    session.commit()
    (stored,) = session.scalars(select(Mandate)).all()
    assert stored.start_on == dt.date(2025, 1, 1)
    assert states(planned(session, ("Dupont Zoé", None, "Montchat", None, None))) == ["unchanged"]


def test_without_a_start_several_mandates_are_in_doubt(session: Session, montchat: Instance) -> None:
    person = session.scalars(select(Person)).one()
    for year in (2020, 2022):
        make.MandateFactory(
            person=person,
            instance=montchat,
            function=member(session),
            start_on=dt.date(year, 1, 1),
            planned_end_on=dt.date(year, 12, 31),
        )
    session.commit()
    made = planned(
        session,
        ("Dupont Zoé", None, "Montchat", None, None),
        ("Dupont Zoé", None, "Montchat", None, "01/01/2022"),
    )
    assert states(made) == ["error", "unchanged"]


def test_seats_and_colleges_are_those_of_the_body(session: Session, montchat: Instance) -> None:
    college = make.CollegeFactory(name="Habitants", instance=montchat)
    seat = make.SeatFactory(instance=montchat, number=4, college=college)
    make.CollegeFactory(name="Associations")
    make.PersonFactory(last_name="Roux", first_name="Ana")
    session.commit()
    headers = ("Personne", "Instance", "Collège", "Siège", "Début")
    first = ("Dupont Zoé", "Montchat", "habitants", 4, "01/01/2025")
    both = planned(session, first, ("Roux Ana", "Montchat", None, 4, "01/06/2025"), headers=headers)
    assert places(both) == {(2, "Siège"), (3, "Siège")}
    assert places(planned(session, ("Roux Ana", "Montchat", "Associations", 9, None), headers=headers)) == {
        (2, "Collège"),
        (2, "Siège"),
    }
    made = planned(session, first, headers=headers)
    apply(session, made)
    session.commit()
    (stored,) = session.scalars(select(Mandate)).all()
    assert (stored.college, stored.seat) == (college, seat)
