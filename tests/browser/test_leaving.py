"""Who comes and who goes, in a browser: one who leaves for good, a first day, élu·es after an election."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import TODAY

NEW = "Élodie Renouveau"
BODIES = 36
LONG = 120_000  # milliseconds: a ceiling for a machine that does much else, never a wait


def patient(page: Page) -> Page:
    """Waits for an answer as long as a machine that does much else may take."""
    page.set_default_timeout(LONG)
    return page


def told(page: Page) -> str:
    """What confirms the act."""
    return page.locator(".note--success").first.inner_text()


def undo(page: Page) -> None:
    """« Annuler » in the message that confirms."""
    page.locator(".note--success").get_by_role("button", name=re.compile("^Annuler")).click()
    expect(page.locator(".note--success")).to_contain_text("Annulé")


def settings(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Réglages", exact=True).first.click()
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def open_form(page: Page) -> list[str]:
    """The page of the élu·es after an election, from the list of bodies: who follows each body today."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Instances", exact=True).first.click()
    page.get_by_role("main").get_by_text("Plus d’actions").first.click()
    page.get_by_role("link", name="Élu·es après une élection").click()
    expect(page.locator("h1")).to_contain_text("Après une élection")
    return page.locator("table.election-lines tbody td:nth-child(3)").all_inner_texts()


def in_the_list_of_all(page: Page) -> Page:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name=re.compile("^Mes échéances")).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^Toutes")).first.click()
    expect(page.locator("tbody")).to_be_visible()
    return page


@pytest.mark.slow
@pytest.mark.usefixtures("server_today")
def test_who_leaves_for_good_owns_nothing_and_one_press_gives_it_back(page_as: Callable[..., Page]) -> None:
    admin, leaver, colleague = (patient(page_as(name)) for name in ("admin", "ref5", "mission"))
    leaver.goto("/")
    expect(leaver.locator("h1")).to_contain_text("Cette semaine")
    before = in_the_list_of_all(colleague).locator("tbody tr", has_text="Camille Bonnard").count()
    assert before > 0
    settings(admin, "Comptes")
    admin.locator("main tbody a", has_text="Bonnard").first.click()
    admin.get_by_role("link", name="Fermer le compte").click()
    expect(admin.get_by_role("main")).to_contain_text("Actions ouvertes")
    admin.get_by_role("button", name="Fermer le compte").click()
    expect(admin.locator(".note--success")).to_contain_text("Compte fermé : Camille Bonnard")
    assert "L’équipe" in told(admin)
    # She is out at once; her deadlines are the team's, by name.
    leaver.reload()
    expect(leaver.get_by_label("Mot de passe")).to_be_visible()
    rows = in_the_list_of_all(colleague).locator("tbody tr")
    still = rows.filter(has_text="Camille Bonnard").all_inner_texts()
    assert all("compte fermé : l’équipe en répond" in text.replace("\u00a0", " ") for text in still)
    assert len(still) < before <= rows.filter(has_text="équipe").count()
    undo(admin)
    assert in_the_list_of_all(colleague).locator("tbody tr", has_text="Camille Bonnard").count() == before


@pytest.mark.slow
def test_a_newcomers_first_day_says_where_things_stand(page_as: Callable[..., Page]) -> None:
    admin = patient(page_as("admin"))
    settings(admin, "Comptes")
    admin.get_by_role("main").get_by_role("link", name="Ajouter", exact=True).first.click()
    for name, value in (
        ("username", "nouvelle"),
        ("first_name", "Zoé"),
        ("last_name", "Lambert"),
        ("email", "zoe.lambert@example.org"),
    ):
        admin.locator(f"main [name={name}]").fill(value)
    admin.get_by_role("main").get_by_label("Chargé·e de mission").check()
    admin.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(admin.locator("h1")).to_contain_text("Zoé Lambert")
    admin.get_by_role("button", name="Nouveau mot de passe").click()
    admin.locator("#confirm [data-accept]").click()
    given = admin.locator("#given-password").inner_text()

    page = patient(page_as(None))
    page.goto("/")
    page.get_by_label("Identifiant").fill("nouvelle")
    page.get_by_label("Mot de passe").fill(given)
    page.get_by_role("button", name="Se connecter").click()
    own = "la fenêtre donne sur un jardin"
    page.get_by_label(re.compile("^Mot de passe actuel")).fill(given)
    page.get_by_label(re.compile(r"^Nouveau mot de passe \(")).fill(own)
    page.get_by_label(re.compile("^Nouveau mot de passe, à")).fill(own)
    page.get_by_role("button", name="Changer le mot de passe").click()
    page.get_by_role("navigation").get_by_role("link", name="Accueil", exact=True).first.click()
    box = page.get_by_role("region", name="Où en est-on ?")
    expect(box.get_by_role("link", name=re.compile("^Ouvert pour l’équipe"))).to_be_visible()
    expect(box).to_contain_text("Ce qui vous est confié : rien encore")
    expect(box.get_by_role("link", name=re.compile("^Prochaine réunion"))).to_be_visible()
    # What is open for the team is counted as its list counts it.
    counted = re.findall(r"\d+", box.get_by_role("link", name=re.compile("^Ouvert pour")).inner_text())
    box.get_by_role("link", name=re.compile("^Ouvert pour l’équipe")).click()
    expect(page.locator("h1")).to_contain_text("échéances")
    assert counted[0] in page.get_by_role("main").inner_text()
    page.go_back()
    box.get_by_role("link", name=re.compile("^Le guide")).click()
    expect(page.get_by_role("main")).to_contain_text("Premiers pas")
    page.go_back()
    box.get_by_role("button", name="Replier").click()
    expect(box).to_have_count(0)
    undo(page)
    expect(box).to_be_visible()


@pytest.mark.slow
@pytest.mark.usefixtures("server_today")
def test_the_elected_of_all_bodies_are_replaced_after_an_election_and_put_back(page_as: Callable[..., Page]) -> None:
    page = patient(page_as("mission"))
    before = open_form(page)
    assert len(before) >= BODIES
    page.get_by_label("Jour du changement (obligatoire)").fill(TODAY.isoformat())
    page.locator("summary", has_text="pour toutes les instances d’un arrondissement").click()
    for number in range(1, 10):
        page.locator(f"#place-{number}").fill(f"{NEW} {number}")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("#preview")).to_contain_text("changent d’élu·e")
    replaced = page.locator("table.election-lines .pill--ok").count()
    assert replaced >= BODIES
    page.get_by_role("button", name=re.compile("^Remplacer les élu·es")).click()
    expect(page.locator(".note--success")).to_contain_text(str(replaced))
    # Seen by another, who takes nothing of the message away.
    other = page_as("responsable")
    assert sum(NEW in name for name in open_form(other)) == replaced
    undo(page)
    assert open_form(page) == before
