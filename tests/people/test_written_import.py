"""What people write, from a workbook to the register: the same door for a preview, its answers and what is written."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.instances import Instance
from models.people import EndReason, Gender, Mandate, Person
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared


def planned(session: Session, headers: tuple[str, ...], *rows: Any, **answers: str) -> ImportPlan:
    return plan(session, "people", workbook(headers, *rows), today=TODAY, answers=answers)


def asked(made: ImportPlan) -> list[str]:
    return list(dict.fromkeys(question.key for line in made.lines for question in line.questions))


def names(session: Session) -> list[tuple[str, str | None]]:
    people = session.scalars(select(Person).order_by(Person.id)).all()
    return [(person.last_name, person.first_name) for person in people]


@prepared
def montchat(session: Session) -> Instance:
    body: Instance = make.InstanceFactory(name="Montchat", arrondissements=[3])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    session.commit()
    return body


ONE_COLUMN = ("Nom et prénom",)


@pytest.mark.parametrize(
    ("full_name", "answers", "name"),
    [
        ("Zoé Dupont", {"order:nom et prenom": "first"}, ("Dupont", "Zoé")),
        ("Dupont Zoé", {"order:nom et prenom": "last"}, ("Dupont", "Zoé")),
        ("ZOÉ DUPONT", {"order:nom et prenom": "first"}, ("Dupont", "Zoé")),
        ("Le Goff Yann", {"order:nom et prenom": "last"}, ("Le Goff", "Yann")),
        ("Yann Le Goff", {"order:nom et prenom": "first"}, ("Le Goff", "Yann")),
        ("Jean Pierre Martin", {"name:jean pierre martin": "Martin, Jean Pierre"}, ("Martin", "Jean Pierre")),
    ],
)
def test_a_name_whose_order_nothing_tells_is_asked(
    session: Session, full_name: str, answers: dict[str, str], name: tuple[str, str]
) -> None:
    made = planned(session, ONE_COLUMN, (full_name,))
    assert (states(made), asked(made)) == (["asked"], list(answers))
    apply(session, planned(session, ONE_COLUMN, (full_name,), **answers))
    assert names(session) == [name]
    assert states(planned(session, ONE_COLUMN, (full_name,))) == ["unchanged"]


def test_a_header_in_capitals_says_the_order(session: Session) -> None:
    made = planned(session, ("NOM Prénom",), ("MARTIN PASCAL",))
    assert states(made) == ["created"]
    assert len(made.remarks) == 1
    apply(session, made)
    assert names(session) == [("Martin", "Pascal")]


@pytest.mark.usefixtures("montchat")
def test_a_couple_is_two_people_each_with_a_mandate(session: Session) -> None:
    headers = ("Civ.", "Nom et prénom", "Conseil", "Tél.")
    row = ("M. et Mme", "TISSERAND Pierre et Nicole", "Montchat", "04 65 71 30 03 / 06 39 98 30 03")
    made = planned(session, headers, row)
    (couple, *_) = asked(made)
    assert (states(made), couple[:7]) == (["asked"], "couple:")
    answers = {couple: "two"}
    made = planned(session, headers, row, **answers)
    assert [(line.number, line.state) for line in made.lines] == [(2, "created"), (2, "created")]
    apply(session, made)
    people = session.scalars(select(Person).order_by(Person.id)).all()
    assert [(person.first_name, person.gender, person.phone) for person in people] == [
        ("Pierre", Gender.MALE, "04 65 71 30 03"),
        ("Nicole", Gender.FEMALE, "06 39 98 30 03"),
    ]
    assert len(session.scalars(select(Mandate)).all()) == 2
    assert states(planned(session, headers, row, **answers)) == ["unchanged"] * 2


@pytest.mark.usefixtures("montchat")
def test_who_resigned_has_a_mandate_that_is_over_once_its_day_was_said(session: Session) -> None:
    headers = ("Nom et prénom", "Conseil", "Début")
    row = ("DE LA TOURETTE Anne (démissionnaire)", "Montchat", "15/01/2024")
    made = planned(session, headers, row)
    assert (states(made), asked(made)) == (["asked"], ["mark:demissionnaire:day"])
    apply(session, planned(session, headers, row, **{"mark:demissionnaire:day": "12/05/2026"}))
    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.ended_on, mandate.end_reason) == (dt.date(2026, 5, 12), EndReason.RESIGNATION)
    assert names(session) == [("de La Tourette", "Anne")]


def test_a_day_that_was_typed_and_is_none_is_refused_where_it_is_needed(session: Session, montchat: Instance) -> None:
    row = ("DUPONT Anne (démissionnaire)", "Montchat")
    made = planned(session, ("Nom et prénom", "Conseil"), row, **{"mark:demissionnaire:day": "bientôt"})
    assert [error.message.split(" ")[-1] for error in made.errors] == ["24/11/2026."]


@pytest.mark.usefixtures("montchat")
@pytest.mark.parametrize("key", ["mark:demissionnaire:day", "couple:dupont zoe et luc"])
def test_the_lines_of_a_question_may_be_left_out(session: Session, key: str) -> None:
    name = "DUPONT Zoé et Luc" if key.startswith("couple") else "DUPONT Zoé (démissionnaire)"
    headers, row = ("Nom et prénom", "Conseil"), (name, "Montchat")
    (question,) = planned(session, headers, row).lines[0].questions
    assert (question.key, question.options[-1].value) == (key, "!leave")
    made = planned(session, headers, row, **{key: "!leave"})
    assert states(made) == ["left"]
    apply(session, made)
    assert names(session) == []


@pytest.mark.usefixtures("montchat")
def test_a_vacant_seat_is_left_out_with_its_reason(session: Session) -> None:
    headers = ("Nom et prénom", "Conseil")
    made = planned(session, headers, ("à désigner", "Montchat"), ("DUPONT Zoé", "Montchat"))
    assert states(made) == ["left", "created"]
    assert "« %(value)s » is nobody" in str(made.lines[0].left)
    apply(session, made)
    assert names(session) == [("Dupont", "Zoé")]


def in_two_sheets(session: Session, *more: tuple[str, str], **answers: str) -> ImportPlan:
    headers = ("Nom", "Prénom", "Conseil", *(header for header, _ in more))
    cells = tuple(cell for _, cell in more)
    other = [headers, ("Ferrier", "LOUISE", "Gerland", *cells)]
    data = workbook(headers, ("FERRIER", "Louise", "Montchat", *cells), name="Montchat", Gerland=other)
    return plan(session, "people", data, today=TODAY, answers=answers)


@pytest.mark.usefixtures("montchat")
@pytest.mark.parametrize(("answer", "people"), [("one", 1), ("several", 2)])
def test_a_name_alone_in_two_sheets_is_asked_once_for_its_lines(session: Session, answer: str, people: int) -> None:
    made = in_two_sheets(session)
    assert (states(made), asked(made)) == (["asked", "asked"], ["same:ferrier louise"])
    apply(session, in_two_sheets(session, **{"same:ferrier louise": answer}))
    assert len(names(session)) == people
    assert len(session.scalars(select(Mandate)).all()) == 2


@pytest.mark.usefixtures("montchat")
def test_an_address_in_two_sheets_makes_one_person_and_says_so(session: Session) -> None:
    made = in_two_sheets(session, ("Mail", "louise@example.org"))
    assert states(made) == ["created", "created"]
    assert [params["sheet"] for _, _, params in made.remarks] == ["Montchat"]
    apply(session, made)
    assert len(names(session)) == 1
    assert len(session.scalars(select(Mandate)).all()) == 2
