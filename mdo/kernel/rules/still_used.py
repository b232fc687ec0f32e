"""What still points to a row: named when its deletion is refused."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapper

from mdo.kernel.base.context import AnySession
from mdo.kernel.labels import MODEL_LABELS

_BATCH = 500


def pointing_to(session: AnySession, row: Any) -> list[tuple[str, int]]:
    """The tables whose rows point to this one, as plural labels (message ids), with how many the reader sees."""
    return pointing_to_all(session, type(row), [row.id]).get(row.id, [])


def pointing_to_all(session: AnySession, model: type, ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """The same of many rows, by id, in one statement a column that may point to them."""
    own: Mapper[Any] = inspect(model)
    table = own.local_table
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for pointing, (_, plural) in MODEL_LABELS.items():
        mapper: Mapper[Any] = inspect(pointing)
        for attribute in mapper.column_attrs:
            if not any(key.column.table is table for key in attribute.columns[0].foreign_keys):
                continue
            column = getattr(pointing, attribute.key)
            for start in range(0, len(ids), _BATCH):
                counted = select(column, func.count()).where(column.in_(ids[start : start + _BATCH])).group_by(column)
                for row_id, total in session.execute(counted):
                    found[row_id][plural] += total
    return {row_id: list(uses.items()) for row_id, uses in found.items()}
