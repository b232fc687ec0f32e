"""The money of projects: what is planned is theirs; the rest is that of what names them (`mdo.execution.ledger`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from mdo.contracts.figures import Balance
from mdo.execution.ledger import NO_EUROS, Euros, Ledger, Money, Named
from mdo.kernel.base.context import AnySession
from models.contracts import Contract
from models.projects import BudgetLine, ProjectSpending

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """Planned (with tax alone: budgets are so), committed, invoiced and paid."""

    planned_incl_tax: Decimal = _ZERO
    carried_over_incl_tax: Decimal = _ZERO
    committed: Euros = NO_EUROS
    spent: Euros = NO_EUROS
    paid: Euros = NO_EUROS

    @property
    def left_incl_tax(self) -> Decimal:
        """What is planned and not committed yet; below zero where more is committed than was planned."""
        return self.planned_incl_tax - self.committed.incl_tax


def named_by(session: AnySession, project_ids: Collection[int]) -> dict[int, Named]:
    """What money names each of these projects."""
    columns = (
        ProjectSpending.project_id, ProjectSpending.contract_id, ProjectSpending.order_id, ProjectSpending.invoice_id
    )  # fmt: skip
    found: dict[int, Named] = defaultdict(Named)
    for project_id, contract_id, order_id, invoice_id in session.execute(
        select(*columns).where(ProjectSpending.project_id.in_(project_ids))
    ):
        for ids, row_id in zip(
            (found[project_id].contracts, found[project_id].orders, found[project_id].invoices),
            (contract_id, order_id, invoice_id),
            strict=True,
        ):
            if row_id is not None:
                ids.add(row_id)
    return found


def money_of(
    session: AnySession, project_ids: Iterable[int], known: Iterable[tuple[Contract, Balance]] = ()
) -> tuple[Mapping[int, Sums], Sums]:
    """The sums of each of these projects, by id, and those of all together: what names several counts once there.

    `known` are the figures of contracts that a caller has read already.
    """
    ids = tuple(project_ids)
    named = named_by(session, ids)
    every = Named.together(named.values())
    ledger = Ledger(session, every, known)
    planned: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in session.scalars(select(BudgetLine).where(BudgetLine.project_id.in_(ids))):
        planned[line.project_id].append(line)
    by_id = {row_id: sums_of(planned[row_id], ledger.of(named.get(row_id, Named()))) for row_id in ids}
    return by_id, sums_of([line for lines in planned.values() for line in lines], ledger.of(every))


def sums_of(lines: Iterable[BudgetLine], money: Money) -> Sums:
    """What is planned on these lines, beside what is committed, invoiced and paid."""
    lines = tuple(lines)
    return Sums(
        sum((line.planned_incl_tax for line in lines), _ZERO),
        sum((line.carried_over_incl_tax for line in lines), _ZERO),
        money.committed,
        money.spent,
        money.paid,
    )


@dataclass(frozen=True)
class YearSums:
    """A year of a project, with tax: what is planned, what came over from the year before, what was committed.

    `available` is what is planned, with what came and without what goes over.
    """

    year: int
    planned: Decimal = _ZERO
    brought: Decimal = _ZERO
    carried: Decimal = _ZERO
    committed: Decimal = _ZERO
    spent: Decimal = _ZERO

    @property
    def available(self) -> Decimal:
        return self.planned + self.brought - self.carried

    @property
    def left(self) -> Decimal:
        return self.available - self.committed


def years_of(lines: Iterable[BudgetLine], money: Money) -> tuple[YearSums, ...]:
    """Year by year, by the exercise of the lines and the day of what was committed and invoiced."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        found[line.exercise]["planned"] += line.planned_incl_tax
        if line.carried_over_incl_tax:
            found[line.exercise]["carried"] += line.carried_over_incl_tax
            found[line.exercise + 1]["brought"] += line.carried_over_incl_tax
    for name, items in (("committed", money.commitments), ("spent", money.invoices)):
        for item in items:
            if item.on is not None:
                found[item.on.year][name] += item.euros.incl_tax
    return tuple(YearSums(year, **sums) for year, sums in sorted(found.items()))
