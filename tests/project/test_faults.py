"""Each row of the table of faults still has its place and its tests: who moves a line moves its row with it."""

import ast

import pytest

from tests.faults.fault import Fault
from tests.faults.table import FAULTS
from tests.project.bans import ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_has_its_place_and_its_tests(fault: Fault) -> None:
    for file, before, after in fault.changes:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert (file, text.count(before)) == (file, 1)
        assert before != after
        if file.endswith(".py"):
            ast.parse(text.replace(before, after))
    assert fault.caught_by
    for place in fault.caught_by:
        file, _, name = place.partition("::")
        assert (ROOT / file).is_file(), place
        assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), place


def test_no_two_faults_bear_the_same_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
