"""What the columns of a sheet come to, under its table: formulas that follow its filters, with their first values."""

from collections.abc import Sequence, Set
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.workbook.cells import MAX_EXACT_INTEGER, safe_value

TOTAL = N_("Total (displayed lines)")
_SPECIAL = str.maketrans({mark: f"'{mark}" for mark in "[]#'"})


def formula(table: str, header: str) -> str:
    """The sum of the lines of a column of a table that no filter hides; 109 leaves out those hidden by hand too."""
    return f"SUBTOTAL(109,{table}[{header.translate(_SPECIAL)}])"


def sum_of(values: Sequence[Any], kinds: Set[type]) -> Decimal | int:
    """What these, of these types, come to, exactly: those that a cell holds as numbers."""
    found = [value for value in values if value is not None]
    if kinds == {int} and -MAX_EXACT_INTEGER < min(found) <= max(found) < MAX_EXACT_INTEGER:
        return int(sum(found))
    if kinds == {Decimal}:
        with suppress(InvalidOperation):  # numbers that are none
            total = sum(found, Decimal(0))
            if total.is_finite():
                return total
    numbers = (safe_value(value) for value in found)
    return sum((Decimal(str(item)) for item in numbers if isinstance(item, int | float | Decimal)), Decimal(0))
