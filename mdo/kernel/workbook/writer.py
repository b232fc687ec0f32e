"""Writes workbooks that Excel opens as one expects: typed cells, real tables, and a sheet saying whence they come.

They leave while they are made (docs/decisions/0019-workbooks-leave-while-they-are-made.md): `stream_table` and
`WorkbookStream` give chunks of bytes, `write_table` and `write_workbook` write them to a file. Memory does not grow
with the rows, and no temporary file is made.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import IO, Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Summary
from mdo.kernel.workbook.cells import PARIS, MarkedText
from mdo.kernel.workbook.layout import LAST_ROW, Book, Visibility, WrittenSheet
from mdo.kernel.workbook.links import Links
from mdo.kernel.workbook.packages import FINGERPRINT_SHEET
from mdo.kernel.workbook.packaging import Package, PackageTooLarge
from mdo.kernel.workbook.reader import Cell, CellFault
from mdo.kernel.workbook.rendering import RowWriter, batches, header_xml
from mdo.kernel.workbook.skeleton import NamedSheet, around_rows, build, is_locked, name, part_of

MAX_ROWS = LAST_ROW - 1
_AT_ONCE = 100
_NARROWEST, _WIDEST, _ERROR_WIDTH = 12, 40, 80
_CONTENT_TYPES = "[Content_Types].xml"
_WARNING = N_("This sheet lets the application see what you changed: leave it as it is.")
_TOO_MANY = N_("An Excel sheet holds %(rows)d rows at most: narrow the filters, then export again.")
_TOO_LARGE = N_("This workbook is too large for Excel: narrow the filters or choose fewer columns, then export again.")
_FAULT_TEXTS = {
    CellFault.ERROR: N_("(error in the original workbook)"),
    CellFault.FORMULA: N_("(formula without a value in the original workbook)"),
}


@dataclass(frozen=True)
class RejectedSheet:
    """A sheet to hand back: the rows above its table, its headers, and each rejected line with its sentence."""

    name: str
    above: Sequence[Sequence[Cell]]
    headers: Sequence[Cell]
    lines: Sequence[tuple[Sequence[Cell], str]]


@dataclass(frozen=True)
class SheetAsItCame:
    """A sheet to hand back whole: rows above its headers, these in words, those below; a cell may be `MarkedText`."""

    name: str
    above: Sequence[Sequence[Cell | MarkedText]]
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell | MarkedText]]


class WorkbookStream:
    """A workbook as chunks of bytes, made while one iterates; `counts` are the rows written so far, sheet by sheet.

    `has_headers` tells that the headers of a first sheet are among the chunks given so far. `head_first` is set before
    one iterates, for rows that are long to come: what stands above them leaves before the first is read.

    What raises in the rows leaves a file that does not open: the directory of the package leaves last. Raises
    RuleViolation when there are more rows than a sheet holds.
    """

    def __init__(self, book: Book) -> None:
        self.counts = [0] * len(book.sheets)
        self.has_headers = False
        self.head_first = False
        self._book = book
        self._names = name(book)
        self._links = [Links() for _ in book.sheets]

    @property
    def count(self) -> int:
        """The rows written so far, in all sheets that one sees."""
        pairs = zip(self._book.sheets, self.counts, strict=True)
        return sum(count for sheet, count in pairs if sheet.visibility is Visibility.VISIBLE)

    def __iter__(self) -> Iterator[bytes]:
        package = Package(self._book.now.astimezone(PARIS))
        rows = [batches(sheet.rows) for sheet in self._book.sheets]
        # To make the package costs as much as some hundred rows: a few are counted first, and it is made once.
        expected = list(self.counts)
        if rows and not self.head_first:
            expected[0], rows[0] = _looked_at(rows[0])
        parts = build(self._book, self._names, expected)
        yield package.whole(_CONTENT_TYPES, parts[_CONTENT_TYPES])
        streamed = {_CONTENT_TYPES}
        for index, item in enumerate(self._names.sheets):
            part = part_of(index)
            streamed.add(part)
            yield package.begin(part) + package.feed(around_rows(parts[part])[0])
            for xml in self._rows(index, item, rows[index]):
                # The first lines at once: whoever waits sees that it begins.
                yield package.feed(xml.encode(), at_once=self.counts[index] <= _AT_ONCE)
            if self.counts != expected:
                expected = list(self.counts)
                parts = build(self._book, self._names, expected)
            yield package.feed(self._links[index].into_sheet(around_rows(parts[part])[1]))
            yield _ended(package)
        for index in range(len(self._names.sheets)):
            relations = f"xl/worksheets/_rels/sheet{index + 1}.xml.rels"
            data = self._links[index].into_relations(parts.get(relations))
            if data is not None:
                yield package.whole(relations, data)
            streamed.add(relations)
        for part, data in parts.items():
            if part not in streamed:
                yield package.whole(part, data)
        yield package.close()

    def _rows(self, index: int, item: NamedSheet, rows: Iterator[list[Any]]) -> Iterator[str]:
        sheet, book = item.sheet, self._book
        locked = [is_locked(sheet, column.name) for column in sheet.columns]
        self.has_headers = True
        yield self._above(sheet) + header_xml(item.headers, sheet.header_row)
        links = self._links[index]
        writer = RowWriter(sheet.columns, locked, book.today, book.translate, links)
        shut = RowWriter(sheet.columns, [True] * len(locked), book.today, book.translate, links, shaded=True)
        for batch in rows:
            first = sheet.header_row + self.counts[index] + 1
            self.counts[index] += len(batch)
            if first + len(batch) - 2 > MAX_ROWS:
                raise RuleViolation(_TOO_MANY, rows=MAX_ROWS)
            if sheet.shut is None:
                yield writer.xml(batch, first)
                continue
            for is_shut, rows_alike in groupby(batch, sheet.shut):
                alike = list(rows_alike)
                yield (shut if is_shut else writer).xml(alike, first)
                first += len(alike)
        totals = sheet.totals_row(self.counts[index])
        if totals is not None:
            yield writer.totals(totals, item.table, item.headers)
        writer.forget()
        shut.forget()

    def _above(self, sheet: WrittenSheet) -> str:
        width = max((len(row) for row in sheet.above), default=0)
        columns = [_column_at(index) for index in range(width)]
        writer = RowWriter(columns, [True] * width, self._book.today, self._book.translate, Links())
        return writer.xml([[*row, *[None] * (width - len(row))] for row in sheet.above], 1) if width else ""


def stream_table(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    today: dt.date,
    translate: Translate,
    about: Sequence[tuple[str, str]] = (),
    filters: str = "",
    sheet_name: str = "",
    author: str = "",
    language: str = "fr",
    now: dt.datetime | None = None,
    summaries: Sequence[Summary] = (),
) -> WorkbookStream:
    """Rows as one table and a sheet « À propos », in chunks; rows are consumed as one iterates.

    `title`, `about` (pairs of label and words), `filters` (none where there are no words) and `sheet_name` are already
    in the reader's language; `now` is the moment of the export; `summaries` stand each on a sheet of its own, with a
    chart. See `WorkbookStream` for what is raised.
    """
    folded = frozenset(column.name for column in columns if column.is_folded)
    sheet = WrittenSheet(sheet_name or title, columns, rows, has_totals=True, hidden=folded)
    return WorkbookStream(
        Book(
            title,
            (sheet,),
            today,
            translate,
            now or dt.datetime.now(PARIS),
            about=about,
            filters=filters,
            author=author,
            language=language,
            summaries=summaries,
        )
    )


def write_table(stream: IO[bytes], **table: Any) -> int:
    """Writes what `stream_table` makes of the same arguments; returns the number of rows written."""
    return _write(stream, stream_table(**table))


def write_workbook(stream: IO[bytes], book: Book) -> int:
    """Writes a workbook of several sheets; returns the number of rows written in all of them."""
    return _write(stream, WorkbookStream(book))


def write_error_workbook(
    stream: IO[bytes],
    sheets: Sequence[RejectedSheet],
    *,
    error_header: str,
    translate: Translate,
    fingerprint: Iterable[str] | None = None,
) -> int:
    """Writes the rejected lines as they came, in the same layout, with a last column that says what is wrong.

    Corrected, the file can be imported again: its error column is ignored. `fingerprint` is the hidden text of a
    workbook that was exported to be changed. Returns the number of lines.
    """
    now = dt.datetime.now(PARIS)
    handed_back = [_handed_back(rejected, error_header, translate) for rejected in sheets]
    shown = handed_back or [WrittenSheet(error_header, ())]
    hidden = [] if fingerprint is None else [fingerprint_sheet(fingerprint)]
    # A header that happens to be a message of ours stays as it came.
    as_it_came = {_text_of(header) for rejected in sheets for header in rejected.headers}

    def told(text: str) -> str:
        return text if text in as_it_came else translate(text)

    book = Book(error_header, [*shown, *hidden], now.date(), told, now, has_about=False)
    return write_workbook(stream, book)


def write_as_it_came(
    stream: IO[bytes],
    sheets: Sequence[SheetAsItCame],
    *,
    title: str,
    translate: Translate,
    fingerprint: Iterable[str] | None = None,
) -> int:
    """Writes sheets as they came, cells as they were typed; returns the number of rows below the headers.

    `fingerprint` is the hidden text of a workbook that was exported to be changed.
    """
    now = dt.datetime.now(PARIS)
    shown = [_as_it_came(sheet, translate) for sheet in sheets]
    hidden = [] if fingerprint is None else [fingerprint_sheet([*fingerprint])]
    as_it_came = {header for sheet in sheets for header in sheet.headers}

    def told(text: str) -> str:
        return text if text in as_it_came else translate(text)

    return write_workbook(stream, Book(title, [*shown, *hidden], now.date(), told, now, has_about=False))


def fingerprint_sheet(lines: Iterable[str]) -> WrittenSheet:
    """The hidden sheet of a workbook exported to be changed, which tells what left when it comes back."""
    text = Column("text", _WARNING, lambda row, today: row, width=90)
    return WrittenSheet(FINGERPRINT_SHEET, (text,), lines, visibility=Visibility.HIDDEN, is_table=False)


def _as_it_came(sheet: SheetAsItCame, translate: Translate) -> WrittenSheet:
    width = len(sheet.headers)

    def whole(row: Sequence[Cell | MarkedText]) -> list[Any]:
        return [*(_told(value, translate) for value in row), *[None] * width][:width]

    return WrittenSheet(
        sheet.name,
        [
            _column_at(index, label, max(_NARROWEST, min(_WIDEST, len(label) + 4)))
            for index, label in enumerate(sheet.headers)
        ],
        map(whole, sheet.rows),
        is_table=False,
        above=[whole(row) for row in sheet.above],
    )


def _handed_back(rejected: RejectedSheet, error_header: str, translate: Translate) -> WrittenSheet:
    labels = [_text_of(header) for header in rejected.headers]
    width = len(labels)

    def as_it_came(values: Sequence[Cell]) -> list[Any]:
        return [_told(value, translate) for value in values]

    columns = [
        _column_at(index, label, max(_NARROWEST, min(_WIDEST, len(label) + 4))) for index, label in enumerate(labels)
    ]
    return WrittenSheet(
        rejected.name,
        [*columns, _column_at(width, error_header, _ERROR_WIDTH)],
        ([*[*as_it_came(values), *[None] * width][:width], sentence] for values, sentence in rejected.lines),
        is_table=False,
        above=[as_it_came(row) for row in rejected.above],
    )


def _column_at(index: int, label: str = "", width: int = 18) -> Column:
    return Column(f"column{index}", label, lambda row, today: row[index], Kind.TEXT, width=width)


def _told(value: Cell | MarkedText, translate: Translate) -> Any:
    return translate(_FAULT_TEXTS[value]) if isinstance(value, CellFault) else value


def _text_of(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _looked_at(rows: Iterator[list[Any]]) -> tuple[int, Iterator[list[Any]]]:
    """How many rows the first batch has, and all the batches."""
    first = next(rows, [])
    return len(first), chain([first] if first else [], rows)


def _ended(package: Package) -> bytes:
    try:
        return package.end()
    except PackageTooLarge as error:
        raise RuleViolation(_TOO_LARGE) from error


def _write(stream: IO[bytes], made: WorkbookStream) -> int:
    for chunk in made:
        stream.write(chunk)
    return made.count
