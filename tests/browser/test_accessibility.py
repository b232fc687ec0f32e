"""axe, best practice and target size included, on what opens on a page: desk in light and dark, phone in light.

Pages as they open are walked by `test_pages`. A state is opened once; the theme and the width then change under it, as
they do for a person. In dark the rules on colours alone are asked again: a theme changes nothing else. A phone has the
colours of a desk.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.reading import odd_words, outline
from tests.decp.test_reading import a_file, a_record
from tests.support.browser import DESK, PHONE, Asked, leave_rows_out, violations
from tests.support.data import members

Opening = Callable[[Page], object]


def at(path: str) -> Opening:
    """A page as it opens."""
    return lambda page: page.goto(path)


# ---- Outside, and the frame -------------------------------------------------------------------------------------


def sign_in_refused(page: Page) -> None:
    page.goto("/login/")
    page.get_by_label("Identifiant").fill("personne")
    page.get_by_label("Mot de passe").fill("une phrase fausse")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_visible()


def account_menu(page: Page) -> None:
    page.goto("/")
    page.locator("summary.account__button").click()


def narrow_menu(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Menu étroit").click()


def drawer(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).click()


def beside_menu(page: Page) -> None:
    page.goto("/marches/list/")
    page.get_by_role("navigation", name="Dans cette rubrique").locator("summary").click()


def palette(words: str) -> Opening:
    """The palette and what it answers."""

    def opened(page: Page) -> None:
        page.goto("/")
        page.keyboard.press("Control+k")
        page.get_by_role("dialog").get_by_role("option").first.wait_for()
        if words:
            with page.expect_response(f"**/recherche/palette?q={words}"):
                page.get_by_role("combobox").fill(words)
            expect(page.locator("#palette-list")).not_to_have_attribute("aria-busy", "true")

    return opened


def preferences_refused(page: Page) -> None:
    page.goto("/mon-compte/")
    page.locator("input[name=theme]").evaluate_all("boxes => boxes.forEach((box) => (box.checked = false))")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()


# ---- Lists ------------------------------------------------------------------------------------------------------


def filters_open(page: Page) -> None:
    page.goto("/mandats/list/?q=mar&f_status=in_force&f_designation=volunteer")
    page.get_by_role("button", name="Filtres").click()


def columns_open(page: Page) -> None:
    page.goto("/mandats/list/?q=mar")
    page.locator("summary", has_text="Colonnes").click()


def rows_ticked(page: Page) -> None:
    page.goto("/mandats/list/?q=mar")
    page.locator("input[name=rowid]").first.check()
    expect(page.locator(".bulk-bar")).to_be_visible()


def views_open(page: Page) -> None:
    page.goto("/mandats/list/?q=mar&f_status=in_force")
    page.locator(".list__views summary").click()
    expect(page.get_by_label("Enregistrer cet affichage sous le nom")).to_be_visible()


def all_results_ticked(page: Page) -> None:
    page.goto("/mandats/list/?f_status=in_force")
    page.locator("[data-all-boxes]").check()
    page.locator("[data-all-results]").check()


def undo_offered(page: Page) -> None:
    page.goto("/mandats/list/?f_end_reason=moved&order=start_on")  # those that no list of a meeting names
    page.locator("tbody a[href*='/delete/']").first.click()
    page.get_by_role("dialog").locator("[data-accept]").click()
    expect(page.get_by_role("status").get_by_role("button", name="Annuler")).to_be_visible()


def deletion_asked(page: Page) -> None:
    page.goto("/mandats/list/?f_end_reason=moved&order=start_on")  # those that no list of a meeting names
    page.locator("tbody a[href*='/delete/']").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


# ---- Records and forms ------------------------------------------------------------------------------------------


def first_of(path: str, link: str = "tbody th a") -> Opening:
    """The first record of a list, or what another link of its row opens."""

    def opened(page: Page) -> None:
        page.goto(path)
        page.goto(str(page.locator(link).first.get_attribute("href")))

    return opened


def form_with_errors(page: Page) -> None:
    page.goto("/mandats/add")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()


def form_with_conflict(page: Page) -> None:
    first_of("/personnes/list/", "tbody a[href*='/edit/']")(page)
    other = page.context.new_page()
    other.goto(page.url)
    for editor, city in ((other, "Villeurbanne"), (page, "Bron")):
        editor.get_by_label("Ville").fill(city)
        editor.get_by_role("button", name="Enregistrer", exact=True).click()
        editor.wait_for_load_state()
    other.close()
    expect(page.locator(".conflict")).to_be_visible()


def history_open(page: Page) -> None:
    first_of("/personnes/list/?f_has_mandate=1")(page)
    page.get_by_role("tab", name="Historique").click()
    expect(page.get_by_role("tabpanel")).to_be_visible()


def combobox_open(page: Page) -> None:
    page.goto("/mandats/add")
    page.get_by_role("combobox", name="Personne").fill("ma")
    page.get_by_role("option").first.wait_for()


def password_refused(page: Page) -> None:
    page.goto("/mon-compte/mot-de-passe")
    page.get_by_role("button", name="Changer").click()
    expect(page.locator("#errors")).to_be_visible()


def password_given(page: Page) -> None:
    page.goto("/comptes/list/?q=stagiaire")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Nouveau mot de passe").click()
    page.get_by_role("dialog").locator("[data-accept]").click()
    expect(page.locator("code.secret")).to_be_visible()


# ---- Imports, renewal -------------------------------------------------------------------------------------------


@cache
def few_members() -> bytes:
    """Ten lines of the demo's bodies, of which two are in error."""
    lines = list(members.members(10))
    lines[2][members.HEADERS.index("Courriel")] = "marie.dupont@"
    lines[5][members.HEADERS.index("instance ")] = "Conseil X"
    with TemporaryDirectory() as folder:
        return members.write(Path(folder) / "membres.xlsx", lines).read_bytes()


