"""A cell of a list is changed where it stands: by the rules of the form, with what was seen, for whoever may."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from mdo.kernel.fields.tables import TABLES
from models.instances import Instance
from models.journal import Door, JournalEntry
from models.meetings import ActionItem
from models.people import Person
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def person(session):
    found = make.PersonFactory(
        last_name="Perrachon", phone="06 39 98 10 00", arrondissement=make.ArrondissementFactory(number=5)
    )
    session.commit()
    return found


def send(client, row_id, field, seen, value, route="personnes"):
    return post(client, f"/{route}/cell/{row_id}", {"field": field, "seen": seen, "value": value})


def now(session, model, row_id):
    session.rollback()
    session.expire_all()
    return session.get(model, row_id)


def entries(session):
    session.rollback()
    return session.scalar(select(func.count(JournalEntry.id)))


def test_a_cell_is_saved_by_itself_and_is_in_the_journal(mission, session, person):
    answer = send(mission, person.id, "phone", "06 39 98 10 00", " 06 39 98 10 01 ")
    assert (answer.status_code, answer.json["status"], answer.json["words"]) == (200, "saved", "06 39 98 10 01")
    found = now(session, Person, person.id)
    assert found.phone == "06 39 98 10 01"
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry.door is Door.FORM
    assert "Perrachon" in entry.summary


def test_the_list_tells_which_columns_are_changed_in_it(mission, client_as, person):
    shown = document(mission.get("/personnes/list/")).xpath("//th/@data-cell")
    assert shown == ["email", "phone"]
    chosen = document(mission.get("/personnes/list/?cols=last_name,address,postal_code,city")).xpath("//th/@data-cell")
    assert chosen == ["address", "postal_code", "city"]
    reader = document(client_as("elu").get("/personnes/list/"))
    assert reader.xpath("//th/@data-cell | //table/@data-cell-url") == []


def test_two_people_who_changed_one_cell_see_both_values(mission, client_as, session, person):
    other = client_as("ref5")
    assert send(other, person.id, "phone", "06 39 98 10 00", "06 39 98 10 22").status_code == 200
    answer = send(mission, person.id, "phone", "06 39 98 10 00", "06 39 98 10 33")
    assert (answer.status_code, answer.json["status"]) == (409, "conflict")
    assert answer.json["words"] == "06 39 98 10 22"
    assert "Modifié entre-temps par" in answer.json["text"]
    assert now(session, Person, person.id).phone == "06 39 98 10 22"
    mine = send(mission, person.id, "phone", answer.json["words"], "06 39 98 10 33")
    assert mine.status_code == 200
    assert now(session, Person, person.id).phone == "06 39 98 10 33"


def test_who_types_what_the_other_typed_meets_no_conflict(mission, session, person):
    send(mission, person.id, "phone", "06 39 98 10 00", "06 39 98 10 22")
    before = entries(session)
    again = send(mission, person.id, "phone", "06 39 98 10 00", "06 39 98 10 22")
    assert again.json["status"] == "saved"
    assert entries(session) == before


def test_a_cell_asks_the_rules_of_its_form(mission, session, person):
    answer = send(mission, person.id, "email", "", "not an address")
    assert (answer.status_code, answer.json["status"]) == (422, "refused")
    assert "@" in answer.json["text"]
    assert now(session, Person, person.id).email is None


@pytest.mark.parametrize("field", ["last_name", "birth_year", "newsletter_consent", "id", "version", "", "person"])
def test_only_declared_cells_are_written(mission, session, person, field):
    assert send(mission, person.id, field, "", "1").status_code == 404


def test_who_may_not_change_the_row_changes_no_cell_of_it(client_as, session, person):
    elsewhere = make.PersonFactory(last_name="Ailleurs", arrondissement=make.ArrondissementFactory(number=7))
    of_the_city = make.OrganisationFactory(name="Ville", arrondissement=None)
    session.commit()
    seen = send(client_as("ref5"), of_the_city.id, "phone", "", "04 72 00 00 00", "organisations")
    assert seen.status_code == 403  # she reads it, and it is not hers
    assert send(client_as("ref5"), elsewhere.id, "phone", "", "06 00 00 00 00").status_code in {403, 404}
    assert send(client_as("elu"), person.id, "phone", "06 39 98 10 00", "06").status_code in {302, 403, 404}
    assert now(session, Person, person.id).phone == "06 39 98 10 00"
    assert now(session, Person, elsewhere.id).phone is None


def test_the_day_and_the_responsible_of_an_action(mission, session):
    made = make.ActionItemFactory(due_on=dt.date(2026, 12, 1), owner=None, owner_name="Régie du quartier")
    session.commit()
    user = make.UserFactory(first_name="Camille", last_name="Martin", active=True)
    session.commit()
    wrong = send(mission, made.id, "due_on", "01/12/2026", "31/02/2027", "actions")
    assert wrong.status_code == 422
    day = send(mission, made.id, "due_on", "01/12/2026", "15/1/2027", "actions")
    assert (day.status_code, day.json["words"]) == (200, "15/01/2027")
    ours = send(mission, made.id, "owner", "Régie du quartier", str(user), "actions")
    assert (ours.status_code, ours.json["words"]) == (200, str(user))
    found = now(session, ActionItem, made.id)
    assert (found.owner_id, found.owner_name) == (user.id, None)
    theirs = send(mission, made.id, "owner", str(user), "Lyon à Vélo", "actions")
    assert (theirs.status_code, theirs.json["words"]) == (200, "Lyon à Vélo")
    found = now(session, ActionItem, made.id)
    assert (found.owner_id, found.owner_name) == (None, "Lyon à Vélo")


def test_a_responsible_who_is_no_account_is_refused_where_only_accounts_are(mission, session):
    body = make.InstanceFactory()
    session.commit()
    answer = send(mission, body.id, "agent", "", "Personne Connue", "instances")
    assert (answer.status_code, answer.json["status"]) == (422, "refused")
    assert now(session, Instance, body.id).agent_id is None
    user = make.UserFactory(first_name="Camille", last_name="Martin", active=True)
    session.commit()
    assert send(mission, body.id, "agent", "", str(user), "instances").status_code == 200
    assert now(session, Instance, body.id).agent_id == user.id


def test_a_field_changed_in_the_list_has_a_column_and_a_form():
    for table in TABLES.values():
        on_form = {name for _, names in table.sections for name in names}
        for field in table.fields.values():
            assert not field.is_in_place or field.name in on_form, field


# ---- A block pasted over the cells of a column -----------------------------------------------------------------------


@pytest.fixture
def three(session):
    place = make.ArrondissementFactory(number=5)
    found = [make.PersonFactory(last_name=f"Colle {n}", phone=None, arrondissement=place) for n in range(3)]
    session.commit()
    return found


def paste(client, rows, cells, columns=("phone",), **more):
    data = {"rowid": [str(row.id) for row in rows], "column": list(columns), "cells": cells, **more}
    return post(client, "/import/people/over", data)


def test_a_pasted_block_goes_through_the_preview_of_the_import(mission, session, three):
    table = document(mission.get("/personnes/list/")).xpath("//table[@data-paste]/@data-paste")
    assert table == ["/import/people/over"]
    answer = paste(mission, three, "04 72 00 00 01\n04 72 00 00 02\n\n")
    assert answer.status_code == 303
    preview = mission.get(answer.headers["Location"])
    text = " ".join(document(preview).text_content().split())
    assert "04 72 00 00 01" in text
    assert "Colle 1" in text
    assert [now(session, Person, row.id).phone for row in three] == [None] * 3
    page = document(preview)
    digest = page.xpath('//input[@name="plan"]/@value')[0]
    applied = post(mission, answer.headers["Location"] + "/apply", {"plan": digest})
    assert applied.status_code == 303
    assert [now(session, Person, row.id).phone for row in three] == ["04 72 00 00 01", "04 72 00 00 02", None]


def test_a_pasted_block_keeps_the_order_of_the_screen_and_its_blanks_empty_nothing(mission, session, three):
    three[1].phone = "04 72 00 00 09"
    session.commit()
    on_screen = [three[2], three[1], three[0]]
    address = paste(mission, on_screen, "04 72 00 00 03\n\n04 72 00 00 01").headers["Location"]
    page = document(mission.get(address))
    text = " ".join(page.text_content().split())
    assert "exporté pour être modifié" not in text
    assert "Seules les cellules collées" in text
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert ["Colle 2" in rows[0], "Colle 1" in rows[1], "Colle 0" in rows[2]] == [True] * 3
    chosen = page.xpath("//select[@name='rule-blanks']/option[@selected]")
    assert [one.get("value") for one in chosen] == ["keep"]
    post(mission, f"{address}/apply", {"plan": page.xpath('//input[@name="plan"]/@value')[0]})
    phones = [now(session, Person, row.id).phone for row in on_screen]
    assert phones == ["04 72 00 00 03", "04 72 00 00 09", "04 72 00 00 01"]
    assert "Collé le" in session.scalars(select(JournalEntry.summary).order_by(JournalEntry.id.desc())).first()
    emptied = post(
        mission,
        paste(mission, on_screen, "04 72 00 00 03\n\n04 72 00 00 01").headers["Location"] + "/decide",
        {"rule-blanks": "take"},
    )
    assert "04 72 00 00 09" in mission.get(emptied.headers["Location"]).text  # to be emptied, as one chose


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ("1\n2\n3\n4", ("phone",)),  # more lines than rows
        ("1\t2", ("phone",)),  # more columns than named
        ("Durand", ("last_name",)),  # a column that the list does not change
        ("", ("phone",)),
        ("1", ()),
    ],
)
def test_a_block_that_does_not_fit_says_so_and_writes_nothing(mission, session, three, cells, columns):
    answer = paste(mission, three, cells, columns, query="q=Colle")
    assert answer.headers["Location"] == "/personnes/list/?q=Colle"
    assert document(mission.get("/personnes/list/")).xpath('//*[contains(@class, "note--danger")]')
    assert [now(session, Person, row.id).phone for row in three] == [None] * 3


def test_a_block_over_rows_of_elsewhere_is_refused(client_as, session, three):
    elsewhere = make.PersonFactory(last_name="Ailleurs", arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    answer = paste(client_as("ref5"), [three[0], elsewhere], "1\n2")
    assert answer.headers["Location"] == "/personnes/list/"


@pytest.mark.parametrize("typed", ["abc", "06 39 98", "06 39 98 10 00 / 04 72 10 30 30"])
def test_what_is_no_phone_is_refused_in_a_cell_and_in_the_form_alike(mission, session, person, typed):
    words = f"« {typed} » n’est pas un numéro de téléphone"
    answer = send(mission, person.id, "phone", "06 39 98 10 00", typed)
    assert (answer.status_code, answer.json["status"]) == (422, "refused")
    assert words in " ".join(answer.json["text"].split())
    form = document(mission.get(f"/personnes/edit/{person.id}"))
    (sent,) = form.xpath("//main//form[@method='post'][.//*[@name='phone']]")
    refused = post(mission, f"/personnes/edit/{person.id}", {**dict(sent.form_values()), "phone": typed})
    assert refused.status_code == 422
    (field,) = document(refused).xpath("//*[@name='phone']")
    (said,) = document(refused).xpath(f"//*[@id='{field.get('aria-describedby').split()[-1]}']")
    assert words in " ".join(said.text_content().split())
    assert now(session, Person, person.id).phone == "06 39 98 10 00"


def test_what_was_kept_before_stays_while_another_field_changes(mission, session, person):
    person.phone = "voir la mairie"
    session.commit()
    answer = send(mission, person.id, "email", person.email or "", "neuve@example.org")
    assert (answer.status_code, answer.json["status"]) == (200, "saved")
    kept = now(session, Person, person.id)
    assert (kept.phone, kept.email) == ("voir la mairie", "neuve@example.org")
