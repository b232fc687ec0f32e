"""The topic box: who proposes and changes, how a topic comes to an agenda and comes back, who sees what."""

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.journal.undo import undo
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from mdo.series.dates import moment
from mdo.topics.rules import (
    check_delete,
    check_topic,
    coming_meetings,
    decline,
    propose_again,
    schedule,
    withdraw,
)
from models.accounts import User
from models.journal import JournalEntry
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, MeetingKind, MeetingState
from models.territory import Arrondissement
from models.topics import Topic, TopicState
from tests.support import ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.factories import InstanceFactory, UserFactory
from tests.support.forms import hidden_value, post

ALL_STATES = tuple(TopicState)


def network_meeting(session: Session, day: dt.date, **values: Any) -> Meeting:
    """A meeting of the network at 14:00."""
    start = moment(day, 14 * 60)
    made = Meeting(
        **{
            "title": "Réseau",
            "kind": MeetingKind.NETWORK,
            "start_at": start,
            "end_at": start + dt.timedelta(hours=2),
            **values,
        }
    )
    session.add(made)
    session.flush()
    return made


def topic(session: Session, proposer: User, **values: Any) -> Topic:
    """A topic of 20 minutes, in the box."""
    made = Topic(
        **{"title": "Charte commune", "reason": "Elles diffèrent.", "minutes": 20, **values}, proposer=proposer
    )
    session.add(made)
    session.flush()
    return made


IN_A_WEEK = TODAY + dt.timedelta(days=7)


@pytest.mark.parametrize("state", ALL_STATES)
@pytest.mark.parametrize("is_mission", [False, True])
def test_a_referent_changes_what_still_waits_and_the_mission_anything(state: TopicState, is_mission: bool) -> None:
    row = Topic(title="Charte", state=state)
    check_topic(row, is_stored=False, is_mission=is_mission)
    if is_mission or state is TopicState.PROPOSED:
        check_topic(row, is_stored=True, is_mission=is_mission)
        return
    with pytest.raises(RuleViolation):
        check_topic(row, is_stored=True, is_mission=is_mission)


@pytest.mark.parametrize(
    ("act", "accepted", "becomes"),
    [
        (decline, {TopicState.PROPOSED}, TopicState.DECLINED),
        (withdraw, {TopicState.PROPOSED}, TopicState.WITHDRAWN),
        (propose_again, {TopicState.DECLINED, TopicState.WITHDRAWN}, TopicState.PROPOSED),
        (check_delete, set(ALL_STATES) - {TopicState.SCHEDULED}, None),
    ],
)
def test_which_states_an_act_leads_from(act: Any, accepted: set[TopicState], becomes: TopicState | None) -> None:
    for state in ALL_STATES:
        row = Topic(title="Charte", state=state, answer="Vu ensemble.")
        if state not in accepted:
            with pytest.raises(RuleViolation):
                act(row)
            assert row.state is state
            continue
        act(row)
        assert row.state is (becomes or state)


@pytest.mark.parametrize("answer", [None, ""])
def test_a_topic_is_declined_with_an_answer(answer: str | None) -> None:
    with pytest.raises(RuleViolation) as refusal:
        decline(Topic(title="Charte", state=TopicState.PROPOSED, answer=answer))
    assert refusal.value.field == "answer"


def test_coming_meetings_are_those_of_the_network_that_are_still_held(session: Session) -> None:
    yesterday, tomorrow = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
    network_meeting(session, yesterday)
    network_meeting(session, tomorrow, state=MeetingState.CANCELLED)
    network_meeting(session, tomorrow, state=MeetingState.POSTPONED)
    network_meeting(session, tomorrow, instance=InstanceFactory())
    later = network_meeting(session, IN_A_WEEK)
    sooner = network_meeting(session, TODAY, state=MeetingState.CONVENED)
    assert list(coming_meetings(session, TODAY)) == [sooner, later]


