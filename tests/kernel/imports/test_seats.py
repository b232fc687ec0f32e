"""Import of seats: each fact as what becomes of each line, or the set of (line, column)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from models.instances import Seat
from models.territory import Arrondissement
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Instance", "N°", "Libellé", "Collège", "Ouvert le", "Fermé le")


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    return plan(session, "seats", workbook(HEADERS, *rows), today=TODAY, **options)


def test_a_seat_is_known_by_its_body_and_its_number(session: Session) -> None:
    body = make.InstanceFactory(name="CCSPL")
    make.SeatFactory(instance=body, number=1, label="Locataires")
    college = make.CollegeFactory(instance=body, name="Associations")
    made = planned(
        session,
        ("ccspl", 1, "Locataires", None, None, None),
        ("CCSPL", 2, "Usagers", "associations", "01/01/2025", None),
        ("CCSPL", "1", "Propriétaires", None, None, None),
    )
    assert states(made) == ["asked", "created", "asked"]
    assert {question.params["lines"] for line in made.lines for question in line.questions} == {"2, 4"}
    made = planned(
        session,
        ("CCSPL", 1, "Propriétaires", None, None, None),
        ("CCSPL", 2, "Usagers", "associations", "01/01/2025", None),
    )
    assert states(made) == ["changed", "created"]
    apply(session, made)
    session.commit()
    rows = session.scalars(select(Seat).order_by(Seat.number)).all()
    assert [(row.number, row.label, row.college, row.opened_on) for row in rows] == [
        (1, "Propriétaires", None, None),
        (2, "Usagers", college, dt.date(2025, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("CCSPL", None, None, None, None, None), "N°"),
        (("CCSPL", 0, None, None, None, None), "N°"),
        ((None, 1, None, None, None, None), "Instance"),
        (("CCSLP", 1, None, None, None, None), "Instance"),
        (("CCSPL", 1, None, "Tirés au sort", None, None), "Collège"),
        (("CCSPL", 1, None, None, "02/01/2025", "01/01/2025"), "Fermé le"),
    ],
)
def test_what_a_seat_cannot_be_is_told_on_its_line(session: Session, row: tuple[Any, ...], column: str) -> None:
    body = make.InstanceFactory(name="CCSPL")
    make.CollegeFactory(instance=body, name="Associations")
    assert places(planned(session, row)) == {(2, column)}


def test_a_seat_that_opens_and_closes_on_one_day_passes(session: Session) -> None:
    make.InstanceFactory(name="CCSPL")
    assert states(planned(session, ("CCSPL", 1, None, None, "01/01/2025", "01/01/2025"))) == ["created"]


def test_a_referent_imports_the_seats_of_her_bodies_alone(session: Session, as_reader: Callable[..., Session]) -> None:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Conseil de la nuit", arrondissements=[])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    made = planned(
        reader, *((name, 1, None, None, None, None) for name in ("Point du Jour", "Conseil de la nuit", "Gerland"))
    )
    assert states(made) == ["created", "error", "asked"]
    assert (3, "Instance", OUTSIDE) in errors(made)


def test_without_the_right_on_seats_the_line_is_refused(session: Session) -> None:
    make.InstanceFactory(name="CCSPL")
    made = planned(session, ("CCSPL", 1, None, None, None, None), can=lambda permission, view: view != "SeatView")
    assert states(made) == ["error"]
