"""Reads one workbook in a process of its own, within limits: run as a script by `mdo.workbook.reader`.

It takes the file on standard input and the limits as its argument, and answers in lines of JSON: sheets, rows, and
`done` or `refused` last. A hostile file can then waste only this process, even where the parser aborts (calamine on
one cell at XFD1048576). It imports nothing of the product, so that it starts fast and holds no secret.
"""

import datetime as dt
import io
import json
import posixpath
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MAX_FAULTS = 10_000
MAX_TEXT_OUT = 100_000_000  # characters: one long shared text may be repeated by millions of cells
WORKBOOK_PART = "xl/workbook.xml"
_DIGITS = "0123456789"
_CHUNK = 1 << 16


class RefusedError(Exception):
    """The file is not read; `code` says why (see `reader.REFUSALS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# ---- The package, before any parsing ---------------------------------------------------------------------------------


def open_archive(data: bytes, limits: dict[str, int]) -> zipfile.ZipFile:
    """The zip container, once its central directory is found sane."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedError("damaged") from error
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > limits["entries"] or sum(entry.file_size for entry in entries) > limits["inflated"]:
        raise RefusedError("bomb")
    if any(entry.file_size > limits["ratio"] * max(entry.compress_size, 1) for entry in entries):
        raise RefusedError("bomb")
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
        raise RefusedError("damaged")
    if len({name.casefold() for name in names}) < len(names):
        raise RefusedError("damaged")
    if any("vbaproject" in name.casefold() for name in names):
        raise RefusedError("macros")
    if any("encryptedpackage" in name.casefold() for name in names) or any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted")
    if WORKBOOK_PART not in names or "content.xml" in names:
        raise RefusedError("not_xlsx")
    return archive


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, by sheet name."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def on_relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            absolute = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = absolute

    def on_sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = targets.get(relation, "")

    _walk(archive, "xl/_rels/workbook.xml.rels", on_relation)
    _walk(archive, WORKBOOK_PART, on_sheet)
    present = set(archive.namelist())
    return {name: part for name, part in sheets.items() if part in present}


def _walk(
    archive: zipfile.ZipFile,
    part: str,
    on_start: Callable[[str, dict[str, str]], None],
    on_end: Callable[[str], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    def refuse_doctype(*ignored: Any) -> None:
        raise RefusedError("damaged")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, attributes: on_start(name.rpartition(":")[2], attributes)
    if on_end is not None:
        parser.EndElementHandler = lambda name: on_end(name.rpartition(":")[2])
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)  # expat takes no keyword
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error
    except NotImplementedError as error:
        raise RefusedError("damaged") from error


class CellScan:
    """What the XML of a sheet says of its cells: the furthest filled one, and those whose value is a fault.

    `<dimension>` is never read: it may lie. calamine builds the whole rectangle up to the furthest cell.
    """

    def __init__(self, limits: dict[str, int]) -> None:
        self.limits = limits
        self.faults: list[tuple[int, int, str]] = []
        self._columns: dict[str, int] = {}
        self._row = self._column = self._last_row = self._last_column = 0
        self._type = ""
        self._has_formula = self._has_value = self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r"))
            self._type = attributes.get("t", "")
            self._has_formula = self._has_value = False
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "v":
            self._is_in_value = True
        elif name == "is":
            self._has_value = True
        elif name == "f":
            self._has_formula = True

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._has_value = True

    def end(self, name: str) -> None:
        self._is_in_value = False
        if name != "c" or not (self._has_value or self._has_formula):
            return
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > self.limits["rows"]:
            raise RefusedError("rows")
        if self._last_row * self._last_column > self.limits["cells"]:
            raise RefusedError("cells")
        fault = "error" if self._type == "e" else "formula" if not self._has_value and self._type != "str" else ""
        if fault and len(self.faults) < MAX_FAULTS:
            self.faults.append((self._row - 1, self._column - 1, fault))

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                if not "A" <= letter <= "Z":
                    raise RefusedError("damaged")
                column = column * 26 + ord(letter) - ord("A") + 1
            self._columns[letters] = column
        self._row, self._column = int(reference[len(letters) :]), column
        if not (self._row > 0 and column > 0):
            raise RefusedError("damaged")


# ---- The values ------------------------------------------------------------------------------------------------------


def encoded(value: Any) -> Any:
    """A cell as JSON: dates and durations are tagged, blanks are null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | float | int | str):
        return value
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    return {"seconds": value.total_seconds()}


def answer(data: bytes, limits: dict[str, int]) -> Iterator[dict[str, Any] | list[Any]]:
    """The sheets that a person sees, each followed by its rows from row 1 of Excel on."""
    archive = open_archive(data, limits)
    scans: dict[str, CellScan] = {}
    for name, part in sheet_parts(archive).items():
        scans[name] = scan = CellScan(limits)
        _walk(archive, part, scan.start, scan.end, scan.text)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for metadata in workbook.sheets_metadata:
            if metadata.typ != SheetTypeEnum.WorkSheet or metadata.visible != SheetVisibleEnum.Visible:
                continue
            if metadata.name not in scans:
                raise RefusedError("damaged")
            sheet = workbook.get_sheet_by_name(metadata.name)
            yield {"sheet": metadata.name, "faults": scans[metadata.name].faults}
            left = sheet.start[1] if sheet.start else 0
            for row in sheet.iter_rows():
                yield [None] * left + [encoded(value) for value in row]
    except (CalamineError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error


def main(stdin: BinaryIO, argument: str) -> None:
    """Answers on standard output within the limits given as JSON."""
    limits: dict[str, int] = json.loads(argument)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    try:
        for line in within(MAX_TEXT_OUT, answer(stdin.read(), limits)):
            sys.stdout.write(line)
        last: dict[str, Any] = {"done": True}
    except RefusedError as refusal:
        last = {"refused": refusal.code}
    except MemoryError:
        last = {"refused": "bomb"}
    sys.stdout.write(json.dumps(last) + "\n")


def within(maximum: int, items: Iterator[Any]) -> Iterator[str]:
    """Lines of JSON, of at most so many characters in all."""
    written = 0
    for item in items:
        line = json.dumps(item) + "\n"
        written += len(line)
        if written > maximum:
            raise RefusedError("bomb")
        yield line


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.argv[1])
