"""What the law asks of a subsidy to an association, with its days: pure rules, all « to be confirmed » on screen.

loi 2000-321, articles 9-1 and 10; décret 2001-495; L2311-7, L2131-11 and L2511-14 of the CGCT; décret 2021-1947.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from models.applications import Subsidy

# Of all that a city gives an association in a year: over it, an agreement is signed (décret 2001-495).
AGREEMENT_OVER = Decimal(23_000)
REPORT_MONTHS = 6


class Item(StrEnum):
    """What is looked at before a subsidy is paid, then closed."""

    INITIATIVE = "initiative"
    OPINION = "opinion"
    DELIBERATION = "deliberation"
    INTERESTED = "interested"
    COMMITMENT = "commitment"
    AGREEMENT = "agreement"
    PAYMENT = "payment"
    REPORT = "report"


ITEM_LABELS = {
    Item.INITIATIVE: N_("The association defined the project and carries it out (loi 2000-321, art. 9-1)"),
    Item.OPINION: N_("The arrondissement council gave its opinion on the amount (L2511-14)"),
    Item.DELIBERATION: N_("A deliberation distinct from the budget (L2311-7)"),
    Item.INTERESTED: N_("Interested members took no part in the vote (L2131-11)"),
    Item.COMMITMENT: N_("Contrat d’engagement républicain, or exempt (décret 2021-1947)"),
    Item.AGREEMENT: N_("An agreement, since the year’s total is over 23,000 € (décret 2001-495)"),
    Item.PAYMENT: N_("Paid (subsidy)"),
    Item.REPORT: N_("Compte rendu financier received (loi 2000-321, art. 10)"),
}


@dataclass(frozen=True)
class Checked:
    """A line of the checklist: whether it is done, on which day where there is one, and by when."""

    item: Item
    is_done: bool
    day: dt.date | None = None
    due_on: dt.date | None = None

    @property
    def label(self) -> str:
        """A message id."""
        return ITEM_LABELS[self.item]


def needs_agreement(amount: Decimal, given_before: Decimal) -> bool:
    """Whether the year's total from the city passes 23,000 €, which 23,000 exactly does not."""
    return amount + given_before > AGREEMENT_OVER


def report_due(exercise_ends_on: dt.date | None) -> dt.date | None:
    """The last day of the compte rendu financier: within six months of the end of the exercise."""
    return add_months(exercise_ends_on, REPORT_MONTHS) if exercise_ends_on is not None else None


def checklist(row: Subsidy) -> Sequence[Checked]:
    """What is done and what is left of a subsidy, in the order in which it comes."""
    found = [
        Checked(Item.INITIATIVE, row.is_own_initiative),
        Checked(Item.OPINION, row.opinion_on is not None, row.opinion_on),
        Checked(Item.DELIBERATION, row.deliberated_on is not None, row.deliberated_on),
        Checked(Item.INTERESTED, row.are_interested_out),
        Checked(Item.COMMITMENT, row.is_commitment_exempt or row.commitment_on is not None, row.commitment_on),
    ]
    if needs_agreement(row.amount_incl_tax, row.given_before_incl_tax):
        found.append(Checked(Item.AGREEMENT, row.agreement_on is not None, row.agreement_on))
    found.append(Checked(Item.PAYMENT, row.paid_on is not None, row.paid_on))
    found.append(Checked(Item.REPORT, row.reported_on is not None, row.reported_on, report_due(row.exercise_ends_on)))
    return found


def check_subsidy(row: Subsidy, today: dt.date) -> None:
    """Completes and checks a subsidy about to be written. Raises RuleViolation."""
    row.given_before_incl_tax = row.given_before_incl_tax or Decimal(0)
    row.report_due_on = report_due(row.exercise_ends_on)
    gather(lambda: _check_deliberation(row), lambda: _check_payment(row), lambda: _check_days(row, today))


def _check_deliberation(row: Subsidy) -> None:
    if row.deliberated_on is None:
        return
    if row.opinion_on is None:
        raise RuleViolation(
            N_("The arrondissement council gives its opinion on the amount first (L2511-14): write its day."),
            field="opinion_on",
        )
    if row.opinion_on > row.deliberated_on:
        raise RuleViolation(
            N_("The opinion of the arrondissement council comes before the deliberation."), field="opinion_on"
        )
    if not row.is_own_initiative:
        raise RuleViolation(
            N_("A project that is not the association’s own initiative is bought, not subsidised (loi 2000-321)."),
            field="is_own_initiative",
        )


def _check_payment(row: Subsidy) -> None:
    if row.paid_on is None:
        return
    if row.deliberated_on is None:
        raise RuleViolation(N_("A subsidy is paid once it was deliberated: write the day."), field="deliberated_on")
    if not row.is_commitment_exempt and row.commitment_on is None:
        raise RuleViolation(
            N_("The association signs the contrat d’engagement républicain first, unless it is exempt."),
            field="commitment_on",
        )
    if needs_agreement(row.amount_incl_tax, row.given_before_incl_tax) and row.agreement_on is None:
        raise RuleViolation(
            N_("With what the city gave already, the year’s total is over 23,000 €: an agreement is signed first."),
            field="agreement_on",
        )


def _check_days(row: Subsidy, today: dt.date) -> None:
    for name in ("opinion_on", "deliberated_on", "commitment_on", "agreement_on", "paid_on", "reported_on"):
        day = getattr(row, name)
        if day is not None and day > today:
            raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)
