"""The numbers of requests: year of the reception and a sequence, 2026-014; one may be typed instead."""

import re
from collections.abc import Iterable

from sqlalchemy import inspect, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold
from mdo.requests.rules import due_date
from models.requests import CouncilRequest

_NUMBER = re.compile(r"(\d{4})-(\d{1,9})")


def complete_request(session: AnySession, request: CouncilRequest) -> None:
    """Gives a request what was left empty: its number, its due date.

    Whoever saves another one of that year at the same time waits until this transaction ends.
    """
    if request.received_on is None:
        return  # refused for it by the form or by the database
    if not (request.number or "").strip():
        if inspect(request).persistent:
            raise RuleViolation(N_("A request keeps its number: write one."), field="number")
        request.number = next_number(session, request.received_on.year)
    if request.due_on is None:
        request.due_on = due_date(request.received_on)


def next_number(session: AnySession, year: int) -> str:
    """The number after the highest of a year, whatever arrondissement it is of. Holds the year's sequence."""
    hold(session, [("request", year)])
    statement = select(CouncilRequest.number).where(CouncilRequest.number.startswith(f"{year}-"))
    with session.no_autoflush:
        stored = session.scalars(statement, execution_options=WHOLE_REGISTER).all()
    return number_after(year, [*stored, *_pending(session)])


def number_after(year: int, numbers: Iterable[str]) -> str:
    """The next of a year: at least three digits; numbers written otherwise are not counted."""
    found = (_NUMBER.fullmatch(number) for number in numbers)
    highest = max((int(match[2]) for match in found if match and int(match[1]) == year), default=0)
    return f"{year}-{highest + 1:03d}"


def _pending(session: AnySession) -> list[str]:
    return [row.number for row in session.new if isinstance(row, CouncilRequest) and row.number]
