"""Every workbook can be read by those who do not see it, and on paper (RGAA)."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from tests.kernel.workbook.kinds import COLUMNS, ROWS, WORKBOOKS


@pytest.fixture(params=WORKBOOKS)
def book(request: pytest.FixtureRequest) -> Any:
    return load_workbook(io.BytesIO(WORKBOOKS[request.param]()))


def shown(book: Any) -> list[Any]:
    return [sheet for sheet in book if sheet.sheet_state == "visible"]


def header_row(sheet: Any) -> int:
    """The row that stays in sight: the headers are above where the sheet scrolls."""
    return int(sheet.freeze_panes.lstrip("ABC")) - 1


def data_sheets(book: Any) -> list[Any]:
    return [sheet for sheet in shown(book) if sheet.freeze_panes]


def test_it_has_a_title_and_a_language(book: Any) -> None:
    assert book.properties.title
    assert book.properties.language == "fr"


def test_it_opens_on_a_sheet_of_data_with_a_name(book: Any) -> None:
    assert book.active is shown(book)[0]
    assert book.active in data_sheets(book)
    assert not [sheet.title for sheet in shown(book) if sheet.title.lower().startswith(("sheet", "feuil"))]


def test_no_cell_is_merged(book: Any) -> None:
    assert [sheet.merged_cells.ranges for sheet in book if sheet.merged_cells.ranges] == []


def test_every_column_has_a_header_of_its_own_that_stays_in_sight_and_on_each_page(book: Any) -> None:
    assert data_sheets(book)
    for sheet in data_sheets(book):
        row = header_row(sheet)
        headers = [cell.value for cell in sheet[row]]
        assert all(headers)
        assert len({header.casefold() for header in headers}) == len(headers)
        if not sheet._charts:  # figures stand on one page, their chart on the next
            assert sheet.print_title_rows == f"${row}:${row}"
        assert all(cell.font.bold for cell in sheet[row])


def test_data_follow_their_headers_without_a_blank_row(book: Any) -> None:
    for sheet in data_sheets(book):
        first = header_row(sheet) + 1
        # Under the table of a sheet of figures there is a note.
        last = max((range_boundaries(table.ref)[3] for table in sheet.tables.values()), default=sheet.max_row)
        rows = list(sheet.iter_rows(min_row=first, max_row=last, values_only=True))
        assert rows
        assert all(any(value is not None for value in row) for row in rows)


def test_a_table_names_the_columns_that_one_sees(book: Any) -> None:
    for sheet in data_sheets(book):
        for table in sheet.tables.values():
            assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[header_row(sheet)]]


def test_colour_alone_means_nothing(book: Any) -> None:
    """A background is that of a header, which is bold; the one coloured text, a link, is underlined too."""
    for sheet in book:
        assert len(sheet.conditional_formatting) == 0
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.fill.fill_type is None or cell.font.bold
                if cell.font.color is not None and cell.font.color.type == "rgb" and not cell.font.bold:
                    assert cell.font.underline


def test_columns_are_wide_enough_and_sheets_fit_pages_of_readable_letters(book: Any) -> None:
    for sheet in shown(book):
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage or sheet.page_setup.scale >= 80
    for sheet in data_sheets(book):
        assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[header_row(sheet)])


def test_the_rows_are_those_that_were_given() -> None:
    sheet = load_workbook(io.BytesIO(WORKBOOKS["list"]())).worksheets[0]
    assert (sheet.max_column, sheet.tables["T_personnes"].ref) == (len(COLUMNS), f"A1:J{len(ROWS) + 1}")
