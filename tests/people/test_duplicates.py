"""How much two people look like one, and who gets to know."""

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from mdo.kernel.scope.limits import Scope
from mdo.people.duplicates import (
    THRESHOLD,
    ComparedPerson,
    DuplicateReason,
    candidates_for,
    queue_duplicates,
    reasons_of,
    score,
    visible_duplicates,
)
from models.people import DuplicateCandidate, DuplicateState, Person
from models.territory import Arrondissement
from tests.support import ON_SQLITE
from tests.support.factories import ArrondissementFactory, PersonFactory, UserFactory

NAME, SIMILAR, EMAIL, PHONE, YEAR, OTHER_YEAR = DuplicateReason
LEA = ComparedPerson("Martin", "Léa", "lea@example.org", "06 12 34 56 78", 1980)


@pytest.mark.parametrize(
    ("one", "other", "expected", "reasons"),
    [
        (LEA, LEA, 100, (NAME, EMAIL, PHONE, YEAR)),
        (LEA, ComparedPerson("MARTIN", "Lea"), 50, (NAME,)),
        (LEA, ComparedPerson("Léa", "Martin"), 50, (NAME,)),
        (LEA, ComparedPerson("Martin Léa"), 50, (NAME,)),
        (ComparedPerson("De La Tour", "Jean-Noël"), ComparedPerson("de la tour", "Jean Noel"), 50, (NAME,)),
        (ComparedPerson("Wiśniewski", "Łukasz"), ComparedPerson("Wisniewski", "Lukasz"), 50, (NAME,)),
        (LEA, ComparedPerson("Martin", "Léa", birth_year=1980), 65, (NAME, YEAR)),
        (LEA, ComparedPerson("Martin", "Léa", birth_year=1981), 20, (NAME, OTHER_YEAR)),
        (LEA, ComparedPerson("Martin", "Léa", email="LEA@example.org "), 90, (NAME, EMAIL)),
        (LEA, ComparedPerson("Martin", "Léa", phone="+33612345678"), 75, (NAME, PHONE)),
        (LEA, ComparedPerson("Petit", "Paul", email="lea@example.org"), 40, (EMAIL,)),
        (LEA, ComparedPerson("Petit", "Paul", email="lea@example.org", birth_year=1950), 10, (EMAIL, OTHER_YEAR)),
        (LEA, ComparedPerson("Petit", "Paul", phone="0612345678"), 25, (PHONE,)),
        (LEA, ComparedPerson("Petit", "Paul", phone="0612345678", birth_year=1980), 40, (PHONE, YEAR)),
        (LEA, ComparedPerson("Petit", "Paul", phone="0612345678", birth_year=1950), 0, (PHONE, OTHER_YEAR)),
        (ComparedPerson("Dupont", "Jeanne"), ComparedPerson("Dupond", "Jeanne"), 30, (SIMILAR,)),
        (
            ComparedPerson("Dupont", "Jeanne", phone="0612345678"),
            ComparedPerson("Dupond", "Jeanne", phone="0612345678"),
            55,
            (SIMILAR, PHONE),
        ),
        (LEA, ComparedPerson("Petit", "Paul", birth_year=1980), 0, ()),
        (LEA, ComparedPerson("Petit", "Paul", birth_year=1950), 0, ()),
        # What is unknown on both sides is nothing in common.
        (ComparedPerson("Martin"), ComparedPerson("Petit"), 0, ()),
        (ComparedPerson("…"), ComparedPerson("!"), 0, ()),
    ],
)
def test_the_score_and_its_reasons(
    one: ComparedPerson, other: ComparedPerson, expected: int, reasons: tuple[DuplicateReason, ...]
) -> None:
    for match in (score(one, other), score(other, one)):
        assert match.score == expected
        assert match.reasons == reasons


def test_a_name_or_an_address_alone_reaches_the_queue_and_a_phone_alone_does_not() -> None:
    assert score(ComparedPerson("Martin", "Léa"), ComparedPerson("Martin", "Léa")).score >= THRESHOLD
    assert score(ComparedPerson("A", email="a@b.fr"), ComparedPerson("Z", email="a@b.fr")).score >= THRESHOLD
    assert score(ComparedPerson("A", phone="0612345678"), ComparedPerson("Z", phone="0612345678")).score < THRESHOLD


