"""What a file leaves open is asked once, on the preview, for all the lines that it concerns."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.instances import Instance
from models.people import Gender, Mandate, Person
from tests.kernel.imports.answering import answer, offered, questions
from tests.kernel.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import hidden_value, post

HEADERS = ("Nom", "Prénom", "Civilité", "Instance")
ROWS = (
    HEADERS,
    ("DUPONT", "Zoé", "Mme", "Quartier Point du Jourd"),
    ("ROUX", "Ana", "Dame", "Quartier Point du Jourd"),
    ("PETIT", "Léa", "Mme", "Point du Jour"),
)
BODY = "Quartier Point du Jourd"


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Ménival", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    return client_as("ref5")


def preview(client: FlaskClient, *rows: tuple[object, ...]) -> TestResponse:
    sent = post(
        client, "/import/people", {"file": (io.BytesIO(workbook(*rows)), "m.xlsx")}, content_type="multipart/form-data"
    )
    assert sent.status_code == 303, sent.text
    return client.get(sent.location)


def apply(client: FlaskClient, page: TestResponse, **more: str) -> TestResponse:
    return post(client, f"{page.request.path}/apply", {"plan": hidden_value(page, "plan"), **more})


def test_a_value_is_asked_once_with_its_count_then_written_on_all_its_lines(
    client: FlaskClient, session: Session
) -> None:
    page = preview(client, *ROWS)
    asked = questions(page)
    (body,) = (one for words, one in asked.items() if BODY in words)
    assert "2 lignes" in body.text_content()
    assert "Feuil1, ligne 2, 3" in " ".join(body.text_content().split())
    assert "Point du Jour" in offered(body)[0]
    assert not any("Gerland" in words for words in offered(body)), "of another arrondissement"
    page = answer(client, page, {BODY: "Point du Jour", "Dame": "Femme"})
    assert page.status_code == 200
    assert apply(client, page).status_code == 303
    session.rollback()
    assert {mandate.instance.name for mandate in session.scalars(select(Mandate))} == {"Point du Jour"}
    assert session.scalars(select(Person.gender).filter_by(last_name="ROUX")).one() is Gender.FEMALE
    assert len(session.scalars(select(Mandate)).all()) == 3


def test_lines_that_wait_are_not_written_and_come_back_with_the_question(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {"Dame": "Femme"})
    assert page.status_code == 422
    assert len(questions(page)) == 2
    assert apply(client, page).status_code == 422
    assert apply(client, page, only_valid="1").status_code == 303
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["PETIT"]


def test_lines_left_aside_are_counted_and_say_so(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {BODY: "Laisser ces lignes de côté"})
    assert page.status_code == 200
    assert "Laissée de côté" in page.text
    assert client.get(f"{page.request.path}?state=left").text.count("Laissée de côté") == 2
    assert apply(client, page).status_code == 303
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["PETIT"]


def test_a_cell_may_be_left_empty(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {BODY: "Laisser la case vide", "Dame": "Laisser la case vide"})
    assert apply(client, page).status_code == 303
    session.rollback()
    assert len(session.scalars(select(Person)).all()) == 3
    assert len(session.scalars(select(Mandate)).all()) == 1


def test_what_is_typed_answers_too_and_is_kept_when_it_does_not(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {BODY: "=Gerlande", "Dame": "Femme"})
    assert "«\u00a0Gerlande\u00a0» ne répond pas" in page.text
    assert 'value="Gerlande"' in page.text
    page = answer(client, page, {BODY: "=menival"})
    assert page.status_code == 200
    assert apply(client, page).status_code == 303
    session.rollback()
    assert {mandate.instance.name for mandate in session.scalars(select(Mandate))} == {"Point du Jour", "Ménival"}


def test_an_answer_is_listed_and_changed(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {BODY: "Point du Jour", "Dame": "Femme"})
    assert "2 réponses données" in page.text
    page = answer(client, page, {BODY: "Ménival", "Dame": "Homme"})
    assert apply(client, page).status_code == 303
    session.rollback()
    of_menival = select(Mandate).join(Instance).where(Instance.name == "Ménival")
    assert len(session.scalars(of_menival).all()) == 2
    assert session.scalars(select(Person.gender).filter_by(last_name="ROUX")).one() is Gender.MALE


def test_odd_answers_lead_nowhere(client: FlaskClient) -> None:
    page = preview(client, *ROWS)
    gerland = "#999"
    action = f"{page.request.path}/answer"
    for data in ({}, {"answer-x": "1"}, dict.fromkeys(("query",), "x" * 3000), {"answer-" + "0" * 20: gerland}):
        sent = post(client, action, data)
        assert sent.status_code == 303
        assert len(questions(client.get(sent.location))) == 2
