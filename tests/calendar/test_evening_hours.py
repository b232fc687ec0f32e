"""Evening hours: an agent's own, by the rule or in her own count, and read by others only once she shares them."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.calendar.evening_hours import count_own, evenings_in, share, shared_totals
from mdo.calendar.evenings import Total, total_of
from mdo.calendar.month import Month
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rights.roles import pairs_of
from models.attendance import Presence
from models.evenings import EveningHours
from models.meetings import MeetingState
from models.preferences import Preference
from tests.meetings.reading import words
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

NOVEMBER = Month.of(TODAY)


def meeting(title, day, hour=18, minutes=150, **values):
    start = dt.datetime.combine(day, dt.time(hour, 30), dt.timezone(dt.timedelta(hours=1)))
    values.setdefault("instance", make.InstanceFactory(arrondissements=[5]))
    return make.MeetingFactory(title=title, start_at=start, end_at=start + dt.timedelta(minutes=minutes), **values)


@pytest.fixture
def agent(session):
    """Two evenings on one day, a morning, a Saturday, one cancelled, one of the next month, one of somebody else."""
    ref5 = account("ref5")
    tuesday = dt.date(2026, 11, 17)
    meeting("Le soir", tuesday, organiser=ref5)
    meeting("Plus tard", tuesday, 21, 30, facilitators=[ref5])
    meeting("Le matin", tuesday, 9, organiser=ref5)
    meeting("Samedi", dt.date(2026, 11, 14), 9, 120, organiser=ref5)
    meeting("Annulée", dt.date(2026, 11, 18), organiser=ref5, state=MeetingState.CANCELLED)
    meeting("En décembre", dt.date(2026, 12, 1), organiser=ref5)
    meeting("D’une autre", dt.date(2026, 11, 19))
    session.commit()
    return ref5


def test_a_month_holds_the_evenings_nights_and_week_ends_that_one_carries(session, agent):
    found = evenings_in(session, agent.id, NOVEMBER)
    assert [(item.title, item.minutes) for item in found] == [("Samedi", 120), ("Le soir", 150), ("Plus tard", 30)]
    assert total_of(found) == Total(evenings=1, minutes=300)
    assert total_of([]) == Total(0, 0)


@pytest.mark.parametrize(
    ("presence", "is_counted"),
    [
        (Presence.PRESENT, True),
        (Presence.GUEST, True),
        (Presence.EXPECTED, False),
        (Presence.EXCUSED, False),
        (Presence.ABSENT, False),
    ],
)
def test_who_came_without_organising_recovers_the_evening_too(session, agent, presence, is_counted):
    evening = meeting("Chez une collègue", dt.date(2026, 11, 20))
    is_convened = presence is not Presence.GUEST
    make.AttendanceFactory(meeting=evening, person=None, user=agent, presence=presence, is_convened=is_convened)
    make.AttendanceFactory(meeting=meeting("Sans elle", dt.date(2026, 11, 21)), presence=Presence.PRESENT)
    session.commit()
    found = {item.title: item.minutes for item in evenings_in(session, agent.id, NOVEMBER)}
    assert found.get("Chez une collègue") == (150 if is_counted else None)
    assert "Sans elle" not in found


@pytest.mark.parametrize(("minutes", "total"), [(0, 150), (150, 300), (200, 350), (1440, 1590), (None, 300)])
def test_an_agent_counts_otherwise_and_goes_back_to_the_rule(session, agent, minutes, total):
    evening = next(item for item in evenings_in(session, agent.id, NOVEMBER) if item.title == "Le soir")
    for value in (90, minutes):
        count_own(session, agent.id, evening.meeting_id, value)
    assert total_of(evenings_in(session, agent.id, NOVEMBER)).minutes == total
    assert len(session.scalars(select(EveningHours)).all()) == (minutes is not None)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_count_is_that_of_a_day_at_most(session, agent, minutes):
    with pytest.raises(RuleViolation):
        count_own(session, agent.id, 1, minutes)


def test_a_total_is_told_once_shared_and_no_longer_after(session, agent):
    name = str(agent)
    assert shared_totals(session, NOVEMBER) == []
    share(session, agent.id, is_on=True)
    assert shared_totals(session, NOVEMBER) == [(name, Total(1, 300))]
    assert shared_totals(session, NOVEMBER.shifted(-1)) == [(name, Total(0, 0))]
    share(session, agent.id, is_on=False)
    assert shared_totals(session, NOVEMBER) == []


@pytest.mark.parametrize(
    ("role", "reads"), [("admin", True), ("responsable", True), ("direction", True), ("mission", False)]
)
def test_who_may_read_what_is_shared(role, reads):
    assert (("EveningView", "can_oversee") in pairs_of(role)) is reads
    assert ("EveningView", "can_list") in pairs_of(role)


@ON_SQLITE
def test_nobody_reads_a_total_before_its_agent_shares_it_and_never_her_meetings(session, agent, client_as):
    ref5, manager = client_as("ref5"), client_as("direction")

    def told() -> bool:
        page = manager.get("/soirees/?month=2026-11").text
        assert "Le soir" not in page
        return str(agent) in page and "5 h 00" in page

    assert "5 h 00" in ref5.get("/soirees/?month=2026-11").text
    assert not told()
    assert post(ref5, "/soirees/partage", {"share": "1", "month": "2026-11"}).status_code == 303
    session.rollback()
    assert told()
    assert "Partagées par l’équipe" not in ref5.get("/soirees/").text
    assert "Partagées par l’équipe" not in client_as("mission").get("/soirees/").text
    assert post(ref5, "/soirees/partage", {"share": "0", "month": "2026-11"}).status_code == 303
    session.rollback()
    assert not told()
    assert session.scalars(select(Preference.shares_evenings)).all() == [False]


@ON_SQLITE
def test_one_counts_ones_own_meetings_alone(session, agent, client_as):
    ref5 = client_as("ref5")
    own = next(item.meeting_id for item in evenings_in(session, agent.id, NOVEMBER) if item.title == "Le soir")
    session.rollback()
    sent = {"minutes": "200", "month": "2026-11"}
    page = post(ref5, f"/soirees/compte/{own}", sent, follow_redirects=True).text
    assert "3 h 20" in page
    assert "5 h 50" in page
    assert "Annuler" in page
    assert "1\u202f440" in post(ref5, f"/soirees/compte/{own}", sent | {"minutes": "9h"}, follow_redirects=True).text
    assert post(client_as("mission"), f"/soirees/compte/{own}", sent).status_code == 404
    assert post(ref5, f"/soirees/compte/{own}", sent | {"minutes": ""}).status_code == 303
    session.rollback()
    assert session.scalars(select(EveningHours)).all() == []


@ON_SQLITE
def test_a_month_leaves_as_a_file_and_so_do_the_totals_that_are_shared(session, agent, client_as):
    def rows(client, address):
        answer = client.get(address)
        assert answer.status_code == 200
        sheet = load_workbook(io.BytesIO(answer.data), data_only=True).worksheets[0]
        return [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]

    ref5, manager = client_as("ref5"), client_as("direction")
    own = next(item.meeting_id for item in evenings_in(session, agent.id, NOVEMBER) if item.title == "Le soir")
    session.rollback()
    post(ref5, f"/soirees/compte/{own}", {"minutes": "90", "month": "2026-11"})
    mine = rows(ref5, "/soirees/export?month=2026-11")
    assert [(row[0], *row[3:6]) for row in mine] == [
        ("Samedi", 120, None, 120),
        ("Le soir", 150, 90, 90),
        ("Plus tard", 30, None, 30),
        ("Total (lignes affichées)", None, None, 240),
    ]
    assert mine[1][1] == dt.datetime(2026, 11, 17, 18, 30)  # on a clock in Paris
    assert "/soirees/export?month=2026-11" in ref5.get("/soirees/?month=2026-11").text
    shared = "/soirees/partagees/export?month=2026-11"
    assert shared not in manager.get("/soirees/?month=2026-11").text
    post(ref5, "/soirees/partage", {"share": "1"})
    assert shared in manager.get("/soirees/?month=2026-11").text
    assert rows(manager, shared) == [(str(agent), 1, 240), ("Total (lignes affichées)", 1, 240)]
    assert ref5.get(shared).status_code != 200


@pytest.mark.parametrize(
    ("hours", "counted", "total", "without_the_first"),
    [
        ([(18, 120)] * 4, [120, 0, 0, 0], 120, 120),
        ([(18, 120), (19, 120)], [120, 60], 180, 120),
        ([(18, 180), (19, 60)], [180, 0], 180, 60),
        ([(18, 60), (19, 60)], [60, 60], 120, 60),
    ],
    ids=["at the same hours", "one goes on", "one inside the other", "one after the other"],
)
def test_hours_that_meetings_share_count_once(session, hours, counted, total, without_the_first):
    ref5 = account("ref5")
    for hour, minutes in hours:
        meeting("Soir", dt.date(2026, 11, 17), hour, minutes, organiser=ref5)
    session.commit()
    found = evenings_in(session, ref5.id, NOVEMBER)
    assert [item.by_rule for item in found] == counted
    assert total_of(found) == Total(evenings=1, minutes=total)
    # One that she counts for nothing leaves its hours to the others.
    count_own(session, ref5.id, found[0].meeting_id, 0)
    assert total_of(evenings_in(session, ref5.id, NOVEMBER)).minutes == without_the_first


@ON_SQLITE
def test_the_page_and_its_file_tell_whose_meeting_it_is_and_what_is_counted_once(session, client_as):
    ref5 = account("ref5")
    for name in ("Croix-Paquet", "Mutualité"):
        body = make.InstanceFactory(name=name, arrondissements=[5])
        meeting("Plénière", dt.date(2026, 11, 17), organiser=ref5, instance=body)
    session.commit()
    client = client_as("ref5")
    page = words(client.get("/soirees/?month=2026-11"))
    assert "Plénière – Croix-Paquet" in page
    assert "Plénière – Mutualité" in page
    assert "2 h 30 aux mêmes heures qu’une autre réunion, comptées une fois" in page
    sheet = load_workbook(io.BytesIO(client.get("/soirees/export?month=2026-11").data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[5:8] for row in rows if row[0] == "Plénière"] == [[150, "Croix-Paquet", 0], [0, "Mutualité", 150]]
