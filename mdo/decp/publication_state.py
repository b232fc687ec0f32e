"""Where the essential data of contracts stand on a day: what is owed, what lacks, what changed, what is new."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mdo.contracts.publication import Duty, Obligation, obligation_of
from mdo.decp.checks import faults_of
from mdo.decp.record import Data, record_of
from mdo.decp.releases import Difference, differences, releases_of, settled
from mdo.decp.states import OpenDataState
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.law import stored_law
from models.contracts import Contract

_OWED = {
    Duty.DATA: OpenDataState.READY,
    Duty.DATA_OR_LIST: OpenDataState.TO_CONFIRM,
    Duty.NOTHING: OpenDataState.NOTHING,
}


@dataclass(frozen=True)
class DataStanding:
    """The essential data of a contract on a day; `published` is the last record that left, if one was kept."""

    contract: Contract
    obligation: Obligation
    faults: tuple[RuleViolation, ...]
    published: Data | None
    differences: tuple[Difference, ...]
    has_news: bool
    today: dt.date

    @property
    def is_published(self) -> bool:
        """Whether they were published, here or before the file was kept here."""
        return self.published is not None or self.contract.is_published

    @property
    def is_owed(self) -> bool:
        """Whether there is anything to say of them."""
        return self.is_published or self.obligation.duty is not Duty.NOTHING

    @property
    def state(self) -> OpenDataState:
        """What is to be done."""
        if self.is_published:
            return self._state_once_published()
        if self.obligation.duty is not Duty.DATA:
            return _OWED[self.obligation.duty]
        if self.contract.notified_on is None:
            return OpenDataState.WAITING
        if self.obligation.due_on is not None and self.obligation.due_on < self.today:
            return OpenDataState.LATE
        return OpenDataState.INCOMPLETE if self.faults else OpenDataState.READY

    def _state_once_published(self) -> OpenDataState:
        if self.differences:
            return OpenDataState.CHANGED
        if self.faults:
            return OpenDataState.INCOMPLETE
        return OpenDataState.NEWS if self.has_news else OpenDataState.PUBLISHED


def standings_of(session: AnySession, contracts: Sequence[Contract], today: dt.date) -> list[DataStanding]:
    """Where each of these contracts stands, in their order."""
    law, published = stored_law(session), releases_of(session, contracts)
    found = []
    for contract in contracts:
        faults, before = faults_of(contract, today), published.get(contract.id)
        now = None if faults else record_of(contract, today)
        found.append(
            DataStanding(
                contract,
                obligation_of(contract, law, today),
                faults,
                before,
                differences(now, before) if now is not None else (),
                _has_news(contract, now, before, today),
                today,
            )
        )
    return found


def _has_news(contract: Contract, now: Data | None, before: Data | None, today: dt.date) -> bool:
    """Whether something came since the last publication; where its day alone is known, what bears no day of its own."""
    if now is not None and before is not None:
        return settled(now, before) != before
    if before is not None or not contract.is_published:
        return False
    acts = (
        *contract.amendments,
        *contract.subcontracts,
        *(row for act in contract.subcontracts for row in act.changes),
    )
    return any(row.notified_on is not None and row.notified_on <= today and row.published_on is None for row in acts)


def standing_of(session: AnySession, contract: Contract, today: dt.date) -> DataStanding:
    """Where a contract stands."""
    return standings_of(session, [contract], today)[0]
