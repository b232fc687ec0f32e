"""When a contract is renewed, and what its end becomes. Rules without a database."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from mdo.amendments.renewals import check_not_renewed, decide_by, next_period, remarks_of, write_renewal
from mdo.contracts.limits import LegalLimits, limits_of
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.reference_law import FIGURES
from models.amendments import Renewal, RenewalDecision
from models.contracts import Contract, ContractState, Technique
from models.procurement import FigureCode, LegalFigure
from tests.support import TODAY

END = dt.date(2027, 8, 31)
STARTS, ENDS, DECIDE_BY = dt.date(2027, 9, 1), dt.date(2028, 8, 31), dt.date(2027, 5, 31)
LAW = tuple(LegalFigure(**row.values) for row in FIGURES)
RENEWED, REFUSED = RenewalDecision.RENEWED, RenewalDecision.NOT_RENEWED


def a_contract(**values: Any) -> Contract:
    given = {
        "number": "AMO-2025-01",
        "title": "Assistance",
        "state": ContractState.RUNNING,
        "notified_on": dt.date(2025, 8, 4),
        "starts_on": dt.date(2025, 9, 1),
        "ends_on": END,
        "firm_months": 24,
        "renewals": 2,
        "renewal_months": 12,
        "notice_months": 3,
        "is_tacit": True,
    }
    return Contract(**(given | values))


def limits(contract: Contract, months: int | None = None) -> LegalLimits:
    """The law as it is, or with so many months for the longest accord-cadre; 0 for none filled in."""
    others = [row for row in LAW if months is None or row.code is not FigureCode.FRAMEWORK_MONTHS]
    if months:
        start = dt.date(2019, 4, 1)
        others.append(LegalFigure(code=FigureCode.FRAMEWORK_MONTHS, number=Decimal(months), valid_from=start))
    return limits_of(contract, others, TODAY)


def written(renewal: Renewal, today: dt.date = TODAY) -> str | None:
    """The field at fault, or None when it may be written."""
    try:
        write_renewal(renewal, today)
    except RuleViolation as refusal:
        refusal.text(lambda message: message)  # every sentence finds its words
        return refusal.field or ""
    return None


@pytest.mark.parametrize(
    ("ends_on", "notice", "day"),
    [
        (END, 3, DECIDE_BY),
        (END, 6, dt.date(2027, 2, 28)),
        (END, 0, END),
        (END, None, END),
        (dt.date(2027, 1, 15), 2, dt.date(2026, 11, 15)),
    ],
)
def test_it_is_decided_so_many_months_before_the_end(ends_on: dt.date, notice: int | None, day: dt.date) -> None:
    assert decide_by(ends_on, notice) == day


def test_the_next_renewal_follows_from_the_terms() -> None:
    contract = a_contract()
    found = next_period(contract)
    assert found is not None
    assert (found.number, found.starts_on, found.ends_on, found.decide_by_on) == (1, STARTS, ENDS, DECIDE_BY)
    renewal = Renewal(contract=contract)
    assert written(renewal) is None
    assert (renewal.number, renewal.starts_on, renewal.ends_on, renewal.decide_by_on) == (1, STARTS, ENDS, DECIDE_BY)
    assert contract.ends_on == END
    assert next_period(contract) is None


@pytest.mark.parametrize(
    "values", [{"renewals": 0}, {"ends_on": None}, {"state": ContractState.NEED}, {"state": ContractState.ABANDONED}]
)
def test_no_renewal_comes_next(values: dict[str, Any]) -> None:
    assert next_period(a_contract(**values)) is None


def test_renewed_it_moves_the_end_and_the_next_one_follows() -> None:
    contract = a_contract()
    assert written(Renewal(contract=contract, decision=RENEWED, decided_on=TODAY)) is None
    assert contract.ends_on == ENDS
    following = next_period(contract)
    assert following is not None
    assert (following.number, following.ends_on) == (2, dt.date(2029, 8, 31))
    with pytest.raises(RuleViolation):
        check_not_renewed(contract.periods[0])


def test_not_renewed_the_end_stays_and_none_follows() -> None:
    contract = a_contract()
    assert written(Renewal(contract=contract, decision=REFUSED, decided_on=TODAY)) is None
    assert contract.ends_on == END
    assert next_period(contract) is None
    assert written(Renewal(contract=contract)) == "number"


@pytest.mark.parametrize(("allowed", "field"), [(1, "number"), (2, None)])
def test_no_more_renewals_than_the_contract_allows(allowed: int, field: str | None) -> None:
    contract = a_contract(renewals=allowed)
    assert written(Renewal(contract=contract, decision=RENEWED, decided_on=TODAY)) is None
    assert written(Renewal(contract=contract)) == field


@pytest.mark.parametrize(
    ("values", "today", "field"),
    [
        ({"starts_on": STARTS + dt.timedelta(days=1)}, TODAY, "starts_on"),
        ({"ends_on": END}, TODAY, "ends_on"),
        ({"decided_on": TODAY}, TODAY, "decision"),
        ({"decision": RENEWED}, TODAY, "decided_on"),
        ({"decision": RENEWED, "decided_on": TODAY}, TODAY, None),
        ({"decision": RENEWED, "decided_on": TODAY + dt.timedelta(days=1)}, TODAY, "decided_on"),
        ({"decision": RENEWED, "decided_on": dt.date(2025, 8, 4)}, TODAY, None),
        ({"decision": RENEWED, "decided_on": dt.date(2025, 8, 3)}, TODAY, "decided_on"),
        ({"decision": RENEWED, "decided_on": END}, STARTS, None),
        ({"decision": RENEWED, "decided_on": STARTS}, STARTS, "decided_on"),
        ({"decision": REFUSED, "decided_on": STARTS}, STARTS, None),
    ],
)
def test_what_is_written_of_a_renewal_holds_together(values: dict[str, Any], today: dt.date, field: str | None) -> None:
    assert written(Renewal(contract=a_contract(), **values), today) == field


def test_without_a_duration_its_end_is_asked() -> None:
    assert written(Renewal(contract=a_contract(renewal_months=None))) == "ends_on"


@pytest.mark.parametrize(
    ("today", "tone"),
    [
        (dt.date(2027, 3, 31), "ok"),
        (dt.date(2027, 4, 1), "warn"),
        (DECIDE_BY, "warn"),
        (DECIDE_BY + dt.timedelta(days=1), "danger"),
    ],
)
@pytest.mark.parametrize("is_tacit", [True, False])
def test_what_waits_is_said_in_words_and_colour(today: dt.date, tone: str, is_tacit: bool) -> None:
    renewal = Renewal(contract=a_contract(is_tacit=is_tacit))
    assert written(renewal) is None
    (remark,) = remarks_of(renewal, limits(renewal.contract), today)
    assert remark.tone == tone
    assert ("by itself" in str(remark.words)) is is_tacit


@pytest.mark.parametrize(
    ("decided_on", "technique", "ends_on", "remarks"),
    [
        (DECIDE_BY, Technique.FRAMEWORK, dt.date(2029, 8, 31), 0),
        (DECIDE_BY + dt.timedelta(days=1), Technique.FRAMEWORK, dt.date(2029, 8, 31), 1),
        (DECIDE_BY, Technique.FRAMEWORK, dt.date(2029, 9, 1), 1),
        (DECIDE_BY, Technique.NONE, dt.date(2029, 9, 1), 0),
    ],
)
def test_decided_late_or_beyond_four_years_is_said(
    decided_on: dt.date, technique: Technique, ends_on: dt.date, remarks: int
) -> None:
    contract = a_contract(technique=technique)
    renewal = Renewal(contract=contract, ends_on=ends_on, decision=RENEWED, decided_on=decided_on)
    assert written(renewal, END) is None
    assert len(list(remarks_of(renewal, limits(contract), END))) == remarks


@pytest.mark.parametrize(
    ("months", "ends_on", "words"),
    [
        (36, dt.date(2028, 8, 31), None),
        (36, dt.date(2028, 9, 1), "More than 36 months"),
        (60, dt.date(2030, 8, 31), None),
        (60, dt.date(2030, 9, 1), "More than 60 months"),
        (0, dt.date(2028, 8, 31), "not checked"),
    ],
)
def test_the_longest_accord_cadre_is_the_figure_in_force(months: int, ends_on: dt.date, words: str | None) -> None:
    contract = a_contract(technique=Technique.FRAMEWORK)
    renewal = Renewal(contract=contract, ends_on=ends_on, decision=RENEWED, decided_on=DECIDE_BY)
    assert written(renewal, END) is None
    said = [str(remark.words) for remark in remarks_of(renewal, limits(contract, months), END)]
    assert len(said) == (words is not None)
    assert words is None or words in said[0]
