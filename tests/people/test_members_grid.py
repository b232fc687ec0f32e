"""Several members typed in one grid go through the preview of the import: who is who is asked there, line by line."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.people import Mandate, Person
from tests.base.pages import document
from tests.support import TODAY
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
    assert line.xpath(".//span[contains(@class, 'pill')]/text()") == ["Personne connue, mandat à créer"]
    others = [pill.text for pill in preview.xpath("//tbody//span[contains(@class, 'pill--ok')]")]
    assert sorted(others) == ["Personne connue, mandat à créer", "À créer"]


def test_the_number_of_a_seat_tells_its_college(mission, session, body):
    college = make.CollegeFactory(name="Associations", type=body.type, instance=None)
    make.SeatFactory(instance=body, number=1, college=college)
    make.SeatFactory(instance=body, number=2, college=None)
    session.commit()
    options = document(mission.get(f"/import/membres/{body.id}")).xpath('//datalist[@id="known-seat"]/option')
    assert {option.get("value"): option.get("data-college") for option in options} == {"1": "Associations", "2": None}


def test_an_empty_grid_says_so(mission, body):
    answer = post(mission, f"/import/membres/{body.id}", {"last_name": ["", ""]})
    assert answer.status_code == 422
    assert document(answer).xpath('//*[contains(@class, "note--danger")]')


def test_a_grid_is_for_bodies_where_one_writes(client_as, session, body):
    assert client_as("elu").get(f"/import/membres/{body.id}").status_code in {302, 403}
    assert client_as("ref7").get(f"/import/membres/{body.id}").status_code in {403, 404}
    assert client_as("ref5").get(f"/import/membres/{body.id}").status_code == 200


def sent_by_scripts(page, lines):
    """What grid.js sends for these lines: the token of the page, the numbers, the cells."""
    names = page.xpath("//tr[@data-typed][1]//input/@name")
    cells = {name: [line.get(name, "") for line in lines.values()] for name in names}
    return {"line": [str(number) for number in lines], **cells}


def asked_of(client, pk, lines):
    page = document(client.get(f"/import/membres/{pk}"))
    (address,) = page.xpath("//table[@data-grid]/@data-alike")
    return document(post(client, address, sent_by_scripts(page, lines)))


def test_each_line_that_looks_like_someone_in_sight_is_asked_about_as_it_is_typed(client_as, session, body):
    """By its name or its e-mail, with what tells people apart; nobody out of sight is named."""
    far = make.InstanceFactory(name="Conseil du septième", arrondissements=[7])
    hidden = make.PersonFactory(last_name="Septime", first_name="Ana", email="septime@example.org")
    make.MandateFactory(instance=far, person=hidden)
    known = session.scalars(select(Person).where(Person.last_name == "Perrachon")).one()
    known.birth_year = 1975
    make.MandateFactory(instance=body, person=known)
    session.commit()
    lines = {
        2: {"last_name": "perrachon", "first_name": "DENIS"},
        3: {"last_name": "Tran", "first_name": "Élodie"},
        4: {"last_name": "Perachon", "email": "d.perrachon@example.org"},
        5: {"last_name": "Septime", "first_name": "Ana", "email": "septime@example.org"},
    }
    told = asked_of(client_as("ref5"), body.id, lines)
    assert told.xpath("//tr/@data-who") == ["2", "4"]
    words = " ".join(told.xpath("//tr[@data-who='2']")[0].text_content().split()).replace("\u00a0", " ")
    assert "Ligne 2 : ressemble à quelqu’un du registre. Qui est-ce ?" in words.replace("\u202f", " ")
    assert "C’est elle : utiliser sa fiche – Perrachon Denis" in words
    assert "40 à 59 ans – Conseil Saint-Just – Lyon 5e" in words
    assert "Quelqu’un d’autre" in words
    assert "Septime" not in told.text_content()
    assert asked_of(client_as("mission"), body.id, lines).xpath("//tr/@data-who") == ["2", "4", "5"]
    assert post(client_as("ref7"), f"/import/membres/{body.id}/ressemblances", {"line": "1"}).status_code in {403, 404}


@pytest.mark.parametrize("answer", ["known", "new"])
def test_what_the_grid_answered_is_not_asked_again_and_lines_keep_their_numbers(mission, session, body, answer):
    known = session.scalars(select(Person)).one()
    lines = {name: ["", *texts[:2]] for name, texts in LINES.items()} | {"email": ["", "", ""]}
    said = {"who-2": str(known.id) if answer == "known" else "new"}
    sent = post(mission, f"/import/membres/{body.id}", lines | said)
    preview = document(mission.get(sent.headers["Location"]))
    assert [cell.text_content().strip() for cell in preview.xpath('//th[@class="is-line"]')][-2:] == ["2", "3"]
    assert preview.xpath('//nav//a[@aria-current="true"]')[0].text_content().strip() == "Instances"
    digest = preview.xpath('//input[@name="plan"]/@value')[0]
    assert post(mission, sent.headers["Location"] + "/apply", {"plan": digest}).status_code == 303
    session.rollback()
    people = session.scalars(select(Person.last_name).order_by(Person.last_name)).all()
    assert people == (["Perrachon", "Tran"] if answer == "known" else ["Perrachon", "Perrachon", "Tran"])


def test_a_line_by_another_spelling_takes_the_record_that_is_chosen(mission, session, body):
    known = session.scalars(select(Person)).one()
    lines = {name: texts[:1] for name, texts in LINES.items()} | {"last_name": ["Perachon"]}
    sent = post(mission, f"/import/membres/{body.id}", lines | {"who-1": str(known.id)})
    preview = document(mission.get(sent.headers["Location"]))
    digest = preview.xpath('//input[@name="plan"]/@value')[0]
    assert post(mission, sent.headers["Location"] + "/apply", {"plan": digest}).status_code == 303
    session.rollback()
    assert session.scalars(select(Person.last_name)).all() == ["Perrachon"]
    assert session.scalars(select(Mandate.person_id)).all() == [known.id]


def test_an_answer_about_someone_out_of_sight_is_none(client_as, session, body):
    hidden = make.PersonFactory(last_name="Septime", first_name="Ana")
    make.MandateFactory(instance=make.InstanceFactory(arrondissements=[7]), person=hidden)
    session.commit()
    lines = {name: texts[1:2] for name, texts in LINES.items()}
    client = client_as("ref5")
    sent = post(client, f"/import/membres/{body.id}", lines | {"who-1": str(hidden.id)})
    page = client.get(sent.headers["Location"]).get_data(as_text=True)
    assert ("Tran" in page, "Septime" in page) == (True, False)


def test_a_seat_held_before_gives_today_as_the_start(mission, session, body, server_today):
    held, new = (make.SeatFactory(instance=body, number=number) for number in (1, 2))
    body.type.membership = "closed"
    make.MandateFactory(instance=body, seat=held, start_on=dt.date(2024, 1, 1), ended_on=dt.date(2026, 6, 30))
    session.commit()
    grid = document(mission.get(f"/import/membres/{body.id}"))
    options = {item.get("value"): item.get("data-start") for item in grid.xpath('//datalist[@id="known-seat"]/option')}
    assert options == {str(held.number): f"{TODAY:%d/%m/%Y}", str(new.number): None}
    single = document(mission.get(f"/mandats/add?instance={body.id}&seat={held.id}"))
    assert single.xpath('//input[@name="start_on"]/@value') == [TODAY.isoformat()]
