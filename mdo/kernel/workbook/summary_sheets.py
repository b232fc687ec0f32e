"""Sheets of figures: a small table, its total and a native chart bound to its cells, made by openpyxl whole."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Summary, total_line
from mdo.kernel.workbook.cells import is_risky, safe_text, safe_value
from mdo.kernel.workbook.names import unique_headers
from mdo.kernel.workbook.paper import PAGE_HEIGHT
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
from mdo.kernel.workbook.totals import formula

_NAMES, _FIGURES, _AMOUNTS = 52, 14, 18  # widths
_LINE_HEIGHT, _HIGHEST = 15, 409
_FORMATS = {**NUMBER_FORMATS, Kind.INTEGER: "#,##0", Kind.DATE: DATE}
_CHART_WIDTH, _CM_A_LINE, _CM_A_BAR = 24, 0.35, 0.5
_POINTS_A_CM = 72 / 2.54
_LOWEST = 0.6
_BUTTON = 3  # letters that the button of a filter takes
_GROUPINGS: dict[Chart, Any] = {
    Chart.STACKED: "stacked",
    Chart.SHARES: "percentStacked",
    Chart.TIMELINE: "stacked",
}
_AXES = {Chart.BARS: "#,##0", Chart.STACKED: "#,##0", Chart.SHARES: "0%", Chart.TIMELINE: "dd/mm/yyyy"}
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_DRAWING = "xl/drawings/drawing%d.xml"
_FRAME = re.compile(r"(<(?:xdr:)?cNvPr id=\"\d+\" name=\"[^\"]*\")(?= ?/?>)")
_SUM = re.compile(rb'(<c r="([A-Z]+)\d+"[^>]*><f>SUBTOTAL\([^<]*</f>)(?:<v ?/>|<v></v>)')
_SUMMED = (Kind.INTEGER, Kind.DECIMAL, Kind.AMOUNT)
_ALT = N_("Bar chart: %(title)s. Its figures are in the table of this sheet.")


def draw(sheet: Any, summary: Summary, table: str, translate: Translate) -> tuple[Sequence[float], float, int | None]:
    """Fills an empty sheet with a summary; `table` is the name of its table.

    Returns what its paper needs: the widths of the columns, the height of all in points, the row above the chart.
    """
    sheet.freeze_panes = "B2"
    widths = [_NAMES, *(_AMOUNTS if each.kind is Kind.AMOUNT else _FIGURES for each in summary.headings)]
    headers = unique_headers([translate(summary.of), *(translate(heading.label) for heading in summary.headings)])
    for index, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = widths[index - 1]
        set_safe_text(sheet.cell(1, index), header, QUOTED_HEADER if is_risky(header) else HEADER)
    # Heights are said, for those that a program finds by itself come after the place of the chart.
    _set_height(sheet, 1, max(map(_lines, headers[1:], (width - _BUTTON for width in widths[1:]))))
    for row, line in enumerate(summary.lines, start=2):
        _put_line(sheet, row, line, summary, translate)
    after = len(summary.lines) + 2
    if summary.total is not None:
        summed = _summed(summary)
        after += bool(summed)  # LibreOffice takes all that touches a table for lines to filter
        _put_line(sheet, after, total_line(summary.total), summary, translate, is_total=True)
        for index in summed:
            sheet.cell(after, index + 2).value = f"={formula(table, headers[index + 1])}"
        after += 1
    if summary.note:
        for words in wrap(translate(summary.note), sum(widths)):
            after += 1
            _put_note(sheet, after, words)
        after += 1
    heights = sum(sheet.row_dimensions[row].height or _LINE_HEIGHT for row in range(1, after + 1))
    if not summary.lines:
        return widths, heights, None
    _add_table(sheet, table, headers, len(summary.lines) + 1)
    if not summary.charted:
        return widths, heights, None
    # In a cell too: LibreOffice keeps the chart that it saves again, and drops its own words.
    _put_note(sheet, after + 1, _words_of_chart(summary, translate))
    heights += 2 * _LINE_HEIGHT
    heights += _add_chart(sheet, summary, translate(summary.title), after + 2, PAGE_HEIGHT - heights)
    return widths, heights, after + 1


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return max(1, len(wrap(text, width)))


def _set_height(sheet: Any, row: int, lines: int) -> None:
    sheet.row_dimensions[row].height = min(_LINE_HEIGHT * lines, _HIGHEST)


def _put_note(sheet: Any, row: int, text: str) -> None:
    """A line under the table, across it: its cell is not as wide."""
    _put_text(sheet.cell(row, 1), text)
    sheet.cell(row, 1).alignment = Alignment(vertical="top")


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


def _summed(summary: Summary) -> list[int]:
    """The columns whose total is what the lines above come to, so that it may follow their filters.

    What several lines count counts once in their total, which is then less than their sum, and stays as it is.
    """
    if not summary.lines or summary.total is None:
        return []
    columns = zip(*(line.values for line in summary.lines), strict=True)
    return [
        index
        for index, (heading, values, total) in enumerate(zip(summary.headings, columns, summary.total, strict=True))
        if heading.kind in _SUMMED
        and total is not None
        and total == sum(value for value in values if value is not None)
    ]


def keep_totals(parts: dict[str, bytes], drawn: Mapping[str, Summary]) -> dict[str, bytes]:
    """Gives each formula of a total its first value, which openpyxl leaves out; `drawn` are the sheets by part."""
    for part, summary in drawn.items():
        total = summary.total or ()
        values = {get_column_letter(index + 2).encode(): str(safe_value(total[index])) for index in _summed(summary)}
        parts[part] = _SUM.sub(lambda found: found[1] + b"<v>%s</v>" % values[found[2]].encode(), parts[part])  # noqa: B023  # called at once
    return parts


def _put_line(
    sheet: Any, row: int, line: FigureLine, summary: Summary, translate: Translate, *, is_total: bool = False
) -> None:
    words = line.words(translate)
    _put_text(sheet.cell(row, 1), words, is_total=is_total)
    _set_height(sheet, row, _lines(words, _NAMES))
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


def _add_chart(sheet: Any, summary: Summary, title: str, row: int, room: float) -> float:
    """Lying bars bound to the cells of the table: whoever changes a figure sees it move.

    `room` is what the page has left, in points; returns the height of the chart.
    """
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
    chart.gapWidth = 40
    bars = len(summary.charted) if summary.chart is Chart.BARS else 1
    height = _POINTS_A_CM * (4 + (_CM_A_LINE + _CM_A_BAR * bars) * len(summary.lines))
    # A little lower, to stand on this page, else on one of its own.
    height = next((page for page in (room, PAGE_HEIGHT - 2 * _LINE_HEIGHT) if _LOWEST * height < page < height), height)
    chart.width, chart.height = _CHART_WIDTH, height / _POINTS_A_CM
    sheet.add_chart(chart, f"A{row}")
    return height
