"""What people hold, for a list of them: of each the body, function and end of one mandate, how many others beside it.

Read for the people of a page alone, in one statement.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, literal, null, or_, select, union_all

from mdo.instances.short_names import short_name
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.kernel.search.matching import WHOLE_WORD
from mdo.people.mandates import MandateStatus, enrolment_clause, status_clause
from models.instances import Instance, MandateFunction
from models.people import Mandate
from models.text import fold

_TOLD = (MandateStatus.IN_FORCE, MandateStatus.EXPIRED, MandateStatus.UNDATED, MandateStatus.UPCOMING)


class HeldMandate(NamedTuple):
    """A mandate that has not ended; `ends_on` is its planned end, the actual one where it is written already, None for
    an enrolment without term."""

    person_id: int
    instance_id: int
    function_id: int
    body: str
    function: str
    status: str
    ends_on: dt.date | None


def held_clause(today: dt.date) -> ColumnElement[bool]:
    """The mandates that have not ended, as an expression on `Mandate`."""
    return or_(*(status_clause(status, today) for status in _TOLD))


def end_expression() -> ColumnElement[dt.date]:
    """The day that such a mandate ends on, as an expression on `Mandate`; null where none is known."""
    return case(
        (Mandate.ended_on.is_not(None), Mandate.ended_on), (enrolment_clause(), null()), else_=Mandate.planned_end_on
    )


def first_held(
    session: AnySession, people: Sequence[int], today: dt.date, wanted: Callable[[HeldMandate], int]
) -> Mapping[int, tuple[HeldMandate, int]]:
    """By person, the mandate to tell of and how many others she holds: the most `wanted` first, then the sitting
    ones, the first to end first."""
    found: dict[int, list[HeldMandate]] = defaultdict(list)
    statement = kept(_asked, today)
    for row in session.execute(statement, {"people": list(people)}, execution_options=ROW_BY_ROW):
        held = HeldMandate(*row)
        found[held.person_id].append(held)

    def rank(held: HeldMandate) -> tuple[Any, ...]:
        return -wanted(held), held.status == MandateStatus.UPCOMING, held.ends_on or dt.date.max, held.body

    return {person: (min(of, key=rank), len(of) - 1) for person, of in found.items()}


def said_by(word: str, name: str) -> bool:
    """Whether the cell of a body or a function says a folded word: by its name or the short one.

    At the beginning of one of its words: who looks for « Laine » does not mean « La Plaine ». A word of two letters
    stands there alone, « CQ »: so many bodies have a word that begins with two letters.
    """
    text = _said_in(name)
    return word in text.split() if len(word) < WHOLE_WORD else f" {word}" in f" {text}"


@lru_cache(maxsize=1024)
def _said_in(name: str) -> str:
    return fold(f"{name} {short_name(name)}")


def bodies_and_functions(session: AnySession) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The id and name of each body in sight, and of each function, in one statement."""
    rows = session.execute(kept(_names), execution_options=ROW_BY_ROW).all()
    bodies, functions = ([(row.id, row.name) for row in rows if row.is_body == is_body] for is_body in (1, 0))
    return bodies, functions


def _names() -> Any:
    bodies = select(literal(1).label("is_body"), Instance.id.label("id"), Instance.name.label("name"))
    return union_all(bodies, select(literal(0), MandateFunction.id, MandateFunction.label))


def _asked(today: dt.date) -> Select[Any]:
    status = case(*((status_clause(status, today), status.value) for status in _TOLD))
    return (
        select(
            Mandate.person_id,
            Mandate.instance_id,
            Mandate.function_id,
            Instance.name,
            MandateFunction.label,
            status,
            end_expression(),
        )
        .join(Mandate.instance)
        .join(Mandate.function)
        .where(and_(Mandate.person_id.in_(bindparam("people", expanding=True)), held_clause(today)))
    )
