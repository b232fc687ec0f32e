"""Lines that say the same thing are asked what is kept: all that they say, the first or the last."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.people import Mandate, Person
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

_HEAD = ("Nom", "Prénom", "Instance", "Début", "Courriel", "Téléphone")


def _planned(session: Session, answer: str | None, *rows: tuple[str, ...]) -> ImportPlan:
    content = workbook(_HEAD, *(("Dupont", "Zoé", "Montchat", "01/01/2025", *row) for row in rows))
    first = plan(session, "people", content, today=TODAY)
    assert set(states(first)) == {"asked"}
    keys = {question.key for line in first.lines for question in line.questions}
    return plan(session, "people", content, today=TODAY, answers=dict.fromkeys(keys, answer) if answer else {})


@pytest.mark.parametrize(
    ("answer", "state", "email", "phone"),
    [
        ("together", ["created", "changed"], "zoe@example.org", "06 39 98 00 01"),
        ("first", ["created", "left"], "zoe@example.org", None),
        ("last", ["left", "created"], None, "06 39 98 00 01"),
    ],
)
def test_the_answer_says_what_is_kept(
    session: Session, answer: str, state: list[str], email: str | None, phone: str | None
) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    made = _planned(session, answer, ("zoe@example.org", ""), ("", "06 39 98 00 01"))
    assert states(made) == state
    apply(session, made)
    session.commit()
    assert [(row.email, row.phone) for row in session.scalars(select(Person))] == [(email, phone)]
    assert len(session.scalars(select(Mandate)).all()) == 1


def test_lines_that_do_not_agree_are_in_error_where_all_is_kept_and_not_where_one_is(session: Session) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    rows = ("zoe@example.org", ""), ("zoe.dupont@example.org", "")
    assert places(_planned(session, "together", *rows)) == {(2, "Courriel"), (3, "Courriel")}
    last = _planned(session, "last", *rows)
    assert states(last) == ["left", "created"]
    apply(session, last)
    assert session.scalars(select(Person.email)).all() == ["zoe.dupont@example.org"]
