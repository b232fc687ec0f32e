"""Reads a workbook that anyone may have made: every failure is one sentence that says what to do."""

import datetime as dt
import enum
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.workbook.packages import FINGERPRINT_SHEET

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_TEXTS_HELD = 5_000
_WAITS = 4  # seconds of the clock for one of work: the machine may be busy
# -c and not the script itself: its neighbours are then found from the root of the project, and nothing else is.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from mdo.kernel.workbook.parse import main; "
    "main(sys.stdin.buffer, sys.argv[2])"
)
_ROOT = str(Path(__file__).parents[3])


class CellFault(enum.Enum):
    """A cell that shows something in Excel and holds no value that can be read."""

    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True)
class MergedCell:
    """A cell that is merged with others and shows what the first of them holds."""

    value: "str | float | bool | dt.date | dt.time | dt.timedelta"

    def __str__(self) -> str:
        return str(self.value)


Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | CellFault | MergedCell | None


@dataclass(frozen=True)
class CellMarks:
    """What a cell shows besides its value: the colour of its background (« FFFF00 »), a strike-through, a comment.

    One that is struck by the letters of a part of its text alone `is_partly_struck`.
    """

    fill: str = ""
    is_struck: bool = False
    comment: str = ""
    is_partly_struck: bool = False


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; `rows[0]` is row 1 of Excel. Blank cells are None, numbers are floats.

    `marks` are those of cells by row and column, those that hold something or have a comment; `hidden_rows` and
    `hidden_columns` what a filter or a person hides, where something stands; all count from 0. One that `is_filtered`
    was saved with a filter on. `merges` are the merged ranges (first row, first column, last row, last column).
    """

    name: str
    rows: list[list[Cell]]
    marks: Mapping[tuple[int, int], CellMarks] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_filtered: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: its format (`xlsx`, `ods`, `csv`), the sheets that a person sees, the names of the others.

    `unseen` are these others, for who wants them too.
    `fingerprint` is the text of the hidden sheet of a workbook exported to be changed, line by line, None in others.
    """

    format: str
    sheets: list[Sheet]
    hidden_sheets: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] | None = None
    unseen: tuple[Sheet, ...] = ()

    @property
    def all_sheets(self) -> list[Sheet]:
        """Those that a person sees, then the others."""
        return [*self.sheets, *self.unseen]


@dataclass(frozen=True)
class Limits:
    """What a file may cost: bytes, entries of the package, lines, cells, seconds of work, bytes of memory.

    The memory is what the process may keep of its own; Python and its packages come to 15 MiB more.
    """

    size: int = 20 * 1024 * 1024
    entries: int = 2_000
    inflated: int = 200 * 1024 * 1024
    ratio: int = 200
    rows: int = 50_001
    cells: int = 2_000_000
    memory: int = 180 * 1024 * 1024
    seconds: int = 5


class UnreadableWorkbook(RuleViolation):
    """The file cannot be read; the message says what to do."""


