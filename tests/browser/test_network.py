"""The network as it lives: a series planned, a topic proposed, put on the agenda in one click, seen by its proposer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE


@pytest.mark.slow
def test_from_the_series_to_the_topic_that_its_proposer_sees(page_as: Callable[..., Page]) -> None:
    mission = page_as("mission")
    mission.goto("/series/list/")
    mission.get_by_role("main").get_by_role("link", name="Ajouter", exact=True).first.click()
    mission.get_by_role("button", name="Voir les dates").click()
    rows = mission.locator(".series-lines tbody tr")
    expect(rows).to_have_count(6)
    rows.nth(2).locator("[name=place_2]").fill("Salle des fêtes")
    rows.nth(4).locator("[name=keep_4]").uncheck()
    mission.get_by_role("button", name=re.compile("^Créer ")).click()
    expect(mission.get_by_role("status").first).to_contain_text("Réunions créées : 5")
    expect(mission.get_by_role("main")).to_contain_text("Salle des fêtes")

    ref3 = page_as("ref3", viewport=PHONE)
    ref3.goto("/sujets/add")
    ref3.get_by_label("Titre").fill("Marche exploratoire à la Guillotière")
    ref3.locator("#reason").fill("Partager la méthode.")
    ref3.locator("#minutes").fill("25")
    ref3.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(ref3.locator("h1")).to_have_text("Marche exploratoire à la Guillotière")
    address = ref3.url

    mission.goto(address)
    mission.get_by_role("button", name=re.compile(r"^Inscrire à la réunion du réseau du \d")).click()
    expect(mission.get_by_role("status").first).to_contain_text("À l’ordre du jour")
    expect(mission.locator(".page-head .pill")).to_contain_text("À l’ordre du jour")

    ref3.goto("/sujets/list/")
    ref3.get_by_role("button", name="Plus d’actions").click()
    ref3.get_by_role("link", name="Mes sujets").click()
    expect(ref3.get_by_role("main")).to_contain_text("Marche exploratoire")
    ref3.get_by_role("link", name="Marche exploratoire à la Guillotière", exact=True).click()
    main = ref3.get_by_role("main")
    expect(main.get_by_role("link", name="Modifier", exact=True)).to_have_count(0)
    main.locator("dd a[href*='/reunions/show/']").click()
    expect(ref3.get_by_role("main")).to_be_visible()
    expect(ref3).to_have_url(re.compile("/reunions/show/"))
