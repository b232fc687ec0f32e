"""What comes in by files, and what leaves by them."""

from tests.faults.fault import Fault

FILES: tuple[Fault, ...] = ()
