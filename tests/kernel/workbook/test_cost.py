"""What the worst files cost: the process that reads them takes at most 200 MiB and 5 s.

It is watched by a small one of its own: a child inherits the peak of the memory of who starts it.
"""

import datetime as dt
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from mdo.kernel.workbook.reader import UnreadableWorkbook, read_file
from tests.kernel.workbook.hostile import filled, open_document, package, text_cell, zipped
from tests.project.bans import ROOT

LINES, COLUMNS = 50_000, 15
MOST_MEMORY, MOST_SECONDS = 200, 5.0
_WATCH = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
from mdo.kernel.workbook.reader import Limits, UnreadableWorkbook, _answers
with open(sys.argv[2], "rb") as stream:
    try:
        last = [item for item in _answers(stream, Limits()) if isinstance(item, dict)][-1:]
    except UnreadableWorkbook as refusal:
        last = [str(refusal)]
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([last, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime]))
"""


def lines(cells: str, first: int = 1, last: int = LINES) -> str:
    """Rows of these cells, where `#` is the number of the row."""
    return "".join(f'<row r="{number}">{cells}</row>'.replace("#", str(number)) for number in range(first, last + 1))


def formatted(columns: str) -> bytes:
    """A million lines of empty cells under one that is filled."""
    cells = "".join(f'<c r="{column}#" s="1"/>' for column in columns)
    return package(f'<row r="1">{text_cell("A1", "Nom")}</row>{lines(cells, 2, 1_048_576)}')


def one_text_for_all() -> bytes:
    text = random.Random(1).randbytes(15_000).hex()
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<?xml version="1.0"?><Relationships {names}><Relationship Id="rId1" Type="{kind}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{kind}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    parts = {"xl/sharedStrings.xml": shared.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    return package(lines('<c r="A#" t="s"><v>0</v></c>'), parts=parts)


def long_text() -> bytes:
    text = random.Random(1).randbytes(20_000_000).hex()
    return package(f'<row r="1">{text_cell("A1", text)}</row>')


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
    prologue = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    return package(f'<row r="1">{text_cell("A1", "&a9;")}</row>', prologue=prologue)


def endless_merges() -> bytes:
    cells = '<c r="A#"><v>1</v></c><c r="Z#"><v>1</v></c>'
    return package(lines(cells), after="<mergeCells>" + '<mergeCell ref="A1:Z50000"/>' * 2_000 + "</mergeCells>")


OF_SECONDS = {"a million lines", "a text of 40 MB", "one long text in 50,000 cells"}
REFUSED: dict[str, Callable[[], bytes]] = {
    "a million lines": lambda: package(lines('<c r="A#"><v>#</v></c>', 1, 1_048_576)),
    "a text of 40 MB": long_text,
    "one long text in 50,000 cells": one_text_for_all,
    "two far cells": lambda: package(f"{text_cell('A1', 'a')}{text_cell('XFD4000', 'b')}"),
    "the last cell": lambda: package(text_cell("A1", "a") + text_cell("XFD1048576", "b")),
    "rows backwards": lambda: package(lines('<c r="ZZ#"><v>1</v></c><c r="A#"><v>1</v></c>')),
    "a far line in the first row": lambda: package(
        '<row r="1"><c r="A1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    ),
    "billion laughs": laughs,
    "200 MB of zeros": lambda: zipped({"xl/workbook.xml": bytes(210 << 20)}),
    "repeated cells": lambda: open_document(filled(repeated_columns=16_384, repeated_rows=50_000)),
    "a cell repeated for ever": lambda: open_document(filled(repeated_columns=2_000_000_000)),
    "merges for ever": endless_merges,
    "a list of a million lines": lambda: b"Nom;Ville\n" * 1_500_000,
    "a list of one line": lambda: b"a" * 15_000_000 + b";b",
}


def cost(path: Path) -> tuple[object, float, float]:
    """The last thing that the process said, its peak in MiB and its seconds of work."""
    command = [sys.executable, "-c", _WATCH, str(ROOT), str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    last, peak, seconds = json.loads(done.stdout)
    return last, peak, seconds


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in OF_SECONDS else []) for name in REFUSED]
)
def test_a_hostile_file_is_refused_with_a_sentence_and_costs_little(tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(REFUSED[name]())
    with pytest.raises(UnreadableWorkbook):
        read_file(path)
    _, peak, seconds = cost(path)
    assert peak <= MOST_MEMORY
    assert seconds <= MOST_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("columns", ["A", pytest.param("ABCDE", marks=pytest.mark.night)])
def test_a_million_formatted_lines_are_read_as_the_one_that_is_filled(tmp_path: Path, columns: str) -> None:
    path = tmp_path / "formatted.xlsx"
    path.write_bytes(formatted(columns))
    assert [sheet.rows for sheet in read_file(path).sheets] == [[["Nom"]]]
    _, peak, seconds = cost(path)
    assert peak <= MOST_MEMORY
    assert seconds <= MOST_SECONDS


@pytest.mark.parametrize("extension", [pytest.param("xlsx", marks=pytest.mark.night), "csv"])
def test_the_largest_import_is_read_within_the_limits(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"large.{extension}"
    values = ("Nom", "Prénom", "Montchat", dt.date(2026, 11, 24), 69003, 1984.5, "une remarque un peu longue")
    row = [values[index % len(values)] for index in range(COLUMNS)]
    if extension == "csv":
        path.write_text("\n".join([";".join(map(str, row))] * (LINES + 1)), encoding="utf-8")
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Membres")
        for _ in range(LINES + 1):
            sheet.append(row)
        book.save(path)
    last, peak, seconds = cost(path)
    assert last == [{"done": True}]
    assert peak <= MOST_MEMORY
    assert seconds <= MOST_SECONDS
    assert len(read_file(path).sheets[0].rows) == LINES + 1
