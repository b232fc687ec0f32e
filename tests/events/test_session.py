"""A session is a meeting of an event: what its page offers, who is marked on its list, and who may copy it."""

import datetime as dt

import pytest
from lxml.html import fromstring

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.states.acts import perform
from mdo.meetings.attendance import freeze, lines_of
from mdo.meetings.marking import NOT_AT_A_SESSION, Mark, mark
from mdo.meetings.steps import MEETING_ACTS
from models.attendance import Presence
from models.base import utc_now
from models.meetings import MeetingState
from tests.events.test_next import buttons
from tests.events.test_screens import link_called, page_at
from tests.events.test_told_right import text_of
from tests.support import ON_SQLITE, TODAY
from tests.support import events as hold
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def evening(session):
    """A session of last night, its list settled: two who registered."""
    event = hold.EventFactory(title="Oser")
    start = dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)
    values = {"title": "Le soir", "place": "Salle", "organiser": make.UserFactory()}
    meeting = hold.session_of(event, start_at=start, end_at=start + dt.timedelta(hours=2), **values)
    hold.a_list(event, 2)
    freeze(session, meeting, TODAY, now=utc_now())
    meeting.state = MeetingState.CONVENED
    session.commit()
    return meeting


@ON_SQLITE
def test_the_page_of_a_session_speaks_of_who_registered_and_of_no_minutes(session, client_as):
    event = hold.EventFactory(title="Oser")
    coming = hold.session_of(event, 9, title="Le soir", place="Salle", organiser=make.UserFactory())
    hold.a_list(event, 2)
    session.commit()
    client = client_as("mission")
    page = page_at(client, f"/reunions/show/{coming.id}")
    said = text_of(page)
    assert "Étapes de la séance" in said
    for words in ("convoqués", "Écrire aux membres", "Compte rendu rédigé", "Le compte rendu est"):
        assert words not in said
    steps = page.xpath("//ol[@class='meeting-steps']/li/span[1]/text()")
    assert steps == ["En préparation", "Convoquée", "Tenue"]
    (told,) = [form for form in page.xpath("//main//form") if "sont prévenues" in form.text_content()]
    post(client, told.get("action"), dict(told.form_values()))
    page = page_at(client, f"/reunions/show/{coming.id}")
    assert "Écrire aux personnes inscrites" in buttons(page)[0]
    letter = page_at(client, link_called(page, "Écrire aux personnes inscrites"))
    assert letter.xpath("string(//h1)").strip() == "Écrire aux personnes inscrites"
    assert "inscrite01@example.org" in text_of(letter)
    session.rollback()
    assert coming.state is MeetingState.CONVENED


@ON_SQLITE
def test_a_session_goes_no_further_than_held_by_any_way(session, evening):
    perform(MEETING_ACTS, MEETING_ACTS.act("held"), session, evening, {})
    for state in (MeetingState.MINUTED, MeetingState.APPROVED, MeetingState.PUBLISHED):
        with pytest.raises(RuleViolation):
            perform(MEETING_ACTS, MEETING_ACTS.act(state.value), session, evening, {})


@ON_SQLITE
def test_the_act_that_closes_a_session_says_so(session, client_as, evening):
    said = text_of(page_at(client_as("mission"), f"/reunions/show/{evening.id}"))
    assert "Clore la séance" in said
    assert "Clore la réunion" not in said


@ON_SQLITE
@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_copy_is_offered_to_who_may_write_it(session, client_as, who):
    event = hold.EventFactory()
    body = make.InstanceFactory(arrondissements=[5])
    rows = {
        "session": hold.session_of(event, 9),
        "network": make.MeetingFactory(instance=None),
        "own": make.MeetingFactory(instance=body),
    }
    session.commit()
    client = client_as(who)
    offered = {
        name
        for name, row in rows.items()
        if page_at(client, f"/reunions/show/{row.id}").xpath("//main//a[contains(@href, 'copy=')]")
    }
    assert offered == ({"session", "network", "own"} if who == "mission" else {"own"})


@ON_SQLITE
def test_a_session_that_is_copied_keeps_its_event(session, client_as, evening):
    client = client_as("mission")
    page = page_at(client, link_called(page_at(client, f"/reunions/show/{evening.id}"), "Dupliquer"))
    (form,) = page.xpath("//main//form[.//input[@name='start_at']]")
    day = evening.start_at.date() + dt.timedelta(days=9)
    asked = {**dict(form.form_values()), "start_at": f"{day}T18:30", "end_at": f"{day}T20:30"}
    saved = client.post(form.get("action"), data=asked, follow_redirects=True)
    assert "Oser" in text_of(fromstring(saved.get_data(as_text=True)))
    session.rollback()
    assert [row.title for row in evening.event.sessions] == ["Le soir", "Le soir"]


# ---- Nobody is represented -------------------------------------------------------------------------------------------


@ON_SQLITE
def test_nobody_is_represented_at_a_session_by_any_door(session, client_as, evening):
    line, other = lines_of(session, evening)
    client = client_as("mission")
    for url in (f"/presences/{evening.id}", f"/presences/{evening.id}/pointage"):
        page = page_at(client, url)
        assert not page.xpath("//main//button[@value='represented']")
        assert not page.xpath("//*[@data-count='represented']")
    form = page_at(client, f"/presences/{evening.id}/line/{line.id}")
    assert not form.xpath("//main//form//*[@name='represented_by']")
    assert not form.xpath("//main//form//*[@value='represented']")
    sent = {"presence": "represented", "by": str(other.id), "seen": "expected", "seen_by": ""}
    answer = post(client, f"/presences/{evening.id}/mark/{line.id}", sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["status"]) == (422, "refused")
    assert "Personne n’est représenté" in answer.get_json()["text"]
    with pytest.raises(RuleViolation, match=NOT_AT_A_SESSION):
        mark(session, line, Mark(Presence.REPRESENTED, other.id))
    line.presence, line.represented_by = Presence.REPRESENTED, other
    with session.no_autoflush, pytest.raises(RuleViolation, match=NOT_AT_A_SESSION):
        check_row(session, line, TODAY)
