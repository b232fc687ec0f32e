"""One call for projects from its template to its bilans, in a browser: by the links and the forms that pages give.

Eight files of four arrondissements, two by the workbook of the call, one late, one over the ceiling; a jury of three
of whom one is concerned and one has no account; three scenarios; letters, purchases, a subsidy, a place that goes on.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from mdo.kernel.base.periods import PARIS
from tests.browser.call_ways import (
    TITLE,
    Opened,
    act,
    add,
    amounts,
    downloaded,
    each_counts,
    follow,
    from_menu,
    paper,
    press,
    save,
    tab,
    the_call,
    the_file,
    told,
)
from tests.browser.test_contract_walk import choose, fill

LATE, OVER, CONCERNED = "Radio du parcours", "Local du parcours", "Fresque du parcours"
# A file of another council that a juror opens.
OPENED = "Carte du parcours"
# Who files, council, title, amount, day.
FILED = (
    ("ref3", "Montchat", "Jardin du parcours", "4800,10", "2026-11-05"),
    ("ref5", "Ménival", "Balade du parcours", "3000,33", "2026-11-05"),
    ("ref8", "Monplaisir", CONCERNED, "5000,00", "2026-11-06"),
    ("ref5", "Point du Jour", OVER, "9000,00", "2026-11-06"),
    ("ref3", "Villette", LATE, "900,00", "2026-11-10"),
)
BY_WORKBOOK = (
    ("Conseil de quartier Gerland", "Carte du parcours", "4000"),
    ("Conseil de quartier Jean Macé", "Bancs du parcours", "4500"),
    ("Conseil de quartier Guillotière", "Barnum du parcours", "4100"),
)
MARKS = {"Jardin": "5", "Balade": "4", "Carte": "4", "Fresque": "3", "Bancs": "3", "Barnum": "1"}
# By merit, equal means by the least that is asked: Jardin, Balade, Carte, Bancs, Fresque, Barnum.
ENVELOPE = "16800,43"
BY_MERIT = ["Jardin", "Balade", "Carte", "Bancs", "Fresque", "Barnum"]
SPENT = "À l’euro près"
DONE = "Fait avec le quartier."
FAMILY = "QUARTIER – Animations et petit mobilier de quartier"
# What is given once a place went on.
GRANTED = "16100,33€"
RETAINED = {"3000,33€", "4000,00€", "5000,00€", "4100,00€"}
CRITERIA = (
    *("Intérêt pour le quartier", "Participation des habitants", "Faisabilité et budget", "Suites données au projet"),
)


# ---- The call, its files ---------------------------------------------------------------------------------------------


def a_call(mission: Page) -> None:
    """From the template of the product: filing closes 66 days after it opens."""
    from_menu(mission, "Modèles", "Modèle APICQ", "Lancer un appel à partir de celui-ci")
    fill(mission, title=TITLE, year="2026", day="2026-09-01")
    save(mission)
    act(mission, "Modifier", envelope_incl_tax=ENVELOPE, tie_rule="asked_least")
    act(mission, "Ouvrir l’appel", opens_on="2026-09-01", closes_on="2026-11-06")
    expect(mission.get_by_role("main")).to_contain_text("Ouvert")


def files_are_filed(page_as: Opened, folder: Path) -> None:
    pages = {who: page_as(who) for who in ("ref3", "ref5", "ref7", "ref8")}
    for who, council, title, asked, day in FILED:
        page = pages[who]
        the_call(page, "Ajouter")
        fill(page, title=title, asked_incl_tax=asked, adopted_on="2026-10-20", summary=f"{title}, avec le quartier.")
        choose(page, "Conseil demandeur", council)
        choose(page, "Axe", "Cadre de vie")
        save(page)
        act(page, "Déposer", filed_on=day)
        receipt = paper(downloaded(page, "Récépissé (Word)"))
        assert dt.date.fromisoformat(day).strftime("%d/%m/%Y") in receipt, receipt
        assert ("hors délai" in receipt) is (title == LATE)
    page = pages["ref7"]
    the_call(page)
    book = load_workbook(io.BytesIO(downloaded(page, "Classeur à remplir (Excel)")))
    sheet = book.worksheets[0]
    assert TITLE in sheet.cell(1, 1).value
    heads = [cell.value for cell in sheet[2]]
    for number, (council, title, asked) in enumerate(BY_WORKBOOK, start=3):
        said = {"Conseil": council, "Intitulé": title, "Demandé TTC (€)": asked}
        for head, value in {**said, "Axe": "Éducation à la citoyenneté", "Déposé le": "04/11/2026"}.items():
            sheet.cell(number, heads.index(head) + 1, value)
    book.save(folder / "dossiers.xlsx")
    follow(page, "Importer des dossiers")
    page.get_by_label("Classeur ou liste").set_input_files(folder / "dossiers.xlsx")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("button", name="Appliquer", exact=True).click()
    expect(page.locator("li[aria-current=step]")).to_have_text("Résultat")
    for page in pages.values():
        page.context.close()


def examined(mission: Page) -> None:
    """Opinions of two mairies and of a direction; the late one and the one over the ceiling are not admitted."""
    the_call(mission)
    press(mission, "Clore le dépôt")
    for title, opinion in (
        ("Balade", {"kind": "mairie", "author": "Mairie du 5e", "preference": "1"}),
        ("Carte", {"kind": "mairie", "author": "Mairie du 7e", "preference": "1"}),
        ("Bancs", {"kind": "technical", "author": "Direction des espaces verts", "competence": "metropole"}),
    ):
        the_file(mission, title)
        add(mission, "Avis", **opinion, asked_on="2026-11-09", given_on="2026-11-20", sense="favourable")
    for title in MARKS:
        the_file(mission, title)
        act(mission, "Déclarer recevable", is_complete=True)
    for title, why in ((LATE, "Il est arrivé le"), (OVER, "Il demande 9")):
        the_file(mission, title, "Déclarer recevable")
        mission.get_by_role("main").locator("form button.btn-primary").last.click()
        expect(mission.get_by_role("main")).to_contain_text(why)
        the_file(mission, title)
        act(mission, "Déclarer irrecevable", inadmissible_reason="Le règlement de l’appel")
        expect(mission.get_by_role("main")).to_contain_text("Irrecevable")


# ---- The jury, the scenarios -----------------------------------------------------------------------------------------


def a_jury(mission: Page) -> None:
    """Two with an account, and one from outside."""
    for chosen, typed in (
        ({"Compte": "Ferrand"}, {"capacity": "Responsable de mission"}),
        ({"Compte": "Revol"}, {"capacity": "Référente du 8e"}),
        ({}, {"name": "Une voisine", "capacity": "Centre social"}),
    ):
        the_call(mission)
        add(mission, "Jury", chosen, **typed)


def judged(page_as: Opened) -> None:
    """Each of the two declares herself, file by file, then marks; the one who is concerned opens nothing of hers."""
    for who in ("responsable", "ref8"):
        page = page_as(who)
        from_menu(page)
        page.locator("nav").get_by_role("link", name="Ce que je juge").locator("visible=true").first.click()
        for title, mark in MARKS.items():
            page.get_by_role("link", name=re.compile(f"^Déclarer.*{title}", re.DOTALL)).click()
            if who == "ref8" and title in CONCERNED:
                page.get_by_role("radio", name=re.compile("^Oui")).check()
                page.get_by_label("Si oui, en quoi").fill("Son conseil")
                save(page)
                continue
            page.get_by_role("radio", name=re.compile("^Non")).check()
            save(page)
            for control in page.locator("main input[name^=mark_]").all():
                control.fill(mark)
            save(page)
        if who == "ref8":
            page.get_by_role("link", name=re.compile(f"^\\d+ – {OPENED}$")).click()
            page.get_by_role("heading", level=1, name=OPENED).wait_for()
            page.go_back()
            line = page.get_by_role("row").filter(has_text=CONCERNED)
            expect(line).to_contain_text("Déport")
            kept_shut = re.compile(f"^(Noter|Revoir mes notes|\\d+ – {CONCERNED})")
            expect(line.get_by_role("link", name=kept_shut)).to_have_count(0)
        page.context.close()


def a_grid_comes_back(mission: Page, folder: Path) -> None:
    """That of who has no account, filled in with Excel: what it changes is shown before it is written."""
    the_call(mission, "Grille de notes")
    line = mission.get_by_role("row").filter(has_text="Une voisine")
    with mission.expect_download() as found:
        line.get_by_role("link", name="Grille à remplir (Excel)").click()
    book = load_workbook(io.BytesIO(found.value.path().read_bytes()))
    sheet = book.worksheets[0]
    (top,) = (row[0].row for row in sheet.iter_rows() if any(cell.value == "Déport" for cell in row))
    heads = [cell.value for cell in sheet[top]]
    for row in sheet.iter_rows(min_row=top + 1):
        title = next((name for name in MARKS if any(str(cell.value).startswith(name) for cell in row)), None)
        for place, head in enumerate(heads):
            if title is not None and head in CRITERIA:
                row[place].value = int(MARKS[title])
    book.save(folder / "grille.xlsx")
    mission.get_by_label("Classeur d’un·e juré·e").set_input_files(folder / "grille.xlsx")
    mission.get_by_role("button", name="Lire la grille").click()
    expect(mission.get_by_role("main")).to_contain_text(f"Cellules qui changent : {len(MARKS) * len(CRITERIA)}")
    save(mission)


def ranked(mission: Page) -> None:
    """By merit; the one who is concerned is no part of the mean; equal means by what is asked."""
    the_call(mission)
    tab(mission, "Classement")
    rows = mission.get_by_role("tabpanel", name="Classement").get_by_role("row")
    expect(rows).to_have_count(len(MARKS) + 1)
    lines = rows.all_inner_texts()[1:]
    assert [next(name for name in MARKS if name in line) for line in lines] == BY_MERIT
    (line,) = (line for line in lines if CONCERNED in line)
    assert "3,00" in line
    assert "déport" in line
    assert "Revol" in line


def adopted(mission: Page) -> None:
    """By merit; a line that is moved; one that takes the whole envelope, to the cent, which is adopted."""
    for name in ("Au mérite", "Plus court", SPENT):
        the_call(mission)
        add(mission, "Scénarios", name=name)
        if name == "Plus court":
            act(mission, "Modifier", cut="2")
            assert amounts(told(mission)) >= {"7800,43€", "9000,00€"}
    assert amounts(told(mission)) >= {"16300,43€", "500,00€"}
    tab(mission, "Projets")
    with mission.expect_navigation():
        mission.get_by_role("tabpanel").get_by_role("link", name=re.compile("Bancs")).click()
    act(mission, "Modifier", is_refused=True)
    with mission.expect_navigation():
        mission.get_by_role("main").get_by_role("link", name=SPENT).first.click()
    act(mission, "Modifier", cut="4")
    assert amounts(told(mission)) >= {"16800,43€", "0,00€", "4800,10€", "3000,33€", "4000,00€", "5000,00€"}
    press(mission, "Adopter")
    expect(mission.get_by_role("main")).to_contain_text("Adopté le")
    expect(mission.get_by_role("main").get_by_role("link", name="Modifier")).to_have_count(0)


# ---- The decision, and what follows ----------------------------------------------------------------------------------


def told_to_all(mission: Page) -> None:
    """The list for the deliberation, then the letters: the sums of the adopted scenario, to the cent."""
    the_call(mission)
    listed = paper(downloaded(mission, "Liste pour la délibération (Word)"))
    assert amounts(listed) >= {"16800,43€", "0,00€", "4800,10€", "3000,33€", "4000,00€", "5000,00€"}
    act(mission, "Le conseil a délibéré", decided_on="2026-11-23", deliberation="2026/77")
    act(mission, "Notifier", notified_on="2026-11-24")
    expect(mission.get_by_role("main")).to_contain_text("Notifié")
    letters = paper(downloaded(mission, "Lettres de résultats (Word)"))
    assert amounts(letters) >= {"4800,10€", "3000,33€", "4000,00€", "5000,00€"}
    merged = load_workbook(io.BytesIO(downloaded(mission, "Publipostage des résultats (Excel)"))).worksheets[0]
    given = [cell for row in merged.iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)]
    assert {4800.1, 3000.33, 4000, 5000} <= {*given}


def bought_and_subsidised(mission: Page) -> None:
    """Two purchases of one family, which the guard adds up; one subsidy with what the law asks."""
    for title, before_tax in (("Carte", "3333,33€"), ("Fresque", "4166,67€")):
        the_file(mission, title, "La ville achète")
        fill(mission, family=FAMILY)
        save(mission)
        with mission.expect_navigation():
            mission.get_by_role("main").get_by_role("link", name=re.compile(f"{title} du parcours")).first.click()
        assert before_tax in amounts(told(mission))
    # 51,000 of it alone would pass: with the two of the demo and these two it is over 60,000.
    mission.locator("nav").get_by_role("link", name=re.compile("^Marchés")).locator("visible=true").first.click()
    follow(mission, "Ajouter")
    today = dt.datetime.now(PARIS).date().isoformat()
    fill(mission, title="Mobilier de l’hiver", estimate_excl_tax="51000", launch_on=today, family=FAMILY)
    save(mission)
    expect(mission.get_by_role("main")).to_contain_text("les besoins d’une même famille homogène s’additionnent")
    assert "66833,34€" in amounts(told(mission))
    the_file(mission, "Balade")
    press(mission, "Subvention à une association")
    add(mission, "Subvention", {"Association": "Amis de la place"}, amount_incl_tax="3000,33", is_own_initiative=True)
    expect(mission.get_by_role("main")).to_contain_text("L2511-14")


def a_place_goes_on(mission: Page) -> None:
    """What was given to an abandoned project goes to the first that waits; all sums are those of the four left."""
    the_file(mission, "Jardin")
    act(mission, "Abandonner", abandoned_reason="Le terrain est vendu")
    the_file(mission, "Barnum")
    act(mission, "Prendre la place libre", granted_incl_tax="4100")
    expect(mission.get_by_role("main")).to_contain_text("Retenu")


def reports_are_there(mission: Page) -> None:
    for title in ("Carte", "Fresque"):
        the_file(mission, title)
        act(mission, "Dire réalisé", realised_on="2026-11-24")
        act(
            mission,
            "Le bilan est là",
            reported_on="2026-11-24",
            report="Fait avec le quartier.",
            spent_incl_tax="3990,50",
        )
        sheet = paper(downloaded(mission, "Fiche publique (Word)"))
        assert DONE in sheet
        assert "3990,50€" in amounts(sheet)


def sums_agree(mission: Page) -> None:
    """Of the four that are retained: on the page of the call, in the report and in its workbook."""
    the_call(mission)
    tab(mission, "Projets retenus")
    assert amounts(told(mission)) >= {"3000,33€", "4000,00€", "5000,00€", "4100,00€"}
    mission.goto("/")
    mission.locator("nav").get_by_role("link", name=re.compile("^Rapports")).locator("visible=true").first.click()
    with mission.expect_navigation():
        mission.get_by_role("main").get_by_role("link", name="Appels à projets", exact=True).first.click()
    lines = mission.get_by_role("row").filter(has_text=TITLE).all_inner_texts()
    assert any(amounts(line) >= {GRANTED, ENVELOPE.replace(" ", "") + "€"} for line in lines), lines
    with mission.expect_download() as found:
        mission.get_by_role("link", name="Excel", exact=True).first.click()
    sheets = load_workbook(io.BytesIO(found.value.path().read_bytes())).worksheets
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True) if TITLE in row]
    given = [row for row in rows if 4800.1 not in row]
    assert any(16100.33 in row for row in given), given


def all_read_what_was_told(readers: Mapping[str, Page]) -> None:
    """Title, council and amount of the four, and no more; the register says what left and which file a juror opened."""
    for who in ("ref5", "stagiaire"):
        page = readers[who]
        the_call(page)
        tab(page, "Projets retenus")
        assert amounts(told(page)) == RETAINED
    tab(readers["ref5"], "Dossiers")
    assert amounts(told(readers["ref5"])) == {"3000,33€", "9000,00€"}
    dpo = readers["dpo"]
    with dpo.expect_navigation():
        dpo.locator("nav").get_by_role("link", name="Exports").locator("visible=true").first.click()
    left = dpo.get_by_role("row").filter(has_text=TITLE).all_inner_texts()
    assert sum(f"Lettres de résultats – {TITLE}\t8\t" in line for line in left) == 1, left
    assert not any(f"{TITLE} – {OPENED}" in line for line in left)
    dpo.get_by_role("link", name="Ouverts par un jury").click()
    opened = dpo.get_by_role("row").filter(has_text=f"{TITLE} – {OPENED}")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("Maud Revol")
    tab(readers["direction"], "Historique")
    expect(readers["direction"].get_by_role("tabpanel", name="Historique")).to_contain_text("24/11/2026")


@pytest.mark.slow
def test_a_call_is_walked_from_its_template_to_its_bilans(page_as: Opened, tmp_path: Path) -> None:
    mission = page_as("mission")
    readers = {who: page_as(who) for who in ("ref5", "ref8", "stagiaire", "direction", "dpo")}
    a_call(mission)
    files_are_filed(page_as, tmp_path)
    each_counts(readers, judged="1", results="0")
    examined(mission)
    a_jury(mission)
    judged(page_as)
    a_grid_comes_back(mission, tmp_path)
    ranked(mission)
    adopted(mission)
    each_counts(readers, judged="5", results="0")
    told_to_all(mission)
    each_counts(readers, judged="1", results="4")
    bought_and_subsidised(mission)
    a_place_goes_on(mission)
    reports_are_there(mission)
    sums_agree(mission)
    all_read_what_was_told(readers)
