"""What each person of the list holds: the columns that the list reads beside its rows, and its filters by mandate."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from mdo.instances.short_names import short_name
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.columns import SHOWN_PERSON_COLUMNS
from mdo.people.held import HeldMandate, bodies_and_functions, end_expression, first_held, held_clause, said_by
from mdo.people.mandates import MandateStatus, status_clause
from models.instances import Instance, MandateFunction
from models.people import Mandate, Person
from models.text import fold
from views.base.beside import Beside, told_beside
from views.base.database import db
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.listing import ListState
from views.base.words import AndOthers

_MANDATE = FIELD_LABELS[Mandate]


def _holders(*clauses: ColumnElement[bool]) -> Select[Any]:
    return select(Mandate.person_id).where(Mandate.person_id.is_not(None), *clauses)


def _holds(*clauses: ColumnElement[bool]) -> ColumnElement[bool]:
    return Person.id.in_(_holders(*clauses))


def _held_and(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return _holds(held_clause(context_of(db.session).today), clause)


def _with_status(members: list[StrEnum], today: dt.date) -> ColumnElement[bool]:
    return _holds(or_(*(status_clause(MandateStatus(member), today) for member in members)))


@dataclass(frozen=True, eq=False)
class _EndFilter(DateFilter):
    """The people who hold a mandate that ends between two days."""

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        first, last = values
        end = end_expression()
        bounds = [end >= dt.date.fromisoformat(first)] if first else []
        bounds += [end <= dt.date.fromisoformat(last)] if last else []
        return _holds(held_clause(today), end.is_not(None), *bounds)


HELD_FILTERS = (
    RelationFilter(
        "instance",
        _MANDATE["instance"],
        Instance,
        Instance.name,
        build=lambda ids: _held_and(Mandate.instance_id.in_(ids)),
        is_short=False,
    ),
    RelationFilter(
        "function",
        _MANDATE["function"],
        MandateFunction,
        MandateFunction.label,
        MandateFunction.position,
        build=lambda ids: _held_and(Mandate.function_id.in_(ids)),
    ),
    EnumFilter("mandate_status", N_("Status of the mandate"), MandateStatus, build=_with_status),
    _EndFilter("mandate_end", N_("End of the mandate")),
)

HELD_COLUMNS = (
    told_beside("held_in", _MANDATE["instance"], width=30),
    told_beside("held_as", _MANDATE["function"], width=20),
    told_beside("held_until", N_("End of the mandate"), Kind.DATE, width=14),
)


def _wanted(state: ListState) -> Callable[[HeldMandate], int]:
    """Of several mandates, the row tells of the one that the filters speak of, and the words of the search."""
    words = fold(state.query).split()
    asked = {item.name: values for item, values in state.active}
    first, last = asked.get("mandate_end") or ("", "")

    def is_wanted(held: HeldMandate) -> bool:
        end = held.ends_on.isoformat() if held.ends_on else ""
        return (
            ("instance" not in asked or str(held.instance_id) in asked["instance"])
            and ("function" not in asked or str(held.function_id) in asked["function"])
            and ("mandate_status" not in asked or held.status in asked["mandate_status"])
            and (not (first or last) or (bool(end) and first <= end and (not last or end <= last)))
        )

    def wanted(held: HeldMandate) -> int:
        said = sum(said_by(word, held.body) or said_by(word, held.function) for word in words)
        return said + (len(words) + 1) * is_wanted(held)

    return wanted


def _found(session: AnySession, words: Sequence[str]) -> Mapping[str, Select[Any]]:
    """The people who hold a mandate in a body, or a function, that is called by a word."""
    bodies, functions = bodies_and_functions(session)
    found = {}
    for word in words:
        in_bodies = [row_id for row_id, name in bodies if said_by(word, name)]
        as_functions = [row_id for row_id, name in functions if said_by(word, name)]
        if in_bodies or as_functions:
            asked = or_(Mandate.instance_id.in_(in_bodies), Mandate.function_id.in_(as_functions))
            found[word] = _holders(held_clause(context_of(session).today), asked)
    return found


def _body(held: HeldMandate, others: int) -> str:
    return AndOthers(short_name(held.body), others) if others else short_name(held.body)


def _read(session: AnySession, ids: Sequence[int], state: ListState) -> Mapping[int, Sequence[Any]]:
    found = first_held(session, ids, context_of(session).today, _wanted(state))
    return {person: (_body(held, others), held.function, held.ends_on) for person, (held, others) in found.items()}


def _listed() -> tuple[Column, ...]:
    """The columns of the list: the name in one, then what one comes for; the others may be chosen."""
    by_name = {column.name: column for column in SHOWN_PERSON_COLUMNS}
    name = replace(
        by_name.pop("last_name"), label=N_("Last name and first name"), value=lambda row, today: str(row), width=24
    )
    chosen = {"email", "phone"}
    others = (replace(column, is_shown=column.name in chosen) for column in by_name.values())
    return (name, *HELD_COLUMNS, *others)


LISTED = _listed()
HELD = Beside({column.name: "MandateView" for column in HELD_COLUMNS}, _read, _found)
