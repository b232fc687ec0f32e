"""The numbers of contracts: AMO-2026-01, a lot AMO-2026-01-L2, a marché subséquent AMO-2026-01-MS3; or one's own."""

import re
from collections.abc import Iterable

from sqlalchemy import inspect, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold
from models.contracts import Contract

_PREFIX = "AMO"
_NUMBER = re.compile(rf"{_PREFIX}-(\d{{4}})-(\d{{1,6}})")
_SUBSEQUENT = re.compile(r"-MS(\d{1,3})$")


def complete_contract(session: AnySession, contract: Contract, year: int) -> None:
    """Gives a file the number that was left empty; whoever saves another at the same time waits.

    Raises RuleViolation when a stored file is left without its number.
    """
    contract.number = (contract.number or "").strip()
    if contract.number:
        return
    if inspect(contract).persistent:
        raise RuleViolation(N_("A contract keeps its number: write one."), field="number")
    contract.number = next_number(session, contract, year)


def next_number(session: AnySession, contract: Contract, year: int) -> str:
    """The number to give to a new file. Holds the numbers of the year."""
    hold(session, [("contract_number", year)])
    with session.no_autoflush:
        stored = session.scalars(select(Contract.number), execution_options=WHOLE_REGISTER).all()
    numbers = [*stored, *(row.number for row in session.new if isinstance(row, Contract) and row.number)]
    if contract.allotment is not None and contract.lot_number is not None:
        return f"{contract.allotment.number}-L{contract.lot_number}"
    if contract.framework is not None:
        return subsequent_after(contract.framework.number, numbers)
    return number_after(year, numbers)


def number_after(year: int, numbers: Iterable[str]) -> str:
    """The next of a year, at least two digits; those of lots and numbers written otherwise are not counted."""
    found = (_NUMBER.fullmatch(number) for number in numbers)
    highest = max((int(match[2]) for match in found if match and int(match[1]) == year), default=0)
    return f"{_PREFIX}-{year}-{highest + 1:02d}"


def subsequent_after(framework: str, numbers: Iterable[str]) -> str:
    """The next marché subséquent of an accord-cadre."""
    own = (_SUBSEQUENT.search(number) for number in numbers if number.startswith(f"{framework}-MS"))
    return f"{framework}-MS{max((int(match[1]) for match in own if match), default=0) + 1}"
