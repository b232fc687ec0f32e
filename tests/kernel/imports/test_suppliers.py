"""Import of suppliers: numbers that Excel spoilt, and a cell that is checked in place as its line will be."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.suppliers import Supplier
from tests.kernel.imports.sheets import states, workbook
from tests.kernel.imports.test_correcting import preview
from tests.support import TODAY
from tests.support.forms import post

HEADERS = ("Nom", "SIRET", "Code postal", "Numéro de TVA")
SIRET, WRONG = "05520000000002", "05520000000003"
ROUNDED = "Excel rounded this number: take it again from where it comes from, in a cell of text."


def planned(session: Session, *row: Any, headers: tuple[str, ...] = HEADERS) -> ImportPlan:
    full = (*row, *(None,) * (len(headers) - len(row)))
    return plan(session, "suppliers", workbook(headers, full), today=TODAY)


@pytest.mark.parametrize("written", [SIRET, SIRET[1:], "552 0000 000002", float(SIRET[1:])])
def test_the_zero_that_excel_took_away_is_put_back_and_told(session: Session, written: Any) -> None:
    found = planned(session, "Nova", written)
    assert states(found) == ["created"]
    (line,) = found.lines
    told = [params["read"] for _, params in line.remarks]
    assert told == ([] if written == SIRET else [SIRET])
    apply(session, found)
    assert session.scalars(select(Supplier.identifier)).one() == SIRET


@pytest.mark.parametrize(
    ("written", "vat", "kept"),
    [
        ("1000", None, "01000"),
        (1000.0, None, "01000"),
        ("69003", None, "69003"),
        ("1000", "BE0123456749", "1000"),
        ("SW1A 1AA", None, "SW1A 1AA"),
    ],
)
def test_a_postal_code_of_four_digits_has_its_zero_and_it_is_told(
    session: Session, written: Any, vat: str | None, kept: str
) -> None:
    found = planned(session, "Nova", None, written, vat)
    assert states(found) == ["created"]
    assert [params["read"] for _, params in found.lines[0].remarks] == (["01000"] if kept == "01000" else [])
    apply(session, found)
    assert session.scalars(select(Supplier.postal_code)).one() == kept


@pytest.mark.parametrize("written", ["9,00002E+13", "9.00002E+13", "9e13"])
def test_a_number_that_excel_rounded_is_told_as_such(session: Session, written: str) -> None:
    (line,) = planned(session, "Nova", written).lines
    assert [error.message for error in line.errors] == [ROUNDED]


def test_a_cell_is_judged_in_place_as_its_line_is(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")

    def shown(*rows: Any) -> Any:
        data = {"file": (io.BytesIO(workbook(*rows)), "prestataires.xlsx")}
        return preview(client, post(client, "/import/suppliers", data, content_type="multipart/form-data").location)

    page = shown(HEADERS, ("Nova", "123", None, "FR99552000000"))
    for number in (WRONG, "9,00002E+13", "12"):
        assert page.judge(2, "SIRET", number)["ok"] is False, number
    zero_back = page.judge(2, "SIRET", SIRET[1:])
    assert (zero_back["ok"], zero_back["sure"], SIRET in zero_back["text"]) == (True, True, True)
    assert page.judge(2, "Numéro de TVA", "FR13000104372")["ok"] is False
    assert page.judge(2, "Numéro de TVA", "FR12000104372")["sure"] is True
    # What the kind of number on the line decides is read, and called neither right nor wrong.
    page = shown((*HEADERS, "Type d'identifiant"), ("Nova", "123", None, None, "SIRET"))
    judged = page.judge(2, "SIRET", WRONG)
    assert (judged["ok"], judged["sure"]) == (True, False)
