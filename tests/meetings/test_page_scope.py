"""The page of a meeting within the reader's limits: her own bodies, the network to read, her own actions."""

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.accounts import User
from models.journal import JournalEntry
from models.meetings import (
    ActionItem,
    ActionState,
    Meeting,
    MeetingKind,
)
from tests.base.pages import document
from tests.meetings.reading import all_of, words
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the requests."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


@prepared
def places(session):
    """A meeting in the 5th, in the 7th, in the city and of the network, each with an item, an action and a decision."""
    bodies = {
        "fifth": make.InstanceFactory(arrondissements=[5]),
        "seventh": make.InstanceFactory(arrondissements=[7]),
        "city": make.InstanceFactory(),
        "network": None,
    }
    found = {}
    for name, body in bodies.items():
        kind = MeetingKind.NETWORK if body is None else MeetingKind.PLENARY
        row = make.MeetingFactory(instance=body, kind=kind, title=f"Réunion {name}")
        make.AgendaItemFactory(meeting=row, title=f"Point {name}")
        make.ActionItemFactory(meeting=row, text=f"Action {name}")
        make.DecisionFactory(meeting=row, text=f"Décision {name}")
        found[name] = row
    session.commit()
    return found


def test_a_referent_reads_her_own_the_city_and_the_network_and_no_other(client_as, places):
    client = client_as("ref5")
    seen = {"fifth", "city", "network"}
    for address, word in (
        ("/reunions/list/?all=1", "Réunion"),
        ("/actions/list/?all=1", "Action"),
        ("/decisions/list/", "Décision"),
    ):
        text = words(client.get(address), "//tbody//th")
        assert set(re.findall(rf"{word} (\w+)", text)) == seen
    for name, row in places.items():
        assert client.get(f"/reunions/show/{row.id}").status_code == (200 if name in seen else 404)


@pytest.mark.parametrize(
    ("name", "status"), [("fifth", {302}), ("city", {403}), ("network", {403}), ("seventh", {404})]
)
def test_a_referent_leads_the_meetings_of_her_own_bodies_alone(session, client_as, places, name, status):
    client = client_as("ref5")
    row = places[name]
    item = row.agenda[0].id
    posts = {
        f"/reunions/etat/{row.id}": {"to": "held", "origin": "prepared"},
        f"/reunions/{row.id}/point": {"title": "Ajout", "kind": "information"},
        f"/reunions/{row.id}/decision": {"text": "Ajout"},
        f"/reunions/{row.id}/action": {"text": "Ajout"},
        f"/reunions/point/{item}/deplacer": {"direction": "up"},
        f"/reunions/point/{item}/notes": {"base": "", "notes": "Ajout"},
        f"/reunions/point/{item}/supprimer": {},
        f"/actions/regler/{row.actions[0].id}": {"state": "done"},
    }
    before = len(all_of(session, JournalEntry))
    assert {post(client, address, data).status_code for address, data in posts.items()} == status
    if status != {302}:
        assert len(all_of(session, JournalEntry)) == before


def test_a_referent_changes_the_actions_of_the_network_that_she_owns_and_no_other(session, client_as, places):
    client = client_as("ref5")
    network = places["network"]
    other = network.actions[0]
    mine = make.ActionItemFactory(meeting=network, text="La mienne")
    session.commit()
    page = f"/reunions/show/{network.id}"
    assert document(client.get(page)).xpath('//form[contains(@action, "/actions/regler/")]') == []
    mine.owner = session.scalars(select(User).where(User.username == "ref5")).one()
    session.commit()
    forms = document(client.get(page)).xpath('//form[contains(@action, "/actions/regler/")]/@action')
    assert forms == [f"/actions/regler/{mine.id}"]
    assert post(client, f"/actions/regler/{other.id}", {"state": "done"}).status_code == 403
    assert post(client, f"/actions/regler/{mine.id}", {"state": "done"}).status_code == 302
    states = {row.id: row.state for row in all_of(session, ActionItem)}
    assert (states[mine.id], states[other.id]) == (ActionState.DONE, ActionState.OPEN)


def test_an_action_is_read_and_closed_by_its_owner_though_its_meeting_is_out_of_sight(session, client_as, places):
    client = client_as("ref5")
    seventh = places["seventh"]
    action = seventh.actions[0]
    action.owner = session.scalars(select(User).where(User.username == "ref5")).one()
    action.due_on = TODAY
    session.commit()
    for address in (f"/actions/show/{action.id}", f"/actions/edit/{action.id}", f"/actions/cloture/{action.id}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
    buttons = document(client.get(f"/actions/show/{action.id}")).xpath('//a[contains(@class, "btn")]/@href')
    assert f"/actions/cloture/{action.id}" in buttons
    assert f"/reunions/show/{seventh.id}" not in buttons
    assert "Action seventh" in words(client.get("/actions/list/?all=1"))
    assert "Action seventh" in words(client.get("/echeances/list/?f_whose=mine"))
    assert client.get("/").status_code == 200
    assert post(client, f"/actions/regler/{action.id}", {"state": "done"}).status_code == 302


def test_the_owner_of_an_action_reads_nothing_of_a_meeting_out_of_sight(session, client_as, places):
    client = client_as("ref5")
    seventh = places["seventh"]
    action, item = seventh.actions[0], seventh.agenda[0]
    body = seventh.instance.name = "Comité du seul 7e"
    action.owner = session.scalars(select(User).where(User.username == "ref5")).one()
    action.agenda_item, action.due_on = item, TODAY
    session.commit()
    pk = action.id
    for address in (
        f"/actions/show/{pk}",
        f"/actions/show/{pk}?tab=history",
        f"/actions/edit/{pk}",
        f"/actions/cloture/{pk}",
        "/actions/list/?cols=text,meeting,instance,agenda_item&sort=meeting",
        "/actions/export?cols=text,meeting,instance,agenda_item",
        "/echeances/list/?f_whose=mine",
        "/recherche?q=seventh",
        "/",
        "/mon-point/",
    ):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        found = answer.get_data()
        if answer.mimetype.endswith("sheet"):
            book = load_workbook(io.BytesIO(found))
            found = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        else:
            found = found.decode()
        for hidden in (seventh.title, item.title, body, f"/reunions/show/{seventh.id}"):
            assert hidden not in found, (address, hidden)
    assert "hors de vos arrondissements" in client.get(f"/actions/show/{pk}").text


def test_a_referent_makes_no_meeting_elsewhere(session, client_as, places):
    client = client_as("ref5")
    for name, row in places.items():
        typed = {
            "title": "Nouvelle",
            "kind": "network" if name == "network" else "plenary",
            "instance": row.instance_id or "",
            "start_at": "2026-12-01T18:30",
            "end_at": "2026-12-01T20:30",
        }
        assert (post(client, "/reunions/add", typed).status_code == 302) is (name == "fifth")
    assert len(all_of(session, Meeting)) == 5
