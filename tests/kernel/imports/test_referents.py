"""Import of the référents."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from models.network import Referent
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Compte", "Arrondissement", "Du", "Au", "Remplaçante")


def planned(session: Session, *rows: Any) -> ImportPlan:
    return plan(session, "referents", workbook(HEADERS, *rows), today=TODAY)


def accounts(session: Session) -> None:
    make.UserFactory(username="zdupont", first_name="Zoé", last_name="Dupont", email="zoe@example.org")
    make.UserFactory(username="aroux", first_name="Ana", last_name="Roux", email="ana@example.org")
    session.commit()


def test_an_account_is_found_by_name_address_or_user_name(session: Session) -> None:
    accounts(session)
    rows = (
        ("zoe dupont", "5e", "01/01/2026", "31/12/2026", "Roux Ana"),
        ("zoe@example.org", "5e", "01/01/2027", None, None),
        ("aroux", 6, "01/01/2026", None, None),
    )
    made = planned(session, *rows)
    assert made.errors == ()
    apply(session, made)
    session.commit()
    found = session.scalars(select(Referent).order_by(Referent.start_on, Referent.arrondissement_id)).all()
    assert [(row.user.username, row.arrondissement.number, row.end_on) for row in found] == [
        ("zdupont", 5, dt.date(2026, 12, 31)),
        ("aroux", 6, None),
        ("zdupont", 5, None),
    ]
    assert found[0].replacement is not None
    assert found[0].replacement.username == "aroux"
    assert states(planned(session, *rows)) == ["unchanged"] * 3


def test_every_line_says_what_is_wrong(session: Session) -> None:
    accounts(session)
    made = planned(
        session,
        ("inconnue", "5e", "01/01/2026", None, None),
        ("zdupont", "5e, 6e", "01/01/2026", None, None),
        ("zdupont", "6e", None, None, None),
        ("zdupont", "7e", "01/01/2026", "31/12/2025", None),
        ("zdupont", "8e", "01/01/2026", None, "zdupont"),
        ("aroux", "9e", "01/01/2026", None, None),
        ("aroux", "9e", "01/06/2026", None, None),
    )
    assert places(made) >= {
        (2, "Compte"),
        (3, "Arrondissement"),
        (4, "Du"),
        (5, "Au"),
        (6, "Remplaçante"),
    }
    assert states(made)[5:] == ["error", "error"]


def test_a_referent_names_none_elsewhere(session: Session, as_reader: Callable[..., Session]) -> None:
    accounts(session)
    place = make.ArrondissementFactory(number=5)
    reader = as_reader(Scope.arrondissements(1, frozenset({place.id})))
    made = planned(reader, ("zdupont", "5e", "01/01/2026", None, None), ("zdupont", "6e", "01/01/2026", None, None))
    assert errors(made) == {(3, "Arrondissement", OUTSIDE)}
