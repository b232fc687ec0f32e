"""The user guide lists what the code reads."""

from pathlib import Path

import pytest

import mdo.domains  # noqa: F401  # the kinds are declared
from mdo.kernel.imports.guide import with_tables

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "imports.md"
AGAIN = "write it again: python -m tests.kernel.imports.test_guide"


def test_the_tables_of_the_guide_are_those_of_the_code() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert with_tables(guide) == guide, AGAIN


def test_a_guide_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="instances"):
        with_tables("# Guide")


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
