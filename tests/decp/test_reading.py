"""A file of essential data: what is taken from it, what is refused and by which field, what is left as it is."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mdo.decp.conformity import faults_of_record
from mdo.decp.importing import stored_ids, write_contracts
from mdo.decp.publication_state import standing_of
from mdo.decp.reading import MOST_BYTES, MOST_RECORDS, RecordOutcome, read_decp
from mdo.decp.record import holders_at, record_of
from mdo.decp.releases import records_of
from mdo.decp.states import OpenDataState
from mdo.kernel.base.errors import RuleViolation
from models.contracts import Contract, ContractState
from models.decp import OpenDataRelease
from models.procurement import ProcedureCode
from models.suppliers import Supplier
from tests.decp.test_record import DAY, a_contract, changed_twice
from tests.support import procurement as buy

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "decp" / "examples"


def a_record(**changes: Any) -> dict[str, Any]:
    record = {**record_of(a_contract(), DAY), **changes}
    return {key: value for key, value in record.items() if value != "left out"}


def a_file(*records: Any) -> bytes:
    return json.dumps({"marches": {"marche": list(records)}}).encode()


def read(*records: Any, stored: tuple[str, ...] = ()) -> Any:
    return read_decp(a_file(*records), stored, DAY)


@pytest.mark.parametrize("make", [a_contract, changed_twice])
def test_what_leaves_comes_back(make: Any) -> None:
    found = read(record_of(make(), DAY))
    assert [(row.fate, row.faults) for row in found.rows] == [(RecordOutcome.NEW, ())]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"codeCPV": "left out"}, "cpv"),
        ({"codeCPV": "NC"}, "cpv"),
        ({"codeCPV": "79411000-7"}, "cpv"),
        ({"objet": 12}, "title"),
        ({"objet": "\x00zéro"}, "title"),
        ({"objet": "   "}, "title"),
        ({"procedure": "Autre"}, "procedure"),
        ({"montant": 0}, "amount_excl_tax"),
        ({"montant": "45000"}, "amount_excl_tax"),
        ({"montant": True}, "amount_excl_tax"),
        ({"dureeMois": 181}, "firm_months"),
        ({"dureeMois": 1.5}, "firm_months"),
        ({"techniques": ["Accord-cadre"]}, "technique"),
        ({"titulaires": []}, "holders"),
        ({"titulaires": [{"titulaire": {"id": "99999999900008", "typeIdentifiant": "SIRET"}}]}, "identifier"),
        ({"dateNotification": "2026-11-25"}, "notified_on"),
        ({"dateNotification": "2026-02-31"}, "notified_on"),
        ({"dateNotification": "2026-06-15T10:00"}, "notified_on"),
        ({"datePublicationDonnees": "2026-06-14"}, "published_on"),
        ({"lieuExecution": {"code": "69123", "typeCode": "Code arrondissement"}}, "place_code"),
        ({"lieuExecution": {"code": "69123"}}, "place_code"),
        ({"acheteur": {}}, "acheteur"),
        ({"id": "left out"}, "open_data_id"),
        ({"modalitesExecution": {"modaliteExecution": ["Sans objet"]}}, "has_purchase_orders"),
        ({"modifications": []}, "modifications"),
    ],
)
def test_a_record_is_refused_by_the_field_at_fault(changes: dict[str, Any], field: str) -> None:
    (row,) = read(a_record(**changes)).rows
    assert (row.fate, {fault.field for fault in row.faults}) == (RecordOutcome.ERROR, {field})
    assert all(str(fault) for fault in row.faults)


def test_all_the_keys_at_fault_are_told() -> None:
    (row,) = read(a_record(codeCPV="NC", ccag="left out")).rows
    assert {fault.field for fault in row.faults} == {"cpv", "ccag"}


def test_keys_that_publishers_add_are_left_out() -> None:
    assert read(a_record(nomTitulaire="Cabinet", _type="Marché")).rows[0].fate is RecordOutcome.NEW


def test_others_are_left_out_and_what_is_there_stays() -> None:
    found = read(
        a_record(acheteur={"id": "21750001600019"}), a_record(), a_record(), a_record(id="AMO-2025-04"), 7,
        stored=("AMO-2025-04",),
    )  # fmt: skip
    assert found.of_others == 1
    assert [(row.rank, row.fate) for row in found.rows] == [
        (2, RecordOutcome.NEW), (3, RecordOutcome.ERROR), (4, RecordOutcome.EXISTING), (5, RecordOutcome.ERROR),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  ",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"marches": {"marche": []}}',
        b'{"marches": {"marche": {"id": "1"}}}',
        b'{"marches": {"marche": [{"montant": NaN}]}}',
        b"[" * 100_000,
        b'{"marches": {"marche": [' + b"9" * 5000 + b"]}}",
        a_file(*({} for _ in range(MOST_RECORDS + 1))),
        b" " * (MOST_BYTES + 1),
    ],
    ids=range(13),
)
def test_a_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_decp(content, (), DAY)
    assert refusal.value.field == "file"


def test_our_schema_is_held_as_a_validator_holds_it() -> None:
    assert faults_of_record(a_record()) == []
    (fault,) = faults_of_record(a_record(typesPrix={"typePrix": ["Provisoire", "Provisoire"]}))
    assert fault.field == "price_type"


def test_the_official_examples_are_read_without_breaking() -> None:
    files = [path.read_bytes() for path in sorted(OFFICIAL.rglob("*.json"))]
    assert all(_count(content) for content in files)


def _count(content: bytes) -> int:
    try:
        found = read_decp(content, (), DAY)
    except RuleViolation:
        return 0
    return found.of_others + len(found.rows)


@pytest.mark.db
def test_a_file_makes_the_files_of_past_contracts(session) -> None:
    known = buy.SupplierFactory(name="Cabinet connu", identifier="99999999900009")
    record = record_of(changed_twice(), DAY)
    (contract,) = write_contracts(session, read(record, stored=tuple(stored_ids(session))).rows, DAY)
    assert (contract.number, contract.open_data_id) == ("AMO-2026-01", "AMO-2026-01")
    assert (contract.maximum_excl_tax, contract.amount_excl_tax) == (Decimal(180000), None)
    assert (contract.firm_months, contract.ends_on) == (48, dt.date(2030, 12, 14))  # six months by an amendment
    assert (contract.state, contract.published_on) == (ContractState.RUNNING, dt.date(2026, 7, 10))
    assert [holder.supplier.identifier for holder in contract.holders] == ["21690123100011"]
    assert holders_at(contract, dt.date.min) == [known]
    release = session.scalars(select(OpenDataRelease)).one()
    assert (json.loads(release.content), release.released_on) == (record, DAY)
    assert records_of(session, [contract], DAY)["marches"]["marche"] == [record]
    # A holder that is its own subcontractor is to be written by hand: nothing leaves as new meanwhile.
    assert standing_of(session, contract, DAY).state is OpenDataState.CHANGED


@pytest.mark.db
def test_a_second_time_nothing_is_new(session) -> None:
    write_contracts(session, read(a_record()).rows, DAY)
    assert session.scalars(select(Supplier.name)).all() == ["99999999900009"]
    again = read(a_record(), stored=tuple(stored_ids(session)))
    assert [row.fate for row in again.rows] == [RecordOutcome.EXISTING]
    (contract,) = session.scalars(select(Contract))
    assert standing_of(session, contract, DAY).state is OpenDataState.PUBLISHED


@pytest.mark.db
@pytest.mark.parametrize(("day", "state"), [("2024-11-25", ContractState.RUNNING), ("2024-11-23", ContractState.ENDED)])
def test_a_contract_that_is_over_comes_in_as_ended(session, day, state) -> None:
    record = a_record(dateNotification=day, datePublicationDonnees="2025-01-10", dureeMois=24)
    (contract,) = write_contracts(session, read(record).rows, DAY)
    assert contract.state is state


@pytest.mark.db
def test_a_subsequent_contract_is_tied_to_its_framework(session) -> None:
    both = {"modaliteExecution": ["Bons de commande", "Marchés subséquents"]}
    framework = a_record(modalitesExecution=both)
    below = a_record(
        id="AMO-2026-01-MS1", idAccordCadre="AMO-2026-01", techniques={"technique": ["Sans objet"]}, montant=45000,
        modalitesExecution={"modaliteExecution": ["Sans objet"]}, dateNotification="2026-07-01",
    )  # fmt: skip
    made = write_contracts(session, read(below, framework).rows, DAY)
    assert made[0].framework is made[1]
    assert made[0].procedure is ProcedureCode.SUBSEQUENT
    assert standing_of(session, made[0], DAY).state is OpenDataState.PUBLISHED
