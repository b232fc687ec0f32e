"""Ways through the pages of one call for projects, by links and forms, and what each reader counts there."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_contract_walk import choose, fill

Opened = Callable[..., Page]
TITLE = "APICQ du parcours"
# What only who reads all that a jury says has on the page of a call.
JUDGED = {"Classement", "Argent", "Jury", "Scénarios"}


def amounts(text: str) -> set[str]:
    return {re.sub(r"\s", "", found) for found in re.findall("-?\\d[\\d\u00a0\u202f]*,\\d\\d\\s€", text)}


def paper(content: bytes) -> str:
    """The words of a Word file, those of its tables after the others."""
    document: Any = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def told(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def from_menu(page: Page, *names: str) -> None:
    """From the first page, or from where one is, to the calls by the menu, then by links."""
    if page.url == "about:blank":
        page.goto("/")
    menu = page.locator("nav").get_by_role("link", name=re.compile("^Appels à projets")).locator("visible=true")
    menu.first.click()
    page.get_by_role("heading", level=1, name="Appels à projets").wait_for()
    for name in names:
        follow(page, name)


def the_call(page: Page, *names: str) -> None:
    from_menu(page, TITLE)
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    for name in names:
        follow(page, name)


def the_file(page: Page, title: str, *names: str) -> None:
    the_call(page)
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{title}")).first.click()
    page.get_by_role("heading", level=1, name=re.compile(f"^{title}")).wait_for()
    for name in names:
        follow(page, name)


def at_hand(page: Page, name: str, role: Any = "link") -> Locator:
    """What the page offers by these words, in the menu of the other acts where it is there."""
    words = re.compile(f"^{re.escape(name)}")
    page.get_by_role("main").get_by_role(role, name=words, include_hidden=True).first.wait_for(state="attached")
    here = page.get_by_role("main").get_by_role(role, name=words).locator("visible=true")
    if not here.count():
        page.get_by_role("button", name="Plus d’actions").first.click()
    return here.first


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        at_hand(page, name).click()


def press(page: Page, name: str) -> None:
    """An act that asks nothing."""
    with page.expect_navigation():
        at_hand(page, name, "button").click()


def tab(page: Page, name: str) -> None:
    title = re.compile(f"^{name}")
    page.get_by_role("tab", name=title).click()
    page.get_by_role("tabpanel", name=title).get_by_role("heading").first.wait_for(state="attached")  # it is fetched


def save(page: Page) -> None:
    """Sends the form of the page, which leads elsewhere."""
    heading = page.get_by_role("heading", level=1).inner_text()
    with page.expect_navigation():
        page.get_by_role("main").locator("form button.btn-primary").last.click()
    assert page.get_by_role("heading", level=1).inner_text() != heading, told(page)[:1500]


def act(page: Page, name: str, **values: Any) -> None:
    """An act that asks for something."""
    follow(page, name)
    fill(page, **values)
    save(page)


def add(page: Page, part: str, chosen: dict[str, str] | None = None, **typed: Any) -> None:
    """Adds a row from a tab of the page."""
    tab(page, part)
    with page.expect_navigation():
        page.get_by_role("tabpanel").get_by_role("link", name=re.compile("^Ajouter")).click()
    fill(page, **typed)
    for label, words in (chosen or {}).items():
        choose(page, label, words)
    save(page)


def downloaded(page: Page, name: str) -> bytes:
    link = at_hand(page, name)
    with page.expect_download() as found:
        link.click()
    return found.value.path().read_bytes()


# ---- Readers ---------------------------------------------------------------------------------------------------------


def each_counts(readers: Mapping[str, Page], *, judged: str, results: str) -> None:
    """The files of one's councils, those that a juror judges; what was told to all; what a jury says for who reads it.

    `judged`: the files of ref8, who judges those of others, and not that of her council.
    """
    for who, files in {"ref5": "2", "ref8": judged, "stagiaire": None, "direction": "8"}.items():
        the_call(readers[who])
        tabs = readers[who].get_by_role("tab").all_inner_texts()
        counts = {words[0]: words[-1] for text in tabs if (words := text.split("\n"))}
        assert counts.get("Dossiers") == files, (who, counts)
        assert counts["Projets retenus"] == results, (who, counts)
        assert (counts.keys() >= JUDGED) is (who == "direction"), (who, counts)
        assert bool(counts.keys() & JUDGED) is (who == "direction"), (who, counts)
    readers["dpo"].goto("/")
    expect(readers["dpo"].get_by_role("main")).to_be_visible()
    expect(readers["dpo"].get_by_role("link", name=re.compile("projets|Dossiers"))).to_have_count(0)
