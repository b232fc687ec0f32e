"""The grid of a juror in Excel: it leaves without what concerns her, and comes back shown before it is written."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import AccessLog
from models.judging import ApplicationMark, JurorInterest
from tests.calls.reading import first_sheet, links, main_of, words_of
from tests.support import calls as make
from tests.support.forms import post

Client = Callable[[str], FlaskClient]
Typed = Mapping[tuple[str, str], Any]
GARDEN, FRESCO, RADIO = "Jardin", "Fresque", "Radio"


@pytest.fixture
def jury(session: Session) -> Any:
    """A juror from outside, concerned by one file of three; two criteria."""
    call = make.ProjectCallFactory(title="APICQ 2027")
    criteria = [make.CallCriterionFactory(call=call, name=name, position=place)
                for place, name in enumerate(("Intérêt", "Budget"), start=1)]  # fmt: skip
    files = [make.ApplicationFactory(call=call, number=number, title=title)
             for number, title in enumerate((GARDEN, FRESCO, RADIO), start=1)]  # fmt: skip
    juror = make.CallJurorFactory(call=call, user=None, name="Mireille Constantin")
    other = make.CallJurorFactory(call=call, user=None, name="Une autre")
    make.JurorInterestFactory(juror=juror, application=files[2], is_concerned=True, reason="Sa cousine.")
    session.commit()
    return {"call": call, "criteria": criteria, "files": files, "juror": juror, "other": other}


def page_of(jury: Any) -> str:
    return f"/jury/grille/{jury['call'].id}"


def taken(client: FlaskClient, jury: Any) -> bytes:
    """The grid as the page of the jury gives it."""
    found = links(client, page_of(jury))
    return client.get(next(url for text, url in found.items() if "Mireille" in text and "Excel" in text)).data


def filled(content: bytes, typed: Typed) -> bytes:
    """The grid with what is typed in, by title and by column."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    for line in sheet.iter_rows(min_row=2):
        for (title, header), value in typed.items():
            if line[at["Projet"] - 1].value == title:
                sheet.cell(line[0].row, at[header]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent_back(client: FlaskClient, jury: Any, content: bytes, name: str = "grille.xlsx") -> Any:
    """The file sent by the form of the page."""
    form = main_of(client, page_of(jury)).xpath("//main//form[@enctype='multipart/form-data']")[0]
    fields = {field: value for field, value in form.form_values() if field not in ("csrf_token", "file")}
    return post(client, form.get("action"), {**fields, "file": (io.BytesIO(content), name)}, follow_redirects=True)


def marks(session: Session) -> dict[tuple[str, str], int]:
    session.rollback()
    return {(row.application.title, row.criterion.name): row.mark for row in session.scalars(select(ApplicationMark))}


TYPED = {(GARDEN, "Intérêt"): 5, (GARDEN, "Budget"): 4, (FRESCO, "Déport"): "oui",
         (FRESCO, "Motif du déport"): "Sa voisine."}  # fmt: skip


def saved(client: FlaskClient, answer: Any) -> Any:
    """Saves the grid that an answer shows, as it shows it."""
    form = html.fromstring(answer.get_data(as_text=True)).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return post(client, form.get("action"), fields, follow_redirects=True)


def test_a_grid_leaves_without_what_concerns_its_juror_and_comes_back_shown_then_written(
    session: Session, client_as: Client, jury: Any
) -> None:
    mission = client_as("mission")
    content = taken(mission, jury)
    told = first_sheet(content)
    assert [row[1] for row in told[1:3]] == [GARDEN, FRESCO]
    assert not any(RADIO in map(str, row) for row in told)
    answer = sent_back(mission, jury, filled(content, TYPED))
    assert "Cellules qui changent : 4" in words_of(answer)
    assert "Intérêt : rien devient 5" in words_of(answer)
    assert marks(session) == {}, "nothing is written before it is saved"
    assert "Grille de Mireille Constantin" in saved(mission, answer).get_data(as_text=True)
    assert marks(session) == {(GARDEN, "Intérêt"): 5, (GARDEN, "Budget"): 4}
    said = {row.application.title: row.reason for row in session.scalars(select(JurorInterest)) if row.is_concerned}
    assert said == {FRESCO: "Sa voisine.", RADIO: "Sa cousine."}
    assert "ne change rien" in words_of(sent_back(mission, jury, filled(content, TYPED)))
    assert session.scalars(select(AccessLog.what)).all() == ["JuryFilesView"]


def test_what_changed_on_both_sides_keeps_what_is_here(session: Session, client_as: Client, jury: Any) -> None:
    mission, (interest, budget) = client_as("mission"), jury["criteria"]
    content = filled(taken(mission, jury), {(GARDEN, "Intérêt"): 5, (GARDEN, "Budget"): 4})
    session.rollback()
    make.JurorInterestFactory(juror=jury["juror"], application=jury["files"][0])
    for criterion, mark in ((interest, 2), (budget, 4)):
        make.ApplicationMarkFactory(juror=jury["juror"], application=jury["files"][0], criterion=criterion, mark=mark)
    session.commit()
    answer = sent_back(mission, jury, content)
    assert "Intérêt a changé ici depuis : 2 reste, le classeur dit 5" in words_of(answer)
    saved(mission, answer)
    assert marks(session) == {(GARDEN, "Intérêt"): 2, (GARDEN, "Budget"): 4}


def test_who_declared_herself_since_marks_nothing_more_by_workbook(
    session: Session, client_as: Client, jury: Any
) -> None:
    mission = client_as("mission")
    content = filled(taken(mission, jury), {(GARDEN, "Intérêt"): 5, (FRESCO, "Intérêt"): 3})
    session.rollback()
    make.JurorInterestFactory(
        juror=jury["juror"], application=jury["files"][0], is_concerned=True, reason="Sa cousine."
    )
    session.commit()
    saved(mission, sent_back(mission, jury, content))
    assert marks(session) == {(FRESCO, "Intérêt"): 3}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({(GARDEN, "Intérêt"): 6}, "Une note est un nombre entier, de 0 à 5."),
        ({(GARDEN, "Intérêt"): "3,5"}, "Une note est un nombre entier, de 0 à 5."),
        ({(GARDEN, "Déport"): "oui"}, "Dites en quoi"),
        ({(GARDEN, "Déport"): "oui", (GARDEN, "Motif du déport"): "Elle.", (GARDEN, "Budget"): 1}, "ne note rien"),
        ({(GARDEN, "Déport"): "peut-être"}, "Ligne 2, colonne « Déport »"),
    ],
)
def test_what_is_wrong_is_told_beside_its_cell_and_nothing_is_written(
    session: Session, client_as: Client, jury: Any, typed: Typed, told: str
) -> None:
    mission = client_as("mission")
    answer = sent_back(mission, jury, filled(taken(mission, jury), typed))
    assert told in answer.get_data(as_text=True).replace("&nbsp;", " ").replace("\u00a0", " ")
    assert marks(session) == {}


