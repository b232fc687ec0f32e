"""One contract from the need to the final invoice, in a browser: its figures, its file for the State, its workbook."""

import io
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Error, Page, expect

from mdo.decp.schema import SCHEMA

TITLE = "Accompagnement des assemblées de printemps"
FIGURES = {
    "Plafond": "55 000,00 €",
    "Engagé": "30 000,00 €",
    "Facturé": "30 000,00 €",
    "Payé": "30 000,00 €",
    "Reste": "25 000,00 €",
}


def fill(page: Page, **values: Any) -> None:
    """Fills controls by their names, those in a folded section too."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    for name, value in values.items():
        control = page.locator(f'main [name="{name.replace("__", "-")}"]').last
        if control.evaluate("(item) => item.tagName") == "SELECT":
            control.select_option(value)
        elif isinstance(value, bool):
            control.set_checked(value)
        else:
            control.fill(value)


def save(page: Page, *, then: str = "**/show/*") -> None:
    page.get_by_role("main").locator("form button.btn-primary").first.click()
    try:
        page.wait_for_url(then, timeout=8000)
    except Error:
        raise AssertionError(page.locator("main").inner_text()[:1500]) from None


def choose(page: Page, label: str, words: str) -> None:
    """Chooses in a list that is searched on the server."""
    page.get_by_role("combobox", name=label).first.fill(words)
    page.locator("[role=option]:visible").first.click()


def row_id(page: Page) -> str:
    return page.url.split("?")[0].rpartition("/")[2]


def of_contract(page: Page, contract: str, tab: str, words: str) -> None:
    """From the page of the contract to the form that one of its tabs leads to."""
    page.goto(f"/marches/show/{contract}")
    page.locator(f'[data-tabs] a[href*="tab={tab}"]').click()
    page.get_by_role("link", name=words, exact=True).first.click()


@pytest.mark.slow
def test_a_contract_is_walked_from_the_need_to_the_final_invoice(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    contract = a_running_contract(page)
    for number, price in (("BC-1", "10000"), ("BC-2", "12000"), ("BC-3", "8000")):
        of_contract(page, contract, "execution", "Ajouter un bon de commande")
        fill(page, number=number, subject="Réunions", state="issued", ordered_on="2026-11-20")
        fill(page, **{"line_items-0-label": "Réunion", "line_items-0-price": price})
        save(page)
    for number, ground, amount in (("1", "low_value", "2000"), ("2", "review_clause", "3000")):
        of_contract(page, contract, "amendments", "Ajouter un avenant")
        fill(page, number=number, ground=ground, subject="Réunions de plus", amount_excl_tax=amount)
        fill(page, signed_on="2026-11-21", notified_on="2026-11-23")
        save(page)
    of_contract(page, contract, "execution", "Ajouter un livrable")
    fill(
        page, name="Bilan", due_on="2026-12-01", received_on="2026-11-23", decision="admission", decided_on="2026-11-24"
    )
    save(page)
    for number, price in (("F-1", "10000"), ("F-2", "20000")):
        of_contract(page, contract, "execution", "Ajouter une facture")
        fill(page, number=number, subject="Réunions", received_on="2026-11-20")
        fill(page, **{"line_items-0-label": "Réunions", "line_items-0-amount": price})
        fill(page, checked_on="2026-11-21", sent_to_payment_on="2026-11-22", paid_on="2026-11-24")
        save(page)
    page.goto(f"/marches/show/{contract}")
    for words, amount in FIGURES.items():
        shown = page.get_by_role("main").get_by_text(words, exact=True).first.locator("xpath=..")
        assert amount in shown.inner_text().replace("\u202f", " ").replace("\u00a0", " "), words
    data_are_those_of_the_state(page, contract)
    the_workbook_says_what_the_page_says(page)
    reader = page_as("ref5")
    for address in (f"/marches/show/{contract}", "/marches/list/", f"/donnees-essentielles/{contract}/fichier"):
        assert reader.request.get(address, max_redirects=0).status in {302, 403, 404}
    expect(reader.get_by_text(TITLE)).to_have_count(0)


def a_running_contract(page: Page) -> str:
    """From the need to the notification: 50,000 € at most, by purchase orders."""
    page.goto("/marches/add")
    fill(page, title=TITLE, cpv="79411000-8", estimate_excl_tax="50000", launch_on="2026-10-01", technique="framework")
    fill(
        page, has_purchase_orders=True, maximum_excl_tax="50000", price_form="unit", price_type="firm", firm_months="12"
    )
    save(page)
    contract = row_id(page)
    page.get_by_role("link", name="Lancer la procédure", exact=True).first.click()
    save(page)
    page.get_by_role("link", name="Attribuer le marché", exact=True).first.click()
    choose(page, "Titulaire", "nova")
    fill(page, awarded_on="2026-10-20", amount_excl_tax="50000", maximum_excl_tax="50000", tenders_received="1")
    save(page)
    page.get_by_role("link", name="Notifier le marché", exact=True).first.click()
    fill(page, signed_on="2026-11-02", notified_on="2026-11-03", starts_on="2026-11-03", firm_months="12")
    save(page)
    return contract


def data_are_those_of_the_state(page: Page, contract: str) -> None:
    answer = page.request.get(f"/donnees-essentielles/{contract}/fichier")
    file = answer.json()
    jsonschema.Draft7Validator(SCHEMA).validate(file)
    (record,) = file["marches"]["marche"]
    assert record["montant"] == 50000
    assert [item["modification"]["montant"] for item in record["modifications"]] == [52000, 55000]


def the_workbook_says_what_the_page_says(page: Page) -> None:
    answer = page.request.get("/rapports/suivi_des_marches/export")
    heads, *rows = load_workbook(io.BytesIO(answer.body())).worksheets[0].iter_rows(values_only=True)
    (row,) = [row for row in rows if TITLE in row]
    amounts = {str(head): value for head, value in zip(heads, row, strict=True)}
    for words, amount in FIGURES.items():
        if words != "Plafond":
            (value,) = [value for head, value in amounts.items() if head.startswith(words)]
            assert float(value) == float(amount.replace(" ", "").replace(",", ".").removesuffix("€")), words
