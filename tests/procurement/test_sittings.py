"""Sitting dates pasted as a list: each day once, the first line that is no date named, nothing typed lost."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.sittings import MOST_LINES, Pasted, read_sittings
from models.procurement import SittingDate, SittingKind
from tests.support import procurement as buy
from tests.support.forms import post


def test_each_day_is_read_once_in_order_with_its_remark() -> None:
    text = "\n 15/12/2026 ; salle 3\n24.11.2026\n24/11/2026 encore\n"
    assert read_sittings(text) == (Pasted(dt.date(2026, 11, 24), None), Pasted(dt.date(2026, 12, 15), "salle 3"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "at least one date"),
        ("24/11/2026\n31/02/2027", "Line 2"),
        ("demain", "« demain »"),
        ("24/11/0026", "Line 1"),
        ("24/11/2026\n" * (MOST_LINES + 1), "200"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_sittings(text)
    assert says in str(refusal.value)
    assert refusal.value.field == "days"


def test_new_dates_are_added_and_known_ones_left(session, client_as) -> None:
    buy.SittingDateFactory(kind=SittingKind.TENDER_COMMITTEE, day=dt.date(2026, 12, 1), notes="connue")
    session.commit()
    days = "01/12/2026 autre\n15/12/2026"
    page = post(client_as("mission"), "/seances/load", {"kind": "tender_committee", "days": days})
    assert page.status_code == 302
    rows = session.scalars(select(SittingDate).order_by(SittingDate.day)).all()
    assert [(row.day.day, row.notes) for row in rows] == [(1, "connue"), (15, None)]


def test_what_was_typed_comes_back_with_the_error(session, client_as) -> None:
    page = post(client_as("mission"), "/seances/load", {"kind": "council", "days": "01/12/2026\n32/12/2026"})
    assert page.status_code == 422
    assert "Ligne 2" in page.text
    assert "01/12/2026\n32/12/2026" in page.text
    assert session.scalars(select(SittingDate)).all() == []