def test_a_topic_comes_last_on_an_agenda_with_its_words_and_its_proposer(session: Session) -> None:
    proposer = UserFactory(first_name="Yasmine", last_name="Perret")
    meeting = network_meeting(session, IN_A_WEEK)
    meeting.agenda.append(AgendaItem(position=3, title="Tour de table"))
    row = topic(session, proposer)
    item = schedule(session, row, meeting)
    session.commit()
    assert (item.position, item.title, item.minutes, item.rapporteur, item.description) == (
        4,
        "Charte commune",
        20,
        str(proposer),
        "Elles diffèrent.",
    )
    assert (row.state, row.agenda_item) == (TopicState.SCHEDULED, item)
    with pytest.raises(RuleViolation):
        schedule(session, row, meeting)


@pytest.mark.parametrize(
    "values", [{"state": MeetingState.HELD}, {"state": MeetingState.CANCELLED}, {"day": TODAY - dt.timedelta(days=1)}]
)
def test_a_topic_goes_to_a_coming_meeting_alone(session: Session, values: dict[str, Any]) -> None:
    meeting = network_meeting(session, **{"day": IN_A_WEEK, **values})
    row = topic(session, UserFactory())
    with pytest.raises(RuleViolation):
        schedule(session, row, meeting)
    assert row.state is TopicState.PROPOSED


@pytest.mark.parametrize("how", ["item deleted", "item taken out", "meeting deleted"])
def test_an_item_that_leaves_an_agenda_gives_its_topic_back_and_undo_puts_it_back(session: Session, how: str) -> None:
    meeting = network_meeting(session, IN_A_WEEK)
    row = topic(session, UserFactory())
    item = schedule(session, row, meeting)
    session.commit()
    item_id = item.id
    if how == "item deleted":
        session.delete(item)
    elif how == "item taken out":
        meeting.agenda.remove(item)
    else:
        session.delete(meeting)
    session.commit()
    assert (row.state, row.agenda_item_id) == (TopicState.PROPOSED, None)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.refresh(row)
    assert (row.state, row.agenda_item_id) == (TopicState.SCHEDULED, item_id)


def test_undo_of_a_schedule_empties_the_agenda_and_fills_the_box(session: Session) -> None:
    meeting = network_meeting(session, IN_A_WEEK)
    row = topic(session, UserFactory())
    session.commit()
    schedule(session, row, meeting)
    session.commit()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.rollback()
    assert (row.state, row.agenda_item_id) == (TopicState.PROPOSED, None)
    assert session.scalars(select(AgendaItem)).all() == []


# ---- On screen -------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_referent_proposes_in_her_own_name_whatever_she_sends(session: Session, client_as: Any) -> None:
    ref3, ref5 = account("ref3"), account("ref5")
    client = client_as(ref3)
    page = client.get("/sujets/add").get_data(as_text=True)
    assert 'name="proposer"' not in page
    assert 'name="answer"' not in page
    values = {"title": "Marche exploratoire", "minutes": "25", "proposer": str(ref5.id), "answer": "Oui"}
    assert post(client, "/sujets/add", values).status_code == 302
    session.rollback()
    row = session.scalars(select(Topic)).one()
    assert (row.proposer_id, row.state, row.answer) == (ref3.id, TopicState.PROPOSED, None)


@ON_SQLITE
def test_the_mission_says_who_proposes_and_finds_herself_chosen(session: Session, client_as: Any) -> None:
    ref5, mission = account("ref5"), account("mission")
    client = client_as(mission)
    page = client.get("/sujets/add").get_data(as_text=True)
    assert f'value="{mission.id}" selected' in page
    assert post(client, "/sujets/add", data={"title": "Salle", "proposer": str(ref5.id)}).status_code == 302
    session.rollback()
    assert session.scalars(select(Topic.proposer_id)).one() == ref5.id


