"""Sheets of figures: a small table, its total and a native chart bound to its cells, made by openpyxl whole."""

import datetime as dt
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Summary, total_line
from mdo.kernel.workbook.cells import is_risky, safe_text, safe_value
from mdo.kernel.workbook.names import unique_headers
from mdo.kernel.workbook.styles import (
    DATE,
    GENERAL,
    HEADER,
    NUMBER_FORMATS,
    QUOTED_HEADER,
    TEXT,
    Look,
    set_safe_text,
    set_text,
    wear,
)

_WIDTHS = (52, 14)  # of the names of the lines, of the figures
_LINE_HEIGHT = 15
_FORMATS = {**NUMBER_FORMATS, Kind.INTEGER: "#,##0", Kind.DATE: DATE}
_CHART_WIDTH, _CM_A_LINE = 24, 0.9
_GROUPINGS: dict[Chart, Any] = {
    Chart.STACKED: "stacked",
    Chart.SHARES: "percentStacked",
    Chart.TIMELINE: "stacked",
}
_AXES = {Chart.BARS: "#,##0", Chart.STACKED: "#,##0", Chart.SHARES: "0%", Chart.TIMELINE: "dd/mm/yyyy"}
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_DRAWING = "xl/drawings/drawing%d.xml"
_FRAME = re.compile(r"(<(?:xdr:)?cNvPr id=\"\d+\" name=\"[^\"]*\")(?= ?/?>)")
_ALT = N_("Bar chart: %(title)s. Its figures are in the table of this sheet.")


def draw(sheet: Any, summary: Summary, table: str, translate: Translate) -> None:
    """Fills an empty sheet with a summary; `table` is the name of its table."""
    sheet.freeze_panes = "B2"
    # The table with its chart below, on one page.
    sheet.page_setup.fitToHeight = 1
    headers = unique_headers([translate(summary.of), *(translate(heading.label) for heading in summary.headings)])
    for index, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS[index > 1]
        set_safe_text(sheet.cell(1, index), header, QUOTED_HEADER if is_risky(header) else HEADER)
    # Said, for the height that a program finds by itself comes after the place of the chart.
    sheet.row_dimensions[1].height = _LINE_HEIGHT * max(_lines(header) for header in headers[1:])
    for row, line in enumerate(summary.lines, start=2):
        _put_line(sheet, row, line, summary, translate)
    after = len(summary.lines) + 2
    if summary.total is not None:
        _put_line(sheet, after, total_line(summary.total), summary, translate, is_total=True)
        after += 1
    if summary.note:
        _put_text(sheet.cell(after + 1, 1), translate(summary.note))
        after += 2
    if summary.lines:
        _add_table(sheet, table, headers, len(summary.lines) + 1)
        if summary.charted:
            # In a cell too: LibreOffice keeps the chart that it saves again, and drops its own words.
            _put_text(sheet.cell(after + 1, 1), _words_of_chart(summary, translate))
            _add_chart(sheet, summary, translate(summary.title), after + 2)


def _lines(header: str) -> int:
    """How many lines a header takes above its figures."""
    return len(wrap(header, _WIDTHS[1] - 3))


def _words_of_chart(summary: Summary, translate: Translate) -> str:
    return translate(_ALT) % {"title": translate(summary.title)}


def describe_charts(parts: dict[str, bytes], summaries: Sequence[Summary], translate: Translate) -> dict[str, bytes]:
    """Gives each chart its words, for those who do not see it: openpyxl has no place for them."""
    drawn = (summary for summary in summaries if summary.lines and summary.charted)
    for number, summary in enumerate(drawn, start=1):
        words = quoteattr(safe_text(_words_of_chart(summary, translate)))
        part = _DRAWING % number
        parts[part] = _FRAME.sub(lambda found: f"{found[1]} descr={words}", parts[part].decode(), count=1).encode()  # noqa: B023  # called at once
    return parts


def _put_line(
    sheet: Any, row: int, line: FigureLine, summary: Summary, translate: Translate, *, is_total: bool = False
) -> None:
    _put_text(sheet.cell(row, 1), line.words(translate), is_total=is_total)
    for index, (heading, value) in enumerate(zip(summary.headings, line.values, strict=True), start=2):
        cell, safe = sheet.cell(row, index), safe_value(value)
        if isinstance(safe, str):
            _put_text(cell, safe, is_total=is_total)
        else:
            cell.value = safe
            wear(cell, Look(_FORMATS.get(heading.kind, GENERAL), is_total=is_total))


def _put_text(cell: Any, text: str, *, is_total: bool = False) -> None:
    set_text(cell, text, Look(TEXT, is_quoted=is_risky(text), is_total=is_total))


def _add_table(sheet: Any, name: str, headers: Sequence[str], last: int) -> None:
    """The lines, their total aside: a pivot or a filter takes them as they are."""
    ref = f"A1:{get_column_letter(len(headers))}{last}"
    table = Table(displayName=name, ref=ref, autoFilter=AutoFilter(ref=ref))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    table.tableColumns = [TableColumn(id=index, name=header) for index, header in enumerate(headers, start=1)]
    sheet.add_table(table)


def _hang(chart: Any, summary: Summary, labels: DataLabelList) -> None:
    """Bars that begin on their day: what is before it is drawn in nothing, and the axis begins with the first one."""
    before, lasting = chart.series
    before.graphicalProperties.noFill = True
    before.graphicalProperties.line.noFill = True
    lasting.dLbls = labels
    days = [line.values[summary.charted[0]] for line in summary.lines]
    if all(isinstance(day, dt.date) for day in days):
        chart.y_axis.scaling.min = (min(days) - _EXCEL_BEGINS).days
    chart.y_axis.tickLblPos = "high"  # above: the first line is on top


def _add_chart(sheet: Any, summary: Summary, title: str, row: int) -> None:
    """Lying bars bound to the cells of the table: whoever changes a figure sees it move."""
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, safe_text(title)
    last = len(summary.lines) + 1
    for index in summary.charted:
        chart.add_data(Reference(sheet, min_col=index + 2, min_row=1, max_row=last), titles_from_data=True)
    names = StrRef(f=str(Reference(sheet, min_col=1, min_row=2, max_row=last)))
    for drawn in chart.series:
        drawn.cat = AxDataSource(strRef=names)  # openpyxl's own method says that they are numbers
    if summary.chart is not Chart.BARS:
        chart.grouping, chart.overlap = _GROUPINGS[summary.chart], 100
    if len(summary.charted) == 1 or summary.chart is Chart.TIMELINE:
        chart.legend = None
    else:
        chart.legend.position = "b"
    # The first line on top, as in the table; figures written on the bars, colours being no meaning by themselves.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = _AXES[summary.chart], None
    labels = DataLabelList(
        numFmt="#,##0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    if summary.chart is Chart.TIMELINE:
        _hang(chart, summary, labels)
    else:
        chart.dataLabels = labels
    bars = len(summary.charted) if summary.chart is Chart.BARS else 1
    chart.width, chart.height = _CHART_WIDTH, 5 + _CM_A_LINE * len(summary.lines) * bars
    sheet.add_chart(chart, f"A{row}")
