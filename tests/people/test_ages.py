"""Ages from a birth year."""

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.people.ages import AgeBand, age_band, check_minimum_age, is_guardian_asked
from tests.support.rows import day

TODAY = day("24/11/2026")


@pytest.mark.parametrize(
    ("birth_year", "expected"),
    [
        (2026, AgeBand.UNDER_11),
        (2016, AgeBand.UNDER_11),
        (2015, AgeBand.FROM_11_TO_15),
        (2011, AgeBand.FROM_11_TO_15),
        (2010, AgeBand.FROM_16_TO_17),
        (2009, AgeBand.FROM_16_TO_17),
        (2008, AgeBand.FROM_18_TO_25),
        (2001, AgeBand.FROM_18_TO_25),
        (2000, AgeBand.FROM_26_TO_39),
        (1987, AgeBand.FROM_26_TO_39),
        (1986, AgeBand.FROM_40_TO_59),
        (1967, AgeBand.FROM_40_TO_59),
        (1966, AgeBand.FROM_60_TO_74),
        (1952, AgeBand.FROM_60_TO_74),
        (1951, AgeBand.FROM_75),
        (1900, AgeBand.FROM_75),
        (None, None),
    ],
)
def test_the_band_is_that_of_the_age_reached_within_the_year(birth_year: int | None, expected: AgeBand | None) -> None:
    assert age_band(birth_year, TODAY) is expected
    assert age_band(birth_year, day("01/01/2026")) is expected


@pytest.mark.parametrize(
    ("birth_year", "expected"), [(2010, True), (2009, True), (2008, True), (2007, False), (1980, False), (None, False)]
)
def test_a_guardian_is_asked_as_long_as_one_may_be_a_minor(birth_year: int | None, expected: bool) -> None:
    assert is_guardian_asked(birth_year, TODAY) is expected


@pytest.mark.parametrize(
    ("birth_year", "minimum_age", "is_refused"),
    [(2011, 16, True), (2010, 16, False), (1980, 16, False), (None, 16, False), (2020, None, False), (2026, 0, False)],
)
def test_someone_surely_too_young_is_refused(birth_year: int | None, minimum_age: int | None, is_refused: bool) -> None:
    if not is_refused:
        check_minimum_age(birth_year, minimum_age, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_minimum_age(birth_year, minimum_age, TODAY)
    assert refusal.value.field == "person_id"
    assert "16" in str(refusal.value)
