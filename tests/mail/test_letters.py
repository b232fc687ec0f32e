"""« Écrire aux membres » from the page of a body and of a meeting: those in force, those of the list, no others."""

import datetime as dt
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from models.attendance import Attendance, Presence
from models.people import Consent
from tests.documents.rows import meeting, member
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def evening(session):
    row = meeting(session)
    for name in ("Alpha", "Refus", "Ancien", "Seul"):
        ended = {"ended_on": YESTERDAY, "end_reason": "resignation"} if name in {"Ancien", "Seul"} else {}
        person = member(row, name, **ended).person
        person.email = f"{name.lower()}@example.org"
        person.newsletter_consent = Consent.REFUSED if name == "Refus" else Consent.UNKNOWN
    session.add(Attendance(meeting_id=row.id, person=person, is_convened=True, presence=Presence.EXCUSED))
    session.commit()
    return row


@ON_SQLITE
def test_a_body_writes_to_its_members_in_force_and_a_meeting_to_its_list(client_as, evening):
    client = client_as("ref5")
    body = client.get(f"/courrier/instance/{evening.instance_id}").text
    assert [name in body for name in ("alpha@", "ancien@", "seul@", "refus@")] == [True, False, False, False]
    people = client.get(f"/courrier/reunion/{evening.id}").text
    assert [name in people for name in ("alpha@", "seul@")] == [False, True]
    assert f"/courrier/instance/{evening.instance_id}" in client.get(f"/instances/show/{evening.instance_id}").text
    assert f"/courrier/reunion/{evening.id}" in client.get(f"/reunions/show/{evening.id}?tab=papers").text


@ON_SQLITE
@pytest.mark.parametrize(("user", "status"), [("ref7", 404), ("elu5", 403), ("direction", 403)])
def test_nobody_else_reads_these_addresses(client_as, evening, user, status):
    assert client_as(user).get(f"/courrier/reunion/{evening.id}").status_code == status


@ON_SQLITE
def test_the_list_of_the_network_writes_to_its_referents_once_each_at_their_mairies(session, client_as):
    away = account("ref3")
    fifth, seventh = (make.ArrondissementFactory(number=number) for number in (5, 7))
    fifth.mairie_address = "14 rue du Docteur, 69005 Lyon"
    both = make.UserFactory(last_name="Zola", first_name="Émile", email="zola@example.org")
    rows = [make.ReferentFactory(user=both, arrondissement=place) for place in (seventh, fifth)]
    session.commit()
    client = client_as("mission")
    ids = [str(row.id) for row in rows]
    page = post(client, "/referents/bulk", {"action": "write", "rowid": ids}).text
    assert ("Écrire aux référent·es" in page, page.count("zola@example.org"), away.email in page) == (True, 1, False)
    merge = load_workbook(io.BytesIO(post(client, "/courrier/membres/merge", {"referent": ids}).data)).worksheets[0]
    assert next(merge.iter_rows(min_row=2, values_only=True)) == (
        "Zola", "Émile", None, "zola@example.org", "14 rue du Docteur", "69005", "Lyon", None, None,
        f"{fifth.name}, {seventh.name}", None,
    )  # fmt: skip
    labels = Document(io.BytesIO(post(client, "/courrier/membres/labels", {"referent": ids}).data))
    said = [cell.text for row in labels.tables[0].rows for cell in row.cells if cell.text]
    assert said == [f"Émile Zola\n{fifth.name}, {seventh.name}\n14 rue du Docteur\n69005 Lyon"]


@ON_SQLITE
def test_a_meeting_of_the_network_writes_to_the_accounts_of_its_list_and_organisations_are_no_minors(
    session, client_as
):
    row = make.MeetingFactory(instance=None)
    user = make.UserFactory(last_name="Zola", email="zola@example.org")
    house = make.OrganisationFactory(
        name="Maison", contact_name="Mme Dupont", email="maison@example.org", address="1 rue X, 69007 Lyon"
    )
    make.AttendanceFactory(meeting=row, person=None, user=user, is_convened=True)
    make.AttendanceFactory(meeting=row, person=None, organisation=house, is_convened=False, presence=Presence.GUEST)
    make.AttendanceFactory(meeting=row, person=None, visitor_name="Passant", is_convened=False, presence=Presence.GUEST)
    session.commit()
    client = client_as("mission")
    for page in (
        client.get(f"/courrier/reunion/{row.id}").text,
        post(client, "/organisations/bulk", {"action": "write", "rowid": [str(house.id)]}).text,
    ):
        assert "maison@example.org" in page
        assert "Mme Dupont" not in page
        assert "mineur" not in page
    letter = client.get(f"/courrier/reunion/{row.id}").text
    assert "zola@example.org" in letter
    assert "Passant – pas d’adresse de courriel" in letter
    assert "1 sur 2" in letter  # postal addresses


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("direction", 403), ("stagiaire", 403), ("mission", 200)])
def test_addresses_of_referents_are_for_who_may_export_them_and_read_personal_data(session, client_as, who, status):
    row = make.ReferentFactory()
    session.commit()
    answer = post(client_as(who), "/courrier/membres/merge", {"referent": [str(row.id)]})
    assert answer.status_code == status


@ON_SQLITE
def test_one_writes_to_rows_that_one_may_only_read_and_changes_none_of_them(session, client_as):
    client = client_as("ref5")
    row = make.ReferentFactory(arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
    page = client.get("/referents/list/").text
    assert "Écrire aux référent·es" in page
    assert f'name="rowid" value="{row.id}"' in page
    letter = post(client, "/referents/bulk", {"action": "write", "rowid": str(row.id)})
    assert (letter.status_code, row.user.email in letter.text) == (200, True)
    assert post(client, "/referents/bulk", {"action": "delete", "rowid": str(row.id)}).status_code == 403


@ON_SQLITE
@pytest.mark.parametrize("who", ["direction", "saisie5", "mission"])
@pytest.mark.parametrize("list_of", ["personnes", "mandats", "organisations", "referents"])
def test_a_list_offers_letters_to_who_may_write_them_alone(session, client_as, who, list_of):
    make.MandateFactory(person=make.PersonFactory(), instance=make.InstanceFactory(arrondissements=[5]))
    place = make.ArrondissementFactory(number=5)
    make.OrganisationFactory(arrondissement=place)
    make.ReferentFactory(arrondissement=place)
    client = client_as(who)
    session.commit()
    page = client.get(f"/{list_of}/list/").text
    assert ('value="write"' in page) is (who == "mission")
    answer = post(client, f"/{list_of}/bulk", {"action": "write", "rowid": "1"})
    assert (answer.status_code != 403) is (who == "mission")
