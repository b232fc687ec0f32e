"""Rows of amendments that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from tests.accounts.search_rows import account_row
from tests.contracts.search_rows import contract_row
from tests.suppliers.search_rows import supplier_row
from tests.support import TODAY
from tests.support import amendments as change


def subcontract_row() -> Subcontract:
    return change.SubcontractFactory(
        number=7, contract=contract_row(), supplier=supplier_row(), subject="Mise en récit"
    )


def amendment_row() -> Amendment:
    return change.AmendmentFactory(
        contract=contract_row(), subject="Décalage", justification="Fermeture imprévue", supplier=supplier_row()
    )


def evaluation_row() -> Evaluation:
    author = account_row("Aïda", "Ålund")
    return change.EvaluationFactory(contract=contract_row(), supplier=supplier_row(), comment="Très à", author=author)


def penalty_row() -> Penalty:
    return change.PenaltyFactory(contract=contract_row(), reason="Été passé", waiver_reason="Écourté", waived_on=TODAY)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Amendment: (amendment_row,),
    Renewal: (lambda: change.RenewalFactory(contract=contract_row(), notes="Reçu à"),),
    Subcontract: (subcontract_row,),
    SubcontractChange: (lambda: change.SubcontractChangeFactory(number=3, subcontract=subcontract_row()),),
    Advance: (lambda: change.AdvanceFactory(contract=contract_row(), notes="Versée à"),),
    Penalty: (penalty_row,),
    Evaluation: (evaluation_row,),
}
