"""What people hold, for a list of them: of each the body, function and end of one mandate, how many others beside it.

Read for the people of a page alone, in one statement.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, null, or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.people.mandates import MandateStatus, enrolment_clause, status_clause
from models.instances import Instance, MandateFunction
from models.people import Mandate

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
    session: AnySession, people: Sequence[int], today: dt.date, wanted: Callable[[HeldMandate], bool]
) -> Mapping[int, tuple[HeldMandate, int]]:
    """By person, the mandate to tell of and how many others she holds: one that is `wanted` first, then the sitting
    ones, the first to end first."""
    found: dict[int, list[HeldMandate]] = defaultdict(list)
    statement = kept(_asked, today)
    for row in session.execute(statement, {"people": list(people)}, execution_options=ROW_BY_ROW):
        held = HeldMandate(*row)
        found[held.person_id].append(held)

    def rank(held: HeldMandate) -> tuple[Any, ...]:
        return not wanted(held), held.status == MandateStatus.UPCOMING, held.ends_on or dt.date.max, held.body

    return {person: (min(of, key=rank), len(of) - 1) for person, of in found.items()}


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
