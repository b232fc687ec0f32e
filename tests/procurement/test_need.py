"""What a need follows, both sides of each boundary and of each date; written from the law before the rule."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.duties import Notice
from mdo.procurement.need import Qualification, qualify
from mdo.procurement.reference_law import shipped_law
from models.procurement import ProcedureCode

LAW = shipped_law()
NAMES = {ProcedureCode.DIRECT: "direct", ProcedureCode.ADAPTED: "adapted", ProcedureCode.OPEN: "formal"}
TRAINING, EVENTS, CULTURE, CATERING, ADVICE = "80500000-9", "79952000-2", "92312000-1", "55520000-1", "79411000-8"


def asked(
    amount: str, day: str, *, maximum: str | None = None, cpv: str | None = None, lots: str = ""
) -> Qualification:
    return qualify(
        Decimal(amount) if amount else None,
        dt.date.fromisoformat(day),
        LAW,
        maximum=Decimal(maximum) if maximum else None,
        cpv=cpv,
        lots=[Decimal(lot) for lot in lots.split()],
    )


def told(found: Qualification) -> tuple[str, str, str]:
    """The procedure, who awards and reviews, the notice."""
    who = "".join((("C" if found.committee else "-"), ("L" if found.legality else "-")))
    return NAMES[found.procedure], who, found.notice.value


@pytest.mark.parametrize(
    ("amount", "day", "expected"),
    [
        # Thresholds before 2020.
        ("14999.99", "2015-09-30", ("direct", "--", "none")),
        ("15000", "2015-09-30", ("adapted", "--", "free")),
        ("15000", "2015-10-01", ("direct", "--", "none")),
        ("24999.99", "2019-12-31", ("direct", "--", "none")),
        ("25000", "2019-12-31", ("adapted", "--", "free")),
        ("39999.99", "2020-01-01", ("direct", "--", "none")),
        ("206999.99", "2015-12-31", ("adapted", "-L", "boamp_or_jal")),
        ("207000", "2015-12-31", ("formal", "CL", "european")),
        ("208999.99", "2017-12-31", ("adapted", "--", "boamp_or_jal")),
        ("209000", "2017-12-31", ("formal", "CL", "european")),
        ("220999.99", "2018-01-01", ("adapted", "-L", "boamp_or_jal")),
        ("221000", "2019-12-31", ("formal", "CL", "european")),
        # Since.
        ("40000", "2026-03-31", ("adapted", "--", "free")),
        ("40000", "2026-04-01", ("direct", "--", "none")),
        ("59999.99", "2026-04-01", ("direct", "--", "none")),
        ("60000", "2026-04-01", ("adapted", "--", "free")),
        ("89999.99", "2026-11-24", ("adapted", "--", "free")),
        ("90000", "2026-11-24", ("adapted", "--", "boamp_or_jal")),
        ("215999.99", "2026-11-24", ("adapted", "--", "boamp_or_jal")),
        ("216000", "2026-11-24", ("formal", "CL", "european")),
        ("216000", "2025-12-31", ("adapted", "--", "boamp_or_jal")),
        ("221000", "2025-12-31", ("formal", "CL", "european")),
        ("214000", "2021-12-31", ("formal", "CL", "european")),
        ("214000", "2022-01-01", ("adapted", "--", "boamp_or_jal")),
    ],
)
def test_an_amount_on_a_day(amount: str, day: str, expected: tuple[str, str, str]) -> None:
    assert told(asked(amount, day)) == expected


@pytest.mark.parametrize(
    ("amount", "cpv", "expected"),
    [
        ("3000", TRAINING, ("direct", "--", "none")),
        ("59999", TRAINING, ("direct", "--", "none")),
        ("60000", TRAINING, ("adapted", "--", "free")),
        ("215999.99", TRAINING, ("adapted", "--", "boamp_or_jal")),
        ("300000", TRAINING, ("adapted", "-L", "boamp_or_jal")),
        ("749999.99", EVENTS, ("adapted", "-L", "boamp_or_jal")),
        ("750000", TRAINING, ("adapted", "-L", "european")),
        ("750000", CULTURE, ("adapted", "-L", "european")),
        ("300000", CATERING, ("adapted", "-L", "boamp_or_jal")),
        ("300000", ADVICE, ("formal", "CL", "european")),
        ("300000", "79421000", ("formal", "CL", "european")),
        # Both ends of the families.
        ("300000", "80000000-4", ("adapted", "-L", "boamp_or_jal")),
        ("300000", "79999999", ("formal", "CL", "european")),
        ("300000", "80660000-8", ("adapted", "-L", "boamp_or_jal")),
        ("300000", "80670000", ("formal", "CL", "european")),
        ("300000", "79949999", ("formal", "CL", "european")),
        ("300000", "79950000-8", ("adapted", "-L", "boamp_or_jal")),
        ("300000", "79956000-0", ("adapted", "-L", "boamp_or_jal")),
        ("300000", "79957000", ("formal", "CL", "european")),
        ("300000", "92700000", ("adapted", "-L", "boamp_or_jal")),
        ("300000", "92700001", ("formal", "CL", "european")),
    ],
)
def test_social_and_specific_services(amount: str, cpv: str, expected: tuple[str, str, str]) -> None:
    found = asked(amount, "2026-11-24", cpv=cpv)
    assert told(found) == expected
    named = [reason for reason in found.reasons if "R2123-1, 3°" in reason.article]
    is_specific_over = expected[0] == "adapted" and Decimal(amount) >= 216_000
    assert bool(named) >= is_specific_over
    assert all(reason.is_to_confirm for reason in named)


@pytest.mark.parametrize(
    ("amount", "maximum", "expected"),
    [
        ("180000", "260000", "formal"),
        ("", "400000", "formal"),
        ("", "59999.99", "direct"),
        ("55000", "60000", "adapted"),
        ("180000", "215999.99", "adapted"),
        ("260000", "180000", "formal"),
    ],
)
def test_an_accord_cadre_is_measured_at_its_maximum(amount: str, maximum: str, expected: str) -> None:
    found = asked(amount, "2026-11-02", maximum=maximum)
    assert NAMES[found.procedure] == expected
    is_told = any("R2121-8" in reason.article for reason in found.reasons)
    assert is_told == (Decimal(maximum) != Decimal(amount or 0))


@pytest.mark.parametrize(
    ("day", "lots", "expected"),
    [
        ("2026-11-24", "330000 70000", "formal adapted"),
        ("2026-11-24", "300000 79000 21000", "formal adapted formal"),
        ("2026-11-24", "300000 21000 79000", "formal formal adapted"),
        ("2026-11-24", "400000 80000", "formal formal"),
        ("2026-11-24", "400000 79999.99", "formal adapted"),
        # Exactly a fifth, then a cent more.
        ("2026-11-24", "300000 75000", "formal adapted"),
        ("2026-11-24", "300000 75000.01", "formal formal"),
        # Under the dispensation of the day.
        ("2026-11-24", "400000 59999.99", "formal direct"),
        ("2026-11-24", "400000 60000", "formal adapted"),
        ("2026-03-31", "400000 40000", "formal adapted"),
        ("2026-03-31", "400000 39999.99", "formal direct"),
        ("2019-06-03", "400000 25000", "formal adapted"),
        ("2019-06-03", "400000 24999.99", "formal direct"),
        # The smallest first keep more than the largest: 50 + 50 of the 110 that a fifth is.
        ("2026-11-24", "380000 60000 55000 55000", "formal formal direct direct"),
        # An adapted need has the fifth too, for the lots under the dispensation.
        ("2026-11-24", "120000 30000", "adapted direct"),
        ("2026-11-24", "119999 30000", "adapted adapted"),
        ("2026-11-24", "30000 29000", "direct direct"),
    ],
)
def test_small_lots_are_counted_on_value(day: str, lots: str, expected: str) -> None:
    found = asked("", day, lots=lots)
    assert " ".join(NAMES[lot.procedure] for lot in found.lots) == expected
    total = sum(map(Decimal, lots.split()))
    kept = sum(lot.value or 0 for lot in found.lots if lot.procedure is not found.procedure)
    assert kept * 5 <= total
    assert {lot.legality for lot in found.lots} == {found.legality}, "lots count together"
    assert [lot.committee for lot in found.lots] == [lot.procedure is ProcedureCode.OPEN for lot in found.lots]


def test_a_fifth_is_of_value_and_never_of_the_number_of_lots() -> None:
    """Four lots of twenty worth 30 %: they do not all pass."""
    found = asked("", "2026-11-24", lots=" ".join(["79000"] * 4 + ["46084"] * 16))
    kept = [lot for lot in found.lots if lot.procedure is not ProcedureCode.OPEN]
    assert sum(lot.value or 0 for lot in kept) * 5 <= found.value
    assert not all(lot.procedure is not ProcedureCode.OPEN for lot in found.lots[:4])


@pytest.mark.parametrize(
    ("amount", "day", "criterion", "condition", "social"),
    [
        ("120000", "2026-08-20", False, False, False),
        ("120000", "2026-08-21", True, False, False),
        ("120000", "2026-08-22", True, True, False),
        ("300", "2026-08-21", False, False, False),
        ("300", "2026-09-01", False, True, False),
        ("216000", "2026-08-21", True, False, False),
        ("215999.99", "2026-08-22", True, True, False),
        ("216000", "2026-08-22", True, True, True),
    ],
)
def test_environment_has_two_days(amount: str, day: str, criterion: bool, condition: bool, social: bool) -> None:
    found = asked(amount, day)
    assert (found.criterion, found.condition, found.social) == (criterion, condition, social)
    of_it = [reason for reason in found.reasons if any(a in reason.article for a in ("L2152-7", "L2112-2"))]
    assert bool(of_it) == (criterion or condition)
    assert all(reason.is_to_confirm for reason in of_it)


@pytest.mark.parametrize(
    ("amount", "article", "is_told"),
    [
        ("24999.99", "R2112-1", False),
        ("25000", "R2112-1", True),
        ("59999.99", "R2132-2", False),
        ("60000", "R2132-2", True),
        ("215999.99", "D2131-5-1", False),
        ("216000", "D2131-5-1", True),
        ("215999.99", "L1414-2", False),
        ("216000", "L1414-2", True),
    ],
)
def test_what_an_amount_asks_besides_is_told_with_its_article(amount: str, article: str, is_told: bool) -> None:
    assert any(article in reason.article for reason in asked(amount, "2026-11-24").reasons) is is_told


def test_a_need_is_worth_the_most_that_is_said_of_it() -> None:
    assert asked("100000", "2026-11-24", lots="60000 70000").value == 130_000
    with pytest.raises(RuleViolation):
        asked("", "2026-11-24")


def test_a_day_that_the_table_says_nothing_of_is_refused() -> None:
    with pytest.raises(RuleViolation) as refusal:
        asked("1000", "2028-01-01")
    assert refusal.value.field == "launch_on"


def test_a_notice_has_four_kinds() -> None:
    assert [kind.value for kind in Notice] == ["none", "free", "boamp_or_jal", "european"]
