"""What waits for a later tier: each line names a test that is there; none that a fault names waits for the night."""

import pytest

from tests.faults.table import FAULTS
from tests.project.bans import ROOT
from tests.support.moved import AT_A_MERGE, AT_NIGHT, goes


@pytest.mark.parametrize("place", [*AT_A_MERGE, *AT_NIGHT])
def test_a_test_that_moves_is_there(place: str) -> None:
    file, _, name = place.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_no_test_that_a_fault_names_waits_for_the_night() -> None:
    named = {place for fault in FAULTS for place in fault.caught_by}
    whole = {place for place, stay in AT_NIGHT.items() if not stay}
    assert whole & named == set()
    assert {place.partition("::")[0] for place in whole} & named == set()


def test_a_case_stays_by_a_word_of_its_name() -> None:
    table = {"tests/a.py::test_b": ("sqlite-", "[one]"), "tests/a.py::test_c": ()}
    cases = ("test_b[sqlite-1]", "test_b[one]", "test_b[postgresql-1]", "test_c", "test_c[1]", "test_d")
    assert [case for case in cases if goes(table, f"tests/a.py::{case}")] == [
        "test_b[postgresql-1]",
        "test_c",
        "test_c[1]",
    ]
