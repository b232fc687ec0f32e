"""Terms of mandates: how long one lasts, which follow each other without a gap, how many may.

A rank is counted from the mandates that the register holds. A higher one may be typed, for terms from before the
register; a lower one cannot, or the limit of terms would be a matter of typing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from mdo.instances.rules import is_enrolment, rules_of
from mdo.instances.structure import last_day_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import last_day_of_term
from mdo.people.mandates import place_of
from models.instances import Instance, MandateFunction
from models.people import Mandate

_ONE_DAY = dt.timedelta(days=1)


def term_months_of(instance: Instance, function: MandateFunction) -> int | None:
    """Length of a term in months: that of the function, else of the body, else of its type."""
    return function.term_months or rules_of(instance).term_months


def max_terms_of(mandate: Mandate) -> int | None:
    """How many terms may follow each other: by the function, else the body, else its type."""
    return mandate.function.max_consecutive_terms or rules_of(mandate.instance).max_consecutive_terms


def default_planned_end(start_on: dt.date | None, instance: Instance, function: MandateFunction) -> dt.date | None:
    """The planned end that the term gives to a mandate; None without start or term, and for an enrolment."""
    months = term_months_of(instance, function)
    if start_on is None or months is None or is_enrolment(instance, function):
        return None
    return last_day_of_term(start_on, months)


def rank_of(mandate: Mandate, others: Iterable[Mandate]) -> int:
    """The rank of a mandate: one more than that of the mandate that it follows without a gap, or the one typed.

    `others` may hold any mandates: those of the same holder, body and function count.
    """
    return _ranks([mandate, *others])[id(mandate)]


def _ranks(mandates: Sequence[Mandate]) -> dict[int, int]:
    """The rank of each of the mandates that start on a known day, by identity; the others keep theirs."""
    ranks = {id(mandate): mandate.rank or 1 for mandate in mandates}
    dated = [mandate for mandate in mandates if mandate.start_on is not None]
    for mandate in sorted(dated, key=lambda row: row.start_on or dt.date.min):
        before = [other for other in dated if other is not mandate and _follows(mandate, other)]
        ranks[id(mandate)] = max([ranks[id(mandate)], *(ranks[id(other)] + 1 for other in before)])
    return ranks


def _follows(mandate: Mandate, other: Mandate) -> bool:
    last_day = last_day_of(other)
    return (
        last_day is not None
        and mandate.start_on == last_day + _ONE_DAY
        and not is_enrolment(other.instance, other.function)
        and place_of(other) == place_of(mandate)
    )


def check_term_limit(mandate: Mandate, others: Sequence[Mandate] = ()) -> None:
    """Gives a mandate its rank, and refuses a term past the limit unless its reason is typed in `limit_reason`.

    The mandates that follow this one count too.
    """
    if is_enrolment(mandate.instance, mandate.function):
        return
    others = [other for other in others if other is not mandate]
    mandate.rank = rank_of(mandate, others)
    limit = max_terms_of(mandate)
    if limit is None:
        return
    if mandate.rank > limit and not _has_reason(mandate):
        raise RuleViolation(
            N_("This would be term %(rank)d, and the limit is %(limit)d in a row: type the reason to go past it."),
            field="limit_reason",
            rank=mandate.rank,
            limit=limit,
        )
    without = _ranks(others)
    for other, rank in ((other, _ranks([mandate, *others])[id(other)]) for other in others):
        if rank > limit and rank > without[id(other)] and not _has_reason(other):
            raise RuleViolation(
                N_(
                    "The mandate from %(start)s would become term %(rank)d, and the limit is %(limit)d in a row: type"
                    " its reason first."
                ),
                field="start_on",
                start=other.start_on,
                rank=rank,
                limit=limit,
            )


def _has_reason(mandate: Mandate) -> bool:
    return bool((mandate.limit_reason or "").strip())
