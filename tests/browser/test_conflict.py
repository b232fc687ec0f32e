"""Two browsers open one person: what each changed alone is kept; what both changed is chosen between three values."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from mdo.kernel.sessions.factory import unlimited_session
from models.people import Person
from tests.support import TODAY
from tests.support.browser import LiveServer


@dataclass(frozen=True)
class Editors:
    """Two pages on the edition of one person; what the database holds of them."""

    first: Page
    second: Page
    server: LiveServer

    def stored(self) -> dict[str, str | None]:
        with unlimited_session(self.server.database.engine, today=TODAY) as session:
            person = session.get_one(Person, int(self.second.url.rsplit("/", 1)[1]))
            return {name: getattr(person, name) for name in ("city", "postal_code", "phone")}


@pytest.fixture
def editors(page_as: Callable[..., Page], live_server: LiveServer) -> Editors:
    first, second = page_as("responsable"), page_as("mission")
    first.goto("/personnes/list/?q=adam")
    path = str(first.locator("tbody a[href*='/edit/']").first.get_attribute("href"))
    for page in (first, second):
        page.goto(path)
        page.get_by_label("Ville").fill("Lyon")
    save(first)
    for page in (first, second):
        page.goto(path)  # both open what the first one stored
    return Editors(first, second, live_server)


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def is_saved(page: Page) -> None:
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")


def both_change_the_city(editors: Editors) -> None:
    editors.first.get_by_label("Ville").fill("Villeurbanne")
    save(editors.first)
    is_saved(editors.first)
    editors.second.get_by_label("Ville").fill("Bron")
    editors.second.get_by_label("Code postal").fill("69500")
    save(editors.second)
    expect(editors.second).to_have_title(re.compile(r"^À trancher\s: Modifier\s: Adam \w+ .*– Personnes – Mission "))


@pytest.mark.slow
def test_different_fields_are_both_kept(editors: Editors) -> None:
    editors.first.get_by_label("Ville").fill("Villeurbanne")
    save(editors.first)
    is_saved(editors.first)
    editors.second.get_by_label("Code postal").fill("69500")
    save(editors.second)
    is_saved(editors.second)
    for value in ("Villeurbanne", "69500"):
        expect(editors.second.locator("dd", has_text=value).first).to_be_visible()
    assert editors.stored() | {"phone": None} == {"city": "Villeurbanne", "postal_code": "69500", "phone": None}


@pytest.mark.slow
def test_the_same_field_comes_back_with_three_values_who_and_when_and_nothing_is_written(editors: Editors) -> None:
    before = editors.stored()
    started = dt.datetime.now(ZoneInfo("Europe/Paris")).replace(second=0, microsecond=0)
    both_change_the_city(editors)
    assert editors.stored() == before | {"city": "Villeurbanne"}
    conflict = editors.second.get_by_role("group", name="Ville")
    values = conflict.locator(".conflict__value")
    expect(values.nth(0)).to_contain_text("À l’ouverture du formulaire")
    expect(values.nth(0)).to_contain_text("Lyon")
    expect(values.nth(1)).to_contain_text("Nadia Ferrand")
    expect(values.nth(1)).to_contain_text("Villeurbanne")
    expect(values.nth(2)).to_contain_text("La vôtre")
    expect(values.nth(2)).to_contain_text("Bron")
    head = values.nth(1).locator(".conflict__head").inner_text()
    when = dt.datetime.strptime(head.split(", ")[1], "%d/%m/%Y %H\xa0h\xa0%M").replace(tzinfo=ZoneInfo("Europe/Paris"))
    assert started <= when <= dt.datetime.now(ZoneInfo("Europe/Paris"))
    expect(editors.second.get_by_label("Code postal")).to_have_value("69500")


@pytest.mark.parametrize(
    ("chosen", "city"),
    [
        pytest.param("Villeurbanne", "Villeurbanne", id="theirs", marks=pytest.mark.slow),
        pytest.param("Bron", "Bron", id="mine"),
    ],
)
def test_the_chosen_value_is_saved_with_the_other_changes(editors: Editors, chosen: str, city: str) -> None:
    both_change_the_city(editors)
    editors.second.get_by_role("group", name="Ville").get_by_label(chosen).check()
    save(editors.second)
    is_saved(editors.second)
    stored = editors.stored()
    assert (stored["city"], stored["postal_code"]) == (city, "69500")


@pytest.mark.slow
def test_a_conflict_that_is_not_settled_writes_nothing(editors: Editors) -> None:
    both_change_the_city(editors)
    save(editors.second)
    expect(editors.second.locator(".conflict")).to_be_visible()
    stored = editors.stored()
    assert (stored["city"], stored["postal_code"] == "69500") == ("Villeurbanne", False)


@pytest.mark.slow
def test_a_third_change_between_the_question_and_the_answer_is_asked_again(editors: Editors) -> None:
    both_change_the_city(editors)
    editors.first.get_by_role("link", name="Modifier").click()
    editors.first.get_by_label("Ville").fill("Vénissieux")
    save(editors.first)
    is_saved(editors.first)
    editors.second.get_by_role("group", name="Ville").get_by_label("Bron").check()
    save(editors.second)
    expect(editors.second.get_by_role("group", name="Ville")).to_contain_text("Vénissieux")
    assert editors.stored()["city"] == "Vénissieux"
