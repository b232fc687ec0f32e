"""The ministry's school calendar (data.education.gouv.fr, « fr-en-calendrier-scolaire »), CSV or iCalendar.

Its end is the day on which classes resume: a CSV says it at midnight, an iCalendar by a DTEND, which RFC 5545 leaves
out of the event. The last day of holidays is therefore always the day before. A period without an end, such as the
summer whose next calendar is not published, is not loaded.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from icalendar import Calendar

from mdo.days_off.days import Period
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, have_common_day
from models.network import SchoolHoliday
from models.text import fold

_ONE_DAY = dt.timedelta(days=1)
_ZONE = "zone a"
_TEACHERS = "enseignants"
_MOST_LINES = 20_000
_MOST_ERRORS = 50
MOST_BYTES = 4 * 1024 * 1024
_MOST_LABEL = 120
# The columns that are read, as the ministry names them, without accents or capitals.
_LABEL, _POPULATION, _START, _END, _ZONES = "description", "population", "date de debut", "date de fin", "zones"
_NEEDED = (_LABEL, _START, _END, _ZONES)

_NO_END = N_("“%(label)s”: the calendar does not say when classes resume; this period is not loaded.")


@dataclass(frozen=True)
class Read:
    """What a file holds of zone A: periods, errors by line (of a calendar, by event), and how many are over."""

    periods: tuple[Period, ...]
    errors: tuple[tuple[int, RuleViolation], ...] = ()
    over: int = 0


@dataclass(frozen=True)
class ComparedPeriod:
    """A period of the file beside the stored one that has days in common with it, if any."""

    period: Period
    stored: SchoolHoliday | None = None

    @property
    def is_new(self) -> bool:
        return self.stored is None

    @property
    def is_same(self) -> bool:
        """The same days under the same name, capitals, accents and apostrophes aside."""
        row, period = self.stored, self.period
        return row is not None and (fold(row.label), row.start_on, row.end_on) == (
            fold(period.label),
            period.start_on,
            period.end_on,
        )


def read_calendar(content: bytes, today: dt.date) -> Read:
    """The periods of zone A that are not over. Raises RuleViolation for a file that is no such calendar."""
    if not content.strip():
        raise RuleViolation(N_("Choose a file that is not empty."), field="file")
    if len(content) > MOST_BYTES:
        raise RuleViolation(N_("This file is larger than a school calendar: at most 4 MB."), field="file")
    text = _decoded(content)
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return _gathered(_events(text), today)
    return _gathered(_lines(text), today)


def compare(periods: Iterable[Period], stored: Sequence[SchoolHoliday]) -> list[ComparedPeriod]:
    """Each period beside the first stored one that shares a day with it."""
    return [
        ComparedPeriod(
            period,
            next(
                (row for row in stored if have_common_day(period.start_on, period.end_on, row.start_on, row.end_on)),
                None,
            ),
        )
        for period in periods
    ]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation(N_("This file is not text: load the CSV or iCalendar export of the ministry."), field="file")


Lines = Iterable[tuple[int, Callable[[], Period | None]]]


def _gathered(lines: Lines, today: dt.date) -> Read:
    found: dict[dt.date, Period] = {}
    errors: list[tuple[int, RuleViolation]] = []
    over = set()
    for number, read in lines:
        try:
            period = read()
        except RuleViolation as violation:
            if len(errors) < _MOST_ERRORS:
                errors.append((number, violation))
            continue
        if period is None:
            continue
        if period.end_on < today:
            over.add(period.start_on)
        else:
            found.setdefault(period.start_on, period)
    return Read(tuple(found[start] for start in sorted(found)), tuple(errors), len(over))


def _lines(text: str) -> Lines:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    try:
        headers = [fold(name).strip() for name in next(reader, [])]
        missing = [name for name in _NEEDED if name not in headers]
        if missing:
            raise RuleViolation(
                N_("Columns missing in this file: %(names)s. Load the ministry's export as it is."),
                field="file",
                names=", ".join(missing),
            )
        for number, cells in enumerate(reader, start=2):
            if number > _MOST_LINES:
                raise RuleViolation(N_("This file has too many lines for a school calendar."), field="file")
            row = dict(zip(headers, cells, strict=False))
            yield number, partial(_of_row, row)
    except csv.Error:
        raise RuleViolation(
            N_("This file is not text: load the CSV or iCalendar export of the ministry."), field="file"
        ) from None


def _of_row(row: dict[str, str]) -> Period | None:
    if fold(row.get(_ZONES, "")).strip() != _ZONE or fold(row.get(_POPULATION, "")).strip() == _TEACHERS:
        return None
    label = row.get(_LABEL, "").strip()
    days = []
    for name in (_START, _END):
        value = row.get(name, "").strip()
        if not value and name == _END:
            raise RuleViolation(_NO_END, label=label)
        day = _day(value)
        if day is None:
            raise RuleViolation(N_("“%(value)s” is not a date."), value=value[:40])
        days.append(day)
    return _period(label, *days)


def _period(label: str, start: dt.date, resumes: dt.date) -> Period:
    if not label:
        raise RuleViolation(N_("This period has no name."))
    if resumes <= start:
        raise RuleViolation(_NO_END, label=label[:_MOST_LABEL])
    return Period(label[:_MOST_LABEL], start, resumes - _ONE_DAY)


def _day(text: str) -> dt.date | None:
    """A day, or a moment whose day is the one in Paris: 2026-10-16T22:00:00+00:00 is 17 October."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return _french_day(text)
    return at.astimezone(PARIS).date() if at.tzinfo is not None else at.date()


def _french_day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day, not a moment
    except ValueError:
        return None


def _events(text: str) -> Lines:
    try:
        calendar = Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    except ValueError:
        raise RuleViolation(N_("This calendar cannot be read: download it again."), field="file") from None
    for number, event in enumerate(events, start=1):
        yield number, partial(_of_event, event)


def _of_event(event: Any) -> Period | None:
    get = event.get
    words = str(get("SUMMARY", "")).strip()
    about = fold(f"{words} {get('LOCATION', '')} {get('DESCRIPTION', '')}")
    if "zone " in about and _ZONE not in about:
        return None
    if _TEACHERS in fold(words):
        return None
    label = words.partition(" - Zone")[0].strip()
    start, end = get("DTSTART"), get("DTEND")
    if start is None:
        raise RuleViolation(N_("“%(value)s” is not a date."), value="")
    if end is None:
        raise RuleViolation(_NO_END, label=label)
    return _period(label, _day_of(start.dt), _day_of(end.dt))


def _day_of(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.astimezone(PARIS).date() if value.tzinfo is not None else value.date()
    return value
