"""Adds sheets of figures with native charts to a workbook that `write_table` wrote; for reports of a few thousand rows.

The workbook is read again whole: what a chart needs, a stream does not give.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from typing import IO, Any
from xml.sax.saxutils import quoteattr

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableStyleInfo

from mdo.columns import Kind
from mdo.labels import enum_label
from mdo.messages import N_, Translate
from mdo.summaries import TOTAL, Chart, Line, Summary
from mdo.workbook.cells import is_risky, safe_text, safe_value

_FORMATS = {Kind.INTEGER: "0", Kind.AMOUNT: '#,##0.00\\ "€"', Kind.PERCENT: "0.0%"}
_A4 = 9
_MAX_SHEET_NAME = 31
_CM_A_LINE = 0.9
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_FRAME = re.compile(r"(<(?:xdr:)?cNvPr id=\"\d+\" name=\"[^\"]*\")(?= ?/?>)")
_ALT = N_("Bar chart: %(title)s. Its figures are in the table of this sheet.")


def add_summaries(stream: IO[bytes], workbook: bytes, summaries: Sequence[Summary], translate: Translate) -> None:
    """Writes the workbook with one sheet more a summary, before its last sheet (« About »)."""
    book = load_workbook(io.BytesIO(workbook))
    described = []
    for number, summary in enumerate(summaries, start=1):
        title = safe_text(translate(summary.title))[:_MAX_SHEET_NAME]
        sheet = book.create_sheet(title, index=len(book.worksheets) - 1)
        _fill(sheet, summary, translate)
        if summary.lines:
            _add_table(sheet, summary, number)
            if summary.charted:
                _add_chart(sheet, summary, translate(summary.title))
                described.append(translate(_ALT) % {"title": translate(summary.title)})
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.worksheets[0]
    draft = io.BytesIO()
    book.save(draft)
    _describe(draft, stream, described)


def _fill(sheet: Any, summary: Summary, translate: Translate) -> None:
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    heads = [translate(summary.of), *(translate(heading.label) for heading in summary.headings)]
    for index, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = 38 if index == 1 else 16
        cell = _put(sheet.cell(1, index), head)
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center", wrap_text=True)
    for row, line in enumerate(summary.lines, start=2):
        _put_line(sheet, row, line, summary, translate)
    row = len(summary.lines) + 2
    if summary.total is not None:
        _put_line(sheet, row, Line(TOTAL, summary.total), summary, translate)
        for cell in sheet[row]:
            cell.font = Font(bold=True)
        row += 1
    if summary.note:
        _put(sheet.cell(row + 1, 1), translate(summary.note))


def _put_line(sheet: Any, row: int, line: Line, summary: Summary, translate: Translate) -> None:
    label = enum_label(line.label) if isinstance(line.label, StrEnum) else line.label
    _put(sheet.cell(row, 1), translate(label))
    for index, (heading, value) in enumerate(zip(summary.headings, line.values, strict=True), start=2):
        cell = _put(sheet.cell(row, index), value)
        if not isinstance(value, str):
            cell.number_format = _FORMATS.get(heading.kind, "General")


def _put(cell: Any, value: Any) -> Any:
    safe = safe_value(value)
    cell.value = safe
    if isinstance(safe, str):
        # openpyxl made it a formula if it begins with « = ».
        cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", is_risky(safe)
    return cell


def _add_table(sheet: Any, summary: Summary, number: int) -> None:
    """The lines, their total aside: a pivot or a filter takes them as they are."""
    ref = f"A1:{get_column_letter(len(summary.headings) + 1)}{len(summary.lines) + 1}"
    table = Table(displayName=f"Summary{number}", ref=ref, autoFilter=AutoFilter(ref=ref))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)


def _add_chart(sheet: Any, summary: Summary, title: str) -> None:
    """Lying bars bound to the cells of the table: whoever changes a figure sees it move."""
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, title
    last = len(summary.lines) + 1
    for index in summary.charted:
        chart.add_data(Reference(sheet, min_col=index + 2, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    if summary.chart is Chart.STACKED:
        chart.grouping, chart.overlap = "stacked", 100
    if len(summary.charted) == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"
    # The first line on top, as in the table; figures written on the bars, colours being no meaning by themselves.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
    chart.dataLabels = DataLabelList(
        numFmt="0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    bars = 1 if summary.chart is Chart.STACKED else len(summary.charted)
    chart.width, chart.height = 24, 5 + _CM_A_LINE * len(summary.lines) * bars
    below = last + (summary.total is not None) + (2 if summary.note else 0) + 2
    sheet.add_chart(chart, f"A{below}")


def _describe(draft: io.BytesIO, stream: IO[bytes], texts: Sequence[str]) -> None:
    """Gives each chart its words for those who do not see it: openpyxl has no place for them."""
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            found = _DRAWING.fullmatch(entry.filename)
            if found and int(found[1]) <= len(texts):
                words = quoteattr(safe_text(texts[int(found[1]) - 1]))
                content = _FRAME.sub(rf"\1 descr={words}".replace("\\1", r"\g<1>"), content.decode(), count=1).encode()
            target.writestr(entry, content)
