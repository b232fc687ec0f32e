"""Days, amounts and thresholds; what falls due and what is counted."""

from tests.faults.fault import Fault

LAW: tuple[Fault, ...] = ()
