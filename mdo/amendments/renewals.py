"""Renewals of a contract (reconductions): the next one, what may be decided, and the end that moves with it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mdo.amendments.rules import next_number
from mdo.amendments.states import moved
from mdo.contracts.limits import LegalLimits
from mdo.contracts.remark_words import DANGER, OK, WARN, Remark
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.kernel.base.relations import is_changed, value_before
from mdo.kernel.states.acts import Act, Machine
from models.amendments import Renewal, RenewalDecision
from models.contracts import Contract, Technique
from models.procurement import FigureCode

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class NextPeriod:
    """The renewal that comes next. `ends_on` is None when the contract does not say how long a renewal is."""

    number: int
    starts_on: dt.date
    ends_on: dt.date | None
    decide_by_on: dt.date


def next_period(contract: Contract) -> NextPeriod | None:
    """The next renewal as the terms of the contract say; None when all are used, one was refused, or one waits."""
    periods = list(contract.periods)
    if contract.ends_on is None or contract.state not in AWARDED_STATES:
        return None
    if any(period.decision is not RenewalDecision.RENEWED for period in periods):
        return None
    number = next_number(periods)
    if number > contract.renewals:
        return None
    return NextPeriod(
        number=number,
        starts_on=contract.ends_on + _ONE_DAY,
        ends_on=moved(contract.ends_on, contract.renewal_months) if contract.renewal_months else None,
        decide_by_on=decide_by(contract.ends_on, contract.notice_months),
    )


def decide_by(ends_on: dt.date, notice_months: int | None) -> dt.date:
    """The last day to decide: so many months before the end; the end itself without a notice.

    A contract that ends on 31/08/2027 with three months' notice is decided by 31/05/2027.
    """
    return add_months(ends_on, -(notice_months or 0))


def write_renewal(renewal: Renewal, today: dt.date) -> None:
    """Checks a renewal as a form filled it in, completes it from its contract, and moves the end with its decision.

    Raises RuleViolation.
    """
    _complete(renewal)
    with RENEWAL_ACTS.moving(renewal):
        check_renewal(renewal, today)


def check_renewal(renewal: Renewal, today: dt.date) -> None:
    """The rules of a renewal, on the facts as they stand. Raises RuleViolation."""
    contract = renewal.contract
    if contract.state not in AWARDED_STATES:
        raise RuleViolation(
            N_("« %(contract)s » is not awarded: only a contract that was awarded is renewed."),
            field="contract",
            contract=contract,
        )
    if renewal.number > contract.renewals:
        raise RuleViolation(
            N_("This contract allows %(count)d renewals: this one would be number %(number)d."),
            field="number",
            count=contract.renewals,
            number=renewal.number,
        )
    _check_order(renewal)
    _check_period(renewal, contract)
    _check_decision(renewal, contract, today)


def check_not_renewed(renewal: Renewal) -> None:
    """Raises RuleViolation for a renewal that moved the end: it is not deleted while the contract ends as it says."""
    if renewal.decision is RenewalDecision.RENEWED:
        raise RuleViolation(
            N_("The end of the contract was moved: put the decision back to « To be decided » first, then delete it.")
        )


def remarks_of(renewal: Renewal, limits: LegalLimits, today: dt.date) -> Iterator[Remark]:
    """What is to be known of a renewal: decided too late, too long for an accord-cadre, or soon to be decided."""
    contract, decide_by_on = renewal.contract, renewal.decide_by_on
    if renewal.decision is RenewalDecision.PENDING:
        yield waiting(contract, decide_by_on or renewal.starts_on - _ONE_DAY, today)
    elif decide_by_on is not None and renewal.decided_on is not None and renewal.decided_on > decide_by_on:
        words = N_("Decided after the last day to tell the holder (%(day)s): check that it holds.")
        yield Remark(WARN, RuleViolation(words, day=decide_by_on))
    start = contract.starts_on if contract.technique is Technique.FRAMEWORK else None
    longest = limits.of(FigureCode.FRAMEWORK_MONTHS)
    if start is None:
        return
    if longest is None:
        yield Remark(WARN, limits.unknown())
    elif renewal.ends_on > moved(start - _ONE_DAY, int(longest)):
        words = N_("More than %(limit)s months for an accord-cadre: to be justified (L2125-1).")
        yield Remark(WARN, RuleViolation(words, limit=longest))


def waiting(contract: Contract, decide_by_on: dt.date, today: dt.date) -> Remark:
    """What happens if nothing is decided, and by when to decide."""
    tone = DANGER if today > decide_by_on else WARN if today > add_months(decide_by_on, -2) else OK
    if contract.is_tacit:
        words = N_("Renewed by itself unless the holder is told otherwise: decide before %(day)s.")
    else:
        words = N_("Not renewed unless the holder is told so: decide before %(day)s.")
    return Remark(tone, RuleViolation(words, day=decide_by_on))


def _complete(renewal: Renewal) -> None:
    contract = renewal.contract
    if not renewal.number:
        renewal.number = next_number(row for row in contract.periods if row is not renewal)
    if renewal.decision is None:
        renewal.decision = RenewalDecision.PENDING
    if renewal.starts_on is None and contract.ends_on is not None:
        renewal.starts_on = contract.ends_on + _ONE_DAY
    if renewal.starts_on is None:
        raise RuleViolation(N_("Give the day on which it starts: the contract has no end yet."), field="starts_on")
    if renewal.ends_on is None and contract.renewal_months:
        renewal.ends_on = moved(renewal.starts_on - _ONE_DAY, contract.renewal_months)
    if renewal.ends_on is None:
        raise RuleViolation(
            N_("Give the day on which it ends: the contract does not say how long a renewal is."), field="ends_on"
        )
    if renewal.decide_by_on is None:
        renewal.decide_by_on = decide_by(renewal.starts_on - _ONE_DAY, contract.notice_months)


def _was_renewed(renewal: Renewal) -> bool:
    """Whether it is stored as renewed, whatever was typed since."""
    return value_before(renewal, "decision") is RenewalDecision.RENEWED


_RENEWED = RenewalDecision.RENEWED


def _renew(renewal: Renewal) -> None:
    renewal.contract.ends_on = renewal.ends_on


def _take_back(renewal: Renewal) -> None:
    contract = renewal.contract
    if contract.ends_on != renewal.ends_on:
        raise RuleViolation(N_("The end of the contract was moved again since: take that back first."), "decision")
    contract.ends_on = renewal.starts_on - _ONE_DAY


def _check_order(renewal: Renewal) -> None:
    for other in renewal.contract.periods:
        if other is renewal or other.number >= renewal.number:
            continue
        if other.decision is not RenewalDecision.RENEWED:
            raise RuleViolation(
                N_("Renewal number %(number)d is not decided, or is refused: it comes before this one."),
                field="number",
                number=other.number,
            )


def _check_period(renewal: Renewal, contract: Contract) -> None:
    if renewal.ends_on < renewal.starts_on:
        raise RuleViolation(N_("The end is before the beginning: correct one of the two dates."), field="ends_on")
    if _was_renewed(renewal) and renewal.decision is RenewalDecision.RENEWED:
        if is_changed(renewal, ("starts_on", "ends_on", "contract")):
            raise RuleViolation(
                N_("The contract was renewed so: put the decision back to « To be decided », then change its dates."),
                field="decision",
            )
        return
    end = contract.ends_on
    if end is not None and renewal.starts_on != end + _ONE_DAY:
        raise RuleViolation(
            N_("The contract ends on %(end)s: a renewal starts the day after."), field="starts_on", end=end
        )


def _check_decision(renewal: Renewal, contract: Contract, today: dt.date) -> None:
    decided_on = renewal.decided_on
    if renewal.decision is RenewalDecision.PENDING:
        if decided_on is not None:
            raise RuleViolation(N_("Say what was decided, or leave the day empty."), field="decision")
        return
    if decided_on is None:
        raise RuleViolation(N_("Give the day of the decision."), field="decided_on")
    if decided_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="decided_on")
    if contract.notified_on is not None and decided_on < contract.notified_on:
        raise RuleViolation(
            N_("The contract itself was notified on %(day)s, after this day: correct one of the two."),
            field="decided_on",
            day=contract.notified_on,
        )
    if renewal.decision is RenewalDecision.RENEWED and decided_on >= renewal.starts_on:
        raise RuleViolation(
            N_(
                "The contract had ended on %(end)s: it is renewed before its end. If it was renewed by itself, give"
                " the last day to decide."
            ),
            field="decided_on",
            end=renewal.starts_on - _ONE_DAY,
        )


RENEWAL_ACTS = Machine(Renewal, (
    Act("decide", N_("Decide"), "check2-square", ("decision", "decided_on", "notes"), N_("Decision (contract)"),
        optional=("notes",), today=("decided_on",), offered=lambda row, law: row.decision is RenewalDecision.PENDING,
        propose=lambda session, row: {"decision": RenewalDecision.RENEWED}),
), stored="decision", comes={_RENEWED: _renew}, leaves={_RENEWED: _take_back})  # fmt: skip
