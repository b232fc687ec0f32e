"""Small tables of figures that go with a list: the same on screen, on a sheet of their own and under a chart."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Kind
from mdo.kernel.labels import enum_label


class Chart(StrEnum):
    """How the figures of a summary are drawn: a bar for each, one bar cut into its parts, or their shares of it.

    A timeline has two columns, a day and how many days: a bar goes from the one for so long.
    """

    BARS = "bars"
    STACKED = "stacked"
    SHARES = "shares"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class Heading:
    """The head of a column of figures: a message id, and what its values are."""

    label: str
    kind: Kind = Kind.INTEGER


@dataclass(frozen=True)
class FigureLine:
    """A line of figures, one value a heading, after what they are about: a name of the register, a member of a closed
    list, or a message id (`is_message`)."""

    label: str
    values: tuple[Any, ...]
    is_message: bool = False

    def words(self, translate: Translate) -> str:
        """What the line is about, in the reader's language; a name stays as it is."""
        if isinstance(self.label, StrEnum):
            return translate(enum_label(self.label))
        return translate(self.label) if self.is_message else self.label


@dataclass(frozen=True)
class Summary:
    """Figures by type, by arrondissement, by month…

    `title` names its sheet and `of` what its lines are (message ids). `charted` are the columns of figures that are
    drawn, from 0. `total` closes the table; it need not be the sum of the lines, and then `note` says why.
    """

    title: str
    of: str
    headings: tuple[Heading, ...]
    lines: tuple[FigureLine, ...]
    total: tuple[Any, ...] | None = None
    charted: tuple[int, ...] = ()
    chart: Chart = Chart.BARS
    note: str = ""


_TOTAL = N_("Total")


def total_line(values: tuple[Any, ...]) -> FigureLine:
    """The line that closes a table."""
    return FigureLine(_TOTAL, values, is_message=True)


def summed(lines: tuple[FigureLine, ...]) -> tuple[int, ...]:
    """The sums of the columns of whole numbers."""
    return tuple(sum(values) for values in zip(*(line.values for line in lines), strict=True))
