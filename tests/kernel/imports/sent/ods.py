"""Writes a workbook of LibreOffice by hand: texts, numbers, dates, merged cells, hidden rows, bordered blanks."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

Value = str | int | float | date | None

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="box" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style></office:automatic-styles>'
)
_HIDDEN = ' table:visibility="collapse"'
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


@dataclass(frozen=True)
class Merged:
    """A value over several columns of its row."""

    value: Value
    columns: int


@dataclass(frozen=True)
class Row:
    cells: tuple[Value | Merged, ...]
    is_hidden: bool = False


def _cell(value: Value | Merged) -> str:
    merged = ""
    after = ""
    if isinstance(value, Merged):
        merged = f' table:number-columns-spanned="{value.columns}" table:number-rows-spanned="1"'
        after = f'<table:covered-table-cell table:number-columns-repeated="{value.columns - 1}"/>'
        value = value.value
    if value is None:
        return '<table:table-cell table:style-name="box"/>'
    if isinstance(value, date):
        kind = f'date" office:date-value="{value.isoformat()}'
        shown = value.strftime("%d/%m/%y")
    elif isinstance(value, str):
        kind, shown = "string", value
    else:
        kind, shown = f'float" office:value="{value}', str(value)
    return (
        f'<table:table-cell table:style-name="box" office:value-type="{kind}"{merged}>'
        f"<text:p>{escape(shown)}</text:p></table:table-cell>{after}"
    )


def write_ods(path: Path, sheets: dict[str, list[Row]], *, bordered_rows: int = 0, columns: int = 8) -> None:
    """Write the sheets; bordered_rows blank rows with borders follow the last row of each."""
    tables = []
    for name, rows in sheets.items():
        lines = [
            f"<table:table-row{_HIDDEN if row.is_hidden else ''}>"
            f"{''.join(map(_cell, row.cells)) or '<table:table-cell/>'}</table:table-row>"
            for row in rows
        ]
        if bordered_rows:
            lines.append(
                f'<table:table-row table:number-rows-repeated="{bordered_rows}"><table:table-cell '
                f'table:style-name="box" table:number-columns-repeated="{columns}"/></table:table-row>'
            )
        tables.append(
            f'<table:table table:name={quoteattr(name)}><table:table-column table:number-columns-repeated="{columns}"/>'
            f"{''.join(lines)}</table:table>"
        )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">{_STYLES}'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _MIME, ZIP_STORED)
        archive.writestr("content.xml", content, ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST, ZIP_DEFLATED)
