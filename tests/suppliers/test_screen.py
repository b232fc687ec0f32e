"""A supplier on screen: told from those that look alike, the people reached there, what it holds."""

import pytest
from sqlalchemy import select

from models.contracts import ContractState
from models.procurement import ProcedureCode
from models.suppliers import Supplier, SupplierContact
from tests.base.pages import document, refusals, save
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as make
from tests.support.forms import post

pytestmark = ON_SQLITE
SIRET = "00010437200016"


@pytest.fixture
def mission(client_as):
    return client_as("mission")


def words(client, address: str) -> str:
    found = document(client.get(address)).xpath("//main")[0]
    return " ".join(found.text_content().split())


def test_the_same_identifier_is_refused_and_another_establishment_is_said(mission, session) -> None:
    nova = make.SupplierFactory(name="Nova Concertation", identifier=SIRET)
    session.commit()
    assert refusals(save(mission, "/prestataires/add", name="Nova", identifier=SIRET)).keys() == {"identifier"}
    asked = {"name": "NOVA concertation SAS", "identifier": ""}
    found = mission.get("/prestataires/semblables", query_string=asked).get_data(as_text=True)
    assert f"/prestataires/show/{nova.id}" in found
    assert mission.get(f"/prestataires/semblables?supplier={nova.id}&name=Nova+Concertation").data == b""
    answer = save(mission, "/prestataires/add", name="Nova Concertation", vat_number="FR12000104372")
    assert answer.status_code == 302, refusals(answer)
    assert "Nova Concertation, 00010437200016" in words(mission, answer.location)


def test_contacts_are_added_changed_and_taken_off(mission, session) -> None:
    supplier = make.SupplierFactory()
    session.commit()
    page = f"/prestataires/show/{supplier.id}?tab=contacts"
    save(mission, f"/prestataires/{supplier.id}/contact", name="Solène Marchetti", email="solene@example.org")
    assert "Solène Marchetti" in words(mission, page)
    session.rollback()
    contact_id = session.scalars(select(SupplierContact.id)).one()
    session.rollback()
    assert refusals(save(mission, f"/prestataires/contact/{contact_id}", name="")).keys() == {"name"}
    save(mission, f"/prestataires/contact/{contact_id}", function="Directrice")
    assert "Directrice" in words(mission, page)
    post(mission, f"/prestataires/contact/{contact_id}/supprimer")
    session.rollback()
    assert session.scalars(select(SupplierContact)).all() == []
    undo = document(mission.get(page)).xpath("//form[@class='note__action']/@action")
    post(mission, undo[0])
    session.rollback()
    assert session.scalars(select(SupplierContact.name)).all() == ["Solène Marchetti"]


def test_a_supplier_shows_what_it_holds_alone_or_in_a_group(mission, session) -> None:
    supplier, other = make.SupplierFactory(), make.SupplierFactory()
    held = make.ContractFactory(
        title="Étude tenue",
        state=ContractState.RUNNING,
        procedure=ProcedureCode.DIRECT,
        notified_on=TODAY,
        ends_on=TODAY,
    )
    make.ContractFactory(title="Étude d’un autre")
    make.ContractHolderFactory(contract=held, supplier=other, position=1)
    make.ContractHolderFactory(contract=held, supplier=supplier, position=2)
    session.commit()
    shown = words(mission, f"/prestataires/show/{supplier.id}?tab=contracts")
    assert "Étude tenue" in shown
    assert "Étude d’un autre" not in shown
    post(mission, f"/prestataires/delete/{supplier.id}")
    session.rollback()
    assert session.get(Supplier, supplier.id) is not None, "one that holds a contract is not deleted"


def test_one_no_longer_in_use_is_not_proposed(mission, session) -> None:
    make.SupplierFactory(name="Cabinet ouvert")
    make.SupplierFactory(name="Cabinet fermé", is_active=False)
    session.commit()
    found = mission.get("/prestataires/choix?q=cabinet").get_json()["results"]
    assert [item["text"] for item in found] == ["Cabinet ouvert"]
