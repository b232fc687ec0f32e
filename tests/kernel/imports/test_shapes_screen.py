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


def _sent(client: FlaskClient, kind: str, *rows: tuple[object, ...]) -> str:
    file = {"file": (io.BytesIO(workbook(*rows)), "classeur.xlsx")}
    return post(client, f"/import/{kind}", file, content_type="multipart/form-data").location


def _fields(client: FlaskClient, columns: str) -> dict[str, str]:
    """What the form of the columns sends as it came, by the header of each column; with that of the headers."""
    page = html.fromstring(client.get(columns).data)
    selects = page.xpath("//select[starts-with(@name, 'column-')]")
    found = {select.get("name"): (select.value or "") for select in selects}
    return found | {"header-0": page.xpath("//select[@name='header-0']")[0].value}


def test_a_column_left_aside_is_told_the_next_time(client: FlaskClient) -> None:
    rows = (("Nom", "Courriel", "Pointure"), ("DUPONT", "d@example.org", 38))
    columns = _sent(client, "people", *rows)
    sent = _fields(client, columns)
    seen = post(client, columns, {**sent, "reread": "1"})
    assert "votre choix" not in seen.text  # nobody touched it
    assert "inconnue" in seen.text
    first = client.get(post(client, columns, sent).location)
    assert "comme la dernière fois" not in first.text
    again = client.get(_sent(client, "people", *rows))
    assert "Colonnes laissées de côté comme la dernière fois\u00a0: Pointure (Feuil1)." in again.text


def test_a_column_is_said_to_hold_the_crosses_of_a_body_and_which_is_asked(client: FlaskClient) -> None:
    rows = (("Nom", "Point du Jour", "Mnv"), ("DUPONT", "x", 1), ("ROUX", None, 1))
    columns = _sent(client, "people", *rows)
    assert "Une croix = un mandat\u00a0: l’instance est ensuite demandée" in client.get(columns).text
    sent = _fields(client, columns)
    for _ in range(2):  # the second time as the page gives it then
        preview = client.get(post(client, columns, sent | {"column-0-2": "*"}).location)
        assert "Mnv" in html.fromstring(preview.data).xpath("string(//*[@id='questions'])")
        sent = _fields(client, columns)
        assert sent["column-0-2"] == "*"
    again = client.get(_sent(client, "people", *rows))
    assert "comme la dernière fois" not in again.text
    assert "Mnv" in html.fromstring(again.data).xpath("string(//*[@id='questions'])")


def test_each_column_of_a_block_shows_what_it_says(client: FlaskClient) -> None:
    rows = (("Nom", "Prénom", "15/01/2026", "18 juin", "Pointure"), ("DUPONT", "Zoé", "P", "A", 38))
    page = html.fromstring(client.get(_sent(client, "attendance", *rows)).data)
    shown = [each.xpath("string(.//option[@selected])") for each in page.xpath("//select[starts-with(@name, 'col')]")]
    assert shown[2:] == ["Présences du 15/01/2026", "Présences du 18/06/2026", ""]
