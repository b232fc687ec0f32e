"""What confirms an act offers to take it back, to who may: pressed as the page gives it, the rows are as before."""

import datetime as dt

import pytest
from sqlalchemy import inspect, select

from models.journal import Door, JournalEntry
from models.meetings import ActionItem, AgendaItem, Meeting, MeetingState
from models.organisations import Organisation
from models.people import Mandate, Person
from tests.access.forms import fields_of
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

# What every write raises: calendars hear of a meeting that is put back too (RFC 5545, SEQUENCE).
_OF_EVERY_ROW = {"version", "updated_at", "created_at", "created_by_id", "sequence"}


@prepared
def rows(session):
    """A body of the 5th with someone, a meeting with two items and an action."""
    body = make.InstanceFactory(arrondissements=[5], name="Quartiers anciens")
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5), phone="04 78 00 00 00")
    make.MandateFactory(instance=body, person=person)
    meeting = make.MeetingFactory(
        instance=body, title="Plénière", start_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    )
    first = make.AgendaItemFactory(meeting=meeting, position=1, title="Voirie")
    second = make.AgendaItemFactory(meeting=meeting, position=2, title="Marché")
    action = make.ActionItemFactory(meeting=meeting, text="Écrire à la voirie")
    alone = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5), last_name="Seule")
    session.commit()
    return {
        "body": body, "person": person, "meeting": meeting, "first": first, "second": second, "action": action,
        "alone": alone,
    }  # fmt: skip


def stored(session):
    """What the tables of these rows hold, but for what every write raises."""
    session.rollback()
    session.expire_all()
    return {
        (model.__name__, row.id, column.key, getattr(row, column.key))
        for model in (Organisation, Person, Mandate, Meeting, AgendaItem, ActionItem)
        for row in session.scalars(select(model)).unique()
        for column in inspect(model).column_attrs
        if column.key not in _OF_EVERY_ROW
    }


def change(client, address, **typed):
    return post(client, address, fields_of(client.get(address).get_data(as_text=True)) | typed)


def new_person(client, rows):
    return post(client, "/personnes/add", {"last_name": "Nouvelle", "first_name": "Zoé"})


def person_form(client, rows):
    return change(client, f"/personnes/edit/{rows['person'].id}", phone="04 72 10 30 30")


def meeting_form(client, rows):
    return change(client, f"/reunions/edit/{rows['meeting'].id}", place="Mairie du 5e")


def deleted(client, rows):
    return post(client, f"/personnes/delete/{rows['alone'].id}")


def many_deleted(client, rows):
    chosen = {"action": "delete", "rowid": [str(rows["action"].id)]}
    page = document(post(client, "/actions/bulk", chosen))
    (form,) = [form for form in page.forms if form.xpath('.//input[@name="rowid"]')]
    return post(client, form.get("action"), dict(form.form_values()))


def agenda_item(client, rows):
    return post(client, f"/reunions/{rows['meeting'].id}/point", {"title": "Questions", "kind": "information"})


def agenda_order(client, rows):
    page = document(client.get(f"/reunions/show/{rows['meeting'].id}"))
    form = next(form for form in page.forms if "direction" in form.fields and str(rows["second"].id) in form.action)
    return post(client, form.action, dict(form.form_values()) | {"direction": "up"})


def state(client, rows):
    return post(client, f"/reunions/etat/{rows['meeting'].id}", {"to": "convened", "origin": "prepared"})


def action_closed(client, rows):
    return post(client, f"/actions/regler/{rows['action'].id}", {"state": "done"})


ACTS = [
    new_person, person_form, meeting_form, deleted, many_deleted, agenda_item, agenda_order, state, action_closed,
]  # fmt: skip


def offers(page):
    return page.xpath('//div[contains(@class, "note--success")]//form[starts-with(@action, "/annuler/")]')


def take_back(client, form):
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert sent["csrf_token"]
    return client.post(form.get("action"), data=sent, follow_redirects=True)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_kind_of_act_is_taken_back_from_the_message_that_confirms_it(client_as, session, rows, act):
    client, before = client_as("ref5"), stored(session)
    answer = act(client, rows)
    assert answer.status_code in (302, 303), answer.get_data(as_text=True)[:3000]
    assert stored(session) != before
    page = document(client.get(answer.location, follow_redirects=True))
    (form,) = offers(page)
    assert form.getparent().get("role") == "status"
    back = document(take_back(client, form))
    assert stored(session) ^ before == set()
    # What was put back is said; there is no redo, and none is offered.
    assert "Annulé" in back.xpath('string(//div[contains(@class, "note--success")])')
    assert not offers(back)
    assert session.scalars(select(JournalEntry.door).order_by(JournalEntry.id.desc())).first() is Door.UNDO


def test_a_cell_of_a_list_offers_it_too(client_as, session, rows):
    client, before = client_as("ref5"), stored(session)
    sent = {"field": "phone", "seen": "04 78 00 00 00", "value": "04 72 10 30 30"}
    said = post(client, f"/personnes/cell/{rows['person'].id}", sent).get_json()
    assert said["status"] == "saved"
    page = document(client.get("/personnes/list/?f_current=0", follow_redirects=True))
    assert page.xpath("//*[@data-cell-words]/@data-undo")
    post(client, said["undo"], {"next": "/personnes/list/"})
    assert stored(session) ^ before == set()


def test_what_cannot_be_undone_or_may_not_be_offers_nothing(client_as, session, rows):
    account = make.UserFactory(username="agent-x", roles=["mission"])
    session.commit()
    admin = client_as("admin")
    answer = change(admin, f"/comptes/edit/{account.id}", first_name="Autre")
    assert answer.status_code == 302
    assert not offers(document(admin.get(answer.location)))
    # Who enters data deletes nothing: what she creates, she does not take back.
    entry = client_as("saisie5")
    answer = new_person(entry, rows)
    assert not offers(document(entry.get(answer.location)))
    answer = person_form(entry, rows)
    assert offers(document(entry.get(answer.location)))
    assert session.get(Meeting, rows["meeting"].id).state is MeetingState.PREPARED
