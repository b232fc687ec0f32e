"""Whom a list names beside its members: who waits, who refused, who stands in for nobody; and two bodies in a cell."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.composition.seats import SeatStatus
from mdo.composition.vacancies import states_of_bodies
from mdo.kernel.imports.asking import LEAVE
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.people.mandate_rules import check_mandate, others_of
from models.instances import Instance
from models.people import Mandate, Person
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

SIDES = ("Conseil", "Titulaire", "Suppléant")
REFUSED = ("Montchat", "FABRE Théo (a refusé)", "LEGRAND Alain")


@prepared
def city(session: Session) -> None:
    for name in ("Montchat", "Bellecombe Village"):
        make.InstanceFactory(name=name, arrondissements=[3], elected_official="Ada Lovelace")
    session.commit()


pytestmark = pytest.mark.usefixtures("city")


def planned(session: Session, *rows: Any, kind: str = "people", **answers: str) -> ImportPlan:
    given = {key.replace("__", ":").replace("_", " "): answer for key, answer in answers.items()}
    return plan(session, kind, workbook(*rows), today=TODAY, answers=given)


def asked(made: ImportPlan) -> list[str]:
    return list(dict.fromkeys(question.key for line in made.lines for question in line.questions))


def held(session: Session, made: ImportPlan) -> dict[str, tuple[str, str, str]]:
    """Writes a plan; who holds what: the body, the function, how they were named."""
    assert (made.errors, asked(made)) == ((), [])
    apply(session, made)
    session.commit()
    rows = session.scalars(select(Mandate))
    return {str(row.person): (row.instance.name, row.function.label, row.designation.value) for row in rows}


@pytest.mark.parametrize("text", ["Monchat / Belcombe", "les Monchats et Bellecomb", "Monchatt + Belecombe"])
def test_two_misspelt_bodies_are_offered_together_and_none_is_lost(session: Session, text: str) -> None:
    rows = (("Nom", "Prénom", "Conseil"), ("Roux", "Zoé", text))
    made = planned(session, *rows)
    ((question,),) = [line.questions for line in made.lines]
    both = question.options[0].value
    assert both.endswith("Bellecombe Village")
    assert "Montchat + " in both
    answered = plan(session, "people", workbook(*rows), today=TODAY, answers={question.key: both})
    held(session, answered)
    assert set(session.scalars(select(Instance.name).join(Mandate))) == {"Montchat", "Bellecombe Village"}
    assert session.scalars(select(Person)).one().last_name == "Roux"
    one = plan(session, "people", workbook(*rows), today=TODAY, answers={question.key: "one"})
    assert [key.partition(":")[0] for key in asked(one)] == ["Instance"]


def test_two_bodies_of_an_elu_are_two_and_one_is_asked_alone(session: Session) -> None:
    rows = (("Élu·e", "Conseil"), ("Zoé Roux", "Montchat et Bellecombe"))
    made = planned(session, *rows, kind="elected_officials")
    assert states(made) == ["changed", "asked"]


def test_who_stands_in_for_nobody_is_a_substitute(session: Session) -> None:
    made = planned(session, SIDES, ("Montchat", "à désigner", "ROUX Félix"), **{"of-nobody__Feuil1": "keep"})
    assert held(session, made) == {"Roux Félix": ("Montchat", "Suppléance", "unknown")}


def test_who_stands_in_for_nobody_bears_the_number_of_the_seat_that_stays_vacant(session: Session) -> None:
    body = session.scalars(select(Instance).where(Instance.name == "Montchat")).one()
    make.SeatFactory(instance=body, number=4)
    session.commit()
    rows = (("Conseil", "Siège", "Titulaire", "Suppléant"), ("Montchat", 4, "à désigner", "ROUX Félix"))
    held(session, planned(session, *rows, **{"of-nobody__Feuil1": "keep"}))
    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.seat and mandate.seat.number, mandate.substitute_of) == (4, None)
    (state,) = states_of_bodies(session, [body], TODAY)[body.id]
    assert state.status is SeatStatus.VACANT
    # Somebody is named: the seat is free, the same file says so no more.
    make.MandateFactory(instance=body, seat=mandate.seat)
    session.commit()
    check_mandate(mandate, others_of(session, mandate), TODAY)
    again = planned(session, *rows, **{"of-nobody__Feuil1": "keep"})
    assert [error.column for error in again.errors] == ["Siège"]


@pytest.mark.parametrize(("answer", "function"), [("takes", "Membre"), ("stands-in", "Suppléance")])
def test_the_substitute_of_who_refused_takes_the_place_or_stands_alone(
    session: Session, answer: str, function: str
) -> None:
    left = {"mark__a_refuse": LEAVE}
    assert asked(planned(session, SIDES, REFUSED, **left)) == ["of-left:fabre theo"]
    made = planned(session, SIDES, REFUSED, **left, **{"of-left__fabre_theo": answer})
    assert {name: said[1] for name, said in held(session, made).items()} == {"Legrand Alain": function}


WAITING = (
    ("Conseil d'essai Montchat – tirage au sort du 14 octobre",),
    ("Nom", "Prénom"),
    ("Roux", "Zoé"),
    ("Liste complémentaire",),
    ("Bel", "Ana"),
    ("Pol", "Ina"),
)


def test_who_waits_may_be_members_all_the_same(session: Session) -> None:
    (key,) = asked(planned(session, *WAITING))
    made = plan(session, "people", workbook(*WAITING), today=TODAY, answers={key: "members"})
    names = ("Roux Zoé", "Bel Ana", "Pol Ina")
    assert held(session, made) == dict.fromkeys(names, ("Montchat", "Membre", "drawn"))


def test_who_waits_is_asked_once_and_is_no_member(session: Session) -> None:
    rows = WAITING
    (key,) = asked(planned(session, *rows))
    assert key == "waiting:Feuil1:liste complementaire"
    made = plan(session, "people", workbook(*rows), today=TODAY, answers={key: "without"})
    assert held(session, made) == {"Roux Zoé": ("Montchat", "Membre", "drawn")}
    assert len(session.scalars(select(Person)).all()) == 3
    assert states(plan(session, "people", workbook(*rows), today=TODAY, answers={key: LEAVE})).count("left") == 4


def test_a_rank_is_the_same_thing_in_all_tables_of_a_sheet(session: Session) -> None:
    rows = (
        ("Rang", "Titulaire", "Suppléant", "Conseil"),
        (1, "ROUX Zoé", "BEL Ana", "Montchat"),
        (),
        ("Second tirage",),
        ("Conseil", "Rang", "Nom", "Prénom"),
        ("Montchat", 4, "Pol", "Ina"),
        ("Montchat", 7, "Gil", "Max"),
    )
    held(session, planned(session, *rows))
    assert set(session.scalars(select(Mandate.rank))) == {1}
