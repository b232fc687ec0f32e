"""The menu by use: few links, from which each page that its reader may open is reached, and no other."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.rights.roles import ROLE_BY_CODE, pairs_of
from tests.base.pages import document
from tests.support import ON_SQLITE
from views.base.entries import MENU, MenuPage
from views.menu import Menu, _menu

MOST = 12
# Of a place or of the whole city, of all hands or of few: what the menu of each says, by group.
SAID = {
    "mission": (
        "Accueil | Mes échéances, Projets, Appels à projets, Demandes et avis | Réunions, Instances, Personnes"
        " | Marchés, Rapports, Réglages"
    ),
    "ref5": (
        "Accueil | Mes échéances, Projets, Appels à projets, Demandes et avis"
        " | Réunions, Instances, Personnes, Boîte à sujets | Marchés partagés, Rapports, Réglages"
    ),
    "elu5": "Accueil | Mes échéances, Demandes et avis | Réunions, Instances, Personnes | Rapports, Réglages",
    "dpo": "Accueil | Exports, Réglages",
}


def pages() -> dict[str, MenuPage]:
    """The pages of the menu, by view."""
    return {page.view: page for _, links in MENU for link in links for page in link}


def menu_of(app: Flask, role: str) -> Menu:
    with app.test_request_context("/"):
        return _menu(pairs_of(role), "fr", "")


def links_of(menu: Menu) -> list[str]:
    return [item.view for section in menu.sections for item in section.items]


@ON_SQLITE
@pytest.mark.parametrize("role", ROLE_BY_CODE)
def test_each_role_has_few_links_that_lead_to_each_page_it_may_open_and_to_no_other(app: Flask, role: str) -> None:
    menu, pairs, told = menu_of(app, role), pairs_of(role), pages()
    open_to = {name for name, page in told.items() if not page.permission or (name, page.permission) in pairs}
    if not any((name, page.permission) in pairs for name, page in told.items() if page.part):
        open_to.discard("SettingsView")
    assert len(links_of(menu)) <= MOST
    assert {item.view for item in menu.pages} == {"HomeView", *open_to}
    # Beside its link, or on the page of settings: each page leads to the others of its section.
    for view in open_to:
        head = menu.heads[view]
        assert head in links_of(menu)
        assert view in {item.view for item in menu.beside[head]} or view == head
    listed = [item.view for part in menu.settings for item in part.items]
    assert sorted(listed) == sorted({view for view in open_to if told[view].part})
    assert all(item.told for part in menu.settings for item in part.items)


@ON_SQLITE
@pytest.mark.parametrize("who", SAID)
def test_the_menu_of_a_reader_is_in_groups(client_as: Callable[..., FlaskClient], who: str) -> None:
    page = document(client_as(who).get("/reglages/"))
    groups = page.xpath("//nav[@id='menu']//ul")
    said = " | ".join(", ".join(link.text_content().strip() for link in group.xpath(".//a")) for group in groups)
    assert said == SAID[who]


@ON_SQLITE
@pytest.mark.parametrize(
    ("address", "beside", "marked"),
    [
        ("/personnes/list/", ["Personnes", "Mandats", "Référent·es", "Absences", "Doublons possibles"], "page"),
        ("/mandats/list/", ["Personnes", "Mandats", "Référent·es", "Absences", "Doublons possibles"], "true"),
        ("/mandats/add", [], "true"),  # a form says where it stands
        ("/types/list/", [], "true"),  # the settings are one page
    ],
)
def test_a_list_leads_to_those_of_its_section(
    client_as: Callable[..., FlaskClient], address: str, beside: list[str], marked: str
) -> None:
    page = document(client_as("mission").get(address))
    links = page.xpath("//nav[contains(@class, 'beside')]/details//a")
    assert [link.text_content().strip() for link in links] == beside
    assert page.xpath("//nav[@id='menu']//a[@aria-current]/@aria-current") == [marked]
    if beside:
        in_line = page.xpath("//nav[contains(@class, 'beside')]/ul//a")
        assert {link.get("href") for link in in_line} <= {link.get("href") for link in links}
        assert [link.get("href") for link in in_line if link.get("aria-current")] == [address]


@ON_SQLITE
def test_a_page_of_settings_leads_back_to_them(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("ref5")
    settings = document(client.get("/reglages/"))
    links = settings.xpath("//section[contains(@class, 'settings__part')]//a/@href")
    assert links
    for link in links:
        page = document(client.get(link))
        assert page.xpath("//nav[contains(@class, 'crumbs')]//a/@href")[1] == "/reglages/", link


def test_what_is_declared_of_a_setting_is_a_sentence() -> None:
    settings = [page for page in pages().values() if page.part]
    assert len(settings) > MOST
    assert all(page.told.endswith(".") for page in settings)
    assert {page.view for page in settings} <= set(RIGHTS)


@ON_SQLITE
@pytest.mark.parametrize(("words", "page"), [("imports", "/import/"), ("présences", "/reunions/list/")])
def test_a_page_is_found_by_the_words_that_one_has_for_it(
    client_as: Callable[..., FlaskClient], words: str, page: str
) -> None:
    found = document(client_as("mission").get(f"/recherche/palette?q={words}")).xpath("//a/@href")
    assert any(address.startswith(page) for address in found)


# The bar of a phone: five, of which what one may add where there is something, and the menu.
AT_HAND = {
    "mission": "Accueil, Réunions, Personnes, Ajouter, Menu",
    "ref5": "Accueil, Réunions, Personnes, Ajouter, Menu",
    "elu5": "Accueil, Mes échéances, Réunions, Personnes, Menu",
    "dpo": "Accueil, Exports, Réglages, Menu",
}


@ON_SQLITE
@pytest.mark.parametrize(("role", "words"), AT_HAND.items())
def test_a_phone_has_five_at_hand(client_as: Callable[[str], FlaskClient], role: str, words: str) -> None:
    page = document(client_as(role).get("/guide/"))
    bar = page.xpath('//nav[@class="thumb-bar"]/ul/li')
    assert ", ".join(" ".join(item.text_content().split()) for item in bar) == words
    for target in page.xpath('//nav[@class="thumb-bar"]/ul//button/@popovertarget'):
        assert page.xpath(f'//*[@id="{target}"][@popover]')


@ON_SQLITE
def test_what_the_bar_adds_is_what_its_reader_may_add(app: Flask) -> None:
    for role in ROLE_BY_CODE:
        pairs = pairs_of(role)
        assert all((item.view, "can_add") in pairs for item in menu_of(app, role).to_add), role
