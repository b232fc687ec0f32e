"""The screens of contracts that a walk by links does not meet: acts on what the demo has none left of."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.evening import register
from tests.browser.reading import odd_words, outline
from tests.support import amendments, orders, procurement
from tests.support.browser import DESK, PHONE, LiveServer, violations


@pytest.mark.slow
def test_the_acts_on_an_amendment_and_on_a_subcontract(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        contract = orders.RunningContractFactory(number="AMO-ÉCRANS")
        procurement.ContractHolderFactory(contract=contract)
        waiting = amendments.AmendmentFactory(contract=contract, number=1, amount_excl_tax=Decimal(100))
        signed = amendments.AmendmentFactory(
            contract=contract, number=2, amount_excl_tax=Decimal(100), signed_on=dt.date(2026, 11, 20)
        )
        act = amendments.SubcontractFactory(contract=contract)
        session.flush()
        addresses = [
            f"/avenants/committee/{waiting.id}",
            f"/avenants/transmit/{signed.id}",
            f"/avenants/notify/{signed.id}",
            f"/sous-traitance/accept/{act.id}",
        ]
    page = page_as("mission", viewport=DESK)
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("main").locator("form button.btn-primary").first).to_be_visible()
        assert page.url.endswith(address)
        assert violations(page) + odd_words(page) + outline(page) == [], address
        page.set_viewport_size(PHONE)
        assert violations(page) + outline(page) == [], address
        page.set_viewport_size(DESK)
