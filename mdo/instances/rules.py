"""The rules that a body follows: its own where it has one, its type's otherwise."""

from dataclasses import dataclass

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.instances import (
    RULE_COLUMNS,
    Instance,
    InstanceType,
    MandateFunction,
    Membership,
    MinutesApprover,
    QuorumBase,
    QuorumCounts,
    QuorumReach,
    SessionPeriod,
)

DEFAULT_ENDS_SOON_DAYS = 90
# Calendar days before a meeting, when who did not answer is reminded; 0 reminds nobody.
DEFAULT_REMINDER_DAYS = 5

# What the charter asks for and nothing counts yet: the pages say so of it.
NOT_FOLLOWED = frozenset({"sessions_due", "is_predominant", "seats_planned"})


@dataclass(frozen=True)
class Rules:
    """Rules in effect: terms in months, ages in years, parity in percent of each gender, the others in days."""

    membership: Membership
    term_months: int | None = None
    max_consecutive_terms: int | None = None
    minimum_age: int | None = None
    sessions_due: int | None = None
    sessions_period: SessionPeriod | None = None
    parity_min_percent: int | None = None
    parity_max_percent: int | None = None
    quorum_numerator: int | None = None
    quorum_denominator: int | None = None
    quorum_base: QuorumBase | None = None
    quorum_reach: QuorumReach = QuorumReach.AT_LEAST
    quorum_counts: QuorumCounts | None = None
    recognition_months: int | None = None
    ends_soon_days: int = DEFAULT_ENDS_SOON_DAYS
    minutes_approver: MinutesApprover = MinutesApprover.NEXT_MEETING
    reminder_days: int = DEFAULT_REMINDER_DAYS

    @property
    def is_open(self) -> bool:
        """Whether one belongs by enrolling freely, without seat or term."""
        return self.membership is Membership.OPEN


def rules_of_type(kind: InstanceType) -> Rules:
    """The rules of a type of body."""
    return _rules({name: getattr(kind, name) for name in RULE_COLUMNS})


def rules_of(instance: Instance) -> Rules:
    """The rules of a body, column by column: a value of its own overrides that of its type, zero included."""
    values = {}
    for name in RULE_COLUMNS:
        own = getattr(instance, name)
        values[name] = getattr(instance.type, name) if own is None else own
    return _rules(values)


def _rules(values: dict[str, object]) -> Rules:
    return Rules(**{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]  # columns of the same names and types


def is_enrolment(instance: Instance, function: MandateFunction) -> bool:
    """Whether holding this function there is an enrolment without term (« inscription ») rather than a mandate.

    The bureau of an open body keeps terms.
    """
    if function.is_bureau:
        return False
    own = instance.membership  # alone: to gather all the rules for each of two hundred mandates is half of their page
    return (instance.type.membership if own is None else own) is Membership.OPEN


def check_rules(rules: Rules) -> None:
    """Raises RuleViolation for a rule that is half filled, on the body and its type taken together."""
    if (rules.quorum_numerator is None) != (rules.quorum_denominator is None):
        missing = "quorum_numerator" if rules.quorum_numerator is None else "quorum_denominator"
        raise RuleViolation(N_("A quorum is a fraction: fill in both numbers."), field=missing)
    if rules.quorum_numerator and rules.quorum_denominator and rules.quorum_numerator > rules.quorum_denominator:
        raise RuleViolation(N_("A quorum is at most 1: the numerator is too high."), field="quorum_numerator")
    is_whole = rules.quorum_numerator is not None and rules.quorum_numerator == rules.quorum_denominator
    if is_whole and rules.quorum_reach is QuorumReach.MORE_THAN:
        raise RuleViolation(N_("Nobody is more than all: a quorum of all is « at least »."), field="quorum_reach")
    if rules.sessions_due and rules.sessions_period is None:
        raise RuleViolation(N_("Say over which period these sessions are due."), field="sessions_period")
