"""A rule that runs in Python and in SQL is one: both are asked about rows drawn from what their columns may hold."""

import datetime as dt
import importlib
import inspect
import pkgutil
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Date, Enum, String, select, text
from sqlalchemy import inspect as mapped
from sqlalchemy.orm import Session

import mdo
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.rules.twofold import Cases, Rule
from models.bounds import bounds_of
from models.procurement import Threshold
from models.types import Hundredths, UtcDateTime
from tests.support import TODAY

_DAY = dt.timedelta(days=1)
_MOMENT = dt.timedelta(seconds=1)
_ROWS, _WHOLES, _PARTS, _POINTED_TO, _TURNS = 250, 80, 500, 24, 8
# Around the day itself, and the ends of months, where counting in months differs.
_DAYS = (
    *(TODAY + shift * _DAY for shift in (-2, -1, 0, 1, 2)),
    *map(dt.date.fromisoformat, ("2024-02-29", "2025-11-30", "2026-01-31", "2026-02-28", "2026-08-31", "2027-12-31")),
)


def _declared() -> dict[str, Rule | Cases]:
    """Every rule that the product declares, by the place where it stands."""
    found = {}
    for module in pkgutil.walk_packages(mdo.__path__, "mdo."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Rule | Cases) and all(value is not other for other in found.values()):
                found[f"{module.name.removeprefix('mdo.')}.{name}"] = value
    return found


