"""The electoral period: from the first day of the sixth month before a poll, as dated rows say it; a reminder only."""

import datetime as dt

import pytest

from mdo.days_off.electoral import REMINDER, electoral_period
from mdo.kernel.imports.run import plan
from models.days_off import AvoidedKind
from models.meetings import MeetingKind
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

day = dt.date.fromisoformat
TOLD = "Période électorale jusqu’au"


def poll(first, last=None, **values):
    return make.DateToAvoidFactory(
        label="Municipales",
        kind=AvoidedKind.POLL,
        start_on=day(first),
        end_on=last and day(last),
        **{"is_city_council": True, **values},
    )


@pytest.mark.parametrize(
    ("on", "is_in"),
    [("2025-08-31", False), ("2025-09-01", True), ("2026-03-15", True), ("2026-03-22", True), ("2026-03-23", False)],
)
def test_before_polls_of_march_from_the_first_of_september_to_the_last_round(session, on, is_in):
    poll("2026-03-15")
    poll("2026-03-22")
    assert (electoral_period(session, day(on)) is not None) == is_in


@pytest.mark.parametrize(
    ("first", "values", "on", "is_in"),
    [
        ("2027-06-13", {}, "2026-11-30", False),
        ("2027-06-13", {}, "2026-12-01", True),
        ("2027-06-13", {"is_city_council": False}, "2027-06-01", False),
    ],
)
def test_it_follows_from_the_rows_and_from_those_of_the_council_alone(session, first, values, on, is_in):
    poll(first, **values)
    assert (electoral_period(session, day(on)) is not None) == is_in


def test_that_of_an_arrondissement_is_its_own(session):
    place = make.ArrondissementFactory(number=5)
    poll("2027-03-14", arrondissement=place)
    found = [electoral_period(session, day("2026-11-24"), places) is not None for places in ((), (place.id,))]
    assert found == [False, True]


def test_public_meetings_and_what_is_sent_carry_the_reminder(session, client_as):
    """On the form, on the record, on the page of the convocation, on letters; never on a meeting among members."""
    poll("2027-03-14", "2027-03-21")
    body = make.InstanceFactory(arrondissements=[5])
    start_at = dt.datetime(2026, 12, 10, 17, 30, tzinfo=dt.UTC)
    public = make.MeetingFactory(instance=body, start_at=start_at, kind=MeetingKind.PUBLIC)
    among = make.MeetingFactory(instance=body, start_at=start_at, kind=MeetingKind.BUREAU, is_public=False)
    person = make.PersonFactory(last_name="Roux")
    session.commit()
    client = client_as("mission")
    for meeting, told in ((public, True), (among, False)):
        assert (TOLD in client.get(f"/reunions/show/{meeting.id}").get_data(as_text=True)) == told
        assert (TOLD in client.get(f"/reunions/edit/{meeting.id}").get_data(as_text=True)) == told
    asked = {"start_at": "2026-12-10T18:30", "kind": "bureau"}
    for is_public, told in (("y", True), ("", False)):
        found = client.get("/calendrier/conflits", query_string={**asked, "is_public": is_public})
        assert (TOLD in found.get_data(as_text=True)) == told
    assert TOLD in client.get(f"/courrier/convocation/{public.id}").get_data(as_text=True)
    letters = post(client, "/personnes/bulk", {"action": "write", "rowid": [str(person.id)]})
    assert TOLD in letters.get_data(as_text=True)


def test_a_file_of_meetings_says_it_of_those_open_to_the_public(session):
    poll("2027-03-14")
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    headers = ("Instance", "Date", "Type de réunion")
    rows = (("Montchat", "10/12/2026 18:30", "réunion publique"), ("Montchat", "11/12/2026 18:30", "bureau"))
    made = plan(session, "meetings", workbook(headers, *rows), today=TODAY)
    assert [any(message == REMINDER for message, _ in line.notes) for line in made.lines] == [True, False]
