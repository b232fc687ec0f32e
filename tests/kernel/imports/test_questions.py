"""What a file leaves open is asked once, on the preview, for all the lines that it concerns."""

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mdo.kernel.imports.keeping import stored
from mdo.kernel.imports.words.names import Names
from models.accounts import User
from models.instances import Instance
from models.journal import AccessLog
from models.organisations import Organisation
from models.people import Gender, Mandate, Person
from models.preferences import ImportAnswer
from models.territory import Arrondissement
from tests.kernel.imports.answering import answer, offered, questions
from tests.kernel.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import hidden_value, post
from tests.support.kept_for_imports import ImportAnswerFactory

HEADERS = ("Nom", "Prénom", "Civilité", "Instance")
ROWS = (
    HEADERS,
    ("Dupont", "Zoé", "Mme", "Quartier Point du Jourd"),
    ("Roux", "Ana", "Dame", "Quartier Point du Jourd"),
    ("Petit", "Léa", "Mme", "Point du Jour"),
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


def test_a_college_in_a_body_that_has_none_is_asked_once(client: FlaskClient, session: Session) -> None:
    rows = [(*HEADERS, "Collège"), *((f"Dupont {name}", "Zoé", "Mme", "Ménival", "Habitants") for name in "AB")]
    page = preview(client, *rows)
    (asked,) = (one for words, one in questions(page).items() if "Habitants" in words)
    assert "2 lignes" in asked.text_content()
    page = answer(client, page, {"Habitants": "Laisser la case vide"})
    assert apply(client, page).status_code == 303
    assert {mandate.college_id for mandate in session.scalars(select(Mandate))} == {None}


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
    assert session.scalars(select(Person.gender).filter_by(last_name="Roux")).one() is Gender.FEMALE
    assert len(session.scalars(select(Mandate)).all()) == 3


def test_lines_that_wait_are_not_written_and_come_back_with_the_question(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {"Dame": "Femme"})
    assert page.status_code == 422
    assert len(questions(page)) == 2
    assert apply(client, page).status_code == 422
    assert apply(client, page, only_valid="1").status_code == 303
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["Petit"]


def test_lines_left_aside_are_counted_and_say_so(client: FlaskClient, session: Session) -> None:
    page = answer(client, preview(client, *ROWS), {BODY: "Laisser ces lignes de côté"})
    assert page.status_code == 200
    assert "Laissée de côté" in page.text
    assert client.get(f"{page.request.path}?state=left").text.count("Laissée de côté") == 2
    assert apply(client, page).status_code == 303
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["Petit"]


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
    assert session.scalars(select(Person.gender).filter_by(last_name="Roux")).one() is Gender.MALE


def test_odd_answers_lead_nowhere(client: FlaskClient) -> None:
    page = preview(client, *ROWS)
    gerland = "#999"
    action = f"{page.request.path}/answer"
    for data in ({}, {"answer-x": "1"}, dict.fromkeys(("query",), "x" * 3000), {"answer-" + "0" * 20: gerland}):
        sent = post(client, action, data)
        assert sent.status_code == 303
        assert len(questions(client.get(sent.location))) == 2


# ---- What is kept ----------------------------------------------------------------------------------------------------


def kept(client: FlaskClient) -> str:
    """The answers on the page of those that are kept."""
    rows = html.fromstring(client.get("/import/retenu").text).xpath("//tbody/tr")
    return " / ".join(" ".join(row.text_content().split()) for row in rows)


def test_what_is_kept_is_said_of_the_questions_that_it_holds_for_alone(client: FlaskClient) -> None:
    page = preview(client, HEADERS, ("Roux †", "Zoé", "Dame", ""))
    (sign,) = (one for words, one in questions(page).items() if "†" in words)
    (value,) = (one for words, one in questions(page).items() if "Dame" in words)
    assert "retenu" not in sign.text_content()
    assert "retenu" in value.text_content()
    assert "Ce que vous choisissez là où « retenu » est écrit" in page.text.replace("\u00a0", " ")
    page = preview(client, HEADERS, ("Roux †", "Zoé", "Femme", ""))
    assert "Vos réponses ne valent que pour ce classeur." in page.text.replace("\u00a0", " ")


def test_what_was_answered_answers_the_next_workbook_and_is_changed_there(
    client: FlaskClient, session: Session
) -> None:
    answer(client, preview(client, *ROWS), {BODY: "Point du Jour", "Dame": "Femme"})
    page = preview(client, HEADERS, ("MARTIN", "Luc", "DAME", "quartier point du jourd"))
    assert page.status_code == 200
    assert page.text.count("comme la dernière fois") == 2
    page = answer(client, page, {"jourd": "Ménival"})
    assert page.text.count("comme la dernière fois") == 1
    page = preview(client, HEADERS, ("MARTIN", "Luc", "DAME", "quartier point du jourd"))
    assert apply(client, page).status_code == 303
    session.rollback()
    assert {mandate.instance.name for mandate in session.scalars(select(Mandate))} == {"Ménival"}


def test_what_is_kept_is_searched_and_taken_as_excel(client: FlaskClient, session: Session) -> None:
    answer(client, preview(client, *ROWS), {BODY: "Point du Jour", "Dame": "Femme"})
    page = html.fromstring(client.get("/import/retenu").text)
    (search,) = (form for form in page.forms if form.get("method") == "get" and form.get("action") == "/import/retenu")
    found = client.get("/import/retenu", query_string={**dict(search.form_values()), "q": "féMme"})
    assert [row.findtext("th") for row in html.fromstring(found.text).iter("tr")][1:] == ["Dame"]
    (excel,) = html.fromstring(found.text).xpath("//a[@data-file]/@href")
    sheet = load_workbook(io.BytesIO(client.get(excel).data)).worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]][:1] == ["Dame"]
    assert "Femme" in [cell.value for cell in sheet[sheet.max_row]]
    (line,) = session.scalars(select(AccessLog))
    assert (line.what, line.filters, line.row_count) == ("ImportView", "Recherche\N{NO-BREAK SPACE}: féMme", 1)
    assert "Aucune ligne" in client.get("/import/retenu?q=zzz").text


