"""Reads one workbook in a process of its own, within limits: started by `mdo.kernel.workbook.reader`.

It takes the file on standard input and the limits as its argument, and answers in lines of JSON: format, sheets, rows,
and `done` or `refused` last. A hostile file can then waste only this process, even where the parser aborts (calamine
on one cell at XFD1048576). It imports nothing of the product but its neighbours, so that it starts fast and holds no
secret.
"""

import datetime as dt
import io
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from mdo.kernel.workbook.delimited import TEXT_SHEET, rows_of
from mdo.kernel.workbook.marks import MarkedCells, OpenStyleScan, StyleScan
from mdo.kernel.workbook.open_scans import ContentScan
from mdo.kernel.workbook.packages import (
    CONTENT_PART,
    FINGERPRINT_SHEET,
    STYLES_PART,
    WORKBOOK_PART,
    RefusedError,
    open_archive,
    related,
    sheet_parts,
    thinned,
    walk,
)
from mdo.kernel.workbook.scans import CommentScan, ScannedSheet, SheetScan, StruckTextScan

MAX_TEXT_OUT = 100_000_000  # characters: one long shared text may be repeated by millions of cells
ZIP_MAGIC = b"PK\x03\x04"
Answer = Iterator[dict[str, Any] | list[Any]]


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


def answer(data: bytes, limits: dict[str, int]) -> Answer:
    """The sheets that a person sees, then the others, each followed by its rows from row 1 on."""
    if not data.startswith(ZIP_MAGIC):
        yield {"format": "csv", "hidden": []}
        yield {"sheet": TEXT_SHEET, **ScannedSheet(limits).told()}
        yield from rows_of(data, limits)
        return
    kind, archive = open_archive(data, limits)
    scans: dict[str, ScannedSheet] = {}
    if kind == "ods":
        styles = OpenStyleScan()
        if STYLES_PART in archive.namelist():
            walk(archive, STYLES_PART, styles.start)
        content = ContentScan(limits, styles)
        walk(archive, CONTENT_PART, content.start, content.end, content.text)
        scans = content.sheets
    else:
        scans = _scanned(archive, limits)
    try:
        yield from _values(kind, data, scans, limits)
    except (CalamineError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error


def _scanned(archive: zipfile.ZipFile, limits: dict[str, int]) -> dict[str, ScannedSheet]:
    """What the sheets of an .xlsx file hold beside their values."""
    beside = {kind: path for kind, _, path in related(archive, WORKBOOK_PART)}
    styles = StyleScan()
    if "theme" in beside:
        walk(archive, beside["theme"], styles.theme)
    if "styles" in beside:
        walk(archive, beside["styles"], styles.start)
    marked = MarkedCells(styles.found)
    struck = StruckTextScan()
    if "sharedStrings" in beside and _says(archive, beside["sharedStrings"], b"strike"):
        walk(archive, beside["sharedStrings"], struck.start)
    scans = {}
    for name, part in sheet_parts(archive).items():
        scan = SheetScan(limits, marked, struck.found)
        thin = partial(thinned, styles=lambda: marked.styles, texts=struck.found)
        walk(archive, part, scan.start, scan.end, scan.text, thin=thin)
        scan.found.marks = marked.taken()
        parts = related(archive, part)
        told: dict[str, str] = {}
        for wanted in ("comments", "threadedComment"):  # the latter goes before: the others say it after a notice
            comments = CommentScan()
            for path in (path for kind, _, path in parts if kind == wanted):
                walk(archive, path, comments.start, comments.end, comments.text)
            told.update(comments.found)
        for reference, text in told.items():
            row, column = scan.place(reference)
            scan.found.comment(row - 1, column - 1, text)
        for path in (path for kind, _, path in parts if kind == "table"):
            walk(archive, path, scan.start_of_table)
        scans[name] = scan.found
    return scans


def _says(archive: zipfile.ZipFile, part: str, word: bytes) -> bool:
    """Whether a part holds a word, without reading its elements."""
    try:
        with archive.open(part) as stream:
            before = b""
            while chunk := stream.read(1 << 20):
                if word in before + chunk:
                    return True
                before = chunk[-len(word) :]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
        raise RefusedError("damaged") from error
    return False


def _values(kind: str, data: bytes, scans: dict[str, ScannedSheet], limits: dict[str, int]) -> Answer:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [metadata for metadata in workbook.sheets_metadata if metadata.typ == SheetTypeEnum.WorkSheet]
    seen = [metadata.name for metadata in sheets if metadata.visible == SheetVisibleEnum.Visible]
    unseen = [metadata.name for metadata in sheets if metadata.name not in seen]
    yield {"format": kind, "hidden": [name for name in unseen if name != FINGERPRINT_SHEET]}
    for name in (*seen, *unseen):
        if name not in scans:
            raise RefusedError("damaged")
        sheet = workbook.get_sheet_by_name(name)
        yield {"sheet": name, **scans[name].told()}
        left = sheet.start[1] if sheet.start else 0
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > limits["rows"]:
                raise RefusedError("rows")
            yield [None] * left + [encoded(value) for value in row]


def main(stdin: BinaryIO, argument: str) -> None:
    """Answers on standard output within the limits given as JSON."""
    limits: dict[str, int] = json.loads(argument)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What the process may keep of its own: with the code of Python and its packages, that is all that it can hold.
    resource.setrlimit(resource.RLIMIT_DATA, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    last: dict[str, Any] = {"done": True}
    try:
        for line in within(MAX_TEXT_OUT, answer(stdin.read(), limits)):
            sys.stdout.write(line)
    except RefusedError as refusal:
        last = {"refused": refusal.code, "line": refusal.line}
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
