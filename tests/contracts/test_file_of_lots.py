"""A file bought by lots goes on with them, asks for nothing itself, and is not counted beside them."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.family import state_by_lots
from mdo.home.counted import count_figures
from mdo.home.figures import CONTRACTS_RUNNING
from mdo.kernel.imports.run import apply, plan
from mdo.procurement.choice import estimate_of
from models.contracts import Contract, ContractEnding, ContractState
from models.procurement import ProcedureCode
from tests.base.pages import document, listed, save
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support.forms import post

S = ContractState


@pytest.fixture
def file(session) -> Contract:
    """A MAPA launched in October, of two lots awarded this month; the file is still in its procedure."""
    common = {"procedure": ProcedureCode.ADAPTED, "launch_on": dt.date(2026, 10, 1)}
    found = buy.ContractFactory(number="L", state=S.PROCEDURE, estimate_excl_tax=Decimal(70000), **common)
    for number in (1, 2):
        lot = buy.ContractFactory(
            number=f"L-{number}", title=f"Lot {number}", allotment=found, lot_number=number, state=S.AWARDED,
            awarded_on=TODAY, amount_excl_tax=Decimal(30000), estimate_excl_tax=Decimal(30000), firm_months=12,
            **common,
        )  # fmt: skip
        buy.ContractHolderFactory(contract=lot)
    session.commit()
    session.expire_all()
    return found


@pytest.mark.parametrize(("of_file", "of_lots", "expected"), [
    (S.PROCEDURE, (S.AWARDED, S.PROCEDURE), None),
    (S.PROCEDURE, (S.AWARDED, S.AWARDED), S.AWARDED),
    (S.PROCEDURE, (S.AWARDED, S.ABANDONED), S.AWARDED),
    (S.AWARDED, (S.AWARDED, S.RUNNING), S.RUNNING),
    (S.AWARDED, (S.AWARDED, S.ENDED), S.RUNNING),
    (S.RUNNING, (S.RUNNING, S.ENDED), None),
    (S.RUNNING, (S.ENDED, S.ABANDONED), S.ENDED),
    (S.RUNNING, (S.AWARDED, S.AWARDED), None),
    (S.PROCEDURE, (S.ABANDONED, S.ABANDONED), None),
    (S.NEED, (S.AWARDED,), None),
])  # fmt: skip
def test_where_a_file_comes_by_its_lots(of_file, of_lots, expected) -> None:
    row = Contract(state=of_file)
    row.lots = [Contract(state=state) for state in of_lots]
    assert state_by_lots(row) is expected


def acts(client, contract: Contract) -> list[str]:
    page = document(client.get(f"/marches/show/{contract.id}"))
    return sorted({href.rsplit("/", 1)[1] for href in page.xpath('//a[contains(@href, "/acte/")]/@href')})


@ON_SQLITE
def test_it_follows_the_notification_of_its_lots_and_is_counted_by_them(session, file, client_as) -> None:
    client = client_as("mission")
    for lot, state in zip(file.lots, (S.RUNNING, S.RUNNING), strict=True):
        answer = save(client, f"/marches/{lot.id}/acte/notify")
        assert answer.status_code in (302, 303)
        session.rollback()
        session.expire_all()
        assert file.state is state
    assert acts(client, file) == []
    assert count_figures(session, [CONTRACTS_RUNNING])[CONTRACTS_RUNNING] == 2
    query = "&".join(f"{name}={value}" for name, value in CONTRACTS_RUNNING.filters(TODAY))
    assert len(listed(client.get(f"/marches/list/?{query}"))) == 2


@ON_SQLITE
def test_its_page_says_what_its_lots_wait_for(session, file, client_as) -> None:
    client = client_as("mission")
    save(client, f"/marches/{file.lots[0].id}/acte/notify")
    session.rollback()
    session.expire_all()
    page = document(client.get(f"/marches/show/{file.id}"))
    (link,) = page.xpath("//a[contains(@href, '/acte/')]")
    assert link.get("href") == f"/marches/{file.lots[1].id}/acte/notify"
    assert link.text_content().strip() == "Lot 2\u00a0: Notifier le marché"


def test_one_undo_takes_a_notification_and_what_followed_back(session, file, client_as) -> None:
    client = client_as("mission")
    shown = client.get(save(client, f"/marches/{file.lots[0].id}/acte/notify").location)
    undo = document(shown).xpath('//form[contains(@action, "undo") or contains(@action, "annuler")]')[0]
    post(client, undo.get("action"), {item.name: item.value or "" for item in undo.inputs if item.name})
    session.rollback()
    session.expire_all()
    assert [file.state, file.lots[0].state] == [S.PROCEDURE, S.AWARDED]


@ON_SQLITE
def test_an_import_of_its_lots_brings_it_along(session, file) -> None:
    headers = ("N°", "Objet", "Notification", "Fin", "État")
    lines = [(f"L-{number}", f"Lot {number}", "24/11/2026", "23/11/2027", "En exécution") for number in (1, 2)]
    apply(session, plan(session, "contracts", workbook(headers, *lines), today=TODAY, name="suivi.xlsx"))
    session.flush()
    assert file.state is S.RUNNING


@pytest.mark.db
@pytest.mark.parametrize(("ending", "expected"), [
    (ContractEnding.NO_FOLLOW_UP, 80000), (ContractEnding.UNSUCCESSFUL, 80000), (ContractEnding.GIVEN_UP, 70000),
])  # fmt: skip
def test_the_need_stays_that_of_the_launch(session, file, ending, expected) -> None:
    file.lots[0].estimate_excl_tax = Decimal(50000)
    file.lots[1].state, file.lots[1].ending, file.lots[1].state_reason = S.ABANDONED, ending, "Budget"
    session.flush()
    assert estimate_of(file) == expected
