"""The pairs of the duplicates queue go with their people: nothing tells a référent that somebody hidden looks alike."""

import pytest
from sqlalchemy import false, select
from sqlalchemy.exc import OperationalError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from mdo.kernel.scope.limits import Scope
from mdo.people.duplicates import queue_duplicates
from models.accounts import User
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import DuplicateCandidate, DuplicateState, Person
from tests.base.pages import document, save, typed
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

PEOPLE = "/personnes/list/"


@pytest.fixture
def hidden(session):
    """Someone of the 7th, whom the référent of the 5th does not see."""
    make.ArrondissementFactory(number=5)
    row = make.PersonFactory(last_name="Martin", first_name="Lea", arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    return row


def add(client, session, last_name, first_name="Léa") -> int:
    """Creates a person of the 5th on screen; returns her id."""
    typed = {"last_name": last_name, "first_name": first_name, "namesake": "new"}
    assert save(client, "/personnes/add", **typed).status_code == 302
    session.rollback()
    return session.scalars(select(Person.id).order_by(Person.id.desc())).first()


def people(session) -> set[int]:
    session.rollback()
    session.expire_all()
    return set(session.scalars(select(Person.id)))


def pairs(session) -> list[tuple[int, int, DuplicateState]]:
    session.rollback()
    session.expire_all()
    rows = session.scalars(select(DuplicateCandidate).order_by(DuplicateCandidate.id))
    return [(row.person_id, row.other_id, row.state) for row in rows]


def last_entry(session) -> JournalEntry:
    session.rollback()
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def said(client) -> str:
    texts = document(client.get(PEOPLE)).xpath('//*[contains(@class, "note--")]//p//text()')
    return " ".join(" ".join(texts).split())


def take_back(client) -> str:
    """Presses « Undo » of the last message of the next page; returns what is said then."""
    *_, form = document(client.get(PEOPLE)).xpath('//form[contains(@action, "/annuler/")]')
    post(client, form.get("action"), {field.get("name"): field.get("value") for field in form.xpath(".//input")})
    return said(client)


@pytest.mark.parametrize("state", [DuplicateState.OPEN, DuplicateState.DISTINCT])
def test_a_referent_deletes_a_person_with_a_hidden_look_alike_as_any_other(session, hidden, client_as, state):
    client = client_as("ref5")
    answers = []
    for last_name in ("Martin", "Zola"):
        person_id = add(client, session, last_name)
        for pair in session.scalars(select(DuplicateCandidate)):
            pair.state = state
        session.commit()
        assert len(pairs(session)) == (last_name == "Martin")
        said(client)
        answer = post(client, f"/personnes/delete/{person_id}")
        answers.append((answer.status_code, answer.location, said(client).replace(last_name, "…")))
        assert person_id not in people(session)
        assert pairs(session) == []
    assert answers[0] == answers[1]


def test_the_pair_goes_in_the_same_entry_and_comes_back_with_her(session, hidden, client_as):
    client = client_as("ref5")
    person_id = add(client, session, "Martin")
    before = pairs(session)
    post(client, f"/personnes/delete/{person_id}")
    assert [(change.model, change.action) for change in last_entry(session).changes] == [
        ("DuplicateCandidate", ChangeAction.DELETE),
        ("Person", ChangeAction.DELETE),
    ]
    assert ". Lignes rétablies : 1 (Personnes : 1)." in take_back(client).replace("\N{NO-BREAK SPACE}", " ")
    assert person_id in people(session)
    assert pairs(session) == before


def test_rows_deleted_at_once_lose_their_pairs(session, hidden, client_as):
    client = client_as("ref5")
    ids = [add(client, session, "Martin"), add(client, session, "Martin", "Lea")]
    before = pairs(session)
    assert len(before) == 3
    post(client, "/personnes/bulk", {"action": "delete", "confirmed": "1", "rowid": [str(row_id) for row_id in ids]})
    assert pairs(session) == []
    assert "2" in take_back(client)
    assert people(session) >= set(ids)
    assert sorted(pairs(session)) == sorted(before)


def test_the_creation_of_a_person_with_a_hidden_look_alike_is_undone(session, hidden, client_as):
    person_id = add(client_as("ref5"), session, "Martin")
    entry = session.scalars(select(JournalEntry).where(JournalEntry.summary.contains("Martin"))).first()
    undo(session, entry, TODAY)
    session.commit()
    assert person_id not in people(session)
    assert pairs(session) == []


@pytest.fixture
def deleted(session):
    """Someone deleted with the pair that named her, and the other of the pair."""
    gone, other = (make.PersonFactory(last_name="Martin", first_name="Léa") for _ in range(2))
    make.DuplicateCandidateFactory(person=gone, other=other, state=DuplicateState.DISTINCT)
    session.commit()
    found = gone.id, other.id
    through(session, Door.FORM, "delete")
    session.delete(gone)
    session.commit()
    assert pairs(session) == []
    return found


def test_a_restored_person_has_her_pairs_again(session, deleted):
    [change] = session.scalars(
        select(JournalChange).where(JournalChange.model == "Person", JournalChange.action == ChangeAction.DELETE)
    )
    restore(session, change, TODAY)
    session.commit()
    assert pairs(session) == [(*deleted, DuplicateState.DISTINCT)]


@pytest.mark.parametrize("whole", [True, False])
def test_a_pair_whose_other_person_is_gone_stays_away(session, deleted, whole):
    gone_id, other_id = deleted
    entry = last_entry(session)
    session.delete(session.get(Person, other_id))
    session.commit()
    if whole:
        undo(session, session.get(JournalEntry, entry.id), TODAY)
    else:
        change = session.scalars(
            select(JournalChange).where(JournalChange.row_id == gone_id).order_by(JournalChange.id.desc())
        ).first()
        restore(session, change, TODAY)
    session.commit()
    assert people(session) == {gone_id}
    assert pairs(session) == []


def test_a_pair_queued_anew_meanwhile_is_not_doubled(session, deleted):
    entry = last_entry(session)
    undo(session, session.get(JournalEntry, entry.id), TODAY)
    session.commit()
    with pytest.raises(RuleViolation):
        undo(session, session.get(JournalEntry, entry.id), TODAY)
    session.rollback()
    assert pairs(session) == [(*deleted, DuplicateState.DISTINCT)]


# ---- One save, one transaction ---------------------------------------------------------------------------------------


def entry_of_last_save(session) -> list[tuple[str, ChangeAction]]:
    return [(change.model, change.action) for change in last_entry(session).changes]


def test_a_save_and_the_pairs_that_it_queues_are_one_entry(session, hidden, client_as):
    client = client_as("ref5")
    person_id = add(client, session, "Zola", "Lea")
    assert entry_of_last_save(session) == [("Person", ChangeAction.CREATE)]
    save(client, f"/personnes/edit/{person_id}", last_name="Martin")
    assert entry_of_last_save(session) == [
        ("Person", ChangeAction.UPDATE),
        ("DuplicateCandidate", ChangeAction.CREATE),
    ]
    add(client, session, "Martin", "Lea")
    assert entry_of_last_save(session) == [
        ("Person", ChangeAction.CREATE),
        ("DuplicateCandidate", ChangeAction.CREATE),
        ("DuplicateCandidate", ChangeAction.CREATE),
    ]


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_change_that_queued_a_pair_is_taken_back_whatever_the_mission_decided(
    session, hidden, client_as, as_reader, is_decided
):
    person_id = add(client_as("ref5"), session, "Zola", "Lea")
    save(client_as("ref5"), f"/personnes/edit/{person_id}", last_name="Martin")
    entry_id = last_entry(session).id
    if is_decided:
        [pair] = session.scalars(select(DuplicateCandidate))
        pair.state = DuplicateState.DISTINCT
        session.commit()
    account = session.scalars(select(User).filter_by(username="ref5")).one()
    fifth = make.ArrondissementFactory(number=5).id
    reader = as_reader(Scope.arrondissements(account.id, frozenset({fifth})), actor_id=account.id)
    assert undo(reader, reader.get(JournalEntry, entry_id), TODAY) == 1
    reader.commit()
    session.rollback()
    assert session.get(Person, person_id).last_name == "Zola"
    assert [state for _, _, state in pairs(session)] == [DuplicateState.DISTINCT] * is_decided


def test_when_the_queue_fails_nothing_is_saved_and_the_form_comes_back(session, client_as, monkeypatch):
    def busy(*_args):
        raise OperationalError("x", {}, Exception("database is locked"))

    monkeypatch.setattr("views.people.adding.queue_duplicates", busy)
    answer = save(client_as("mission"), "/personnes/add", last_name="Kept")
    assert (answer.status_code, typed(answer, "last_name")) == (422, "Kept")
    assert people(session) == set()


def test_a_pair_that_another_save_queues_at_the_same_moment_is_queued_once(session, monkeypatch):
    first, second = (make.PersonFactory(last_name="Martin", first_name="Léa") for _ in range(2))
    make.DuplicateCandidateFactory(person=first, other=second)
    session.commit()
    second.notes = "saved all the same"
    session.flush()
    unseen = session.execute
    monkeypatch.setattr(
        session,
        "execute",
        lambda statement, **options: (
            unseen(statement.where(false()), **options)
            if "FROM duplicate_candidate" in str(statement)
            else unseen(statement, **options)
        ),
    )
    queue_duplicates(session, second)
    monkeypatch.undo()
    session.commit()
    assert len(pairs(session)) == 1
    assert session.get(Person, second.id).notes == "saved all the same"
