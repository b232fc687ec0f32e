"""Writes rows as text for other tools: `;`, UTF-8 with its mark, cells that no spreadsheet runs as formulas."""

import csv
import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from io import TextIOWrapper
from typing import IO, Any

from mdo.columns import Column, Kind
from mdo.labels import enum_label
from mdo.messages import N_, Translate
from mdo.workbook.cells import PARIS, is_risky

SEPARATOR = ";"
# With this mark Excel reads the accents.
ENCODING = "utf-8-sig"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_IGNORED_AT_START = " \u00a0\u202f\u200b\ufeff"


def write_csv(
    stream: IO[bytes],
    *,
    columns: Sequence[Column],
    rows: Iterable[Any],
    today: dt.date,
    translate: Translate,
    language: str = "fr",
) -> int:
    """Writes a line of headers and the rows, one by one; returns the number of rows.

    Dates are written 24/11/2026, decimals with the comma of French or the point of English.
    """
    text = TextIOWrapper(stream, encoding=ENCODING, newline="", write_through=True)
    try:
        writer = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
        writer.writerow([safe_csv_text(translate(column.label)) for column in columns])
        count = 0
        for row in rows:
            count += 1
            writer.writerow(
                [csv_value(column.kind, column.value(row, today), translate, language) for column in columns]
            )
    finally:
        text.detach()  # the stream is the caller's to close
    return count


def safe_csv_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    A file of text has no types: the apostrophe is the only mark that Excel and LibreOffice both take for « this is
    text » (OWASP ASVS 1.2.10). Nothing of the text itself is changed, so that it stays readable.
    """
    clean = _ILLEGAL.sub("\ufffd", text)
    return f"'{clean}" if is_risky(clean) or is_risky(clean.lstrip(_IGNORED_AT_START)) else clean


def csv_value(kind: Kind, value: Any, translate: Translate, language: str) -> str:
    """A value of a declared column as text; a negative number stays a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return translate(N_("Yes") if value else N_("No"))
    if isinstance(value, StrEnum):
        return safe_csv_text(translate(enum_label(value)))
    if isinstance(value, tuple | list):
        return safe_csv_text(", ".join(_in_words(item, translate) for item in value))
    if isinstance(value, dt.datetime):
        local = value.astimezone(PARIS) if value.tzinfo else value
        return f"{local:%d/%m/}{local.year:04d} {local:%H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/}{value.year:04d}"
    if isinstance(value, int):
        return f"{value}"
    if isinstance(value, float | Decimal):
        return _number(value, kind, language)
    return safe_csv_text(translate(value) if kind is Kind.ENUM else str(value))


def _in_words(item: Any, translate: Translate) -> str:
    return translate(enum_label(item)) if isinstance(item, StrEnum) else str(item)


def _number(value: float | Decimal, kind: Kind, language: str) -> str:
    if not math.isfinite(value):
        return ""
    match kind:
        case Kind.PERCENT:
            text = f"{value * 100:.1f} %"
        case Kind.AMOUNT:
            text = f"{value:.2f}"
        case _:
            text = f"{value}"
    return text.replace(".", ",") if language == "fr" else text
