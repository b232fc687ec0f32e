"""Cases of a procurement lawyer, written before any answer was read: lots, maxima, codes, doubts and what is told."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.rules import check_file
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.need import Qualification, qualify
from mdo.procurement.reference_law import shipped_law
from mdo.procurement.reference_services import SERVICES
from mdo.procurement.specific import checked_cpv, family_of
from models.contracts import Contract
from models.procurement import ProcedureCode, SpecificService

LAW = shipped_law()
NAMES = {ProcedureCode.DIRECT: "direct", ProcedureCode.ADAPTED: "adapted", ProcedureCode.OPEN: "formal"}
EVENTS, TRAINING = "79952000-2", "80500000-9"


def asked(amount: str, day: str, *, maximum: str = "", cpv: str | None = None, lots: str = "") -> Qualification:
    return qualify(
        Decimal(amount) if amount else None,
        dt.date.fromisoformat(day),
        LAW,
        maximum=Decimal(maximum) if maximum else None,
        cpv=cpv,
        lots=[Decimal(lot) for lot in lots.split()],
    )


def articles(found: Qualification, *, is_to_confirm: bool | None = None) -> str:
    return " ; ".join(r.article for r in found.reasons if is_to_confirm in (None, r.is_to_confirm))


def text(found: Qualification) -> str:
    return " ".join(str(reason.words) for reason in found.reasons)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("39999.99", "2020-01-01"), "direct none"),
        (("40000", "2020-01-01"), "adapted free"),
        (("89999.99", "2023-05-10"), "adapted free"),
        (("90000", "2023-05-10"), "adapted boamp_or_jal"),
        (("213999.99", "2021-12-31"), "adapted boamp_or_jal"),
        (("214500", "2022-01-01"), "adapted boamp_or_jal"),
        (("215000", "2023-12-31"), "formal european"),
        (("215000", "2024-01-01"), "adapted boamp_or_jal"),
        (("215999.99", "2027-12-31"), "adapted boamp_or_jal"),
    ],
)
def test_an_amount_on_a_day(arguments: tuple[str, str], expected: str) -> None:
    found = asked(*arguments)
    assert f"{NAMES[found.procedure]} {found.notice.value}" == expected


@pytest.mark.parametrize(
    ("amount", "maximum", "lots", "expected"),
    [
        # The lots add up to the maximum: each is worth its own.
        ("300000", "900000", "750000 150000", "formal formal"),
        ("100000", "400000", "330000 70000", "formal adapted"),
        ("", "400000", "330000 70000", "formal adapted"),
        # They add up to the estimate, or to less: what each may reach is unknown.
        ("300000", "900000", "250000 50000", "formal formal"),
        ("300000", "900000", "250000", "formal"),
        # The amount is the maximum.
        ("300000", "300000", "250000 50000", "formal direct"),
        ("300000", "200000", "150000 50000", "formal formal"),
    ],
)
def test_a_lot_of_an_accord_cadre_is_worth_its_own_maximum(amount: str, maximum: str, lots: str, expected: str) -> None:
    found = asked(amount, "2026-11-24", maximum=maximum, lots=lots)
    assert " ".join(NAMES[lot.procedure] for lot in found.lots) == expected
    is_unknown = sum(map(Decimal, lots.split())) < max(Decimal(maximum), Decimal(amount or 0))
    assert ("maxima of the lots are not known" in text(found)) is is_unknown


def test_a_maximum_under_the_estimate_is_told_and_the_stricter_counts() -> None:
    found = asked("100000", "2026-05-01", maximum="80000")
    assert (found.value, found.notice.value) == (100_000, "boamp_or_jal")
    assert "is under the estimate" in text(found)
    assert "is under the estimate" not in text(asked("80000", "2026-05-01", maximum="80000"))


@pytest.mark.parametrize(
    ("amount", "maximum", "lots"), [("0", "", ""), ("", "0", ""), ("100000", "0", ""), ("1000", "", "1000 0")]
)
def test_nothing_is_worth_0_euros(amount: str, maximum: str, lots: str) -> None:
    with pytest.raises(RuleViolation):
        asked(amount, "2026-05-01", maximum=maximum, lots=lots)


@pytest.mark.parametrize(
    ("lots", "expected"),
    [
        ("200000 60000 40000", "formal adapted formal"),
        ("245000 30000 25000", "formal direct direct"),
        ("420000 80000", "formal formal"),
        # Most lots first, then most value.
        ("299000 79000 10000 12000", "formal formal direct direct"),
        ("300000 30000 35000 40000 45000", "formal formal formal direct direct"),
    ],
)
def test_the_set_of_small_lots_keeps_most_lots_then_most_value(lots: str, expected: str) -> None:
    found = asked("", "2025-03-01", lots=lots)
    direct = " ".join(NAMES[lot.procedure] for lot in found.lots)
    # Under 40,000 € that day, or adapted: both are set apart.
    assert [name != "formal" for name in direct.split()] == [name != "formal" for name in expected.split()]


def test_many_small_lots_are_counted_the_smallest_first() -> None:
    lots = " ".join(["1000000", *(str(10_000 + place) for place in range(30))])
    found = asked("", "2026-11-24", lots=lots)
    kept = [place for place, lot in enumerate(found.lots) if lot.procedure is ProcedureCode.DIRECT]
    assert kept == list(range(1, len(kept) + 1))
    assert "one possible set" in text(found)


@pytest.mark.parametrize(
    ("cpv", "is_refused"),
    [
        ("79952000-2", False),
        ("79952000", False),
        (" 79952000 - 2 ", False),
        ("79952000-9", True),
        ("7995200-2", True),
        ("99999999", True),
        ("1234", True),
        ("abc", True),
        ("45000000-7", False),
        # Published with keys of their own.
        ("03300000-2", False),
        ("09310000-5", False),
        ("51000000-9", False),
        ("64122000-7", False),
        ("64122000-5", True),
    ],
)
def test_the_key_of_a_code_is_checked_where_it_is_given(cpv: str, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            checked_cpv(cpv)
        assert refusal.value.field == "cpv"
        assert family_of(cpv, LAW.services) is None, "no lighter procedure for a code that is none"
    else:
        assert checked_cpv(cpv) == cpv.replace(" ", "")


@pytest.mark.parametrize("row", [SpecificService(**row.values) for row in SERVICES], ids=str)
def test_the_families_of_annex_3_are_codes_with_their_keys(row: SpecificService) -> None:
    assert (checked_cpv(row.first_cpv), checked_cpv(row.last_cpv)) == (row.first_cpv, row.last_cpv)
    assert row.first_cpv <= row.last_cpv
    assert row.is_to_confirm
    others = [SpecificService(**other.values) for other in SERVICES]
    assert len([1 for other in others if family_of(row.first_cpv, [other])]) == 1, "families share no code"


@pytest.mark.parametrize(
    ("cpv", "is_in"),
    [
        ("79100000-5", True),
        ("79140000-7", True),
        ("75231100-5", True),
        ("79700000-1", True),
        ("79713000-5", True),
        ("79723000-8", True),
        ("64110000-0", True),
        ("64122000-7", True),
        ("55100000-1", True),
        ("55410000-7", True),
        ("55510000-8", True),
        ("55521200-0", True),
        ("75200000-8", True),
        ("85323000-9", True),
        ("98133100-5", True),
        ("98200000-5", True),
        ("98500000-8", True),
        ("98000000-3", True),
        ("75000000-6", True),
        ("79995000-5", True),
        ("79995200-7", True),
        ("79622000-0", True),
        ("79624000-4", True),
        ("79625000-1", True),
        ("79311000", False),
        ("79416000", False),
        ("79411000-8", False),
        ("79421000-1", False),
        ("79430000", False),
        ("79341000", False),
        ("79620000", False),
        ("90910000", False),
        ("64120000", False),
        ("64200000", False),
        ("72000000", False),
    ],
)
def test_what_is_a_service_of_annex_3(cpv: str, is_in: bool) -> None:
    assert (family_of(cpv, LAW.services) is not None) is is_in


def test_works_are_told_to_be_outside_of_what_is_known() -> None:
    assert "supplies and services alone" in text(asked("100000", "2026-05-01", cpv="45000000-7"))
    assert "supplies and services alone" not in text(asked("100000", "2026-05-01", cpv="79411000-8"))


@pytest.mark.parametrize(
    ("amount", "notice", "article"),
    [
        ("95000", "boamp_or_jal", "R2131-14"),
        ("749999.99", "boamp_or_jal", "R2131-14"),
        ("750000", "european", "R2131-15"),
    ],
)
def test_the_notice_of_annex_3_says_its_other_reading(amount: str, notice: str, article: str) -> None:
    found = asked(amount, "2026-05-01", cpv=TRAINING)
    assert found.notice.value == notice
    assert found.rests["notice"].is_to_confirm
    assert article in articles(found, is_to_confirm=True)
    assert "R2131-14" not in articles(asked("80000", "2026-05-01", cpv=TRAINING))


@pytest.mark.parametrize(
    ("lots", "is_doubtful"), [("", False), ("150000 150000", True), ("215999.99 150000", True), ("216000 84000", False)]
)
def test_the_committee_is_in_doubt_for_lots_each_under_the_threshold(lots: str, is_doubtful: bool) -> None:
    found = asked("300000", "2026-05-01", lots=lots)
    assert found.committee
    assert found.rests["cao"].is_to_confirm is is_doubtful
    assert all(lot.rests["cao"].is_to_confirm is is_doubtful for lot in found.lots if lot.committee)


@pytest.mark.parametrize(
    ("amount", "is_told"), [("215999.99", False), ("216000", True), ("749999.99", True), ("750000", True)]
)
def test_the_social_condition_of_annex_3(amount: str, is_told: bool) -> None:
    found = asked(amount, "2026-11-24", cpv=EVENTS)
    assert ("L2112-2-1" in articles(found, is_to_confirm=True)) is is_told
    assert found.social is is_told


def test_the_day_between_the_two_days_of_the_environment_says_the_other_one() -> None:
    found = asked("100000", "2026-08-21")
    assert not found.condition
    assert found.rests["condition"].is_to_confirm
    assert "L2112-2" in articles(found, is_to_confirm=True)
    assert "L2112-2" not in articles(asked("100000", "2026-08-20"))


@pytest.mark.parametrize(
    ("amount", "day", "settled"),
    [
        ("300000", "2026-06-01", ("R2131-16", "R2112-1", "D2131-5-1", "R2132-2")),
        ("100000", "2026-06-01", ("R2131-12", "R2112-1", "R2132-2")),
        ("300000", "2021-06-01", ("R2131-16", "R2112-1", "D2131-5-1", "R2132-2")),
    ],
)
def test_settled_law_is_not_said_to_be_confirmed(amount: str, day: str, settled: tuple[str, ...]) -> None:
    found = asked(amount, day)
    for article in settled:
        assert article in articles(found, is_to_confirm=False)
        assert article not in articles(found, is_to_confirm=True)


def test_the_publicity_of_a_small_lot_is_to_be_confirmed() -> None:
    found = asked("", "2025-03-01", lots="240000 60000")
    assert found.lots[1].notice.value == "free"
    assert found.lots[1].rests["notice"].is_to_confirm


@pytest.mark.parametrize(
    ("arguments", "article"),
    [
        (("59999.99", "2026-04-01"), "R2122-8"),
        (("40000", "2026-11-24"), "R2196-1"),
        (("216000", "2026-11-24"), "L2131-13 "),
        (("216000", "2026-11-24"), "R2182-1"),
        (("216000", "2026-11-24"), "R2183-1"),
    ],
)
def test_other_duties_are_told(arguments: tuple[str, str], article: str) -> None:
    assert article in articles(asked(*arguments))


def test_duties_that_do_not_bear_are_not_told() -> None:
    assert "R2196-1" not in articles(asked("39999.99", "2026-11-24"))
    assert "R2182-1" not in articles(asked("215999.99", "2026-11-24"))
    assert "L2125-1" not in articles(asked("300000", "2026-11-24"))
    assert "L2125-1" in articles(asked("300000", "2026-11-24", maximum="300000"))


def test_each_answer_says_once_whose_need_is_counted() -> None:
    found = asked("", "2026-11-24", lots="330000 70000")
    assert articles(found).count("R2121-6") == 1
    assert not any("R2121-6" in articles(lot) for lot in found.lots)


def test_an_adapted_procedure_names_its_two_thresholds() -> None:
    rule = str(asked("100000", "2026-05-01").rule)
    assert "60\u202f000 €" in rule
    assert "216\u202f000 €" in rule
    assert asked("100000", "2026-05-01").decided.article == "Article R2123-1, 1°"


@pytest.mark.parametrize("amount", ["10000", "100000", "300000"])
@pytest.mark.parametrize("day", ["2012-06-01", "2016-06-01", "2019-03-31"])
def test_no_article_of_a_later_code_before_the_code(amount: str, day: str) -> None:
    found = asked(amount, day, cpv=TRAINING, lots=f"{int(amount) * 9 // 10} {int(amount) // 10}")
    for reason in (*found.reasons, *(reason for lot in found.lots for reason in lot.reasons)):
        assert "R21" not in f"{reason.article} {reason.words}", reason
    assert "R21" in articles(asked(amount, "2019-04-01"))


@pytest.mark.parametrize("day", ["2028-01-01", "2011-06-01"])
def test_a_year_without_thresholds_says_who_adds_them(day: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        asked("1000", day)
    assert f"thresholds of {day[:4]}" in str(refusal.value)


def test_an_estimate_of_nothing_is_refused_by_the_file_too() -> None:
    for amount, is_refused in ((Decimal(0), True), (Decimal("0.01"), False), (None, False)):
        contract = Contract(title="Conseil", estimate_excl_tax=amount)
        if not is_refused:
            check_file(contract, dt.date(2026, 11, 24))
            continue
        with pytest.raises(RuleViolation) as refusal:
            check_file(contract, dt.date(2026, 11, 24))
        assert refusal.value.field == "estimate_excl_tax"


@pytest.mark.parametrize(
    ("amount", "cpv", "is_told"),
    [
        ("59999.99", TRAINING, False),
        ("60000", TRAINING, True),
        ("95000", TRAINING, True),
        ("215999.99", TRAINING, True),
        ("95000", "79411000-8", False),
        ("95000", None, False),
    ],
)
def test_annex_3_is_told_as_soon_as_competition_is_due(amount: str, cpv: str | None, is_told: bool) -> None:
    found = asked(amount, "2026-11-24", cpv=cpv)
    told = [reason for reason in found.reasons if "stays adapted" in str(reason.words)]
    assert bool(told) is is_told
    for reason in told:
        assert reason.article == "Article R2123-1, 3°, et annexe n° 3 ; Article R2131-15"
        assert {"formal": Decimal(216000), "specific": Decimal(750000)}.items() <= reason.words.params.items()


def test_above_it_decides_with_the_threshold_of_the_others() -> None:
    found = asked("300000", "2026-11-24", cpv=TRAINING)
    assert "216 000" in found.rule.text(lambda text: text).replace("\u202f", " ").replace(",", " ")
    assert "stays adapted" not in text(found)
