"""The lines of an order or of an invoice, in a small table inside their form: a line left empty is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import String
from wtforms import Field
from wtforms.validators import StopValidation

from mdo.kernel.base.bounds import violation_of_bounds
from views.base.catalogues import gettext
from views.base.fields import clean_text, decimal_in_words, posted_ids, read_amount

_MAX_LINES = 100
_BLANK_LINES = 3


@dataclass(frozen=True)
class LineColumn:
    """A column of the table: the name of its inputs, its label (a message id), the stored column that bounds it.

    `default` is proposed on empty lines, which it does not fill.
    """

    name: str
    label: str
    column: Any
    default: str = ""

    @property
    def is_text(self) -> bool:
        return isinstance(self.column.type, String)


@dataclass(frozen=True)
class LineCell:
    """An input of the table."""

    name: str
    label: str
    value: str
    is_text: bool


class LinesField(Field):
    """Lines as lists: id or None, the text, then numbers with two decimals, as text."""

    render_kind = "lines"

    def __init__(self, label: Any = None, validators: Any = None, *, columns: Sequence[LineColumn], **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.line_columns = columns
        self.default_rate = ""
        self._typed: list[dict[str, str]] | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """What is posted stands in one input a cell: `lines-0-label`, `lines-0-quantity` …"""
        self.process_errors = []
        self.data = self.object_data = data if isinstance(data, list) else []
        if formdata is None or not self._is_posted(formdata):
            return
        names = ("id", *(column.name for column in self.line_columns))
        self._typed = [
            {name: formdata.get(f"{self.name}-{index}-{name}", "") for name in names}
            for index in range(_MAX_LINES)
            if f"{self.name}-{index}-{self.line_columns[0].name}" in formdata
        ]
        self._name_alone(self._typed, formdata.get("subject", ""))
        self.data = self._read(self._typed)

    def _name_alone(self, typed: Sequence[dict[str, str]], subject: str) -> None:
        """A line that is alone and has no text says the subject of the whole, as an import writes it."""
        text, *others = self.line_columns
        needed = [column.name for column in others if not column.default]
        filled = [cells for cells in typed if clean_text(cells[text.name]) or any(clean_text(cells[n]) for n in needed)]
        if len(filled) == 1 and not clean_text(filled[0][text.name]):
            filled[0][text.name] = subject

    def _is_posted(self, formdata: Any) -> bool:
        return any(name.startswith(f"{self.name}-") for name in formdata)

    def _read(self, typed: Sequence[dict[str, str]]) -> list[list[Any]]:
        items = []
        for number, cells in enumerate(typed, 1):
            needed = [column for column in self.line_columns if not column.default]
            if not any(clean_text(cells[column.name]) for column in needed):
                continue
            item: list[Any] = [next(iter(posted_ids([cells["id"]])), None)]
            item += [self._value(column, cells[column.name], number) for column in self.line_columns]
            items.append(item)
        return items

    def _value(self, column: LineColumn, text: str, number: int) -> str:
        cleaned = clean_text(text) or column.default
        if not cleaned:
            self._refuse(column, number, gettext("Fill this field."))
            return ""
        if column.is_text:
            if len(cleaned) > column.column.type.length:
                self._refuse(column, number, gettext("At most %(max)d characters.", max=column.column.type.length))
            return str(cleaned)
        try:
            value = read_amount(cleaned)
        except ValueError as error:
            self._refuse(column, number, str(error))
            return ""
        if value is None:
            return ""
        violation = violation_of_bounds(column.column, value)
        if violation is not None:
            self._refuse(column, number, violation.text(gettext))
        return f"{value:.2f}"

    def _refuse(self, column: LineColumn, number: int, words: str) -> None:
        label = gettext(column.label)
        self.process_errors.append(gettext("Line %(number)d, %(what)s: %(why)s", number=number, what=label, why=words))

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    # ---- For the template -------------------------------------------------------------------------------------------

    @property
    def lines_for_render(self) -> list[tuple[int | str, tuple[LineCell, ...]]]:
        """The id and the cells of each line, as typed or as stored; then some empty ones."""
        rows = self._typed if self._typed is not None else [self._as_typed(item) for item in self.data]
        blank = {column.name: column.default for column in self.line_columns}
        if self.default_rate:
            blank["vat_rate"] = self.default_rate
        while rows and not any(clean_text(rows[-1][c.name]) for c in self.line_columns if not c.default):
            rows = rows[:-1]
        rows = [*rows, *({"id": "", **blank} for _ in range(_BLANK_LINES))][:_MAX_LINES]
        return [
            (
                cells["id"],
                tuple(
                    LineCell(f"{self.name}-{index}-{c.name}", gettext(c.label), cells[c.name], c.is_text)
                    for c in self.line_columns
                ),
            )
            for index, cells in enumerate(rows)
        ]

    def _as_typed(self, item: Sequence[Any]) -> dict[str, str]:
        cells = {"id": "" if item[0] is None else str(item[0])}
        for column, value in zip(self.line_columns, item[1:], strict=True):
            cells[column.name] = str(value) if column.is_text else decimal_in_words(Decimal(value), 2)
        return cells

    def __call__(self, **kwargs: Any) -> str:
        """The template lays the table out."""
        return ""
