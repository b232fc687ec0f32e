"""What an application was filed with, read back from the journal: what it asked and the lines of its budget.

A council may change them until it is examined: what counts is how it stood when it ceased to be filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.versions import difference_with
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application, ApplicationExpense, ApplicationState
from models.journal import ChangeAction, JournalChange

_TOLD = ("label", "planned_incl_tax", "has_quote", "position")


@dataclass(frozen=True)
class FiledLine:
    """A line of a budget as it was filed."""

    label: str
    planned_incl_tax: Decimal
    has_quote: bool
    position: int


@dataclass(frozen=True)
class AsFiled:
    """What was asked, with tax, and the lines of the budget, in their order."""

    asked: Decimal | None
    lines: Sequence[FiledLine]

    @property
    def total(self) -> Decimal | None:
        """What the lines come to; nothing where there is none."""
        return sum((line.planned_incl_tax for line in self.lines), Decimal(0)) if self.lines else None

    @property
    def others(self) -> Decimal | None:
        """What others than the call are to pay; nothing where the budget or the request is not said."""
        return None if self.total is None or self.asked is None else max(self.total - self.asked, Decimal(0))


def as_filed(session: AnySession, row: Application) -> AsFiled:
    """What an application was filed with; what it says now while it is filed, or without a journal."""
    end = _end_of_filing(session, row)
    now = {line.id: {name: getattr(line, name) for name in _TOLD} for line in row.expenses}
    if end is None:
        return AsFiled(row.asked_incl_tax, _lines(now))
    before = difference_with(session, row, end).get("asked_incl_tax")
    asked = row.asked_incl_tax if before is None else _amount(before[1])
    for change in _later(session, row, end):
        if change.action is ChangeAction.CREATE:
            now.pop(change.row_id, None)
            continue
        then = now.setdefault(change.row_id, {})
        then.update({name: change.fields[name][0] for name in _TOLD if name in change.fields})
    return AsFiled(asked, _lines(now))


def _end_of_filing(session: AnySession, row: Application) -> JournalChange | None:
    """The last change by which an application ceased to be filed: it is examined as it was then."""
    asked = (
        select(JournalChange)
        .where(JournalChange.model == Application.__name__, JournalChange.row_id == row.id)
        .order_by(JournalChange.id.desc())
    )
    for change in session.scalars(asked, execution_options=WHOLE_REGISTER):
        before, after = change.fields.get("state", (None, None))
        if before == ApplicationState.FILED and after != ApplicationState.DRAFT:
            return change
    return None


def _later(session: AnySession, row: Application, end: JournalChange) -> Sequence[JournalChange]:
    """What became of the lines of its budget since, the latest first."""
    asked = select(JournalChange).where(
        JournalChange.model == ApplicationExpense.__name__,
        JournalChange.id > end.id,
        JournalChange.entry_id != end.entry_id,
    )
    own = {line.id for line in row.expenses}
    found = session.scalars(asked.order_by(JournalChange.id.desc()), execution_options=WHOLE_REGISTER).all()
    own |= {change.row_id for change in found if row.id in change.fields.get("application_id", ())}
    return [change for change in found if change.row_id in own]


def _lines(found: dict[int, dict[str, Any]]) -> Sequence[FiledLine]:
    lines = [
        FiledLine(
            told["label"], _amount(told["planned_incl_tax"]) or Decimal(0), bool(told["has_quote"]), told["position"]
        )
        for told in found.values()
    ]
    return sorted(lines, key=lambda line: line.position)


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
