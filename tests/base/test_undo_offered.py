"""What confirms an act offers to take it back, to who may: pressed as the page gives it, the rows are as before."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from models.accounts import User
from models.calendar import CalendarFeed
from models.journal import Door, JournalEntry
from models.meetings import ActionItem, AgendaItem, Meeting, MeetingState
from models.organisations import Organisation
from models.people import Mandate, Person
from models.preferences import Preference
from tests.access.forms import fields_of
from tests.base.pages import document
from tests.support import factories as make
from tests.support.application import account
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
    account("ref5").locale = "fr"  # chosen before: accounts are not undone
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
        for model in (Organisation, Person, Mandate, Meeting, AgendaItem, ActionItem, Preference, CalendarFeed)
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


def button(client, address, action):
    """Presses the button of a page that posts there."""
    (form,) = document(client.get(address)).xpath(f'//main//form[@action="{action}"]')
    return post(client, form.get("action"), dict(form.form_values()))


def pinned(client, rows):
    return button(client, f"/instances/show/{rows['body'].id}", "/mon-compte/epingler")


def preferences(client, rows):
    return change(client, "/mon-compte/", page_size="50")


ACTS = [
    new_person, person_form, meeting_form, deleted, many_deleted, agenda_item, agenda_order, state, action_closed,
    pinned, preferences,
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


@pytest.mark.parametrize("act", [pinned, preferences], ids=lambda act: act.__name__)
def test_who_reads_the_whole_city_takes_her_own_settings_back_too(client_as, session, rows, act):
    account("mission").locale = "fr"
    session.commit()
    client, before = client_as("mission"), stored(session)
    (form,) = offers(document(client.get(act(client, rows).location, follow_redirects=True)))
    take_back(client, form)
    assert stored(session) ^ before == set()


def test_who_unpins_a_record_may_take_it_back(client_as, session, rows):
    client = client_as("ref5")
    pinned(client, rows)
    before = stored(session)
    answer = button(client, f"/instances/show/{rows['body'].id}", "/mon-compte/detacher")
    assert stored(session) != before
    (form,) = offers(document(client.get(answer.location)))
    take_back(client, form)
    assert stored(session) ^ before == set()


def test_an_address_that_was_made_is_taken_back_from_the_page_that_shows_it(client_as, session, rows):
    client, before = client_as("ref5"), stored(session)
    page = document(post(client, "/mes-calendriers/add", {"label": "Le mien", "content": "mine"}))
    assert page.xpath('//input[@id="address"]')
    (form,) = offers(page)
    take_back(client, form)
    assert stored(session) ^ before == set()


# What a message confirms without « Undo », by the function that says it, each with its reason.
WITHOUT_UNDO = {
    "views/accounts/password.py:change_own_password": "a secret; accounts are not undone",
    "views/accounts/screens.py:close_sessions": "sessions are in no journal",
    "views/archives/screens.py:_withdraw": "a visa is a signed paper: it is recorded again",
    "views/archives/screens.py:visa": "the same: « withdraw the visa » stands in the list",
    "views/archives/screens.py:destroy_sheets": "what is destroyed is gone",
    "views/base/undoing.py:flash_undoable": "the offer itself, to who may not take it back",
    "views/documents/carrying.py:destroy_document": "what is destroyed is gone",
    "views/imports/taking.py:_taken": "nothing is written yet: a preview",
    "views/imports/unfinished.py:abandon": "nothing was written: a preview",
    "views/instances/member_calendar.py:renew_calendar": "an address that was replaced stays dead",
    "views/instances/member_calendar.py:revoke_calendar": "an address that was revoked stays dead",
    "views/jobs/pages.py:cancel": "nothing was done",
    "views/journal/undo.py:take_back": "there is no redo",
    "views/mail/screens.py:send_trial": "a message that left",
    "views/mail/screens.py:send_all": "a message that left",
    "views/mail/screens.py:again": "a message that left",
}


def said_without_undo():
    """The functions of the screens that say « success » in a plain message."""
    for path in sorted(Path("views").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(part, ast.Constant) and part.value == "success" for part in ast.walk(node)
            ):
                yield f"{path.as_posix()}:{node.name}"


def test_what_is_confirmed_without_undo_has_its_reason():
    assert set(said_without_undo()) == set(WITHOUT_UNDO)


@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_language_that_is_kept_for_the_first_time_is_saved_and_offers_no_undo(client_as, session, who):
    """It is written on the account, which no undo touches, and which she does not read in the journal."""
    client = client_as(who)
    page = client.get("/mon-compte/")
    answer = post(client, "/mon-compte/", fields_of(page.get_data(as_text=True)), follow_redirects=True)
    assert answer.status_code == 200
    text = document(answer).text_content()
    assert ("Préférences enregistrées" in text, "Annuler l’opération" in text) == (True, False)
    session.rollback()
    assert session.scalar(select(User.locale).where(User.username == who)) == "fr"
