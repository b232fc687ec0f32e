"""A remark that says that someone is gone is asked about: without it, their line would make a member of them."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.people import EndReason, Mandate
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

HEADERS = ("Nom", "Prénom", "Conseil", "Obs.")


@prepared
def city(session: Session) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3], elected_official="Ada Lovelace")
    session.commit()


pytestmark = pytest.mark.usefixtures("city")


def planned(session: Session, *remarks: str, headers: tuple[str, ...] = HEADERS, **answers: str) -> ImportPlan:
    rows = [(f"Roux{at}", "Zoé", "Montchat", remark)[: len(headers)] for at, remark in enumerate(remarks)]
    given = {key.replace("__", ":").replace("_", " "): answer for key, answer in answers.items()}
    return plan(session, "people", workbook(headers, *rows), today=TODAY, answers=given)


def written(session: Session, made: ImportPlan) -> list[tuple[dt.date | None, EndReason | None]]:
    assert (made.errors, made.questions) == ((), ())
    apply(session, made)
    session.commit()
    return [(one.ended_on, one.end_reason) for one in session.scalars(select(Mandate).order_by(Mandate.id))]


def test_who_resigned_is_asked_once_for_all_and_ends_on_the_day_that_each_line_gives(session: Session) -> None:
    remarks = ("a démissionné le 03/02/2026", "A démissionné le 12/03/2026")
    made = planned(session, *remarks)
    (asked,) = made.questions
    assert states(made) == ["asked", "asked"]
    assert (asked.count, asked.question.options[0].value) == (2, f"over.{EndReason.RESIGNATION.value}")
    answered = planned(session, *remarks, said__a_demissionne="over.resignation")
    ends = [(dt.date(2026, month, day), EndReason.RESIGNATION) for day, month in ((3, 2), (12, 3))]
    assert written(session, answered) == ends
    assert set(states(planned(session, *remarks, said__a_demissionne="over.resignation"))) == {"unchanged"}


def test_a_day_that_the_remark_does_not_give_is_asked(session: Session) -> None:
    made = planned(session, "démissionnaire", said__demissionnaire="over.resignation")
    (asked,) = made.questions
    assert asked.question.key.endswith(":day")


def test_a_remark_that_is_one_alone_leaves_the_mandate_as_it_is(session: Session) -> None:
    made = planned(session, "a refusé")
    assert states(made) == ["asked"]
    assert written(session, planned(session, "a refusé", said__a_refuse="remark")) == [(None, None)]


def test_a_sign_beside_the_name_takes_its_day_from_the_remark(session: Session) -> None:
    headers = ("Nom", "Prénom", "Conseil", "Obs.")
    file = workbook(headers, ("Roux (décédé)", "Luc", "Montchat", "décès le 02/10/2026"))
    made = plan(session, "people", file, today=TODAY)
    assert written(session, made) == [(dt.date(2026, 10, 2), EndReason.DEATH)]


@pytest.mark.parametrize(
    "remark", ["ne veut pas de mail", "refuse les photos", "présente la démission de M. Petit", "parti" * 30]
)
def test_other_remarks_are_remarks(session: Session, remark: str) -> None:
    assert states(planned(session, remark)) == ["created"]


def test_a_file_of_people_without_mandates_asks_nothing(session: Session) -> None:
    file = workbook(("Nom", "Prénom", "Obs."), ("Roux", "Zoé", "décédée"))
    assert states(plan(session, "people", file, today=TODAY)) == ["created"]
