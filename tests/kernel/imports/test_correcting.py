"""The preview of an import is corrected on the spot: a cell at once, the whole file at « check », as if it came so."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.keeping.corrections import CellPlace, Correction
from mdo.kernel.imports.keeping.kept_columns import KeptColumn
from mdo.kernel.imports.keeping.stored import StoredHead
from models.instances import Instance
from models.people import Person
from tests.kernel.imports.answering import answer, values_of
from tests.kernel.imports.roundtrips import edited
from tests.kernel.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import post
from views.imports.cells import corrected_cells
from views.imports.uploads import ImportDraft

PHONE = "06 12 34 56 78"
HEADERS = ("Nom", "Prénom", "Téléphone", "Courriel", "Ville", "Instance")
ROWS = (
    HEADERS,
    ("Dupont", "Zoé", PHONE, "zoe@example.org", "Lyon", "Point du Jour"),
    ("Roux", "Ana", "0612", "ana@", "Bron", "Point du Jour"),
    ("Petit", "Léa", "0612", "lea@example.org", None, "Point du Jour"),
    ("Morel", "Luc", "0612", "luc@example.org", None, "Point du Jour"),
)


# As the errors of a line begin where they are kept.
ODD = '"errors": [["Lyon"'


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    return client_as("ref5")


def upload(client: FlaskClient, *rows: Any, kind: str = "people", name: str = "membres.xlsx") -> TestResponse:
    data = {"file": (io.BytesIO(workbook(*rows)), name)}
    return post(client, f"/import/{kind}", data, content_type="multipart/form-data")


@dataclass
class Shown:
    """A preview as a person has it: what its lines say, and the form of its cells as it would be sent."""

    client: FlaskClient
    answer: TestResponse

    def __post_init__(self) -> None:
        self.text = self.answer.text
        self.page = html.fromstring(self.text)
        self.form: HtmlElement = self.page.get_element_by_id("cells")
        self.values = values_of(self.page)

    @property
    def sheet(self) -> str:
        return str(self.form.xpath(".//tbody/tr/td[1]")[0].text_content()).strip()

    def lines(self, number: int) -> list[HtmlElement]:
        return [row for row in self.form.iter("tr") if row.xpath(f"th[@class='is-line' and .='{number}']")]

    def line(self, number: int) -> HtmlElement:
        return self.lines(number)[0]

    def words(self, number: int) -> str:
        return " ".join(self.line(number).text_content().split())

    def changes(self, number: int) -> list[str]:
        return [" ".join(item.text_content().split()) for item in self.line(number).iter("li")]

    def field(self, number: int, header: str) -> HtmlElement:
        labels = (one for row in self.lines(number) for one in row.iter("label"))
        label = next(one for one in labels if one.text_content().strip() == header)
        return self.page.get_element_by_id(label.get("for"))

    def said_of(self, number: int, header: str) -> str:
        said = self.page.get_element_by_id(self.field(number, header).get("aria-describedby"))
        return " ".join(said.text_content().split())

    def headers(self, number: int) -> list[str]:
        return [one.text_content().strip() for one in self.line(number).iter("label") if one.get("for")]

    def type(self, number: int, header: str, text: str) -> "Shown":
        self.values[self.field(number, header).get("name")] = text
        return self

    def same(self, number: int, header: str) -> "Shown":
        box = self.field(number, header).getparent().xpath(".//input[@type='checkbox']")[0]
        self.values[box.get("name")] = box.get("value")
        return self

    def send(self, button: HtmlElement | None = None) -> TestResponse:
        if button is not None:
            self.values[button.get("name")] = button.get("value")
        return self.client.post(self.form.get("action"), data=self.values)

    def check(self, button: HtmlElement | None = None) -> "Shown":
        answer = self.send(button)
        assert answer.status_code == 303, answer.text
        return preview(self.client, answer.location)

    def back(self, number: int, header: str) -> HtmlElement:
        found: HtmlElement = self.field(number, header).getparent().xpath(".//button[@name='take_back']")[0]
        return found

    def judge(self, number: int, header: str, text: str) -> dict[str, Any]:
        name = self.field(number, header).get("name")
        answer = post(self.client, self.form.get("data-cells"), {"cell": name, "text": text})
        assert answer.status_code == 200
        said: dict[str, Any] = answer.get_json()
        return said

    def link(self, words: str, within: HtmlElement | None = None) -> str:
        links = (self.page if within is None else within).iter("a")
        return next(str(one.get("href")) for one in links if words in " ".join(one.text_content().split()))

    def apply(self) -> TestResponse:
        form = next(form for form in self.page.forms if form.get("action").endswith("/apply"))
        return self.client.post(form.get("action"), data=MultiDict(form.form_values()))


def preview(client: FlaskClient, address: str) -> Shown:
    return Shown(client, client.get(address))


def people(session: Session) -> set[tuple[Any, ...]]:
    session.rollback()
    return {(one.last_name, one.first_name, one.email, one.city) for one in session.scalars(select(Person))}


def kept(app: Flask, address: str) -> dict[str, Path]:
    token = address.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    found = Path(app.extensions["mdo_settings"].data_dir, "imports").glob(f"*-{token}*")
    return {path.suffix if path.stem.count("-") == 1 else "file": path for path in found}


def test_wrong_cells_are_corrected_in_the_preview_and_written_as_if_they_had_come_so(
    client: FlaskClient, session: Session
) -> None:
    shown = preview(client, upload(client, *ROWS).location)
    assert shown.headers(3) == ["Téléphone", "Courriel"]
    assert "ana@" in shown.said_of(3, "Courriel")
    assert "0612" in shown.said_of(4, "Téléphone")
    assert shown.field(3, "Courriel").get("aria-invalid") == "true"
    checked = shown.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", PHONE).same(3, "Téléphone").check()
    assert "Vérifié : plus aucune ligne n’est en erreur." in checked.text.replace("\xa0", " ")
    assert people(session) == set()
    result = checked.apply()
    corrected = people(session)
    undo = next(form for form in html.fromstring(client.get(result.location).text).forms if "annuler" in form.action)
    client.post(undo.action, data=MultiDict(undo.form_values()))
    assert people(session) == set()
    right = [[{"0612": PHONE, "ana@": "ana@example.org"}.get(c, c) for c in row] for row in ROWS]
    assert preview(client, upload(client, *right).location).apply().status_code == 303
    assert people(session) == corrected != set()


def test_a_page_sent_as_it_came_changes_nothing(client: FlaskClient, app: Flask) -> None:
    sent = upload(client, *ROWS)
    before = kept(app, sent.location)[".plan"].read_bytes()
    shown = preview(client, sent.location)
    again = shown.check()
    assert "Aucune cellule n’a été changée." in again.text
    assert kept(app, sent.location)[".plan"].read_bytes() == before
    assert ".cells" not in kept(app, sent.location)
    everything = preview(client, shown.link("Toutes ses cellules", shown.line(3)))
    assert everything.headers(3) == ["Téléphone", "Courriel", "Nom", "Prénom", "Ville", "Instance"]
    assert "Aucune cellule n’a été changée." in everything.check().text


def test_the_same_correction_is_offered_for_the_lines_in_error_that_say_the_same(client: FlaskClient) -> None:
    others = ("Noir", "Ida", PHONE, "0612", None, "Point du Jour"), ("Gris", "Eva", "0612", None, ODD, "Point du Jour")
    shown = preview(client, upload(client, *ROWS, *others).location)
    words = "La même correction pour les 3 autres lignes en erreur qui disent « 0612 » dans cette colonne"
    assert words in shown.words(3).replace("\xa0", " ")
    assert "La même correction" not in " ".join(shown.field(3, "Courriel").getparent().text_content().split())
    mine = shown.type(3, "Téléphone", PHONE).same(3, "Téléphone").type(5, "Téléphone", "06").check()
    assert "Téléphone" not in mine.headers(4) or mine.field(4, "Téléphone").get("value") == PHONE
    assert mine.field(5, "Téléphone").get("value") == "06"
    assert "0612" in mine.said_of(6, "Courriel")


def test_a_cell_is_judged_alone_and_nothing_is_kept_of_it(client: FlaskClient, app: Flask) -> None:
    sent = upload(client, *ROWS)
    shown = preview(client, sent.location)
    before = {name: path.read_bytes() for name, path in kept(app, sent.location).items()}
    right = shown.judge(3, "Courriel", "Ana@Example.org")
    assert (right["ok"], right["text"].replace("\xa0", " ")) == (True, "Lu « ana@example.org ».")
    assert shown.judge(3, "Courriel", "ana@")["ok"] is False
    assert shown.judge(3, "Courriel", "")["ok"] is True
    assert {name: path.read_bytes() for name, path in kept(app, sent.location).items()} == before
    for odd in ("cell-1-0-Feuil1", "cell-3-99-Feuil1", "cell-3-3-Ailleurs", "add-3-nope-Feuil1", "plan", ""):
        answer = post(client, f"{sent.location}/cell", {"cell": odd, "text": "x"})
        assert answer.status_code == 404, odd


def test_what_was_corrected_is_marked_and_taken_back_cell_by_cell(client: FlaskClient) -> None:
    shown = preview(client, upload(client, *ROWS).location)
    once = shown.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", PHONE).same(3, "Téléphone").check()
    assert "4 cellules corrigées ici" in once.text
    assert "Elle disait « ana@ »." in once.words(3).replace("\xa0", " ")
    twice = once.check(once.back(3, "Courriel"))
    assert "3 cellules corrigées ici" in twice.text
    assert twice.field(3, "Courriel").get("value") == "ana@"
    assert twice.said_of(3, "Courriel")
    everything = twice.form.xpath(".//button[@name='take_back' and @value='all']")[0]
    last = twice.check(everything)
    assert "corrigées ici" not in last.text
    assert last.headers(4) == ["Téléphone"]


def test_all_the_cells_that_were_corrected_are_counted_and_the_first_are_told() -> None:
    head = StoredHead("people", "", "", "", {}, columns=(KeptColumn("Membres", 0, 1, 901, 2, "Téléphone", "phone"),))
    numbers = (*range(901, 1, -1), 1)  # of the line of the headers, what was added is no cell of its own
    corrections = {CellPlace("Membres", number, 2): Correction("06", "0612") for number in numbers}
    draft = ImportDraft("", *[Path("1-token-membres.xlsx")] * 4)
    told, count = corrected_cells(head, draft, corrections)
    assert ([cell.line for cell in told], count) == ([*range(2, 202)], 900)


def test_an_old_page_does_not_take_back_what_another_corrected(client: FlaskClient) -> None:
    address = upload(client, *ROWS).location
    old, new = preview(client, address), preview(client, address)
    new.type(3, "Courriel", "ana@example.org").check()
    after = old.type(4, "Téléphone", PHONE).check()
    assert "2 cellules corrigées ici" in after.text
    assert "Courriel" not in after.headers(3) or after.field(3, "Courriel").get("value") == "ana@example.org"


def test_a_line_that_passes_is_opened_and_corrected_too(client: FlaskClient, session: Session) -> None:
    shown = preview(client, upload(client, ROWS[0], ROWS[1]).location)
    assert shown.headers(2) == []
    opened = preview(client, shown.link("Corriger ses cellules", shown.line(2)))
    done = opened.type(2, "Ville", "Vaulx").check()
    assert done.field(2, "Ville").get("value") == "Vaulx"
    assert done.apply().status_code == 303
    assert {one[3] for one in people(session)} == {"Vaulx"}


def test_a_cell_in_error_or_merged_is_filled_or_emptied(client: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(workbook(*ROWS[:2], *ROWS[1:3])))
    sheet = book.active
    sheet["E4"] = "#REF!"
    sheet["E4"].data_type = "e"
    sheet["B2"], sheet["B3"] = "Zoé", None
    sheet["A3"], sheet["D3"] = "Petit", "lea@example.org"
    sheet["C4"], sheet["D4"] = PHONE, None
    sheet.merge_cells("B2:B3")
    stream = io.BytesIO()
    book.save(stream)
    data = {"file": (io.BytesIO(stream.getvalue()), "a.xlsx")}
    sent = post(client, "/import/people", data, content_type="multipart/form-data")
    shown = preview(client, sent.location)
    assert shown.field(4, "Ville").get("value") == "#ERREUR"
    opened = preview(client, shown.link("Corriger ses cellules", shown.line(3)))
    assert opened.field(3, "Prénom").get("value") == "Zoé"
    assert "Aucune cellule n’a été changée." in opened.check().text
    done = opened.type(4, "Ville", "").type(3, "Prénom", "Léa").check()
    assert "plus aucune ligne n’est en erreur" in done.text
    assert done.field(3, "Prénom").get("value") == "Léa"


def test_a_column_that_the_file_lacks_is_added_where_a_line_needs_it(client: FlaskClient, app: Flask) -> None:
    rows = (("Instance",), ("Montchat",), ("Gerland",))
    shown = preview(client, upload(client, *rows, kind="instances").location)
    if not shown.headers(2):
        pytest.fail(shown.text)
    header = shown.headers(2)[0]
    assert "Le classeur n’a pas cette colonne" in shown.words(2)
    assert shown.judge(2, header, "")["ok"] in {True, False}
    alike = shown.type(2, header, "Conseil de quartier").same(2, header).check()
    assert [alike.field(number, header).get("value") for number in (2, 3)] == ["Conseil de quartier"] * 2
    done = alike.check(alike.back(3, header))
    assert done.field(2, header).get("name").startswith("cell-")
    assert done.field(2, header).get("value") == "Conseil de quartier"
    back = done.check(done.back(2, header))
    assert back.field(2, header).get("name").startswith("add-")
    assert ".cells" not in kept(app, shown.answer.request.path)


def test_a_refused_correction_keeps_what_was_typed_and_nothing_of_it_is_kept(client: FlaskClient, app: Flask) -> None:
    sent = upload(client, *ROWS)
    shown = preview(client, sent.location)
    answer = shown.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", "x" * 10_001).send()
    assert answer.status_code == 422
    again = Shown(client, answer)
    assert "10000 caractères au plus" in again.text.replace("\u202f", "").replace("\xa0", " ")
    assert again.field(3, "Courriel").get("value") == "ana@example.org"
    assert ".cells" not in kept(app, sent.location)
    done = again.type(3, "Téléphone", PHONE).check()
    assert "2 cellules corrigées ici" in done.text


def test_a_formula_that_is_typed_stays_text(client: FlaskClient, session: Session) -> None:
    shown = preview(client, upload(client, *ROWS[:2]).location)
    opened = preview(client, shown.link("Corriger ses cellules", shown.line(2)))
    done = opened.type(2, "Ville", "=1+1").check()
    assert done.field(2, "Ville").get("value") == "=1+1"
    answer = client.get(done.link("Reprendre le classeur corrigé"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].quotePrefix) == ("=1+1", "s", True)
    assert sheet["E2"].fill.fill_type == "solid"
    assert "membres-corrigé.xlsx" in answer.headers["Content-Disposition"].replace("corrig%C3%A9", "corrigé")


def test_the_corrected_workbook_sent_again_says_the_same(client: FlaskClient) -> None:
    shown = preview(client, upload(client, ("Annuaire",), (), *ROWS).location)
    done = shown.type(5, "Courriel", "ana@example.org").type(5, "Téléphone", PHONE).same(5, "Téléphone").check()
    book = client.get(done.link("Reprendre le classeur corrigé")).data
    data = {"file": (io.BytesIO(book), "encore.xlsx")}
    again = preview(client, post(client, "/import/people", data, content_type="multipart/form-data").location)
    assert [done.changes(number) for number in (4, 5, 6, 7)] == [again.changes(number) for number in (4, 5, 6, 7)]
    assert again.apply().status_code == 303


def test_the_lines_to_correct_are_those_of_the_corrected_file(client: FlaskClient) -> None:
    shown = preview(client, upload(client, *ROWS).location)
    done = shown.type(3, "Courriel", "ana@example.org").check()
    sheet = load_workbook(io.BytesIO(client.get(done.link("Lignes à corriger")).data)).active
    assert sheet["D2"].value == "ana@example.org"


def test_the_cells_of_someone_else_are_out_of_reach(client: FlaskClient, client_as: Callable[..., FlaskClient]) -> None:
    address = upload(client, *ROWS).location
    other = client_as("ref7")
    for at, data in (("correct", {"cell-3-3-Feuil1": "a@b.fr"}), ("cell", {"cell": "cell-3-3-Feuil1", "text": "x"})):
        assert post(other, f"{address}/{at}", data).status_code == 404
        assert client.post(f"{address}/{at}", data=data).status_code == 400  # without the token of the page
    assert other.get(f"{address}/workbook").status_code == 404


def test_what_was_imported_leaves_no_copy_of_its_corrections(client: FlaskClient, app: Flask) -> None:
    shown = preview(client, upload(client, *ROWS[:3]).location)
    done = shown.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", PHONE).check()
    address = done.answer.request.path
    assert ".cells" in kept(app, address)
    assert done.apply().status_code == 303
    assert ".cells" not in kept(app, address)


def test_the_lines_left_out_are_corrected_after_the_others_were_written(client: FlaskClient, session: Session) -> None:
    shown = preview(client, upload(client, *ROWS).location)
    form = next(form for form in shown.page.forms if form.get("action").endswith("/apply"))
    result = client.post(form.get("action"), data={**dict(form.form_values()), "only_valid": "1"})
    assert people(session) == {("Dupont", "Zoé", "zoe@example.org", "Lyon")}
    page = html.fromstring(client.get(result.location).text)
    link = next(one.get("href") for one in page.iter("a") if "Corriger ces lignes ici" in one.text_content())
    left = preview(client, link)
    counters = " ".join(left.page.find_class("import-counters")[0].text_content().split())
    assert "0À créer" in counters
    assert "1Sans changement 3En erreur" in counters
    done = left.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", PHONE).same(3, "Téléphone").check()
    assert done.apply().status_code == 303
    assert {one[0] for one in people(session)} == {"Dupont", "Roux", "Petit", "Morel"}


def test_a_workbook_exported_to_be_changed_is_corrected_and_keeps_its_marks(
    client: FlaskClient, session: Session
) -> None:
    body = session.scalars(select(Instance)).one()
    for name in ("Dupont", "Roux"):
        person = make.PersonFactory(last_name=name, first_name="Zoé", city="Lyon", email=f"{name}@example.org".lower())
        make.MandateFactory(person=person, instance=body)
    session.commit()
    left = client.get("/personnes/export-to-edit").data

    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        sheet.cell(2, headers.index("Courriel") + 1).value = "zoe@"
        sheet.cell(3, headers.index("Repère") + 1).value = "MDO-999"

    data = {"file": (io.BytesIO(edited(left, change)), "a-modifier.xlsx")}
    shown = preview(client, post(client, "/import/people", data, content_type="multipart/form-data").location)
    mark = next(cell.value for cell in load_workbook(io.BytesIO(left)).worksheets[0]["A"][2:3])
    done = shown.type(2, "Courriel", "zoe@example.org").type(3, "Repère", mark).check()
    assert "plus aucune ligne n’est en erreur" in done.text
    back = client.get(done.link("Reprendre le classeur corrigé")).data
    again = {"file": (io.BytesIO(back), "encore.xlsx")}
    other = preview(client, post(client, "/import/people", again, content_type="multipart/form-data").location)
    assert other.changes(2) == done.changes(2) != []
    assert other.apply().status_code == 303
    assert sorted(str(one[2]) for one in people(session)) == ["roux@example.org", "zoe@example.org"]


def test_of_tables_side_by_side_each_cell_is_corrected_at_its_place(client: FlaskClient, session: Session) -> None:
    headers = ("Nom", "Prénom", "Courriel", None, "Nom", "Prénom", "Courriel")
    rows = [(f"UN{at}", "Zoé", f"z{at}@example.org", None, f"DEUX{at}", "Ana", f"a{at}@example.org") for at in range(3)]
    shown = preview(
        client, upload(client, headers, *rows, ("UN9", "Zoé", "z9@example.org", None, "DEUX9", "Ana", "a9@")).location
    )
    assert shown.headers(5) == []  # the line of the table on the left
    assert shown.field(5, "Courriel").get("name") == "cell-5-6-Feuil1"
    opened = preview(client, shown.link("Toutes ses cellules"))
    fields = [
        field.get("name") for line in opened.lines(5) for field in line.iter("input") if field.get("type") == "text"
    ]
    assert sorted(fields) == [f"cell-5-{at}-Feuil1" for at in (0, 1, 2, 4, 5, 6)]
    opened.values["cell-5-6-Feuil1"] = "a9@example.org"
    done = opened.check()
    assert "plus aucune ligne n’est en erreur" in done.text
    done.apply()
    assert {one[2] for one in people(session)} >= {"z9@example.org", "a9@example.org"}


def test_a_column_taken_out_of_a_workbook_of_ours_is_never_added(client: FlaskClient, session: Session) -> None:
    """Its other lines would say that they are emptied."""
    body = session.scalars(select(Instance)).one()
    for name in ("Dupont", "Roux"):
        make.MandateFactory(person=make.PersonFactory(last_name=name, first_name="Zoé", city="Lyon"), instance=body)
    session.commit()

    def change(sheet: Any) -> None:
        sheet.delete_cols([cell.value for cell in sheet[1]].index("Ville") + 1)

    left = edited(client.get("/personnes/export-to-edit").data, change)
    data = {"file": (io.BytesIO(left), "a-modifier.xlsx")}
    shown = preview(client, post(client, "/import/people", data, content_type="multipart/form-data").location)
    shown.values[f"add-2-city-{shown.sheet}"] = "Bron"
    assert "Aucune cellule n’a été changée." in shown.check().text


def test_a_mark_typed_in_a_file_of_ones_own_is_refused_and_the_preview_stays(client: FlaskClient, app: Flask) -> None:
    sent = upload(client, *ROWS)
    shown = preview(client, preview(client, sent.location).link("Toutes ses cellules"))
    answer = shown.type(3, "Nom", "MDO-12").send()
    assert answer.status_code == 422
    assert "feuille cachée" in answer.text
    assert ".cells" not in kept(app, sent.location)
    assert preview(client, sent.location).headers(3) == ["Téléphone", "Courriel"]


def test_a_cell_of_a_substitute_is_corrected_in_its_own_column(client: FlaskClient, session: Session) -> None:
    headers = ("Instance", "Titulaire", "Né(e) en", "Suppléant", "Né(e) en")
    shown = preview(
        client, upload(client, headers, ("Point du Jour", "DUPONT Zoé", 1970, "ROUX Ana", "soixante")).location
    )
    assert shown.field(2, "Né(e) en").get("value") == "soixante"
    done = shown.type(2, "Né(e) en", "1960").check()
    assert "plus aucune ligne n’est en erreur" in done.text
    done.apply()
    session.rollback()
    born = {one.last_name: one.birth_year for one in session.scalars(select(Person))}
    assert born == {"Dupont": 1970, "Roux": 1960}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "{{ 7 * 7 }}", "\x00", "😀", "\ud800"])
def test_whatever_is_typed_is_shown_as_text(client: FlaskClient, text: str) -> None:
    shown = preview(client, upload(client, *ROWS[:3]).location)
    if text != "\ud800":
        assert shown.judge(3, "Courriel", text)["ok"] in {True, False}
    again = shown.type(3, "Courriel", text.encode("utf-8", "replace").decode()).check()
    assert "<script>alert" not in again.text
    assert again.field(3, "Courriel").get("value") in {clean_lines(text), "?"}


@pytest.mark.parametrize(
    "name", ["cell-3-3", "cell--3-Feuil1", "cell-٣-3-Feuil1", "cell-99999999-3-Feuil1", "cell-3-3-Autre", "add-3-email"]
)
def test_odd_names_of_cells_correct_nothing(client: FlaskClient, app: Flask, name: str) -> None:
    sent = upload(client, *ROWS)
    shown = preview(client, sent.location)
    shown.values[name] = shown.values[f"same-{name}"] = "x"
    assert "Aucune cellule n’a été changée." in shown.check().text
    assert ".cells" not in kept(app, sent.location)


def test_the_sheet_of_a_text_file_goes_by_the_name_of_its_file(client: FlaskClient) -> None:
    text = "Nom;Prénom;Téléphone;Fonction\nDupont;Zoé;0612;Membre\n"
    data = {"file": (io.BytesIO(text.encode()), "Membres 2026.csv")}
    sent = post(client, "/import/people", data, content_type="multipart/form-data")
    shown = preview(client, sent.location)
    assert "« Membres 2026 » parle" in " ".join(shown.page.text_content().split())  # asked of which body
    checked = shown.type(2, "Téléphone", PHONE).check()
    asked = answer(client, client.get(sent.location), {"parle de mandats": "Laisser ces lignes de côté"})
    for page in (shown.page, checked.page, html.fromstring(asked.text)):
        words = " ".join(page.text_content().split())
        assert "Membres 2026" in words
        assert "CSV" not in words