def test_lines_left_aside_and_words_that_name_nothing_are_asked_again(client: FlaskClient) -> None:
    answer(client, preview(client, *ROWS), {BODY: "Laisser ces lignes de côté", "Dame": "Femme"})
    assert len(questions(preview(client, *ROWS))) == 2
    assert BODY not in kept(client)


def test_an_answer_is_its_owners_until_it_is_shared(client: FlaskClient, client_as: Callable[..., FlaskClient]) -> None:
    mission, other = client_as("mission"), client_as("responsable")
    answer(mission, preview(mission, *ROWS), {"Dame": "Femme"})
    assert any("Dame" in words for words in questions(preview(other, *ROWS)))
    assert "Dame" in kept(mission)
    assert "Dame" not in kept(client)
    assert "Dame" not in kept(other)


def test_one_who_may_shares_with_the_mission_and_takes_back(
    session: Session, client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    boss, mission = client_as("responsable"), client_as("mission")
    page = answer(boss, preview(boss, *ROWS), {"Dame": "Femme"}, "share")
    assert "comme la dernière fois" in preview(mission, *ROWS).text
    assert "Toute la mission" in kept(mission)
    assert "Dame" not in kept(client), "not of the mission"
    (row,) = session.scalars(select(ImportAnswer).where(ImportAnswer.key == "Gender:dame"))
    post(mission, "/import/retenu", {"forget": str(row.id)})
    assert "Dame" in kept(mission), "not hers to take back"
    post(boss, "/import/retenu", {"forget": str(row.id)})
    assert "Dame" not in kept(boss)
    assert any("Dame" in words for words in questions(preview(mission, *ROWS)))
    assert page.status_code == 422


def test_a_referent_does_not_share(client: FlaskClient, session: Session) -> None:
    page = preview(client, *ROWS)
    assert "toute la mission" not in page.text
    answer(client, page, {"Dame": "Femme"}, "share")
    session.rollback()
    assert session.scalars(select(ImportAnswer.role_id)).all() == [None]


def test_a_kept_answer_that_is_out_of_sight_is_not_shown_and_answers_nothing(
    client: FlaskClient, session: Session
) -> None:
    gerland = session.scalars(select(Instance).filter_by(name="Gerland")).one()
    owner = session.scalars(select(User).filter_by(username="ref5")).one()
    ImportAnswerFactory(
        user=owner, key="Instance:quartier point du jourd", value=BODY, answer=f"#{gerland.id}", header="Instance"
    )
    session.commit()
    page = preview(client, *ROWS)
    assert any(BODY in words for words in questions(page))
    assert "Gerland" not in page.text
    assert BODY not in kept(client)


# ---- Arrondissements, associations -----------------------------------------------------------------------------------


def test_an_arrondissement_that_is_not_one_is_asked(client: FlaskClient, session: Session) -> None:
    page = preview(client, ("Nom", "Prénom", "Arrondissement"), ("Dupont", "Zoé", "quartier 5 bis"))
    (question,) = questions(page).values()
    assert offered(question)[0] == "Lyon 5e"
    page = answer(client, page, {"5 bis": "Lyon 5e"})
    assert apply(client, page).status_code == 303
    session.rollback()
    assert session.scalars(select(Person)).one().arrondissement.number == 5


def test_an_association_like_another_is_asked_and_may_be_made(client: FlaskClient, session: Session) -> None:
    place = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    make.OrganisationFactory(name="Lyon à Vélo", arrondissement=place)
    session.commit()
    rows = (
        ("Nom", "Prénom", "Organisation", "Arrondissement"),
        ("Dupont", "Zoé", "Lion à Vélo", "5e"),
        ("Roux", "Ana", "Les Jardins", "5e"),
    )
    page = preview(client, *rows)
    assert len(questions(page)) == 1
    page = answer(client, page, {"Lion à Vélo": "La créer"})
    assert apply(client, page).status_code == 303
    session.rollback()
    assert set(session.scalars(select(Organisation.name))) == {"Lyon à Vélo", "Lion à Vélo", "Les Jardins"}


@pytest.mark.parametrize("text", ["A", "de la", "?!", "le"])
def test_a_name_of_no_word_of_its_own_gets_suggestions_all_the_same(text: str) -> None:
    names = Names("body")
    for number, name in enumerate(("Ainay", "Champvert"), start=1):
        names.add(SimpleNamespace(id=number), name)
    assert {option.label for option in names.options(text)} == {"Ainay", "Champvert"}


def test_what_is_offered_of_a_name_does_not_hang_on_those_asked_before() -> None:
    def known() -> Names:
        names = Names("body")
        for number, name in enumerate([*(f"Quartier {number}" for number in range(20)), "Point du Jour"], start=1):
            names.add(SimpleNamespace(id=number), name)
        return names

    asked, others = known(), [f"Comité {number}" for number in range(4)]
    for other in others:
        asked.options(other)
    assert asked.options("Quartier du Jour levant") == known().options("Quartier du Jour levant")
    assert asked.options("Quartier du Jour levant")[0].label == "Point du Jour"


def test_of_many_questions_the_first_are_asked_then_the_next(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_MOST_QUESTIONS", 2)
    lines = [("Dupont", f"Zoé{number}", "Mme", f"Comité {number}") for number in "abcb"]
    page = preview(client, HEADERS, *lines)
    assert len(questions(page)) == 2
    assert "3 questions" in page.text
    assert "1 autre question vient après celles-ci." in page.text
    page = answer(client, page, {"Comité a": "Ménival", "Comité b": "Ménival"})
    assert sum("Comité c" in words for words in questions(page)) == 1
