"""Files that belong to another: the lots of a need, the marchés subséquents of an accord-cadre."""

import datetime as dt

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from mdo.kernel.rules.twofold import Rule
from mdo.procurement.choice import refusal_of_lot
from mdo.procurement.law import NeedLaw
from mdo.procurement.need import level_of
from models.contracts import Contract, ContractEnding, ContractState
from models.procurement import ProcedureCode

_lot = aliased(Contract)
# What a lot or a subsequent contract has in common with its file, until it says otherwise.
_COMMON = (
    "responsible",
    "family",
    "cpv",
    "cpv_label",
    "budget_line",
    "vat_rate",
    "price_form",
    "price_type",
    "ccag",
    "place_code",
    "place_kind",
    "is_electronic",
)
_OF_LOT = (
    "procedure",
    "procedure_reason",
    "launch_on",
    "wished_start_on",
    "has_social_clause",
    "has_social_criterion",
    "has_environmental_clause",
    "has_environmental_criterion",
)


def new_lot(file: Contract) -> Contract:
    """The next lot of a file: what is bought is of one need, hence of one family, procedure and launch."""
    numbers = [lot.lot_number or 0 for lot in file.lots]
    lot = _like(file, *_OF_LOT)
    lot.allotment, lot.lot_number = file, max(numbers, default=0) + 1
    lot.state = ContractState.NEED if file.state is ContractState.NEED else ContractState.PROCEDURE
    return lot


def new_subsequent(framework: Contract) -> Contract:
    """A marché subséquent of an accord-cadre: its holders are asked again."""
    contract = _like(framework)
    contract.framework, contract.procedure, contract.state = framework, ProcedureCode.SUBSEQUENT, ContractState.NEED
    return contract


def _like(file: Contract, *more: str) -> Contract:
    made = Contract(**{name: getattr(file, name) for name in (*_COMMON, *more)})
    made.instances, made.arrondissements = list(file.instances), list(file.arrondissements)
    return made


def launch_lots(file: Contract, law: NeedLaw, today: dt.date) -> None:
    """The lots of a file are launched with it; a small one keeps the lighter procedure that was chosen for it."""
    for lot in file.lots:
        if lot.state is not ContractState.NEED:
            continue
        lot.state, lot.launch_on = ContractState.PROCEDURE, file.launch_on
        if not _stays_lighter(lot, file, law, today):
            lot.procedure, lot.procedure_reason = file.procedure, file.procedure_reason


def _stays_lighter(lot: Contract, file: Contract, law: NeedLaw, today: dt.date) -> bool:
    if lot.procedure is None or file.procedure is None or level_of(lot.procedure) >= level_of(file.procedure):
        return False
    return refusal_of_lot(lot, file.procedure, law, today) is None


def state_by_lots(file: Contract) -> ContractState | None:
    """The state that a file with lots comes to by those that stand; None where it stays as it is.

    Awarded once all are, running with the first, ended with the last: it never goes back by itself.
    """
    states = {lot.state for lot in file.lots if lot.state is not ContractState.ABANDONED}
    if not states or not states <= set(_FORWARD) or file.state not in (ContractState.PROCEDURE, *_FORWARD):
        return None
    ends = {ContractState.AWARDED, ContractState.ENDED} & states if len(states) == 1 else set()
    state = next(iter(ends), ContractState.RUNNING)
    is_on = file.state is ContractState.PROCEDURE or _FORWARD.index(state) > _FORWARD.index(file.state)
    return state if is_on else None


def follow_lots(file: Contract) -> None:
    """Brings a file with lots to where these stand."""
    state = state_by_lots(file)
    if state is not None:
        file.state = state


_FORWARD = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)


def is_by_itself() -> ColumnElement[bool]:
    """Whether a contract counts as one: a file bought by lots does not, each of its lots does."""
    return ~select(_lot.id).where(_lot.allotment_id == Contract.id).exists()


def abandon_lots(file: Contract) -> None:
    """The lots of an abandoned file that nobody holds yet are abandoned with it, for the same reason."""
    for lot in file.lots:
        if lot.state in (ContractState.NEED, ContractState.PROCEDURE):
            lot.ending = ContractEnding.GIVEN_UP if lot.state is ContractState.NEED else file.ending
            lot.state, lot.state_reason = ContractState.ABANDONED, file.state_reason


BY_ITSELF = Rule(lambda row, today: not row.lots, is_by_itself, (Contract.allotment_id,))