@ON_SQLITE
def test_one_click_puts_a_topic_on_the_agenda_of_the_next_meeting(session: Session, client_as: Any) -> None:
    row = topic(session, account("ref3"))
    meeting = network_meeting(session, IN_A_WEEK)
    network_meeting(session, IN_A_WEEK + dt.timedelta(days=60), title="Réunion suivante")
    client = client_as("mission")
    page = client.get(f"/sujets/show/{row.id}").get_data(as_text=True)
    assert "01/12/2026" in page
    answer = post(client, f"/sujets/schedule/{row.id}", {"meeting": str(meeting.id)}, follow_redirects=True)
    assert "Annuler" in answer.get_data(as_text=True)
    session.rollback()
    assert row.state is TopicState.SCHEDULED
    assert row.agenda_item.meeting_id == meeting.id


@ON_SQLITE
def test_ticked_topics_go_to_the_next_meeting_together(session: Session, client_as: Any) -> None:
    ref3 = account("ref3")
    rows = [topic(session, ref3, title=title) for title in ("Un", "Deux")]
    meeting = network_meeting(session, IN_A_WEEK)
    client = client_as("mission")
    assert "01/12/2026" in client.get("/sujets/list/").get_data(as_text=True)
    ids = [str(row.id) for row in rows]
    assert post(client, "/sujets/bulk", {"action": "schedule", "rowid": ids}).status_code == 302
    session.rollback()
    assert [item.title for item in meeting.agenda] == ["Un", "Deux"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "act", "expected"),
    [
        ("ref3", "schedule", 403),
        ("ref3", "decline", 403),
        ("ref3", "withdraw", 302),
        ("ref5", "withdraw", 403),
        ("saisie5", "withdraw", 403),
        ("elu5", "withdraw", 403),
        ("direction", "schedule", 403),
        ("mission", "withdraw", 403),  # what a référent proposed, she withdraws; the mission declines
    ],
)
def test_who_may_do_what_to_a_topic_of_ref3(
    session: Session, client_as: Any, reader: str, act: str, expected: int
) -> None:
    row = topic(session, account("ref3"))
    meeting = network_meeting(session, IN_A_WEEK)
    answer = post(client_as(reader), f"/sujets/{act}/{row.id}", {"meeting": str(meeting.id), "answer": "Non"})
    if reader in ("saisie5", "elu5", "direction") and answer.status_code == 302:
        assert "login" in answer.location or answer.location == "/"
    else:
        assert answer.status_code == expected
    session.rollback()
    assert row.state is (TopicState.WITHDRAWN if expected == 302 else TopicState.PROPOSED)


@ON_SQLITE
def test_the_mission_declines_with_an_answer_that_the_proposer_reads(session: Session, client_as: Any) -> None:
    row = topic(session, account("ref3"))
    client = client_as("mission")
    opened = hidden_value(client.get(f"/sujets/decline/{row.id}"), "opened")
    assert post(client, f"/sujets/decline/{row.id}", {"opened": opened, "answer": ""}).status_code == 422
    page = post(client, f"/sujets/decline/{row.id}", {"opened": opened, "answer": "Vu ensemble."})
    assert page.status_code == 302
    session.rollback()
    assert (row.state, row.answer) == (TopicState.DECLINED, "Vu ensemble.")
    assert "Vu ensemble." in client_as("ref3").get(f"/sujets/show/{row.id}").get_data(as_text=True)


@ON_SQLITE
def test_the_proposer_sees_what_became_of_her_topic(session: Session, client_as: Any) -> None:
    row = topic(session, account("ref3"))
    topic(session, account("ref5"), title="Sujet du 5e")
    meeting = network_meeting(session, IN_A_WEEK)
    item = schedule(session, row, meeting)
    item.notes = "Un groupe de travail est formé."
    meeting.decisions.append(Decision(position=1, text="Une charte commune en mars.", agenda_item=item))
    meeting.actions.append(ActionItem(text="Rédiger la trame", owner_name="Mission", agenda_item=item))
    client = client_as("ref3")
    page = client.get(f"/sujets/show/{row.id}").get_data(as_text=True)
    for words in (item.notes, "Une charte commune en mars.", "Rédiger la trame", f"/reunions/show/{meeting.id}"):
        assert words in page
    mine = client.get("/sujets/list/?f_mine=1").get_data(as_text=True)
    assert "Charte commune" in mine
    assert "Sujet du 5e" not in mine


