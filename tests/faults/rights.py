"""Who sees and who writes: scope, rights, sessions."""

from tests.faults.fault import Fault

RIGHTS = (
    Fault(
        name="a référent reads the people of her own bodies only",
        file="mdo/scope.py",
        before="return lambda cls: cls.id.in_(people)",
        after="return None",
        caught_by=("tests/scope/test_reading.py",),
    ),
)
