"""Whatever a register holds, a report of it opens: nothing runs, nothing breaks, on screen, in Excel or as text."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.workbook.cells import is_risky
from mdo.reports.declaration import Report, Result
from mdo.reports.registry import REPORTS

TEXTS = (
    '=HYPERLINK("http://evil.example","=1+1")',
    "=cmd|' /C calc'!A0",
    "+33612345678",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r\n=1+1",
    " =1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    '"; DROP TABLE person; --',
    "a;b\nc",
    "_x0041_",
    "\x00\x07\x1b[31m",
    "%(name)s {0} %s",
    "مرحبا\u202e=1",
    "é" * 40_000,
)
OTHERS: dict[Kind, tuple[Any, ...]] = {
    Kind.INTEGER: (-5, 10**20, 0),
    Kind.AMOUNT: (Decimal("-0.005"), Decimal("1e30"), float("inf")),
    Kind.PERCENT: (float("nan"), -0.5, 1e9),
    Kind.DATE: (dt.date(1, 1, 1), dt.date(1900, 2, 28), dt.date(9999, 12, 31)),
    Kind.MOMENT: (dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)),
    Kind.BOOLEAN: (True, False),
}
LINES = max(len(TEXTS), *(len(values) for values in OTHERS.values()))


def hostile(report: Report) -> Report:
    """The report with, in each of its columns, each value that its kind may meet, then a blank."""

    def value_of(kind: Kind) -> Any:
        values = OTHERS.get(kind, TEXTS)
        return lambda row, today: values[row] if row < len(values) else None

    columns = tuple(replace(column, value=value_of(column.kind)) for column in report.columns)
    figures = Summary(
        "=1+1",
        "@SUM(A1)",
        (Heading("-1"), Heading("-1")),
        tuple(FigureLine(text, (10**20, -1)) for text in TEXTS),
        (0, 0),
        charted=(0, 1),
        note="=1",
    )
    return replace(
        report,
        columns=columns,
        run=lambda session, values, limit: Result(LINES, range(LINES), (figures, figures)),
        record_id=lambda row: 1,
    )


@pytest.fixture(params=sorted(REPORTS))
def name(request, monkeypatch) -> Iterator[str]:
    """A report whose register was poisoned."""
    monkeypatch.setattr("views.reports.screens.REPORTS", {request.param: hostile(REPORTS[request.param])})
    return request.param


def test_a_workbook_holds_no_formula_and_opens(client_as, name) -> None:
    answer = client_as("mission").get(f"/rapports/{name}/export?personal=1")
    assert answer.status_code == 200
    content = io.BytesIO(answer.get_data())
    with zipfile.ZipFile(content) as package:
        assert package.testzip() is None
        for part in package.namelist():
            if part.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >](?!SUBTOTAL\(109,T_\w+\[)|t=\"e\"", package.read(part)), part
    book = load_workbook(content)
    sheet = book.worksheets[0]
    (table,) = sheet.tables.values()
    assert table.ref.endswith(str(LINES + 1))
    texts = [row for row in sheet[table.ref][1:] for row in row if isinstance(row.value, str)]
    assert all(cell.quotePrefix for cell in texts if is_risky(cell.value))
    for figures in book.worksheets[1:-1]:
        assert [row[0].value.replace("\r\n", "\n") for row in figures.iter_rows(min_row=2, max_row=4)] == list(
            TEXTS[:3]
        )
        assert len(figures._charts) == 1


def test_a_text_file_holds_no_cell_that_runs(client_as, name) -> None:
    answer = client_as("mission").get(f"/rapports/{name}/export?personal=1&format=csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == LINES + 1
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        is_number = re.fullmatch(r"-?[\d,]+( %)?", cell)
        assert is_number or not is_risky(cell.lstrip(" \u00a0\ufeff")), cell[:40]
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", cell)


def test_a_page_shows_the_values_and_runs_none(client_as, name) -> None:
    answer = client_as("mission").get(f"/rapports/{name}?personal=1")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
