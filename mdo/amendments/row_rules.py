"""What is asked of the rows of amendments, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.amendments.advances import check_advance, check_penalty
from mdo.amendments.renewals import check_not_renewed, check_renewal
from mdo.amendments.rules import check_amendment, check_no_longer_in_force
from mdo.amendments.subcontracting import check_change, check_subcontract
from mdo.contracts.lowering import check_lowering_after, check_lowering_without
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.procurement.figures import stored_figures
from mdo.procurement.thresholds import stored_thresholds
from mdo.suppliers.evaluations import check_evaluation
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange


def _write_amendment(session: AnySession, row: Amendment, today: dt.date) -> None:
    check_amendment(row, stored_thresholds(session), stored_figures(session), today)
    check_lowering_after(session, row, today)


def _undo_amendment(session: AnySession, row: Amendment, today: dt.date) -> None:
    """The end that it moved and the holder that it brought go back with it; what was ordered since does not."""
    check_lowering_without(session, row, today)


def _undo_renewal(session: AnySession, row: Renewal, today: dt.date) -> None:
    """The end that it moved goes back with it."""


RULES: Mapping[type, RowRules] = {
    Amendment: RowRules(
        _write_amendment,
        removal=lambda session, row, today: check_no_longer_in_force(row),
        undone=_undo_amendment,
    ),
    Renewal: RowRules(
        lambda session, row, today: check_renewal(row, today),
        removal=lambda session, row, today: check_not_renewed(row),
        undone=_undo_renewal,
    ),
    Subcontract: RowRules(check_subcontract),
    SubcontractChange: RowRules(check_change),
    Advance: RowRules(lambda session, row, today: check_advance(row, today)),
    Penalty: RowRules(lambda session, row, today: check_penalty(row, today)),
    Evaluation: RowRules(check_evaluation),
}
