"""Numbers of identity papers, voters and accounts never come in by a workbook."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.rules.never_kept import check_may_be_kept, is_never_kept
from models.organisations import Organisation
from models.people import Person
from tests.kernel.imports.test_correcting import preview, upload
from tests.support.forms import post

NUMBER = "880692310285"


@pytest.mark.parametrize(
    ("header", "never"),
    [
        ("CNI", True),
        ("N° CNI", True),
        ("N° de carte d’identité", True),
        ("Carte nationale d'identité", True),
        ("Pièce d’identité présentée", True),
        ("Passeport", True),
        ("N° d’électeur", True),
        ("Numéro électeur", True),
        ("Carte électorale", True),
        ("N° de sécurité sociale", True),
        ("NIR", True),
        ("IBAN", True),
        ("Titre de séjour", True),
        ("Identité", False),
        ("Inscrit sur les listes électorales", False),
        ("Électeur", False),
        ("Remarques", False),
        ("Nom", False),
        ("Tribunal", False),
        ("N° de siège", False),
        ("Sécurité", False),
    ],
)
def test_the_header_tells(header: str, never: bool) -> None:
    assert is_never_kept(header) is never


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("CNI 123456789012", True),
        ("Passeport n° 14CV12345", True),
        ("carte d'identité : 12AB34567", True),
        ("n° électeur 004512", True),
        ("2 84 05 69 123 456 78", True),
        ("284056912345678", True),
        ("Sécu 2 84 05 69 123 456 78", True),
        ("A présenté sa CNI", False),
        ("CNI du 12/09/2024", False),
        ("CNI vue le 12/09/2024", False),
        ("Rappeler au 06 12 34 56 78", False),
        ("SIRET 216 901 231 00011", False),
        ("Tirage du 12 mars 2024, rang 245", False),
        ("Passeport citoyen : 3 ateliers suivis", False),
        ("", False),
    ],
)
def test_a_text_that_holds_one_is_refused(text: str, never: bool) -> None:
    if never:
        with pytest.raises(RuleViolation, match="never kept"):
            check_may_be_kept(text)
    else:
        check_may_be_kept(text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_that_is_read_is_named_so(kind: str) -> None:
    names = [name for field in KINDS[kind].fields for name in (field.label, *field.synonyms)]
    assert [name for name in names if is_never_kept(name)] == []


def test_such_columns_and_those_left_aside_are_kept_nowhere(
    client_as: Callable[..., FlaskClient], session: Session, app: Flask
) -> None:
    client = client_as("mission")
    text = f"Nom;Prénom;N° CNI;Signe\nMARTIN;Zoé;{NUMBER};Balance\n"
    data = {"file": (io.BytesIO(text.encode()), "membres.csv")}
    answer = post(client, "/import/people", data, content_type="multipart/form-data")
    page = client.get(answer.location)
    assert NUMBER not in page.get_data(as_text=True)
    (form,) = [
        form
        for form in document_fromstring(page.get_data(as_text=True)).forms
        if form.get("action", "").endswith("/columns")
    ]
    fields = dict(form.form_values())
    # As who would change the form: the column of papers as a town.
    forged = {**{name: value for name, value in fields.items() if value or "column" in name}, "column-0-2": "city"}
    shown = post(client, answer.location, forged)
    preview = client.get(shown.location)
    assert NUMBER not in preview.get_data(as_text=True)
    folder: Path = app.extensions["mdo_settings"].data_dir / "imports"
    kept = "".join(path.read_text() for path in folder.iterdir() if path.suffix in (".plan", ".json"))
    assert "martin" in kept
    assert NUMBER not in kept
    assert "balance" not in "".join(path.read_text() for path in folder.iterdir() if path.suffix == ".plan")
    (form,) = [
        form
        for form in document_fromstring(preview.get_data(as_text=True)).forms
        if form.get("action", "").endswith("/apply")
    ]
    assert "/result" in post(client, shown.location + "/apply", dict(form.form_values())).location
    session.rollback()
    (person,) = session.scalars(select(Person).filter_by(last_name="Martin"))
    assert NUMBER not in str(person.__dict__)


def test_the_number_of_an_identity_paper_is_refused_in_a_cell_as_in_the_file(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    rows = ("Nom", "Nature", "Courriel", "Notes"), ("Les Pentes", "association", "x@@y", "CNI 123456789012")
    client = client_as("mission")
    shown = preview(client, upload(client, *rows, kind="organisations").location)
    refused, typed = shown.said_of(2, "Notes"), "Passeport n° 14CV12345"
    said = shown.judge(2, "Notes", typed)
    assert (said["ok"], " ".join(said["text"].split())) == (False, refused)
    checked = shown.type(2, "Courriel", "x@example.org").type(2, "Notes", typed).check()
    assert checked.said_of(2, "Notes") == refused
    assert checked.type(2, "Notes", "A montré son passeport").check().apply().status_code == 303
    session.rollback()
    assert session.scalars(select(Organisation.notes)).all() == ["A montré son passeport"]
