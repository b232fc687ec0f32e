"""Reading the Word files that come out: their text, their tables, what Word does with rows."""

import io
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def text_of(content: bytes) -> str:
    """All words of the body, tables included, in order."""
    document = Document(io.BytesIO(content))
    return "\n".join("".join(node.text or "" for node in part.iter(qn("w:t"))) for part in document.element.body)


def rows_of(content: bytes, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[table].rows]


def flags_of(content: bytes, flag: str) -> list[bool]:
    """For each row of the first table, whether it bears this flag (w:tblHeader, w:cantSplit)."""
    table = Document(io.BytesIO(content)).tables[0]
    return [row._tr.trPr is not None and row._tr.trPr.find(qn(flag)) is not None for row in table.rows]


def template(*paragraphs: str, also: dict[str, str] | None = None) -> bytes:
    """A Word file with these paragraphs; `also` puts other parts in its package."""
    document: Any = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    if also:
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, content in also.items():
                archive.writestr(name, content)
    return stream.getvalue()
