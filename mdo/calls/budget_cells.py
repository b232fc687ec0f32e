"""The budget of an application, line by line: what for, how much with tax, whether a quote says it; summed to the cent.

In a workbook it is one cell, an expense a line: « Plants : 1 200,50 € (devis) ».
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.workbook.reader import Cell
from models.applications import ApplicationExpense
from models.bounds import MAX_EUROS
from models.types import CENT

MOST_LINES = 999
_LONGEST = 250
_LINE = re.compile(
    r"^[-–•*\s]*(?P<label>\S.*?)\s*[:=–—;-]\s*"
    r"(?P<euros>\d{1,3}(?:[\s.]\d{3})*|\d+)(?:[,.](?P<cents>\d{1,2}))?\s*(?:€|euros?)?(?:\s*TTC)?\s*"
    r"(?P<quote>\((?:avec |sur )?devis\))?\s*[.;]?$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"^(sous-)?total\b", re.IGNORECASE)
_NO_AMOUNT = N_(
    "« %(line)s » does not say its amount: write one expense a line, with its amount at the end, "
    "as « Plants : 1 200,50 € (devis) »."
)
_TOO_LONG = N_("« %(line)s… » is too long: an expense is called in %(most)d characters at most.")


@dataclass(frozen=True)
class Expense:
    """An expense as a cell says it."""

    label: str
    planned_incl_tax: Decimal
    has_quote: bool = False


def read_expenses(cell: Cell, today: dt.date) -> tuple[Expense, ...] | None:
    """The expenses that a cell tells, one a line; a line of total is none. Raises RuleViolation."""
    lines = [" ".join(line.split()) for line in str(cell if cell is not None else "").splitlines()]
    return tuple(_read(line) for line in lines if line and not _TOTAL.match(line)) or None


def _read(line: str) -> Expense:
    found = _LINE.match(line)
    if found is None:
        raise RuleViolation(_NO_AMOUNT, line=line[:80])
    if len(found["label"]) > _LONGEST:
        raise RuleViolation(_TOO_LONG, line=line[:60], most=_LONGEST)
    euros = re.sub(r"\D", "", found["euros"])
    amount = Decimal(f"{euros}.{(found['cents'] or '0').ljust(2, '0')}")
    if amount > MAX_EUROS:
        raise RuleViolation(_NO_AMOUNT, line=line[:80])
    return Expense(found["label"], amount, found["quote"] is not None)


def in_a_cell(rows: Iterable[ApplicationExpense | Expense]) -> str | None:
    """The lines of a budget as one text, which reads back as the same lines."""
    return "\n".join(_written(row) for row in rows) or None


def _written(row: ApplicationExpense | Expense) -> str:
    amount = f"{row.planned_incl_tax.quantize(CENT):,}".replace(",", "\u202f").replace(".", ",")
    return f"{row.label}\u00a0: {amount}\u00a0€{' (devis)' if row.has_quote else ''}"


def total_of(rows: Iterable[ApplicationExpense]) -> Decimal | None:
    """What the lines of a budget come to; nothing where there is none."""
    amounts = [row.planned_incl_tax for row in rows]
    return sum(amounts, Decimal(0)) if amounts else None