def _rows_of(client: FlaskClient, address: str, titles: tuple[str, ...]) -> set[str]:
    page = client.get(address).get_data(as_text=True)
    return {title for title in titles if title in page}


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "topics", "meetings"),
    [
        ("ref3", {"Sujet du 3e", "Sujet du 5e"}, {"Réseau de décembre"}),
        ("ref5", {"Sujet du 3e", "Sujet du 5e"}, {"Réseau de décembre"}),
        ("saisie5", {"Sujet du 3e", "Sujet du 5e"}, {"Réseau de décembre"}),
        ("elu5", set(), set()),
        ("mission", {"Sujet du 3e", "Sujet du 5e"}, {"Réseau de décembre"}),
    ],
)
def test_referents_read_the_whole_network_and_elected_officials_none(
    session: Session, client_as: Any, reader: str, topics: set[str], meetings: set[str]
) -> None:
    for number in (3, 5):
        topic(session, account(f"ref{number}"), title=f"Sujet du {number}e")
    made = network_meeting(session, IN_A_WEEK, title="Réseau de décembre")
    made.agenda.append(AgendaItem(position=1, title="Point du réseau"))
    client = client_as(reader)
    assert _rows_of(client, "/sujets/list/", ("Sujet du 3e", "Sujet du 5e")) == topics
    assert _rows_of(client, "/reunions/list/?all=1", ("Réseau de décembre",)) == meetings
    assert client.get(f"/reunions/show/{made.id}").status_code == (200 if meetings else 404)


def test_a_referent_writes_her_own_topics_and_actions_and_nothing_else_of_the_network(
    session: Session, client_as: Any
) -> None:
    ref3, ref5 = account("ref3"), account("ref5")
    meeting = network_meeting(session, IN_A_WEEK)
    meeting.agenda.append(AgendaItem(position=1, title="Point"))
    meeting.actions.extend(ActionItem(text=f"Action {user.username}", owner=user) for user in (ref3, ref5))
    topics = {user.username: topic(session, user) for user in (ref3, ref5)}
    session.commit()
    client = client_as(ref3)
    assert client.get(f"/sujets/edit/{topics['ref3'].id}").status_code == 200
    assert client.get(f"/sujets/edit/{topics['ref5'].id}").status_code == 403
    actions = {row.owner_id: row.id for row in session.scalars(select(ActionItem))}
    assert client.get(f"/actions/edit/{actions[ref3.id]}").status_code == 200
    assert client.get(f"/actions/edit/{actions[ref5.id]}").status_code == 403
    assert client.get(f"/reunions/edit/{meeting.id}").status_code == 403
    assert client.get("/series/list/").status_code in (302, 403)


@pytest.mark.parametrize("reader", ["ref3", "ref5", "saisie5", "elu5"])
def test_the_rows_of_the_network_that_each_reads_and_writes(session: Session, as_reader: Any, reader: str) -> None:
    users = {name: account(name) for name in ("ref3", "ref5", "saisie5", "elu5")}
    meeting = network_meeting(session, IN_A_WEEK)
    meeting.agenda.append(AgendaItem(position=1, title="Point"))
    meeting.decisions.append(Decision(position=1, text="Une charte."))
    for name in ("ref3", "ref5"):
        meeting.actions.append(ActionItem(text=name, owner=users[name]))
        topic(session, users[name], title=name)
    session.commit()
    places = dict(session.execute(select(Arrondissement.number, Arrondissement.id)).all())
    user_id, number = users[reader].id, int(reader[-1])
    is_elected = reader == "elu5"
    scope = Scope.elected(user_id) if is_elected else Scope.arrondissements(user_id, frozenset({places[number]}))
    limited = as_reader(scope, actor_id=user_id)
    seen = {
        model.__name__: len(limited.scalars(select(model)).all())
        for model in (Meeting, AgendaItem, Decision, ActionItem, Topic)
    }
    expected = dict.fromkeys(seen, 0) if is_elected else {**dict.fromkeys(seen, 1), "ActionItem": 2, "Topic": 2}
    assert seen == expected
    own = {
        model.__name__: set(limited.scalars(select(column).where(writable_clause(model, scope, TODAY))))
        for model, column in ((Topic, Topic.title), (ActionItem, ActionItem.text), (Meeting, Meeting.title))
    }
    mine = {reader} if reader.startswith("ref") else set()
    assert own == {"Topic": mine, "ActionItem": mine, "Meeting": set()}


