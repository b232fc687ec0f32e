"""The lists of meetings and their registers, and what the page of a body says of its meetings."""

import datetime as dt

import pytest

from models.base import utc_now
from models.meetings import ActionState, MeetingKind, MeetingState
from tests.base.pages import document, listed, opened
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.statements import count_statements
from views.base.database import db

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
EVENING = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the requests."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


def test_meetings_are_filtered_by_when_where_and_whose(session, client_as):
    user = make.UserFactory(username="mission2", roles=["mission"])
    away = make.UserFactory()
    make.AbsenceFactory(user=away, replacement=user, start_on=TODAY, end_on=TODAY)
    fifth, seventh = make.InstanceFactory(arrondissements=[5]), make.InstanceFactory(arrondissements=[7])
    past = make.MeetingFactory(instance=fifth, start_at=EVENING - DAY, organiser=user)
    today_ = make.MeetingFactory(instance=seventh, start_at=EVENING, facilitators=[away])
    future = make.MeetingFactory(instance=None, start_at=EVENING + DAY)
    place = fifth.arrondissements[0].id
    client = client_as(user)
    for query, expected in {
        "all=1": {past, today_, future},
        "f_to_come=1": {today_, future},
        "f_to_come=0": {past},
        "f_start_at_from=24/11/2026&f_start_at_to=24/11/2026": {today_},
        "f_instance=none": {future},
        f"f_instance={seventh.id}": {today_},
        f"f_arrondissement={place}": {past},
        "f_mine=1": {past, today_},
        "f_mine=0": {future},
    }.items():
        assert set(listed(client.get(f"/reunions/list/?{query}"))) == {row.id for row in expected}, query


def test_actions_are_filtered_by_owner_state_and_lateness(session, client_as):
    user = make.UserFactory(username="mission2", roles=["mission"])
    client = client_as(user)
    late = make.ActionItemFactory(owner=user, due_on=TODAY - DAY)
    today_ = make.ActionItemFactory(due_on=TODAY)
    done = make.ActionItemFactory(owner=user, due_on=TODAY - DAY, state=ActionState.DONE, closed_on=TODAY)
    session.commit()
    for query, expected in {
        "f_mine=1": {late, done},
        "f_late=1": {late},
        "f_late=0": {today_, done},
        f"f_owner={user.id}": {late, done},
        "f_state=open": {late, today_},
        f"f_instance={late.meeting.instance_id}": {late},
    }.items():
        assert set(listed(client.get(f"/actions/list/?{query}"))) == {row.id for row in expected}, query


def test_registers_are_filtered_by_body_and_by_what_waits_for_an_answer(session, client_as):
    client = client_as("mission")
    body = make.InstanceFactory(arrondissements=[5])
    decision = make.DecisionFactory(meeting=make.MeetingFactory(instance=body))
    other = make.DecisionFactory(meeting=make.MeetingFactory(instance=None))
    answered = make.SessionQuestionFactory(meeting=decision.meeting, answer="Oui", asked_by="Les Amis")
    waiting = make.SessionQuestionFactory(meeting=other.meeting, asked_by="Les Amis")
    session.commit()
    assert listed(client.get(f"/decisions/list/?f_instance={body.id}")) == [decision.id]
    assert listed(client.get("/decisions/list/?f_instance=none")) == [other.id]
    assert listed(client.get("/questions/list/?f_answered=1")) == [answered.id]
    assert listed(client.get("/questions/list/?f_answered=0")) == [waiting.id]


