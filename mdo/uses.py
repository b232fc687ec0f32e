"""What still points to a row: named when its deletion is refused."""

from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapper

from mdo.context import AnySession
from mdo.labels import MODEL_LABELS


def uses_of(session: AnySession, row: Any) -> list[tuple[str, int]]:
    """The tables whose rows point to this one, as plural labels (message ids), with how many the reader sees."""
    table = inspect(type(row)).local_table
    found = []
    for model, (_, plural) in MODEL_LABELS.items():
        mapper: Mapper[Any] = inspect(model)
        columns = [
            attribute
            for attribute in mapper.column_attrs
            if any(key.column.table is table for key in attribute.columns[0].foreign_keys)
        ]
        total = 0
        for attribute in columns:
            pointing = getattr(model, attribute.key) == row.id
            total += session.scalar(select(func.count()).select_from(model).where(pointing)) or 0
        if total:
            found.append((plural, total))
    return found