_TOO_LARGE = N_("This file is larger than %(megabytes)d MB: delete its pictures or split it, then send it again.")
_NOT_A_WORKBOOK = N_(
    "This file is neither an Excel workbook (.xlsx), a LibreOffice one (.ods) nor a list with separators (.csv): "
    "open it in Excel, « Save as », « Excel workbook (.xlsx) »."
)
_ENCRYPTED = N_("This workbook is protected by a password: remove the password, save it, then send it again.")
_OLD_FORMAT = N_("This is an old .xls workbook: open it in Excel, « Save as », « Excel workbook (.xlsx) ».")
_A_LETTER = N_(
    "This is a document of a word processor (Word): copy its table into a sheet of Excel or LibreOffice, save it as a "
    "workbook (.xlsx), then send that one."
)
_A_PDF = N_(
    "This is a PDF: ask who made it for the workbook that it came from, or copy its table into a sheet of Excel or "
    "LibreOffice and send that one (.xlsx)."
)
_TOO_HEAVY = N_("This workbook is too heavy to read: copy its filled lines into a new workbook and send that one.")
_PICTURE = N_(
    "This is a picture: ask who made it for the workbook, or type its lines in Excel and save them as « Excel workbook "
    "(.xlsx) »."
)
_EMPTY = N_("This file is empty: nothing was read.")
REFUSALS = {
    "damaged": N_("This workbook is damaged: open it in Excel, save it under another name, then send that one."),
    "bomb": _TOO_HEAVY,
    "macros": N_("This workbook holds macros: save it as « Excel workbook (.xlsx) », without macros."),
    "encrypted": _ENCRYPTED,
    "unknown": _NOT_A_WORKBOOK,
    "binary": N_("This is a binary workbook (.xlsb): open it in Excel, « Save as », « Excel workbook (.xlsx) »."),
    "rows": N_("This workbook has more than %(rows)d lines: split it into several files."),
    "cells": N_(
        "This workbook has a cell far away from its table: delete the stray cells, or copy the table into a new "
        "workbook, then send it again."
    ),
    "merges": N_("This workbook has too many merged cells: unmerge them in Excel, then send it again."),
    "quotes": N_("Line %(line)d of this list has a quotation mark that is not closed: correct it, then send it again."),
}


def read_workbook(source: Path | str | bytes, limits: Limits | None = None) -> list[Sheet]:
    """The visible sheets of a file (see `read_file`)."""
    return read_file(source, limits).sheets


def read_file(source: Path | str | bytes, limits: Limits | None = None) -> ReadFile:
    """An .xlsx, .ods or .csv file, given as its path or its content; what it holds says its format, not its name.

    The file is read in a process of its own, within `limits`. Raises UnreadableWorkbook.
    """
    limits = limits or Limits()
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        if path.stat().st_size > limits.size:
            raise UnreadableWorkbook(_TOO_LARGE, megabytes=limits.size >> 20)
        data = path.read_bytes()
    _check_first_bytes(data, limits)
    with tempfile.TemporaryFile() as stream:
        stream.write(data)
        stream.seek(0)
        return _read(_answers(stream, limits), limits)


def _check_first_bytes(data: bytes, limits: Limits) -> None:
    if not data.strip():
        raise UnreadableWorkbook(_EMPTY)
    if len(data) > limits.size:
        raise UnreadableWorkbook(_TOO_LARGE, megabytes=limits.size >> 20)
    if b"%PDF-" in data[:1024]:
        raise UnreadableWorkbook(_A_PDF)
    if data.startswith(_PICTURES):
        raise UnreadableWorkbook(_PICTURE)
    if _is_of_word(data):
        raise UnreadableWorkbook(_A_LETTER)
    if data.startswith(_OLE_MAGIC):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableWorkbook(_ENCRYPTED if is_encrypted else _OLD_FORMAT)


def _is_of_word(data: bytes) -> bool:
    """Whether a file is a text of Word (.docx, .doc, .rtf) or LibreOffice (.odt), by what it holds."""
    if data.startswith(_OLE_MAGIC):
        return "WordDocument".encode("utf-16-le") in data
    is_docx = b"word/document.xml" in data and b"xl/workbook.xml" not in data
    is_odt = b"application/vnd.oasis.opendocument.text" in data[:200]
    return data.startswith(b"{\\rtf") or (data.startswith(b"PK") and (is_docx or is_odt))


def _answers(stream: IO[bytes], limits: Limits) -> Iterator[Any]:
    """What the process says, line by line as it says it: its answer is never held whole."""
    argument = json.dumps({name: getattr(limits, name) for name in Limits.__dataclass_fields__})
    # -I: nothing of the environment (path, secrets) reaches the process that meets the file.
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, _ROOT, argument]
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
        command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        clock = threading.Timer(limits.seconds * _WAITS, process.kill)
        clock.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                yield _parsed(line)
        finally:
            process.kill()
            clock.cancel()


