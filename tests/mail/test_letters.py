"""« Écrire aux membres » from the page of a body and of a meeting: those in force, those of the list, no others."""

import datetime as dt

import pytest

from models.attendance import Attendance, Presence
from models.people import Consent
from tests.papers.rows import meeting, member
from tests.support import ON_SQLITE, TODAY

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
