"""Reads a workbook that anyone may have made: every failure is one sentence that says what to do."""

import datetime as dt
import enum
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdo.errors import RuleViolation
from mdo.messages import N_

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK\x03\x04"
_PARSER = Path(__file__).with_name("parse.py")


class CellFault(enum.Enum):
    """A cell that shows something in Excel and holds no value that can be read."""

    ERROR = "error"
    FORMULA = "formula"


Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | CellFault | None


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; `rows[0]` is row 1 of Excel. Blank cells are None, numbers are floats."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Limits:
    """What a workbook may cost: bytes, entries of the package, lines, cells, seconds of work, bytes of memory."""

    size: int = 20 * 1024 * 1024
    entries: int = 2_000
    inflated: int = 200 * 1024 * 1024
    ratio: int = 200
    rows: int = 50_001
    cells: int = 5_000_000
    memory: int = 480 * 1024 * 1024
    seconds: int = 30


class UnreadableWorkbook(RuleViolation):
    """The file cannot be read; the message says what to do."""


_TOO_LARGE = N_("This file is larger than %(megabytes)d MB: delete its pictures or split it, then send it again.")
_NOT_A_WORKBOOK = N_("This file is not an Excel workbook: open it in Excel, « Save as », « Excel workbook (.xlsx) ».")
_ENCRYPTED = N_("This workbook is protected by a password: remove the password, save it, then send it again.")
_OLD_FORMAT = N_("This is an old .xls workbook: open it in Excel, « Save as », « Excel workbook (.xlsx) ».")
_TOO_HEAVY = N_("This workbook is too heavy to read: copy its filled lines into a new workbook and send that one.")
_EMPTY = N_("This file is empty: nothing was read.")
REFUSALS = {
    "damaged": N_("This workbook is damaged: open it in Excel, save it under another name, then send that one."),
    "bomb": _TOO_HEAVY,
    "macros": N_("This workbook holds macros: save it as « Excel workbook (.xlsx) », without macros."),
    "encrypted": _ENCRYPTED,
    "not_xlsx": _NOT_A_WORKBOOK,
    "rows": N_("This workbook has more than %(rows)d lines: split it into several files."),
    "cells": N_(
        "This workbook has a cell far away from its table: delete the stray cells, or copy the table into a new "
        "workbook, then send it again."
    ),
}


def read_workbook(source: Path | str | bytes, limits: Limits | None = None) -> list[Sheet]:
    """The visible sheets of an .xlsx file, given as its path or its content.

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
    return list(_sheets(_run(data, limits), limits))


def _check_first_bytes(data: bytes, limits: Limits) -> None:
    if not data:
        raise UnreadableWorkbook(_EMPTY)
    if len(data) > limits.size:
        raise UnreadableWorkbook(_TOO_LARGE, megabytes=limits.size >> 20)
    if data.startswith(_OLE_MAGIC):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableWorkbook(_ENCRYPTED if is_encrypted else _OLD_FORMAT)
    if not data.startswith(_ZIP_MAGIC):
        raise UnreadableWorkbook(_NOT_A_WORKBOOK)


def _run(data: bytes, limits: Limits) -> list[Any]:
    argument = json.dumps({name: getattr(limits, name) for name in Limits.__dataclass_fields__})
    try:
        # -I: nothing of the environment (path, secrets) reaches the process that meets the file.
        done = subprocess.run(  # noqa: S603  # our own interpreter and script, no shell
            [sys.executable, "-I", "-X", "utf8", str(_PARSER), argument],
            input=data,
            capture_output=True,
            timeout=limits.seconds * 2,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableWorkbook(_TOO_HEAVY) from error
    if done.returncode != 0:
        raise UnreadableWorkbook(_TOO_HEAVY)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _sheets(items: list[Any], limits: Limits) -> Iterator[Sheet]:
    last = items[-1] if items else {}
    if "refused" in last:
        raise UnreadableWorkbook(REFUSALS[last["refused"]], rows=limits.rows - 1)
    name: str | None = None
    rows: list[list[Cell]] = []
    faults: list[list[Any]] = []
    for item in items:
        if isinstance(item, list):
            rows.append([_decoded(value) for value in item])
            continue
        if name is not None:
            yield Sheet(name, _with_faults(rows, faults))
        name, rows, faults = item.get("sheet"), [], item.get("faults", [])


def _with_faults(rows: list[list[Cell]], faults: list[list[Any]]) -> list[list[Cell]]:
    for row, column, fault in faults:
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = CellFault(fault)
    return rows


def _decoded(value: Any) -> Cell:
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        if kind == "moment":
            return dt.datetime.fromisoformat(content)
        if kind == "date":
            return dt.date.fromisoformat(content)
        if kind == "time":
            return dt.time.fromisoformat(content)
        return dt.timedelta(seconds=content)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
