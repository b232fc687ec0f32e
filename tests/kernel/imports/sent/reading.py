"""Which cells of a built file hold something: read from the file itself, by none of the means of the product."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET
from zipfile import ZipFile

Filled = dict[str, dict[int, set[int]]]  # sheet, row from 1, columns from 1

_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v>|<v |<f>|<f |<is>")
_SHEET = re.compile(rb"<sheet [^>]*?/>")


def filled_cells(path: Path, module: ModuleType) -> Filled:
    if path.suffix == ".xlsx":
        return {sheet: _rows(cells) for sheet, cells in _of_xlsx(path)}
    if path.suffix == ".ods":
        return {sheet: _rows(cells) for sheet, cells in _of_ods(path)}
    with path.open(encoding=module.ENCODING, newline="") as file:
        lines = list(csv.reader(file, delimiter=module.DELIMITER))
    return {"csv": _rows([(row, at) for row, line in enumerate(lines, 1) for at, cell in enumerate(line, 1) if cell])}


def _rows(cells: list[tuple[int, int]]) -> dict[int, set[int]]:
    rows: dict[int, set[int]] = {}
    for row, column in cells:
        rows.setdefault(row, set()).add(column)
    return rows


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _of_xlsx(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Sheets in the order of the workbook, which is that of their files here."""
    with ZipFile(path) as archive:
        for number, sheet in enumerate(_SHEET.findall(archive.read("xl/workbook.xml")), 1):
            content = archive.read(f"xl/worksheets/sheet{number}.xml")
            yield (
                ET.fromstring(re.sub(rb" r:id=", b" id=", sheet)).attrib["name"],
                [
                    (int(row), _column(letters))
                    for letters, row, inside in _CELL.findall(content)
                    if inside and _VALUE.search(inside)
                ],
            )


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _of_ods(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    with ZipFile(path) as archive:
        root = ET.fromstring(archive.read("content.xml"))
    for table in root.iter(f"{_TABLE}table"):
        cells, row = [], 1
        for line in table.iter(f"{_TABLE}table-row"):
            column = 1
            for cell in line:
                if cell.find(f"{_TEXT}p") is not None:
                    cells.append((row, column))
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        yield table.attrib[f"{_TABLE}name"], cells
