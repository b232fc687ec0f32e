"""What was published stays; what came since is added; the duty follows from the amount of all the lots."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.contracts.publication import Duty, obligation_of
from mdo.decp.changed_parts import parts_of
from mdo.decp.checks import IncompleteData
from mdo.decp.releases import notified_between, publish, records_of
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.law import Law
from mdo.procurement.reference_law import DELAYS, THRESHOLDS
from models.amendments import Amendment, AmendmentGround
from models.contracts import Contract, ContractState
from models.decp import OpenDataRelease
from models.procurement import LegalDelay, Threshold
from tests.support import TODAY
from tests.support.open_data import awarded

LAW = Law(
    [Threshold(**row.values) for row in THRESHOLDS],
    [LegalDelay(**row.values(procedure)) for row in DELAYS for procedure in row.procedures],
)


@pytest.mark.parametrize(
    ("amount", "duty"),
    [
        ("24999.99", Duty.NOTHING),
        ("25000", Duty.DATA_OR_LIST),
        ("39999", Duty.DATA_OR_LIST),
        ("39999.99", Duty.DATA_OR_LIST),
        ("40000", Duty.DATA),
        ("45000", Duty.DATA),
    ],
)
def test_the_duty_follows_from_the_amount(amount: str, duty: Duty) -> None:
    contract = Contract(amount_excl_tax=Decimal(amount), launch_on=TODAY, notified_on=dt.date(2026, 10, 15))
    found = obligation_of(contract, LAW, TODAY)
    assert (found.duty, found.due_on) == (duty, dt.date(2026, 12, 15) if duty is Duty.DATA else None)


def test_the_lots_of_one_need_count_together() -> None:
    file = Contract(launch_on=TODAY)
    lots = [Contract(amount_excl_tax=Decimal(20000), launch_on=TODAY, state=ContractState.RUNNING) for _ in range(2)]
    given_up = Contract(amount_excl_tax=Decimal(90000), launch_on=TODAY, state=ContractState.ABANDONED)
    file.lots = [*lots, given_up]
    found = obligation_of(lots[0], LAW, TODAY)
    assert (found.duty, found.amount) == (Duty.DATA, 40000)


def test_what_was_published_is_kept_and_noted(session) -> None:
    contract = awarded()
    release = publish(session, contract, dt.date(2026, 11, 2))
    assert contract.published_on == dt.date(2026, 11, 2)
    assert json.loads(release.content)["datePublicationDonnees"] == "2026-11-02"
    with pytest.raises(RuleViolation) as refusal:
        publish(session, contract, TODAY)
    assert refusal.value.field == "released_on"


def test_a_published_value_that_was_changed_is_refused_and_leaves_as_it_was(session) -> None:
    contract = awarded()
    publish(session, contract, dt.date(2026, 11, 2))
    contract.cpv = "80500000-9"
    with pytest.raises(RuleViolation) as refusal:
        publish(session, contract, TODAY)
    assert "CPV" in str(refusal.value)
    assert records_of(session, [contract], TODAY)["marches"]["marche"][0]["codeCPV"] == "79411000-8"


def test_a_change_goes_as_a_modification(session) -> None:
    contract = awarded()
    publish(session, contract, dt.date(2026, 11, 2))
    amendment = Amendment(
        contract=contract,
        number=1,
        ground=AmendmentGround.LOW_VALUE,
        subject="Réunions",
        amount_excl_tax=Decimal(2000),
        notified_on=dt.date(2026, 11, 10),
    )
    session.add(amendment)
    session.flush()
    publish(session, contract, TODAY)
    assert amendment.published_on == TODAY
    record = records_of(session, [contract], dt.date(2027, 1, 4))["marches"]["marche"][0]
    assert record["montant"] == 45000
    assert record["modifications"][0]["modification"]["montant"] == 47000
    assert record["modifications"][0]["modification"]["datePublicationDonneesModification"] == "2026-11-24"
    assert len(session.scalars(select(OpenDataRelease)).all()) == 2
    amendment.amount_excl_tax = Decimal(3000)
    with pytest.raises(RuleViolation):
        publish(session, contract, dt.date(2027, 1, 4))


def test_nothing_is_published_before_the_notification_nor_incomplete(session) -> None:
    with pytest.raises(RuleViolation):
        publish(session, awarded(), dt.date(2026, 10, 14))
    with pytest.raises(IncompleteData):
        publish(session, awarded(cpv=None), TODAY)
    assert session.scalars(select(OpenDataRelease)).all() == []


def test_a_period_holds_both_its_days(session) -> None:
    rows = [awarded(notified_on=dt.date(2026, 10, day)) for day in (14, 15, 16)]
    found = notified_between(session, dt.date(2026, 10, 14), dt.date(2026, 10, 15))
    assert list(found) == rows[:2]


def test_a_later_act_is_told_part_by_part() -> None:
    act = {"dateNotification": "2026-09-01", "montant": 12000, "id": 1, "dureeMois": 6, "variationPrix": "Ferme"}
    assert [part for part, _ in parts_of({"acteSousTraitance": act})] == [
        "number",
        "notified",
        "amount",
        "months",
        "other",
    ]
