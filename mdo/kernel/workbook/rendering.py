"""Rows as the XML of a sheet, a batch and a column at a time: what costs most is done once for each distinct value.

A cell is made with « \\0 » for the number of its row, which no safe text holds; one replacement a row puts it in.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from types import NoneType
from typing import Any

from openpyxl.utils import get_column_letter

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import enum_label
from mdo.kernel.workbook.cells import (
    MAX_TEXT,
    MarkedText,
    is_harmless,
    is_risky,
    safe_text,
    safe_value,
    serial,
)
from mdo.kernel.workbook.links import Links, target_of
from mdo.kernel.workbook.styles import (
    DATE,
    DURATION,
    GENERAL,
    HEADER,
    MOMENT,
    NUMBER_FORMATS,
    QUOTED_HEADER,
    TEXT,
    TIME,
    TOTAL_FORMATS,
    Look,
    style_numbers,
)
from mdo.kernel.workbook.totals import TOTAL, formula, sum_of
from mdo.kernel.workbook.vocabulary import meaning_itself

BATCH = 500
_ROW = "\0"
_ENOUGH_KNOWN = 1_500
_MAX_KNOWN = 5_000
_NUMBERS = (int, float, Decimal)
_MAX_SHORT = MAX_TEXT // 2  # in characters, whatever Excel counts them for
_CACHED = frozenset({str, int, float, bool, Decimal, dt.date, dt.datetime, dt.time, dt.timedelta})
_LINKED = frozenset({Kind.URL, Kind.EMAIL})
_RISKY = frozenset("=+-@＝＋－＠")  # of a text on one line
_RISKY_STARTS = tuple(f"|{first}" for first in sorted(_RISKY))
_MAX_PLAIN = 10**15
# Among texts between bars, one that a reader may take for « the same as above ».
_MAY_REPEAT = re.compile(r"\|[^|\w]*(?:[^|\w]|(?i:id(?:em)?|ibid|ditto)\b[^|]*)\|")


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows by the batch; the first one is small, so that it leaves at once."""
    size, left = BATCH // 5, iter(rows)
    while batch := list(islice(left, size)):
        yield batch
        size = BATCH


def header_xml(headers: Sequence[str], row: int) -> str:
    """The row of the headers, which are safe already: those that `unique_headers` gave to the table."""
    numbers = style_numbers()
    cells = (
        _text_cell(f"{get_column_letter(index)}{row}", numbers[QUOTED_HEADER if is_risky(text) else HEADER], text)
        for index, text in enumerate(headers, start=1)
        if text
    )
    return f'<row r="{row}">{"".join(cells)}</row>'


def _text_cell(reference: str, style: int, safe: str) -> str:
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is>{_preserved(safe)}</is></c>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _preserved(safe: str) -> str:
    inner = _escaped(safe).replace("\r", "&#13;")
    is_bare = safe[:1].strip() and safe[-1:].strip() and "\n" not in safe
    return f"<t>{inner}</t>" if is_bare else f'<t xml:space="preserve">{inner}</t>'


class RowWriter:
    """Makes the rows of one sheet; those that are `shaded` have a cell of their own where nothing stands."""

    def __init__(
        self,
        columns: Sequence[Column],
        locked: Sequence[bool],
        today: dt.date,
        translate: Translate,
        links: Links,
        *,
        shaded: bool = False,
    ) -> None:
        self._columns = [
            _ColumnWriter(get_column_letter(index), column, today, translate, links, locked=is_locked, shaded=shaded)
            for index, (column, is_locked) in enumerate(zip(columns, locked, strict=True), start=1)
        ]

    def xml(self, rows: Sequence[Any], first: int) -> str:
        """These rows, the first of which is row `first` of the sheet."""
        columns = [column.cells(rows, first) for column in self._columns]
        return "".join(
            [
                f'<row r="{number}">{"".join(cells).replace(_ROW, str(number))}</row>'
                for number, cells in enumerate(zip(*columns, strict=True), start=first)
            ]
        )

    def totals(self, row: int, table: str, headers: Sequence[str]) -> str:
        """The row of the sums of all that was written, named in the first column that has none."""
        named = next(column for column in self._columns if column.total is None)
        cells = [
            column.sum_cell(row, formula(table, header)) if column is not named else column.named(row)
            for column, header in zip(self._columns, headers, strict=True)
        ]
        return f'<row r="{row}">{"".join(cells)}</row>'

    def forget(self) -> None:
        """Lets go of the cells that are kept: they know who makes them, and such a circle stays in memory for long."""
        for column in self._columns:
            column.forget()