RULES = _declared()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_in_python_and_in_sql(database, name: str) -> None:
    rule = RULES[name]
    with _drawn(database, rule, name) as session:
        rows = session.scalars(select(rule.model).order_by(rule.model.id)).all()
        if rule.when is not None:
            rows = [row for row in rows if rule.when(row)]
        assert len(rows) > _ROWS // 20, "too few rows are asked about"
        turns = sorted({turn for row in rows if rule.turns is not None and (turn := rule.turns(row)) is not None})
        days = [TODAY, *(turn + shift * _DAY for turn in turns[:: len(turns) // _TURNS + 1] for shift in (0, 1))]
        said: set[Any] = set()
        for day in days:
            in_python = {row.id: _answer(session, rule, row, day) for row in rows}
            in_sql = _found(session, rule, rows, day)
            wrong = {row.id for row in rows if in_python[row.id] != in_sql[row.id]}
            told = [(in_python[row.id], in_sql[row.id], _words(rule, row)) for row in rows if row.id in wrong]
            assert not told, (day, len(told), len(rows), told[:3])
            said.update(in_python.values())
        assert len(said) > 1, "the rows drawn all get one answer"


def _answer(session: Session, rule: Rule | Cases, row: Any, day: dt.date) -> Any:
    if isinstance(rule, Cases) or rule.given is None:
        return _asked(rule.python, row, day)
    return rule.python(row, _GIVEN.setdefault(session, rule.given(session)), day)


_GIVEN: dict[Session, Any] = {}


def _asked(said: Any, *values: Any) -> Any:
    """What a function says of as many of these values as it takes; an expression says the same of all."""
    return said(*values[: len(inspect.signature(said).parameters)]) if callable(said) else said


def _found(session: Session, rule: Rule | Cases, rows: Sequence[Any], day: dt.date) -> dict[int, Any]:
    """What the database says of each row; of cases, the one that holds."""
    if isinstance(rule, Rule):
        statement = select(rule.model.id, _asked(rule.sql, day))
        for relation in rule.joins:
            statement = statement.join(relation)
        return {row_id: _plain(value) for row_id, value in session.execute(statement)}
    columns = [rule.sql(case, day) for case in rule.cases]
    asked, found = {row.id for row in rows}, {}
    for row_id, *holds in session.execute(select(rule.model.id, *columns)):
        if row_id in asked:
            assert sorted(holds, key=str) == [False] * (len(holds) - 1) + [True], (row_id, holds)
            found[row_id] = list(rule.cases)[holds.index(True)]
    return found


def _plain(value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value[4:5] == "-" else value


def _words(rule: Rule | Cases, row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in rule.reads if column.class_ is rule.model}


# ---- Rows -----------------------------------------------------------------------------------------------------------


@contextmanager
def _drawn(database: Any, rule: Rule | Cases, name: str) -> Iterator[Session]:
    """A session whose tables of the rule hold rows drawn from its columns: temporary ones, before those that stand."""
    connection = database.engine.connect()
    try:
        amounts = connection.scalars(select(Threshold.amount_excl_tax)).all()
        for model in sorted(_models(rule), key=lambda model: model.__name__):
            _fill(connection, model, rule, amounts, random.Random(name))
        with Session(connection) as session:
            yield session
    finally:
        connection.invalidate()  # and its temporary tables with it
        connection.close()


def _fill(connection: Connection, model: type, rule: Rule | Cases, amounts: Any, chance: random.Random) -> None:
    table = mapped(model).local_table
    connection.execute(text(f'CREATE TEMPORARY TABLE "{table.name}" AS SELECT * FROM "{table.name}" LIMIT 0'))
    tables = {mapped(other).local_table: _size(rule, other) for other in _models(rule)}
    read = {column.property.columns[0] for column in rule.reads}
    rows = []
    for number in range(1, _size(rule, model) + 1):
        row = {}
        for column in table.columns:
            pointed_to = next((key.column.table for key in column.foreign_keys), None)
            if column.primary_key:
                row[column.name] = number
            elif column not in read:
                row[column.name] = _unread(column)
            elif pointed_to is not None:
                ids = range(1, tables[pointed_to] + 1)
                # A file is among the first rows, and belongs to none itself.
                if pointed_to is table:
                    ids = range(1, number // 8 + 1) if number > _POINTED_TO else range(0)
                row[column.name] = (
                    None if not ids or (column.nullable and chance.random() < 0.3) else chance.choice(ids)
                )
            else:
                row[column.name] = _value(column, amounts, chance)
        rows.append(row)
    connection.execute(table.insert(), rows)


def _size(rule: Rule | Cases, model: type) -> int:
    """How many rows of a table: fewer of the rule's own where each is made of several others."""
    own = mapped(rule.model).local_table
    parts = {other for other in _models(rule) - {rule.model} if _points_to(other, own)}
    if model is rule.model:
        return _WHOLES if parts else _ROWS
    return _PARTS if model in parts else _POINTED_TO


def _models(rule: Rule | Cases) -> set[type]:
    return {rule.model, *(column.class_ for column in rule.reads)}


def _points_to(model: type, table: Any) -> bool:
    return any(key.column.table is table for key in mapped(model).local_table.foreign_keys)


def _unread(column: Column[Any]) -> Any:
    """What a column that no side reads holds."""
    default = column.default
    if default is not None and default.is_scalar:
        return default.arg
    if column.nullable or column.foreign_keys:
        return None
    return _choices(column, ())[0]


def _value(column: Column[Any], amounts: Any, chance: random.Random) -> Any:
    return None if column.nullable and chance.random() < 0.25 else chance.choice(_choices(column, amounts))


def _choices(column: Column[Any], amounts: Any) -> list[Any]:
    """What a column may hold: every word of a closed list, both ends of its bounds, days and moments around a limit."""
    bounds = bounds_of(column)
    match column.type:
        case Enum():
            return list(column.type.enum_class)
        case Boolean():
            return [False, True]
        case Date():
            return [*_DAYS, *(bounds or ())]
        case UtcDateTime():
            return [start_of_day(day) + shift for day in _DAYS for shift in (-_MOMENT, _MOMENT * 0)]
        case Hundredths():
            least, most = map(Decimal, bounds or (0, 1000))
            near = (amount + shift * Decimal("0.01") for amount in amounts for shift in (-1, 0))
            return [value for value in (Decimal(0), least, most, Decimal(1), *near) if least <= value <= most]
        case String():
            return ["", "x"]
    least, most = bounds or (0, 100)
    years = (TODAY.year - 19, TODAY.year - 18, TODAY.year - 17)
    return [value for value in (0, least, least + 1, 2, 3, 30, most - 1, most, *years) if least <= value <= most]
