"""Lists with separators (.csv, .txt): the encoding and the separator are found in the file itself.

Part of the child process (`parse`).
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from mdo.kernel.workbook.packages import RefusedError

_SEPARATORS = ";\t,|"
_LOOKED_AT = 50
_LONGEST_FIELD = 1_000_000
_SAMPLE = 200_000  # characters
_ACCENTS = b"\xe9\xe8\xea\xeb\xe0\xe2\xe7\xee\xef\xf4\xfb\xf9".decode("latin-1")  # small letters of French
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Pages, mails and pictures that one may take for a list: their first characters are text.
_OTHER_FORMATS = ("<", "%PDF", "{\\rtf", "MIME-Version", "%!PS", "#!")
TEXT_SHEET = "CSV"  # the only sheet of a text file
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_TOLD = re.compile(r'"?sep=(.)"?\r?\n')
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
# What a spreadsheet writes of a cell in error, in English and in French.
_ERRORS = frozenset(
    (
        "#N/A",
        "#N/D",
        "#NAME?",
        "#NOM?",
        "#VALUE!",
        "#VALEUR!",
        "#DIV/0!",
        "#REF!",
        "#NULL!",
        "#NUL!",
        "#NUM!",
        "#NOMBRE!",
    )
)
# A spreadsheet writes an apostrophe before what would run as a formula: it is not part of the text.
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")


def decoded(data: bytes) -> str:
    """The text of the file: UTF-8, UTF-16 with its mark, else Windows-1252 or Mac. Raises RefusedError for no text."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise RefusedError("unknown") from error
        text = max((data.decode(name, errors="replace") for name in ("cp1252", "mac_roman")), key=_accents)
    if _CONTROL.search(text) or text.lstrip().startswith(_OTHER_FORMATS):
        raise RefusedError("unknown")
    return text


def _accents(text: str) -> int:
    """How many letters of French a text holds that another encoding shows as signs or capitals."""
    return sum(map(text[:_SAMPLE].count, _ACCENTS))


def separator_of(text: str) -> str:
    """The separator that cuts most of the first lines in the same number of fields; `;` for a single column."""
    lines = [line for line in _QUOTED.sub("", text[:100_000]).splitlines() if line.strip()][:_LOOKED_AT]
    best, best_score = ";", (0, 0)
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        counts.pop(0, None)
        if counts:
            number, agreeing = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
            best, best_score = max((best, best_score), (separator, (agreeing, number)), key=lambda pair: pair[1])
    return best


def rows_of(data: bytes, limits: dict[str, int]) -> Iterator[list[str | dict[str, str] | None]]:
    """The lines of the file. Raises RefusedError, with the line where a quotation mark stays open."""
    text = decoded(data)
    told = _TOLD.match(text)
    separator = told[1] if told else separator_of(text)
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text[told.end() if told else 0 :], newline=""), delimiter=separator, strict=True)
    line, cells = 0, 0
    try:
        for line, row in enumerate(reader, start=1):
            cells += len(row)
            if line > limits["rows"]:
                raise RefusedError("rows")
            if cells > limits["cells"]:
                raise RefusedError("cells")
            yield [_cell(value) for value in row]
    except csv.Error as error:
        if "field limit" in str(error):
            raise RefusedError("bomb") from error
        raise RefusedError("quotes", line + 1) from error


def _cell(text: str) -> str | dict[str, str] | None:
    if text.strip() in _ERRORS:
        return {"fault": "error"}
    return _GUARDED.sub("", text, count=1) if text[:1] == "'" else text or None
