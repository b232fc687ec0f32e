"""Several members typed in one grid go through the preview of the import: who is who is asked there, line by line."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.people import Mandate, Person
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def body(session):
    found = make.InstanceFactory(name="Conseil Saint-Just", arrondissements=[5])
    place = found.arrondissements[0]
    make.PersonFactory(last_name="Perrachon", first_name="Denis", email="d.perrachon@example.org", arrondissement=place)
    session.commit()
    return found


LINES = {
    "last_name": ["Perrachon", "Tran", ""],
    "first_name": ["Denis", "Élodie", ""],
    "college": ["", "", ""],
    "seat": ["", "", ""],
    "function": ["Membre", "Membre", ""],
    "email": ["d.perrachon@example.org", "elodie.tran@example.org", ""],
    "phone": ["", "06 39 98 05 93", ""],
    "start_on": ["", "01/10/2026", ""],
}


def test_the_lines_of_the_grid_are_previewed_then_written(mission, session, body):
    link = document(mission.get(f"/instances/show/{body.id}")).xpath('//a[contains(., "Plusieurs membres")]/@href')
    assert link == [f"/import/membres/{body.id}"]
    grid = document(mission.get(link[0]))
    assert len(grid.xpath('//input[@name="last_name"]')) == 8
    assert "Membre" in grid.xpath('//datalist[@id="known-function"]/option/@value')
    answer = post(mission, link[0], LINES)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    preview = document(mission.get(address))
    text = " ".join(preview.text_content().split())
    assert "Perrachon" in text
    assert "Tran" in text
    assert session.scalar(select(Mandate.id)) is None
    digest = preview.xpath('//input[@name="plan"]/@value')[0]
    assert post(mission, address + "/apply", {"plan": digest}).status_code == 303
    done = document(mission.get(address + "/result"))
    back = done.xpath('//a[contains(@class, "btn-primary")]')
    assert [(link.text_content().strip(), link.get("href")) for link in back] == [
        ("Retour à l’instance", f"/instances/show/{body.id}")
    ]
    session.rollback()
    names = session.scalars(select(Person.last_name).order_by(Person.last_name)).all()
    assert names == ["Perrachon", "Tran"]
    held = session.scalars(select(Mandate)).all()
    assert {(row.person.last_name, row.instance_id, row.start_on) for row in held} == {
        ("Perrachon", body.id, None),
        ("Tran", body.id, dt.date(2026, 10, 1)),
    }


def test_what_a_new_mandate_changes_of_someone_known_is_shown_with_what_was_there(mission, session, body):
    session.scalars(select(Person)).one().phone = "06 39 98 11 11"
    session.commit()
    answer = post(mission, f"/import/membres/{body.id}", LINES | {"phone": ["06 39 98 22 22", "", ""]})
    preview = document(mission.get(answer.headers["Location"]))
    (line,) = (
        row
        for row in preview.xpath("//tbody/tr")
        if "Perrachon" in row.text_content() and "Membre" in row.text_content()
    )
    assert "06 39 98 11 11" in line.text_content()
    assert "06 39 98 22 22" in line.text_content()


def test_an_empty_grid_says_so(mission, body):
    answer = post(mission, f"/import/membres/{body.id}", {"last_name": ["", ""]})
    assert answer.status_code == 422
    assert document(answer).xpath('//*[contains(@class, "note--danger")]')


def test_a_grid_is_for_bodies_where_one_writes(client_as, session, body):
    assert client_as("elu").get(f"/import/membres/{body.id}").status_code in {302, 403}
    assert client_as("ref7").get(f"/import/membres/{body.id}").status_code in {403, 404}
    assert client_as("ref5").get(f"/import/membres/{body.id}").status_code == 200
