"""One project from its template to its lessons, in a browser: tasks, files, what names it, its sums, its readers.

From the first page on, one follows the links and sends the forms that pages give.
"""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_contract_walk import choose, fill, save

TITLE = "Relancer Ménival et Gerland"
LESSONS = "Inviter les mairies dès la première réunion."
OTHER = "Rencontres de la participation 2027"
PDF = {"name": "diagnostic.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 diagnostic"}
SIGNED = {**PDF, "name": "signe.pdf", "buffer": b"%PDF-1.7 signed"}
# The lump sum of the training (no tax) and the autumn order of the demo: 32,400 + 40,320 before tax.
PLANNED, COMMITTED, BEFORE_TAX, INVOICED = "90000,00€", "80784,00€", "72720,00€", "24300,00€"
ORDER, TRAINING = 48384, 32400
SUMS = {PLANNED, COMMITTED, BEFORE_TAX, INVOICED}
TASKS = (("Bonnard", "Écrire au 5e"), ("Blanchet", "Écrire au 7e"), ("Ferrand", "Relire la charte"))


def amounts(text: str) -> set[str]:
    return {re.sub(r"\s", "", found) for found in re.findall("-?\\d[\\d \u202f\u00a0]*,\\d\\d[ \u202f\u00a0]€", text)}


def tables_of(content: bytes) -> list[list[str]]:
    tables: Any = Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def follow(page: Page, name: str, *, inside: Locator | None = None) -> None:
    (inside or page.get_by_role("main")).get_by_role("link", name=name, exact=True).first.click()


def from_menu(page: Page, *names: str) -> None:
    """From the first page to a screen, by the menu and what stands under it."""
    page.goto("/")
    for name in names:
        page.locator("nav").get_by_role("link", name=re.compile(f"^{name}")).locator("visible=true").first.click()
    page.get_by_role("heading", level=1, name=names[-1]).wait_for()


def tab(page: Page, name: str) -> None:
    title = re.compile(f"^{name}")
    page.get_by_role("tab", name=title).click()
    page.get_by_role("tabpanel", name=title).wait_for()


def more(page: Page, name: str) -> Locator:
    """What stands in the menu of the other acts."""
    page.get_by_role("button", name="Plus d’actions").first.click()
    return page.locator("#more-actions").get_by_role("link", name=name)


def downloaded(page: Page, link: Locator) -> bytes:
    with page.expect_download() as found:
        link.click()
    return found.value.path().read_bytes()


def back_to_project(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()


def hang(page: Page, part: str, chosen: dict[str, str], **typed: Any) -> None:
    """Adds a row from a tab of the project, and comes back by the link of that row."""
    tab(page, part)
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^Ajouter.*{part}", re.DOTALL)).click()
    fill(page, **typed)
    for label, words in chosen.items():
        choose(page, label, words)
    save(page)
    back_to_project(page)


def begin(page: Page) -> None:
    """A project of two councils with a meeting, laid down from its template, then launched."""
    from_menu(page, "Projets")
    follow(page, "Ajouter")
    fill(page, title=TITLE, kind="revival", start_on="2026-11-01", end_on="2027-06-30")
    for name in ("Ménival", "Gerland"):
        choose(page, "Instances", name)
    choose(page, "Réunions", "Plénière")
    save(page)
    more(page, "Poser un modèle").click()
    page.get_by_label("Modèle", exact=True).select_option(
        label="Redynamiser un conseil (jour de la plénière de relance)"
    )
    page.get_by_role("main").locator("input[type=date]").fill("2027-03-01")
    page.get_by_role("button", name="Montrer les jours").click()
    laid = page.get_by_role("table").get_by_role("row").filter(has_text="Plénière de relance")
    expect(laid).to_contain_text("1er mars 2027")
    page.get_by_role("button", name="Les poser").click()
    expect(page.get_by_role("main")).to_contain_text("01/03/2027")
    follow(page, "Lancer le projet")
    save(page)


def files_are_kept(page: Page) -> None:
    """Two versions of a file and an address; the last version is final, its signed PDF beside it."""
    tab(page, "Documents")
    follow(page, "Ajouter des documents")
    fill(page, kind="note", title="Diagnostic", dated_on="2026-11-20")
    page.get_by_label("Fichiers").set_input_files(PDF)
    page.get_by_role("button", name="Joindre").click()
    page.get_by_role("link", name="Nouvelle version").click()
    page.locator("main input[type=file]").set_input_files({**PDF, "buffer": b"%PDF-1.7 second"})
    page.get_by_role("main").locator("form button.btn-primary").first.click()
    expect(page.get_by_role("main")).to_contain_text("version 2")
    page.get_by_role("button", name="Marquer définitif").click()
    expect(page.get_by_role("main")).to_contain_text("Définitif")
    page.locator("summary").filter(has_text="Joindre l’exemplaire signé").click()
    page.locator("main input[type=file]").set_input_files(SIGNED)
    page.get_by_role("button", name=re.compile("^Garder à côté de la version 2")).click()
    assert downloaded(page, page.get_by_role("link", name="Exemplaire signé (PDF)")) == SIGNED["buffer"]
    follow(page, "Ajouter des documents")
    fill(page, title="Photos", link=r"\\serveur\mission\relance")
    page.get_by_role("button", name="Joindre").click()
    expect(page.get_by_role("main")).to_contain_text(r"\\serveur\mission\relance")


def sums_agree(page: Page) -> None:
    """On the page of the project, in its note, in the list of all, on the report and in its workbook."""
    tab(page, "Argent")
    shown = page.get_by_role("main")
    expect(shown.get_by_role("row").filter(has_text="BC-05")).to_contain_text(OTHER)
    assert amounts(shown.inner_text()) >= SUMS
    note = tables_of(downloaded(page, more(page, "Note de cadrage (Word)")))
    assert amounts("|".join(cell for row in note for cell in row)) >= SUMS
    from_menu(page, "Projets")
    paper = tables_of(downloaded(page, more(page, "Tous sur une page (Word)")))
    (line,) = (row for row in paper if TITLE in row[0])
    assert amounts("|".join(line)) == {PLANNED, COMMITTED, INVOICED}
    from_menu(page, "Rapports")
    follow(page, "Argent des projets")
    told = page.get_by_role("row").filter(has_text=TITLE).all_inner_texts()
    assert all(amounts(text) >= {PLANNED, COMMITTED, INVOICED} for text in told)
    total = page.get_by_role("row").filter(has_text=re.compile("^Total")).first.inner_text()
    content = downloaded(page, page.get_by_role("link", name="Excel", exact=True).first)
    sheets = [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(content)).worksheets]
    lines = [row for rows in sheets for row in rows if TITLE in row]
    assert len(lines) == len(told) == 2  # a line of the list, and one of the figures
    assert all({90000, 80784, 24300} <= {*row} for row in lines)
    (figures,) = (rows for rows in sheets if any(str(row[0]).startswith("Total") for row in rows))
    start = next(place for place, row in enumerate(figures) if "Engagé (€ TTC)" in row)
    place = figures[start].index("Engagé (€ TTC)")
    *each, summed = (row for row in figures[start + 1 :] if isinstance(row[place], int | float))
    numbers = [value for value in summed if isinstance(value, int | float)]  # what is planned is a formula there
    assert amounts(total) >= {f"{value:.2f}€".replace(".", ",") for value in numbers}
    # The order is named by three projects and the training by two: each once in the total.
    assert summed[place] == sum(row[place] for row in each) - 2 * ORDER - TRAINING


