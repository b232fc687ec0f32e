"""Files that belong to another: the lots of a need, the marchés subséquents of an accord-cadre."""

from models.contracts import Contract, ContractEnding, ContractState
from models.procurement import ProcedureCode

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


def launch_lots(file: Contract) -> None:
    """The lots of a file are launched with it."""
    for lot in file.lots:
        if lot.state is ContractState.NEED:
            lot.state, lot.procedure, lot.procedure_reason = (
                ContractState.PROCEDURE, file.procedure, file.procedure_reason,
            )  # fmt: skip
            lot.launch_on = file.launch_on


def abandon_lots(file: Contract) -> None:
    """The lots of an abandoned file that nobody holds yet are abandoned with it, for the same reason."""
    for lot in file.lots:
        if lot.state in (ContractState.NEED, ContractState.PROCEDURE):
            lot.ending = ContractEnding.GIVEN_UP if lot.state is ContractState.NEED else file.ending
            lot.state, lot.state_reason = ContractState.ABANDONED, file.state_reason
