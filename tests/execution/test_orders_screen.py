"""Orders, deliverables and invoices on screen: entered with their lines, refused over the maximum, step by step."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from mdo.execution.orders import check_order
from models.execution import Deliverable, DeliverableDecision, Invoice, OrderState, PurchaseOrder, PurchaseOrderLine
from models.journal import JournalEntry
from tests.base.pages import conflicts, document, opened, refusals, save, typed
from tests.people.test_two_at_once import at_once
from tests.support import TODAY
from tests.support import orders as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.procurement import ContractHolderFactory

pytestmark = pytest.mark.db
DAY = dt.timedelta(days=1)


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@prepared
def contract(session):
    """10,000 € at most."""
    found = make.RunningContractFactory(vat_rate=Decimal("5.5"))
    ContractHolderFactory(contract=found)
    session.commit()
    return found


@pytest.fixture
def only(session):
    """The only row of a class, as it is now."""

    def of(model):
        session.rollback()
        session.expire_all()
        return session.scalars(select(model)).one()

    return of


def line(number: int, **cells: str) -> dict[str, str]:
    return {f"line_items-{number}-{name}": value for name, value in cells.items()}


def an_order(contract, *lines: dict[str, str], **values) -> dict[str, object]:
    common = {
        "contract": contract.id,
        "number": "BC-1",
        "subject": "Réunions",
        "state": "issued",
        "ordered_on": "01/10/2026",
    }
    return common | {name: value for cells in lines for name, value in cells.items()} | values


def test_an_order_is_entered_with_its_lines(mission, contract, only) -> None:
    page = mission.get(f"/bons-de-commande/add?contract={contract.id}")
    inputs = document(page).xpath('//input[starts-with(@name, "line_items-")]')
    assert {item.get("value") for item in inputs if item.get("name").endswith("vat_rate")} == {"5,50"}
    lines = (
        line(0, label="Réunion", quantity="2,5", price="1 000,10", vat_rate="20"),
        line(1, label="", quantity="1,00", price="", vat_rate="20"),
        line(2, label="Livret", quantity="", price="99.99", vat_rate="5,5"),
    )
    answer = save(mission, "/bons-de-commande/add", **an_order(contract, *lines))
    assert (answer.status_code, refusals(answer)) == (302, {})
    assert answer.location.startswith(f"/marches/show/{contract.id}?tab=execution")
    row = only(PurchaseOrder)
    assert [(item.label, item.quantity, item.total_excl_tax, item.total_incl_tax) for item in row.lines] == [
        ("Réunion", Decimal("2.50"), Decimal("2500.25"), Decimal("3000.30")),
        ("Livret", Decimal("1.00"), Decimal("99.99"), Decimal("105.49")),
    ]
    assert mission.get(f"/bons-de-commande/show/{row.id}").status_code == 200


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"label": "x", "price": "10000,01"}, "line_items"),
        ({"label": "x", "price": "beaucoup"}, "line_items"),
        ({"label": "x", "price": ""}, "line_items"),
        ({"label": "x", "price": "12", "quantity": "-1"}, "line_items"),
        ({"label": "x", "price": "1000,005"}, "line_items"),
        ({"label": "x", "price": "12", "vat_rate": "100,01"}, "line_items"),
        ({"label": "x" * 251, "price": "12"}, "line_items"),
        ({}, "line_items"),
    ],
)
def test_what_is_refused_is_said_at_the_lines_and_stays_typed(mission, contract, session, cells, field) -> None:
    answer = save(mission, "/bons-de-commande/add", **an_order(contract, line(0, **cells)))
    assert (answer.status_code, list(refusals(answer))) == (422, [field])
    for name, value in cells.items():
        (item,) = document(answer).xpath(f'//input[@name="line_items-0-{name}"]')
        assert item.get("value") == value
    session.rollback()
    assert session.scalars(select(PurchaseOrder)).all() == []


def test_the_lines_of_an_order_are_changed_added_and_taken_out(mission, contract, session, only) -> None:
    order = make.order_of(contract, "1000")
    make.PurchaseOrderLineFactory(order=order, label="De trop", position=2)
    session.commit()
    address = f"/bons-de-commande/edit/{order.id}"
    entries = session.scalar(select(func.count(JournalEntry.id)))
    save(mission, address)
    session.rollback()
    assert session.scalar(select(func.count(JournalEntry.id))) == entries  # nothing changed: nothing is written
    first = order.lines[0].id
    changed = line(0, label="Réunion", price="1 200") | line(1, label="", price="") | line(2, label="Neuf", price="1")
    assert save(mission, address, **changed).status_code == 302
    row = only(PurchaseOrder)
    assert [(item.label, item.unit_price_excl_tax) for item in row.lines] == [("Réunion", 1200), ("Neuf", 1)]
    assert row.lines[0].id == first


def test_two_people_who_change_the_lines_are_told(mission, contract, session) -> None:
    order = make.order_of(contract, "1000")
    session.commit()
    address = f"/bons-de-commande/edit/{order.id}"
    mine = opened(mission, address)
    order.lines[0].unit_price_excl_tax = Decimal(1500)
    session.commit()
    answer = post(mission, address, mine | line(0, price="1700"))
    assert answer.status_code == 409
    assert len(conflicts(answer)) == 1


def test_a_draft_is_issued_then_cancelled(mission, contract, session, only) -> None:
    order = make.order_of(contract, "10000.01", state=OrderState.DRAFT, ordered_on=None)
    session.commit()
    address = f"/bons-de-commande/issue/{order.id}"
    assert typed(mission.get(address), "ordered_on") == TODAY.isoformat()
    refused = save(mission, address)
    assert refused.status_code == 422
    order.lines[0].unit_price_excl_tax = Decimal(10_000)
    session.commit()
    assert save(mission, address).status_code == 302
    assert (only(PurchaseOrder).state, only(PurchaseOrder).ordered_on) == (OrderState.ISSUED, TODAY)
    assert save(mission, f"/bons-de-commande/cancel/{order.id}", notes="Réunion reportée").status_code == 302
    assert only(PurchaseOrder).state is OrderState.CANCELLED


def test_a_deliverable_is_received_refused_received_again_and_admitted(mission, contract, session, only) -> None:
    row = make.DeliverableFactory(contract=contract)
    session.commit()
    address = f"/livrables/{{}}/{row.id}"
    assert typed(mission.get(address.format("receive")), "received_on") == TODAY.isoformat()
    save(mission, address.format("receive"), received_on="20/11/2026")
    assert typed(mission.get(address.format("decide")), "decision") == "admission"
    answer = save(mission, address.format("decide"), decision="rejection")
    assert list(refusals(answer)) == ["reason"]
    save(mission, address.format("decide"), decision="rejection", reason="Illisible")
    assert only(Deliverable).decision is DeliverableDecision.REJECTION
    save(mission, address.format("receive"))
    again = only(Deliverable)
    assert (again.received_on, again.decision, again.reason) == (TODAY, None, None)
    save(mission, address.format("decide"))
    assert (only(Deliverable).decision, only(Deliverable).decided_on) == (DeliverableDecision.ADMISSION, TODAY)


def test_an_invoice_goes_to_its_payment(mission, contract, only) -> None:
    page = mission.get(f"/factures/add?contract={contract.id}")
    assert typed(page, "supplier") == str(contract.holders[0].supplier_id)
    cells = line(0, label="Réunion", amount="-12,34", vat_rate="20")
    save(mission, "/factures/add", contract=contract.id, number="F-1", received_on="01/11/2026", **cells)
    row = only(Invoice)
    assert (row.supplier_id, row.lines[0].total_incl_tax) == (contract.holders[0].supplier_id, Decimal("-14.81"))
    for method, name in (("checked", "checked_on"), ("sent", "sent_to_payment_on"), ("paid", "paid_on")):
        assert save(mission, f"/factures/{method}/{row.id}").status_code == 302
        assert getattr(only(Invoice), name) == TODAY
    assert list(refusals(save(mission, f"/factures/paid/{row.id}", paid_on="25/11/2026"))) == ["paid_on"]


def test_a_line_alone_without_a_text_says_the_subject(mission, contract, only, session) -> None:
    two = line(0, amount="10", vat_rate="20") | line(1, amount="20", vat_rate="20")
    given = {"contract": contract.id, "number": "F-1", "received_on": "01/11/2026", "subject": "Forum"}
    assert list(refusals(save(mission, "/factures/add", **given, **two))) == ["line_items"]
    assert save(mission, "/factures/add", **given, **line(0, amount="10", vat_rate="20")).status_code == 302
    assert [row.label for row in only(Invoice).lines] == ["Forum"]
    session.rollback()
    alone = line(0, amount="10", vat_rate="20")
    assert list(refusals(save(mission, "/factures/add", **given | {"number": "F-2", "subject": ""}, **alone))) == [
        "line_items"
    ]


def test_the_page_of_a_contract_shows_its_figures(mission, contract, session) -> None:
    make.order_of(contract, "8000")
    make.invoice_of(contract, "3000", paid_on=TODAY)
    make.invoice_of(contract, "1000")
    make.DeliverableFactory(contract=contract, name="Synthèse")
    session.commit()
    page = document(mission.get(f"/marches/show/{contract.id}?tab=execution"))
    figures = [" ".join(item.text_content().split()) for item in page.xpath('//*[@class="figures"]//dd')]
    assert figures == [f"{text},00 €" for text in ("10 000", "8 000", "4 000", "3 000", "2 000")]
    bars = page.xpath('//*[@class="share-bar"]/*[@width]')
    assert [(item.get("x"), item.get("width")) for item in bars] == [("0", "300"), ("300", "100"), ("400", "400")]
    assert page.xpath('//*[contains(@class, "contract-figures__use")]/*[contains(@class, "pill--warn")]')
    assert len(page.xpath('//*[@id="panel-execution"]//tbody/tr')) == 4


def test_what_falls_due_in_execution_leads_there(mission, contract, session) -> None:
    make.invoice_of(contract, "1000", number="F-LATE", received_on=TODAY - 40 * DAY)
    session.commit()
    page = document(mission.get(f"/marches/show/{contract.id}"))
    (link,) = page.xpath('//dt[text()="La suite"]/following-sibling::dd//a')
    assert link.text_content() == "Facture à payer"
    assert "F-LATE" in document(mission.get(link.get("href"))).xpath('//*[@id="panel-execution"]')[0].text_content()


def test_two_people_who_order_at_once_do_not_pass_the_maximum_together(session, database, contract) -> None:
    contract_id = contract.id
    session.close()

    def order(number: str):
        def write(other) -> None:
            from_database = other.get_one(type(contract), contract_id)
            row = PurchaseOrder(
                contract=from_database,
                number=number,
                subject="x",
                state=OrderState.ISSUED,
                ordered_on=TODAY,
            )
            row.lines = [PurchaseOrderLine(label="x", quantity=Decimal(1), unit_price_excl_tax=Decimal(5001))]
            with other.no_autoflush:
                check_order(other, row)
            other.add(row)

        return write

    assert "passes the maximum" in at_once(database, order("BC-1"), order("BC-2"))


@pytest.mark.parametrize("user", ["ref5", "saisie5", "elu5", "dpo"])
def test_nobody_else_orders(client_as, contract, user) -> None:
    for address in ("/bons-de-commande/add", "/livrables/add", "/factures/add", "/taux-interets-moratoires/list/"):
        assert client_as(user).get(address).status_code in (302, 403)


def test_an_invoice_over_its_order_or_before_the_start_is_told_and_kept(session, mission, contract) -> None:
    order = make.PurchaseOrderFactory(contract=contract, number="BC-9", ordered_on=TODAY, state=OrderState.ISSUED)
    make.PurchaseOrderLineFactory(order=order, quantity=Decimal(1), unit_price_excl_tax=Decimal(3000))
    first = make.InvoiceFactory(contract=contract, order=order, number="F-1", received_on=TODAY)
    make.InvoiceLineFactory(invoice=first, amount_excl_tax=Decimal(2000))
    session.commit()
    assert "plus que les" not in mission.get(f"/factures/show/{first.id}").text
    second = make.InvoiceFactory(contract=contract, order=order, number="F-2", received_on=TODAY)
    make.InvoiceLineFactory(invoice=second, amount_excl_tax=Decimal("1000.01"))
    session.commit()
    assert "plus que les" in mission.get(f"/factures/show/{second.id}").text
    answer = save(mission, f"/factures/edit/{second.id}", received_on=(contract.starts_on - DAY).isoformat())
    told = mission.get(answer.location).text
    assert "plus que les" in told
    assert "avant le début du marché" in told


def test_the_orders_offered_are_those_of_the_contract(session, mission, contract) -> None:
    own = make.PurchaseOrderFactory(contract=contract, number="BC-9")
    make.PurchaseOrderFactory(number="BC-8")
    session.commit()
    page = document(mission.get(f"/factures/add?contract={contract.id}"))
    (address,) = page.xpath('//select[@name="order"]/@data-lookup')
    assert "within=contract" in address
    assert len(mission.get(address).json["results"]) == 2
    assert [row["id"] for row in mission.get(f"{address}&of={contract.id}").json["results"]] == [own.id]
