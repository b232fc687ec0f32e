"""The searchable relation, single and multiple: by keyboard alone, said to a screen reader, on a narrow phone too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.reading import odd_words, outline
from tests.support.browser import violations

NARROW = {"width": 320, "height": 640}
PAGE = 20


def answers(field: Locator) -> Locator:
    """The options of the open list."""
    return field.page.locator(f"#{field.get_attribute('aria-controls')}").get_by_role("option")


def said(field: Locator) -> Locator:
    """What a screen reader hears: the live region beside the field."""
    return field.page.locator(".combobox", has=field).locator(".combobox__status")


def active(field: Locator) -> str:
    """The option that the field points to."""
    return field.page.locator(f"#{field.get_attribute('aria-activedescendant')}").inner_text()


def is_closed(field: Locator) -> None:
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(answers(field).first).to_be_hidden()
    assert field.get_attribute("aria-activedescendant") is None


def search(field: Locator, words: str) -> Locator:
    """Types and waits for the answers."""
    field.press_sequentially(words)
    answers(field).first.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    return field


@pytest.fixture
def field(page_as: Callable[..., Page]) -> Locator:
    """The person of a new mandate, with the answers to « mar » open."""
    page = page_as("mission")
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Personne")
    found.focus()
    return search(found, "mar")


def chosen_id(field: Locator) -> str:
    return field.page.locator("select#person").input_value()


# ---- One choice -------------------------------------------------------------------------------------------------


def test_it_says_what_it_is_before_anything_is_typed(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Instance participative")
    expect(found).to_have_attribute("aria-autocomplete", "list")
    expect(found).to_have_attribute("aria-required", "true")
    expect(found).to_have_attribute("placeholder", "Tapez quelques lettres")
    is_closed(found)
    helped = page.get_by_role("combobox", name="Association représentée")
    expect(helped).to_have_accessible_description(re.compile("association"))
    assert page.locator(f"#{found.get_attribute('aria-controls')}").get_attribute("role") == "listbox"


def test_arrows_home_and_end_move_and_enter_chooses(field: Locator) -> None:
    options = answers(field)
    names = options.all_inner_texts()
    assert active(field) == names[0]
    for key, expected in (
        ("ArrowDown", names[1]),
        ("End", names[-1]),
        ("Home", names[0]),
        ("PageDown", names[10]),
        ("PageUp", names[0]),
    ):
        field.press(key)
        assert active(field) == expected, key
        expect(field.page.locator("[aria-selected=true]")).to_have_count(1)
    expect(options.nth(PAGE)).to_be_attached()  # the end of the list has brought more
    loaded = options.count()
    field.press("ArrowUp")  # from the first to the last
    expect(field).to_have_attribute("aria-activedescendant", f"person-search-list-{loaded - 1}")
    field.press("Home")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(names[1])
    is_closed(field)
    expect(field).to_be_focused()
    expect(said(field)).to_have_text(f"Choisi : {names[1]}")
    assert chosen_id(field)
    assert field.page.url.endswith("/mandats/add")  # Enter did not send the form


@pytest.mark.slow
def test_the_number_of_answers_is_said(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Personne")
    found.focus()
    search(found, "mar")
    expect(said(found)).to_have_text("20 résultats affichés, d’autres suivent")
    found.fill("adam mar")
    expect(said(found)).to_have_text("1 résultat")
    expect(answers(found)).to_have_attribute("aria-posinset", "1")
    found.fill("zzzzzz")
    expect(said(found)).to_have_text("Aucun résultat")
    expect(found).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("way", ["arrow", "scroll"])
def test_the_next_answers_come_20_at_a_time(field: Locator, way: str) -> None:
    options = answers(field)
    expect(options).to_have_count(PAGE)
    for page in (2, 3):
        last = options.nth(PAGE * (page - 1) - 1)
        if way == "arrow":
            field.press("End")
            field.press("ArrowDown")
        else:
            last.scroll_into_view_if_needed()
        expect(options.nth(PAGE * (page - 1))).to_be_attached()
        if way == "arrow":
            expect(field).to_have_attribute("aria-activedescendant", f"person-search-list-{PAGE * (page - 1)}")
        if options.count() < PAGE * page:
            break
    names = options.all_inner_texts()
    assert len(names) == len(set(names)) > PAGE
    expect(said(field)).to_contain_text(f"{len(names)} résultats")
    assert chosen_id(field) == ""


@pytest.mark.parametrize("key", ["Escape", pytest.param("Alt+ArrowUp", marks=pytest.mark.slow)])
def test_the_list_is_closed_and_nothing_is_chosen(field: Locator, key: str) -> None:
    field.press(key)
    is_closed(field)
    expect(field).to_be_focused()
    assert chosen_id(field) == ""
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")


def test_words_that_were_not_chosen_do_not_stay(field: Locator) -> None:
    field.press("Enter")
    chosen, row_id = field.input_value(), chosen_id(field)
    for leave in ("Tab", "Escape"):
        field.fill("quelqu’un d’autre")
        expect(said(field)).to_have_text("Aucun résultat")
        field.press(leave)
        expect(field).to_have_value(chosen)
        assert chosen_id(field) == row_id
        field.focus()


@pytest.mark.parametrize("way", ["emptied", pytest.param("button", marks=pytest.mark.slow)])
def test_an_emptied_field_and_its_button_choose_nobody(field: Locator, way: str) -> None:
    field.press("Enter")
    assert chosen_id(field)
    if way == "emptied":
        field.fill("")
        field.press("Tab")
    else:
        field.press("Tab")
        button = field.page.get_by_role("button", name="Effacer : Personne")
        expect(button).to_be_focused()
        button.press("Enter")
        expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert chosen_id(field) == ""


def test_a_search_that_does_not_answer_says_so_and_can_be_tried_again(field: Locator) -> None:
    field.press("Escape")
    broken: Callable[[Route], None] = lambda route: route.fulfill(status=429)  # noqa: E731  # one line, used twice
    field.page.route("**/lookup/person*", broken)
    field.fill("ada")
    expect(said(field)).to_have_text("La recherche ne répond pas : réessayez.")
    field.page.unroute("**/lookup/person*", broken)
    field.fill("adam")
    answers(field).first.wait_for()


@pytest.mark.slow
def test_an_answer_that_comes_late_does_not_replace_a_newer_one(field: Locator) -> None:
    field.press("Escape")
    held: list[Route] = []
    field.page.route("**/lookup/person?q=du&*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks what it is given
    with field.page.expect_request("**/lookup/person?q=du&*"):
        field.fill("du")
    field.fill("adam")
    expect(answers(field).first).to_contain_text("Adam")
    assert len(held) == 1
    expect(said(field)).not_to_contain_text("La recherche")


def test_a_list_that_was_closed_does_not_open_when_its_answer_comes(field: Locator) -> None:
    field.press("Escape")
    field.page.route("**/lookup/person?q=du&*", lambda route: None)
    with field.page.expect_request("**/lookup/person?q=du&*"):
        field.fill("du")
    with field.page.expect_event("requestfailed"):  # what is on its way is called back
        field.press("Escape")
    is_closed(field)


# ---- Several choices --------------------------------------------------------------------------------------------


@pytest.fixture
def bodies(page_as: Callable[..., Page]) -> Locator:
    """The filter on bodies of the list of mandates."""
    page = page_as("mission")
    page.goto("/mandats/list/")
    page.get_by_role("button", name="Filtres").click()
    return page.get_by_role("combobox", name="Instance participative")


def tags(field: Locator) -> Locator:
    return field.page.locator(".combobox", has=field).locator(".combobox__chosen button")


def choose(field: Locator, count: int) -> list[str]:
    """Chooses the first answers, one after the other; returns their names."""
    field.focus()
    for number in range(count):
        search(field, "conseil")
        for _ in range(number):
            field.press("ArrowDown")
        field.press("Enter")
        expect(tags(field)).to_have_count(number + 1)
        expect(field).to_have_value("")
    return [text.removesuffix(" ×") for text in tags(field).all_inner_texts()]


def test_what_is_chosen_is_listed_and_taken_away_by_keyboard(bodies: Locator) -> None:
    names = choose(bodies, 4)
    assert len(set(names)) == 4
    bodies.press("Backspace")  # in the empty field: the last one
    expect(tags(bodies)).to_have_count(3)
    expect(said(bodies)).to_have_text(f"Retiré : {names[3]}")
    bodies.press("ArrowLeft")
    expect(tags(bodies).last).to_be_focused()
    expect(tags(bodies).last).to_have_accessible_name(f"Retirer : {names[2]}")
    bodies.page.keyboard.press("ArrowLeft")
    expect(tags(bodies).nth(1)).to_be_focused()
    bodies.page.keyboard.press("Delete")
    expect(said(bodies)).to_have_text(f"Retiré : {names[1]}")
    expect(bodies).to_be_focused()
    bodies.press("ArrowLeft")
    bodies.page.keyboard.press("ArrowRight")
    expect(bodies).to_be_focused()
    tags(bodies).first.press("Enter")
    expect(tags(bodies)).to_have_count(1)
    assert tags(bodies).all_inner_texts() == [f"{names[2]} ×"]


def test_what_is_chosen_is_what_the_form_sends(bodies: Locator) -> None:
    names = choose(bodies, 2)
    ids = bodies.page.locator("select[data-lookup]").first.evaluate("s => [...s.selectedOptions].map(o => o.value)")
    bodies.page.get_by_role("button", name="Appliquer les filtres").click()
    bodies.page.wait_for_url("**f_instance=**")
    assert re.findall(r"f_instance=(\d+)", bodies.page.url) == ids
    for name in names:
        expect(bodies.page.locator(".chip", has_text=name)).to_be_visible()


@pytest.mark.slow
def test_one_choice_twice_is_one_choice(bodies: Locator) -> None:
    choose(bodies, 1)
    search(bodies, "conseil")
    expect(bodies.page.locator(".combobox__list .is-chosen")).to_have_count(1)
    bodies.press("Enter")
    expect(tags(bodies)).to_have_count(1)


# ---- Anywhere ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_it_fits_320_pixels_open_and_full(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=NARROW)
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Instance participative")
    found.focus()
    search(found, "conseil")
    assert outline(page) == []
    box = page.locator(".combobox__list:visible").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= NARROW["width"]) == (True, True)
    assert violations(page) == []
    found.press("Enter")
    expect(found).not_to_have_value("")
    assert outline(page) == []


@pytest.mark.slow
def test_its_words_are_those_of_the_page(page_as: Callable[..., Page], field: Locator) -> None:
    assert odd_words(field.page) == []
    english = page_as("mission", locale="en-GB")
    english.goto("/mandats/add")
    expect(english.locator("html")).to_have_attribute("lang", "en")
    found = english.get_by_role("combobox", name="Person")
    expect(found).to_have_attribute("placeholder", "Type a few letters")
    found.focus()
    search(found, "mar")
    expect(said(found)).to_have_text("20 results shown, more below")


# ---- Tab, and what follows ------------------------------------------------------------------------------------------


def test_tab_takes_the_answer_that_one_typed_for_and_goes_on(field: Locator) -> None:
    told = active(field)
    field.press("Tab")
    assert chosen_id(field)
    expect(field).to_have_value(told)
    expect(field).not_to_be_focused()
    assert field.page.evaluate("document.activeElement.className").find("combobox__clear") < 0


@pytest.mark.slow
@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_who_types_faster_than_the_answers_come_gets_what_was_typed(page_as: Callable[..., Page], key: str) -> None:
    # The first answer to the words before, of a list that had just opened, was taken: another person.
    page = page_as("mission")
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Personne")
    found.click()
    answers(found).first.wait_for()
    address = page.url
    held: list[Route] = []
    page.route("**/lookup/person?q=martin*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks what it is given
    with page.expect_request("**/lookup/person?q=martin*"):
        page.keyboard.type("martin")
        page.keyboard.press(key)
    assert (chosen_id(found), page.url) == ("", address)
    expect(found).to_be_focused()
    held[-1].continue_()
    expect(found).to_have_value(re.compile("Martin"))
    assert chosen_id(found)
    expect(page.locator("*:focus")).to_have_attribute(
        "id", str(found.get_attribute("id")) if key == "Enter" else "organisation-search"
    )


def test_tab_out_of_a_list_that_just_opened_chooses_nothing(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    found = page.get_by_role("combobox", name="Personne")
    found.click()
    answers(found).first.wait_for()
    found.press("Tab")
    assert chosen_id(found) == ""
