"""What is done on what hangs on a contract, its subcontracts, advances and penalties: acts that lead to no state."""

from collections.abc import Mapping
from typing import Any

from mdo.amendments.advance_owed import to_take_back
from mdo.contracts.figures import balance_of
from mdo.contracts.limits import stored_limits
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine
from models.amendments import Advance, Penalty, Subcontract


def _what_is_left(session: AnySession, advance: Advance) -> Mapping[str, Any]:
    """What is to be taken back, else the whole advance; what was said already stays."""
    if advance.repaid_incl_tax:
        return {}
    limits = stored_limits(session, advance.contract, context_of(session).today)
    due = to_take_back(advance, balance_of(session, advance.contract), limits)
    return {"repaid_incl_tax": due or advance.amount_incl_tax}


# fmt: off
SUBCONTRACT_ACTS = Machine(Subcontract, (
    Act("accept", N_("Accept and notify"), "check-lg", ("accepted_on", "notified_on"), N_("Acceptance"),
        optional=("notified_on",), today=("accepted_on", "notified_on"), leads=False,
        offered=lambda row, law: row.notified_on is None),
))
ADVANCE_ACTS = Machine(Advance, (
    Act("repay", N_("Take back"), "arrow-return-left", ("repaid_incl_tax", "repaid_on"), N_("Advance taken back"),
        today=("repaid_on",), leads=False, propose=_what_is_left,
        offered=lambda row, law: row.paid_on is not None and row.repaid_on is None),
))
PENALTY_ACTS = Machine(Penalty, (
    Act("waive", N_("Waive"), "x-circle", ("waived_on", "waiver_reason"), N_("Waiver"), today=("waived_on",),
        leads=False, offered=lambda row, law: row.waived_on is None),
))
# fmt: on
