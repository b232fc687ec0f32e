"""The import on screen: upload, preview, apply, and the lines that come back."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.instances import Instance
from models.journal import Door, JournalEntry
from models.people import Person
from tests.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import hidden_value, post
from tests.workbook.hostile import package, text_cell

ROWS = (
    ("Nom", "Prénom", "Instance", "Courriel"),
    ("DUPONT", "Zoé", "Point du Jour", "zoe@example.org"),
    ("ROUX", "Ana", "Gerland", None),
    ("<b>PETIT</b>", "Léa", "Point du Jour", "lea@"),
)


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    return client_as("ref5")


def upload(client: FlaskClient, content: bytes, name: str = "membres.xlsx") -> TestResponse:
    return post(client, "/import/people", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_workbook_is_previewed_applied_and_its_errors_come_back(client: FlaskClient, session: Session) -> None:
    sent = upload(client, workbook(*ROWS))
    assert sent.status_code == 303
    preview = client.get(sent.location)
    page = preview.get_data(as_text=True)
    assert preview.status_code == 422
    assert "Gerland" in page
    assert "<b>PETIT" not in page
    assert session.scalar(select(func.count(Person.id))) == 0
    shown = {"plan": hidden_value(preview, "plan")}
    refused = post(client, f"{sent.location}/apply", shown)
    assert refused.status_code == 422
    assert session.scalar(select(func.count(Person.id))) == 0
    done = post(client, f"{sent.location}/apply", {**shown, "only_valid": "1"})
    assert done.status_code == 200
    session.rollback()  # what the request committed is seen by a new transaction
    assert session.scalars(select(Person.last_name)).all() == ["DUPONT"]
    assert session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.door == Door.IMPORT)) == 1
    errors = client.get(f"{sent.location}/errors")
    sheet = load_workbook(io.BytesIO(errors.data)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["ROUX", "<b>PETIT</b>"]


def test_what_a_colleague_saved_since_the_preview_is_shown_before_it_is_overwritten(
    client: FlaskClient, session: Session
) -> None:
    person = make.PersonFactory(last_name="DUPONT", first_name="Marie", birth_year=1970, city="Lyon")
    make.MandateFactory(person=person, instance=session.scalars(select(Instance).filter_by(name="Point du Jour")).one())
    session.commit()
    sent = upload(client, workbook(["Nom", "Prénom", "Année de naissance", "Ville"], ["DUPONT", "Marie", 1970, "Bron"]))
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
    assert post(client, f"{sent.location}/apply", {"plan": hidden_value(answer, "plan")}).status_code == 200
    session.rollback()
    session.refresh(person)
    assert person.city == "Bron"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"nom;prenom", "membres.csv"),
        (b"nom;prenom", "membres.xlsx"),
        (package(text_cell("A1", "a") + text_cell("XFD1048576", "b")), "membres.xlsx"),
        (package(f'<row r="1">{text_cell("A1", "Budget")}</row>'), "membres.xlsx"),
    ],
    ids=["csv", "not a workbook", "far cell", "no table"],
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