def upload(page: Page, kind: str, name: str, content: bytes) -> None:
    page.goto(f"/import/{kind}")
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Voir ce qui changerait").click()


def preview_with_errors(page: Page) -> None:
    upload(page, "people", "membres.xlsx", few_members())
    page.get_by_label("Ligne des en-têtes").wait_for()
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("button", name="Appliquer les lignes valides")).to_be_visible()


def columns_to_map(page: Page) -> None:
    upload(page, "instances", "instances.xlsx", members.BODIES.read_bytes())
    expect(page.get_by_label("Ligne des en-têtes")).to_be_visible()


def preview_of_changes(page: Page) -> None:
    columns_to_map(page)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator(".import-values ins").first).to_be_visible()


def import_refused(page: Page) -> None:
    upload(page, "people", "membres.ods", b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_be_visible()


def import_applied(page: Page) -> None:
    preview_with_errors(page)
    page.get_by_role("button", name="Appliquer les lignes valides").click()
    expect(page.locator("li[aria-current=step]")).to_have_text("Résultat")


def open_data_read(page: Page) -> None:
    """A file of essential data with a contract to make and one in error."""
    content = a_file(a_record(id="AMO-2019-98"), a_record(id="AMO-2019-99", codeCPV="NC"))
    page.goto("/donnees-essentielles/importer")
    page.locator("#file").set_input_files({"name": "decp.json", "mimeType": "application/json", "buffer": content})
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("#contracts-title")).to_be_visible()


def live_link_made(page: Page) -> None:
    """The address of a live link, shown once."""
    page.goto("/instances/list/")
    page.locator(".page-head").get_by_title("Plus d’actions").click()
    page.get_by_role("link", name="Lien pour Excel").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Copier l’adresse").click()


def journal_entry(page: Page) -> None:
    import_applied(page)
    first_of("/journal/list/")(page)
    expect(page.locator("summary", has_text="champs").first).to_be_visible()


def renewal(page: Page) -> None:
    page.goto("/mandats/list/?size=50&f_status=in_force&order=-start_on")
    page.locator("[data-all-boxes]").check()
    page.locator(".bulk-bar").get_by_role("button", name="Renouveler").click()
    expect(page.locator("h1")).to_have_text("Renouveler des mandats")
    for state in ("ok", "warn", "danger"):
        expect(page.locator(f".pill--{state}").first).to_be_visible()


def request_step(name: str) -> Opening:
    def open_page(page: Page) -> None:
        first_of("/demandes/list/?f_status=overdue")(page)
        page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    return open_page


def requests_of_a_body(page: Page) -> None:
    first_of("/demandes/list/?f_status=overdue")(page)
    page.locator(".facts a[href*='/instances/show/']").first.click()
    page.locator("#tab-requests").click()
    expect(page.locator("#panel-requests .figures")).to_be_visible()


def another_agenda(page: Page) -> None:
    first_of("/demandes/list/?f_status=in_time")(page)
    page.goto(page.url.replace("/show/", "/agendas/"))


