"""Namesakes, in a file and in the register, are asked once for the lines that say the same, with what differs."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.asking import Gathered, Question
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.people import DuplicateCandidate, DuplicateState, Mandate, Person
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Nom", "Prénom", "Courriel", "Instance")


@pytest.fixture
def stored(session: Session) -> Person:
    """Zoé Dupont, who sits at Montchat."""
    person: Person = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="a@example.org", birth_year=1984)
    make.MandateFactory(person=person, instance=make.InstanceFactory(name="Montchat", arrondissements=[3]))
    make.InstanceFactory(name="Brotteaux", arrondissements=[6])
    session.commit()
    return person


def made(session: Session, *rows: tuple[Any, ...], answers: dict[str, str] | None = None, **options: Any) -> ImportPlan:
    headers = options.pop("headers", HEADERS)
    return plan(
        session, options.pop("kind", "people"), workbook(headers, *rows), today=TODAY, answers=answers, **options
    )


def asked(made: ImportPlan) -> list[tuple[Question, int]]:
    """The questions with their counts of lines."""
    found = Gathered()
    for line in made.lines:
        found.add(line.sheet, line.number, line.questions)
    return [(one.question, one.count) for one in found.all()]


ROWS = (
    ("Dupont", "Zoé", "b@example.org", "Brotteaux"),
    ("Dupont", "Zoé", "b@example.org", None),
    ("Roux", "Ali", None, "Brotteaux"),
)


def test_a_namesake_is_asked_once_for_the_lines_that_say_the_same(session: Session, stored: Person) -> None:
    planned = made(session, *ROWS)
    assert [str(line.state) for line in planned.lines] == ["asked", "asked", "created"]
    ((question, count),) = asked(planned)
    assert count == 2
    assert question.params["said"] == "b@example.org"
    first, last = question.options
    assert first.label == "Dupont Zoé – Montchat – a@example.org – 1984"
    assert last.value == "other"


def test_the_lines_go_to_whom_was_chosen(session: Session, stored: Person) -> None:
    ((question, _),) = asked(made(session, *ROWS))
    planned = made(session, *ROWS, answers={question.key: question.options[0].value})
    assert [str(line.state) for line in planned.lines] == ["created", "changed", "created"]
    apply(session, planned)
    session.commit()
    assert stored.email == "b@example.org"
    assert session.scalar(select(func.count(Mandate.id)).where(Mandate.person_id == stored.id)) == 2
    assert session.scalar(select(func.count(Person.id)).where(Person.last_name == "Dupont")) == 1


def test_someone_else_is_one_new_record_that_the_queue_does_not_ask_again(session: Session, stored: Person) -> None:
    ((question, _),) = asked(made(session, *ROWS))
    planned = made(session, *ROWS, answers={question.key: "other"})
    assert not asked(planned)
    apply(session, planned)
    session.commit()
    assert session.scalar(select(func.count(Person.id)).where(Person.last_name == "Dupont")) == 2
    (pair,) = session.scalars(select(DuplicateCandidate))
    assert pair.state is DuplicateState.DISTINCT
    again = made(session, *ROWS, answers={question.key: "other"})
    assert {str(line.state) for line in again.lines} == {"unchanged"}


def test_two_of_one_name_in_the_file_are_two_questions_where_they_differ(session: Session, stored: Person) -> None:
    rows = (("Dupont", "Zoé", "b@example.org", None), ("Dupont", "Zoé", "c@example.org", None))
    assert [question.params["said"] for question, _ in asked(made(session, *rows))] == [
        "b@example.org",
        "c@example.org",
    ]


def test_another_year_of_birth_is_someone_else_without_a_question(session: Session, stored: Person) -> None:
    headers = ("Nom", "Prénom", "Année de naissance")
    planned = made(session, ("Dupont", "Zoé", 1990), headers=headers)
    assert [str(line.state) for line in planned.lines] == ["created"]


def test_beyond_some_names_the_others_are_answered_together(session: Session) -> None:
    for number in range(25):
        make.PersonFactory(last_name=f"Nom{number}", first_name="Zoé", email=f"a{number}@example.org")
    session.commit()
    rows = [(f"Nom{number}", "Zoé", f"b{number}@example.org", None) for number in range(25)]
    questions = asked(made(session, *rows))
    assert [count for _, count in questions] == [1] * 20 + [5]
    last = questions[-1][0]
    answered = made(session, *rows, answers={last.key: "other"})
    assert {str(line.state) for line in answered.lines} == {"created"}
    some = made(session, *rows, answers={last.key: "other", questions[0][0].key: questions[0][0].options[0].value})
    assert [str(line.state) for line in some.lines] == ["changed"] + ["created"] * 24


def test_who_may_not_read_personal_data_reads_none_in_a_question(session: Session, stored: Person) -> None:
    def can(permission: str, view: str) -> bool:
        return view != "PersonalData"

    headers = ("Nom", "Prénom", "Instance")
    ((question, _),) = asked(made(session, ("Dupont", "Zoé", "Brotteaux"), headers=headers, can=can))
    assert question.options[0].label == "Dupont Zoé – Montchat"


def test_a_mandate_of_one_of_two_namesakes_is_asked(session: Session, stored: Person) -> None:
    other = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="z@example.org")
    session.commit()
    headers = ("Nom", "Prénom", "Instance", "Fonction")
    row = ("Dupont", "Zoé", "Brotteaux", "Membre")
    planned = made(session, row, headers=headers, kind="mandates")
    ((question, _),) = asked(planned)
    assert [option.value for option in question.options] == [f"p{stored.id}", f"p{other.id}"]
    answered = made(session, row, headers=headers, kind="mandates", answers={question.key: f"p{other.id}"})
    assert [str(line.state) for line in answered.lines] == ["created"]
