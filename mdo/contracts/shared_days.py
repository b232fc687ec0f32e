"""Undo of an import: a step and its file that took one day from it stay, or go back, together."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from mdo.context import AnySession
from mdo.contracts.file_days import FILE_FIELDS
from models.contracts import Contract, ProcurementStep
from models.journal import ChangeAction, JournalChange
from models.procurement import StepCode

_BATCH = 500
_Key = tuple[str, int]
_DAYS = {"actual_on", "planned_on"}


def with_shared_days(
    session: AnySession, changes: Sequence[JournalChange], kept: Mapping[_Key, str]
) -> dict[_Key, str]:
    """These rows that stay, and those of the operation that share with them a day that it wrote, by their names."""
    found = dict(kept)
    if not found:
        return found
    labels = {(change.model, change.row_id): change.label for change in changes}
    pairs, count = list(_pairs(session, changes)), -1
    while count != len(found):
        count = len(found)
        for pair in pairs:
            if any(key in found for key in pair):
                found |= {key: labels[key] for key in pair if key not in found}
    return found


def _pairs(session: AnySession, changes: Sequence[JournalChange]) -> Iterator[tuple[_Key, _Key]]:
    """The files and the steps in which the operation wrote the same day."""
    files = {change.row_id: change.fields.keys() for change in _updates(changes, Contract)}
    steps = sorted(change.row_id for change in _updates(changes, ProcurementStep) if change.fields.keys() & _DAYS)
    for start in range(0, len(steps) if files else 0, _BATCH):
        asked = select(ProcurementStep).where(ProcurementStep.id.in_(steps[start : start + _BATCH]))
        for step in session.scalars(asked):
            names = {FILE_FIELDS.get(step.step), "state" if step.step is StepCode.NOTICE else None}
            if files.get(step.contract_id, set()) & names:
                yield (Contract.__name__, step.contract_id), (ProcurementStep.__name__, step.id)


def _updates(changes: Sequence[JournalChange], model: type) -> Iterator[JournalChange]:
    return (row for row in changes if row.model == model.__name__ and row.action is ChangeAction.UPDATE)
