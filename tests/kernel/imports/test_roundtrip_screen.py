"""« Export to change » on the lists, and its workbook through the import's screens."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mdo.kernel.imports.kinds import KINDS
from models.instances import Instance
from models.journal import AccessLog
from models.people import Person
from tests.kernel.imports.roundtrips import edited
from tests.support import factories as make
from tests.support import orders
from tests.support import procurement as buy
from tests.support.calls import an_application_in_full
from tests.support.events import a_full_event
from tests.support.forms import hidden_value, post
from tests.support.projects import a_closed_project

LISTS = {
    "instances": "/instances",
    "people": "/personnes",
    "mandates": "/mandats",
    "seats": "/sieges",
    "organisations": "/organisations",
    "referents": "/referents",
    "absences": "/absences",
    "dates_to_avoid": "/dates-a-eviter",
    "requests": "/demandes",
    "meetings": "/reunions",
    "actions": "/actions",
    "suppliers": "/prestataires",
    "contracts": "/marches",
    "purchase_orders": "/bons-de-commande",
    "invoices": "/factures",
    "projects": "/projets",
    "calls": "/appels-a-projets",
    "applications": "/dossiers",
    "events": "/evenements",
    "registrations": "/inscriptions",
    "event_evaluations": "/evaluations-d-evenements",
}


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    body = make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    other = make.InstanceFactory(name="Gerland", arrondissements=[7])
    for name, place in (("DUPONT", body), ("MARTIN", body), ("ROUX", other)):
        make.MandateFactory(person=make.PersonFactory(last_name=name, first_name="Zoé", city="Lyon"), instance=place)
    return client_as("ref5")


def upload(client: FlaskClient, kind: str, content: bytes) -> TestResponse:
    data = {"file": (io.BytesIO(content), "a-modifier.xlsx")}
    return post(client, f"/import/{kind}", data, content_type="multipart/form-data")


def page_of(client: FlaskClient, answer: TestResponse) -> str:
    return client.get(answer.location).get_data(as_text=True)


def changed(data: bytes, **values: str) -> bytes:
    """The workbook of people with another city for each of these last names."""

    def change(sheet: Any) -> None:
        rows = list(sheet.iter_rows())
        headers = [cell.value for cell in rows[0]]
        for row in rows[1:]:
            name = row[headers.index("Nom")].value
            if name in values:
                row[headers.index("Ville")].value = values[name]

    return edited(data, change)


def test_the_list_on_screen_leaves_as_a_workbook_to_change_and_the_access_log_says_so(
    client: FlaskClient, session: Session
) -> None:
    assert "/personnes/export-to-edit" in client.get("/personnes/list/").get_data(as_text=True)
    answer = client.get("/personnes/export-to-edit?q=dupont")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert names == ["DUPONT"]
    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    assert [item.sheet_state for item in book.worksheets].count("visible") == 2  # with « À propos »
    session.rollback()
    (log,) = session.scalars(select(AccessLog))
    assert (log.what, log.row_count) == ("PersonView", 1)
    assert "pour modification" in log.filters


def test_every_kind_has_a_list_but_that_of_the_elus_in_the_list_of_bodies_and_attendance_in_its_meetings() -> None:
    assert LISTS.keys() == KINDS.keys() - {"elected_officials", "attendance"}


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_that_an_import_fills_leaves_and_comes_back_without_a_change(
    client_as: Callable[..., FlaskClient], session: Session, kind: str
) -> None:
    body = make.InstanceFactory(name="Comité de la nuit", arrondissements=[3])
    make.MandateFactory(person=make.PersonFactory(), instance=body, seat=make.SeatFactory(instance=body))
    make.ReferentFactory()
    make.AbsenceFactory()
    orders.an_invoice_of_an_order(buy.a_contract_with_its_holders())
    a_closed_project(arrondissements=body.arrondissements)
    an_application_in_full(instance=body)
    a_full_event(instance=body)
    session.commit()
    mission = client_as("mission")
    data = mission.get(f"{LISTS[kind]}/export-to-edit").data
    sent = upload(mission, kind, data)
    assert sent.status_code == 303
    page = page_of(mission, sent)
    assert "Le registre contient déjà tout ce classeur" in page


def test_a_conflict_is_decided_on_screen_then_applied(client: FlaskClient, session: Session) -> None:
    data = changed(client.get("/personnes/export-to-edit").data, DUPONT="Bron", MARTIN="Givors")
    person = session.scalars(select(Person).filter_by(last_name="DUPONT")).one()
    person.city = "Oullins"
    session.commit()
    sent = upload(client, "people", data)
    preview = client.get(sent.location)
    page = preview.get_data(as_text=True)
    for words in ("Lyon", "Oullins", "Bron", f"cell-{person.id}.city"):
        assert words in page
    assert "Appliquer</button>" not in page
    refused = post(client, f"{sent.location}/apply", {"plan": hidden_value(preview, "plan")})
    assert refused.status_code == 303
    decided = post(client, f"{sent.location}/decide?state=conflict&size=10", {f"cell-{person.id}.city": "take"})
    assert decided.location.endswith("?size=10")  # none is in conflict any more
    preview = client.get(sent.location)
    done = post(client, f"{sent.location}/apply", {"plan": hidden_value(preview, "plan")})
    assert "/result" in done.location
    assert "Annuler cet import" in page_of(client, done)
    session.rollback()
    session.expire_all()
    assert person.city == "Bron"


def test_a_decided_conflict_is_asked_again_when_the_register_changed_once_more(
    client: FlaskClient, session: Session
) -> None:
    data = changed(client.get("/personnes/export-to-edit").data, DUPONT="Bron")
    person = session.scalars(select(Person).filter_by(last_name="DUPONT")).one()
    person.city = "Oullins"
    session.commit()
    sent = upload(client, "people", data)
    field = f"cell-{person.id}.city"
    post(client, f"{sent.location}/decide", {field: "take"})
    preview = client.get(sent.location)
    assert "Appliquer" in preview.get_data(as_text=True)
    person.city = "Givors"
    session.commit()
    asked = post(client, f"{sent.location}/apply", {"plan": hidden_value(preview, "plan")}).get_data(as_text=True)
    for words in ("Lyon", "Givors", "Bron", field):
        assert words in asked
    session.rollback()
    assert person.city == "Givors"
    post(client, f"{sent.location}/decide", {field: "take"})
    done = post(client, f"{sent.location}/apply", {"plan": hidden_value(client.get(sent.location), "plan")})
    assert "/result" in done.location
    session.rollback()
    assert person.city == "Bron"


def test_a_rule_decides_all_conflicts_and_can_be_taken_back(client: FlaskClient, session: Session) -> None:
    data = changed(client.get("/personnes/export-to-edit").data, DUPONT="Bron")
    session.scalars(select(Person).filter_by(last_name="DUPONT")).one().city = "Oullins"
    session.commit()
    sent = upload(client, "people", data)
    post(client, f"{sent.location}/decide", {"rule-conflicts": "keep"})
    assert "Le registre contient déjà tout ce classeur" in page_of(client, sent)
    post(client, f"{sent.location}/decide", {"rule-conflicts": "ask"})
    assert "En conflit" in page_of(client, sent)


def test_a_row_taken_out_is_asked_then_deleted(client_as: Callable[..., FlaskClient], session: Session) -> None:
    bodies = [make.InstanceFactory(name=name, arrondissements=[5]) for name in ("Champvert", "Ménival")]
    mission = client_as("mission")
    data = edited(mission.get("/instances/export-to-edit").data, lambda sheet: sheet.delete_rows(2))
    sent = upload(mission, "instances", data)
    page = page_of(mission, sent)
    assert "Supprimer cette fiche" in page
    assert "Appliquer</button>" not in page
    post(mission, f"{sent.location}/decide", {f"row-{bodies[0].id}": "take"})
    preview = mission.get(sent.location)
    done = post(mission, f"{sent.location}/apply", {"plan": hidden_value(preview, "plan")})
    assert "Fiches supprimées" in page_of(mission, done)
    session.rollback()
    assert session.scalars(select(Instance.name)).all() == ["Ménival"]


def test_a_workbook_of_another_list_is_refused_with_the_reason(client: FlaskClient) -> None:
    answer = upload(client, "mandates", client.get("/personnes/export-to-edit").data)
    assert answer.status_code == 422
    assert "Ce classeur a été exporté depuis « Personnes »" in answer.get_data(as_text=True).replace("\u00a0", " ")


def test_without_the_right_to_import_there_is_no_workbook_to_change(client_as: Callable[..., FlaskClient]) -> None:
    reader = client_as("elu5")
    assert reader.get("/personnes/export-to-edit").status_code in {403, 404}


def test_a_workbook_that_anybody_made_asks_for_no_decision(client: FlaskClient) -> None:
    sent = upload(client, "people", client.get("/personnes/export").data)
    assert post(client, f"{sent.location}/decide", {}).status_code == 404


def test_the_lines_to_correct_come_back_as_a_workbook_to_change(client: FlaskClient, session: Session) -> None:
    data = client.get("/personnes/export-to-edit").data

    def change(sheet: Any) -> None:
        rows = list(sheet.iter_rows())
        headers = [cell.value for cell in rows[0]]
        for row, (city, email) in zip(rows[1:], (("Bron", "zoe@"), ("Givors", "zoe@example.org")), strict=False):
            row[headers.index("Ville")].value, row[headers.index("Courriel")].value = city, email

    sent = upload(client, "people", edited(data, change))
    preview = client.get(sent.location)
    post(client, f"{sent.location}/apply", {"plan": hidden_value(preview, "plan"), "only_valid": "1"})
    errors = client.get(f"{sent.location}/errors").data

    def corrected(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        assert sheet.max_row == 2
        assert "courriel" in sheet.cell(2, headers.index("Erreur") + 1).value
        sheet.cell(2, headers.index("Courriel") + 1).value = "ana@example.org"

    again = upload(client, "people", edited(errors, corrected))
    preview = client.get(again.location)
    assert preview.status_code == 200
    assert "Absente du classeur" not in preview.get_data(as_text=True)
    post(client, f"{again.location}/apply", {"plan": hidden_value(preview, "plan")})
    session.rollback()
    cities = session.execute(select(Person.city, Person.email).order_by(Person.id)).all()
    assert [tuple(one) for one in cities[:2]] == [("Bron", "ana@example.org"), ("Givors", "zoe@example.org")]
