"""Criteria, marks and rounds as their tables are typed: a whole table at once, its faults cell by cell."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from mdo.contracts.lots import standing_lots
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_brought_back, is_set
from mdo.procurement.awards import check_not_on_price_alone
from mdo.procurement.law import stored_need_law
from mdo.tenders.ranking import WHOLE, marks_after, weight_of
from mdo.tenders.rules import (
    check_criteria,
    check_mark,
    check_round,
    check_round_removal,
    criteria_of,
    rounds_of,
    tenders_of,
)
from models.contracts import Contract
from models.tenders import AwardCriterion, NegotiationRound, TenderMark, TenderRevision

Case = tuple[int, int]
# The field of the refusal of a table that was opened before someone changed it.
OPENED = "opened"
_CHANGED = N_(
    "Someone changed this table meanwhile. Here is what you typed: compare it with the file, then save again."
)
_AWARDED = N_("The contract was awarded on these criteria: they change no more.")
_PUBLISHED = N_(
    "Tenders are marked already: the published criteria change no more. Empty the marks first to correct them."
)


@dataclass(frozen=True)
class CriterionLine:
    """A line of the table of criteria as typed; `version` is that of the row when the table was opened."""

    name: str
    weight: Decimal | None
    is_price: bool
    id: int | None = None
    version: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.name and self.weight is None


def write_criteria(session: AnySession, contract: Contract, lines: Sequence[CriterionLine]) -> None:
    """Makes the criteria of a contract those of the table, in its order; flushes. Raises RuleViolation."""
    known = {row.id: row for row in criteria_of(session, contract)}
    seen = {line.id: line.version for line in lines if line.id is not None}
    if seen != {row.id: row.version for row in known.values()}:
        raise RuleViolation(_CHANGED, field=OPENED)
    kept = [line for line in lines if not line.is_empty]
    for line in kept:
        if not line.name or line.weight is None:
            raise RuleViolation(N_("Each criterion has a name and a weight: complete the line, or empty it."))
    before = [(row.id, row.weight, row.is_price) for row in known.values()]
    if [(line.id, line.weight, line.is_price) for line in kept] != before:
        if contract.state in AWARDED_STATES:
            raise RuleViolation(_AWARDED)
        if _is_marked(session, list(known)):
            raise RuleViolation(_PUBLISHED)
    typed = [AwardCriterion(name=line.name, weight=line.weight, is_price=line.is_price) for line in kept]
    check_criteria(typed)
    _check_not_on_price_alone(session, contract, typed)
    for line in lines:
        if line.is_empty and line.id is not None:
            session.delete(known[line.id])
    session.flush()
    for position, line in enumerate(kept, start=1):
        row = known[line.id] if line.id is not None else AwardCriterion(contract_id=contract.id)
        row.position, row.name, row.is_price = position, line.name, line.is_price
        row.weight = line.weight or Decimal(0)
        session.add(row)
    session.flush()


def copy_criteria(session: AnySession, source: Contract, targets: Sequence[Contract]) -> list[Contract]:
    """Gives the criteria of a contract to those of these that have none, and returns them; flushes.

    Raises RuleViolation when there is nothing to copy, or nobody to copy it to, or where the price alone would judge.
    """
    rows = criteria_of(session, source)
    served = [target for target in targets if target is not source and not criteria_of(session, target)]
    if not rows or not served:
        raise RuleViolation(N_("Nothing to copy: the criteria are written already, or there are none to take."))
    for target in served:
        made = [
            AwardCriterion(
                contract_id=target.id, position=row.position, name=row.name, weight=row.weight, is_price=row.is_price
            )
            for row in rows
        ]
        _check_not_on_price_alone(session, target, made)
        session.add_all(made)
    session.flush()
    return served


def carry_criteria(session: AnySession, file: Contract) -> list[Contract]:
    """Brings the criteria of a file to those of its lots that have none; the file, which is not judged, keeps none.

    Returns the lots that took them; flushes.
    """
    lots = standing_lots(file)
    served = copy_criteria(session, file, lots) if any(not criteria_of(session, lot) for lot in lots) else []
    for row in criteria_of(session, file):
        session.delete(row)
    session.flush()
    return served


def _is_marked(session: AnySession, criterion_ids: Sequence[int]) -> bool:
    marks = select(TenderMark.id).where(TenderMark.criterion_id.in_(criterion_ids)).limit(1)
    return session.scalar(marks) is not None


def _check_not_on_price_alone(session: AnySession, contract: Contract, criteria: Sequence[AwardCriterion]) -> None:
    """Of a whole set of criteria: one that is not complete may still get another."""
    if weight_of(criteria) == WHOLE and all(row.is_price for row in criteria):
        check_not_on_price_alone(contract, [True], stored_need_law(session))


def check_criterion(session: AnySession, criterion: AwardCriterion) -> None:
    """The rules of a criterion among those of its contract, as it stands. Raises RuleViolation."""
    stored = criteria_of(session, criterion.contract)
    check_criteria(stored)
    _check_not_on_price_alone(session, criterion.contract, stored)
    if is_brought_back(criterion) or is_set(criterion, ("weight", "is_price")):
        check_unmarked(session, criterion.contract_id)


def check_unmarked(session: AnySession, contract_id: int) -> None:
    """Raises RuleViolation once tenders are marked on the criteria of a contract."""
    if _is_marked(session, session.scalars(select(AwardCriterion.id).filter_by(contract_id=contract_id)).all()):
        raise RuleViolation(_PUBLISHED)


@dataclass(frozen=True)
class TypedMark:
    """A mark as typed; without one, the mark that was given is taken away."""

    mark: Decimal | None
    comment: str = ""


def own_marks(
    session: AnySession, contract: Contract, assessor_id: int, round_number: int
) -> Mapping[Case, TenderMark]:
    """The marks of an assessor as they stand after a round, by (tender, criterion)."""
    found = {}
    for tender in tenders_of(session, contract):
        for criterion in criteria_of(session, contract):
            mark = marks_after(tender, criterion, round_number).get(assessor_id)
            if mark is not None:
                found[tender.id, criterion.id] = mark
    return found


def write_marks(
    session: AnySession, contract: Contract, assessor_id: int, round_number: int, typed: Mapping[Case, TypedMark]
) -> Mapping[Case, RuleViolation]:
    """Writes the marks of an assessor that differ from what is stored; returns what is refused, case by case. Flushes.

    Nothing should be kept when anything is refused.
    """
    tenders = {row.id: row for row in tenders_of(session, contract)}
    criteria = {row.id: row for row in criteria_of(session, contract)}
    given = own_marks(session, contract, assessor_id, round_number)
    refused = {}
    for case, asked in typed.items():
        tender, criterion, row = tenders.get(case[0]), criteria.get(case[1]), given.get(case)
        if tender is None or criterion is None:
            continue
        if asked.mark is None:
            if asked.comment:
                refused[case] = RuleViolation(N_("Give the mark too, or empty the comment."))
            elif row is not None and row.round_number == round_number:
                tender.marks.remove(row)
                session.delete(row)  # said before the flush finds an orphan: the journal has it
            continue
        if row is not None and row.mark == asked.mark and (row.comment or "") == asked.comment:
            continue
        if row is not None and row.round_number != round_number:
            row = None  # one of a round before stands until another is given in this one
        with session.no_autoflush:
            probe = TenderMark(assessor_id=assessor_id, round_number=round_number, mark=asked.mark)
            try:
                check_mark(probe, tender, criterion)
            except RuleViolation as violation:
                refused[case] = violation
                continue
        if row is None:
            row = TenderMark(criterion=criterion, assessor_id=assessor_id, round_number=round_number, mark=asked.mark)
            tender.marks.append(row)
        row.mark, row.comment = asked.mark, asked.comment or None
    if not refused:
        session.flush()
    return refused


def write_round(
    session: AnySession,
    contract: Contract,
    held: NegotiationRound | None,
    held_on: dt.date,
    notes: str,
    amounts: Mapping[int, Decimal | None],
    today: dt.date,
) -> NegotiationRound:
    """Writes a round of negotiation, the next one when none is given, and what tenders ask after it; flushes.

    An amount left empty means that the tender did not change. Raises RuleViolation.
    """
    rounds = rounds_of(session, contract)
    number = held.number if held is not None else (rounds[-1].number if rounds else 0) + 1
    check_round(number, held_on, contract, rounds, today)
    if held is None:
        held = NegotiationRound(contract_id=contract.id, number=number)
        session.add(held)
    held.held_on, held.notes = held_on, notes or None
    session.flush()
    for tender in tenders_of(session, contract):
        if tender.id not in amounts:
            continue
        amount = amounts[tender.id]
        row = next((item for item in tender.revisions if item.round_id == held.id), None)
        if amount is None:
            if row is not None:
                tender.revisions.remove(row)
                session.delete(row)
        elif row is None:
            tender.revisions.append(TenderRevision(round=held, amount_excl_tax=amount))
        elif row.amount_excl_tax != amount:
            row.amount_excl_tax = amount
    session.flush()
    return held


def remove_round(session: AnySession, contract: Contract, held: NegotiationRound) -> None:
    """Deletes the last round with the amounts and the marks given after it; flushes. Raises RuleViolation."""
    check_round_removal(held, contract, rounds_of(session, contract))
    tenders = tenders_of(session, contract)
    for tender in tenders:
        for row in (*tender.marks, *tender.revisions):
            number = row.round_number if isinstance(row, TenderMark) else row.round.number
            if number == held.number:
                session.delete(row)
    session.flush()
    session.expire(held)
    for tender in tenders:
        session.expire(tender, ["marks", "revisions"])
    session.delete(held)
    session.flush()
