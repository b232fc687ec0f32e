"""Writes rows as text for other tools: `;`, UTF-8 with its mark, cells that no spreadsheet runs as formulas."""

import codecs
import csv
import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from typing import Any

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import enum_label
from mdo.kernel.workbook.cells import PARIS, is_risky
from mdo.kernel.workbook.vocabulary import meaning_itself

SEPARATOR = ";"
_MARK = codecs.BOM_UTF8  # with it Excel reads the accents
_TOGETHER = 100  # rows that leave at once
_CUT_SHORT = N_("This file is not complete: the lines that follow are missing. Ask for it again.")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_IGNORED_AT_START = " \u00a0\u202f\u200b\ufeff"


class CsvStream:
    """Rows as lines of text that leave while they are made, after a line of headers; `count` tells how many have left.

    Dates are written 24/11/2026, or 2026-11-24 with `has_iso_days`; decimals with the comma of French or the point of
    English. A text that is cut short opens, and would look whole: when a row fails, its last line says that it is not.
    """

    head_first = False

    def __init__(
        self,
        *,
        columns: Sequence[Column],
        rows: Iterable[Any],
        today: dt.date,
        translate: Translate,
        language: str = "fr",
        has_iso_days: bool = False,
    ) -> None:
        self._columns, self._rows, self._today = columns, rows, today
        self._translate, self._language, self._has_iso_days = translate, language, has_iso_days
        self.count = 0
        self.has_headers = False

    def __iter__(self) -> Iterator[bytes]:
        text = StringIO(newline="")
        writer = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
        writer.writerow([safe_csv_text(self._translate(column.label)) for column in self._columns])
        self.has_headers = True
        yield _MARK + _taken(text)
        try:
            for row in self._rows:
                self.count += 1
                writer.writerow(self._cells(row))
                if not self.count % _TOGETHER:
                    yield _taken(text)
        except Exception:
            writer.writerow([safe_csv_text(self._translate(_CUT_SHORT))])
            yield _taken(text)
            raise
        yield _taken(text)

    def _cells(self, row: Any) -> list[str]:
        today, translate, language = self._today, self._translate, self._language
        values = ((column.kind, column.value(row, today)) for column in self._columns)
        if self._has_iso_days:
            values = ((kind, iso_day(value)) for kind, value in values)
        return [csv_value(kind, value, translate, language) for kind, value in values]


def _taken(text: StringIO) -> bytes:
    """What was written meanwhile."""
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def safe_csv_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    A file of text has no types: the apostrophe is the only mark that Excel and LibreOffice both take for « this is
    text » (OWASP ASVS 1.2.10). Nothing of the text itself is changed, so that it stays readable.
    """
    clean = _ILLEGAL.sub("\ufffd", text)
    return f"'{clean}" if is_risky(clean) or is_risky(clean.lstrip(_IGNORED_AT_START)) else clean


def iso_day(value: Any) -> Any:
    """A day as 2026-11-24, a moment as 2026-11-24T18:30:00 on a clock in Paris; any other value as it is."""
    if isinstance(value, dt.datetime):
        local = value.astimezone(PARIS) if value.tzinfo else value
        return local.replace(tzinfo=None).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def json_value(kind: Kind, value: Any, translate: Translate) -> Any:
    """A value of a declared column as JSON has it: numbers, yes or no, days in ISO form, the words of closed lists."""
    value = iso_day(value)
    if isinstance(value, StrEnum):
        return translate(enum_label(value))
    if isinstance(value, tuple | list):
        return [_in_words(item, translate) for item in value]
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, int):
        return value
    return translate(value) if kind is Kind.ENUM else str(value)


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
    return safe_csv_text(translate(value) if kind is Kind.ENUM else meaning_itself(str(value)))


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
