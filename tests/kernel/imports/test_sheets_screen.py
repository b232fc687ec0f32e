"""« Feuilles et colonnes »: which sheets and tables are taken, of which body they are, what becomes of hidden lines."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from models.people import Mandate, Person
from tests.kernel.imports.test_screen import upload
from tests.support import factories as make
from tests.support.forms import hidden_value, post

HEAD = ["Nom", "Prénom", "Fonction"]


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Ainay", arrondissements=[2])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    return client_as("admin")


def councils() -> bytes:
    """A sheet that is called as its council, with two tables and a hidden line, and one that is an archive."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Ainay"
    second = ["Prénom", "Nom", "Année de naissance"]
    rows = (["Composition"], HEAD, ["Roux", "Ana", None], ["Alves", "Luc", None], [], ["TOTAL", 2], [])
    for row in (*rows, ["Suppléants"], second, ["Zoé", "Petit", 1990]):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    lists = book.create_sheet("autres")
    for row in (HEAD, ["Caché", "Léo", None]):
        lists.append(row)
    lists.sheet_state = "hidden"
    old = book.create_sheet("archives 2019")
    for row in (HEAD, ["Ancien", "Jean", None]):
        old.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(page: TestResponse, **changes: Any) -> MultiDict[str, str]:
    """What the form of the page sends, as it stands but for these fields (None: unticked)."""
    (form,) = (one for one in html.fromstring(page.text).forms if "/columns" in (one.action or ""))
    values = MultiDict(form.form_values())
    for name, value in changes.items():
        values.setlist(name.replace("_", "-"), ["0"] if value is None else [value])
    return values


def people(session: Session) -> list[str]:
    return sorted(session.scalars(select(Person.last_name)))


def test_each_sheet_and_table_is_taken_as_it_is_found(client: FlaskClient, session: Session) -> None:
    sent = upload(client, councils())
    assert sent.location.endswith("/columns")
    page = client.get(sent.location)
    text = " ".join(html.fromstring(page.text).text_content().replace("\xa0", " ").split())
    assert "Laissée de côté : c’est une archive." in text
    assert "Feuille « Ainay » : lignes masquées, 1 en tout (4) : les prendre aussi ?" in text
    assert "1 ligne : Total ou décompte : pas une donnée." in text
    values = filled(page)
    assert {values[name].endswith(" Ainay") for name in ("body-0-1", "body-0-2")} == {True}
    assert (values.getlist("take-0"), values.getlist("take-1")) == (["0", "1"], ["0"])
    preview = client.get(client.post(sent.location, data=values).location)
    assert preview.status_code == 422  # the hidden line waits
    again = client.post(sent.location, data=filled(client.get(sent.location), hidden_0="take"))
    preview = client.get(again.location)
    assert preview.status_code == 200
    post(client, f"{again.location}/apply", {"plan": hidden_value(preview, "plan")})
    assert people(session) == ["Alves", "Petit", "Roux"]
    assert {mandate.instance.name for mandate in session.scalars(select(Mandate))} == {"Ainay"}


@pytest.mark.parametrize(
    ("title", "is_asked"), [("Conseil de quartier Ainay : composition", False), ("CQ Ainay et Gerland", True)]
)
def test_the_columns_are_shown_where_the_title_does_not_name_one_body_alone(
    client: FlaskClient, title: str, is_asked: bool
) -> None:
    book = Workbook()
    for row in ([title], [], HEAD, ["Roux", "Ana", None], ["Alves", "Luc", None]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    sent = upload(client, stream.getvalue())
    assert sent.location.endswith("/columns") is is_asked
    if not is_asked:
        assert "Ainay" in client.get(sent.location).text


def test_a_sheet_is_taken_and_another_and_a_table_left_aside_by_a_tick(client: FlaskClient, session: Session) -> None:
    sent = upload(client, councils())
    taken = client.post(sent.location, data=filled(client.get(sent.location), take_1="1", reread="1"))
    assert taken.status_code == 200
    assert "elle est masquée dans le classeur" in taken.text
    values = filled(taken, table_0_2=None, take_2="1", hidden_0="!leave", body_0_1="Gerland", body_1_1="")
    preview = client.get(client.post(sent.location, data=values).location)
    assert "Ce tableau est laissé de côté, comme vous l’avez choisi." in preview.text
    post(client, f"{preview.request.path}/apply", {"plan": hidden_value(preview, "plan")})
    assert people(session) == ["Ancien", "Caché", "Roux"]
    assert [mandate.instance.name for mandate in session.scalars(select(Mandate))] == ["Gerland"]


def test_what_was_ticked_is_remembered_for_the_next_workbook(client: FlaskClient) -> None:
    sent = upload(client, councils())
    page = client.get(sent.location)
    client.post(sent.location, data=filled(page, take_0=None, take_1="1", reread="1"))
    client.post(sent.location, data=filled(client.get(sent.location)))
    again = upload(client, councils(), "encore.xlsx")
    values = filled(client.get(f"{again.location.removesuffix('/columns')}/columns"))
    assert (values.getlist("take-0"), values.getlist("take-1")) == (["0"], ["0", "1"])


def test_lines_in_error_come_back_from_each_table_with_the_body_that_no_column_said(client: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(councils()))
    book["Ainay"]["D2"], book["Ainay"]["D3"] = "Courriel", "ana@"
    book["Ainay"]["C10"] = "hier"
    stream = io.BytesIO()
    book.save(stream)
    sent = upload(client, stream.getvalue())
    preview = client.post(sent.location, data=filled(client.get(sent.location), hidden_0="take"))
    back = client.get(f"{preview.location}/errors")
    sheets = load_workbook(io.BytesIO(back.data)).worksheets
    first, second = ([cell.value for cell in sheet[sheet.max_row]] for sheet in sheets)
    assert (first[:4], second[:3]) == (["Roux", "Ana", None, "ana@"], ["Zoé", "Petit", "hier"])
    assert first[4] == second[3]
    assert first[4].endswith(" Ainay")
    corrected = io.BytesIO()
    sheets[0]["D3"], sheets[1]["C3"] = "ana@example.org", 1990
    sheets[0].parent.save(corrected)
    again = upload(client, corrected.getvalue())
    assert client.get(again.location).status_code == 200
