"""How tenders rank: means, weights, ties, prices by formula, rounds; and what is said of low prices. No database."""

from decimal import Decimal

import pytest

from mdo.tenders.low import low_remarks, share_under_mean
from mdo.tenders.ranking import amount_after, mean_mark, price_mark, ranking_of
from models.suppliers import Supplier
from models.tenders import AwardCriterion, NegotiationRound, Tender, TenderMark, TenderRevision


def _criteria(*weights: int, price: int = 0) -> list[AwardCriterion]:
    rows = [
        AwardCriterion(id=number, name=f"C{number}", weight=Decimal(weight), is_price=False)
        for number, weight in enumerate(weights, start=1)
    ]
    if price:
        rows.append(AwardCriterion(id=9, name="Prix", weight=Decimal(price), is_price=True))
    return rows


def _tender(name: str, *marks: str, amount: str | None = None, position: int = 1, is_admissible: bool = True) -> Tender:
    row = Tender(
        supplier=Supplier(name=name),
        position=position,
        amount_excl_tax=None if amount is None else Decimal(amount),
        is_admissible=is_admissible,
    )
    row.marks = [
        TenderMark(criterion_id=number, assessor_id=1, round_number=0, mark=Decimal(mark))
        for number, mark in enumerate(marks, start=1)
    ]
    return row


def _order(ranking) -> list[tuple[str, int | None, bool]]:
    return [(line.tender.supplier.name, line.rank, line.is_tied) for line in ranking.lines]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"A": ("12", "10"), "B": ("10", "12"), "C": ("9", "9")}, [("A", 1, False), ("B", 2, False), ("C", 3, False)]),
        ({"A": ("10", "10"), "B": ("10", "10"), "C": ("9", "9")}, [("A", 1, True), ("B", 1, True), ("C", 3, False)]),
        ({"A": ("12", "10"), "B": ("20",)}, [("A", 1, False), ("B", None, False)]),
    ],
)
def test_the_best_comes_first_equals_share_their_rank_and_who_lacks_a_mark_has_none(marks, expected) -> None:
    tenders = [_tender(name, *given, position=number) for number, (name, given) in enumerate(marks.items())]
    assert _order(ranking_of(_criteria(60, 40), tenders)) == expected


@pytest.mark.parametrize(
    ("weights", "is_ranked"), [((60, 39), False), ((60, 40), True), ((60, 41), False), ((), False)]
)
def test_nothing_is_ranked_until_the_weights_make_100(weights, is_ranked) -> None:
    ranking = ranking_of(_criteria(*weights), [_tender("A", "12", "10")])
    assert (ranking.lines[0].rank is not None) == is_ranked == (ranking.obstacle is None)


def test_one_not_admissible_is_left_out_and_named_and_its_price_lowers_no_other() -> None:
    tenders = [_tender("A", amount="50000"), _tender("B", amount="10000", is_admissible=False)]
    ranking = ranking_of(_criteria(price=100), tenders)
    assert _order(ranking) == [("A", 1, False)]
    assert ranking.lines[0].total == Decimal(100)
    assert [row.supplier.name for row in ranking.left_out] == ["B"]


@pytest.mark.parametrize(
    ("amount", "lowest", "mark"),
    [("50000", "50000", "20.00"), ("60000", "50000", "16.67"), ("100000", "50000", "10.00"), ("0", "0", "20.00")],
)
def test_the_formula_of_the_price(amount, lowest, mark) -> None:
    assert price_mark(Decimal(amount), Decimal(lowest)) == Decimal(mark)
    assert price_mark(None, Decimal(lowest)) is None


def test_the_mean_is_taken_over_assessors_each_by_their_last_mark() -> None:
    criterion = _criteria(100)[0]
    tender = _tender("A", "12")
    tender.marks += [
        TenderMark(criterion_id=1, assessor_id=2, round_number=0, mark=Decimal("13.5")),
        TenderMark(criterion_id=1, assessor_id=3, round_number=0, mark=Decimal(15)),
        TenderMark(criterion_id=1, assessor_id=1, round_number=1, mark=Decimal(15)),
    ]
    assert mean_mark(tender, criterion, 0) == Decimal("13.50")
    assert mean_mark(tender, criterion, 1) == Decimal("14.50")


def test_a_round_revises_the_amount_from_then_on() -> None:
    tender = _tender("A", amount="50000")
    for number, amount in ((1, 48000), (3, 45000)):
        tender.revisions.append(TenderRevision(round=NegotiationRound(number=number), amount_excl_tax=Decimal(amount)))
    assert [amount_after(tender, number) for number in range(4)] == [50000, 48000, 48000, 45000]


@pytest.mark.parametrize(
    ("amounts", "lowest", "is_said"),
    [
        (("100", "100", "70"), "70", True),  # 22.2 % under 90
        (("100", "100", "80", "40"), "40", True),
        (("110", "110", "80"), "80", False),  # exactly 20 % under 100
        (("110", "111", "79"), "79", True),
        (("100", "40"), "40", False),  # two tenders say nothing of what is usual
    ],
)
def test_a_price_more_than_a_fifth_under_the_mean_is_to_be_judged(amounts, lowest, is_said) -> None:
    tenders = {_tender(str(number), amount=amount): Decimal(amount) for number, amount in enumerate(amounts)}
    said = low_remarks(tenders, Decimal(20))
    assert not low_remarks(tenders, None), "no share is in the table: prices are not compared"
    assert {row.amount_excl_tax for row in said} == ({Decimal(lowest)} if is_said else set())


def test_of_nothing_there_is_no_share() -> None:
    assert share_under_mean(Decimal(0), [Decimal(0)] * 3) is None