def place(number: int) -> Arrondissement:
    """An arrondissement, by its number."""
    found: Arrondissement = ArrondissementFactory(number=number)
    return found


def test_look_alikes_are_found_however_written_the_most_alike_first(session: Session) -> None:
    same_name = PersonFactory(last_name="MARTIN", first_name="Lea")
    swapped = PersonFactory(last_name="Léa", first_name="Martin", birth_year=1980)
    same_email = PersonFactory(last_name="Petit", first_name="Paul", email="lea@example.org")
    same_phone = PersonFactory(last_name="Roux", first_name="Ana", phone="06.12.34.56.78", birth_year=1980)
    PersonFactory(last_name="Roux", first_name="Zoé", phone="06 12 34 56 78")
    PersonFactory(last_name="Martin", first_name="Hugo")
    PersonFactory(last_name="Martin", first_name="Léa", birth_year=1990)
    new = Person(last_name="Martin", first_name="Léa", email="Lea@Example.org", phone="0612345678", birth_year=1980)
    found = candidates_for(session, new)
    assert [(one.person_id, one.match.score) for one in found] == [
        (swapped.id, 65),
        (same_name.id, 50),
        (same_email.id, 40),
        (same_phone.id, 40),
    ]
    assert new not in session


def test_a_person_is_not_a_duplicate_of_itself(session: Session) -> None:
    assert candidates_for(session, PersonFactory(last_name="Martin", first_name="Léa", email="lea@example.org")) == []


def test_a_referent_sees_only_her_own_and_the_mission_gets_the_rest(session: Session, as_reader: Any) -> None:
    fifth, seventh, referent = place(5), place(7), UserFactory()
    mine = PersonFactory(last_name="Martin", first_name="Léa", arrondissement=fifth)
    hidden = PersonFactory(last_name="Martin", first_name="Lea", email="lea@example.org", arrondissement=seventh)
    mine_id, hidden_id, fifth_id = mine.id, hidden.id, fifth.id
    reader = as_reader(Scope.arrondissements(referent.id, frozenset({fifth_id})), actor_id=referent.id)
    new = Person(
        last_name="Martin",
        first_name="Léa",
        email="lea@example.org",
        arrondissement=reader.get(Arrondissement, fifth_id),
    )
    assert [person.id for person in visible_duplicates(reader, new)] == [mine_id]
    reader.add(new)
    reader.flush()
    queue_duplicates(reader, new)
    assert reader.get(Person, hidden_id) is None, "nothing hidden enters the session"
    assert reader.scalars(select(DuplicateCandidate)).all() == []
    reader.commit()

    queued = session.scalars(select(DuplicateCandidate).order_by(DuplicateCandidate.score)).all()
    assert [(pair.person_id, pair.other_id, pair.score) for pair in queued] == [
        (mine_id, new.id, 50),
        (hidden_id, new.id, 90),
    ]
    assert [reasons_of(pair) for pair in queued] == [(NAME,), (NAME, EMAIL)]
    assert {pair.state for pair in queued} == {DuplicateState.OPEN}


def test_a_pair_joins_the_queue_once_even_when_it_was_decided(session: Session) -> None:
    first, second = (PersonFactory(last_name="Martin", first_name="Léa") for _ in range(2))
    queue_duplicates(session, second)
    pair = session.scalars(select(DuplicateCandidate)).one()
    assert (pair.person_id, pair.other_id) == (first.id, second.id)
    pair.state = DuplicateState.DISTINCT
    queue_duplicates(session, first)
    queue_duplicates(session, second)
    assert session.scalars(select(DuplicateCandidate)).one().state is DuplicateState.DISTINCT


def test_an_unknown_reason_is_left_out() -> None:
    assert reasons_of(DuplicateCandidate(reason="same_name obsolete")) == (NAME,)


@ON_SQLITE
def test_look_alikes_are_looked_up_by_index(session: Session) -> None:
    seen: list[tuple[str, Any]] = []
    session.connection()  # its BEGIN is not what is counted
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append((args[2], args[3])))
    candidates_for(session, Person(last_name="Martin", first_name="Léa", email="a@b.fr", phone="0612345678"))
    statement, parameters = seen[-1]
    assert len(seen) == 1
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    steps = [row[3] for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")], steps
