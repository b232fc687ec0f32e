"""Ages from a birth year, the only thing known of a birth.

Convention: the age is the one reached within the civil year of the day asked about. Someone born in 2008 counts as
18 from 01/01/2026. Where the doubt must protect (a minor's contact), the year of the 18th birthday still counts.
"""

import datetime as dt
from enum import StrEnum

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

MAJORITY = 18


class AgeBand(StrEnum):
    """Bands in which ages are shown: only the form holds a birth year, and the export that an import reads back."""

    UNDER_11 = "under_11"
    FROM_11_TO_15 = "11_15"
    FROM_16_TO_17 = "16_17"
    FROM_18_TO_25 = "18_25"
    FROM_26_TO_39 = "26_39"
    FROM_40_TO_59 = "40_59"
    FROM_60_TO_74 = "60_74"
    FROM_75 = "75_and_over"


# First age of each band.
_FIRST_AGES = (
    (75, AgeBand.FROM_75),
    (60, AgeBand.FROM_60_TO_74),
    (40, AgeBand.FROM_40_TO_59),
    (26, AgeBand.FROM_26_TO_39),
    (18, AgeBand.FROM_18_TO_25),
    (16, AgeBand.FROM_16_TO_17),
    (11, AgeBand.FROM_11_TO_15),
)


def age_in_year(birth_year: int, day: dt.date) -> int:
    """The age, in years, reached within the civil year of that day."""
    return day.year - birth_year


def age_band(birth_year: int | None, day: dt.date) -> AgeBand | None:
    """The band of someone on a day; None when the birth year is unknown."""
    if birth_year is None:
        return None
    age = age_in_year(birth_year, day)
    return next((band for first_age, band in _FIRST_AGES if age >= first_age), AgeBand.UNDER_11)


def is_guardian_asked(birth_year: int | None, day: dt.date) -> bool:
    """Whether someone may be a minor on that day, so that a legal guardian is asked for.

    True up to the end of the year of the 18th birthday, whose day is unknown; False when the year is unknown.
    """
    return birth_year is not None and age_in_year(birth_year, day) <= MAJORITY


def check_minimum_age(birth_year: int | None, minimum_age: int | None, day: dt.date) -> None:
    """Refuses someone who is too young for a body on that day, whatever the day of birth.

    Someone who reaches the age within that year is accepted, and so is someone whose birth year is unknown.
    """
    if birth_year is None or minimum_age is None:
        return
    if age_in_year(birth_year, day) < minimum_age:
        raise RuleViolation(
            N_("The minimum age in this body is %(minimum_age)d years."), field="person_id", minimum_age=minimum_age
        )