def reads_her_part(reader: Page, mine: str, others: str) -> None:
    """Who serves one of the two arrondissements: the project and its files, no euro; she does her task."""
    from_menu(reader, "Projets")
    follow(reader, TITLE)
    expect(reader.get_by_role("heading", level=1)).to_contain_text(TITLE)
    names = reader.locator("[data-tabs]").inner_text()
    assert "Tâches" in names
    assert not {"Argent", "Lignes budgétaires", "Dépenses"} & {*re.split(r"[\n\d]+", names)}
    assert not amounts(reader.get_by_role("main").inner_text())
    tab(reader, "Documents")
    expect(reader.get_by_role("main")).to_contain_text("Diagnostic")
    expect(reader.get_by_role("link", name="Ajouter des documents")).to_have_count(0)
    from_menu(reader, "Mes échéances", "Mon travail")
    expect(reader.get_by_role("main")).to_contain_text(mine)
    expect(reader.get_by_role("main")).not_to_contain_text(others)
    reader.get_by_role("button", name=re.compile(f"Fait.*{mine}", re.DOTALL)).click()
    expect(reader.get_by_role("link", name=mine)).to_have_count(0)


@pytest.mark.slow
def test_a_project_is_walked_from_its_template_to_its_lessons(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    begin(page)
    for who, text in TASKS:
        hang(page, "Tâches", {"Responsable (compte)": who}, text=text, due_on="2026-12-10")
    hang(page, "Lignes budgétaires", {}, exercise="2027", label="Relance", planned_incl_tax="90000")
    for label, words in (("Marché", "Formation des membres"), ("Bon de commande", "BC-05")):
        hang(page, "Dépenses", {label: words})
    files_are_kept(page)
    sums_agree(page)
    readers = {name: page_as(name) for name in ("ref5", "ref7")}
    reads_her_part(readers["ref5"], "Écrire au 5e", "Écrire au 7e")
    reads_her_part(readers["ref7"], "Écrire au 7e", "Écrire au 5e")
    stranger = page_as("ref3")
    from_menu(stranger, "Projets")
    follow(stranger, "Toutes les lignes")
    expect(stranger.get_by_role("main")).not_to_contain_text(TITLE)
    from_menu(page, "Projets")
    follow(page, TITLE)
    follow(page, "Clore le projet")
    fill(page, lessons=LESSONS)
    save(page, then="**/show/**")
    expect(page.get_by_role("main")).to_contain_text("Terminé")
    tab(page, "Le projet en entier")
    expect(page.get_by_role("main")).to_contain_text(LESSONS)
    tab(page, "Tâches")
    for text in ("Écrire au 5e", "Écrire au 7e"):
        expect(page.get_by_role("row").filter(has_text=text)).to_contain_text("Terminée")
