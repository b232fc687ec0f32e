"""The life of an amendment (drafted, signed, notified, by its days) and what it does to its contract meanwhile."""

import datetime as dt
from enum import StrEnum

from mdo.amendments.shares import asks_committee, in_force_before
from mdo.contracts.legality import Review, review_of
from mdo.contracts.limits import LegalLimits, stored_limits
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import last_day_of_term
from mdo.kernel.states.acts import Act, Machine
from models.amendments import Amendment
from models.contracts import Contract
from models.suppliers import Supplier

_ONE_DAY = dt.timedelta(days=1)
Law = tuple[Review | None, LegalLimits]


class AmendmentState(StrEnum):
    """Where an amendment stands; its contract is as it says once it is notified."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    NOTIFIED = "notified"


def state_of(amendment: Amendment) -> AmendmentState:
    """Where an amendment stands by its days."""
    if amendment.notified_on is not None:
        return AmendmentState.NOTIFIED
    return AmendmentState.DRAFTED if amendment.signed_on is None else AmendmentState.SIGNED


def law_of(session: AnySession, contract: Contract) -> Law:
    """What tells which act comes next, for all the amendments of a contract."""
    today = context_of(session).today
    return review_of(session, contract, today), stored_limits(session, contract, today)


def _is_to_transmit(amendment: Amendment, law: Law) -> bool:
    return law[0] is not None and amendment.signed_on is not None and amendment.transmitted_on is None


def _waits_for_committee(amendment: Amendment, law: Law) -> bool:
    return amendment.committee_opinion is None and asks_committee(amendment, in_force_before(amendment), law[1])


def end_after(amendment: Amendment) -> dt.date | None:
    """The end that an amendment gives to its contract: as typed, else counted from its months; None when it stays."""
    if amendment.moved_to_on is not None:
        return amendment.moved_to_on
    end = amendment.contract.ends_on
    return moved(end, amendment.months) if end is not None and amendment.months else None


def moved(end: dt.date, months: int) -> dt.date:
    """The end so many months later, earlier when below 0: 31/08/2027 and 3 months give 30/11/2027."""
    return last_day_of_term(end + _ONE_DAY, months)


def take_back(amendment: Amendment) -> None:
    """Puts the contract back as it was before the amendment. Raises RuleViolation when its end was moved since."""
    contract = amendment.contract
    if amendment.moved_to_on is not None:
        if contract.ends_on != amendment.moved_to_on:
            raise RuleViolation(
                N_("The end of the contract was moved again since: take that back first."), field="notified_on"
            )
        contract.ends_on = amendment.moved_from_on
        amendment.moved_from_on = amendment.moved_to_on = None
    _put_in_place(contract, amendment.supplier, amendment.replaced)


def bring_into_force(amendment: Amendment) -> None:
    """The end and the holders of the contract are as a notified amendment says."""
    contract = amendment.contract
    end = end_after(amendment)
    if end is not None:
        amendment.moved_from_on, amendment.moved_to_on = contract.ends_on, end
        contract.ends_on = end
    _put_in_place(contract, amendment.replaced, amendment.supplier)


def _put_in_place(contract: Contract, leaving: Supplier | None, coming: Supplier | None) -> None:
    """One holder takes the place of another."""
    if leaving is None or coming is None:
        return
    for holder in contract.holders:
        if holder.supplier is leaving:
            holder.supplier = coming


# Each may be done again to correct a day: the rules of the row say what comes first.
# fmt: off
AMENDMENT_ACTS = Machine(
    Amendment,
    (
        Act("transmit", N_("Note the transmission"), "shield-check", ("transmitted_on",),
            N_("Transmission to the review of legality"), today=("transmitted_on",), offered=_is_to_transmit),
        Act("notify", N_("Notify"), "send-check", ("notified_on",), N_("Notification"), today=("notified_on",),
            offered=lambda row, law: state_of(row) is AmendmentState.SIGNED and not _is_to_transmit(row, law)),
        Act("committee", N_("Opinion of the CAO"), "people", ("committee_on", "committee_opinion"),
            today=("committee_on",),
            offered=lambda row, law: state_of(row) is AmendmentState.DRAFTED and _waits_for_committee(row, law)),
        Act("sign", N_("Sign"), "pen", ("signed_on",), N_("Signature"), today=("signed_on",),
            offered=lambda row, law: state_of(row) is AmendmentState.DRAFTED and not _waits_for_committee(row, law)),
    ),
    state_of=state_of,
    comes={AmendmentState.NOTIFIED: bring_into_force},
    leaves={AmendmentState.NOTIFIED: take_back},
    law=lambda session, row: law_of(session, row.contract),
)
# fmt: on
