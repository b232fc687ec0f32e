"""What people do all day, in a real browser: by keyboard, with a script and without."""

from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from tests.support.browser import DESK


def open_first(page: Page, path: str) -> None:
    """Opens the first record of a list."""
    page.goto(path)
    page.locator("tbody th a").first.click()


def test_a_person_is_found_edited_and_saved_by_keyboard_alone(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("adam")
    page.keyboard.press("Enter")
    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Modifier").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ville").focus()
    page.keyboard.type("Lyon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    expect(page.locator("dd", has_text="Lyon").first).to_be_visible()


def test_the_skip_link_leads_to_the_content(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_relation_is_chosen_by_keyboard_and_what_was_typed_without_choosing_does_not_stay(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    field = page.get_by_role("combobox", name="Personne")
    field.fill("adam")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    chosen = field.input_value()
    assert chosen.lower().startswith("adam")
    assert page.locator("select#person").input_value() != ""
    field.fill("something else")
    field.press("Tab")
    expect(field).to_have_value(chosen)
    field.fill("")
    field.press("Tab")
    assert page.locator("select#person").input_value() == ""


def test_errors_take_the_focus_keep_what_was_typed_and_lead_to_their_field(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/add")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_title("Erreur : Ajouter : Personne – Mission Démocratie Ouverte")
    assert page.evaluate("document.activeElement.id") == "errors"
    expect(page.get_by_label("Prénom")).to_have_value("Zoé")
    page.locator("#errors a").first.click()
    assert page.evaluate("document.activeElement.id") == "last_name"
    assert page.locator("#last_name").get_attribute("aria-invalid") == "true"
    assert "last_name-error" in (page.locator("#last_name").get_attribute("aria-describedby") or "")


def test_leaving_a_changed_form_asks_first_and_an_unchanged_one_does_not(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/personnes/add")
    page.goto("/personnes/list/")
    assert asked == []
    page.goto("/personnes/add")
    page.get_by_label("Prénom").press_sequentially("Zoé")
    page.goto("/personnes/list/")
    assert asked == ["beforeunload"]


def test_a_date_is_kept_as_typed_and_said_in_words(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_first(page, "/instances/list/")
    page.get_by_role("link", name="Modifier").click()
    page.locator("#charter_on").fill("2026-03-12")
    expect(page.locator("[data-date-words=charter_on]")).to_have_text("jeudi 12 mars 2026")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("dd", has_text="12/03/2026").first).to_be_visible()


def test_the_dialog_names_the_row_and_nothing_is_deleted_when_it_is_cancelled(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/organisations/list/")
    name = page.locator("tbody tr:has(a[href*='/delete/']) th").first.inner_text()
    opener = page.locator("a[href*='/delete/']").first
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_be_hidden()
    assert opener.evaluate("link => document.activeElement === link")
    expect(page.locator("tbody th", has_text=name).first).to_be_visible()


def test_a_bulk_action_asks_with_the_number_of_rows_then_does_it(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/doublons/list/")
    boxes = page.locator("input[name=rowid]")
    before = boxes.count()
    expect(page.locator(".bulk-bar")).to_be_hidden()
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 lignes cochées")
    page.locator(".bulk-bar button[value=delete]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 lignes cochées")
    dialog.locator("[data-accept]").click()
    expect(page.get_by_role("status").first).to_contain_text("2")
    expect(boxes).to_have_count(before - 2)


def test_without_a_script_a_bulk_deletion_is_asked_on_a_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto("/doublons/list/")
    before = page.locator("input[name=rowid]").count()
    page.locator("input[name=rowid]").first.check()
    page.locator(".bulk-bar button[value=delete]").click()
    expect(page.locator("h1")).to_have_text("Supprimer")
    page.locator("main form button").click()
    expect(page.locator("input[name=rowid]")).to_have_count(before - 1)


def test_filters_are_in_the_address_shown_as_chips_and_removed_one_by_one(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/instances/list/")
    page.get_by_role("button", name="Filtres").click()
    page.get_by_role("group", name="État").get_by_label("Active", exact=True).check()
    page.get_by_role("group", name="État").get_by_label("En sommeil").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    page.wait_for_url("**f_state=active&f_state=dormant")
    chips = page.locator(".chip")
    expect(chips).to_have_count(2)
    chips.first.click()
    expect(chips).to_have_count(1)
    assert "f_state=dormant" in page.url
    assert "f_state=active" not in page.url


def test_chosen_columns_keep_the_search(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/?q=adam")
    count = page.locator(".list__count").inner_text()
    page.locator("summary", has_text="Colonnes").click()
    page.locator(".column-choice").get_by_label("Prénom", exact=True).uncheck()
    page.get_by_role("button", name="Afficher ces colonnes").click()
    page.wait_for_url("**cols=**")
    expect(page.get_by_role("columnheader", name="Prénom", exact=True)).to_have_count(0)
    expect(page.get_by_role("columnheader", name="Nom", exact=True)).to_be_visible()
    expect(page.locator(".list__count")).to_have_text(count)


def test_two_people_change_the_same_field_and_one_chooses_between_three_values(page_as: Callable[..., Page]) -> None:
    mine, theirs = page_as("mission"), page_as("responsable")
    for page in (mine, theirs):
        open_first(page, "/personnes/list/")
        page.get_by_role("link", name="Modifier").click()
    theirs.get_by_label("Ville").fill("Villeurbanne")
    theirs.get_by_role("button", name="Enregistrer").click()
    expect(theirs.get_by_role("status").first).to_contain_text("Enregistré")
    mine.get_by_label("Ville").fill("Bron")
    mine.get_by_label("Code postal").fill("69500")
    mine.get_by_role("button", name="Enregistrer").click()
    conflict = mine.get_by_role("group", name="Ville")
    for words in ("(vide)", "Villeurbanne", "Bron", "Nadia Ferrand"):
        expect(conflict).to_contain_text(words)
    conflict.get_by_label("Bron").check()
    mine.get_by_role("button", name="Enregistrer").click()
    expect(mine.locator("dd", has_text="Bron")).to_be_visible()
    expect(mine.locator("dd", has_text="69500")).to_be_visible()


def test_the_theme_is_the_systems_until_one_is_chosen_and_never_flashes(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", color_scheme="dark", viewport=DESK)
    page.goto("/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.get_by_role("button", name="Thème sombre").click()
    page.add_init_script(
        "new MutationObserver(() => {"
        "  if (document.body) (window.themes ||= new Set()).add(document.documentElement.dataset.bsTheme);"
        "}).observe(document, {subtree: true, childList: true, attributes: true})"
    )
    page.goto("/aide")
    assert page.evaluate("[...window.themes]") == ["light"]


def test_the_menu_is_a_drawer_on_a_phone_that_escape_closes(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", viewport={"width": 390, "height": 844})
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    menu.get_by_role("link", name="Personnes").click()
    expect(page.locator("h1")).to_have_text("Personnes")
