"""The Excel file that the page of a list gives, sent back as it came: its total is no line."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.execution import PurchaseOrder
from tests.base.pages import document
from tests.support import NIGHT_ON_POSTGRESQL
from tests.support import orders as make
from tests.support.forms import post
from tests.support.procurement import ContractHolderFactory

LABEL = "Total (lignes affichées)"


@pytest.fixture
def mission(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    contract = make.RunningContractFactory(number="AMO-2026-09")
    ContractHolderFactory(contract=contract)
    for number, amount in (("BC-UN", "1000.10"), ("BC-DEUX", "2000.20")):
        make.order_of(contract, amount, number=number)
    session.commit()
    return client_as("mission")


def given(client: FlaskClient, query: str = "") -> bytes:
    """The file behind the button « Excel » of the page of orders."""
    page = document(client.get(f"/bons-de-commande/list/{query}"))
    (link,) = {link for link in page.xpath("//a/@href") if link.partition("?")[0] == "/bons-de-commande/export"}
    answer = client.get(link)
    assert answer.status_code == 200
    return answer.get_data()


def totals(data: bytes) -> list[tuple[str, float]]:
    """The name and the value of the sums of the first sheet."""
    sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == LABEL)
    return [(sheet.cell(1, cell.column).value, cell.value) for cell in row[1:] if cell.value is not None]


@NIGHT_ON_POSTGRESQL
def test_the_total_is_that_of_the_rows_that_the_filters_of_the_page_left(mission: FlaskClient) -> None:
    assert totals(given(mission)) == [("Montant HT (€)", 3000.3)]
    assert totals(given(mission, "?q=BC-DEUX")) == [("Montant HT (€)", 2000.2)]


@NIGHT_ON_POSTGRESQL
def test_a_list_that_comes_back_as_it_left_changes_nothing_and_its_total_is_no_line(
    mission: FlaskClient, session: Session
) -> None:
    data = {"file": (io.BytesIO(given(mission)), "bons.xlsx")}
    sent = post(mission, "/import/purchase_orders", data, content_type="multipart/form-data")
    preview = mission.get(sent.location)
    page = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert "Le registre contient déjà tout ce classeur" in page
    assert "Total ou décompte\u00a0: pas une donnée." in page
    assert session.scalar(select(func.count(PurchaseOrder.id))) == 2
