"""The list of the journal names whom an operation is about: the first names, then how many others."""

import datetime as dt

from mdo.kernel.journal.named import first_named
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from models.attendance import Presence
from models.journal import JournalEntry
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post


def test_a_batch_of_attendance_is_found_by_the_names_of_its_people(session, client_as):
    body = make.InstanceFactory(name="Conseil de quartier Ménival", arrondissements=[5])
    meeting = make.MeetingFactory(title="Plénière", instance=body)
    for number in range(1, 7):
        person = make.PersonFactory(last_name=f"Membre {number}", first_name="Zoé")
        make.AttendanceFactory(meeting=meeting, person=person, presence=Presence.EXPECTED)
    session.commit()
    client = client_as("mission")
    page = document(client.get(f"/presences/{meeting.id}"))
    (form,) = page.xpath('//form[contains(@action, "/everyone")]') or page.xpath('//form[contains(@action, "all")]')
    assert post(client, form.get("action"), dict(form.form_values())).status_code in (302, 303)
    page = document(client.get("/journal/list/"))
    row = " ".join(page.xpath("//tbody/tr[1]")[0].text_content().split())
    assert "Membre 1 Zoé, Membre 2 Zoé, Membre 3 Zoé" in row
    assert page.xpath("//tbody/tr[1]/td/@data-more") == ["et 3 autres"]


def test_no_name_is_told_of_what_the_reader_does_not_read(session, as_reader):
    make.PersonFactory(last_name="Auger", first_name="Zoé")
    session.commit()
    entry_id = session.query(JournalEntry.id).order_by(JournalEntry.id.desc()).limit(1).scalar()
    reader = as_reader(Scope.everything(999), rights=pairs_of("mission"), actor_id=999)
    nobody = as_reader(Scope.everything(998), rights=frozenset(), actor_id=998)
    assert first_named(reader, [entry_id])[entry_id] == (("Auger Zoé",), 0)
    assert first_named(nobody, [entry_id]) == {}


def test_a_stamp_is_named_as_its_record_is_for_who_sees_it(session, client_as):
    body = make.InstanceFactory(name="Conseil citoyen Sœur Janin", arrondissements=[5])
    body.updated_at = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    session.commit()
    post(client_as("ref5"), "/mon-point/confirm", {"record": f"Instance-{body.id}"})
    mission = client_as("mission")
    row = document(mission.get("/journal/list/")).xpath("//tbody/tr[1]")[0]
    assert "Conseil citoyen Sœur Janin" in row.text_content()
    shown = mission.get(row.xpath(".//a/@href")[0]).get_data(as_text=True)
    assert "Conseil citoyen Sœur Janin" in shown
    assert f"Instance {body.id}" not in shown


def test_a_stamp_names_nobody_to_who_does_not_see_the_record(session, client_as, as_reader):
    body = make.InstanceFactory(name="Conseil citoyen Sœur Janin", arrondissements=[5])
    body.updated_at = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    elsewhere = make.InstanceFactory(arrondissements=[7]).arrondissements[0]
    session.commit()
    post(client_as("ref5"), "/mon-point/confirm", {"record": f"Instance-{body.id}"})
    entry_id = session.query(JournalEntry.id).order_by(JournalEntry.id.desc()).limit(1).scalar()
    reader = as_reader(Scope.arrondissements(999, frozenset({elsewhere.id})), rights=pairs_of("mission"), actor_id=999)
    assert first_named(reader, [entry_id]) == {}
