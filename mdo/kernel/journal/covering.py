"""For whom somebody acts who covers a colleague: an act on something of hers names both in the journal."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, inspect, select

from models.accounts import User

# The columns by which a row says who answers for it.
ANSWERED_BY = ("agent_id", "organiser_id", "owner_id", "proposer_id", "responsible_id")


def acting_for(
    connection: Connection, replaced: Mapping[int, str], rows: Iterable[tuple[Any, Mapping[str, Any]]]
) -> list[str]:
    """The names, of those whom the actor covers, of those who answer for one of these rows or did before.

    `rows` are those of a flush with what changed, as the journal writes it. A row that says nobody is of who answers
    for what it is a part of: its meeting, its body, its contract.
    """
    found: set[int] = set()
    for row, fields in rows:
        model: Any = type(row)
        own = _columns(model)
        found |= {getattr(row, name) for name in own} | {fields[name][0] for name in own if name in fields}
        if not own:
            found |= _of_what_it_is_part(connection, row)
    return sorted(name for number, name in replaced.items() if number in found)


@cache
def _columns(model: Any) -> tuple[str, ...]:
    table = model.__table__
    return tuple(
        name
        for name in ANSWERED_BY
        if name in table.c and any(key.column.table is User.__table__ for key in table.c[name].foreign_keys)
    )


def _of_what_it_is_part(connection: Connection, row: Any) -> set[Any]:
    found: set[Any] = set()
    for relation in inspect(type(row)).relationships:
        target = relation.mapper.class_
        columns = _columns(target)
        if relation.uselist or not columns:
            continue
        (column,) = relation.local_columns
        table, row_id = target.__table__, getattr(row, column.key)
        asked = select(*(table.c[name] for name in columns)).where(table.c.id == row_id)
        found |= set(connection.execute(asked).one_or_none() or ())
    return found
