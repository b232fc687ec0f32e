"""The advance that the law owes, what it is a share of, and what of it is taken back by the rules of its day."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.amendments.advance_owed import advance_owed, to_take_back
from mdo.contracts.figures import Balance
from mdo.contracts.limits import limits_of
from mdo.procurement.reference_law import shipped_law
from models.amendments import Advance
from models.contracts import Contract, ContractHolder, Technique
from models.suppliers import Supplier
from tests.base.pages import document, save
from tests.support import ON_SQLITE, TODAY
from tests.support import amendments as change
from tests.support.open_data import awarded

LAW = shipped_law()


def owed(amount: str | None, months: int | None, *, sme: bool = False, launch: str = "2026-03-02", **values):
    contract = Contract(
        amount_excl_tax=None if amount is None else Decimal(amount),
        firm_months=months,
        launch_on=dt.date.fromisoformat(launch),
        vat_rate=Decimal(20),
        holders=[ContractHolder(supplier=Supplier(name="Cabinet", is_sme=sme))],
        renewals=0,
        **values,
    )
    return advance_owed(contract, LAW.thresholds, limits_of(contract, LAW.figures, TODAY))


@pytest.mark.parametrize(
    ("amount", "months", "sme", "launch", "expected"),
    [
        # Beyond 50,000 € and two months: both sides of each.
        ("50000", 12, False, "2026-03-02", None),
        ("50000.01", 12, False, "2026-03-02", "3000.00"),
        ("60000", 2, False, "2026-03-02", None),
        ("60000", 3, False, "2026-03-02", "3600.00"),
        # 5 %, 10 % for an SME since 2025.
        ("60000", 12, True, "2026-03-02", "7200.00"),
        ("60000", 12, True, "2025-01-01", "7200.00"),
        ("60000", 12, True, "2024-12-31", "3600.00"),
        # The first twelve months alone.
        ("120000", 24, False, "2026-03-02", "3600.00"),
        ("120000", 13, False, "2026-03-02", "6646.15"),
        (None, 12, False, "2026-03-02", None),
        ("60000", None, False, "2026-03-02", None),
    ],
)
def test_an_advance_is_owed_beyond_an_amount_and_a_duration(amount, months, sme, launch, expected) -> None:
    found = owed(amount, months, sme=sme, launch=launch)
    assert (None if found is None else str(found.amount)) == expected


def test_the_rate_of_the_contract_and_the_minimum_of_an_accord_cadre_count() -> None:
    assert owed("100000", 12, advance_rate=Decimal(20)).amount == 24_000
    framework = {"technique": Technique.FRAMEWORK, "maximum_excl_tax": Decimal(200_000)}
    assert owed("200000", 12, **framework) is None
    assert owed("200000", 12, minimum_excl_tax=Decimal(60_000), **framework).amount == 3600
    days = {"starts_on": dt.date(2026, 5, 1), "ends_on": dt.date(2026, 6, 30)}
    assert owed("60000", None, **days) is None
    assert owed("60000", None, **days | {"ends_on": dt.date(2026, 7, 1)}) is not None


@ON_SQLITE
def test_an_amendment_in_force_leaves_the_advance_as_it_is(session, client_as) -> None:
    contract = awarded(amount_excl_tax=Decimal(98_000), launch_on=dt.date(2026, 3, 2), firm_months=24)
    contract.notified_on = TODAY - dt.timedelta(days=30)
    change.AmendmentFactory(
        contract=contract, amount_excl_tax=Decimal(8_000), signed_on=TODAY, transmitted_on=TODAY, notified_on=TODAY
    )
    session.commit()
    page = document(client_as("mission").get(f"/marches/show/{contract.id}?tab=holder")).text_content()
    text = page.replace("\u202f", " ").replace("\xa0", " ")
    assert "106 000" in text, "the amendment is in force"
    assert "2 940 €" in text, "5 % of the first twelve of 24 months of 117 600 €, as R2191-7 counts"


@pytest.mark.parametrize(
    ("launch", "invoiced", "due"),
    [
        ("2024-12-31", "65", "0.00"),
        ("2024-12-31", "72.5", "600.00"),
        ("2024-12-31", "79.99", "1199.20"),
        ("2024-12-31", "80", "1200.00"),
        ("2025-01-01", "65", "0.00"),
        ("2025-01-01", "80", "514.29"),
        ("2025-01-01", "100", "1200.00"),
        ("2026-03-02", "40", "0.00"),
    ],
)
def test_what_is_taken_back_follows_the_rule_of_the_launch(launch: str, invoiced: str, due: str) -> None:
    contract = Contract(launch_on=dt.date.fromisoformat(launch))
    advance = Advance(amount_incl_tax=Decimal(1200), rate=Decimal(10), paid_on=TODAY)
    balance = Balance(ceiling=Decimal(100), invoiced=Decimal(invoiced))
    assert str(to_take_back(advance, balance, limits_of(contract, LAW.figures, TODAY))) == due


@ON_SQLITE
def test_it_is_told_and_proposed_where_it_is_written(session, client_as) -> None:
    contract = awarded(amount_excl_tax=Decimal(60000), launch_on=dt.date(2026, 3, 2), firm_months=12)
    session.commit()
    client = client_as("mission")
    page = document(client.get(f"/marches/show/{contract.id}?tab=holder"))
    (link,) = page.xpath("//main//a[starts-with(@href, '/avances/add')]/@href")
    text = " ".join(page.text_content().split())
    assert "3 600 €" in text.replace("\u202f", " ").replace("\xa0", " ")
    form = document(client.get(link))
    assert form.xpath("//input[@name='amount_incl_tax' or @name='rate']/@value") == ["3\u202f600,00", "5,00"]
    assert save(client, link, paid_on=TODAY.isoformat()).status_code == 302
    again = document(client.get(f"/marches/show/{contract.id}?tab=holder")).text_content()
    assert "Une avance est due" not in again