def forged(content: bytes) -> bytes:
    """The grid with another signature."""
    book = load_workbook(io.BytesIO(content))
    hidden = next(sheet for sheet in book.worksheets if sheet.sheet_state != "visible")
    for line in hidden.iter_rows():
        if str(line[0].value).startswith("="):
            line[0].value = "=" + "0" * 64
            line[0].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_only_a_grid_that_the_call_gave_comes_back(session: Session, client_as: Client, jury: Any) -> None:
    mission = client_as("mission")
    content = taken(mission, jury)
    assert "signé" in sent_back(mission, jury, forged(content)).get_data(as_text=True)
    assert "pas une grille" in sent_back(mission, jury, b"Projet;Note\nJardin;5\n", "g.csv").get_data(as_text=True)
    session.rollback()
    jury["criteria"][1].name = "Faisabilité"
    session.commit()
    assert "critères" in sent_back(mission, jury, content).get_data(as_text=True)
    session.rollback()
    elsewhere = {**jury, "call": make.ProjectCallFactory()}
    make.CallJurorFactory(call=elsewhere["call"], user=None, name="Ailleurs")
    session.commit()
    assert "pas une grille" in sent_back(mission, elsewhere, content).get_data(as_text=True)
    assert marks(session) == {}


@pytest.mark.parametrize("name", ["ref5", "direction", "stagiaire", "elu5", "dpo"])
def test_a_grid_is_taken_and_sent_back_by_the_mission_alone(client_as: Client, jury: Any, name: str) -> None:
    reader = client_as(name)
    assert reader.get(f"/jury/grille/juror/{jury['juror'].id}/classeur").status_code in {302, 403, 404}
    assert post(reader, f"/jury/grille/{jury['call'].id}/classeur").status_code in {302, 403, 404}
