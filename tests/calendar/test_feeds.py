"""Addresses of calendars: made, read without a session in the scope of their owner, made anew, deleted."""

import datetime as dt
import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import select

from models.accounts import Role
from models.calendar import CalendarFeed, FeedContent
from models.journal import JournalChange
from models.meetings import MeetingKind, MeetingState
from models.projects import ProjectState
from models.readiness import CheckState
from tests.support import ON_SQLITE, TODAY, readiness
from tests.support import factories as make
from tests.support import projects as follow
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)


@prepared
def city(session) -> dict[str, Any]:
    """Meetings of the 5th, of the 7th, of the whole city and of the network; one organised, one facilitated by ref5."""
    ref5 = account("ref5")
    account("ref7")
    fifth, seventh = (make.InstanceFactory(arrondissements=[number]) for number in (5, 7))
    rows = {
        "fifth": make.MeetingFactory(title="Au 5e", instance=fifth, place="Mairie du 5e"),
        "mine": make.MeetingFactory(title="Que j'organise", instance=fifth, organiser=ref5, start_at=NOW + 3 * DAY),
        "seventh": make.MeetingFactory(title="Au 7e", instance=seventh),
        "city": make.MeetingFactory(title="Toute la ville", instance=make.InstanceFactory()),
        "network": make.MeetingFactory(title="Réseau", instance=None, kind=MeetingKind.NETWORK),
        "old": make.MeetingFactory(title="Il y a un an et un jour", instance=fifth, start_at=NOW - 367 * DAY),
        "past": make.MeetingFactory(title="Il y a onze mois", instance=fifth, start_at=NOW - 335 * DAY),
    }
    rows["network"].facilitators.append(ref5)
    session.commit()
    return rows


def make_feed(client, content: FeedContent = FeedContent.ALL, label: str = "Agenda du bureau") -> str:
    """Makes an address on screen; returns its path."""
    answer = post(client, "/mes-calendriers/add", {"label": label, "content": content.value})
    assert answer.status_code == 200
    return shown_address(answer)


def shown_address(answer) -> str:
    found = re.search(r'value="([^"]+\.ics)"', answer.get_data(as_text=True))
    assert found
    return urlsplit(found[1]).path


def titles(answer) -> set[str]:
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {str(event["SUMMARY"]).split(" – ")[0] for event in Calendar.from_ical(answer.data).walk("VEVENT")}


@pytest.mark.parametrize(
    ("who", "content", "expected"),
    [
        ("ref5", FeedContent.ALL, {"Au 5e", "Que j'organise", "Toute la ville", "Réseau", "Il y a onze mois"}),
        ("ref5", FeedContent.PLACES, {"Au 5e", "Que j'organise", "Réseau", "Il y a onze mois"}),
        ("ref5", FeedContent.MINE, {"Que j'organise", "Réseau"}),
        ("ref7", FeedContent.ALL, {"Au 7e", "Toute la ville", "Réseau"}),
        ("ref7", FeedContent.MINE, set()),
        (
            "mission",
            FeedContent.ALL,
            {"Au 5e", "Au 7e", "Que j'organise", "Toute la ville", "Réseau", "Il y a onze mois"},
        ),
        ("elu5", FeedContent.ALL, set()),
    ],
)
def test_a_calendar_holds_what_its_owner_sees(city, client, client_as, who, content, expected):
    assert titles(client.get(make_feed(client_as(who), content))) == expected


def test_being_convened_makes_a_meeting_mine(session, city, client, client_as):
    address = make_feed(client_as("ref7"), FeedContent.MINE)
    ref7 = session.scalars(select(CalendarFeed)).one().user
    make.AttendanceFactory(meeting=city["seventh"], person=None, user=ref7)
    session.commit()
    assert titles(client.get(address)) == {"Au 7e"}


@ON_SQLITE
def test_an_address_is_read_without_cookie_and_kept_by_no_cache(city, client, client_as):
    answer = client.get(make_feed(client_as("ref5")))
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@ON_SQLITE
def test_the_scope_is_that_of_the_owner_whoever_asks(city, client_as):
    address = make_feed(client_as("ref5"), FeedContent.PLACES)
    assert "Au 7e" not in titles(client_as("mission").get(address))
    assert "Au 5e" in titles(client_as("ref7").get(address))


