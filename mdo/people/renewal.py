"""Renewal: the next mandate of the same holder, one by one or many at once, always previewed.

The next mandate starts the day after the planned end, bears the next rank and is linked by `previous_id`; the renewed
one gets its planned end as actual end, so that it is over the day the next one starts.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mdo.instances.rules import is_enrolment
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import last_day_of_term
from mdo.people.mandate_rules import Neighbours, check_mandate
from mdo.people.terms import max_terms_of, term_months_of
from models.instances import InstanceState
from models.people import EndReason, Mandate

_BATCH = 500
_ONE_DAY = dt.timedelta(days=1)
# Kept from one term to the next; the rest of a mandate is its own.
_KEPT = (
    "instance",
    "person",
    "organisation",
    "function",
    "college",
    "seat",
    "designation",
    "commitment",
    "substitute_of",
)


@dataclass(frozen=True)
class Proposal:
    """The next mandate of `mandate`, not yet in any session, or the refusal that says why there is none."""

    mandate: Mandate
    successor: Mandate | None = None
    refusal: RuleViolation | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it can be renewed."""
        return self.successor is not None


def propose(mandate: Mandate, others: Iterable[Mandate], today: dt.date, limit_reason: str | None = None) -> Proposal:
    """The renewal of one mandate; `others` are those of the same holder or seat in the same body. Writes nothing."""
    others = list(others)
    try:
        successor = _successor(mandate, others, today, limit_reason)
    except RuleViolation as refusal:
        return Proposal(mandate, refusal=refusal)
    return Proposal(mandate, successor)


def _successor(mandate: Mandate, others: Sequence[Mandate], today: dt.date, limit_reason: str | None) -> Mandate:
    planned_end = _end_to_renew(mandate, others)
    months = term_months_of(mandate.instance, mandate.function)
    if months is None:
        raise RuleViolation(
            N_("No length of term is set on the function, the body or its type: fill one in before renewing."),
            field="planned_end_on",
        )
    start_on = planned_end + _ONE_DAY
    successor = Mandate(
        **{name: getattr(mandate, name) for name in _KEPT},
        previous=mandate,
        start_on=start_on,
        planned_end_on=last_day_of_term(start_on, months),
        rank=(mandate.rank or 1) + 1,
    )
    limit = max_terms_of(mandate)
    if limit is not None and successor.rank > limit:
        successor.limit_reason = (limit_reason or "").strip() or None
    check_mandate(successor, others, today)
    return successor


def _end_to_renew(mandate: Mandate, others: Sequence[Mandate]) -> dt.date:
    """The planned end after which the next term starts. Raises RuleViolation for what cannot be renewed."""
    for other in others:
        if other.previous_id is not None and other.previous_id == mandate.id:
            raise RuleViolation(N_("Already renewed from %(start)s."), start=other.start_on)
    if mandate.instance.state is InstanceState.DISSOLVED:
        raise RuleViolation(N_("The body is dissolved: nothing to renew."))
    if mandate.ended_on is not None:
        raise RuleViolation(N_("Its end is recorded on %(end)s: create a new mandate instead."), end=mandate.ended_on)
    if is_enrolment(mandate.instance, mandate.function):
        raise RuleViolation(N_("An enrolment in a body with open membership has no term: nothing to renew."))
    if mandate.planned_end_on is None:
        raise RuleViolation(N_("It has no planned end: fill it in before renewing."), field="planned_end_on")
    return mandate.planned_end_on


def preview(
    session: AnySession, mandates: Iterable[Mandate], today: dt.date, limit_reasons: Mapping[int, str] | None = None
) -> list[Proposal]:
    """One proposal a mandate, in the order given, accepted or refused with its sentence. Writes nothing.

    `limit_reasons` gives, by id of the mandate renewed, the reason typed to go past the limit of terms.
    """
    reasons = limit_reasons or {}
    proposals: list[Proposal] = []
    for batch in _batches(mandates):
        neighbours = Neighbours(session, batch)
        for mandate in batch:
            proposal = propose(mandate, [mandate, *neighbours.of(mandate)], today, reasons.get(mandate.id))
            proposals.append(proposal)
            if proposal.successor is not None:
                neighbours.know(proposal.successor)
    return proposals


def renew(session: AnySession, proposals: Iterable[Proposal]) -> list[Mandate]:
    """Writes the accepted proposals and ends the mandates they follow; returns the new ones. Flushes once.

    Raises RuleViolation, before anything is written, when a mandate was ended since the preview.
    """
    accepted = [proposal for proposal in proposals if proposal.is_accepted]
    for proposal in accepted:
        if proposal.mandate.ended_on is not None:
            raise RuleViolation(N_("Someone ended or renewed these mandates meanwhile: look at the preview again."))
    written = []
    for proposal in accepted:
        assert proposal.successor is not None
        proposal.mandate.ended_on = proposal.mandate.planned_end_on
        proposal.mandate.end_reason = EndReason.RENEWED
        session.add(proposal.successor)
        written.append(proposal.successor)
    session.flush()
    return written


def _batches(mandates: Iterable[Mandate]) -> Iterator[list[Mandate]]:
    rest = iter(mandates)
    while batch := list(islice(rest, _BATCH)):
        yield batch
