"""What may be written about a contract: what contradicts itself or the law on its face is refused.

What needs judgement is a remark of the page (mdo/contracts/remarks.py), which stops nothing.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from mdo.contracts.lowering import check_lowering
from mdo.contracts.places import place_fault
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import last_day_of_term
from mdo.kernel.base.relations import is_set, target_of
from mdo.procurement.awards import check_not_on_price_alone
from mdo.procurement.choice import FOLLOWED, check_procedure, is_known
from mdo.procurement.law import NeedLaw, stored_need_law
from mdo.procurement.need import NOTHING
from mdo.procurement.specific import checked_cpv
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.procurement import ProcedureCode
from models.tenders import AwardCriterion

# Since this day an accord-cadre has a maximum (décret 2021-1111); earlier ones may lack it.
MAXIMUM_SINCE = dt.date(2022, 1, 1)
_STARTED = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)
_NOTIFIED = (ContractState.RUNNING, ContractState.ENDED)
# In this order in time; each is a day that has come.
_PAST_DAYS = ("awarded_on", "signed_on", "notified_on")
_NEEDED = (ContractState.NEED, ContractState.PROCEDURE)
_CHOICE = ("procedure", "procedure_reason")
_CHOSEN_BY = (*_CHOICE, *FOLLOWED)


def check_contract(session: AnySession, contract: Contract, today: dt.date) -> None:
    """Checks and completes a file as a form, an import or an undo filled it in. Raises RuleViolation."""
    check_file(contract, today)
    is_chosen = is_set(contract, chosen_by(contract))
    if is_chosen or is_set(contract, ("state", "has_environmental_criterion")):
        law = stored_need_law(session)
        if is_chosen:
            check_choice(contract, law, today)
        check_launch(session, contract, law)
    check_lowering(session, contract, today)
    if is_set(contract, ("place_code", "place_kind")):
        fault = place_fault(contract)
        if fault is not None:
            raise fault
    if is_set(contract, ("group_kind",)):
        check_group(contract)


def check_group(contract: Contract) -> None:
    """Raises RuleViolation for a grouping of one member. Field `group_kind`."""
    is_group = contract.group_kind not in (None, GroupKind.NONE)
    if is_group and contract.state in _STARTED and len(contract.holders) == 1:
        raise RuleViolation(
            N_("A grouping has at least two members: add the others, or choose « no grouping »."), field="group_kind"
        )


def chosen_by(contract: Contract) -> Sequence[str]:
    """What the choice of the procedure is asked again for; a maximum is that of the contract once it is awarded."""
    return _CHOSEN_BY if contract.state in (None, *_NEEDED) else (*_CHOICE, "estimate_excl_tax", "launch_on")


def check_removal(contract: Contract) -> None:
    """What a deletion would lose for good is refused: the content of files is in no journal."""
    if contract.lots:
        raise RuleViolation(N_("This file has lots: delete them first, or abandon the file."))
    if contract.documents:
        raise RuleViolation(N_("Documents are kept in this file: abandon it, with its reason, instead of deleting it."))


def check_choice(contract: Contract, law: NeedLaw, today: dt.date) -> None:
    """The procedure that the need imposes, or a reason; a launch older than the table of thresholds is let be."""
    if is_known((contract.allotment or contract).launch_on or today, law):
        check_procedure(contract, law, today)


def check_launch(session: AnySession, contract: Contract, law: NeedLaw) -> None:
    """The criteria that were prepared, on the day of the launch: not the price alone. Raises RuleViolation."""
    if contract.state is not ContractState.PROCEDURE or contract.id is None:
        return
    with session.no_autoflush:
        prices = session.scalars(select(AwardCriterion.is_price).where(AwardCriterion.contract_id == contract.id)).all()
    check_not_on_price_alone(contract, prices, law)


def check_file(contract: Contract, today: dt.date) -> None:
    """What a file says of itself, without a database. Raises RuleViolation."""
    gather(
        lambda: _complete(contract),
        *(partial(_check_has_come, contract, name, today) for name in _PAST_DAYS),
        lambda: _check_past_days(contract, today),
        lambda: _check_running(contract, today),
        lambda: _check_money(contract),
        lambda: _check_technique(contract),
        lambda: _check_place_in_family(contract),
        lambda: _check_duration(contract),
        lambda: _check_advance(contract),
    )
    # These lean on the days and the amounts.
    gather(lambda: _check_balances(contract, today), lambda: _check_state(contract, today))


def _complete(contract: Contract) -> None:
    contract.state = contract.state or ContractState.NEED  # the column's own default comes at the flush only
    contract.cpv = checked_cpv(contract.cpv)
    if contract.state is not ContractState.ABANDONED:
        contract.ending = None
    if contract.ends_on is None and contract.starts_on is not None and contract.firm_months is not None:
        contract.ends_on = last_day_of_term(contract.starts_on, contract.firm_months)


def _check_has_come(contract: Contract, name: str, today: dt.date) -> None:
    day: dt.date | None = getattr(contract, name)
    if day is not None and day > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)


def _check_past_days(contract: Contract, today: dt.date) -> None:
    before: tuple[str, dt.date] | None = None
    for name in _PAST_DAYS:
        day: dt.date | None = getattr(contract, name)
        if day is None or day > today:
            continue
        if before is not None and day < before[1]:
            raise RuleViolation(
                N_("This day comes before the step that precedes it (%(before)s): correct one of the two."),
                field=name,
                before=before[1],
            )
        before = (name, day)
    letters = contract.letters_on
    if letters is not None and letters > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="letters_on")
    is_before = letters is not None and contract.awarded_on is not None and letters < contract.awarded_on
    if is_before and is_set(contract, ("letters_on",)) and contract.state in _STARTED:
        raise RuleViolation(
            N_("The letters leave once the contract is awarded (%(awarded)s): correct one of the two."),
            field="letters_on",
            awarded=contract.awarded_on,
        )
    for name in ("transmitted_on", "award_notice_on"):
        day, signed = getattr(contract, name), contract.signed_on or contract.notified_on
        if day is not None and (day > today or signed is None or day < signed):
            raise RuleViolation(N_("It is sent once the contract is signed, and not in the future."), field=name)
    published, notified = contract.published_on, contract.notified_on
    if published is not None and (published > today or (notified is not None and published < notified)):
        raise RuleViolation(
            N_("The essential data are published after the notification, and not in the future."), field="published_on"
        )
    if contract.is_published_before and not contract.is_taken_over:
        raise RuleViolation(
            N_("This file was kept here from its award on: write the day on which the data were published instead."),
            field="is_published_before",
        )


def _check_running(contract: Contract, today: dt.date) -> None:
    if contract.starts_on is not None and contract.ends_on is not None and contract.ends_on < contract.starts_on:
        raise RuleViolation(N_("The end comes before the start."), field="ends_on")
    is_launched = contract.state in (ContractState.PROCEDURE, *_STARTED)
    if is_launched and contract.launch_on is not None and contract.launch_on > today:
        raise RuleViolation(
            N_("The procedure is launched on the day its notice or its request leaves: give a day that has come. Until "
               "then the file stays a need, with the launch that is planned."),
            field="launch_on",
        )  # fmt: skip
    if contract.awarded_on is not None and contract.launch_on is not None and contract.awarded_on < contract.launch_on:
        raise RuleViolation(
            N_("The award comes before the launch of the consultation (%(launch)s): correct one of the two."),
            field="awarded_on",
            launch=contract.launch_on,
        )


def _check_money(contract: Contract) -> None:
    minimum, maximum, amount = contract.minimum_excl_tax, contract.maximum_excl_tax, contract.amount_excl_tax
    if minimum is not None and maximum is not None and minimum > maximum:
        raise RuleViolation(N_("The minimum is above the maximum: correct one of the two."), field="minimum_excl_tax")
    if amount is not None and maximum is not None and amount > maximum:
        raise RuleViolation(
            N_("The amount is above the maximum (%(maximum)s €): correct one of the two."),
            field="amount_excl_tax",
            maximum=maximum,
        )
    if contract.state in _NEEDED and contract.estimate_excl_tax == 0:
        raise RuleViolation(NOTHING, field="estimate_excl_tax")
    needs_maximum = contract.state is not ContractState.NEED and contract.state is not ContractState.ABANDONED
    if contract.technique is Technique.FRAMEWORK and maximum is None and needs_maximum and _is_since_2022(contract):
        raise RuleViolation(
            N_("An accord-cadre needs a maximum (since 01/01/2022): orders never pass it."), field="maximum_excl_tax"
        )


def _is_since_2022(contract: Contract) -> bool:
    day = contract.launch_on or contract.notified_on
    return day is None or day >= MAXIMUM_SINCE


def _check_technique(contract: Contract) -> None:
    is_framework = contract.technique is Technique.FRAMEWORK
    for name in ("has_purchase_orders", "has_subsequent_contracts"):
        if getattr(contract, name) and not is_framework:
            raise RuleViolation(
                N_("Purchase orders and subsequent contracts perform an accord-cadre: choose this technique first."),
                field="technique",
            )
    if is_framework and not (contract.has_purchase_orders or contract.has_subsequent_contracts):
        raise RuleViolation(
            N_("Say how the accord-cadre is performed: by purchase orders, by subsequent contracts, or both."),
            field="has_purchase_orders",
        )


def _check_place_in_family(contract: Contract) -> None:
    """What a file is to others: a lot of one, a marché subséquent of another."""
    has_file, has_framework = target_of(contract, "allotment"), target_of(contract, "framework")
    if has_file is not None and contract.lot_number is None:
        raise RuleViolation(N_("Give the lot its number."), field="lot_number")
    if has_file is None and contract.lot_number is not None:
        raise RuleViolation(
            N_("A lot belongs to a file: choose it, or empty the number of the lot."), field="allotment"
        )
    file, framework = contract.allotment, contract.framework
    if file is not None and (file is contract or file.allotment_id is not None):
        raise RuleViolation(N_("Choose the whole file: a lot has no lots of its own."), field="allotment")
    if framework is not None and (framework is contract or not framework.has_subsequent_contracts):
        raise RuleViolation(
            N_("« %(framework)s » is not an accord-cadre performed by subsequent contracts: choose another."),
            field="framework",
            framework=framework.number,
        )
    if contract.procedure is ProcedureCode.SUBSEQUENT and has_framework is None:
        raise RuleViolation(N_("Choose the accord-cadre of this subsequent contract."), field="framework")
    if has_framework is not None and contract.procedure not in (None, ProcedureCode.SUBSEQUENT):
        raise RuleViolation(
            N_("What is bought under an accord-cadre follows the procedure « subsequent contract »."), field="procedure"
        )
    concluded, last_day = contract.notified_on, framework.ends_on if framework is not None else None
    if concluded is not None and last_day is not None and concluded > last_day:
        raise RuleViolation(
            N_("A subsequent contract is concluded while its accord-cadre lasts, until %(end)s."),
            field="notified_on",
            end=last_day,
        )


def _check_duration(contract: Contract) -> None:
    if contract.renewals and contract.renewal_months is None:
        raise RuleViolation(N_("Say how many months a renewal lasts."), field="renewal_months")
    if contract.renewal_months is not None and not contract.renewals:
        raise RuleViolation(N_("Say how many renewals the contract allows, or empty their duration."), field="renewals")


def _check_advance(contract: Contract) -> None:
    if contract.advance_rate and not contract.has_advance:
        raise RuleViolation(N_("Tick the advance, or empty its rate."), field="has_advance")


def _check_balances(contract: Contract, today: dt.date) -> None:
    ordered, invoiced, paid = (
        contract.opening_ordered_excl_tax, contract.opening_invoiced_excl_tax, contract.opening_paid_excl_tax,
    )  # fmt: skip
    if any(amount is not None for amount in (ordered, invoiced, paid)) and contract.opening_on is None:
        raise RuleViolation(N_("Say on which day these balances were taken over."), field="opening_on")
    if contract.opening_on is not None and contract.opening_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="opening_on")
    if paid is not None and paid > (invoiced or Decimal(0)):
        raise RuleViolation(
            N_("More is paid than was invoiced: correct one of the two."), field="opening_paid_excl_tax"
        )
    if ordered is not None and (invoiced or Decimal(0)) > ordered:
        raise RuleViolation(
            N_("More is invoiced than was ordered: correct one of the two."), field="opening_invoiced_excl_tax"
        )


def _check_state(contract: Contract, today: dt.date) -> None:
    """What a file must hold to stand where it does; a file with lots is awarded lot by lot."""
    state = contract.state
    if state is ContractState.ABANDONED and not (contract.state_reason or "").strip():
        raise RuleViolation(N_("Say why the file is abandoned: the reason stays in it."), field="state_reason")
    if state in (ContractState.PROCEDURE, *_STARTED) and contract.procedure is None:
        raise RuleViolation(N_("Choose the procedure: the consultation follows from it."), field="procedure")
    if state is ContractState.ENDED and is_set(contract, ("state", "ends_on")) and (contract.ends_on or today) > today:
        raise RuleViolation(N_("A contract is ended once it is over: correct the day of its end."), field="ends_on")
    if contract.lots:
        return
    for name in _PAST_DAYS[1:] if state in _NEEDED and contract.awarded_on is None else ():
        if getattr(contract, name) is not None and is_set(contract, (name, "state")):
            raise RuleViolation(
                N_("A contract is signed and notified once it is awarded (R2182-1 to R2182-4): award it first, or "
                   "empty this day."),
                field=name,
            )  # fmt: skip
    if state in _STARTED and contract.awarded_on is None and contract.notified_on is None:
        raise RuleViolation(N_("Give the day of the award."), field="awarded_on")
    if state in _STARTED and contract.amount_excl_tax is None and contract.maximum_excl_tax is None:
        raise RuleViolation(N_("Give the amount of the contract, or its maximum."), field="amount_excl_tax")
    if state in _NOTIFIED and contract.notified_on is None:
        raise RuleViolation(N_("Give the day of the notification."), field="notified_on")
    if state is ContractState.RUNNING and contract.ends_on is None:
        raise RuleViolation(N_("Give the end of the contract, or its start and its duration."), field="ends_on")
