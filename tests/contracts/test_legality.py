"""Amendments of a contract that went to the review of legality go there too, within the days of the law."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.amendments.rules import write_amendment
from mdo.contracts.legality import Review, remarks_of, review_of
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.plan import Delay
from models.amendments import Amendment
from models.contracts import Contract, StepState
from models.procurement import StepCode
from tests.amendments.test_amendments import a_contract, an_amendment, written
from tests.base.pages import save
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support.open_data import awarded

REVIEW = Review(Delay(StepCode.SIGNATURE, StepCode.LEGALITY, 15, "L2131-13", is_maximum=True))
SIGNED = dt.date(2026, 11, 9)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "tone", "word"),
    [
        ({}, "warn", "Once signed"),
        ({"signed_on": SIGNED}, "warn", "24/11/2026"),
        ({"signed_on": SIGNED, "notified_on": SIGNED + DAY}, "danger", "24/11/2026"),
        ({"signed_on": SIGNED, "transmitted_on": SIGNED + 15 * DAY}, "ok", "Transmitted"),
        ({"signed_on": SIGNED, "transmitted_on": SIGNED + 16 * DAY}, "warn", "Transmitted"),
    ],
)
def test_what_is_said_of_an_amendment_follows_its_days(values, tone, word) -> None:
    (remark,) = remarks_of(Amendment(number=1, **values), REVIEW)
    assert remark.tone == tone
    assert word in remark.words.text(lambda message: message)
    assert list(remarks_of(Amendment(number=1, **values), None)) == []


def test_one_notified_before_it_was_transmitted_is_red() -> None:
    row = Amendment(number=1, signed_on=SIGNED, notified_on=SIGNED + DAY, transmitted_on=SIGNED + 2 * DAY)
    assert [remark.tone for remark in remarks_of(row, REVIEW)] == ["ok", "danger"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signed_on": SIGNED, "transmitted_on": SIGNED}, None),
        ({"signed_on": SIGNED, "transmitted_on": SIGNED - DAY}, "transmitted_on"),
        ({"transmitted_on": SIGNED}, "transmitted_on"),
        ({"signed_on": TODAY, "transmitted_on": TODAY + DAY}, "transmitted_on"),
    ],
)
def test_it_is_transmitted_once_signed(values, field) -> None:
    assert written(an_amendment(a_contract(), **values)) == field


def test_an_amendment_has_a_ground_and_one_read_elsewhere_is_given_one() -> None:
    assert written(an_amendment(a_contract(), ground=None)) == "ground"
    with pytest.raises(RuleViolation, match="L2194-1"):
        write_amendment(an_amendment(a_contract(), ground=None), (), (), TODAY)


@pytest.fixture
def contract(session) -> Contract:
    """At the threshold of 2026 to the euro."""
    return awarded(amount_excl_tax=Decimal(216000), launch_on=dt.date(2026, 3, 2))


@pytest.mark.db
@pytest.mark.parametrize(("amount", "launch_on", "goes"), [
    ("216000", dt.date(2026, 1, 1), True), ("215999.99", dt.date(2026, 1, 1), False),
    ("220999.99", dt.date(2025, 12, 31), False), ("221000", dt.date(2025, 12, 31), True),
])  # fmt: skip
def test_the_threshold_is_that_of_the_launch(session, amount, launch_on, goes) -> None:
    found = review_of(session, awarded(amount_excl_tax=Decimal(amount), launch_on=launch_on), TODAY)
    assert (found is not None) is goes
    assert found is None or found.delay.amount == 15


@pytest.mark.db
def test_a_step_set_aside_does_not_keep_a_contract_from_going(session, contract, lines, client_as) -> None:
    """It goes by its amount, whatever the procedure: its page says that the step is to be taken up."""
    change.AmendmentFactory(contract=contract, signed_on=SIGNED)
    assert "amendment_legality" in dict(lines(kinds=["amendment_legality"]))
    buy.ProcurementStepFactory(contract=contract, step=StepCode.LEGALITY, state=StepState.SET_ASIDE)
    session.refresh(contract)
    assert review_of(session, contract, TODAY) is not None
    assert "amendment_legality" in dict(lines(kinds=["amendment_legality"]))
    session.commit()
    assert "elle a été écartée" in client_as("mission").get(f"/marches/show/{contract.id}").get_data(as_text=True)


@pytest.mark.db
def test_the_last_day_is_among_the_deadlines_until_it_is_transmitted(session, contract, lines, client_as) -> None:
    row = change.AmendmentFactory(contract=contract, signed_on=SIGNED, amount_excl_tax=Decimal(0))
    assert ("amendment_legality", row.id) in lines(kinds=["amendment_legality"])
    session.commit()
    client = client_as("mission")
    tab = client.get(f"/marches/show/{contract.id}?tab=amendments&fragment=1").get_data(as_text=True)
    assert "À transmettre au contrôle de légalité au plus tard le 24/11/2026" in tab
    assert "Noter la transmission" in tab
    save(client, f"/avenants/transmit/{row.id}", transmitted_on="2026-11-23")
    session.rollback()
    session.expire_all()
    assert row.transmitted_on == dt.date(2026, 11, 23)
    assert ("amendment_legality", row.id) not in lines(kinds=["amendment_legality"])
