"""Cells copied from a spreadsheet are an import without a file: the same steps, from a text."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.kernel.imports.test_correcting import PHONE, ROWS, people, preview
from tests.support import factories as make


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    return client_as("ref5")


def start_page(client: FlaskClient, kind: str = "people") -> HtmlElement:
    page = html.fromstring(client.get(f"/import/{kind}").text)
    return next(form for form in page.forms if form.get("action").endswith("/paste"))


def paste(client: FlaskClient, text: str, *, bare: bool = False) -> TestResponse:
    form = start_page(client)
    values = {**dict(form.form_values()), "cells": text, **({"bare": "1"} if bare else {})}
    return client.post(form.get("action"), data=values, content_type="multipart/form-data")


def test_pasted_cells_are_an_import_without_a_file(client: FlaskClient, session: Session) -> None:
    cells = "\r\n".join("\t".join(cell or "" for cell in row) for row in ROWS)
    address = paste(client, cells + "\r\n").location
    page = client.get(address).text
    assert "Collé le" in page
    assert "CSV" not in html.fromstring(page).text_content()
    shown = preview(client, address)
    assert shown.headers(3) == ["Téléphone", "Courriel"]
    done = shown.type(3, "Courriel", "ana@example.org").type(3, "Téléphone", PHONE).same(3, "Téléphone").check()
    assert done.apply().status_code == 303
    assert {one[0] for one in people(session)} == {"Dupont", "Roux", "Petit", "Morel"}


def test_pasted_cells_without_headers_are_told_column_by_column(client: FlaskClient, session: Session) -> None:
    sent = paste(client, "DUPONT\tZoé\r\nROUX\tAna\r\n", bare=True)
    assert sent.location.endswith("/columns")
    page = html.fromstring(client.get(sent.location).text)
    form = next(form for form in page.forms if form.get("action").endswith("/columns"))
    names = [select.get("name") for select in form.iter("select") if select.get("name").startswith("column-")]
    values = {**dict(form.form_values()), names[0]: "last_name", names[1]: "first_name"}
    done = client.post(form.get("action"), data=values)
    assert preview(client, done.location).apply().status_code == 303
    assert {one[:2] for one in people(session)} == {("Dupont", "Zoé"), ("Roux", "Ana")}
    assert paste(client, "Zoé\tDUPONT\r\n", bare=True).location.endswith("/columns")


@pytest.mark.parametrize("text", ["", " \r\n\t", "Nom\tPrénom"])
def test_what_cannot_be_pasted_is_said_and_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr("mdo.kernel.workbook.pasted.LONGEST", 9)
    answer = paste(client, text)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("//*[@role='alert']")
    assert page.get_element_by_id("pasted").text_content().strip() == text.strip()
