"""Small expressions that narrow rows, and what a reader may change, by the clauses of its placement."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, false, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import clauses_of
from models.base import Model
from models.placement import OwnedByUser, Placement

_user_role = Model.metadata.tables["ab_user_role"]


class among(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """Whether a value is one of those that a statement gives, few of them and read first.

    As a set that is joined, PostgreSQL would read the rows around first, for a page of them or to count them.
    """

    type = Integer()  # as a boolean, SQLite would be asked whether it equals 1, and no index serves that
    inherit_cache = True


@compiles(among)
def _as_a_set(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} IN {few}"


@compiles(among, "postgresql")
def _as_an_array(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} = ANY (ARRAY{few})"


class of_these(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """Whether an id is one of many, given as one value, their JSON: to name each costs more than to find them."""

    type = Integer()  # as in `among`
    inherit_cache = True


@compiles(of_these)
def _as_json(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  # both were compiled: no value is in them


@compiles(of_these, "postgresql")
def _as_integers(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} = ANY (CAST(translate({ids}, '[]', '{{}}') AS integer[]))"


class of_few(GenericFunction[int]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """A place of one person, who has few: SQLite would else look for each place of the reader in turn."""

    type = Integer()
    inherit_cache = True


@compiles(of_few)
def _as_it_is(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **options)


@compiles(of_few, "sqlite")
def _off_index(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(next(iter(element.clauses)), **options)}"


def held_role_ids(user_id: Any) -> Select[Any]:
    """Ids of the roles that an account holds."""
    return select(_user_role.c.role_id).where(_user_role.c.user_id == user_id)


def writable_clause(model: Any, scope: Scope, today: dt.date, *, row_by_row: bool = False) -> ColumnElement[bool]:
    """An expression that is true for the rows of `model` (a class or an alias) that the reader may change.

    `row_by_row` asks it of each row, where a statement reads few of them.
    """
    placement: Placement | None = getattr(model, "__placement__", None)
    if isinstance(placement, OwnedByUser) and scope.user_id is not None:
        own: ColumnElement[bool] = model.user_id == scope.user_id
        return own
    if scope.is_unlimited:
        return true()
    if scope.reach is not Reach.ARRONDISSEMENTS or placement is None:
        return false()
    return clauses_of(placement).writes(model, placement, scope, today, row_by_row=row_by_row)
