"""The procedure of a file: what its need imposes on the day of its launch, and what another one asks.

Amounts are euros before tax, over the whole duration, renewals included; an accord-cadre counts for its maximum.
"""

import datetime as dt
from decimal import Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed
from mdo.procurement.duties import FORMAL
from mdo.procurement.law import NeedLaw
from mdo.procurement.need import Qualification, level_of, qualify
from mdo.procurement.small_lots import lot_law, refusal_of, share_of, unknown_maxima
from mdo.procurement.thresholds import valid_on
from models.contracts import Contract, ContractEnding, ContractState
from models.procurement import ProcedureCode, ThresholdCode

# Those of a formal procedure that need no condition; the two others are argued for (R2124-3 and -5).
_FREE_FORMAL = (ProcedureCode.OPEN, ProcedureCode.RESTRICTED)
# How a consultation ends without a contract.
_AFTER_LAUNCH = (ContractEnding.UNSUCCESSFUL, ContractEnding.NO_FOLLOW_UP)
# What the procedure follows from.
FOLLOWED = ("estimate_excl_tax", "maximum_excl_tax", "launch_on", "cpv")


def allows(imposed: ProcedureCode, procedure: ProcedureCode) -> bool:
    """Whether a procedure needs no more words: the imposed one, or a subsequent contract, that of its framework."""
    if procedure is ProcedureCode.SUBSEQUENT:
        return True
    return procedure in _FREE_FORMAL if imposed in FORMAL else procedure is imposed


def estimate_of(contract: Contract) -> Decimal | None:
    """The file's estimate or, when larger, the sum of its lots'; a lot's file's."""
    file = contract.allotment or contract
    return _most(file.estimate_excl_tax, [lot.estimate_excl_tax for lot in needed_lots(file)])


def value_of(contract: Contract) -> Decimal | None:
    """What a need is worth: as its estimate, an accord-cadre for its maximum when that is larger (R2121-8)."""
    file = contract.allotment or contract
    return _most(_worth(file), [_worth(lot) for lot in needed_lots(file)])


def _worth(contract: Contract) -> Decimal | None:
    amounts = (contract.estimate_excl_tax, contract.maximum_excl_tax)
    return max((amount for amount in amounts if amount is not None), default=None)


def lots_worth(file: Contract) -> list[Decimal | None]:
    """What each lot of the need is worth, in order: its own maximum when that is larger than its estimate."""
    return [_worth(lot) or None for lot in needed_lots(file)]


def standing_lots(file: Contract) -> list[Contract]:
    """The lots that were not given up, in order."""
    return [lot for lot in file.lots if lot.state is not ContractState.ABANDONED]


def needed_lots(file: Contract) -> list[Contract]:
    """The lots of the need as it was launched: one that ended since without a contract was consulted too."""
    return [lot for lot in file.lots if lot.state is not ContractState.ABANDONED or lot.ending in _AFTER_LAUNCH]


def _most(own: Decimal | None, lots: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in lots if amount is not None]
    return max((amount for amount in (own, sum(known, Decimal(0)) if known else None) if amount), default=own)


def qualification_of(contract: Contract, law: NeedLaw, today: dt.date) -> Qualification | None:
    """What the file of a contract follows on the day of its launch (today when none is said), with its lots in order.

    None without any amount. Once awarded, its maximum is that of the contract and measures the need no more.
    Raises RuleViolation on a day of which the table says nothing.
    """
    file = contract.allotment or contract
    is_need = file.state in (None, ContractState.NEED, ContractState.PROCEDURE)
    if not (value_of(file) if is_need else estimate_of(file)):
        return None
    return qualify(
        file.estimate_excl_tax or None,
        file.launch_on or today,
        law,
        maximum=file.maximum_excl_tax or None if is_need else None,
        cpv=file.cpv,
        lots=lots_worth(file) if is_need else [lot.estimate_excl_tax or None for lot in needed_lots(file)],
    )


