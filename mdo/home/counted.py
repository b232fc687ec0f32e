"""The numbers of a reader and their changes over a month, in one statement."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from mdo.home.amounts import Amount
from mdo.home.figures import Figure, own_place_ids
from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.counting import CAP, capped
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.periods import add_months
from mdo.kernel.scope.limits import Reach
from models.figures import KeptFigure
from models.instances import Instance
from models.organisations import Organisation


@dataclass(frozen=True)
class Counted:
    """The numbers of a reader, by figure, and by how much some of them changed since the same day a month before.

    A figure that is kept each day has no change where none was kept of that very day. `then` are the amounts of that
    day, in cents, as far as they were kept.
    """

    numbers: Mapping[Figure, int]
    changes: Mapping[Figure, int]
    then: Mapping[Amount, int] = field(default_factory=dict)


def count_figures(session: AnySession, figures: Iterable[Figure]) -> Mapping[Figure, int]:
    """The numbers of a reader, without their changes."""
    return counted(session, figures, {}).numbers


def counted(
    session: AnySession, figures: Iterable[Figure], told: Mapping[Figure, int], amounts: tuple[Amount, ...] = ()
) -> Counted:
    """The numbers of a reader, in one statement; none is counted beyond the cap of `mdo.kernel.base.counting`.

    `told` are those that are known already: their changes alone are asked. What `amounts` were comes along; what they
    are is for who reads the contracts.
    """
    context = context_of(session)
    wanted = tuple(figures)
    if not wanted:
        return Counted({}, {})
    is_told = tuple(figure in told for figure in wanted)
    statement = kept(_counting, wanted, amounts, is_told, own_place_ids(context), context.scope.reach, context.today)
    found = dict.fromkeys((figure for figure in wanted if figure not in told), 0)
    moved: dict[Figure, int] = {figure: 0 for figure in wanted if figure.moves}
    then: dict[Figure, int] = {}
    amounts_then: dict[Amount, int] = {}
    into = {_NUMBER: found, _CHANGE: moved, _THEN: then}
    for index, sign, what, number in session.execute(statement):
        if index >= len(wanted):
            amounts_then[amounts[index - len(wanted)]] = number
            continue
        figure = wanted[index]
        into[what][figure] = into[what].get(figure, 0) + sign * number
    numbers = {figure: min(number, CAP + 1) for figure, number in found.items()} | dict(told)
    changes = moved | {figure: numbers[figure] - number for figure, number in then.items()}
    return Counted(numbers, changes, amounts_then)


# What a row of the statement tells of a figure: what it is, what moved it, what was kept of it a month before.
_NUMBER, _CHANGE, _THEN = range(3)


def _counting(
    figures: tuple[Figure, ...],
    amounts: tuple[Amount, ...],
    is_told: tuple[bool, ...],
    places: tuple[int, ...],
    reach: Reach,
    today: dt.date,
) -> Any:
    then = add_months(today, -1)
    parts: list[Select[int, int, int, int]] = []
    for index, figure in enumerate(figures):
        asked: list[tuple[int, int, ColumnElement[bool] | None]] = []
        if not is_told[index]:
            asked.append((1, _NUMBER, None if figure.where is None else figure.where(today)))
            asked += [(-1, _NUMBER, clause(today)) for clause in figure.minus]
        if figure.moves:
            asked += [(sign, _CHANGE, move(then, today)) for sign, move in zip((1, -1), figure.moves, strict=True)]
        for sign, what, clause in asked:
            rows = select(figure.model.id)
            if clause is not None:
                rows = rows.where(clause)
            if figure.place_filter and reach is Reach.ARRONDISSEMENTS:
                rows = rows.where(_stands_in(figure.model, places))
            # What is taken from something must be whole.
            is_whole = bool(figure.minus or what == _CHANGE)
            # Not of ids: an index that says all that is asked may hold none.
            number = rows.with_only_columns(func.count(), maintain_column_froms=True) if is_whole else capped(rows)
            parts.append(select(literal(index), literal(sign), literal(what), number.scalar_subquery()))
    names = [figure.kept for figure in figures] + [amount.kept for amount in amounts]
    indexes = {name: index for index, name in enumerate(names) if name}
    if indexes and reach is not Reach.ELECTED:
        parts.append(_kept_then(indexes, then, reach))
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _kept_then(indexes: Mapping[str, int], then: dt.date, reach: Reach) -> Select[int, int, int, int]:
    """What was kept of a day: each part once, though a part of two arrondissements has a row in each.

    Of a référent, what stands in the whole city is none of hers: its row tells that the day was kept.
    """
    value: Any = KeptFigure.value
    if reach is Reach.ARRONDISSEMENTS:
        value = case((KeptFigure.part != "", value), else_=0)
    index = case(indexes, value=KeptFigure.figure)
    return (
        select(index, literal(1), literal(_THEN), func.max(value))
        .where(KeptFigure.day == then, KeptFigure.figure.in_(sorted(indexes)))
        .group_by(KeptFigure.figure, KeptFigure.part)
    )


def _stands_in(model: Any, places: tuple[int, ...]) -> ColumnElement[bool]:
    if model is Organisation:
        return Organisation.arrondissement_id.in_(places)
    column = Instance.id if model is Instance else model.instance_id
    return column.in_(bodies_in(places))
