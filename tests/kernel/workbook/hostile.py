"""Workbooks that nobody should open, made on the spot."""

import io
import zipfile

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
_BOOK_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"""
_BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_SHEET = """<?xml version="1.0" encoding="UTF-8"?>{prologue}
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{data}</sheetData>{after}
</worksheet>"""


def text_cell(reference: str, text: str) -> str:
    """A cell with its text in place; an empty reference leaves the position implied."""
    place = f' r="{reference}"' if reference else ""
    return f'<c{place} t="inlineStr"><is><t>{text}</t></is></c>'


def package(
    data: str = "",
    *,
    before: str = "",
    after: str = "",
    prologue: str = "",
    parts: dict[str, bytes] | None = None,
    without: str = "",
) -> bytes:
    """A workbook of one sheet with this sheet data, with other parts added, or one part left out."""
    content: dict[str, bytes] = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "xl/workbook.xml": _BOOK.encode(),
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS.encode(),
        "xl/worksheets/sheet1.xml": _SHEET.format(data=data, before=before, after=after, prologue=prologue).encode(),
        **(parts or {}),
    }
    content.pop(without, None)
    return zipped(content)


def zipped(content: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return stream.getvalue()


_NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def filled(text: str = "a", *, repeated_columns: int = 1, repeated_rows: int = 1) -> str:
    """A row of an .ods sheet with one cell, the row and the cell repeated by their numbers."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated_rows}"><table:table-cell office:value-type="string"'
        f' table:number-columns-repeated="{repeated_columns}"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
    )


def open_document(
    rows: str = "",
    *,
    mimetype: bytes = b"application/vnd.oasis.opendocument.spreadsheet",
    manifest: str = "",
    styles: str = "",
) -> bytes:
    """An .ods file of one sheet with these rows, and styles of its own."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Feuil1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    described = f'<?xml version="1.0"?><manifest:manifest {names}>{manifest}</manifest:manifest>'
    parts = {"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": described.encode()}
    return zipped(parts)