def proposed_for(contract: Contract, law: NeedLaw, today: dt.date) -> Qualification | None:
    """As `qualification_of`, of a lot its own."""
    found = qualification_of(contract, law, today)
    if found is None or contract.allotment is None:
        return found
    places = {id(lot): place for place, lot in enumerate(needed_lots(contract.allotment))}
    place = places.get(id(contract))
    return found if place is None or place >= len(found.lots) else found.lots[place]


def check_procedure(contract: Contract, law: NeedLaw, today: dt.date) -> None:
    """Raises RuleViolation for a procedure other than the one imposed, without a reason. Field `procedure_reason`.

    A lot follows its file, or a lighter procedure when it is a small one; what it has of its file is asked there.
    """
    if contract.procedure is None or (contract.procedure_reason or "").strip():
        return
    if contract.allotment is not None and contract.procedure is contract.allotment.procedure:
        return
    found = qualification_of(contract, law, today)
    if found is None or allows(found.procedure, contract.procedure):
        return
    rule: RuleViolation | None = found.rule
    if contract.allotment is not None and level_of(contract.procedure) < level_of(found.procedure):
        rule = refusal_of_lot(contract, found.procedure, law, today)
    if rule is not None:
        raise RuleViolation(
            N_("%(rule)s Another procedure is chosen: say why, the reason stays in the file."),
            field="procedure_reason",
            rule=rule,
        )


def refusal_of_lot(lot: Contract, of_need: ProcedureCode, law: NeedLaw, today: dt.date) -> RuleViolation | None:
    """Why a lot may not follow its lighter procedure, counted with the other lots that do; None when it may."""
    file = lot.allotment
    if file is None or lot.procedure is None:
        return None
    rule, value, level = lot_law(level_of(of_need), file.launch_on or today, law), _worth(lot), level_of(of_need)
    if rule is None or value is None:
        return RuleViolation(N_("Give the estimate of this lot first: a lighter procedure follows from it."))
    lots = {id(other): other for other in (*needed_lots(file), lot)}.values()
    lighter = [other for other in lots if other.procedure is not None and level_of(other.procedure) < level]
    passed = sum((_worth(other) or Decimal(0) for other in lighter), Decimal(0))
    total = sum((_worth(other) or Decimal(0) for other in lots), Decimal(0))
    most = file.maximum_excl_tax if file.state in (None, ContractState.NEED, ContractState.PROCEDURE) else None
    if most is not None and total < most:
        return unknown_maxima(total, most).of_need[0].words
    words = refusal_of(value, lot.procedure, passed, total, rule)
    if words is None:
        return None
    said = {
        "ceiling": rule.ceiling_of(lot.procedure),
        "share": share_of(passed, total),
        "limit": rule.share,
        "total": total,
    }
    return RuleViolation(words, None, amount=value, **said)


def follow_need(contract: Contract, law: NeedLaw, today: dt.date, *, has_moved: bool = False) -> Qualification | None:
    """Writes on a need the procedure that follows from it: where none is, or where one followed an earlier amount.

    One that was just chosen, or that has its reason, stays. `has_moved`: its lots changed, nothing of its own. Returns
    what was written, None when nothing was.
    """
    is_need = contract.state in (None, ContractState.NEED) and contract.allotment is None and contract.framework is None
    reasoned = (contract.procedure_reason or "").strip()
    if not is_need or reasoned or (contract.procedure is not None and is_changed(contract, ("procedure",))):
        return None
    if contract.procedure is ProcedureCode.SUBSEQUENT or not (has_moved or is_changed(contract, FOLLOWED)):
        return None
    found = qualification_of(contract, law, today) if is_known(contract.launch_on or today, law) else None
    if found is None or (contract.procedure is not None and allows(found.procedure, contract.procedure)):
        return None
    for lot in standing_lots(contract):
        if lot.state is ContractState.NEED and lot.procedure is not None and lot.procedure is contract.procedure:
            lot.procedure = found.procedure
    contract.procedure = found.procedure
    return found


def is_known(day: dt.date, law: NeedLaw) -> bool:
    """Whether the table says of a day which procedure an amount imposes."""
    codes = (ThresholdCode.NO_COMPETITION, ThresholdCode.FORMAL)
    return all(valid_on(law.thresholds, code, day) is not None for code in codes)
