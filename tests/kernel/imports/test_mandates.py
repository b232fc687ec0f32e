"""Import of mandates of people and associations that the register knows."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.instances import Instance, MandateFunction, Seat
from models.people import Mandate, Person
from tests.kernel.imports.sheets import places, states, workbook
from tests.kernel.imports.test_people import member
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

HEADERS = ("Personne", "Association représentée", "Instance", "Fonction", "Début")


def planned(session: Session, *rows: Any, headers: tuple[str, ...] = HEADERS) -> ImportPlan:
    return plan(session, "mandates", workbook(headers, *rows), today=TODAY)


@prepared
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


_SEATED = ("Personne", "Instance", "Siège", "Début", "Suppléant de")
_SEATS = (
    ("Dupont Zoé", "Montchat", 1, "01/01/2025", None),
    ("Roux Ana", "Montchat", 2, "01/01/2025", None),
    ("Petit Léa", "Montchat", None, "01/01/2025", "Roux Ana"),
    ("à désigner", "Montchat", 3, None, None),
)


@pytest.mark.parametrize(
    ("answer", "fates", "numbers", "held"),
    [
        (None, ["asked"] * 4, [], []),
        ("without", ["created"] * 3 + ["left"], [], [None] * 3),
        ("!create", ["created"] * 4, [1, 2, 3], [1, 2, None]),
    ],
)
def test_what_a_column_of_seats_means_for_a_body_without_seats_is_asked_once(
    session: Session, montchat: Instance, answer: str | None, fates: list[str], numbers: list[int], held: list[int]
) -> None:
    for last, first in (("Roux", "Ana"), ("Petit", "Léa")):
        make.PersonFactory(last_name=last, first_name=first)
    session.commit()
    answers = {} if answer is None else {f"no-seats:{montchat.id}": answer}
    made = plan(session, "mandates", workbook(_SEATED, *_SEATS), today=TODAY, answers=answers)
    assert states(made) == fates
    assert len({question.key for line in made.lines for question in line.questions}) == (answer is None)
    if answer is None:
        return
    apply(session, made)
    session.commit()
    assert list(session.scalars(select(Seat.number).order_by(Seat.number))) == numbers
    rows = session.scalars(select(Mandate).order_by(Mandate.id)).all()
    assert sorted([row.seat and row.seat.number for row in rows], key=lambda number: number or 9) == held
    assert [row.person.last_name for row in rows if row.substitute_of is not None] == ["Petit"]


def test_two_holders_of_a_seat_that_the_file_makes_are_told(session: Session, montchat: Instance) -> None:
    make.PersonFactory(last_name="Roux", first_name="Ana")
    session.commit()
    rows = (_SEATS[0], ("Roux Ana", "Montchat", 1, "01/01/2025", None))
    answers = {f"no-seats:{montchat.id}": "!create"}
    both = plan(session, "mandates", workbook(_SEATED, *rows), today=TODAY, answers=answers)
    assert places(both) == {(2, "Siège"), (3, "Siège")}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_terms_without_an_end_follow_each_other_and_are_counted(
    session: Session, montchat: Instance, order: tuple[int, int]
) -> None:
    """As in a form: the end that the term gives, the rank that the register counts, whatever the order of the lines."""
    montchat.term_months = 36
    session.commit()
    rows = [("Dupont Zoé", None, "Montchat", "membre", day) for day in ("01/10/2021", "01/10/2024")]
    made = planned(session, *(rows[index] for index in order))
    assert made.errors == ()
    apply(session, made)
    session.commit()
    found = session.scalars(select(Mandate).filter_by(instance_id=montchat.id).order_by(Mandate.start_on)).all()
    assert [(row.planned_end_on, row.rank) for row in found] == [
        (dt.date(2024, 9, 30), 1),
        (dt.date(2027, 9, 30), 2),
    ]
    assert states(planned(session, *rows)) == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("reason", "places_of_errors"), [("", {(2, "Motif de dépassement")}), ("Aucun candidat", set())]
)
def test_a_file_does_not_go_round_the_limit_of_terms(
    session: Session, montchat: Instance, reason: str, places_of_errors: set[tuple[int, str]]
) -> None:
    montchat.term_months, montchat.max_consecutive_terms = 36, 1
    person = session.scalars(select(Person).filter_by(last_name="Dupont")).one()
    member = session.scalars(select(MandateFunction).filter_by(code="membre")).one()
    make.MandateFactory(
        instance=montchat, person=person, function=member,
        start_on=dt.date(2021, 10, 1), planned_end_on=dt.date(2024, 9, 30),
    )  # fmt: skip
    session.commit()
    headers = (*HEADERS, "Motif de dépassement")
    made = planned(session, ("Dupont Zoé", None, "Montchat", "membre", "01/10/2024", reason), headers=headers)
    assert places(made) == places_of_errors


@pytest.mark.usefixtures("montchat")
def test_two_people_in_a_cell_are_asked_before_anybody_is_said_unknown(session: Session) -> None:
    make.PersonFactory(last_name="Martin", first_name="Luc")
    session.commit()
    row = ("DUPONT Zoé et MARTIN Luc", None, "Montchat", None, "01/01/2025")
    made = planned(session, row)
    (line,) = made.lines
    assert (len(line.questions), line.errors) == (1, [])
    (question,) = line.questions
    made = plan(session, "mandates", workbook(HEADERS, row), today=TODAY, answers={question.key: "two"})
    assert states(made) == ["created", "created"]
