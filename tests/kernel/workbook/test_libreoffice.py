"""LibreOffice opens every kind of workbook, and saves it again without loss."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from mdo.kernel.workbook.reader import read_workbook
from tests.kernel.workbook.kinds import WORKBOOKS

pytestmark = pytest.mark.slow
_PATIENCE = 300


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each workbook as LibreOffice saves it again."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    folder = tmp_path_factory.mktemp("libreoffice")
    for kind, make in WORKBOOKS.items():
        (folder / f"{kind}.xlsx").write_bytes(make())
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder / "saved"), *map(str, sorted(folder.glob("*.xlsx")))]
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    return {path.stem: path.read_bytes() for path in Path(folder / "saved").glob("*.xlsx")}


@pytest.fixture(params=WORKBOOKS)
def both(request: pytest.FixtureRequest, saved: dict[str, bytes]) -> tuple[Any, Any]:
    """A workbook before and after."""
    before = load_workbook(io.BytesIO(WORKBOOKS[request.param]()))
    return before, load_workbook(io.BytesIO(saved[request.param]))


def cells(book: Any) -> Iterator[Any]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_every_cell_keeps_its_value(both: tuple[Any, Any]) -> None:
    before, after = ({(cell.parent.title, cell.coordinate): cell.value for cell in cells(book)} for book in both)
    # openpyxl leaves our escapes as they are written; LibreOffice writes none.
    assert after == {key: unescape(value) if isinstance(value, str) else value for key, value in before.items()}


def test_numbers_and_dates_keep_their_format(both: tuple[Any, Any]) -> None:
    # LibreOffice quotes otherwise what is shown as it is: « \\ "€" » comes back as « " €" ».
    quoting = str.maketrans("", "", '\\" ')
    before, after = (
        {(cell.parent.title, cell.coordinate): cell.number_format.lower().translate(quoting) for cell in cells(book)}
        for book in both
    )
    assert after == before


def test_sheets_keep_their_order_and_stay_hidden(both: tuple[Any, Any]) -> None:
    before, after = ([(sheet.title, sheet.sheet_state != "visible") for sheet in book] for book in both)
    assert after == before


def test_tables_headers_and_print_settings_stay(both: tuple[Any, Any]) -> None:
    before, after = (
        [
            (
                {name: table.ref for name, table in dict(sheet.tables).items()},
                sheet.freeze_panes,
                sheet.print_title_rows,
                sheet.print_title_cols,
                sheet.page_setup.orientation,
                int(sheet.page_setup.paperSize),
                sheet.merged_cells.ranges,
            )
            for sheet in book
            if sheet.sheet_state == "visible"
        ]
        for book in both
    )
    assert after == before


def test_charts_stay_bound_to_their_cells(both: tuple[Any, Any]) -> None:
    before, after = (
        [
            [
                (chart.grouping, chart.barDir, [(part.val.numRef.f, part.cat.strRef.f) for part in chart.series])
                for chart in sheet._charts  # openpyxl has no other way to tell them
            ]
            for sheet in book
        ]
        for book in both
    )
    assert after == before


def test_the_words_of_a_chart_stay_in_a_cell_and_in_its_title(saved: dict[str, bytes]) -> None:
    """LibreOffice writes no alternative text of a chart: what it would say stands above it."""
    book = load_workbook(io.BytesIO(saved["report"]))
    drawn = [sheet for sheet in book if sheet._charts]
    assert len(drawn) > 1
    for sheet in drawn:
        (chart,) = sheet._charts
        title = "".join(run.t for part in chart.title.tx.rich.p for run in part.r or ())
        above = sheet.cell(chart.anchor._from.row, 1).value
        assert above == f"Bar chart: {title}. Its figures are in the table of this sheet."


def test_drop_downs_help_locks_and_links_stay(both: tuple[Any, Any]) -> None:
    before, after = (
        [
            (
                sorted(rules_of(sheet)),
                sheet.protection.sheet,
                [cell.protection.locked for cell in sheet[sheet.max_row]],
                [(cell.coordinate, cell.hyperlink.target) for row in sheet for cell in row if cell.hyperlink],
            )
            for sheet in book
        ]
        for book in both
    )
    assert after == before


def rules_of(sheet: Any) -> list[tuple[str, str, str, str]]:
    """Cells, values and help of each rule; one that only helps has no values."""
    found = []
    for rule in sheet.data_validations.dataValidation:
        is_list = rule.type == "list"
        found.append(
            (
                str(rule.sqref),
                rule.formula1.replace("'", "") if is_list else "",
                rule.errorStyle or "stop",
                rule.prompt or "",
            )
        )
    return found


def test_it_still_says_what_it_is(both: tuple[Any, Any]) -> None:
    before, after = ((book.properties.title, book.properties.creator, book.properties.language) for book in both)
    assert after == before


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_we_read_it_as_before(kind: str, saved: dict[str, bytes]) -> None:
    before, after = read_workbook(WORKBOOKS[kind]()), read_workbook(saved[kind])
    assert [sheet.rows for sheet in after] == [sheet.rows for sheet in before]
