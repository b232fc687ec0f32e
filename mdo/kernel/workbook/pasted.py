"""Cells copied from a spreadsheet, as the text that it puts on the clipboard: tabs between cells, a line a row.

A cell with a line break or a tab stands between quotation marks, and those within it are doubled; any other stands as
it is, whatever marks it holds (« Association "Les amis" »).
"""

import csv
import io
import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

LONGEST = 1_000_000  # characters: some 10,000 lines
_BREAK = re.compile(r"\r\n|\r|\n")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")

_NOTHING = N_("Paste cells first: copy them in Excel, with the line of their headers.")
_ONE_LINE = N_(
    "A single line was pasted: paste the line of the headers with the lines below, or say that there are no headers."
)
_TOO_LONG = N_("Too much was pasted: %(most)d characters at most. Save the cells as a workbook, and send that file.")


def rows_of(text: str, *, has_headers: bool = True) -> list[list[str]]:
    """The rows of pasted cells; the blank lines at the end are none.

    Raises RuleViolation for nothing, for headers without a line, and for too much.
    """
    if len(text) > LONGEST:
        raise RuleViolation(_TOO_LONG, most=LONGEST)
    text = _INVISIBLE.sub("", _BREAK.sub("\n", text))
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at == len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise RuleViolation(_NOTHING)
    if has_headers and len(rows) == 1:
        raise RuleViolation(_ONE_LINE)
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, at)
    if quoted and re.search(r"[\t\n]", quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    assert plain is not None
    return plain[0], plain.end()


def as_list(rows: list[list[str]]) -> bytes:
    """These rows as a list with separators that is read without a doubt."""
    held = io.StringIO(newline="")
    held.write("sep=\t\n")
    csv.writer(held, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return held.getvalue().encode("utf-8", "replace")
