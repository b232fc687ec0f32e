"""What a call may give: in time, under the ceiling, within the envelope to the cent."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.calls.granting import (
    Placed,
    before_tax,
    check_admissible,
    check_ceiling,
    check_envelope,
    first_cut,
    is_late,
    simulate,
)
from mdo.calls.marking import in_hundredths
from mdo.kernel.base.errors import RuleViolation

CLOSES = dt.date(2027, 1, 7)
ENVELOPE, CEILING = Decimal(60_000), Decimal(5_000)


@pytest.mark.parametrize(("day", "late"), [(7, False), (8, True)])
def test_the_last_day_is_in_time(day: int, late: bool) -> None:
    assert is_late(dt.date(2027, 1, day), CLOSES) is late


@pytest.mark.parametrize(
    ("day", "asked", "derogation", "passes"),
    [
        (7, "5000", None, True),
        (8, "5000", None, False),
        (7, "5000.01", None, False),
        (8, "5000", "Courrier parti le 6.", True),
        (7, "7000", "Deux conseils ensemble.", True),
        (7, "7000", "  ", False),
    ],
)
def test_late_or_over_the_ceiling_is_admitted_by_derogation_alone(
    day: int, asked: str, derogation: str | None, passes: bool
) -> None:
    what = dt.date(2027, 1, day), CLOSES, Decimal(asked), CEILING, derogation
    if passes:
        check_admissible(*what)
        return
    with pytest.raises(RuleViolation) as refused:
        check_admissible(*what)
    assert refused.value.field == "derogation_reason"


@pytest.mark.parametrize(("last", "passes"), [("4999.99", True), ("5000", True), ("5000.01", False)])
def test_the_envelope_holds_to_the_cent(last: str, passes: bool) -> None:
    amounts = [*[Decimal(5000)] * 11, None, Decimal(last)]
    if passes:
        check_envelope(amounts, ENVELOPE, "granted_incl_tax")
        return
    with pytest.raises(RuleViolation) as refused:
        check_envelope(amounts, ENVELOPE, "granted_incl_tax")
    assert str(refused.value).endswith("0,01 € too much.")


def test_one_project_is_given_more_than_the_ceiling_by_derogation_alone() -> None:
    check_ceiling(Decimal(5000), CEILING, None, "granted_incl_tax")
    check_ceiling(Decimal(6000), CEILING, "Deux conseils ensemble.", "granted_incl_tax")
    with pytest.raises(RuleViolation):
        check_ceiling(Decimal("5000.01"), CEILING, None, "granted_incl_tax")


def test_what_is_in_and_out_moves_with_the_line_by_arrondissement_and_axis() -> None:
    rows = [
        Placed(1, Decimal("1000.10"), arrondissement="3e", axis="Cadre de vie"),
        Placed(2, Decimal(500), is_refused=True, arrondissement="3e", axis="Cadre de vie"),
        Placed(3, Decimal("2000.20"), arrondissement="7e", axis="Cadre de vie"),
        Placed(4, Decimal(3000), arrondissement="3e", axis="Éducation"),
    ]
    found = simulate(rows, 2)
    assert [row.id for row in found.retained] == [1, 3]
    assert [row.id for row in found.waiting] == [4]
    assert [row.id for row in found.refused] == [2]
    assert found.total == Decimal("3000.30")
    assert found.by_arrondissement == {"3e": (1, Decimal("1000.10")), "7e": (1, Decimal("2000.20"))}
    assert found.by_axis == {"Cadre de vie": (2, Decimal("3000.30"))}
    assert simulate(rows, 3).by_arrondissement["3e"] == (2, Decimal("4000.10"))


@pytest.mark.parametrize(("envelope", "cut"), [("10000", 2), ("9999.99", 1), ("15000", 3), ("0", 0)])
def test_the_line_begins_where_the_envelope_ends(envelope: str, cut: int) -> None:
    assert first_cut([Decimal(5000)] * 3, Decimal(envelope)) == cut


def test_what_is_bought_counts_before_tax_against_the_thresholds() -> None:
    assert before_tax(Decimal(5000), Decimal(20)) == Decimal("4166.67")
    assert 2 * before_tax(Decimal(5000), Decimal(20)) + Decimal(52_000) == Decimal("60333.34")
    assert in_hundredths(None) is None