# State, who sees it, how it is opened, the heading of its page.
STATES: tuple[tuple[str, str | None, Opening, str], ...] = (
    ("sign-in", None, at("/login/"), "Se connecter"),
    ("sign-in refused", None, sign_in_refused, "Se connecter"),
    ("home of managers", "direction", at("/"), "Douze mois"),
    ("home of a référent", "ref5", at("/"), "Cette semaine"),
    ("home of an elected official", "elu5", at("/"), "Cette semaine"),
    ("home of the data protection officer", "dpo", at("/"), "Accueil"),
    ("account menu", "mission", account_menu, "Cette semaine"),
    ("narrow menu", "mission", narrow_menu, "Cette semaine"),
    ("lists beside", "mission", beside_menu, "Marchés"),
    ("drawer", "ref5", drawer, "Cette semaine"),
    ("palette", "admin", palette(""), "Cette semaine"),
    ("palette, results", "admin", palette("mar"), "Cette semaine"),
    ("palette, nothing", "ref5", palette("zzzzzz"), "Cette semaine"),
    ("search", "mission", at("/recherche"), "Rechercher"),
    ("search, results", "mission", at("/recherche?q=mar"), "Recherche"),
    ("search, nothing", "mission", at("/recherche?q=zzzzzz"), "Recherche"),
    ("preferences", "mission", at("/mon-compte/"), "Mes préférences"),
    ("preferences refused", "mission", preferences_refused, "Mes préférences"),
    ("list, page 2", "mission", at("/mandats/list/?page=2"), "Mandats"),
    ("list, filters open", "mission", filters_open, "Mandats"),
    ("list, columns open", "mission", columns_open, "Mandats"),
    ("list, rows ticked", "mission", rows_ticked, "Mandats"),
    ("list, all results ticked", "mission", all_results_ticked, "Mandats"),
    ("list, views open", "mission", views_open, "Mandats"),
    ("list, undo offered", "mission", undo_offered, "Mandats"),
    ("list, deletion asked", "mission", deletion_asked, "Mandats"),
    ("list, no result", "mission", at("/personnes/list/?q=zzzzzz"), "Personnes"),
    ("list, nothing yet", "dpo", at("/exports/list/?order=-at"), "Exports"),
    ("body without term", "mission", first_of("/instances/list/?q=conseil de quartier&f_state=active"), "Conseil"),
    ("body with seats", "mission", first_of("/instances/list/?q=conseil citoyen&f_state=active"), "Conseil citoyen"),
    ("mandate", "ref5", first_of("/mandats/list/"), " – "),
    ("history of a person", "mission", history_open, " "),
    ("form with errors", "mission", form_with_errors, "Ajouter"),
    ("form with conflict", "mission", form_with_conflict, "Modifier"),
    ("edition of a body", "responsable", first_of("/instances/list/", "tbody a[href*='/edit/']"), "Modifier"),
    ("combobox open", "mission", combobox_open, "Ajouter"),
    ("person and mandate", "ref5", at("/personnes/enrol"), "Personne et mandat"),
    ("import, refused file", "mission", import_refused, "Import : Personnes"),
    ("import, errors", "mission", preview_with_errors, "Import : Personnes"),
    ("import, columns", "mission", columns_to_map, "Import : Instances"),
    ("import, changes", "mission", preview_of_changes, "Import : Instances"),
    ("import, result", "mission", import_applied, "Import : Personnes"),
    ("essential data, a file read", "mission", open_data_read, "Importer un fichier DECP"),
    ("live link, address", "stagiaire", live_link_made, "Adresse de votre lien"),
    ("live link, form", "mission", at("/mes-liens/add?list=PersonView"), "Lien pour Excel"),
    ("renewal", "mission", renewal, "Renouveler"),
    ("journal entry", "responsable", journal_entry, "Personnes – membres.xlsx"),
    ("request", "mission", first_of("/demandes/list/?f_status=overdue"), " – "),
    ("request, answer", "mission", request_step("Répondre"), "Répondre"),
    ("requests of a body", "mission", requests_of_a_body, "Conseil"),
    ("request, another agenda", "mission", another_agenda, "Inscrire"),
    ("password given", "admin", password_given, "Nouveau mot de passe"),
    ("own password refused", "mission", password_refused, "Changer mon mot de passe"),
    ("refused", "elu5", at("/personnes/add"), "Accès refusé"),
)


LOOKS: tuple[tuple[str, ViewportSize, Literal["dark", "light"], Asked], ...] = (
    ("light", DESK, "light", "all"),
    ("dark", DESK, "dark", "colours"),
    ("phone", PHONE, "light", "all but colours"),
)

# What scripts open over a page, and what a refusal leaves on it: each commit looks at these. The others at each merge.
OF_EACH_COMMIT = {"palette, results", "list, filters open", "form with errors", "form with conflict"}
# Pages as they open: `test_pages` has met each of their elements; states of which one of another tier shows as much.
OF_THE_NIGHT = {
    *("search", "preferences", "palette", "list, all results ticked"),
    *("list, page 2", "list, no result", "list, nothing yet", "search, results", "search, nothing", "mandate"),
    *("body without term", "body with seats", "edition of a body", "person and mandate", "renewal", "journal entry"),
    *("request", "request, answer", "requests of a body", "home of managers", "home of a référent"),
    *("home of an elected official", "refused", "sign-in", "narrow menu", "palette, nothing"),
    *("preferences refused", "list, columns open", "list, views open", "list, undo offered", "history of a person"),
    *("import, refused file", "import, columns", "import, changes", "essential data, a file read", "live link, form"),
    *("request, another agenda", "own password refused"),
}


def tier_of(name: str) -> Any:
    """The mark of a state."""
    if name in OF_EACH_COMMIT:
        return []
    return pytest.mark.night if name in OF_THE_NIGHT else pytest.mark.slow


@pytest.mark.parametrize(
    ("who", "opening", "heading"),
    [pytest.param(*opened, id=name, marks=tier_of(name)) for name, *opened in STATES],
)
def test_axe_finds_nothing(page_as: Callable[..., Page], who: str | None, opening: Opening, heading: str) -> None:
    page = page_as(who)
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? » when the context closes
    opening(page)
    expect(page.locator("h1")).to_contain_text(heading)
    faults = {"words": odd_words(page)}
    leave_rows_out(page)
    for name, viewport, scheme, asked in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        faults[name] = violations(page, asked) + outline(page)
    assert {name: found for name, found in faults.items() if found} == {}
