"""After an election: the élu·es référent·es of all bodies are replaced in one act with a preview, undone in one."""

import datetime as dt
import io
import re

import pytest
from sqlalchemy import func, select

from mdo.people.elections import name_in, same_name
from mdo.people.pasted_officials import read_pasted
from models.instances import Instance
from models.journal import JournalEntry
from models.people import EndReason, Mandate, Person
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import hidden_value, post
from tests.support.prepared import prepared

pytestmark = pytest.mark.usefixtures("server_today")

URL = "/elus-apres-une-election/"
DAY = dt.date(2026, 11, 23)
EVE = dt.date(2026, 11, 22)
BODIES = 36


@prepared
def city(session):
    """36 conseils de quartier, four an arrondissement, each followed by the élu·e of hers."""
    with_names = [f"Quartier {number:02}" for number in range(BODIES)]
    bodies = [
        make.InstanceFactory(name=name, arrondissements=[at // 4 + 1], elected_official=f"Ancienne Élue{at // 4 + 1}")
        for at, name in enumerate(with_names)
    ]
    session.commit()
    return bodies


def typed(client, **values):
    """What the form of the page sends, with these values."""
    page = client.get(URL)
    assert page.status_code == 200
    return {"seen": hidden_value(page, "seen") if 'name="seen" value=""' not in page.text else "", **values}


def seen_of(page):
    return hidden_value(page, "seen")


def officials(session):
    session.rollback()
    return list(session.scalars(select(Instance.elected_official).order_by(Instance.id)))


def replace(client, data):
    """The preview, then the act that its button sends."""
    preview = post(client, URL, data)
    assert preview.status_code == 200, re.findall(r"field__error.*?<span>(.*?)</span>", preview.text, re.DOTALL)
    return post(client, URL, {**data, "seen": seen_of(preview), "then": "apply"})


def undo(client, done):
    """Presses « Annuler » in the message that says the act."""
    said = client.get(done.location)
    button = re.search(r'action="(/[^"]*undo[^"]*|/[^"]*annul[^"]*)"', said.text)
    assert button
    post(client, button[1])


def test_a_preview_begins_with_what_changes(session, client_as, city):
    client = client_as("mission")
    preview = post(client, URL, typed(client, day=DAY.isoformat(), **{f"body_{city[-1].id}": "Luc Ferrand"}))
    first = re.search(r"<tbody>.*?</tr>", preview.text, re.DOTALL)
    assert first
    assert "→ Luc Ferrand" in first[0]


def test_36_are_replaced_in_one_act_and_undone_in_one(session, client_as, city):
    client = client_as("mission")
    assert URL in client.get("/instances/list/").text
    before = officials(session)
    data = typed(
        client, day=DAY.isoformat(), **{f"place_{number}": f"Nouvelle Élue{number}" for number in range(1, 10)}
    )
    preview = post(client, URL, data)
    assert preview.text.count("pill--ok") == BODIES
    assert officials(session) == before
    entries = session.scalar(select(func.count(JournalEntry.id)))
    done = post(client, URL, {**data, "seen": seen_of(preview), "then": "apply"})
    assert officials(session) == [f"Nouvelle Élue{at // 4 + 1}" for at in range(BODIES)]
    assert session.scalar(select(func.count(JournalEntry.id))) == entries + 1
    undo(client, done)
    assert officials(session) == before


def test_the_mandate_of_who_leaves_ends_the_day_before_and_that_of_the_successor_begins(session, client_as):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    member = make.PersonFactory(last_name="Roux", first_name="Claire")
    old = make.MandateFactory(instance=body, person=member, start_on=dt.date(2021, 1, 1))
    other = make.MandateFactory(instance=body, person=make.PersonFactory(), start_on=dt.date(2021, 1, 1))
    session.commit()
    client = client_as("mission")
    done = replace(client, typed(client, day=DAY.isoformat(), **{f"body_{body.id}": "Mme Anne Petit"}))
    assert done.status_code == 302
    session.rollback()
    assert (old.ended_on, old.end_reason, other.ended_on) == (EVE, EndReason.ELECTION, None)
    new = session.scalars(select(Mandate).where(Mandate.start_on == DAY)).one()
    assert (str(new.person), new.function_id, new.instance_id) == ("Petit Anne", old.function_id, body.id)
    assert body.elected_official == "Anne Petit"
    new_id, person_id = new.id, new.person_id
    undo(client, done)
    session.rollback()
    assert (old.ended_on, old.end_reason, body.elected_official) == (None, None, "Claire Roux")
    assert (session.get(Mandate, new_id), session.get(Person, person_id)) == (None, None)


def test_a_namesake_is_asked_about_and_her_record_used(session, client_as):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    member = make.PersonFactory(last_name="Roux", first_name="Claire")
    make.MandateFactory(instance=body, person=member, start_on=dt.date(2021, 1, 1))
    known = make.PersonFactory(last_name="Petit", first_name="Anne")
    session.commit()
    client = client_as("mission")
    data = typed(client, day=DAY.isoformat(), **{f"body_{body.id}": "Anne Petit"})
    preview = post(client, URL, data)
    assert "C’est cette personne" in preview.text or "utiliser sa fiche" in preview.text
    assert "Remplacer l’élu·e" not in preview.text
    field = re.search(r'name="([^"]*namesake)" value="' + str(known.id), preview.text)
    assert field
    before = session.scalar(select(func.count(Person.id)))
    assert replace(client, {**data, field[1]: str(known.id)}).status_code == 302
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == before
    assert session.scalars(select(Mandate.person_id).where(Mandate.start_on == DAY)).one() == known.id


@pytest.mark.parametrize(
    ("day", "status"),
    [(TODAY, 200), (TODAY + dt.timedelta(days=1), 200), ("", 422)],
)
def test_no_day_loses_what_was_typed(session, client_as, day, status):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    session.commit()
    client = client_as("mission")
    page = post(client, URL, typed(client, day=str(day), **{f"body_{body.id}": "Anne Petit"}))
    assert (page.status_code, 'value="Anne Petit"' in page.text) == (status, True)


def test_a_day_to_come_is_prepared_the_day_before_and_replaced_on_the_day(session, client_as, monkeypatch):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    other = make.InstanceFactory(name="Gerland", arrondissements=[7], elected_official="Luc Ferrand")
    session.commit()
    day = TODAY + dt.timedelta(days=1)
    client = client_as("mission")
    data = typed(client, day=day.isoformat(), **{f"body_{body.id}": "Anne Petit"})
    preview = post(client, URL, data)
    assert "Rien n’est remplacé avant le 25/11/2026" in preview.text.replace("\xa0", " ")
    assert 'value="keep"' in preview.text
    assert 'value="apply"' not in preview.text
    refused = post(client, URL, {**data, "seen": seen_of(preview), "then": "apply"})
    assert refused.status_code == 422
    kept = post(client, URL, {**data, "seen": seen_of(preview), "then": "keep"})
    assert kept.headers["Content-Disposition"].endswith(".xlsx")
    assert officials(session) == ["Claire Roux", "Luc Ferrand"]
    # On the day, the workbook comes back and says the same.
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: day)
    back = {**typed(client, day=day.isoformat()), "workbook": (io.BytesIO(kept.data), "elus.xlsx")}
    page = post(client, URL, back, content_type="multipart/form-data")
    assert page.status_code == 200
    assert f'name="body_{body.id}" value="Anne Petit"' in page.text
    assert f'name="body_{other.id}" value=""' in page.text
    sent = {**data, "seen": seen_of(page), "then": "apply"}
    assert post(client, URL, sent).status_code == 302
    assert officials(session) == ["Anne Petit", "Luc Ferrand"]


def test_a_mandate_that_began_later_is_told_and_nothing_is_written(session, client_as):
    """The rule of the form of a mandate: one who sits there already cannot begin again."""
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    make.MandateFactory(
        instance=body,
        person=make.PersonFactory(last_name="Roux", first_name="Claire"),
        start_on=dt.date(2021, 1, 1),
    )
    sits = make.PersonFactory(last_name="Petit", first_name="Anne")
    function = session.scalars(select(Mandate)).one().function
    make.MandateFactory(instance=body, person=sits, function=function, start_on=dt.date(2022, 1, 1))
    session.commit()
    client = client_as("mission")
    data = typed(client, day=DAY.isoformat(), **{f"body_{body.id}": "Anne Petit", "petit-anne": ""})
    preview = post(client, URL, data)
    field = re.search(r'name="([^"]*namesake)"', preview.text)
    assert field
    answered = {**data, field[1]: str(sits.id)}
    refused = post(client, URL, answered)
    assert "Déjà" in refused.text
    assert post(client, URL, {**answered, "seen": seen_of(refused), "then": "apply"}).status_code == 422
    assert officials(session) == ["Claire Roux"]


def test_what_changed_since_the_preview_is_looked_at_again(session, client_as):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    session.commit()
    client = client_as("mission")
    data = typed(client, day=DAY.isoformat(), **{f"body_{body.id}": "Anne Petit"})
    preview = post(client, URL, data)
    body.elected_official = "Jean Neveu"
    session.commit()
    assert post(client, URL, {**data, "seen": seen_of(preview), "then": "apply"}).status_code == 409
    assert officials(session) == ["Jean Neveu"]


def test_unchanged_vacant_and_without_an_answer(session, client_as):
    names = ("Claire Roux", "Claire Roux", "Claire Roux")
    same, vacant, silent = (make.InstanceFactory(arrondissements=[8], elected_official=name) for name in names)
    session.commit()
    client = client_as("mission")
    data = typed(client, day=DAY.isoformat(), **{f"body_{same.id}": "ROUX Claire", f"body_{vacant.id}": "vacant"})
    assert replace(client, data).status_code == 302
    assert officials(session) == ["Claire Roux", None, "Claire Roux"]
    assert silent.id


def test_lines_of_a_workbook_name_bodies(session, client_as):
    body = make.InstanceFactory(name="Conseil de quartier Mermoz", arrondissements=[8])
    session.commit()
    client = client_as("mission")
    pasted = "CQ Mermoz\tAnne Petit\nInconnu\tJean Neveu"
    page = post(client, URL, typed(client, day=DAY.isoformat(), pasted=pasted))
    assert page.status_code == 422
    assert f'name="body_{body.id}" value="Anne Petit"' in page.text
    assert "Inconnu\tJean Neveu" in page.text


def test_a_workbook_with_its_headers_is_read_too(session, client_as):
    body = make.InstanceFactory(name="Mermoz", arrondissements=[8], elected_official="Claire Roux")
    other = make.InstanceFactory(name="Gerland", arrondissements=[7])
    session.commit()
    client = client_as("mission")
    rows = (("Anne Petit", None, "Mermoz", "Lyon 8e"), (None, None, "Gerland", "Lyon 7e"))
    content = workbook(("Élu·e référent·e", "Compte", "Instance", "Arrondissement"), *rows)
    for sent, status in ((content, 200), (b"not a workbook\x00", 422)):
        data = {**typed(client, day=DAY.isoformat()), "workbook": (io.BytesIO(sent), "elus.xlsx")}
        page = post(client, URL, data, content_type="multipart/form-data")
        assert page.status_code == status
        assert (f'name="body_{body.id}" value="Anne Petit"' in page.text) == (status == 200)
        assert f'name="body_{other.id}" value=""' in page.text


def test_only_the_mission_replaces_them(session, client_as):
    make.InstanceFactory(name="Mermoz", arrondissements=[5], elected_official="Claire Roux")
    session.commit()
    for who in ("ref5", "stagiaire", "direction"):
        client = client_as(who)
        assert (who, URL in client.get("/instances/list/").text, client.get(URL).status_code) == (who, False, 403)


@pytest.mark.parametrize(
    ("text", "name"),
    [("", None), ("  ", None), ("Mme Anne  Petit", "Anne Petit"), ("vacant", ""), ("À pourvoir", "")],
)
def test_what_an_answer_says(text, name):
    assert name_in(text) == name


def test_one_name_whichever_comes_first():
    assert same_name("Anne PETIT", "Petit Anne")
    assert not same_name("Anne Petit", "Anne Petitot")


def test_a_line_that_names_two_bodies_names_none():
    bodies = [
        Instance(id=1, name="Mermoz", code="m1", aliases="Est"),
        Instance(id=2, name="États", code="m2", aliases="Est"),
    ]
    assert read_pasted("Est;Anne Petit\nmermoz ; Jean Neveu\nAnne Petit\tÉtats\n\nMermoz", bodies) == (
        {1: "Jean Neveu", 2: "Anne Petit"},
        ["Est;Anne Petit", "Mermoz"],
    )