def _read(answers: Iterator[Any], limits: Limits) -> ReadFile:
    file = ReadFile("", [])
    notes: dict[str, Any] = {}
    texts: dict[str, str] = {}  # the last ones, each held once: towns and bodies stand in thousands of cells
    for item in answers:
        if isinstance(item, list):
            if len(texts) > _TEXTS_HELD:
                texts.clear()
            row = (texts.setdefault(value, value) if isinstance(value, str) else _decoded(value) for value in item)
            file.sheets[-1].rows.append(list(row))
        elif "refused" in item:
            known = {"rows": limits.rows - 1, "line": item["line"]}
            message = REFUSALS[item["refused"]]
            raise UnreadableWorkbook(message, **{name: known[name] for name in known if f"%({name})" in message})
        elif "format" in item:
            file = ReadFile(item["format"], [], tuple(item["hidden"]))
        else:
            if notes:
                file.sheets[-1] = _complete(file.sheets[-1], notes)
            notes = item
            if "sheet" in item:
                file.sheets.append(Sheet(item["sheet"], []))
    if "done" not in notes:
        raise UnreadableWorkbook(_TOO_HEAVY)
    return _sorted(file)


def _sorted(file: ReadFile) -> ReadFile:
    """The sheets that a person sees apart from the others; that of the fingerprint is none, even once shown."""
    parts = [sheet for sheet in file.sheets if sheet.name == FINGERPRINT_SHEET]
    sheets = [sheet for sheet in file.sheets if sheet.name != FINGERPRINT_SHEET]
    lines = tuple(str(row[0]) for sheet in parts for row in sheet.rows[1:] if row and row[0] is not None)
    unseen = tuple(replace(sheet, is_hidden=True) for sheet in sheets if sheet.name in file.hidden_sheets)
    seen = [sheet for sheet in sheets if sheet.name not in file.hidden_sheets]
    return replace(file, sheets=seen, unseen=unseen, fingerprint=lines if parts else None)


def _complete(sheet: Sheet, notes: dict[str, Any]) -> Sheet:
    """A sheet with what was said of it before its rows."""
    rows = sheet.rows
    _with_faults(rows, notes["faults"])
    for first_row, first_column, last_row, last_column in notes["merges"]:
        shown = rows[first_row][first_column] if first_row < len(rows) and first_column < len(rows[first_row]) else None
        if shown is None or isinstance(shown, CellFault | MergedCell):
            continue
        for row in rows[first_row : last_row + 1]:
            for column in range(first_column, min(last_column + 1, len(row))):
                if row[column] is None:
                    row[column] = MergedCell(shown)
    return replace(
        sheet,
        marks=_marks(notes),
        hidden_rows=frozenset(notes["hidden_rows"]),
        hidden_columns=frozenset(notes["hidden_columns"]),
        is_filtered=notes["is_filtered"],
        merges=tuple((top, left, bottom, right) for top, left, bottom, right in notes["merges"]),
    )


def _marks(notes: dict[str, Any]) -> dict[tuple[int, int], CellMarks]:
    marks: dict[tuple[int, int], CellMarks] = {}
    for fill, is_struck, *places in notes["marks"]:
        mark = CellMarks(fill, is_struck)
        marks.update(dict.fromkeys(zip(places[::2], places[1::2], strict=True), mark))
    plain = CellMarks()
    for row, column in notes["partly_struck"]:
        before = marks.get((row, column), plain)
        marks[row, column] = replace(before, is_partly_struck=not before.is_struck)
    for row, column, text in notes["comments"]:
        marks[row, column] = replace(marks.get((row, column), plain), comment=text)
    return marks


def _with_faults(rows: list[list[Cell]], faults: list[list[Any]]) -> None:
    for row, column, fault in faults:
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = CellFault(fault)


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:  # the process died while it wrote
        raise UnreadableWorkbook(_TOO_HEAVY) from error


def _decoded(value: Any) -> Cell:
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        if kind == "moment":
            return dt.datetime.fromisoformat(content)
        if kind == "date":
            return dt.date.fromisoformat(content)
        if kind == "fault":
            return CellFault(content)
        if kind == "time":
            return dt.time.fromisoformat(content)
        return dt.timedelta(seconds=content)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
