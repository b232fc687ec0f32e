"""How many rows, said alike wherever it is said: exactly up to a cap, « more than 10,000 » beyond it.

To count a million rows is to read a million rows; one row beyond the cap is enough to know that there are more. What
is searched by words stops earlier: each row found is a text read, and who finds a thousand types another word.
"""

from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select

CAP = 10_000
CAP_OF_A_SEARCH = 1_000


def capped(statement: Select[Any] | CompoundSelect[Any], most: int | None = None) -> Select[int]:
    """Counts the rows of a statement of ids, of which it reads no more than one beyond the cap, or beyond `most`."""
    limit = (CAP if most is None else most) + 1
    return select(func.count()).select_from(statement.order_by(None).limit(limit).subquery())


def is_beyond(total: int, cap: int | None = None) -> bool:
    """Whether there are more rows than are counted one by one, the cap or another one."""
    return total > (CAP if cap is None else cap)
