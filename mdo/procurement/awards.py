"""What the award and the documents of a file show against the law of its launch: told, or refused on its face."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.choice import is_known, standing_lots
from mdo.procurement.law import NeedLaw
from mdo.procurement.need import level_of, procedure_for
from mdo.procurement.reasons import Reason
from mdo.procurement.small_lots import lot_law
from mdo.procurement.specific import family_of
from mdo.procurement.thresholds import valid_on
from models.contracts import Contract
from models.procurement import ProcedureCode, ThresholdCode

# The field of a file that says that its documents hold what is asked of them.
HELD_BY = {
    ThresholdCode.ENVIRONMENT_CRITERION: "has_environmental_criterion",
    ThresholdCode.ENVIRONMENT_CONDITION: "has_environmental_clause",
    ThresholdCode.SOCIAL_CONDITION: "has_social_clause",
}


def award_over(contract: Contract, law: NeedLaw, today: dt.date) -> Reason | None:
    """What is told where an award passes the threshold of the procedure that was followed; None where it does not.

    All lots of a file count together; one that followed a lighter procedure counts for itself.
    """
    file = contract.allotment or contract
    day = file.launch_on or contract.notified_on or today
    if contract.procedure in (None, ProcedureCode.SUBSEQUENT) or not is_known(day, law):
        return None
    is_apart = contract is not file and file.procedure is not None and is_lighter(contract.procedure, file.procedure)
    if is_apart and file.procedure is not None:
        rule, value = lot_law(level_of(file.procedure), day, law), _awarded(contract)
        if rule is None or value is None or value < rule.ceiling_of(contract.procedure):
            return None
        words = N_("Awarded at %(amount)s €: a small lot stays under %(ceiling)s € (R2123-1 2°), to be confirmed.")
        said = RuleViolation(words, amount=value, ceiling=rule.ceiling_of(contract.procedure))
        return Reason(said, "R2123-1, 2°", is_to_confirm=True)
    parts = [_awarded(lot) or lot.estimate_excl_tax for lot in standing_lots(file)] if file.lots else [_awarded(file)]
    value = sum((part for part in parts if part is not None), Decimal(0))
    decided = procedure_for(value, day, law.thresholds, family_of(file.cpv, law.services))
    if not is_lighter(contract.procedure, decided.procedure):
        return None
    words = N_("The award passes the threshold of the procedure that was followed. %(rule)s")
    return Reason(RuleViolation(words, rule=decided.reason.words), decided.reason.article, is_to_confirm=True)


def is_lighter(procedure: ProcedureCode | None, other: ProcedureCode) -> bool:
    """Whether a procedure asks less than another."""
    return procedure is not None and level_of(procedure) < level_of(other)


def _awarded(contract: Contract) -> Decimal | None:
    amounts = (contract.amount_excl_tax, contract.maximum_excl_tax)
    return max((amount for amount in amounts if amount is not None), default=None)


def check_not_on_price_alone(contract: Contract, are_prices: Sequence[bool], law: NeedLaw) -> None:
    """Raises RuleViolation for criteria that are the price alone where the law of the launch asks more (R2152-7).

    `are_prices` says of each criterion whether it is the price. A subsequent contract has the law of its framework; a
    global cost is ticked as a criterion on the environment.
    """
    file = contract.framework or contract.allotment or contract
    if not are_prices or not all(are_prices) or contract.has_environmental_criterion or file.launch_on is None:
        return
    if contract.procedure in (None, ProcedureCode.DIRECT):
        return
    row = valid_on(law.thresholds, ThresholdCode.ENVIRONMENT_CRITERION, file.launch_on)
    if row is not None:
        raise RuleViolation(
            N_(
                "Launched from %(day)s on, a consultation is not judged on price alone (R2152-7): add a criterion on "
                "the environment, or tick it in the file when the price is a global cost that takes it in."
            ),
            field="has_environmental_criterion",
            day=row.valid_from,
        )
