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
from collections.abc import Iterator
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from mdo.kernel.workbook.delimited import rows_of
from mdo.kernel.workbook.packages import (
    CONTENT_PART,
    FINGERPRINT_SHEET,
    RefusedError,
    open_archive,
    sheet_parts,
    thinned,
    walk,
)
from mdo.kernel.workbook.scans import ContentScan, ScannedSheet, SheetScan

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
    """The sheets that a person sees, each followed by its rows from row 1 on; that of the fingerprint, hidden, last."""
    if not data.startswith(ZIP_MAGIC):
        yield {"format": "csv", "hidden": []}
        yield {"sheet": "CSV", "faults": [], "merges": []}
        yield from rows_of(data, limits)
        return
    kind, archive = open_archive(data, limits)
    scans: dict[str, ScannedSheet] = {}
    if kind == "ods":
        content = ContentScan(limits)
        walk(archive, CONTENT_PART, content.start, content.end)
        scans = content.sheets
    else:
        for name, part in sheet_parts(archive).items():
            scan = SheetScan(limits)
            walk(archive, part, scan.start, scan.end, scan.text, thin=thinned)
            scans[name] = scan.found
    try:
        yield from _values(kind, data, scans, limits)
    except (CalamineError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error


def _values(kind: str, data: bytes, scans: dict[str, ScannedSheet], limits: dict[str, int]) -> Answer:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [metadata for metadata in workbook.sheets_metadata if metadata.typ == SheetTypeEnum.WorkSheet]
    seen = [metadata.name for metadata in sheets if metadata.visible == SheetVisibleEnum.Visible]
    unseen = [metadata.name for metadata in sheets if metadata.name not in seen]
    yield {"format": kind, "hidden": [name for name in unseen if name != FINGERPRINT_SHEET]}
    for name in (*seen, *(name for name in unseen if name == FINGERPRINT_SHEET)):
        if name not in scans:
            raise RefusedError("damaged")
        sheet = workbook.get_sheet_by_name(name)
        yield {"sheet": name, "faults": scans[name].faults, "merges": scans[name].merges_of_the_table()}
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
