"""Cells as Excel puts them on the clipboard are the cells that were copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.pasted import LONGEST, as_list, rows_of
from mdo.kernel.workbook.reader import CellFault, read_file


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Nom\tPrénom\r\nDUPONT\tZoé\r\n", [["Nom", "Prénom"], ["DUPONT", "Zoé"]]),
        ("Nom", [["Nom"]]),
        ("a\t\r\n\t\r\n\tb", [["a", ""], ["", ""], ["", "b"]]),
        ("a\r\n\r\n\t\r\n", [["a"]]),
        ('"une\ndeux"\tb', [["une\ndeux", "b"]]),
        ('"une ""vraie""\ndeux"\tb', [['une "vraie"\ndeux', "b"]]),
        ('"un\tonglet"\tb', [["un\tonglet", "b"]]),
        ('Association "Les amis"\tb', [['Association "Les amis"', "b"]]),
        ('"Les amis" de Gerland\tb\n"Les amis"\tc', [['"Les amis" de Gerland', "b"], ['"Les amis"', "c"]]),
        ('"ouvert\tb\nc\td', [['"ouvert', "b"], ["c", "d"]]),
        ("DUPONT, Zoé\t1;2\rROUX, Ana\t3;4", [["DUPONT, Zoé", "1;2"], ["ROUX, Ana", "3;4"]]),
        ("a\x00\x0bb\t<b>", [["ab", "<b>"]]),
    ],
)
def test_each_cell_is_what_was_copied(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text, has_headers=len(rows) > 1) == rows


@pytest.mark.parametrize("text", ["", "  ", "\t\t\r\n\t", "Nom\tPrénom\r\n\t", "x" * (LONGEST + 1)])
def test_nothing_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        rows_of(text)


def test_what_would_take_long_to_look_through_does_not() -> None:
    rows_of('"""a\t' * (LONGEST // 5), has_headers=False)
    rows_of('""' * (LONGEST // 2), has_headers=False)


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"';,"), max_size=8)


def copied(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'"{quoted}"' if "\n" in cell or "\t" in cell else cell


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_excel_copies_comes_back(rows: list[list[str]]) -> None:
    if all(not cell.strip() for cell in rows[-1]) or any(
        cell.startswith('"') and not set(cell) & {"\n", "\t"} for row in rows for cell in row
    ):
        return  # blank lines at the end go; a lone quotation mark may be read as the start of a cell of several lines
    assert rows_of("\r\n".join("\t".join(map(copied, row)) for row in rows), has_headers=len(rows) > 1) == rows


def test_the_list_is_read_as_it_was_pasted() -> None:
    rows = [
        ["Nom, prénom, ville", "Notes, suite, fin"],
        ["DUPONT, Zoé, Lyon", 'une\n"deux"'],
        ["", "=1+1"],
        ["#N/A", "<b>"],
    ]
    (sheet,) = read_file(as_list(rows)).sheets
    assert sheet.rows == [[cell or None for cell in rows[0]], rows[1], [None, "=1+1"], [CellFault.ERROR, "<b>"]]