def test_only_a_hash_of_the_secret_is_stored_and_the_journal_holds_neither(session, city, client_as):
    address = make_feed(client_as("ref5"))
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) >= 43
    feed = session.scalars(select(CalendarFeed)).one()
    assert feed.token_hash == hashlib.sha256(token.encode()).hexdigest()
    written = [change.fields for change in session.scalars(select(JournalChange).filter_by(model="CalendarFeed"))]
    assert written
    assert token not in repr(written)
    assert feed.token_hash not in repr(written)


def test_a_new_address_kills_the_former_one(session, city, client, client_as):
    reader = client_as("ref5")
    first = make_feed(reader)
    feed = session.scalars(select(CalendarFeed)).one()
    second = shown_address(post(reader, f"/mes-calendriers/renew/{feed.id}"))
    assert client.get(first).status_code == 404
    assert "Au 5e" in titles(client.get(second))


def test_a_deleted_calendar_answers_no_more_even_when_it_comes_back(session, city, client, client_as):
    reader = client_as("ref5")
    address = make_feed(reader)
    feed_id = session.scalars(select(CalendarFeed.id)).one()
    page = post(reader, f"/mes-calendriers/delete/{feed_id}", follow_redirects=True).get_data(as_text=True)
    assert client.get(address).status_code == 404
    undo = re.search(r'action="(/annuler/\d+)"', page)
    assert undo
    post(reader, undo[1])
    session.rollback()
    assert session.scalars(select(CalendarFeed)).one().token_hash is None
    assert client.get(address).status_code == 404
    assert "Sans adresse" in reader.get("/mes-calendriers/").get_data(as_text=True)


@pytest.mark.parametrize("loss", ["closed", "ended", "roles", "mandate"])
def test_the_rights_are_asked_again_at_each_reading(session, city, client, client_as, loss):
    address = make_feed(client_as("ref5"), FeedContent.PLACES)
    assert "Au 5e" in titles(client.get(address))
    owner = session.scalars(select(CalendarFeed)).one().user
    if loss == "closed":
        owner.active = False
    elif loss == "ended":
        owner.ends_on = TODAY - DAY
    elif loss == "roles":
        owner.roles = [session.scalars(select(Role).filter_by(name="dpo")).one()]
    else:
        for referent in session.scalars(select(make.ReferentFactory._meta.model).filter_by(user_id=owner.id)):
            referent.end_on = TODAY - DAY
    session.commit()
    answer = client.get(address)
    if loss == "mandate":
        assert titles(answer) == {"Réseau"}
    else:
        assert answer.status_code == 404


@ON_SQLITE
@pytest.mark.parametrize("token", ["x", "0" * 48, "%00", "é", "a" * 5_000, "..%2f..%2fetc%2fpasswd"])
def test_a_wrong_address_is_not_found(city, client, token):
    assert client.get(f"/calendrier/{token}.ics").status_code in {400, 404}


@ON_SQLITE
def test_nobody_touches_the_calendar_of_another(session, city, client, client_as):
    address = make_feed(client_as("ref5"))
    feed_id = session.scalars(select(CalendarFeed.id)).one()
    for who in ("ref7", "mission", "admin"):
        other = client_as(who)
        assert "Agenda du bureau" not in other.get("/mes-calendriers/").get_data(as_text=True)
        assert post(other, f"/mes-calendriers/renew/{feed_id}").status_code == 404
        assert post(other, f"/mes-calendriers/delete/{feed_id}").status_code == 404
    assert "Au 5e" in titles(client.get(address))


@ON_SQLITE
def test_an_eleventh_calendar_is_refused_with_a_sentence(session, city, client_as):
    client = client_as("ref5")
    for number in range(10):
        make_feed(client, label=f"Calendrier {number}")
    answer = post(client, "/mes-calendriers/add", {"label": "Encore", "content": "all"})
    assert answer.status_code == 422
    assert "Vous avez déjà 10 calendriers" in answer.get_data(as_text=True)
    assert 'value="Encore"' in answer.get_data(as_text=True)


@ON_SQLITE
@pytest.mark.parametrize("data", [{"label": "", "content": "all"}, {"label": "x", "content": "everything"}])
def test_a_calendar_has_a_name_and_a_content(session, city, client_as, data):
    assert post(client_as("ref5"), "/mes-calendriers/add", data).status_code == 422
    assert session.scalars(select(CalendarFeed)).all() == []


