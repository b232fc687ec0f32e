"""Sitting dates of the tender committee and of the council, pasted as a list."""

import datetime as dt
import re
from dataclasses import dataclass

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

MOST_LINES = 200
_LINE = re.compile(r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\s*[;,\t]?\s*(.*)$")
_MOST_NOTES = 250


@dataclass(frozen=True)
class Pasted:
    """A day of the list, with what was written after it."""

    day: dt.date
    notes: str | None


def read_sittings(text: str) -> tuple[Pasted, ...]:
    """The days of a list, one a line (« 24/11/2026 salle 3 »), each once, in order.

    Raises RuleViolation, field `days`, with the number of the first line that says no day of the calendar, for an empty
    list and for one of more than 200 lines: nothing is read then.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise RuleViolation(N_("At most %(most)d lines at a time."), field="days", most=MOST_LINES)
    found: dict[dt.date, Pasted] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            pasted = _read(line, number)
            found.setdefault(pasted.day, pasted)
    if not found:
        raise RuleViolation(N_("Write at least one date, one a line: 24/11/2026."), field="days")
    return tuple(sorted(found.values(), key=lambda pasted: pasted.day))


def _read(line: str, number: int) -> Pasted:
    refusal = RuleViolation(
        N_("Line %(number)d, « %(line)s »: not a date of the calendar, write it as 24/11/2026."),
        field="days",
        number=number,
        line=line.strip()[:60],
    )
    parts = _LINE.match(line)
    if parts is None:
        raise refusal
    try:
        day = dt.date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        raise refusal from None
    if not 2000 <= day.year <= 2100:
        raise refusal
    return Pasted(day, parts[4].strip()[:_MOST_NOTES] or None)
