"""Import of the absences: both ways of Excel, by the rules of the form."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.run import apply, plan
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from models.network import Absence
from tests.kernel.imports.sheets import errors, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account

HEADERS = ("Compte", "Du", "Au", "Intérim", "Note")


@pytest.fixture(autouse=True)
def accounts(session: Session) -> None:
    """Zoé, Ana and Bo, all of the mission."""
    for first, last in (("Zoé", "Dupont"), ("Ana", "Roux"), ("Bo", "Faure")):
        make.UserFactory(username=first.lower(), first_name=first, last_name=last, roles=["mission"])
    session.commit()


def planned(session: Session, *rows: Any) -> Any:
    return plan(session, "absences", workbook(HEADERS, *rows), today=TODAY)


def test_lines_are_written_once_and_changed_by_their_first_day(session: Session) -> None:
    rows = (
        ("Zoé Dupont", "01/12/2026", "04/12/2026", "Ana Roux", "La clé chez Bo"),
        ("Bo Faure", "07/12/2026", "11/12/2026", None, None),
    )
    made = planned(session, *rows)
    assert made.errors == ()
    apply(session, made)
    session.commit()
    assert states(planned(session, *rows)) == ["unchanged"] * 2
    longer = planned(session, ("Zoé Dupont", "01/12/2026", "05/12/2026", None, None))
    assert states(longer) == ["changed"]
    apply(session, longer)
    session.commit()
    found = session.scalars(select(Absence).order_by(Absence.start_on)).all()
    assert [(str(row), row.end_on, row.note) for row in found] == [
        ("Zoé Dupont", dt.date(2026, 12, 5), "La clé chez Bo"),
        ("Bo Faure", dt.date(2026, 12, 11), None),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("Ana Roux", "04/12/2026", "08/12/2026", None, None), "covers the absence of"),
        (("Zoé Dupont", "02/12/2026", "09/12/2026", None, None), "is already recorded"),
        (("Bo Faure", "04/12/2026", "04/12/2026", "Zoé Dupont", None), "is away from"),
        (("Bo Faure", "04/12/2026", "03/12/2026", None, None), "The end comes before the start"),
        (("Bo Faure", "04/12/2026", "04/12/2026", "Bo Faure", None), "The replacement is someone else"),
        (("Ana Roux", "05/12/2026", "08/12/2026", None, None), None),
    ],
)
def test_a_line_is_refused_as_the_form_refuses_it(session: Session, row: Any, words: str | None) -> None:
    made = planned(session, ("Zoé Dupont", "01/12/2026", "04/12/2026", "Ana Roux", None), row)
    told = [message for line, _, message in errors(made) if line == 3]
    assert [words in message for message in told] == ([] if words is None else [True]), told


def test_the_preview_says_what_the_cover_will_not_see(session: Session, as_reader: Any) -> None:
    body = make.InstanceFactory(arrondissements=[5])
    zoe = make.UserFactory(username="z", first_name="Zoé", last_name="Martin", roles=["mission"])
    make.CouncilRequestFactory(instance=body, responsible=zoe, due_on=TODAY)
    cover = account("ref7")
    session.commit()
    reader = as_reader(Scope.everything(zoe.id), actor_id=zoe.id, rights=pairs_of("mission"))
    made = planned(reader, ("Zoé Martin", "01/12/2026", "04/12/2026", cover.username, None))
    assert [params["count"] for _, _, params in made.remarks] == [1]