class _Known(dict[Any, str]):
    """The cells of a column by value, each made at its first use."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__({None: ""})
        self._make = make

    def __missing__(self, value: Any) -> str:
        cell = self[value] = self._make(value)
        return cell


class _ColumnWriter:
    """Makes the cells of one column."""

    def __init__(
        self,
        letter: str,
        column: Column,
        today: dt.date,
        translate: Translate,
        links: Links,
        *,
        locked: bool,
        shaded: bool,
    ) -> None:
        self._letter, self._kind, self._value = letter, column.kind, column.value
        self.total: Decimal | int | None = 0 if column.sums else None
        self._today, self._translate, self._links = today, translate, links
        numbers = style_numbers()

        def look(number_format: str, *, is_quoted: bool = False, is_link: bool = False) -> int:
            return numbers[Look(number_format, is_quoted, is_link, is_locked=locked, is_shaded=shaded)]

        formats = {dt.datetime: MOMENT, dt.date: DATE, dt.time: TIME, dt.timedelta: DURATION}
        reference = f'<c r="{letter}{_ROW}" s='
        self._plain, self._quoted, self._linked = (
            f'{reference}"{style}" t="inlineStr"><is>'
            for style in (look(TEXT), look(TEXT, is_quoted=True), look(TEXT, is_link=True))
        )
        self._blank = f'{reference}"{look(TEXT)}"/>' if shaded else ""
        self._number = f'{reference}"{look(NUMBER_FORMATS.get(column.kind, GENERAL))}"><v>'
        self._serial = {kind: f'{reference}"{look(name)}"><v>' for kind, name in formats.items()}
        # By type: True, 1 and 1.0 are one key of a dictionary, and not one cell.
        self._known: dict[type, _Known] = {}
        self._repeats = True

    def forget(self) -> None:
        """Lets go of the cells that were kept."""
        self._known.clear()

    def sum_cell(self, row: int, formula: str) -> str:
        """What the cells so far come to; nothing where that means nothing."""
        if self.total is None:
            return ""
        style = style_numbers()[Look(TOTAL_FORMATS.get(self._kind, GENERAL), is_total=True)]
        return f'<c r="{self._letter}{row}" s="{style}"><f>{_escaped(formula)}</f><v>{self.total}</v></c>'

    def named(self, row: int) -> str:
        """The name of a row of sums."""
        style = style_numbers()[Look(TEXT, is_total=True)]
        return _text_cell(f"{self._letter}{row}", style, safe_text(self._translate(TOTAL)))

    def cells(self, rows: Sequence[Any], first: int) -> list[str]:
        """The cells of these rows."""
        cells = self._said(rows, first)
        return [cell or self._blank for cell in cells] if self._blank else cells

    def _said(self, rows: Sequence[Any], first: int) -> list[str]:
        value, today = self._value, self._today
        values = [value(row, today) for row in rows]
        types = set(map(type, values))
        types.discard(NoneType)
        if not types:
            return [""] * len(values)
        if self.total is not None:
            self.total += sum_of(values, types)
        if self._kind in _LINKED and not self._links.is_full:
            return [self._maybe_linked(item, first + index) for index, item in enumerate(values)]
        (only, *others) = types
        if others or not (only in _CACHED or issubclass(only, StrEnum)):
            return [self._cell(item) for item in values]
        if self._repeats:
            return self._from_known(values, only)
        if only is str and self._kind is not Kind.ENUM:
            return self._texts(values)
        if only in _NUMBERS:
            return self._numbers(values)
        return [self._cell(item) for item in values]

    def _from_known(self, values: list[Any], kind: type) -> list[str]:
        known = self._known.setdefault(kind, _Known(self._cell))
        before = len(known)
        cells = [known[item] for item in values]
        # A column where most values are new gains nothing by remembering them.
        self._repeats = len(known) < _ENOUGH_KNOWN or (len(known) - before) * 2 < len(values)
        if len(known) > _MAX_KNOWN:
            known.clear()
            known[None] = ""
        return cells

    def _texts(self, values: list[str | None]) -> list[str]:
        """Cells of text, most of which need no escape: looked at all at once."""
        shown = [item or "" for item in values]
        joined = f"|{'|'.join(shown)}|"
        if (
            not (joined.isprintable() or is_harmless(joined))
            or "_x" in joined
            or _MAY_REPEAT.search(joined)
            or " |" in joined
            or "| " in joined
            or (len(joined) > _MAX_SHORT and max(map(len, shown)) > _MAX_SHORT)
        ):
            return [self._cell(item) for item in values]
        head, end = f"{self._plain}<t>", "</t></is></c>"
        if "&" in joined or "<" in joined or ">" in joined:
            shown = [_escaped(item) for item in shown]
        if any(start in joined for start in _RISKY_STARTS):
            quoted = f"{self._quoted}<t>"
            return [f"{quoted if item[0] in _RISKY else head}{item}{end}" if item else "" for item in shown]
        return [f"{head}{item}{end}" if item else "" for item in shown]

    def _numbers(self, values: list[Any]) -> list[str]:
        """Cells of numbers of one type, most of which Excel can hold: their extremes are looked at."""
        shown = [item for item in values if item is not None]
        if any(item != item for item in shown) or not -_MAX_PLAIN < min(shown) <= max(shown) < _MAX_PLAIN:
            return [self._cell(item) for item in values]
        head = self._number
        return ["" if item is None else f"{head}{item}</v></c>" for item in values]

    def _maybe_linked(self, value: Any, row: int) -> str:
        target = target_of(self._kind, value) if isinstance(value, str) else None
        if target is None or self._links.is_full:
            return self._cell(value)
        self._links.add(f"{self._letter}{row}", target)
        return f"{self._linked}{_preserved(safe_text(value))}</is></c>"

    def _cell(self, value: Any) -> str:
        """The cell of any value, nothing for a blank one."""
        if value is None:
            return ""
        if type(value) is str and self._kind is not Kind.ENUM:
            return self._text(meaning_itself(value))
        if isinstance(value, MarkedText):
            return self._standing_out(value.text)
        if isinstance(value, bool):
            return self._text(self._translate(N_("Yes") if value else N_("No")))
        if isinstance(value, StrEnum):
            return self._text(self._translate(enum_label(value)))
        if isinstance(value, tuple | list):
            return self._text(", ".join(self._in_words(item) for item in value))
        if isinstance(value, str) and self._kind is Kind.ENUM:
            return self._text(self._translate(value))
        safe = safe_value(value)
        if safe is None:
            return ""
        if isinstance(safe, str):
            return self._safe(safe)
        if isinstance(safe, _NUMBERS):
            return f"{self._number}{safe}</v></c>"
        kind = next(kind for kind in self._serial if isinstance(safe, kind))
        return f"{self._serial[kind]}{serial(safe)!r}</v></c>"

    def _text(self, text: str) -> str:
        return self._safe(safe_text(text))

    def _standing_out(self, text: str) -> str:
        """A cell that is coloured, were it blank."""
        safe = safe_text(text)
        style = style_numbers()[Look(TEXT, is_quoted=is_risky(safe), is_marked=True)]
        head = f'<c r="{self._letter}{_ROW}" s="{style}"'
        return f'{head} t="inlineStr"><is>{_preserved(safe)}</is></c>' if safe else f"{head}/>"

    def _safe(self, safe: str) -> str:
        return f"{self._quoted if is_risky(safe) else self._plain}{_preserved(safe)}</is></c>" if safe else ""

    def _in_words(self, item: Any) -> str:
        """One of several values of a cell: a member of a closed list by its label."""
        return self._translate(enum_label(item)) if isinstance(item, StrEnum) else str(item)
