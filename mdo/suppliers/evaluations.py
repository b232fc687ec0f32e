"""What the mission keeps of a supplier at the end of a contract, and what it reads of it when it chooses again."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.labels import field_label
from models.amendments import BEST_MARK, Evaluation, Subcontract

CRITERIA = ("quality", "deadlines", "relation", "administration", "added_value")
# A mark that is named as a weak point when the supplier is chosen again.
WEAK = 2


def mean_of(evaluation: Evaluation) -> Decimal:
    """The mean of the five marks out of 4, with one decimal: 3, 2, 4, 3 and 4 make 3.2."""
    marks = [Decimal(getattr(evaluation, name)) for name in CRITERIA]
    return (sum(marks, Decimal(0)) / len(marks)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def weak_points(evaluation: Evaluation) -> tuple[str, ...]:
    """The criteria marked 1 or 2, by name."""
    return tuple(name for name in CRITERIA if getattr(evaluation, name) <= WEAK)


@dataclass(frozen=True)
class LastEvaluation:
    """The last evaluation of a supplier: its row, its mean, its year, its weak criteria."""

    evaluation: Evaluation
    mark: Decimal
    year: int
    weak: tuple[str, ...]

    def text(self, translate: Translate) -> str:
        """« dernière évaluation : 3,2/4, 2025, points faibles : délais », for the line under a supplier."""
        words = {
            "mark": str(self.mark).replace(".", ","),
            "best": BEST_MARK,
            "year": self.year,
            "weak": ", ".join(translate(field_label(Evaluation, name)).lower() for name in self.weak),
        }
        if self.weak:
            return translate(N_("last evaluation: %(mark)s/%(best)d, %(year)d, weak points: %(weak)s")) % words
        return translate(N_("last evaluation: %(mark)s/%(best)d, %(year)d, no weak point")) % words


def last_evaluations(session: AnySession, supplier_ids: Collection[int]) -> Mapping[int, LastEvaluation]:
    """The last evaluation of each of these suppliers, by id, in one statement; those never evaluated have none."""
    if not supplier_ids:
        return {}
    statement = (
        select(Evaluation)
        .where(Evaluation.supplier_id.in_(supplier_ids))
        .order_by(Evaluation.evaluated_on, Evaluation.id)
    )
    return {
        row.supplier_id: LastEvaluation(row, mean_of(row), row.evaluated_on.year, weak_points(row))
        for row in session.scalars(statement)
    }


def check_evaluation(session: AnySession, evaluation: Evaluation, today: dt.date) -> None:
    """Raises RuleViolation for a supplier that has no part in the contract, or a day that cannot be."""
    contract = evaluation.contract
    if contract.state not in AWARDED_STATES:
        raise RuleViolation(
            N_("« %(contract)s » is not awarded: there is nothing to evaluate yet."),
            field="contract",
            contract=contract,
        )
    if evaluation.evaluated_on is not None and evaluation.evaluated_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="evaluated_on")
    if any(holder.supplier is evaluation.supplier for holder in contract.holders):
        return
    statement = select(Subcontract.id).where(
        Subcontract.contract_id == contract.id, Subcontract.supplier_id == evaluation.supplier.id
    )
    with session.no_autoflush:
        if session.scalar(statement.limit(1)) is None:
            raise RuleViolation(
                N_("This supplier has no part in the contract: choose a holder or a subcontractor of it."),
                field="supplier",
            )
