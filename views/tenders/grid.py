"""Tables typed as one form: criteria, marks, amounts of a round. What is typed wrong comes back with its sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal

from views.base.catalogues import gettext
from views.base.pages import Crumb
from views.base.rendering import render

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,2})?")


@dataclass(frozen=True)
class GridCell:
    """A cell of the table: words, or a control that bears `name` and is called `label` by screen readers."""

    kind: str  # words, text, number, check, date
    value: str = ""
    name: str = ""
    label: str = ""
    error: str = ""
    detail: str = ""
    note_name: str = ""
    note_value: str = ""
    is_checked: bool = False


@dataclass(frozen=True)
class Grid:
    """A table to type in, with hidden values that come back with it."""

    title: str
    intro: str
    headers: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[GridCell]]
    hidden: Sequence[tuple[str, str]] = ()
    fields: Sequence[GridCell] = ()
    error: str = ""
    link: tuple[str, str] | None = None  # words and address of what one reads to fill it in

    @property
    def error_count(self) -> int:
        return sum(1 for row in (*self.rows, self.fields) for cell in row if cell.error) + bool(self.error)


def read_number(text: str) -> Decimal | None:
    """A number with a decimal comma, two decimals at most. Raises ValueError with the sentence to show."""
    plain = _SPACES.sub("", text).replace(",", ".")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise ValueError(gettext("Not a number: write it as 1234,50."))
    return Decimal(plain)


def number_typed(number: Decimal | None) -> str:
    """A number as one types it."""
    return "" if number is None else str(format_decimal(number, format="0.##"))


def render_grid(grid: Grid, subtitle: str, crumbs: Sequence[Crumb], action_url: str, cancel_url: str) -> Any:
    """The page of a table."""
    return render(
        "tenders/grid.html",
        status=422 if grid.error_count else 200,
        title=grid.title,
        subtitle=subtitle,
        grid=grid,
        crumbs=crumbs,
        action_url=action_url,
        cancel_url=cancel_url,
    )
