"""The import on screen: upload, preview, apply, and the lines that come back."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.instances import Instance
from models.journal import Door, JournalEntry
from models.people import Person
from tests.kernel.imports.sheets import workbook
from tests.kernel.workbook.hostile import package, text_cell
from tests.support import factories as make
from tests.support.forms import hidden_value, post

ROWS = (
    ("Nom", "Prénom", "Instance", "Courriel"),
    ("Dupont", "Zoé", "Point du Jour", "zoe@example.org"),
    ("Roux", "Ana", "Gerland", None),
    ("<b>Petit</b>", "Léa", "Point du Jour", "lea@"),
)


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    return client_as("ref5")


def upload(client: FlaskClient, content: bytes, name: str = "membres.xlsx") -> TestResponse:
    return post(client, "/import/people", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def kept_plan(app: Flask, preview: str) -> Path:
    """The file that holds what the preview of this address shows: other tests leave theirs in the same folder."""
    token = preview.rsplit("/", 1)[-1]
    (plan,) = Path(app.extensions["mdo_settings"].data_dir, "imports").glob(f"*-{token}.plan")
    return plan


def test_a_workbook_is_previewed_applied_and_its_errors_come_back(client: FlaskClient, session: Session) -> None:
    sent = upload(client, workbook(*ROWS))
    assert sent.status_code == 303
    preview = client.get(sent.location)
    page = preview.get_data(as_text=True)
    assert preview.status_code == 422
    assert "Gerland" in page
    assert "<b>Petit" not in page
    assert session.scalar(select(func.count(Person.id))) == 0
    shown = {"plan": hidden_value(preview, "plan")}
    refused = post(client, f"{sent.location}/apply", shown)
    assert refused.status_code == 422
    assert session.scalar(select(func.count(Person.id))) == 0
    done = post(client, f"{sent.location}/apply", {**shown, "only_valid": "1"})
    assert done.status_code == 303
    assert "1" in client.get(done.location).get_data(as_text=True)
    session.rollback()  # what the request committed is seen by a new transaction
    assert session.scalars(select(Person.last_name)).all() == ["Dupont"]
    assert session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.door == Door.IMPORT)) == 1
    errors = client.get(f"{sent.location}/errors")
    sheet = load_workbook(io.BytesIO(errors.data)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Roux", "<b>Petit</b>"]


def test_what_a_colleague_saved_since_the_preview_is_shown_before_it_is_overwritten(
    client: FlaskClient, session: Session
) -> None:
    person = make.PersonFactory(last_name="Dupont", first_name="Marie", birth_year=1970, city="Lyon")
    make.MandateFactory(person=person, instance=session.scalars(select(Instance).filter_by(name="Point du Jour")).one())
    session.commit()
    sent = upload(client, workbook(["Nom", "Prénom", "Année de naissance", "Ville"], ["Dupont", "Marie", 1970, "Bron"]))
    first = client.get(sent.location)
    assert "Lyon" in first.get_data(as_text=True)
    person.city = "Vaulx-en-Velin"
    session.commit()
    answer = post(client, f"{sent.location}/apply", {"plan": hidden_value(first, "plan")})
    assert answer.status_code == 409
    assert "Vaulx-en-Velin" in answer.get_data(as_text=True)
    session.rollback()
    session.refresh(person)
    assert person.city == "Vaulx-en-Velin"
    assert post(client, f"{sent.location}/apply", {"plan": hidden_value(answer, "plan")}).status_code == 303
    session.rollback()
    session.refresh(person)
    assert person.city == "Bron"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"budget;montant", "membres.csv"),
        (b"%PDF-1.7", "membres.xlsx"),
        (package(text_cell("A1", "a") + text_cell("XFD1048576", "b")), "membres.xlsx"),
        (package(f'<row r="1">{text_cell("A1", "Budget")}</row>'), "membres.xlsx"),
    ],
    ids=["another list", "not a workbook", "far cell", "no table"],
)
def test_a_workbook_that_cannot_be_read_is_answered_with_a_sentence(
    client: FlaskClient, content: bytes, name: str
) -> None:
    answer = upload(client, content, name)
    if answer.status_code == 303:
        answer = client.get(answer.location)
    assert answer.status_code == 422


def test_the_file_of_someone_else_is_out_of_reach(client: FlaskClient, client_as: Callable[..., FlaskClient]) -> None:
    sent = upload(client, workbook(*ROWS))
    other = client_as("ref7")
    assert other.get(sent.location).status_code == 404
    assert post(other, f"{sent.location}/apply", {"only_valid": "1"}).status_code == 404


def test_without_the_right_there_is_no_import(client_as: Callable[..., FlaskClient]) -> None:
    reader = client_as("elu5")
    assert reader.get("/import/people").status_code in {403, 404}
    assert upload(reader, workbook(*ROWS)).status_code in {403, 404}


def test_an_unknown_column_is_mapped_once_and_remembered(client: FlaskClient, session: Session) -> None:
    content = workbook(("NOM", "Petit nom", "Pointure"), ("Dupont", "Zoé", 38))
    sent = upload(client, content)
    assert sent.location.endswith("/columns")
    page = client.get(sent.location)
    assert "Petit nom" in page.text
    assert page.status_code == 200
    answers = {"header-0": "0", "column-0-0": "last_name", "column-0-1": "first_name", "column-0-2": ""}
    chosen = post(client, sent.location, answers)
    assert chosen.status_code == 303
    assert "Zoé" in client.get(chosen.location).text
    again = upload(client, content, "encore.xlsx")
    assert not again.location.endswith("/columns")
    assert "Zoé" in client.get(again.location).text


def test_a_file_without_known_headers_asks_for_their_line(client: FlaskClient) -> None:
    sent = upload(client, workbook(("Budget", "Montant"), ("Qui", "Combien"), ("Fête", 12)))
    assert client.get(sent.location).status_code == 422
    again = post(client, sent.location, {"header-0": "1", "reread": "1"})
    assert again.status_code == 422
    assert "Combien" in again.text
    done = post(client, sent.location, {"header-0": "1", "column-0-0": "last_name", "column-0-1": ""})
    assert done.status_code == 303
    assert "Fête" in client.get(done.location).text


@pytest.mark.parametrize("answers", [{}, {"header-0": "99"}, {"header-0": "x", "column-0-0": "no_such_field"}])
def test_odd_answers_on_the_columns_lead_nowhere(client: FlaskClient, answers: dict[str, str]) -> None:
    sent = upload(client, workbook(("NOM", "Pointure"), ("Dupont", 38)))
    assert post(client, sent.location, answers).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("membres.csv", "Nom;Prénom\nDupont;Zoé\n".encode("cp1252")),
        ("membres.txt", "Nom\tPrénom\nDupont\tZoé\n".encode()),
        ("membres.ods", workbook(("Nom", "Prénom"), ("Dupont", "Zoé"))),
    ],
)
def test_the_content_of_a_file_says_its_format(client: FlaskClient, name: str, content: bytes) -> None:
    sent = upload(client, content, name)
    assert "Zoé" in client.get(sent.location).text


def links_of(page: TestResponse, below: str) -> dict[str, str]:
    """The addresses that a page gives below another one, by their words."""
    links = html.fromstring(page.text).xpath("//a[@href]")
    return {" ".join(link.text_content().split()): link.get("href") for link in links if below in link.get("href")}


def test_the_links_of_a_preview_lead_to_its_pages_and_its_parts(client: FlaskClient) -> None:
    rows = [(f"Dupont{number}", f"p{number}@example.org") for number in range(60)]
    sent = upload(client, workbook(("Nom", "Courriel"), *rows, ("Roux", "ana@")))
    page = client.get(sent.location)
    assert "Dupont49" in page.text
    assert "Dupont50" not in page.text
    links = links_of(page, f"{sent.location}?")
    assert "Dupont59" in client.get(links["2"]).text
    assert "Dupont24" in client.get(links["25"]).text
    assert "Dupont25" not in client.get(links["25"]).text
    assert "Dupont" not in client.get(links["1En erreur"]).text
    assert "Dupont59" in client.get(f"{sent.location}?page=999").text
    found = client.get(f"{sent.location}?q=p59&kind=other&token=typed")
    assert "Dupont59" in found.text
    assert "Dupont58" not in found.text
    assert "Dupont58" not in client.get(links_of(found, f"{sent.location}?")["60À créer"]).text


@pytest.mark.parametrize(("plan", "status"), [("another", 409), (None, 422)])
def test_the_links_of_a_preview_that_apply_shows_again_lead_to_its_pages(
    client: FlaskClient, plan: str | None, status: int
) -> None:
    rows = [(f"Dupont{number}", f"p{number}@example.org") for number in range(60)]
    sent = upload(client, workbook(("Nom", "Courriel"), *rows, ("Roux", "ana@")))
    shown = hidden_value(client.get(sent.location), "plan")
    again = post(client, f"{sent.location}/apply", {"plan": plan or shown})
    assert again.status_code == status
    assert "Dupont59" in client.get(links_of(again, f"{sent.location}?")["2"]).text


def test_an_import_is_applied_once_and_can_be_taken_back(client: FlaskClient, session: Session) -> None:
    sent = upload(client, workbook(("Nom", "Prénom"), ("Dupont", "Zoé")))
    shown = {"plan": hidden_value(client.get(sent.location), "plan")}
    done = post(client, f"{sent.location}/apply", shown)
    assert done.status_code == 303
    assert post(client, f"{sent.location}/apply", shown).status_code in {303, 404}
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 1
    result = client.get(done.location).text
    undo = re.search(r'action="(/annuler/\d+)"', result)
    assert undo is not None
    assert post(client, undo[1], {"next": "/personnes/list/"}).status_code == 303
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize("page", ["", "/columns", "?state=error&page=2", "/errors", "/workbook"])
def test_back_after_apply_leads_to_what_the_import_did(client: FlaskClient, page: str) -> None:
    preview = upload(client, workbook(*ROWS[:2])).location
    shown = client.get(preview)
    done = post(client, f"{preview}/apply", {"plan": hidden_value(shown, "plan")})
    back = client.get(f"{preview}{page}")
    assert (back.status_code, back.location) == (303, done.location)
    assert client.get(back.location).status_code == 200


def test_the_result_tells_the_lines_left_out_in_the_words_of_the_preview(client: FlaskClient) -> None:
    rows = (("Nom", "Prénom", "Courriel"), ("Dupont", "Zoé", None), ("Roux", "Ana", "ana@"), ("Total", 2, None))
    preview = upload(client, workbook(*rows)).location
    shown = client.get(preview)
    assert re.search(r">1</\w+>\s*<[^>]*>Non reprise<", shown.text)
    done = post(client, f"{preview}/apply", {"plan": hidden_value(shown, "plan"), "only_valid": "1"})
    result = html.fromstring(client.get(done.location).text)
    tiles = {tile[1].text_content(): tile[0].text_content() for tile in result.find_class("tile")}
    assert (tiles["Lignes non reprises"], tiles["Lignes restant à corriger"]) == ("1", "1")
    (link,) = [one for one in result.iter("a") if "Corriger ces lignes ici" in one.text_content()]
    assert link.get("href").endswith("#cells")
    assert html.fromstring(client.get(link.get("href")).text).get_element_by_id("cells") is not None


def test_a_slash_at_the_end_of_an_address_changes_nothing(client: FlaskClient) -> None:
    page = client.get("/import/people/", follow_redirects=True)
    assert page.status_code == 200
    form = next(form for form in html.fromstring(page.text).forms if form.get("enctype"))
    assert form.get("action") == "/import/people"


def test_a_preview_in_another_tab_does_not_change_what_this_one_writes(client: FlaskClient, session: Session) -> None:
    sent = upload(client, workbook(("NOM", "Prénom", "Pointure"), ("Dupont", "Zoé", 38)))
    answers = {"header-0": "0", "column-0-0": "last_name", "column-0-1": "first_name", "column-0-2": ""}
    first = client.get(post(client, sent.location, answers).location)
    other = post(client, sent.location, {**answers, "column-0-1": ""})
    assert post(client, f"{other.location}/apply", {"plan": hidden_value(first, "plan")}).status_code == 409
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 0


def test_the_model_workbook_is_downloaded_by_who_may_import(
    client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    answer = client.get("/import/people/model")
    assert load_workbook(io.BytesIO(answer.data)).worksheets[0]["A1"].value == "Nom"
    assert client_as("elu5").get("/import/people/model").status_code == 403


def test_what_was_imported_leaves_no_copy_of_the_file(client: FlaskClient, app: Flask) -> None:
    sent = upload(client, workbook(("Nom", "Prénom"), ("Dupont", "Zoé")))
    post(client, f"{sent.location}/apply", {"plan": hidden_value(client.get(sent.location), "plan")})
    token = sent.location.rsplit("/", 1)[1]
    folder = app.extensions["mdo_settings"].data_dir / "imports"
    texts = [path.read_bytes() for path in folder.iterdir() if token in path.name]
    assert texts
    assert not [text for text in texts if b"Dupont" in text or len(text) > 300]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "{" + text,
        lambda text: text.replace('"counts"', '"count"', 1),
        lambda text: text.replace('"unchanged"', '"unmoved"', 1),
        lambda text: "[1, 2]\n" + text.partition("\n")[2],
        lambda text: text.replace('"label"', '"labels"'),
    ],
    ids=["nothing", "no JSON", "no counts", "a count less", "a list", "a line"],
)
def test_a_preview_that_can_no_longer_be_read_begins_again_with_the_file(
    client: FlaskClient, app: Flask, spoil: Callable[[str], str]
) -> None:
    preview = upload(client, workbook(*ROWS[:2])).location
    plan = kept_plan(app, preview)
    whole = plan.read_text("utf-8")
    assert spoil(whole) != whole
    plan.write_text(spoil(whole), "utf-8")
    answer = client.get(preview)
    assert (answer.status_code, answer.location) == (303, "/import/people")
    assert "aperçu gardé est abîmé" in client.get(answer.location).get_data(as_text=True)
    assert client.get(preview).status_code == 404
    assert not plan.exists()


def test_a_preview_that_can_no_longer_be_read_is_not_applied(client: FlaskClient, app: Flask, session: Session) -> None:
    sent = upload(client, workbook(*ROWS[:2]))
    shown = {"plan": hidden_value(client.get(sent.location), "plan")}
    plan = kept_plan(app, sent.location)
    plan.write_text(plan.read_text("utf-8").replace("zoe@", "zoa@"), "utf-8")
    answer = post(client, f"{sent.location}/apply", shown)
    assert (answer.status_code, answer.location) == (303, "/import/people")
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 0


def test_tables_side_by_side_are_told_apart_by_their_columns(client: FlaskClient) -> None:
    heads = ("Nom", "Prénom", "Instance", "Courriel")
    row = ("Dupont", "Zoé", "Point du Jour", None)
    preview = upload(client, workbook((*heads, None, *heads), (*row, None, *row), (*row, None, *row))).location
    page = html.fromstring(client.get(f"{preview.removesuffix('/columns')}/columns").text)
    assert [head.text_content() for head in page.iter("h3")] == [
        "Tableau de la ligne 1, colonnes A à D",
        "Tableau de la ligne 1, colonnes F à I",
    ]