def test_a_calendar_follows_a_meeting_that_moves_and_one_that_is_cancelled(session, city, client, client_as):
    address = make_feed(client_as("ref5"))

    def event(title):
        events = Calendar.from_ical(client.get(address).data).walk("VEVENT")
        return next(item for item in events if str(item["SUMMARY"]).startswith(title))

    before = event("Au 5e")
    meeting = session.get_one(type(city["fifth"]), city["fifth"].id)
    meeting.start_at, meeting.end_at = meeting.start_at + DAY, meeting.end_at + DAY
    session.commit()
    moved = event("Au 5e")
    assert moved["UID"] == before["UID"]
    assert int(moved["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert moved["DTSTART"].dt == before["DTSTART"].dt + DAY
    meeting.state = MeetingState.CANCELLED
    session.commit()
    cancelled = event("Au 5e")
    assert (cancelled["UID"], cancelled["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(cancelled["SEQUENCE"]) == int(moved["SEQUENCE"]) + 1


@ON_SQLITE
def test_a_reading_costs_the_same_whatever_it_holds(app, session, city, client, client_as):
    address = make_feed(client_as("ref5"))
    with app.app_context():
        engine = db.engine

    def cost():
        with count_statements(engine) as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    few = cost()
    with make.together():
        for number in range(40):
            make.MeetingFactory(instance=city["fifth"].instance, start_at=NOW + number * DAY)
    session.commit()
    assert cost() == few <= 8


@ON_SQLITE
def test_a_meeting_to_come_says_what_is_left_to_prepare(session, city, client, client_as):
    meeting = city["fifth"]
    needs = {need.label: need for need in meeting.needs}
    for label in ("Élu·e présent·e", "Vidéoprojecteur et son"):
        readiness.MeetingCheckFactory(meeting=meeting, need=needs[label], state=CheckState.DONE)
    session.commit()
    address = make_feed(client_as("ref5"))

    def told():
        events = Calendar.from_ical(client.get(address).data).walk("VEVENT")
        return {str(item["SUMMARY"]): str(item.get("DESCRIPTION", "")).replace("\xa0", " ") for item in events}

    found = next(words for title, words in told().items() if title.startswith("Au 5e"))
    assert found == "Reste à préparer : salle confirmée, clés (qui ouvre)"
    meeting.state = MeetingState.CANCELLED
    session.commit()
    assert not next(words for title, words in told().items() if title.startswith("Au 5e"))


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "content", "expected"),
    [
        ("ref5", FeedContent.ALL, {"Au 5e", "À elle, ailleurs"}),
        ("ref5", FeedContent.MINE, {"À elle, ailleurs"}),
        ("mission", FeedContent.ALL, {"Au 5e", "À elle, ailleurs", "À la mission"}),
        ("elu5", FeedContent.ALL, set()),
    ],
)
def test_milestones_stand_in_a_calendar_as_whole_days(session, city, client, client_as, who, content, expected):
    """In the scope of the owner, or one's own; those of a project that is over stand in none."""
    day = dt.date(2026, 12, 15)
    place = city["fifth"].instance.arrondissements[0]
    follow.MilestoneFactory(project=follow.ProjectFactory(arrondissements=[place]), title="Au 5e", due_on=day)
    elsewhere = follow.ProjectFactory(title="Ailleurs")
    follow.MilestoneFactory(project=elsewhere, title="À elle, ailleurs", due_on=day, owner=city["mine"].organiser)
    follow.MilestoneFactory(project=elsewhere, title="À la mission", due_on=day)
    over = follow.ProjectFactory(state=ProjectState.ABANDONED, closed_on=TODAY, arrondissements=[place])
    follow.MilestoneFactory(project=over, title="Jamais", due_on=day)
    session.commit()
    answer = client.get(make_feed(client_as(who), content))
    days = [event for event in Calendar.from_ical(answer.data).walk("VEVENT") if event["DTSTART"].dt == day]
    assert {str(event["SUMMARY"]).split(" – ")[0] for event in days} == expected
    assert all(event["DTEND"].dt == day + DAY for event in days)
    assert ("Ailleurs" in answer.get_data(as_text=True)) == (who == "mission")
