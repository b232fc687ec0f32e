"""What becomes of the records of a file of essential data, and of the later acts of a contract that is kept."""

from dataclasses import dataclass
from enum import StrEnum

from mdo.decp.acts import LaterAct
from mdo.decp.record import Data
from mdo.decp.releases import Difference
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.plans import Change, LineState

_WRITTEN = frozenset({LineState.CREATED, LineState.CHANGED})


class RecordOutcome(StrEnum):
    """What becomes of a record of the file; of one whose contract exists, once it is compared (reconcile.py)."""

    NEW = "new"
    EXISTING = "existing"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    ERROR = "error"


@dataclass(frozen=True)
class ComparedAct:
    """What becomes of an act of a record: `changes` are the values that it brings, `conflicts` those that differ.

    Both have the register's value before that of the file. `fault` says why it is not written.
    """

    act: LaterAct
    state: LineState
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    fault: RuleViolation | None = None


@dataclass(frozen=True)
class KeptRecord:
    """What a record does to the contract that is kept.

    `changes` are the values that it completes in the file, with the days of its steps; `differences` what is published
    otherwise than the file says; `refusal` why what lacks is not taken; `release` what is then kept as published, None
    where nothing of it is new.
    """

    contract_id: int
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()
    acts: tuple[ComparedAct, ...] = ()
    refusal: RuleViolation | None = None
    release: Data | None = None

    @property
    def fate(self) -> RecordOutcome:
        """What becomes of the contract as a whole: that something is written says more than what differs."""
        states = {act.state for act in self.acts}
        if self.changes or self.release is not None or states & _WRITTEN:
            return RecordOutcome.CHANGED
        if self.has_conflicts:
            return RecordOutcome.CONFLICT
        return RecordOutcome.ERROR if LineState.ERROR in states else RecordOutcome.UNCHANGED

    @property
    def has_conflicts(self) -> bool:
        """Whether something is published otherwise than it is kept: it stays as it is, and is told."""
        is_act = any(act.state is LineState.CONFLICT for act in self.acts)
        return is_act or bool(self.differences) or self.refusal is not None

    def count(self, state: LineState) -> int:
        """How many acts are of a state."""
        return sum(1 for act in self.acts if act.state is state)
