"""The imports that one began are found again where another is begun, and what one wrote is found by its result."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from tests.kernel.imports.sheets import workbook
from tests.kernel.imports.test_correcting import ROWS, preview, upload
from tests.support import factories as make
from tests.support.forms import post

GOOD = (("Nom", "Prénom", "Instance"), ("AUBERT", "Zoé", "Point du Jour"), ("BLANC", "Ana", "Point du Jour"))


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    return client_as("ref5")


def waiting(client: FlaskClient) -> list[HtmlElement]:
    page = html.fromstring(client.get("/import/").text)
    return page.xpath("//*[@id='unfinished']//tbody/tr")


def of(client: FlaskClient, name: str) -> list[HtmlElement]:
    return [row for row in waiting(client) if row.xpath("th")[0].text_content().strip() == name]


def words(row: HtmlElement) -> str:
    return " ".join(row.text_content().split())


def press(client: FlaskClient, row: HtmlElement) -> str:
    (form,) = row.iter("form")
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return post(client, form.action, fields, follow_redirects=True).text


def test_an_import_that_waits_is_taken_up_again_and_another_given_up(
    client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    upload(client, *ROWS, name="à corriger.xlsx")
    data = {"file": (io.BytesIO(workbook(("NOM", "Pointure"), ("DUPONT", 38))), "à lire.xlsx")}
    post(client, "/import/people", data, content_type="multipart/form-data")
    (wrong,), (unread,) = of(client, "à corriger.xlsx"), of(client, "à lire.xlsx")
    assert "3 lignes en erreur" in words(wrong)
    assert "Personnes" in words(wrong)
    assert "aujourd’hui à" in words(wrong)
    assert "Feuilles et colonnes à vérifier" in words(unread)
    assert client.get(unread.xpath(".//a")[0].get("href"), follow_redirects=True).request.path.endswith("/columns")
    shown = preview(client, wrong.xpath(".//a")[0].get("href"))
    assert "Roux" in shown.text
    assert not of(client_as("ref7"), "à corriger.xlsx")
    assert "« à corriger.xlsx »" in press(client, wrong).replace("\xa0", " ")
    assert not of(client, "à corriger.xlsx")
    assert client.get(wrong.xpath(".//a")[0].get("href")).status_code == 404


def test_what_an_import_wrote_is_listed_and_nothing_else(
    client: FlaskClient, client_as: Callable[..., FlaskClient], session: Session
) -> None:
    other = make.PersonFactory(last_name="CARON", first_name="Léa")
    make.MandateFactory(person=other, instance=make.InstanceFactory(name="Ménival", arrondissements=[5]))
    session.commit()
    preview(client, upload(client, GOOD[0], ("DENIS", "Max", "Point du Jour")).location).apply()
    result = preview(client, upload(client, *GOOD, name="fini.xlsx").location).apply()
    assert not of(client, "fini.xlsx")
    page = html.fromstring(client.get(result.location).text)
    links = {" ".join(one.text_content().split()): one.get("href") for one in page.xpath("//main//a")}
    people = links["Voir ce qui est écrit – Personnes : 2"]
    mandates = links["Voir ce qui est écrit – Mandats : 2"]
    for address in (people, mandates):
        shown = client.get(address).text.casefold()
        assert "aubert" in shown
        assert "blanc" in shown
        assert "caron" not in shown
        assert "denis" not in shown
    shown = client.get(people)
    assert "fini.xlsx" in shown.text
    search = html.fromstring(shown.text).get_element_by_id("list-form")
    fields = {**dict(search.form_values()), "q": "zoé"}
    found = client.get(search.action, query_string=fields).text
    assert "Zoé" in found
    assert "Ana" not in found
    assert "fini.xlsx" in found
    # Whose import it is alone may ask for its rows, and only for those.
    assert "Zoé" not in client_as("mission").get(people).text
    session.rollback()
    assert len(session.scalars(select(Person)).all()) == 4


def test_the_last_imports_are_found_where_another_begins_and_undone_from_there(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    session.commit()
    mission = client_as("mission")
    preview(mission, upload(mission, *GOOD, name="écrit.xlsx").location).apply()
    (link,) = html.fromstring(mission.get("/import/").text).xpath("//*[@id='written']//tbody//a")
    assert "écrit.xlsx" in link.text_content()
    (form,) = html.fromstring(mission.get(link.get("href")).text).xpath("//main//form[.//button[@data-danger]]")
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    post(mission, form.action, fields)
    session.rollback()
    assert session.scalars(select(Person)).all() == []
    (row,) = html.fromstring(mission.get("/import/").text).xpath("//*[@id='written']//tbody/tr")
    assert "annulé" in words(row)
    # Another's are not listed, nor to who has no journal.
    for who in ("responsable", "ref5"):
        assert not html.fromstring(client_as(who).get("/import/").text).xpath("//*[@id='written']"), who
