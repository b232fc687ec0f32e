"""A file bought by lots: its page, its tab, its sheet, the report and the workbooks count its lots alike."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from mdo.contracts.figures import balance_of_file, is_counted
from mdo.contracts.lots import lot_lines
from mdo.contracts.portfolio import total_of
from mdo.reports.declaration import Values
from mdo.reports.registry import REPORTS
from models.contracts import Contract, ContractState, Technique
from models.procurement import ProcedureCode
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import amendments as change
from tests.support import orders as make
from tests.support import procurement as buy

pytestmark = pytest.mark.db
S, E = ContractState, Decimal
FIGURES = ("ceiling", "ordered", "invoiced", "paid", "left")


@pytest.fixture
def file(session) -> Contract:
    """Lot 1 has orders, lot 2 invoices alone, lot 3 is in its procedure, lot 4 was given up."""
    found = make.RunningContractFactory(
        number="AMO-L", state=S.PROCEDURE, procedure=ProcedureCode.ADAPTED, technique=Technique.NONE,
        has_purchase_orders=False, amount_excl_tax=E(9999), maximum_excl_tax=None, notified_on=None,
    )  # fmt: skip
    for number, (state, amount) in enumerate(
        ((S.RUNNING, 4000), (S.AWARDED, 2500), (S.PROCEDURE, 9000), (S.ABANDONED, 700)), start=1
    ):
        buy.ContractFactory(
            number=f"AMO-L-{number}", title=f"Lot {number}", allotment=found, lot_number=number, state=state,
            procedure=ProcedureCode.ADAPTED, amount_excl_tax=E(amount), awarded_on=TODAY, state_reason="Sans suite",
        )  # fmt: skip
    session.flush()
    session.expire_all()
    first, second, _, given_up = found.lots
    make.order_of(first, "1000.50")
    make.invoice_of(first, "300.25", paid_on=TODAY)
    make.invoice_of(second, "600")
    make.order_of(given_up, "50")
    change.AmendmentFactory(contract=first, amount_excl_tax=E(500), notified_on=TODAY)
    session.commit()
    session.expire_all()
    return found


def figures_of(balance) -> tuple[Decimal | None, ...]:
    return tuple(getattr(balance, name) for name in FIGURES)


def test_the_sum_is_that_of_the_lots_that_were_not_given_up(session, file) -> None:
    lines = lot_lines(session, file)
    assert [(line.contract.lot_number, line.balance and figures_of(line.balance)) for line in lines] == [
        (1, (E(4500), E("1000.50"), E("300.25"), E("300.25"), E("3499.50"))),
        (2, (E(2500), E(0), E(600), E(0), E(1900))),
        (3, None),
    ]
    found = balance_of_file(session, file)
    assert figures_of(found) == (E(7000), E("1000.50"), E("900.25"), E("300.25"), E("5399.50"))
    assert (found.to_invoice, found.to_pay, found.share) == (E("700.25"), E(600), E("22.86"))
    assert figures_of(total_of(line.balance for line in lines if line.balance)) == figures_of(found)


def test_the_report_counts_the_same_though_the_file_says_an_amount_too(session, file) -> None:
    for state in (S.PROCEDURE, S.AWARDED):
        file.state, file.awarded_on = state, TODAY
        session.commit()
        (figures,) = REPORTS["suivi_des_marches"].run(session, Values(TODAY), None).summaries
        ordered, invoiced, paid, left, ceiling = figures.total
        assert (ceiling, ordered, invoiced, paid, left) == figures_of(balance_of_file(session, file)), state


def test_what_was_ordered_on_the_file_itself_has_its_line(session, file) -> None:
    make.order_of(file, "80")
    session.commit()
    assert lot_lines(session, file)[-1].contract is file
    assert figures_of(balance_of_file(session, file))[1] == E("1080.50")


def test_nothing_is_counted_before_the_award_of_a_lot(session, file) -> None:
    for lot in file.lots:
        lot.state = S.PROCEDURE
    assert not is_counted(file)
    file.lots[2].state = S.RUNNING
    assert is_counted(file)


def shown(client, file, **arguments):
    query = "&".join(f"{name}={value}" for name, value in arguments.items())
    return document(client.get(f"/marches/show/{file.id}?{query}"))


def words(element) -> str:
    return " ".join(element.text_content().replace("\u202f", " ").replace("\u00a0", " ").split())


@ON_SQLITE
def test_the_tab_has_a_line_a_lot_and_their_sum(client_as, file) -> None:
    page = shown(client_as("direction"), file, tab="execution")
    (table,) = page.xpath("//table[caption='Chiffres des lots']")
    rows = [[words(cell) for cell in row.xpath("./th | ./td")] for row in table.xpath("./tbody/tr")]
    assert [row[0] for row in rows] == ["Lot 1AMO-L-1", "Lot 2AMO-L-2", "Lot 3AMO-L-3", "Somme des lots"]
    assert [row[2:] for row in rows] == [
        ["4 500,00 €", "1 000,50 €", "300,25 €", "300,25 €", "3 499,50 €"],
        ["2 500,00 €", "0,00 €", "600,00 €", "0,00 €", "1 900,00 €"],
        ["–", "–", "–", "–", "–"],
        ["7 000,00 €", "1 000,50 €", "900,25 €", "300,25 €", "5 399,50 €"],
    ]
    assert table.xpath(f".//a[contains(@href, '/marches/show/{file.lots[0].id}?tab=execution')]")
    (head,) = page.xpath("//*[contains(@class, 'contract-figures')]//dl")
    assert [words(item) for item in head.xpath(".//dd")] == rows[-1][2:]
    assert "Bons de commande" not in [words(title) for title in page.xpath("//*[@role='tabpanel']//h2 | //h3")]


@ON_SQLITE
def test_the_workbook_of_the_tab_has_the_figures_of_the_report(session, client_as, file) -> None:
    client = client_as("mission")
    answer = client.get(f"/marches/{file.id}/excel/lot_figures")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["AMO-L-1", "AMO-L-2", "AMO-L-3"]
    followed = REPORTS["suivi_des_marches"]
    columns = {column.name: column for column in followed.columns}
    reported = {row.contract.number: row for row in followed.run(session, Values(TODAY), None).rows}
    for row in rows:
        for at, name in ((6, "ordered"), (7, "invoiced"), (8, "paid"), (9, "left")):
            expected = columns[name].value(reported[row[0]], TODAY)
            assert (None if row[at] is None else Decimal(str(row[at]))) == expected, (row[0], name)


@ON_SQLITE
@pytest.mark.parametrize("who", ["ref5", "dpo"])
def test_others_have_no_door_to_it(client_as, file, who) -> None:
    assert client_as(who).get(f"/marches/{file.id}/excel/lot_figures").status_code in (302, 403, 404)