def test_a_body_shows_its_meetings_the_last_and_the_next_and_offers_a_new_one_to_those_who_may(session, client_as):
    fifth, city = make.InstanceFactory(arrondissements=[5]), make.InstanceFactory()
    now = utc_now()
    make.MeetingFactory(instance=fifth, start_at=now - 9 * DAY, title="Avant-dernière")
    last = make.MeetingFactory(instance=fifth, start_at=now - 2 * DAY, title="Dernière")
    make.MeetingFactory(instance=fifth, start_at=now + DAY, title="Annulée", state=MeetingState.CANCELLED)
    following = make.MeetingFactory(instance=fifth, start_at=now + 2 * DAY, title="Prochaine")
    make.MeetingFactory(instance=city, start_at=now + DAY)
    client = client_as("ref5")
    page = document(client.get(f"/instances/show/{fifth.id}?tab=meetings"))
    assert len(page.xpath('//section[@id="panel-meetings"]//tbody/tr')) == 4
    facts = page.xpath('//dl[@class="facts"]//a[contains(@href, "/reunions/show/")]/@href')
    assert facts == [f"/reunions/show/{last.id}", f"/reunions/show/{following.id}"]
    new = f"/reunions/add?instance={fifth.id}"
    assert page.xpath('//section[@id="panel-meetings"]//a[contains(@href, "/reunions/add")]/@href') == [new]
    form = document(client.get(new))
    assert form.xpath('//select[@name="instance"]/option[@selected]/@value') == [str(fifth.id)]
    elsewhere = document(client.get(f"/instances/show/{city.id}?tab=meetings"))
    assert elsewhere.xpath('//a[contains(@href, "/reunions/add?instance")]') == []


def test_a_question_is_someone_s_and_numbered_after_the_last(session, client_as):
    meeting = make.MeetingFactory(instance=make.InstanceFactory(arrondissements=[5]))
    make.SessionQuestionFactory(meeting=meeting, position=4, asked_by="Les Amis")
    client = client_as("ref5")
    form = document(client.get(f"/questions/add?meeting={meeting.id}"))
    assert form.xpath('//input[@name="position"]/@value') == ["5"]


def test_what_goes_with_the_meetings_of_a_page_is_counted_at_once(session, client_as, app):
    """Each line of the list warns of it; a page of more meetings costs no statement more."""
    client = client_as("mission")

    def page(meetings):
        for _ in range(meetings):
            meeting = make.MeetingFactory(start_at=EVENING)
            make.AgendaItemFactory(meeting=meeting)
            make.DecisionFactory.create_batch(2, meeting=meeting)
        session.commit()
        with app.app_context(), count_statements(db.engine) as sent:
            answer = client.get("/reunions/list/?all=1").get_data(as_text=True)
        return len(sent), answer.count("1 point d’ordre du jour, 2 décisions")

    cost, _ = page(1)
    assert page(9) == (cost, 10)


@pytest.mark.parametrize("address", ["reunions", "demandes", "mandats"])
def test_the_councils_of_a_list_are_told_apart_by_their_short_names(session, client_as, address):
    council = make.InstanceFactory(name="Conseil de quartier Saint-Just", arrondissements=[5])
    make.MeetingFactory(instance=council, start_at=EVENING)
    make.MeetingFactory(instance=None, start_at=EVENING, kind=MeetingKind.NETWORK)
    make.CouncilRequestFactory(instance=council)
    make.MandateFactory(instance=council)
    session.commit()
    cells = document(client_as("ref5").get(f"/{address}/list/?all=1")).xpath("//tbody/tr/td/text()")
    assert "CQ Saint-Just" in cells
    assert "Conseil de quartier Saint-Just" not in cells


def test_the_day_that_a_title_ends_with_follows_a_meeting_that_moves_unless_it_is_typed(session, client_as):
    place = make.InstanceFactory(arrondissements=[5])
    meeting = make.MeetingFactory(
        title="Plénière du 24/11/2026", instance=place, start_at=EVENING, end_at=EVENING + HOUR
    )
    session.commit()
    client, address = client_as("ref5"), f"/reunions/edit/{meeting.id}"
    for day, typed, kept in (
        ("2026-12-09", {}, "Plénière du 09/12/2026"),
        ("2026-12-10", {"title": "Bureau du 09/12/2026"}, "Bureau du 09/12/2026"),
        ("2026-12-11", {}, "Bureau du 09/12/2026"),
    ):
        moved = {"start_at": f"{day}T18:30", "end_at": f"{day}T20:30"}
        assert post(client, address, opened(client, address) | moved | typed).status_code == 302
        session.rollback()
        assert meeting.title == kept
