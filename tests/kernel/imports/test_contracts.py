"""Import of suppliers and contracts: what becomes of each line, or the set of (line, column) in error."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.contracts import Contract, ContractState, Technique
from models.procurement import ProcedureCode
from models.suppliers import Supplier
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import procurement as make

SUPPLIERS = ("Raison sociale", "SIRET", "N° TVA", "PME", "Ville")
# As the mission's own workbook has them (« Suivi des marchés »).
CONTRACTS = (
    "N°", "Objet", "Titulaire (SIRET)", "Procédure", "Technique", "Bons de commande", "Maximum HT", "Montant HT",
    "Notification", "Début", "Durée (mois)", "Engagé", "Facturé", "Payé", "Reprise au",
)  # fmt: skip
SIRET = "00010437200016"


def planned(session: Session, kind: str, headers: tuple[str, ...], *rows: Any) -> ImportPlan:
    full = (row + (None,) * (len(headers) - len(row)) for row in rows)
    return plan(session, kind, workbook(headers, *full), today=TODAY)


def test_suppliers_come_in_and_come_again_without_a_change(session: Session) -> None:
    rows = (
        ("Nova Concertation", "000 104 372 00016", "FR12000104372", "oui", "Lyon"),
        ("Mesure & Opinion", None, None, "non", "Grenoble"),
        ("Autre", "00010437200017"),
        ("Doute", None, None, "peut-être"),
    )
    made = planned(session, "suppliers", SUPPLIERS, *rows)
    assert states(made) == ["created", "created", "error", "asked"]
    assert places(made) == {(4, "SIRET"), (5, "PME")}
    apply(session, made, only_valid=True)
    session.commit()
    found = session.scalars(select(Supplier).order_by(Supplier.id)).all()
    assert [(row.identifier, row.is_sme) for row in found] == [(SIRET, True), (None, False)]
    again = planned(session, "suppliers", SUPPLIERS, *rows[:1], ("MESURE & OPINION SAS", None, None, None, "Lyon"))
    assert states(again) == ["unchanged", "changed"]


def test_a_contract_under_way_comes_in_with_its_balances(session: Session) -> None:
    make.SupplierFactory(name="Nova Concertation", identifier=SIRET)
    row = (
        "AMO-2025-01", "Accompagnement", SIRET, "MAPA", "accord-cadre", "oui", "200 000,00 €", 180000.0,
        "04/08/2025", "01/09/2025", 24, "42 000,50", 30000, 20000, "31/12/2025",
    )  # fmt: skip
    made = planned(session, "contracts", CONTRACTS, row)
    assert (states(made), list(made.errors)) == (["created"], [])
    apply(session, made)
    session.commit()
    contract = session.scalars(select(Contract)).one()
    assert (contract.state, contract.technique, contract.procedure) == (
        ContractState.RUNNING,
        Technique.FRAMEWORK,
        ProcedureCode.ADAPTED,
    )
    assert (contract.maximum_excl_tax, contract.opening_ordered_excl_tax) == (Decimal(200000), Decimal("42000.50"))
    assert contract.ends_on == dt.date(2027, 8, 31)
    assert [holder.supplier.name for holder in contract.holders] == ["Nova Concertation"]
    assert states(planned(session, "contracts", CONTRACTS, row)) == ["unchanged"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("A1", "Étude", "Inconnu"), "Titulaire (SIRET)"),
        (("A1", "Étude", None, "troc"), "Procédure"),
        (("A1", "Étude", None, None, "accord-cadre"), "Bons de commande"),
        (("A1", "Étude", None, None, None, None, "12,345"), "Maximum HT"),
        (("A1", "Étude", None, None, None, None, -1), "Maximum HT"),
        (("A1", "Étude", None, None, None, None, None, None, "04/08/2025"), "Procédure"),
        (("A1", "Étude", None, None, None, None, None, None, None, None, None, None, None, 5, "31/12/2025"), "Payé"),
        ((None, "Étude"), "N°"),
    ],
)
def test_a_line_that_says_what_cannot_be_names_its_column(session: Session, row: Any, column: str) -> None:
    assert places(planned(session, "contracts", CONTRACTS, row)) == {(2, column)}


@pytest.mark.parametrize(
    ("cpv", "estimate", "expected"),
    [
        ("80500000-9", 1000, set()),
        ("80500000-8", 1000, {(2, "Code CPV")}),
        ("99999999", 1000, {(2, "Code CPV")}),
        ("80500000", 0, {(2, "Estimation HT")}),
    ],
)
def test_a_code_or_an_amount_that_is_none_names_its_column(
    session: Session, cpv: str, estimate: int, expected: set[tuple[int, str]]
) -> None:
    row = ("A1", "Étude", cpv, estimate)
    assert places(planned(session, "contracts", ("N°", "Objet", "Code CPV", "Estimation HT"), row)) == expected


def test_other_holders_are_not_changed_by_an_import(session: Session) -> None:
    make.SupplierFactory(name="Agora")
    contract = make.ContractFactory(number="A1", title="Étude")
    make.ContractHolderFactory(contract=contract, supplier=make.SupplierFactory(name="Nova"))
    session.commit()
    assert places(planned(session, "contracts", CONTRACTS, ("A1", "Étude", "Agora"))) == {(2, "Titulaire (SIRET)")}
    assert states(planned(session, "contracts", CONTRACTS, ("A1", "Étude", "Nova"))) == ["unchanged"]
