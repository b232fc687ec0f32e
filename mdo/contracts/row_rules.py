"""What is asked of the rows of contracts, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.contracts.steps import check_step
from mdo.kernel.rules.declared import RowRules
from models.contracts import ProcurementStep

RULES: Mapping[type, RowRules] = {
    ProcurementStep: RowRules(lambda session, row, today: check_step(row, today)),
}
