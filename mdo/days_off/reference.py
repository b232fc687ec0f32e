"""School holidays of zone A, which Lyon is in: the first and the last day without class.

Sources: arrêté of 7 December 2022 (school year 2025-2026, JORFTEXT000046704476), of 22 October 2025 (2026-2027,
JORFTEXT000052416058) and of 21 July 2026 (2027-2028, JORFTEXT000054457294). They say on which day classes resume: the
last day is its eve. The summer of 2028 is left out: the day on which classes resume is not published.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference
from models.network import SchoolHoliday


@dataclass(frozen=True)
class HolidayRow:
    """A period, both days included."""

    label: str
    start_on: dt.date
    end_on: dt.date

    @property
    def school_year(self) -> int:
        """The year in which the school year begins: summer holidays end the one before."""
        return school_year_of(self.start_on)


def school_year_of(day: dt.date) -> int:
    """2026 for a day of the school year 2026-2027, from September to August."""
    return day.year if day.month >= 9 else day.year - 1


def _row(label: str, start: str, end: str) -> HolidayRow:
    return HolidayRow(label, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


_AUTUMN, _CHRISTMAS, _WINTER = "Vacances de la Toussaint", "Vacances de Noël", "Vacances d’hiver"
_SPRING, _ASCENSION, _SUMMER = "Vacances de printemps", "Pont de l’Ascension", "Vacances d’été"

SCHOOL_HOLIDAYS = (
    _row(_AUTUMN, "2025-10-18", "2025-11-02"),
    _row(_CHRISTMAS, "2025-12-20", "2026-01-04"),
    _row(_WINTER, "2026-02-07", "2026-02-22"),
    _row(_SPRING, "2026-04-04", "2026-04-19"),
    _row(_ASCENSION, "2026-05-14", "2026-05-17"),
    _row(_SUMMER, "2026-07-04", "2026-08-31"),
    _row(_AUTUMN, "2026-10-17", "2026-11-01"),
    _row(_CHRISTMAS, "2026-12-19", "2027-01-03"),
    _row(_WINTER, "2027-02-13", "2027-02-28"),
    _row(_SPRING, "2027-04-10", "2027-04-25"),
    _row(_ASCENSION, "2027-05-06", "2027-05-09"),
    _row(_SUMMER, "2027-07-03", "2027-09-01"),
    _row(_AUTUMN, "2027-10-23", "2027-11-07"),
    _row(_CHRISTMAS, "2027-12-18", "2028-01-02"),
    _row(_WINTER, "2028-02-19", "2028-03-05"),
    _row(_SPRING, "2028-04-22", "2028-05-08"),
    _row(_ASCENSION, "2028-05-25", "2028-05-28"),
)


def _add_holidays(session: Session) -> Mapping[type, int]:
    """Adds the school years of which nothing is stored: a period that was changed or deleted does not come back."""
    known = {school_year_of(start) for start in session.scalars(select(SchoolHoliday.start_on))}
    missing = [row for row in SCHOOL_HOLIDAYS if row.school_year not in known]
    session.add_all(SchoolHoliday(label=row.label, start_on=row.start_on, end_on=row.end_on) for row in missing)
    return {SchoolHoliday: len(missing)}


REFERENCE = (Reference(50, _add_holidays),)
