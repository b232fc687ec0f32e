"""The rows of the contract sheet, and how it writes what it says: as the pages do."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from mdo.amendments.shares import rounded, standings_of
from mdo.amendments.subcontracting import amount_on, subcontracts_of
from mdo.contracts.legal import is_day_unknown
from mdo.documents.document_format import Wording
from mdo.execution import deliverables, invoices
from mdo.execution.orders import order_total
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.suppliers.evaluations import mean_of
from models.amendments import Advance, Evaluation, Penalty
from models.contracts import Contract, StepState
from models.execution import Deliverable, Invoice, PurchaseOrder

# Two pages hold so many of each, and texts so long; the others are on the page of the contract.
MOST = 4
MOST_LOTS, MOST_AMENDMENTS, MOST_PENALTIES, MOST_OTHERS = 4, 4, 3, 2
LONGEST_FACT, LONGEST_TEXT = 84, 168
# What fits on one line of a cell, in characters.
LONGEST_NAME, SHORTEST_NAME = 36, 24
_WIDE, _HALF = 54, 44
NOT_GIVEN = N_("not filled in (contract sheet)")
_MONTHS = N_("%(count)d months (contract sheet)")


class SheetRows:
    """What is listed of one contract on this day: its steps, what changed it, how it is performed."""

    def __init__(self, session: AnySession, contract: Contract, wording: Wording) -> None:
        self._session, self._contract, self._wording = session, contract, wording
        self._today = context_of(session).today
        self._left_out: list[tuple[str, int]] = []

    # ---- Words --------------------------------------------------------------------------------------------------

    def _say(self, message: str, **values: Any) -> str:
        return self._wording.translate(message) % values if values else self._wording.translate(message)

    def _text(self, value: Any, kind: str = Kind.TEXT) -> str:
        """A value as pages write it, or that it is not filled in."""
        return self._wording.value(value, kind) or self._say(NOT_GIVEN)

    def _or_empty(self, value: Any, kind: str = Kind.TEXT) -> str:
        return self._wording.value(value, kind)

    def _euros(self, amount: Decimal | None) -> str:
        return self._text(amount, Kind.AMOUNT)

    def _percent(self, share: Decimal | None) -> str:
        shown = rounded(share)
        return "" if shown is None else self._say(N_("%(number)s %%"), number=self._wording.value(shown))

    def _months(self, months: int | None) -> str:
        return self._say(NOT_GIVEN) if months is None else self._say(_MONTHS, count=months)

    def _labels(self, names: Iterable[str]) -> list[str]:
        """The labels of the ticks of the file."""
        labels = FIELD_LABELS[Contract]
        return [self._say(labels[name]) for name in names if getattr(self._contract, name)]

    def _brief(self, text: str | None, longest: int = _WIDE) -> str:
        """A text cut between two words where it would take too much of the two pages."""
        words = " ".join((text or "").split())
        return words if len(words) <= longest else f"{words[: longest - 1].rsplit(' ', 1)[0]} …"

    def _first(self, label: str, rows: Sequence[Any], most: int) -> Sequence[Any]:
        """The first of these rows; how many others there are is said under the tables."""
        if len(rows) > most:
            self._left_out.append((label, len(rows) - most))
        return rows[:most]

    def _last(self, label: str, rows: Sequence[Any], most: int) -> Sequence[Any]:
        """The last of these rows; how many others there are is said under the tables."""
        return self._first(label, rows[::-1], most)[::-1]

    def others(self) -> str:
        """« Aussi sur la page du marché : avenants (2), lots (1) », of what the tables had no room for."""
        if not self._left_out:
            return ""
        parts = (f"{self._say(label)} ({count})" for label, count in self._left_out)
        return self._say(N_("Also on the page of the contract: %(parts)s."), parts=", ".join(parts))

    def changes(self) -> dict[str, Any]:
        contract = self._contract
        return {
            "steps": [
                {
                    "label": step.label,
                    "planned": self._or_empty(step.planned_on),
                    "actual": self._say(N_("day not known"))
                    if is_day_unknown(step)
                    else self._or_empty(step.actual_on),
                    "state": self._or_empty(step.state),
                }
                for step in contract.steps
                if step.state is not StepState.SET_ASIDE
            ],
            "amendments": [
                {
                    "number": str(standing.amendment.number),
                    "ground": (ground := self._or_empty(standing.amendment.ground)),
                    "subject": self._brief(standing.amendment.subject, max(_WIDE - len(ground), SHORTEST_NAME)),
                    "amount": self._euros(standing.amendment.amount_excl_tax),
                    "share": self._percent(standing.share),
                    "cumulated": self._percent(standing.cumulated),
                    "notified": self._or_empty(standing.amendment.notified_on),
                }
                for standing in self._last(N_("Amendments"), standings_of(contract), MOST_AMENDMENTS)
            ],
            "periods": [
                {
                    "number": str(row.number),
                    "period": f"{self._or_empty(row.starts_on)} – {self._or_empty(row.ends_on)}",
                    "decide_by": self._or_empty(row.decide_by_on),
                    "decision": self._or_empty(row.decision),
                }
                for row in self._last(N_("Renewals of contracts"), contract.periods, MOST_PENALTIES)
            ],
            "subcontracts": [
                {
                    "number": str(row.number),
                    "name": self._brief(row.supplier.name, SHORTEST_NAME),
                    "subject": self._brief(row.subject, _HALF),
                    "amount": self._euros(amount_on(row, self._today)),
                    "notified": self._or_empty(row.notified_on),
                }
                for row in self._last(
                    N_("Subcontracting acts"), subcontracts_of(self._session, contract), MOST_PENALTIES
                )
            ],
            "advances": [
                self._advance(row)
                for row in self._last(N_("Advances"), self._of(Advance, Advance.paid_on), MOST_OTHERS)
            ],
            "penalties": [
                {
                    "reason": self._brief(row.reason),
                    "amount": self._euros(row.amount_excl_tax),
                    "applied": self._or_empty(row.applied_on),
                    "waived": self._or_empty(row.waived_on),
                }
                for row in self._last(N_("Penalties"), self._of(Penalty, Penalty.applied_on), MOST_PENALTIES)
            ],
            "evaluations": [
                {
                    "name": self._brief(row.supplier.name, SHORTEST_NAME),
                    "mean": self._or_empty(mean_of(row)),
                    "day": self._or_empty(row.evaluated_on),
                    "comment": self._brief(row.comment),
                }
                for row in self._last(N_("Evaluations"), self._of(Evaluation, Evaluation.evaluated_on), MOST_OTHERS)
            ],
        }

    def _advance(self, row: Advance) -> dict[str, str]:
        repaid = [self._or_empty(row.repaid_on), self._or_empty(row.repaid_incl_tax, Kind.AMOUNT)]
        return {
            "amount": self._euros(row.amount_incl_tax),
            "paid": self._or_empty(row.paid_on),
            "repaid": " – ".join(part for part in repaid if part),
        }

    def performance(self) -> dict[str, Any]:
        orders = self._latest(PurchaseOrder, PurchaseOrder.ordered_on, selectinload(PurchaseOrder.lines))
        delivered = self._latest(Deliverable, Deliverable.due_on)
        invoiced = self._latest(
            Invoice, Invoice.received_on, selectinload(Invoice.lines), selectinload(Invoice.payment_figures)
        )
        return {
            "orders": [
                {
                    "number": row.number,
                    "subject": self._brief(row.subject, _HALF),
                    "day": self._or_empty(row.ordered_on),
                    "amount": self._euros(order_total(row)),
                    "state": self._or_empty(row.state),
                }
                for row in orders
            ],
            "more_orders": self._more(PurchaseOrder),
            "deliverables": [
                {
                    "name": self._brief(row.name),
                    "due": self._or_empty(row.due_on),
                    "handed_over": self._or_empty(row.received_on),
                    "state": self._or_empty(deliverables.deliverable_status(row, self._today)),
                }
                for row in delivered
            ],
            "more_deliverables": self._more(Deliverable),
            "invoices": [
                {
                    "number": row.number,
                    "handed_over": self._or_empty(row.received_on),
                    "pay_by": self._or_empty(invoices.pay_by(row)),
                    "amount": self._euros(invoices.total_excl_tax(row)),
                    "state": self._or_empty(invoices.invoice_status(row, self._today)),
                    "paid": self._or_empty(row.paid_on),
                }
                for row in invoiced
            ],
            "more_invoices": self._more(Invoice),
        }

    # ---- Rows ---------------------------------------------------------------------------------------------------

    def _of(self, model: Any, day: Any) -> Sequence[Any]:
        statement = select(model).where(model.contract_id == self._contract.id)
        return self._session.scalars(statement.order_by(day.nulls_last(), model.id)).all()

    def _latest(self, model: Any, day: Any, *options: Any) -> Sequence[Any]:
        statement = select(model).where(model.contract_id == self._contract.id).options(*options)
        return self._session.scalars(statement.order_by(day.desc().nulls_last(), model.id.desc()).limit(MOST)).all()

    def _more(self, model: Any) -> str:
        count = self._session.scalar(select(func.count(model.id)).where(model.contract_id == self._contract.id)) or 0
        return (
            self._say(N_("and %(count)d more, on the page of the contract"), count=count - MOST) if count > MOST else ""
        )
