"""What may stand in a cell."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.kernel.workbook.cells import MAX_TEXT, is_risky, safe_text, safe_value
from tests.kernel.workbook import naive

NOON_IN_LONDON = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Île-Barbe", "Île-Barbe"),
        ("a\x0bb", "a\ufffdb"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("\ufffe", "\ufffd"),
        ("_x0041_", "__x0078_0041_"),
        ("_x00G1_", "_x00G1_"),
        ("a" * MAX_TEXT, "a" * MAX_TEXT),
        ("a" * (MAX_TEXT + 1), "a" * (MAX_TEXT - 4) + " […]"),
    ],
)
def test_text_keeps_what_excel_can_hold(text: str, kept: str) -> None:
    assert safe_text(text) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (10**15 - 1, 10**15 - 1),
        (10**15, "1000000000000000"),
        (-(10**15), "-1000000000000000"),
        pytest.param(10**5000, hex(10**5000), id="five thousand digits"),
        (Decimal("1234.50"), Decimal("1234.50")),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        (dt.date(1900, 3, 1), dt.date(1900, 3, 1)),
        (dt.date(1900, 2, 28), "28/02/1900"),
        (naive(1899, 12, 31, 8, 5), "31/12/1899 08:05"),
        (NOON_IN_LONDON, naive(2026, 7, 1, 14, 0)),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), naive(2027, 1, 1, 0, 30)),
    ],
)
def test_a_value_that_excel_would_change_becomes_text_or_blank(value: object, kept: object) -> None:
    assert safe_value(value) == kept


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-5 rue", "@SUM", "\tx", "＝1"])
def test_text_that_begins_like_a_formula_is_marked(text: str) -> None:
    assert is_risky(text)


@pytest.mark.parametrize("text", ["1+1", " =1", "", "Île"])
def test_other_text_is_not_marked(text: str) -> None:
    assert not is_risky(text)
