"""A workbook of openpyxl as parts of a package, with what openpyxl has no place for."""

import io
import zipfile
from typing import Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, SubElement

_ATTRIBUTE = "numbered_as_text"
_ESCAPED_LINE = "_x000a_"


def numbered_as_text(sheet: Any, cells: str) -> None:
    """Says that numbers are text there on purpose (phones, SIRET): Excel puts no green triangle on them."""
    setattr(sheet, _ATTRIBUTE, cells)


def parts_of(made: Any) -> dict[str, bytes]:
    """The parts by name, in the order in which they are written."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _InMemory(made, archive).write_data()
    with zipfile.ZipFile(held) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _Sheet(WorksheetWriter):
    """openpyxl's own writer of a sheet."""

    ws: Any
    xf: Any

    def write_header(self) -> None:
        """The words of the pages: openpyxl escapes the ends of their lines, and LibreOffice prints the escape."""
        tree: Any = self.ws.HeaderFooter.to_tree() if self.ws.HeaderFooter else None
        if tree is None:
            return
        for each in tree:
            each.text = (each.text or "").replace(_ESCAPED_LINE, "\n")
        self.xf.send(tree)

    def write_drawings(self) -> None:
        cells = getattr(self.ws, _ATTRIBUTE, "")
        if cells:
            tree: Any = Element("ignoredErrors")
            SubElement(tree, "ignoredError", {"sqref": cells, "numberStoredAsText": "1"})
            self.xf.send(tree)
        super().write_drawings()


class _InMemory(ExcelWriter):
    """openpyxl's own writer, which would make a temporary file for each sheet."""

    _archive: zipfile.ZipFile
    manifest: Any

    def write_worksheet(self, ws: Any) -> None:
        drawn = io.BytesIO()
        writer: Any = _Sheet(ws, drawn)
        writer.write()
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001  # as the method that this one replaces
        ws._drawing.charts = ws._charts  # noqa: SLF001  # the same
        ws._rels = writer._rels  # noqa: SLF001  # the same
        self._archive.writestr(ws.path[1:], drawn.getvalue())
        self.manifest.append(ws)
