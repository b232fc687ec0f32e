"""What may be written about an amendment."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from mdo.amendments.limits import check_committee, check_limits
from mdo.amendments.shares import cumulated, in_force_before
from mdo.amendments.states import AMENDMENT_ACTS
from mdo.contracts.limits import limits_of
from mdo.contracts.terms import AWARDED_STATES, terms_on
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed, value_before
from models.amendments import Amendment, AmendmentGround
from models.contracts import Contract
from models.procurement import LegalFigure, Threshold

_ONE_DAY = dt.timedelta(days=1)
# What a notified amendment did to its contract, and what it would no longer say.
_APPLIED = ("amount_excl_tax", "months", "moved_to_on", "ground", "supplier", "replaced", "contract")

# What an amendment is about: one written before these rules may still be signed, sent and published.
_SAID = ("ground", "justification", "amount_excl_tax", "months", "moved_to_on", "supplier")


def next_number(rows: Iterable[Any]) -> int:
    """The number after the highest of these rows, each of which has one or none yet."""
    return max((row.number for row in rows if row.number), default=0) + 1


def write_amendment(
    amendment: Amendment, thresholds: Iterable[Threshold], figures: Sequence[LegalFigure], today: dt.date
) -> None:
    """Checks an amendment as a form filled it in, gives it its number and moves the end of its contract with it.

    Once notified, it moves the end and puts the new holder in the place of the one before; when its notification is
    taken off, both go back. Raises RuleViolation.
    """

    def check_is_signed() -> None:
        if amendment.notified_on is not None and amendment.signed_on is None:
            raise RuleViolation(N_("Give the day of the signature first."), field="signed_on")

    contract = amendment.contract
    if not amendment.number:
        amendment.number = next_number(row for row in contract.amendments if row is not amendment)
    with AMENDMENT_ACTS.moving(amendment):
        if amendment.ground is None:
            raise RuleViolation(N_("Choose the ground: a contract is amended on one of six alone (L2194-1)."), "ground")
        gather(check_is_signed, lambda: check_amendment(amendment, thresholds, figures, today))


def check_amendment(
    amendment: Amendment, thresholds: Iterable[Threshold], figures: Sequence[LegalFigure], today: dt.date
) -> None:
    """The rules of an amendment, on the facts as they stand. Raises RuleViolation."""
    contract = amendment.contract
    others = in_force_before(amendment)
    _check_contract(contract)
    if _was_notified(amendment) and amendment.notified_on is not None and is_changed(amendment, _applied(amendment)):
        raise RuleViolation(
            N_("This amendment is notified: empty the day of its notification and save, then change what it says."),
            field="notified_on",
        )
    limits = limits_of(contract, figures, today)
    gather(
        lambda: _check_dates(amendment, contract, today),
        lambda: _check_holder(amendment, contract),
        lambda: _check_whole(amendment, contract, others),
        lambda: _check_object(amendment),
        lambda: check_limits(amendment, others, thresholds, limits, amendment.signed_on or today),
        lambda: check_committee(amendment, others, limits),
    )


def check_published(amendment: Amendment, today: dt.date) -> None:
    """The rules of an amendment that was read in the essential data, on its facts. Raises RuleViolation.

    What was published is not refused for its weight, which the page tells once the ground is chosen.
    """
    _check_contract(amendment.contract)
    _check_dates(amendment, amendment.contract, today)
    _check_holder(amendment, amendment.contract)
    _check_whole(amendment, amendment.contract, in_force_before(amendment))


def check_no_longer_in_force(amendment: Amendment) -> None:
    """Raises RuleViolation for an amendment that is notified: it is not deleted while the contract is as it says."""
    if amendment.notified_on is not None:
        raise RuleViolation(
            N_("This amendment is notified: empty the day of its notification first, so that the contract goes back.")
        )


def _applied(amendment: Amendment) -> tuple[str, ...]:
    """What is no longer changed once notified; a ground not known yet is chosen, save that of a new holder."""
    is_chosen = value_before(amendment, "ground") is None and amendment.ground is not AmendmentGround.NEW_HOLDER
    return tuple(name for name in _APPLIED if name != "ground") if is_chosen else _APPLIED


def _was_notified(amendment: Amendment) -> bool:
    """Whether it is stored as notified, whatever was typed since."""
    return value_before(amendment, "notified_on") is not None


def _check_contract(contract: Contract) -> None:
    if contract.state not in AWARDED_STATES:
        raise RuleViolation(
            N_("« %(contract)s » is not awarded: only a contract that was awarded is amended."),
            field="contract",
            contract=contract,
        )


def _check_dates(amendment: Amendment, contract: Contract, today: dt.date) -> None:
    days = ("signed_on", "transmitted_on", "notified_on", "published_on")
    gather(
        *(partial(_check_day_has_come, amendment, name, today) for name in days),
        lambda: _check_sequence(amendment),
        lambda: _check_publication(amendment),
        lambda: _check_transmission(amendment),
        lambda: _check_within(amendment, contract, today),
        lambda: _check_new_end(amendment, contract),
    )


def _check_day_has_come(amendment: Amendment, name: str, today: dt.date) -> None:
    day = getattr(amendment, name)
    if day is not None and day > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)


def _check_transmission(amendment: Amendment) -> None:
    signed_on = amendment.signed_on
    if amendment.transmitted_on is not None and (signed_on is None or amendment.transmitted_on < signed_on):
        raise RuleViolation(N_("It is transmitted after its signature: give that day first."), field="transmitted_on")


def _check_sequence(amendment: Amendment) -> None:
    signed_on, notified_on = amendment.signed_on, amendment.notified_on
    if signed_on is not None and notified_on is not None and notified_on < signed_on:
        raise RuleViolation(N_("The notification comes before the signature: correct one of the two."), "notified_on")


def _check_publication(amendment: Amendment) -> None:
    notified_on = amendment.notified_on
    if amendment.published_on is not None and (notified_on is None or amendment.published_on < notified_on):
        raise RuleViolation(N_("It is published after its notification: give that day first."), field="published_on")


def _check_within(amendment: Amendment, contract: Contract, today: dt.date) -> None:
    signed_on, notified_on = amendment.signed_on, amendment.notified_on
    if signed_on is not None and contract.notified_on is not None and signed_on < contract.notified_on:
        raise RuleViolation(
            N_("The contract itself was notified on %(day)s, after this day: correct one of the two."),
            field="signed_on",
            day=contract.notified_on,
        )
    # Of one that was published, the day of the signature may not be known.
    for field, day in (
        ("signed_on", signed_on or (today if notified_on is None else None)),
        ("notified_on", notified_on),
    ):
        end = None if day is None else terms_on(contract, day - _ONE_DAY).ends_on
        if day is not None and end is not None and day > end:
            raise RuleViolation(
                N_("The contract ended on %(end)s: a contract that has ended is no longer amended."),
                field=field,
                end=end,
            )


def _check_new_end(amendment: Amendment, contract: Contract) -> None:
    end = amendment.moved_to_on
    if end is not None and contract.starts_on is not None and end < contract.starts_on:
        raise RuleViolation(N_("The contract would end before it starts: correct its new end."), field="moved_to_on")


def _check_holder(amendment: Amendment, contract: Contract) -> None:
    if amendment.ground is not AmendmentGround.NEW_HOLDER:
        if amendment.supplier is not None:
            raise RuleViolation(
                N_("A new holder asks for the ground « New holder in place of the first »."), field="ground"
            )
        if amendment.replaced is not None:
            amendment.replaced = None
        return
    if amendment.supplier is None:
        raise RuleViolation(N_("Say who takes the contract over."), field="supplier")
    if not is_changed(amendment, ("supplier", "replaced", "ground")):
        return
    holders = [holder.supplier for holder in contract.holders]
    if amendment.replaced is None and len(holders) == 1:
        amendment.replaced = holders[0]
    if amendment.replaced not in holders:
        raise RuleViolation(N_("Say which of its holders leaves the contract."), field="replaced")
    if amendment.supplier in holders:
        raise RuleViolation(N_("This supplier holds the contract already: choose the new one."), field="supplier")


def _check_object(amendment: Amendment) -> None:
    """An amendment says what it changes, and what nobody could foresee is argued for."""
    if not (amendment.subject or "").strip():
        raise RuleViolation(
            N_("Say what it changes (a bank account, a clause …): without an object it is no amendment."), "subject"
        )
    if (amendment.justification or "").strip():
        return
    if amendment.ground is AmendmentGround.UNFORESEEN and is_changed(amendment, (*_SAID, "signed_on")):
        raise RuleViolation(
            N_("Say what could not be foreseen: the circumstances are what carries this ground (R2194-5)."),
            field="justification",
        )


def _check_whole(amendment: Amendment, contract: Contract, others: Sequence[Amendment]) -> None:
    added = cumulated(amendment, others)
    for whole in (contract.amount_excl_tax, contract.maximum_excl_tax):
        if whole and amendment.amount_excl_tax < 0 and whole + added <= 0:
            raise RuleViolation(
                N_(
                    "The contract would be worth nothing or less: it is %(amount)s € with the amendments before. End "
                    "it or terminate it instead."
                ),
                field="amount_excl_tax",
                amount=whole + added - amendment.amount_excl_tax,
            )
    if amendment.months >= 0 or contract.firm_months is None:
        return
    months = contract.firm_months + contract.renewals * (contract.renewal_months or 0)
    months += sum(other.months for other in others)
    if months + amendment.months < 0:
        raise RuleViolation(
            N_("The contract would last less than nothing: it lasts %(months)d months with the amendments before."),
            field="months",
            months=months,
        )
