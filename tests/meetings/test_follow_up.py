"""What the register makes of meetings, as one reads it: assiduity of a period, deadlines of who is away."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.meetings.attendance import freeze, lines_of
from models.attendance import Presence
from models.meetings import MeetingState
from models.territory import Arrondissement
from tests.meetings.reading import words
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.application import account

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the requests."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


@ON_SQLITE
@pytest.mark.parametrize(
    ("first", "last", "rate"),
    [("2026-09-01", "2026-11-24", "100"), ("2026-06-01", "2026-11-24", "50"), (None, None, "50")],
)
def test_the_assiduity_of_a_period_is_the_same_on_the_three_pages(session, client_as, first, last, rate):
    body = make.InstanceFactory(arrondissements=[5])
    mandate = make.MandateFactory(instance=body)
    for month, presence in ((7, Presence.ABSENT), (10, Presence.PRESENT)):
        start = dt.datetime(2026, month, 6, 17, tzinfo=dt.UTC)
        row = make.MeetingFactory(instance=body, start_at=start, end_at=start + 2 * DAY / 24, state=MeetingState.HELD)
        freeze(session, row, start.date(), now=start)
        for line in lines_of(session, row):
            line.presence = presence
    place = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 5)).one()
    session.commit()
    client = client_as("mission")
    period = f"&from={first}&to={last}" if first else ""
    for address in (
        f"/personnes/show/{mandate.person_id}",
        f"/instances/show/{body.id}",
        f"/arrondissements/show/{place}",
    ):
        text = words(client.get(f"{address}?tab=assiduity{period}"), '//dl[@class="figures"]/div[1]')
        assert text.replace("\xa0", " ").replace("\u202f", " ").startswith(f"Assiduité{rate}"), (address, text)


@ON_SQLITE
@pytest.mark.parametrize(("days", "is_told"), [(0, True), (1, False)])
def test_who_replaces_a_facilitator_away_reads_the_deadlines_of_her_meetings(session, client_as, days, is_told):
    me, away, other = account("ref5"), make.UserFactory(), make.UserFactory()
    make.AbsenceFactory(user=away, replacement=me, start_on=TODAY + days * DAY, end_on=TODAY + 9 * DAY)
    start = dt.datetime(2026, 10, 1, 17, tzinfo=dt.UTC)
    make.MeetingFactory(
        title="Animée à deux",
        instance=make.InstanceFactory(arrondissements=[5]),
        start_at=start,
        end_at=start + 2 * DAY / 24,
        state=MeetingState.HELD,
        facilitators=[other, away],
    )
    session.commit()
    assert ("Animée à deux" in words(client_as("ref5").get("/echeances/list/?f_whose=mine"))) is is_told
