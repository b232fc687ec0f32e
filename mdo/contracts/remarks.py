"""What the page of a contract says for someone to judge: it stops nothing and concludes nothing.

A remark has the shape of a refusal: a sentence with its parameters, and the field that it speaks of.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from mdo.contracts.places import is_place_to_confirm
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.choice import value_of
from models.contracts import Contract, ContractState, GroupKind, Technique

_OPEN = (ContractState.NEED, ContractState.PROCEDURE, ContractState.AWARDED, ContractState.RUNNING)


def whole_months(contract: Contract) -> int | None:
    """Months of a contract, renewals included; None when its firm duration is not known."""
    if contract.firm_months is None:
        return None
    months: int = contract.firm_months + (contract.renewals or 0) * (contract.renewal_months or 0)
    return months


def remarks_of(contract: Contract, today: dt.date, longest: Decimal | None) -> Iterator[RuleViolation]:
    """The remarks on a file, by what is read first; `longest` is the longest accord-cadre in months, None unknown."""
    if contract.state not in _OPEN:
        return
    months = whole_months(contract)
    if months is not None:
        months += sum(amendment.months for amendment in contract.amendments)
    is_framework = contract.technique is Technique.FRAMEWORK
    if is_framework and months is not None and longest is not None and months > longest:
        yield RuleViolation(
            N_("%(months)s months, renewals and amendments included: an accord-cadre lasts %(longest)s months at most, "
               "save a justified case (L2125-1)."),
            field="firm_months", months=months, longest=longest,
        )  # fmt: skip
    if contract.state is ContractState.RUNNING and contract.ends_on is not None and contract.ends_on < today:
        yield RuleViolation(
            N_("The contract ended on %(end)s: end the file, or renew the contract."), field="ends_on",
            end=contract.ends_on,
        )  # fmt: skip
    starts, notified = contract.starts_on, contract.notified_on
    if starts is not None and notified is not None and starts < notified:
        yield RuleViolation(
            N_("The start (%(start)s) comes before the notification (%(notified)s): a contract takes effect once "
               "notified, to be confirmed."),
            field="starts_on", start=starts, notified=notified,
        )  # fmt: skip
    if len(contract.holders) > 1 and contract.group_kind is GroupKind.NONE and contract.technique is Technique.NONE:
        yield RuleViolation(
            N_("Several holders and no grouping: say whether it is joint or solidary."), field="group_kind"
        )
    if contract.state is ContractState.NEED and value_of(contract) is None and not contract.lots:
        yield RuleViolation(
            N_("No estimate yet: the procedure follows from it, over the whole duration, renewals included."),
            field="estimate_excl_tax",
        )
    if is_place_to_confirm(contract):
        yield RuleViolation(
            N_("%(code)s is a municipal arrondissement of Lyon: taken as the code of a municipality, to be confirmed."),
            field="place_code", code=contract.place_code,
        )  # fmt: skip
    if contract.state is not ContractState.NEED and contract.cpv is None:
        yield RuleViolation(N_("The CPV code is missing: the essential data ask for it."), field="cpv")
