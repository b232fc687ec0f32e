"""Needs of one family over twelve months, against the threshold valid on that day."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from mdo.procurement.reference_law import THRESHOLDS
from mdo.procurement.splitting import Others, Splitting, needs_among, needs_of_family, splitting_of
from mdo.reference import load
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode, Threshold
from tests.base.pages import refusals, save
from tests.support import TODAY
from tests.support import procurement as buy

ROWS = tuple(Threshold(**row.values) for row in THRESHOLDS)


def need(amount: int, day: str, procedure: ProcedureCode | None = None) -> Contract:
    return Contract(estimate_excl_tax=Decimal(amount), launch_on=dt.date.fromisoformat(day), procedure=procedure)


def found(*contracts: Contract, about: int = -1, months: int = 12) -> Splitting | None:
    return splitting_of(needs_among(contracts, TODAY), contracts[about], ROWS, months)


@pytest.mark.parametrize("about", [0, 1])
def test_two_needs_under_the_threshold_that_pass_it_together_are_named(about: int) -> None:
    march, october = need(35_000, "2026-03-15"), need(30_000, "2026-10-15")
    splitting = found(march, october, about=about)
    assert splitting is not None
    assert (splitting.total, splitting.threshold.amount_excl_tax) == (65_000, 60_000)
    assert [item.contract for item in splitting.needs] == [march, october]


@pytest.mark.parametrize(
    ("contracts", "threshold"),
    [
        ((need(25_000, "2026-01-10"), need(25_000, "2026-03-31")), 40_000),
        ((need(25_000, "2026-01-10"), need(25_000, "2026-04-01")), None),
        ((need(20_000, "2026-01-10"), need(19_999, "2026-03-31")), None),
        ((need(20_000, "2026-01-10"), need(20_000, "2026-03-31")), 40_000),
        # Twelve sliding months: the same day a year later is out of them.
        ((need(35_000, "2025-11-01"), need(35_000, "2026-10-31")), 60_000),
        ((need(35_000, "2025-11-01"), need(35_000, "2026-11-01")), None),
        # One need alone is not split; needs that followed the procedure of their total are not either.
        ((need(70_000, "2026-11-01"),), None),
        ((need(50_000, "2026-05-01", ProcedureCode.ADAPTED), need(50_000, "2026-06-01", ProcedureCode.ADAPTED)), None),
        ((need(150_000, "2026-05-01"), need(70_000, "2026-06-01")), 216_000),
    ],
)
def test_the_sum_is_held_against_the_threshold_of_its_day(
    contracts: tuple[Contract, ...], threshold: int | None
) -> None:
    splitting = found(*contracts)
    assert (splitting.threshold.amount_excl_tax if splitting else None) == threshold


@pytest.mark.parametrize(
    ("months", "day", "is_split"), [(6, "2026-10-31", True), (6, "2026-11-01", False), (7, "2026-11-01", True)]
)
def test_needs_are_added_up_over_the_months_of_the_figure(months: int, day: str, is_split: bool) -> None:
    splitting = found(need(35_000, "2026-05-01"), need(35_000, day), months=months)
    assert (splitting is not None) is is_split


def test_files_that_count_once_or_no_more_are_left_out(session: Session) -> None:
    family, other = buy.PurchaseFamilyFactory(), buy.PurchaseFamilyFactory()
    file = buy.ContractFactory(family=family, estimate_excl_tax=Decimal(10_000))
    buy.ContractFactory(family=family, allotment=file, lot_number=1, estimate_excl_tax=Decimal(12_000))
    framework = buy.ContractFactory(family=family, estimate_excl_tax=Decimal(20_000))
    buy.ContractFactory(family=family, framework=framework)
    buy.ContractFactory(family=family, state=ContractState.ABANDONED)
    buy.ContractFactory(family=other)
    needs = needs_of_family(session, file, TODAY)
    assert [(item.contract, item.amount) for item in needs] == [(file, 12_000), (framework, 20_000)]


@pytest.mark.parametrize(
    ("amount", "day", "others", "total"),
    [
        # Told with the figure of the other directions, on the day that it is known.
        (20_000, "2026-11-02", (42_000, "2026-10-31"), 62_000),
        (20_000, "2026-11-02", (39_999, "2026-10-31"), None),
        (20_000, "2026-11-02", (40_000, "2026-10-31"), 60_000),
        # Out of the twelve months.
        (20_000, "2026-11-02", (42_000, "2025-11-02"), None),
        (20_000, "2026-11-02", (42_000, "2025-11-03"), 62_000),
        # Known after the launch: the window ends on its day.
        (20_000, "2026-10-15", (42_000, "2026-10-31"), 62_000),
    ],
)
def test_the_figure_of_the_other_directions_is_added_up(amount, day, others, total) -> None:
    file = need(amount, day)
    known = Others(Decimal(others[0]), dt.date.fromisoformat(others[1]), "Commande publique")
    splitting = splitting_of(needs_among([file], TODAY), file, ROWS, 12, known)
    assert (splitting.total if splitting else None) == total
    assert splitting is None or splitting.others == known


def test_two_purchases_of_an_apicq_and_a_need_pass_the_threshold_together() -> None:
    """Two of 5,000 € with tax (4,166.67 € each) and 52,000 €: 60,333.34 €, told with three files."""
    files = [
        need(52_000, "2026-06-01"),
        *(Contract(estimate_excl_tax=Decimal("4166.67"), launch_on=TODAY) for _ in "ab"),
    ]
    splitting = found(*files)
    assert splitting is not None
    assert (splitting.total, len(splitting.needs)) == (Decimal("60333.34"), 3)


def test_the_page_says_at_least_and_names_the_other_directions_and_the_other_family(
    session: Session, client_as
) -> None:
    load(session)
    family, other = buy.PurchaseFamilyFactory(code="F1"), buy.PurchaseFamilyFactory(code="F2", name="Conseil")
    common = {"launch_on": TODAY, "cpv": "79411000-8", "state": ContractState.PROCEDURE}
    file = buy.ContractFactory(family=family, estimate_excl_tax=Decimal(20_000), **common)
    buy.ContractFactory(family=other, number="AUTRE-1", **common | {"cpv": "79411000"})
    client = client_as("mission")
    before = client.get(f"/marches/show/{file.id}").get_data(as_text=True)
    assert "AUTRE-1" in before
    assert "F2" in before
    assert "autres directions de la ville" not in before
    refused = save(client, f"/familles-homogenes/edit/{family.id}", others_excl_tax="42 000,00")
    assert set(refusals(refused)) == {"others_on"}
    values = {"others_excl_tax": "42 000,00", "others_on": "31/10/2026", "others_source": "Commande publique"}
    assert save(client, f"/familles-homogenes/edit/{family.id}", **values).status_code == 302
    after = " ".join(client.get(f"/marches/show/{file.id}").get_data(as_text=True).split())
    assert "Au moins 62" in after
    assert "autres directions de la ville" in after
