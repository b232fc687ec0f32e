"""What the law lets an amendment do, on either side of each limit. Rules without a database."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from mdo.amendments.rules import check_no_longer_in_force, write_amendment
from mdo.amendments.shares import remarks_on, standing_of, standings_of
from mdo.amendments.states import moved
from mdo.amendments.thresholds_passed import thresholds_passed
from mdo.contracts.limits import limits_of
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.reference_law import FIGURES
from mdo.procurement.reference_law import THRESHOLDS as REFERENCE
from models.amendments import Amendment, AmendmentGround, AmendmentOpinion
from models.contracts import Contract, ContractHolder, ContractState, Technique
from models.procurement import FigureCode, LegalFigure, ProcedureCode, ProcedureTemplate, Threshold, ThresholdCode
from models.suppliers import Supplier
from tests.support import TODAY

NOTIFIED = dt.date(2025, 9, 1)
END = dt.date(2027, 8, 31)
HALF_OF_2026 = dt.date(2025, 12, 31)
THRESHOLDS = (
    Threshold(
        code=ThresholdCode.FORMAL,
        amount_excl_tax=Decimal(216000),
        valid_from=dt.date(2026, 1, 1),
        valid_to=dt.date(2027, 12, 31),
    ),
    Threshold(
        code=ThresholdCode.FORMAL,
        amount_excl_tax=Decimal(221000),
        valid_from=dt.date(2024, 1, 1),
        valid_to=HALF_OF_2026,
    ),
)
FIGURES_OF_LAW = tuple(LegalFigure(**row.values) for row in FIGURES)
CHANGE = dt.date(2026, 1, 1)
LOW, LARGE, JUDGED = AmendmentGround.LOW_VALUE, AmendmentGround.ADDITIONAL, AmendmentGround.NOT_SUBSTANTIAL


def a_contract(amount: str = "100000", *, by_committee: bool = False, **values: Any) -> Contract:
    contract = Contract(
        number="AMO-2025-01",
        title="Assistance",
        state=ContractState.RUNNING,
        amount_excl_tax=Decimal(amount),
        firm_months=24,
        renewals=0,
        notified_on=NOTIFIED,
        starts_on=NOTIFIED,
        ends_on=END,
        **values,
    )
    contract.template = ProcedureTemplate(needs_committee=by_committee)
    return contract


def an_amendment(contract: Contract, amount: str = "0", ground: AmendmentGround = LOW, **values: Any) -> Amendment:
    """Written on the contract, unsigned unless said."""
    return Amendment(
        contract=contract,
        ground=ground,
        **{
            "subject": "Atelier",
            "justification": "Un atelier de plus",
            "amount_excl_tax": Decimal(amount),
            "months": 0,
            "number": len(contract.amendments) + 1,
            **values,
        },
    )


def written(
    amendment: Amendment, today: dt.date = TODAY, figures: Sequence[LegalFigure] = FIGURES_OF_LAW
) -> str | None:
    """The field at fault, or None when it may be written."""
    try:
        write_amendment(amendment, THRESHOLDS, figures, today)
    except RuleViolation as refusal:
        refusal.text(lambda message: message)  # every sentence finds its words
        return refusal.field or ""
    return None


SIGNED = {"signed_on": dt.date(2026, 3, 2)}
IN_FORCE = {**SIGNED, "notified_on": dt.date(2026, 3, 9)}


@pytest.mark.parametrize(
    ("ground", "amount", "field"),
    [
        (LOW, "9990", None),
        (LOW, "9999.99", None),
        (LOW, "10000", "ground"),
        (LOW, "10010", "ground"),
        (LOW, "-10010", None),
        (LARGE, "10010", None),
        (LARGE, "49999.99", None),
        (LARGE, "50000", None),
        (LARGE, "50000.01", "amount_excl_tax"),
        (AmendmentGround.UNFORESEEN, "50000", None),
        (AmendmentGround.UNFORESEEN, "50000.01", "amount_excl_tax"),
        (JUDGED, "60000", None),
        (AmendmentGround.REVIEW_CLAUSE, "60000", None),
    ],
)
def test_each_ground_has_its_limit(ground: AmendmentGround, amount: str, field: str | None) -> None:
    assert written(an_amendment(a_contract(), amount, ground)) == field


@pytest.mark.parametrize(
    ("before", "amount", "field"),
    [
        ([(LOW, "6000")], "3990", None),
        ([(LOW, "6000")], "4000", "ground"),
        ([(LOW, "6000"), (LOW, "-3000")], "6990", None),
        ([(LARGE, "40000")], "9990", None),
        ([(LARGE, "40000"), (JUDGED, "12000")], "10000", "ground"),
    ],
)
def test_low_values_are_summed_apart_from_the_other_grounds(
    before: list[tuple[AmendmentGround, str]], amount: str, field: str | None
) -> None:
    contract = a_contract()
    for ground, already in before:
        an_amendment(contract, already, ground, **IN_FORCE)
    assert written(an_amendment(contract, amount)) == field


@pytest.mark.parametrize(
    ("signed_on", "amount", "field"),
    [
        (dt.date(2026, 1, 1), "215999.99", None),
        (dt.date(2026, 1, 1), "216000", "ground"),
        (HALF_OF_2026, "216000", None),
        (HALF_OF_2026, "220999.99", None),
        (HALF_OF_2026, "221000", "ground"),
    ],
)
def test_low_value_stays_below_the_european_threshold_of_the_day(
    signed_on: dt.date, amount: str, field: str | None
) -> None:
    assert written(an_amendment(a_contract("10000000"), amount, signed_on=signed_on)) == field


@pytest.mark.parametrize(
    ("before", "amount", "by_committee", "opinion", "field"),
    [
        ("0", "5000", True, {}, None),
        ("0", "5000.01", True, {}, "committee_on"),
        ("0", "5000.01", False, {}, None),
        ("3000", "2000", True, {}, None),
        ("3000", "2000.01", True, {}, "committee_on"),
        ("0", "-9000", True, {}, None),
        ("0", "5000.01", True, {"committee_on": dt.date(2026, 3, 2)}, "committee_opinion"),
        (
            "0",
            "5000.01",
            True,
            {"committee_on": dt.date(2026, 3, 3), "committee_opinion": AmendmentOpinion.FAVOURABLE},
            "committee_on",
        ),
        (
            "0",
            "5000.01",
            True,
            {"committee_on": dt.date(2026, 3, 2), "committee_opinion": AmendmentOpinion.UNFAVOURABLE},
            None,
        ),
    ],
)
def test_beyond_five_per_cent_the_committee_that_awarded_is_asked_before_the_signature(
    before: str, amount: str, by_committee: bool, opinion: dict[str, Any], field: str | None
) -> None:
    contract = a_contract(by_committee=by_committee)
    if before != "0":
        an_amendment(contract, before, **IN_FORCE)
    draft = an_amendment(contract, amount, **opinion)
    assert written(draft) is None
    draft.signed_on = dt.date(2026, 3, 2)
    assert written(draft) == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount_excl_tax": Decimal("-99999.99")}, None),
        ({"amount_excl_tax": Decimal(-100000)}, "amount_excl_tax"),
        ({"months": -24}, None),
        ({"months": -25}, "months"),
    ],
)
def test_no_amendment_takes_more_than_the_whole(values: dict[str, Any], field: str | None) -> None:
    assert written(an_amendment(a_contract(), ground=JUDGED, **values)) == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signed_on": TODAY}, None),
        ({"signed_on": TODAY + dt.timedelta(days=1)}, "signed_on"),
        ({"signed_on": NOTIFIED}, None),
        ({"signed_on": NOTIFIED - dt.timedelta(days=1)}, "signed_on"),
        ({"notified_on": TODAY}, "signed_on"),
        ({"signed_on": TODAY, "notified_on": TODAY - dt.timedelta(days=1)}, "notified_on"),
        ({**IN_FORCE, "published_on": dt.date(2026, 3, 9)}, None),
        ({**IN_FORCE, "published_on": dt.date(2026, 3, 8)}, "published_on"),
        ({**SIGNED, "published_on": TODAY}, "published_on"),
        ({"moved_to_on": NOTIFIED - dt.timedelta(days=1)}, "moved_to_on"),
    ],
)
def test_its_days_follow_each_other(values: dict[str, Any], field: str | None) -> None:
    assert written(an_amendment(a_contract(), **values)) == field


@pytest.mark.parametrize(
    ("today", "values", "field"),
    [
        (END, {}, None),
        (END + dt.timedelta(days=1), {}, "signed_on"),
        (END + dt.timedelta(days=9), {"signed_on": END, "notified_on": END}, None),
        (END + dt.timedelta(days=9), {"signed_on": END + dt.timedelta(days=1)}, "signed_on"),
        (END + dt.timedelta(days=9), {"signed_on": END, "notified_on": END + dt.timedelta(days=1)}, "notified_on"),
    ],
)
def test_a_contract_that_has_ended_is_no_longer_amended(
    today: dt.date, values: dict[str, Any], field: str | None
) -> None:
    assert written(an_amendment(a_contract(), **values), today) == field


@pytest.mark.parametrize("state", [ContractState.NEED, ContractState.PROCEDURE, ContractState.ABANDONED])
def test_only_a_contract_that_was_awarded_is_amended(state: ContractState) -> None:
    contract = a_contract()
    contract.state = state
    assert written(an_amendment(contract)) == "contract"


def test_an_amount_is_needed_to_take_a_percentage_of() -> None:
    contract = a_contract()
    contract.amount_excl_tax = None
    assert written(an_amendment(contract, "1000")) == "amount_excl_tax"
    assert written(an_amendment(contract, "1000", JUDGED)) is None


@pytest.mark.parametrize(
    ("end", "months", "after"),
    [
        (dt.date(2027, 8, 31), 3, dt.date(2027, 11, 30)),
        (dt.date(2027, 8, 31), -3, dt.date(2027, 5, 31)),
        (dt.date(2027, 1, 15), 1, dt.date(2027, 2, 15)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
    ],
)
def test_months_are_counted_from_the_day_after_the_end(end: dt.date, months: int, after: dt.date) -> None:
    assert moved(end, months) == after


def test_notified_it_moves_the_end_and_only_then() -> None:
    contract = a_contract()
    amendment = an_amendment(contract, months=3, **SIGNED)
    assert written(amendment) is None
    assert contract.ends_on == END
    amendment.notified_on = dt.date(2026, 3, 9)
    assert written(amendment) is None
    assert (contract.ends_on, amendment.moved_from_on, amendment.moved_to_on) == (
        dt.date(2027, 11, 30),
        END,
        dt.date(2027, 11, 30),
    )
    with pytest.raises(RuleViolation):
        check_no_longer_in_force(amendment)


def a_holder(contract: Contract, name: str) -> Supplier:
    supplier = Supplier(name=name)
    contract.holders.append(ContractHolder(supplier=supplier))
    return supplier


def test_notified_the_new_holder_takes_the_place_of_the_first() -> None:
    contract = a_contract()
    first, new = a_holder(contract, "Premier"), Supplier(name="Nouveau")
    amendment = an_amendment(contract, ground=AmendmentGround.NEW_HOLDER, supplier=new, **IN_FORCE)
    assert written(amendment) is None
    assert (amendment.replaced, [holder.supplier for holder in contract.holders]) == (first, [new])


def test_a_new_holder_is_named_with_its_ground_and_with_whom_it_replaces() -> None:
    contract = a_contract()
    first, new = a_holder(contract, "Premier"), Supplier(name="Nouveau")
    assert written(an_amendment(contract, supplier=new)) == "ground"
    assert written(an_amendment(contract, ground=AmendmentGround.NEW_HOLDER)) == "supplier"
    assert written(an_amendment(contract, ground=AmendmentGround.NEW_HOLDER, supplier=first)) == "supplier"
    a_holder(contract, "Second")
    assert written(an_amendment(contract, ground=AmendmentGround.NEW_HOLDER, supplier=new)) == "replaced"


# ---- Another figure of the law ---------------------------------------------------------------------------------------


def changed(code: FigureCode, number: int) -> list[LegalFigure]:
    """The law as it is, but for one figure that is another one from `CHANGE` on."""
    before = dict(next(row.values for row in FIGURES if row.code is code), valid_to=CHANGE - dt.timedelta(days=1))
    after = LegalFigure(code=code, number=Decimal(number), valid_from=CHANGE)
    return [*(row for row in FIGURES_OF_LAW if row.code is not code), LegalFigure(**before), after]


LIMITS = {
    FigureCode.LOW_VALUE: (LOW, "ground"),
    FigureCode.ONE_BY_ONE: (LARGE, "amount_excl_tax"),
    FigureCode.COMMITTEE: (JUDGED, "committee_on"),
}
CENT = Decimal("0.01")


@pytest.mark.parametrize("code", list(LIMITS))
@pytest.mark.parametrize(("launch_on", "is_new"), [(CHANGE - dt.timedelta(days=1), False), (CHANGE, True)])
def test_the_limit_is_the_figure_in_force_on_the_day_of_the_launch(
    code: FigureCode, launch_on: dt.date, is_new: bool
) -> None:
    """12 % from 2026 on: what was launched the day before keeps the limit of its day."""
    figures, (ground, field) = changed(code, 12), LIMITS[code]
    limit = Decimal(12) if is_new else next(row.number for row in FIGURES_OF_LAW if row.code is code)

    def field_at(amount: Decimal) -> str | None:
        contract = a_contract("10000", by_committee=code is FigureCode.COMMITTEE, launch_on=launch_on)
        signed = {"signed_on": dt.date(2026, 3, 2)} if code is FigureCode.COMMITTEE else {}
        return written(an_amendment(contract, str(amount), ground, **signed), figures=figures)

    at = limit * 100  # of 10,000 €
    is_below = code is FigureCode.LOW_VALUE  # low value stays below its limit, the others reach theirs
    assert (field_at(at - CENT), field_at(at), field_at(at + CENT)) == (None, field if is_below else None, field)


@pytest.mark.parametrize("code", list(LIMITS))
def test_a_rule_without_a_figure_rests_and_says_so(code: FigureCode) -> None:
    figures = [row for row in FIGURES_OF_LAW if row.code is not code]
    contract = a_contract(by_committee=code is FigureCode.COMMITTEE)
    amendment = an_amendment(contract, "90000", LIMITS[code][0], **SIGNED)
    assert written(amendment) == LIMITS[code][1]
    assert written(amendment, figures=figures) is None
    limits = limits_of(contract, figures, TODAY)
    assert limits.unknown().text(str) in [str(row.words) for row in remarks_on(standing_of(amendment), limits)]


def test_a_contract_without_a_launch_follows_the_law_of_its_notification() -> None:
    assert limits_of(a_contract(), FIGURES_OF_LAW, TODAY).day == NOTIFIED
    draft = Contract(allotment=Contract(launch_on=CHANGE), launch_on=NOTIFIED)
    assert limits_of(draft, FIGURES_OF_LAW, TODAY).day == CHANGE
    assert limits_of(Contract(), FIGURES_OF_LAW, TODAY).day == TODAY


def gravest(amendment: Amendment) -> str:
    limits = limits_of(amendment.contract, FIGURES_OF_LAW, TODAY)
    tones = {remark.tone for remark in remarks_on(standing_of(amendment), limits)}
    return next((tone for tone in ("danger", "warn") if tone in tones), "ok")


@pytest.mark.parametrize(
    ("ground", "amount", "by_committee", "tone"),
    [
        (LOW, "9990", False, "ok"),
        (LOW, "10000", False, "danger"),
        (LOW, "-10000", False, "warn"),
        (LARGE, "50000", False, "ok"),
        (LARGE, "50000.01", False, "danger"),
        (JUDGED, "9999.99", False, "ok"),
        (JUDGED, "10000", False, "warn"),
        (LOW, "5000", True, "ok"),
        (LOW, "5000.01", True, "warn"),
    ],
)
def test_what_is_written_down_stays_judged(ground: AmendmentGround, amount: str, by_committee: bool, tone: str) -> None:
    amendment = an_amendment(a_contract(by_committee=by_committee), amount, ground)
    assert gravest(amendment) == tone


def test_signed_without_the_opinion_of_the_committee_is_grave() -> None:
    amendment = an_amendment(a_contract(by_committee=True), "6000", **SIGNED)
    assert gravest(amendment) == "danger"


def test_shares_add_up_in_the_order_of_the_numbers() -> None:
    contract = a_contract(technique=Technique.FRAMEWORK, maximum_excl_tax=Decimal(200000))
    an_amendment(contract, "3000", **IN_FORCE)
    an_amendment(contract, "40000", LARGE, **IN_FORCE)
    an_amendment(contract, "-1000")
    found = [(row.share, row.cumulated, row.low_value) for row in standings_of(contract)]
    assert found == [
        (Decimal("1.5"), Decimal("1.5"), Decimal("1.5")),
        (Decimal(20), Decimal("21.5"), None),
        (Decimal("-0.5"), Decimal(21), Decimal(1)),
    ]


def test_it_takes_the_number_after_the_last() -> None:
    contract = a_contract()
    an_amendment(contract, number=4)
    amendment = an_amendment(contract, number=None)
    assert written(amendment) is None
    assert amendment.number == 5


# ---- What it is about ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": "1000", "ground": AmendmentGround.UNFORESEEN}, "justification"),
        ({"amount": "1000", "ground": AmendmentGround.UNFORESEEN, "justification": "  "}, "justification"),
        ({"amount": "1000", "ground": AmendmentGround.UNFORESEEN, "justification": "Crue du Rhône"}, None),
        # Of 0 €: its object says what it changes, nothing asks the same again.
        ({"amount": "0", "subject": "Nouveau compte bancaire"}, None),
        ({"amount": "0", "subject": " "}, "subject"),
        ({"amount": "1000", "subject": " "}, "subject"),
        ({"amount": "0", "months": 3}, None),
        ({"amount": "0", "moved_to_on": dt.date(2027, 10, 31)}, None),
    ],
)
def test_an_amendment_says_what_it_is_about(values: dict[str, Any], field: str | None) -> None:
    amount = values.pop("amount")
    said = {"justification": None, **values}
    assert written(an_amendment(a_contract(), amount, said.pop("ground", JUDGED), **said)) == field


@pytest.mark.parametrize(
    ("amount", "before", "taken", "field"),
    [
        ("100000", "0", "-99999.99", None),
        ("100000", "0", "-100000", "amount_excl_tax"),
        ("100000", "0", "-100000.01", "amount_excl_tax"),
        ("100000", "-60000", "-39999.99", None),
        ("100000", "-60000", "-40000", "amount_excl_tax"),
    ],
)
def test_a_contract_is_not_brought_to_nothing(amount: str, before: str, taken: str, field: str | None) -> None:
    contract = a_contract(amount)
    if before != "0":
        an_amendment(contract, before, JUDGED, **IN_FORCE)
    assert written(an_amendment(contract, taken, JUDGED)) == field


def said_of(amendment: Amendment) -> list[str]:
    found = remarks_on(standing_of(amendment), limits_of(amendment.contract, FIGURES_OF_LAW, TODAY))
    return [remark.words.text(lambda message: message) for remark in found]


@pytest.mark.parametrize(
    ("ground", "amounts", "share"),
    [
        (LARGE, ("20000", "20000"), "40"),
        (LARGE, ("40000", "20000"), "60"),
        (AmendmentGround.UNFORESEEN, ("10000", "15000"), "25"),
        (JUDGED, ("6000", "6000"), "12"),
        (AmendmentGround.REVIEW_CLAUSE, ("6000", "1000"), "7"),
    ],
)
def test_amendments_are_cumulated_by_ground(ground: AmendmentGround, amounts: Sequence[str], share: str) -> None:
    contract = a_contract()
    an_amendment(contract, "9000", LOW, **IN_FORCE)
    rows = [an_amendment(contract, amount, ground, **IN_FORCE) for amount in amounts]
    assert standing_of(rows[-1]).of_ground == Decimal(share)
    assert any(share in words and "in all on this ground" in words for words in said_of(rows[-1]))
    assert not any("in all on this ground" in words for words in said_of(rows[0]))


@pytest.mark.parametrize(
    ("procedure", "amount", "added", "codes"),
    [
        (ProcedureCode.ADAPTED, "200000", "98000", ["danger", "warn"]),
        (ProcedureCode.ADAPTED, "200000", "15999.99", []),
        (ProcedureCode.ADAPTED, "200000", "16000", ["danger", "warn"]),
        (ProcedureCode.ADAPTED, "230000", "1000", ["warn"]),
        (ProcedureCode.ADAPTED, "200000", "-98000", []),
        (ProcedureCode.OPEN, "200000", "98000", ["warn"]),
        (ProcedureCode.DIRECT, "55000", "6000", ["danger"]),
    ],
)
def test_an_amendment_that_passes_a_threshold_is_told_with_its_article(procedure, amount, added, codes) -> None:
    contract = a_contract(amount, launch_on=dt.date(2026, 5, 1), procedure=procedure)
    amendment = an_amendment(contract, added, JUDGED)
    rows = tuple(Threshold(**row.values) for row in REFERENCE)
    found = list(thresholds_passed(standing_of(amendment), rows, TODAY))
    assert [remark.tone for remark in found] == codes
    assert all("confirmed" in remark.words.text(lambda message: message) for remark in found)
