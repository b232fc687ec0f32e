"""The procedure that an amount imposes on a day (code de la commande publique, R2122-8, R2123-1, R2124-1)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.procurement.thresholds import needed_on
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode, Threshold, ThresholdCode

FORMAL = (ProcedureCode.OPEN, ProcedureCode.RESTRICTED, ProcedureCode.NEGOTIATED, ProcedureCode.DIALOGUE)
# Those of a formal procedure that need no condition; the two others are argued for (R2124-3 and -5).
_FREE_FORMAL = (ProcedureCode.OPEN, ProcedureCode.RESTRICTED)
_LEVELS = {ProcedureCode.DIRECT: 0, ProcedureCode.ADAPTED: 1, **dict.fromkeys(FORMAL, 2)}


@dataclass(frozen=True)
class Choice:
    """What an amount imposes: the procedure, the threshold that decides, and the rule in words (a refusal's shape)."""

    procedure: ProcedureCode
    threshold: Threshold
    rule: RuleViolation

    def allows(self, procedure: ProcedureCode) -> bool:
        """Whether a procedure needs no more words: the imposed one, or a subsequent contract, that of its framework."""
        if procedure is ProcedureCode.SUBSEQUENT:
            return True
        return procedure in _FREE_FORMAL if self.procedure in FORMAL else procedure is self.procedure


def level_of(procedure: ProcedureCode) -> int:
    """How demanding a procedure is: 0 without competition, 1 adapted, 2 formal; a subsequent contract is the last."""
    return _LEVELS.get(procedure, 2)


def procedure_for(amount: Decimal, day: dt.date, thresholds: Iterable[Threshold]) -> Choice:
    """The procedure for an amount before tax, over the whole duration, renewals included, launched on a day.

    An appel d'offres ouvert stands for the formal ones. Raises RuleViolation when the table says nothing of the day.
    """
    rows = tuple(thresholds)
    direct = needed_on(rows, ThresholdCode.NO_COMPETITION, day)
    formal = needed_on(rows, ThresholdCode.FORMAL, day)
    if amount < direct.amount_excl_tax:
        words = N_("%(amount)s € before tax: under the %(threshold)s € in force on %(day)s (%(basis)s), "
                   "neither publicity nor competition is imposed.")  # fmt: skip
        return _choice(ProcedureCode.DIRECT, direct, words, amount, day)
    if amount < formal.amount_excl_tax:
        words = N_("%(amount)s € before tax: from the threshold of publicity and under the %(threshold)s € in force on "
                   "%(day)s (%(basis)s), the procedure is adapted.")  # fmt: skip
        return _choice(ProcedureCode.ADAPTED, formal, words, amount, day)
    words = N_("%(amount)s € before tax: from the %(threshold)s € in force on %(day)s (%(basis)s), the procedure is "
               "formal.")  # fmt: skip
    return _choice(ProcedureCode.OPEN, formal, words, amount, day)


def _choice(procedure: ProcedureCode, threshold: Threshold, words: str, amount: Decimal, day: dt.date) -> Choice:
    rule = RuleViolation(
        words, amount=amount, threshold=threshold.amount_excl_tax, day=day, basis=threshold.legal_basis
    )
    return Choice(procedure, threshold, rule)


def estimate_of(contract: Contract) -> Decimal | None:
    """What the procedure follows from: the file's estimate or, when larger, the sum of its lots'; a lot's file's."""
    file = contract.allotment or contract
    lots = [lot.estimate_excl_tax for lot in file.lots if lot.state is not ContractState.ABANDONED]
    known = [amount for amount in lots if amount is not None]
    amounts = [amount for amount in (file.estimate_excl_tax, sum(known, Decimal(0)) if known else None) if amount]
    return max(amounts, default=file.estimate_excl_tax)


def choice_of(contract: Contract, thresholds: Iterable[Threshold], today: dt.date) -> Choice | None:
    """What the estimate of a file imposes on the day of its launch (today when none is said); None without one."""
    amount = estimate_of(contract)
    file = contract.allotment or contract
    return None if amount is None else procedure_for(amount, file.launch_on or today, thresholds)


def check_procedure(contract: Contract, thresholds: Iterable[Threshold], today: dt.date) -> None:
    """Raises RuleViolation for a procedure other than the one imposed, without a reason. Field `procedure_reason`."""
    if contract.procedure is None or (contract.procedure_reason or "").strip():
        return
    choice = choice_of(contract, thresholds, today)
    if choice is not None and not choice.allows(contract.procedure):
        raise RuleViolation(
            N_("%(rule)s Another procedure is chosen: say why, the reason stays in the file."),
            field="procedure_reason",
            rule=choice.rule,
        )
