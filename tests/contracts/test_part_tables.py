"""Excel on each table of a contract, of what hangs on it and of its suppliers: its rows, for who may take them."""

import pytest
from sqlalchemy import select

from models.journal import AccessLog
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY, factories
from tests.support import amendments as change
from tests.support import orders as make
from tests.support import procurement as buy
from tests.support.open_data import OpenDataReleaseFactory
from tests.support.prepared import prepared
from tests.support.tables import table_rows

pytestmark = [pytest.mark.db, ON_SQLITE]


@prepared
def rows(session):
    contract = make.RunningContractFactory(is_shared=True)
    supplier = buy.SupplierFactory(name="Nova Concertation", identifier="00010437200016", is_sme=True)
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    buy.SupplierContactFactory(supplier=supplier, name="Ana Lund", email="ana@exemple.org")
    order = make.order_of(contract, "1000")
    invoice = make.invoice_of(contract, "400", supplier=supplier, order=order)
    delivered = make.DeliverableFactory(contract=contract, order=order)
    file = buy.ContractFactory()
    buy.ContractFactory(allotment=file, lot_number=1)
    frame = make.RunningContractFactory(has_subsequent_contracts=True)
    buy.ContractFactory(framework=frame)
    act = change.SubcontractFactory(contract=contract)
    change.SubcontractChangeFactory(subcontract=act)
    OpenDataReleaseFactory(contract=contract)
    buy.ContractDocumentFactory(contract=contract, title="Acte d’engagement")
    change.AdvanceFactory(contract=contract)
    change.EvaluationFactory(contract=contract, supplier=supplier)
    session.commit()
    named = {"contract": contract, "supplier": supplier, "order": order, "invoice": invoice}
    return {**named, "file": file, "frame": frame, "act": act, "delivered": delivered}


PARTS = [
    ("marches", "contract", "holders", "holder", ["Nova Concertation", 1, "SIRET", "00010437200016", "Oui"]),
    ("marches", "contract", "documents", "documents", ["Acte d’engagement"]),
    ("marches", "contract", "releases", "open_data", [None]),
    ("prestataires", "supplier", "contacts", "contacts", ["Ana Lund", None, "ana@exemple.org"]),
    ("prestataires", "supplier", "contracts", "contracts", [None]),
    ("prestataires", "supplier", "orders", "orders", [None]),
    ("prestataires", "supplier", "invoices", "invoices", [None]),
    ("prestataires", "supplier", "evaluations", "evaluations", [None]),
    ("bons-de-commande", "order", "lines", "lines", [None]),
    ("bons-de-commande", "order", "invoices", "invoices", [None]),
    ("bons-de-commande", "order", "deliverables", "deliverables", [None]),
    ("marches", "file", "lots", "lots", [None]),
    ("marches", "frame", "subsequent", "subsequent", [None]),
    ("sous-traitance", "act", "changes", "changes", [None]),
    ("factures", "invoice", "lines", "lines", [None]),
]


@pytest.mark.parametrize(("place", "of", "name", "tab", "expected"), PARTS)
def test_a_table_of_a_page_leaves_as_a_file(session, rows, client_as, place, of, name, tab, expected) -> None:
    client, pk = client_as("mission"), rows[of].id
    page = document(client.get(f"/{place}/show/{pk}?tab={tab}&fragment=1"))
    (address,) = page.xpath(f"//a[contains(@href, '/excel/{name}')]/@href")
    answer = client.get(address)
    head, *found = table_rows(answer.data)
    assert len(found) == 1
    assert all(head)
    for place_of_cell, value in enumerate(expected):
        assert value is None or found[0][place_of_cell] == value
    session.rollback()
    assert session.scalars(select(AccessLog.row_count)).all() == [1]


@pytest.mark.parametrize("tab", ["execution", "amendments", "holder"])
def test_the_panels_of_a_contract_lead_to_the_files_of_its_lists(rows, client_as, tab) -> None:
    client, contract = client_as("direction"), rows["contract"]
    page = document(client.get(f"/marches/show/{contract.id}?tab={tab}&fragment=1"))
    files = page.xpath("//a[contains(@href, 'export?f_contract=')]/@href")
    assert len(files) == {"execution": 3, "amendments": 0, "holder": 3}[tab]
    for address in files:
        assert len(table_rows(client.get(address).data)) == 2, address


@pytest.mark.parametrize(("place", "of", "name", "tab", "expected"), PARTS)
@pytest.mark.parametrize("reader", ["ref5", "elu5", "saisie5", "stagiaire"])
def test_others_take_none_of_them(rows, client_as, reader, place, of, name, tab, expected) -> None:
    assert client_as(reader).get(f"/{place}/{rows[of].id}/excel/{name}").status_code in (302, 403, 404)


def test_a_manager_without_personal_data_takes_the_lines_and_no_contact(rows, client_as) -> None:
    client = client_as("direction")
    assert client.get(f"/factures/{rows['invoice'].id}/excel/lines").status_code == 200
    assert client.get(f"/prestataires/{rows['supplier'].id}/excel/contacts").status_code == 403
    assert client.get(f"/prestataires/{rows['supplier'].id}/excel/nothing").status_code == 404


def test_a_referent_takes_the_deliverables_that_are_shared_with_her(session, rows, client_as) -> None:
    contract = rows["contract"]
    contract.arrondissements = [factories.ArrondissementFactory(number=5)]
    make.DeliverableFactory(contract=contract, name="Bilan", due_on=TODAY)
    session.commit()
    answer = client_as("ref5").get(f"/marches-partages/{contract.id}/excel/deliverables")
    found = table_rows(answer.data)
    assert {row[0] for row in found[1:]} == {"Bilan", rows["delivered"].name}
    assert len(found[0]) == 3