@pytest.mark.parametrize("change", ["another's topic", "in another's name", "agenda", "meeting"])
def test_what_a_referent_writes_outside_her_own_is_refused(session: Session, as_reader: Any, change: str) -> None:
    ref3, ref5 = account("ref3"), account("ref5")
    held = network_meeting(session, IN_A_WEEK)
    held.agenda.append(AgendaItem(position=1, title="Point"))
    topic(session, ref5)
    session.commit()
    place = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 3)).one()
    limited = as_reader(Scope.arrondissements(ref3.id, frozenset({place})), actor_id=ref3.id)
    if change == "another's topic":
        row = limited.scalars(select(Topic)).one()
        row.title = "Autre"
    elif change == "in another's name":
        limited.add(Topic(title="Autre", proposer_id=ref5.id))
    elif change == "agenda":
        row = limited.scalars(select(AgendaItem)).one()
        row.notes = "Écrit par une autre"
    else:
        row = limited.scalars(select(Meeting)).one()
        row.place = "Ailleurs"
    with pytest.raises(OutOfScope):
        limited.flush()


@ON_SQLITE
@pytest.mark.parametrize("address", ["/sujets/list/?order=title.desc", "/reunions/show/{pk}"])
def test_one_press_in_the_list_or_beside_the_agenda_puts_a_topic_on_it(
    session: Session, client_as: Any, address: str
) -> None:
    ref3 = account("ref3")
    row = topic(session, ref3, title="Marche")
    topic(session, ref3, title="Refusé", state=TopicState.DECLINED)
    meeting = network_meeting(session, IN_A_WEEK, title="Réseau de décembre")
    account("ref5")
    session.commit()
    address = address.format(pk=meeting.id)
    mission = client_as("mission")
    forms = html.document_fromstring(mission.get(address).text).xpath('//form[contains(@action, "/sujets/schedule/")]')
    assert [form.get("action") for form in forms] == [f"/sujets/schedule/{row.id}"]
    sent = {field.get("name"): field.get("value") for field in forms[0].xpath(".//input")}
    reader = client_as("ref5").get(address).text
    assert "Marche" in reader
    assert "/sujets/schedule/" not in reader
    answer = post(mission, f"/sujets/schedule/{row.id}", sent)
    assert answer.location.partition("#")[0] == address
    session.rollback()
    assert row.agenda_item.meeting_id == meeting.id
    assert "/sujets/schedule/" not in mission.get(address).text


@ON_SQLITE
@pytest.mark.parametrize(
    "values", [{"state": MeetingState.CANCELLED}, {"state": MeetingState.HELD}, {"day": TODAY - dt.timedelta(days=1)}]
)
def test_a_meeting_that_takes_no_topic_shows_no_box(session: Session, client_as: Any, values: dict[str, Any]) -> None:
    topic(session, account("ref3"))
    meeting = network_meeting(session, **{"day": IN_A_WEEK, **values})
    session.commit()
    mission = client_as("mission")
    assert 'id="topics"' not in mission.get(f"/reunions/show/{meeting.id}").text
    assert "/sujets/schedule/" not in mission.get("/sujets/list/").text
