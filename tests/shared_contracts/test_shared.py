"""What a référent sees of contracts: the shared ones that serve the mairie, without an amount, by no other door."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.search.matching import matching
from models.base import Record, metadata
from models.contracts import Contract, ContractState
from models.execution import Deliverable, Invoice, InvoiceLine, PurchaseOrder, PurchaseOrderLine
from models.placement import ServedMairies
from models.shared_contracts import SharedContract, SharedDeliverable, SharedHolder
from models.suppliers import Supplier
from tests.base.pages import document
from tests.support import TODAY, factories
from tests.support import orders as make
from tests.support.prepared import prepared
from tests.support.procurement import ContractHolderFactory, SupplierFactory

pytestmark = pytest.mark.db
SHOWN = (SharedContract, SharedHolder, SharedDeliverable)


@prepared
def place(session):
    """The arrondissements by number."""
    return {number: factories.ArrondissementFactory(number=number) for number in (3, 5, 7)}


def a_contract(name: str, **values) -> Contract:
    contract = make.RunningContractFactory(title=name, **{"is_shared": True} | values)
    ContractHolderFactory(contract=contract, supplier=SupplierFactory(name=f"Cabinet {name}"))
    make.DeliverableFactory(contract=contract, name=f"Livrable {name}", reduction_excl_tax=None)
    return contract


@pytest.fixture
def contracts(session, place):
    fifth = factories.InstanceFactory(name="fifth", arrondissements=[5])
    city = factories.InstanceFactory(name="city", arrondissements=[])
    rows = {
        "own": a_contract("own", arrondissements=[place[5]]),
        "both": a_contract("both", arrondissements=[place[5], place[7]]),
        "by body": a_contract("by body", instances=[fifth]),
        "awarded": a_contract("awarded", arrondissements=[place[5]], state=ContractState.AWARDED),
        "ended": a_contract("ended", arrondissements=[place[5]], state=ContractState.ENDED),
        "other": a_contract("other", arrondissements=[place[7]]),
        "nowhere": a_contract("nowhere"),
        "of the city": a_contract("of the city", instances=[city]),
        "off": a_contract("off", arrondissements=[place[5]], is_shared=False),
        "procedure": a_contract("procedure", arrondissements=[place[5]], state=ContractState.PROCEDURE),
    }
    session.commit()
    return rows


def scope_of(place, *numbers: int, reach: Reach = Reach.ARRONDISSEMENTS) -> Scope:
    return Scope(reach, arrondissement_ids=frozenset(place[number].id for number in numbers), user_id=1)


OF_FIFTH = {"own", "both", "by body", "awarded", "ended"}


@pytest.mark.parametrize(
    ("reach", "numbers", "seen"),
    [
        (Reach.ARRONDISSEMENTS, (5,), OF_FIFTH),
        (Reach.ARRONDISSEMENTS, (7,), {"both", "other"}),
        (Reach.ARRONDISSEMENTS, (3,), set()),
        (Reach.ARRONDISSEMENTS, (5, 7), OF_FIFTH | {"other"}),
        (Reach.ELECTED, (5,), set()),
        (Reach.NOTHING, (5,), set()),
    ],
)
def test_a_reader_sees_the_shared_contracts_that_serve_her_mairies(
    contracts, place, as_reader, reach, numbers, seen
) -> None:
    reader = as_reader(scope_of(place, *numbers, reach=reach))
    assert set(reader.scalars(select(SharedContract.title))) == seen
    assert set(reader.scalars(select(SharedHolder.name))) == {f"Cabinet {name}" for name in seen}
    assert set(reader.scalars(select(SharedDeliverable.name))) == {f"Livrable {name}" for name in seen}
    for closed in (Contract, Supplier, PurchaseOrder, PurchaseOrderLine, Deliverable, Invoice, InvoiceLine):
        assert reader.scalars(select(closed)).all() == []


def test_what_is_shown_holds_no_amount_and_is_copied_nowhere() -> None:
    assert {model: set(model.__table__.c.keys()) for model in SHOWN} == {
        SharedContract: {"id", "number", "title", "starts_on", "ends_on"},
        SharedHolder: {"id", "contract_id", "position", "name"},
        SharedDeliverable: {"id", "contract_id", "name", "due_on", "received_on"},
    }
    for model in SHOWN:
        assert isinstance(model.__placement__, ServedMairies)
        assert not issubclass(model, Record)  # neither journal, nor lock, nor undo
        assert model.__table__.name not in metadata.tables


def test_the_switch_and_every_change_are_seen_at_once(contracts, place, session, as_reader) -> None:
    contracts["own"].is_shared = False
    contracts["off"].is_shared = True
    contracts["both"].arrondissements = [place[7]]
    contracts["by body"].instances[0].arrondissements = [place[3]]
    contracts["awarded"].holders[0].supplier.name = "Nouveau nom"
    session.commit()
    reader = as_reader(scope_of(place, 5))
    assert set(reader.scalars(select(SharedContract.title))) == {"off", "awarded", "ended"}
    assert set(reader.scalars(select(SharedHolder.name))) == {"Cabinet off", "Nouveau nom", "Cabinet ended"}


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("own", {"own"}),
        ("cabinet by", {"by body"}),
        ("CABINET", OF_FIFTH),
        ("livrable own", {"own"}),
        ("secrete", set()),  # a word of the budget line
        ("10000", set()),
    ],
)
def test_a_search_finds_what_is_shown_and_no_more(contracts, place, session, as_reader, query, seen) -> None:
    contracts["own"].budget_line = "Ligne secrète"
    session.commit()
    reader = as_reader(scope_of(place, 5))
    found = reader.scalars(select(SharedContract).where(matching(reader, SharedContract, query, with_private=False)))
    assert {row.title for row in found} == seen


# ---- On screen -------------------------------------------------------------------------------------------------------


def test_a_referent_reads_provider_schedule_and_deliverables_and_no_amount(contracts, session, client_as) -> None:
    own = contracts["own"]
    own.maximum_excl_tax = own.amount_excl_tax = Decimal("123456.78")
    make.order_of(own, "98765")
    make.DeliverableFactory(contract=own, name="En retard", due_on=TODAY - dt.timedelta(days=3))
    session.commit()
    client = client_as("ref5")
    listed = client.get("/marches-partages/list/").get_data(as_text=True)
    assert "Cabinet own" in listed
    assert "off" not in document(client.get("/marches-partages/list/")).xpath("string(//tbody)")
    page = client.get(f"/marches-partages/show/{own.id}").get_data(as_text=True)
    assert "Livrable own" in page
    assert "01/01/2026" in page
    assert "En retard" in page
    for secret in ("123", "98\u202f765", "98765"):
        assert secret not in document(client.get(f"/marches-partages/show/{own.id}")).xpath("string(//main)")
    for name in ("other", "off", "procedure"):
        assert client.get(f"/marches-partages/show/{contracts[name].id}").status_code == 404
    for closed in ("marches", "bons-de-commande", "livrables", "factures", "prestataires"):
        assert client.get(f"/{closed}/list/").status_code in (302, 403)
    exported = client.get("/marches-partages/export")
    assert exported.status_code == 200
    assert b"123456" not in exported.data


@pytest.mark.parametrize("user", ["saisie5", "elu5", "dpo"])
def test_others_have_no_such_screen(contracts, client_as, user) -> None:
    assert client_as(user).get("/marches-partages/list/").status_code in (302, 403)


@pytest.mark.parametrize("method", ["add", "edit/1", "delete/1", "bulk", "version/1/1"])
def test_nothing_is_written_there(client_as, method) -> None:
    assert client_as("mission").post(f"/marches-partages/{method}").status_code in (404, 405)
