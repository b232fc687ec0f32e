"""Rows of contracts that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.contracts import Contract, ProcurementStep
from tests.accounts.search_rows import account_row
from tests.instances.search_rows import body_row
from tests.support import orders
from tests.support import procurement as buy


def contract_row() -> Contract:
    supplier = buy.SupplierFactory(name="Études Élan")
    contract = buy.ContractFactory(
        number="É-2026-01",
        title="Évaluation des démarches",
        cpv="79411000-8",
        cpv_label="Conseil général",
        budget_line="Ligne dédiée",
        open_data_id="ÉMA-1",
        family=buy.PurchaseFamilyFactory(name="Études générales"),
        responsible=account_row("Ünsal", "Çelik"),
        instances=[body_row()],
    )
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    return contract


def step_row() -> ProcurementStep:
    return buy.ProcurementStepFactory(
        contract=buy.ContractFactory(number="É-2026-02", title="Étude d’impact"),
        label="Réception des plis",
        note="Prévenir l’élue",
        responsible=account_row("Åsa", "Brûlé"),
    )


def ordered_on_row() -> Contract:
    contract = orders.RunningContractFactory(number="É-2026-03", title="Accompagnement d’été")
    buy.ContractHolderFactory(contract=contract, supplier=buy.SupplierFactory(name="Études Océan"))
    return contract


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Contract: (contract_row,),
    ProcurementStep: (step_row,),
}
