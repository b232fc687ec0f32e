"""Blocks of columns on screen: told in words, left aside and taken up again; cells of the file, counted."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session

from tests.kernel.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    for name in ("Point du Jour", "Ménival"):
        make.InstanceFactory(name=name, arrondissements=[5])
    return client_as("ref5")


def test_a_block_is_told_left_aside_and_taken_again(client: FlaskClient) -> None:
    rows = (("Nom", "Point du Jour", "Ménival", "Pointure"), ("DUPONT", "x", "x", 38))
    file = {"file": (io.BytesIO(workbook(*rows)), "croix.xlsx")}
    columns = post(client, "/import/people", file, content_type="multipart/form-data").location
    assert columns.endswith("/columns")
    asked = client.get(columns)
    assert "2 colonnes\u00a0: instances, une croix = un mandat." in asked.text
    inputs = [field for form in html.fromstring(asked.data).forms for field in form.inputs]
    sent = {field.name: field.value for field in inputs if field.name}
    crosses = [name for name, value in sent.items() if value == "*"]
    assert len(crosses) == 2
    taken = {name: value or "" for name, value in sent.items() if name.startswith(("column-", "header-"))}
    preview = client.get(post(client, columns, taken).location)
    assert "Ménival" in preview.text
    assert re.search(r"Feuille «\u00a0Feuil1\u00a0»\u00a0: 8 cellules remplies\u00a0: 6 lues, 2 laissées", preview.text)
    preview = client.get(post(client, columns, taken | {crosses[1]: ""}).location)
    lines = html.fromstring(preview.data).xpath("string(//section[@aria-labelledby='lines-title'])")
    assert "Point du Jour" in lines
    assert "Ménival" not in lines
    assert "1 colonne\u00a0: instances, une croix = un mandat." in client.get(columns).text
    again = post(client, columns, taken)
    assert "Ménival" in html.fromstring(client.get(again.location).data).xpath(
        "string(//section[@aria-labelledby='lines-title'])"
    )


def test_days_in_a_workbook_of_people_are_pointed_to_attendance(client: FlaskClient) -> None:
    rows = (("Nom", "12/03/2026", "14/05/2026"), ("DUPONT", "P", "A"))
    file = {"file": (io.BytesIO(workbook(*rows)), "presences.xlsx")}
    columns = post(client, "/import/people", file, content_type="multipart/form-data").location
    assert "importez ce classeur comme «\u00a0Présences\u00a0»" in client.get(columns).text
