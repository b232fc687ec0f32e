"""The page of a meeting: all of it on one page, changed in place, within the reader's limits, and taken back."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from models.accounts import User
from models.attendance import Presence
from models.instances import MinutesApprover
from models.meetings import (
    ActionItem,
    ActionState,
    AgendaItem,
    AgendaKind,
    Decision,
    Meeting,
    MeetingState,
    MeetingStep,
    SessionQuestion,
)
from models.requests import CouncilRequest
from models.topics import Topic, TopicState
from tests.base.pages import document
from tests.meetings.reading import all_of, take_back, titles, words
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

DAY = dt.timedelta(days=1)
EVENING = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)


@prepared
def meeting(session):
    row = make.MeetingFactory(
        instance=make.InstanceFactory(arrondissements=[5]), title="Plénière d’automne", place="Mairie du 5e"
    )
    for position, minutes in enumerate((30, 45), start=1):
        make.AgendaItemFactory(meeting=row, position=position, title=f"Sujet {position}", minutes=minutes)
    session.commit()
    return row


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the requests."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


# ---- What is shown ---------------------------------------------------------------------------------------------------


def test_the_page_holds_all_of_a_meeting_with_its_date_in_words(session, client_as, meeting):
    meeting.state = MeetingState.HELD
    meeting.instance.minutes_approver = MinutesApprover.CHAIR
    item = meeting.agenda[0]
    item.notes = "Débat nourri"
    make.DecisionFactory(meeting=meeting, agenda_item=item, position=1, text="Avis favorable", votes_for=12)
    make.ActionItemFactory(meeting=meeting, agenda_item=item, text="Écrire à la voirie", due_on=TODAY - DAY)
    make.ActionItemFactory(meeting=meeting, text="Réserver la salle")
    earlier = make.MeetingFactory(instance=meeting.instance, start_at=EVENING - 60 * DAY)
    make.ActionItemFactory(meeting=earlier, text="Relancer la direction")
    make.SessionQuestionFactory(meeting=meeting, asked_by="Les Amis du quai", question="Quand ?", answer="En mai")
    make.MeetingStepFactory(meeting=meeting, user=make.UserFactory(first_name="Zoé", last_name="Lemaire"))
    page = client_as("ref5").get(f"/reunions/show/{meeting.id}")
    text = words(page)
    for expected in (
        "mardi 24 novembre 2026",
        "Mairie du 5e",
        "Tenue",
        "Sujet 1",
        "Débat nourri",
        "Avis favorable",
        "Écrire à la voirie",
        "Réserver la salle",
        "Relancer la direction",
        "Les Amis du quai",
        "En mai",
        "Zoé Lemaire",
    ):
        assert expected in text
    assert text.index("Relancer la direction") < text.index("Sujet 1")


@pytest.mark.parametrize(("length", "is_over"), [(76, False), (75, False), (74, True)])
def test_the_overrun_is_said_in_words_and_marked(session, client_as, meeting, length, is_over):
    meeting.end_at = meeting.start_at + dt.timedelta(minutes=length)
    page = client_as("mission").get(f"/reunions/show/{meeting.id}")
    assert bool(document(page).xpath('//*[contains(@class, "agenda-sum--over")]')) is is_over
    assert "75" in words(page, '//*[@id="agenda-sum"]')
    hours = [item.text_content().strip() for item in document(page).xpath('//*[@class="agenda__time"]')]
    assert [re.sub(r"\s+", " ", hour) for hour in hours] == ["18 h 30 – 19 h 00", "19 h 00 – 19 h 45"]


# ---- The agenda ------------------------------------------------------------------------------------------------------


def test_items_are_added_at_the_end_changed_moved_and_deleted_without_a_script(session, client_as, meeting):
    mission = client_as("mission")
    first, second = (item.id for item in meeting.agenda)
    added = post(mission, f"/reunions/{meeting.id}/point", {"title": "Divers", "minutes": "10", "kind": "opinion"})
    assert added.headers["Location"].endswith(f"/reunions/show/{meeting.id}#add-item")
    assert titles(session) == ["Sujet 1", "Sujet 2", "Divers"]
    assert all_of(session, AgendaItem)[-1].kind is AgendaKind.OPINION
    moved = post(mission, f"/reunions/point/{second}/deplacer", {"direction": "up"}, follow_redirects=True)
    assert "Sujet 2" in words(moved, '//main/div[@class="messages"]/div[contains(@class, "note")]')
    assert titles(session) == ["Sujet 2", "Sujet 1", "Divers"]
    form = document(mission.get(f"/reunions/point/{first}")).xpath('//input[@name="opened"]/@value')[0]
    typed = {"title": "Budget", "minutes": "20", "kind": "decision", "opened": form}
    assert post(mission, f"/reunions/point/{first}", typed).status_code == 302
    assert titles(session) == ["Sujet 2", "Budget", "Divers"]
    post(mission, f"/reunions/point/{second}/supprimer")
    assert titles(session) == ["Budget", "Divers"]
    assert [item.position for item in all_of(session, AgendaItem)] == [1, 2]
    take_back(mission, session)
    assert titles(session) == ["Sujet 2", "Budget", "Divers"]


@pytest.mark.parametrize(
    "typed", [{"title": ""}, {"title": "Divers", "minutes": "601"}, {"title": "D", "minutes": "x"}]
)
def test_an_item_that_is_refused_comes_back_with_what_was_typed(session, client_as, meeting, typed):
    mission = client_as("mission")
    answer = post(mission, f"/reunions/{meeting.id}/point", {"kind": "opinion", "rapporteur": "Zoé", **typed})
    assert answer.status_code == 422
    assert document(answer).xpath('//input[@name="rapporteur"]/@value') == ["Zoé"]
    assert len(titles(session)) == 2


def test_an_item_changed_by_two_is_not_lost_and_notes_meanwhile_are_no_conflict(session, client_as, meeting):
    mission = client_as("mission")
    item = meeting.agenda[0].id
    opened = document(mission.get(f"/reunions/point/{item}")).xpath('//input[@name="opened"]/@value')[0]
    post(mission, f"/reunions/point/{item}/notes", {"base": "", "notes": "Notes"})
    base = {"kind": "information", "opened": opened, "minutes": "30"}
    assert post(mission, f"/reunions/point/{item}", {**base, "title": "Le mien"}).status_code == 302
    answer = post(mission, f"/reunions/point/{item}", {**base, "title": "Le tien"})
    assert answer.status_code == 409
    assert all_of(session, AgendaItem)[0].title == "Le mien"
    assert all_of(session, AgendaItem)[0].notes == "Notes"


def test_what_an_item_carried_stays_when_it_goes(session, client_as, meeting):
    item = meeting.agenda[0]
    make.DecisionFactory(meeting=meeting, agenda_item=item)
    make.ActionItemFactory(meeting=meeting, agenda_item=item)
    make.CouncilRequestFactory(instance=meeting.instance, agenda_item=item)
    make.TopicFactory(agenda_item=item, state=TopicState.SCHEDULED)
    mission = client_as("mission")
    post(mission, f"/reunions/point/{item.id}/supprimer")
    for model in (Decision, ActionItem, CouncilRequest, Topic):
        assert [row.agenda_item_id for row in all_of(session, model)] == [None]
    assert all_of(session, Topic)[0].state is TopicState.PROPOSED
    take_back(mission, session)
    for model in (Decision, ActionItem, CouncilRequest, Topic):
        assert [row.agenda_item_id for row in all_of(session, model)] == [item.id]
    assert all_of(session, Topic)[0].state is TopicState.SCHEDULED


# ---- Notes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "base", "mine", "after", "status"),
    [
        (None, "", "Débat", "Débat", 200),
        ("Débat", "Débat", "Débat, vote", "Débat, vote", 200),
        ("Débat", "Débat", "", None, 200),
        ("Débat", "", "Débat", "Débat", 200),  # both wrote the same
        ("Le tien", "", "Le mien", "Le tien", 409),
        ("Le tien", "Avant", "", "Le tien", 409),
        ("Ligne 1\nLigne 2", "Ligne 1\r\nLigne 2", "Ligne 3", "Ligne 3", 200),
    ],
)
def test_notes_are_saved_unless_someone_saved_others_since_they_were_read(
    session, client_as, meeting, stored, base, mine, after, status
):
    item = meeting.agenda[0]
    item.notes = stored
    client = client_as("ref5")
    address = f"/reunions/point/{item.id}/notes"
    answer = post(client, address, {"base": base, "notes": mine}, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.json["theirs" if status == 409 else "base"] == (after or "")
    assert all_of(session, AgendaItem)[0].notes == after


def test_without_a_script_both_notes_are_shown_and_the_next_press_saves_mine(session, client_as, meeting):
    item = meeting.agenda[0]
    item.notes = "Le tien"
    client = client_as("mission")
    address = f"/reunions/point/{item.id}/notes"
    answer = post(client, address, {"base": "", "notes": "Le mien"})
    assert answer.status_code == 409
    form = f'//form[@data-notes="{item.id}"]'
    assert words(answer, f"{form}//pre") == "Le tien"
    assert words(answer, f"{form}//textarea") == "Le mien"
    base = document(answer).xpath(f'{form}//input[@name="base"]/@value')[0]
    assert post(client, address, {"base": base, "notes": "Le mien"}).status_code == 302
    assert all_of(session, AgendaItem)[0].notes == "Le mien"


# ---- Decisions and actions -------------------------------------------------------------------------------------------


def test_decisions_and_actions_are_recorded_under_an_item_or_apart(session, client_as, meeting):
    owner = make.UserFactory(first_name="Zoé", last_name="Lemaire")
    client = client_as("ref5")
    item = meeting.agenda[0].id
    decision = f"/reunions/{meeting.id}/decision"
    assert post(client, f"{decision}?item={item}", {"text": "Avis favorable", "votes_for": "12"}).status_code == 302
    assert post(client, decision, {"text": "Prochaine date fixée"}).status_code == 302
    found = [(row.position, row.agenda_item_id, row.votes_for) for row in all_of(session, Decision)]
    assert found == [(1, item, 12), (2, None, None)]
    action = f"/reunions/{meeting.id}/action"
    typed = {"text": "Écrire", "owner_name": "zoé lemaire", "due_on": "2026-12-20"}
    assert post(client, f"{action}?item={item}", typed).status_code == 302
    assert post(client, action, {"text": "Réserver", "owner_name": "Le bureau"}).status_code == 302
    rows = [(row.agenda_item_id, row.owner_id, row.owner_name, row.due_on) for row in all_of(session, ActionItem)]
    assert rows == [(item, owner.id, None, dt.date(2026, 12, 20)), (None, None, "Le bureau", None)]
    assert post(client, f"{decision}?item={item}", {"text": "", "votes_for": "3"}).status_code == 422


@pytest.mark.parametrize(("kind", "model"), [("decision", Decision), ("action", ActionItem)])
def test_what_was_recorded_by_mistake_is_taken_off_in_one_press_and_put_back(session, client_as, meeting, kind, model):
    item = meeting.agenda[0]
    make.DecisionFactory(meeting=meeting, agenda_item=item)
    make.ActionItemFactory(meeting=meeting, agenda_item=item)
    client = client_as("ref5")
    row_id = all_of(session, model)[0].id
    gone = post(client, f"/reunions/{kind}/{row_id}/supprimer")
    assert gone.headers["Location"].endswith(f"/reunions/show/{meeting.id}#item-{item.id}")
    assert all_of(session, model) == []
    take_back(client, session)
    assert [row.id for row in all_of(session, model)] == [row_id]
    assert post(client_as("ref7"), f"/reunions/{kind}/{row_id}/supprimer").status_code == 404


def test_an_item_of_another_meeting_is_refused(session, client_as, meeting):
    other = make.AgendaItemFactory(meeting=make.MeetingFactory(instance=meeting.instance))
    client = client_as("mission")
    assert post(client, f"/reunions/{meeting.id}/decision?item={other.id}", {"text": "Non"}).status_code == 404
    assert post(client, f"/reunions/{meeting.id}/action?item=abc", {"text": "Non"}).status_code == 404
    assert all_of(session, Decision) == all_of(session, ActionItem) == []


def test_an_action_is_closed_in_one_press_where_it_is_listed_and_taken_back(session, client_as, meeting):
    action = make.ActionItemFactory(meeting=meeting, due_on=TODAY)
    client = client_as("ref5")
    page = f"/reunions/show/{meeting.id}"
    settled = post(client, f"/actions/regler/{action.id}", {"state": "done", "next": page})
    assert settled.headers["Location"].endswith(page)
    row = all_of(session, ActionItem)[0]
    assert (row.state, row.closed_on) == (ActionState.DONE, TODAY)
    take_back(client, session)
    assert all_of(session, ActionItem)[0].state is ActionState.OPEN
    post(client, f"/actions/regler/{action.id}", {"state": "dropped"})
    assert all_of(session, ActionItem)[0].state is ActionState.OPEN  # given up without a word
    opened = document(client.get(f"/actions/cloture/{action.id}")).xpath('//input[@name="opened"]/@value')[0]
    typed = {"state": "dropped", "closed_on": "2026-11-24", "outcome": "Sans objet", "opened": opened}
    assert post(client, f"/actions/cloture/{action.id}", typed).status_code == 302
    row = all_of(session, ActionItem)[0]
    assert (row.state, row.outcome) == (ActionState.DROPPED, "Sans objet")


# ---- States ----------------------------------------------------------------------------------------------------------


def test_a_state_is_reached_in_one_press_written_as_a_step_and_taken_back(session, client_as, meeting):
    client = client_as("ref5")
    answer = post(client, f"/reunions/etat/{meeting.id}", {"to": "held", "origin": "prepared"}, follow_redirects=True)
    assert "Tenue" in words(answer)
    step = all_of(session, MeetingStep)[0]
    assert (step.state, step.user.username) == (MeetingState.HELD, "ref5")
    take_back(client, session)
    assert all_of(session, Meeting)[0].state is MeetingState.PREPARED
    assert all_of(session, MeetingStep) == []


def test_a_state_that_someone_changed_meanwhile_or_before_its_day_is_refused_in_a_sentence(session, client_as, meeting):
    client = client_as("mission")
    address = f"/reunions/etat/{meeting.id}"
    assert post(client, address, {"to": "minuted", "origin": "convened"}).status_code == 422
    meeting.start_at, meeting.end_at = EVENING + DAY, EVENING + 2 * DAY
    session.commit()
    early = post(client, address, {"to": "held", "origin": "prepared"})
    assert early.status_code == 422
    assert post(client, address, {"to": "cancelled", "origin": "prepared"}).status_code == 422  # no reason
    assert all_of(session, Meeting)[0].state is MeetingState.PREPARED
    assert client.get(f"{address}?to=unknown").status_code == 404
    assert client.get(f"{address}?to=prepared").status_code == 302


def test_a_meeting_is_postponed_with_a_reason_and_goes_on_at_its_new_date(session, client_as, meeting):
    client = client_as("mission")
    address = f"/reunions/etat/{meeting.id}"
    assert client.get(f"{address}?to=postponed").status_code == 200
    typed = {"to": "postponed", "origin": "prepared", "reason": "Salle fermée", "start_at": "12/01/2027 18:30"}
    assert post(client, address, typed).status_code == 302
    row = all_of(session, Meeting)[0]
    assert (row.state, row.start_at, row.end_at - row.start_at, row.sequence) == (
        MeetingState.PREPARED,
        dt.datetime(2027, 1, 12, 17, 30, tzinfo=dt.UTC),
        dt.timedelta(hours=2),
        1,
    )
    assert post(client, address, {**typed, "start_at": ""}).status_code == 302
    assert all_of(session, Meeting)[0].state is MeetingState.POSTPONED
    again = {"to": "prepared", "origin": "postponed"}
    assert post(client, address, again).status_code == 422  # the date is asked
    assert post(client, address, {**again, "start_at": "2027-02-02T18:30"}).status_code == 302
    assert [step.state.value for step in all_of(session, MeetingStep)] == [
        "postponed",
        "prepared",
        "postponed",
        "prepared",
    ]


# ---- New, duplicated, deleted ----------------------------------------------------------------------------------------


def test_a_new_meeting_starts_its_steps(session, client_as):
    body = make.InstanceFactory(arrondissements=[5])
    client = client_as("ref5")
    typed = {"title": "Bureau", "kind": "bureau", "instance": body.id, "start_at": "2026-12-01T18:30"}
    assert post(client, "/reunions/add", {**typed, "end_at": "2026-12-01T18:30"}).status_code == 422
    assert post(client, "/reunions/add", {**typed, "end_at": "2026-12-01T20:30"}).status_code == 302
    assert [(step.state, step.user.username) for step in all_of(session, MeetingStep)] == [
        (MeetingState.PREPARED, "ref5")
    ]


def test_who_types_a_meeting_organises_it_unless_it_copies_another(session, client_as, meeting):
    client = client_as("ref5")
    me = session.scalars(select(User.id).filter_by(username="ref5")).one()
    proposed = {
        query: document(client.get(f"/reunions/add{query}")).xpath('//*[@name="organiser"]/option[@selected]/@value')
        for query in ("", f"?copy={meeting.id}")
    }
    assert proposed == {"": [str(me)], f"?copy={meeting.id}": []}


def test_a_duplicate_keeps_the_frame_of_the_agenda_and_its_guests_alone(session, client_as, meeting):
    leader = make.UserFactory(first_name="Zoé", last_name="Lemaire")
    meeting.facilitators = [leader]
    meeting.state, meeting.summary = MeetingState.HELD, "Ouverture"
    item = meeting.agenda[0]
    item.notes, item.rapporteur, item.kind = "Débat", "Zoé", AgendaKind.DECISION
    make.DecisionFactory(meeting=meeting, agenda_item=item)
    make.ActionItemFactory(meeting=meeting, agenda_item=item)
    make.AttendanceFactory(meeting=meeting)
    guest = make.PersonFactory(last_name="Invité", first_name=None)
    for who in ({"person": guest}, {"person": None, "visitor_name": "Mme Roche", "quality": "Voirie"}):
        make.AttendanceFactory(meeting=meeting, is_convened=False, presence=Presence.GUEST, **who)
    client = client_as("mission")
    form = document(client.get(f"/reunions/add?copy={meeting.id}"))
    value = {name: form.xpath(f'//*[@name="{name}"]/@value') for name in ("copy_of", "title", "start_at")}
    assert value == {"copy_of": [str(meeting.id)], "title": ["Plénière d’automne"], "start_at": [""]}
    typed = {
        "copy_of": meeting.id,
        "title": "Plénière d’hiver",
        "kind": "plenary",
        "instance": meeting.instance_id,
        "facilitators": leader.id,
        "start_at": "2027-01-12T18:30",
        "end_at": "2027-01-12T20:30",
    }
    assert post(client, "/reunions/add", typed).status_code == 302
    copy = all_of(session, Meeting)[-1]
    assert (copy.state, copy.summary, copy.facilitators) == (MeetingState.PREPARED, None, [leader])
    assert [(item.title, item.minutes, item.rapporteur, item.kind, item.notes) for item in copy.agenda] == [
        ("Sujet 1", 30, "Zoé", AgendaKind.DECISION, None),
        ("Sujet 2", 45, None, AgendaKind.INFORMATION, None),
    ]
    assert (copy.decisions, copy.actions) == ([], [])
    assert copy.uid != meeting.uid
    # Its members are convened anew; its guests are known.
    assert [(str(line), line.quality, line.presence, line.is_convened) for line in copy.attendances] == [
        ("Invité", None, Presence.GUEST, False),
        ("Mme Roche", "Voirie", Presence.GUEST, False),
    ]
    page = words(client.get(f"/reunions/show/{copy.id}"))
    assert "Convoquer" in page
    assert "Invité·e : 2" in page


def test_a_deletion_says_what_goes_with_it_and_undo_brings_all_of_it_back(session, client_as, meeting):
    item = meeting.agenda[0]
    make.DecisionFactory(meeting=meeting, agenda_item=item)
    make.ActionItemFactory(meeting=meeting, agenda_item=item)
    make.SessionQuestionFactory(meeting=meeting, asked_by="Une habitante")
    make.MeetingStepFactory(meeting=meeting)
    present = make.AttendanceFactory(meeting=meeting)
    make.AttendanceFactory(meeting=meeting, presence="represented", represented_by=present)
    make.CouncilRequestFactory(instance=meeting.instance, meeting=meeting, agenda_item=item)
    mission = client_as("mission")
    question = words(mission.get(f"/reunions/delete/{meeting.id}"))
    assert re.search(r"2 .*1 .*1 .*1 .*2 ", question)
    held = (AgendaItem, Decision, ActionItem, SessionQuestion, MeetingStep)
    before = {model: [row.id for row in all_of(session, model)] for model in held}
    assert post(mission, f"/reunions/delete/{meeting.id}").status_code == 302
    assert all(all_of(session, model) == [] for model in (Meeting, *held))
    assert all_of(session, CouncilRequest)[0].meeting_id is None
    take_back(mission, session)
    assert {model: [row.id for row in all_of(session, model)] for model in held} == before
    row = all_of(session, Meeting)[0]
    attendances = sorted(row.attendances, key=lambda attendance: attendance.id)
    assert [attendance.represented_by_id for attendance in attendances] == [None, present.id]
    request = all_of(session, CouncilRequest)[0]
    assert (request.meeting_id, request.agenda_item_id) == (row.id, item.id)
