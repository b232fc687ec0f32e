"""The journal follows every change, whatever the door; undo and restore go through it, on both databases."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from models.accounts import User
from models.instances import Instance, InstanceState
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.organisations import Organisation, OrganisationKind
from models.people import Gender, Person
from tests.base.pages import save
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post


def changes(session, row) -> list[tuple[str, dict]]:
    found = session.scalars(
        select(JournalChange)
        .where(JournalChange.model == type(row).__name__, JournalChange.row_id == row.id)
        .order_by(JournalChange.id)
    )
    return [(change.action.value, change.fields) for change in found]


def last_entry(session) -> JournalEntry:
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def test_a_change_holds_before_and_after_in_stored_form(session):
    body = make.InstanceFactory(created_on=dt.date(2020, 9, 1))
    session.commit()
    body.state, body.created_on = InstanceState.DORMANT, dt.date(2021, 9, 1)
    session.commit()
    assert changes(session, body)[-1] == (
        "update",
        {"state": ["active", "dormant"], "created_on": ["2020-09-01", "2021-09-01"]},
    )


def test_a_creation_holds_the_late_ids_of_its_relations(session):
    mandate = make.MandateFactory()
    session.commit()
    action, fields = changes(session, mandate)[0]
    assert action == "create"
    assert fields["person_id"] == [None, mandate.person_id]


def test_a_relation_changed_by_object_is_journalled_by_id(session):
    person, place = make.PersonFactory(), make.ArrondissementFactory(number=5)
    session.commit()
    person.arrondissement = place
    session.commit()
    assert changes(session, person)[-1] == ("update", {"arrondissement_id": [None, place.id]})


def test_a_relation_that_was_empty_is_journalled_with_the_id_of_a_row_of_the_same_flush(session):
    person = make.PersonFactory(organisation=None)
    session.commit()
    person.organisation = organisation = Organisation(name="Créée au vol", kind=OrganisationKind.ASSOCIATION)
    session.commit()
    assert changes(session, person)[-1] == ("update", {"organisation_id": [None, organisation.id]})


def test_a_changed_collection_is_journalled_and_raises_the_version(session):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    before, fifth = body.version, body.arrondissements[0].id
    seventh = make.ArrondissementFactory(number=7)
    body.arrondissements.append(seventh)
    session.commit()
    assert changes(session, body)[-1] == ("update", {"arrondissements": [[fifth], sorted([fifth, seventh.id])]})
    assert body.version == before + 1
    body.arrondissements.remove(seventh)
    session.commit()
    assert changes(session, body)[-1] == ("update", {"arrondissements": [sorted([fifth, seventh.id]), [fifth]]})
    assert body.version == before + 2


def test_users_and_their_roles_are_journalled_without_the_password(session):
    user = make.UserFactory(password="secret-hash")
    session.commit()
    version = user.version
    user.roles.append(make.RoleFactory(name="mission"))
    session.commit()
    user.password = "another-hash"
    session.commit()
    found = changes(session, user)
    assert [action for action, _ in found] == ["create", "update", "update"]
    assert found[1][1]["roles"][0] == []
    assert found[2][1]["password"] == [None, "changed"]
    assert "hash" not in str(found)
    assert user.version == version + 2


def test_one_operation_is_one_entry(session):
    through(session, Door.IMPORT, "Import of 3 people")
    make.PersonFactory.create_batch(3)
    session.commit()
    entry = last_entry(session)
    assert (entry.door, entry.summary, len(entry.changes)) == (Door.IMPORT, "Import of 3 people", 3)


def test_names_as_long_as_their_columns_are_written_down_cut(session, client_as):
    """PostgreSQL refuses what a column cannot hold: a mandate of two long names was neither changed nor deleted."""
    mandate = make.MandateFactory(
        person=make.PersonFactory(last_name="L" * 100, first_name="F" * 100),
        instance=make.InstanceFactory(name="I" * 200),
    )
    session.commit()
    mandate_id = mandate.id
    user = make.UserFactory(first_name="P" * 64, last_name="N" * 64, roles=["mission"])
    client = client_as(user)
    assert save(client, f"/mandats/edit/{mandate_id}", planned_end_on="2028-01-31").status_code == 302
    assert post(client, f"/mandats/delete/{mandate_id}").status_code == 302
    session.rollback()
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(2)).all()
    assert [(len(entry.summary), entry.summary[-1], len(entry.actor_name)) for entry in entries] == [
        (250, "…", 129)
    ] * 2
    assert {len(change.label) for entry in entries for change in entry.changes} == {250}


@pytest.mark.parametrize("length", [249, 250, 251])
def test_a_summary_is_cut_beyond_its_column_alone(session, length):
    through(session, Door.COMMAND, "s" * length)
    make.PersonFactory()
    session.commit()
    assert last_entry(session).summary == ("s" * length if length <= 250 else "s" * 249 + "…")


def test_a_rolled_back_change_leaves_no_trace(session):
    person = make.PersonFactory(last_name="Avant")
    session.commit()
    person.last_name = "Après"
    session.flush()
    session.rollback()
    assert [action for action, _ in changes(session, person)] == ["create"]
    person.last_name = "Enfin"
    session.commit()
    assert changes(session, person)[-1][1] == {"last_name": ["Avant", "Enfin"]}


def test_a_deleted_row_comes_back_with_its_id_and_a_later_version(session):
    body = make.InstanceFactory(name="Comité", arrondissements=[5, 7])
    session.commit()
    body.notes = "une note"
    session.commit()
    row_id, version = body.id, body.version
    session.delete(body)
    session.commit()
    make.InstanceFactory()  # must not take the id that is free
    session.commit()
    deletion = session.scalars(select(JournalChange).where(JournalChange.action == ChangeAction.DELETE)).one()
    restored = restore(session, deletion, TODAY)
    session.commit()
    assert (restored.id, restored.name, restored.notes) == (row_id, "Comité", "une note")
    assert {place.number for place in restored.arrondissements} == {5, 7}
    assert restored.version > version
    assert last_entry(session).door is Door.RESTORE
    with pytest.raises(RuleViolation):
        restore(session, deletion, TODAY)


@pytest.mark.parametrize(("days", "is_kept"), [(90, True), (91, False)])
def test_a_row_is_restored_for_ninety_days(session, days, is_kept):
    person = make.PersonFactory()
    session.commit()
    session.delete(person)
    session.commit()
    deletion = session.scalars(select(JournalChange).where(JournalChange.action == ChangeAction.DELETE)).one()
    day = day_of(deletion.entry.at) + dt.timedelta(days=days)  # in Paris
    if is_kept:
        assert restore(session, deletion, day)
    else:
        with pytest.raises(RuleViolation):
            restore(session, deletion, day)


def test_an_operation_is_undone_as_one_and_only_once(session):
    kept = make.PersonFactory(last_name="Avant", gender=Gender.FEMALE)
    gone = make.PersonFactory(last_name="Supprimé")
    session.commit()
    gone_id = gone.id
    through(session, Door.BULK, "three things")
    kept.last_name, kept.gender = "Après", Gender.MALE
    session.delete(gone)
    new = make.PersonFactory(last_name="Créée")
    session.commit()
    entry, new_id = last_entry(session), new.id
    assert undo(session, entry, TODAY) == 3
    session.commit()
    session.expire_all()
    assert (kept.last_name, kept.gender) == ("Avant", Gender.FEMALE)
    assert session.get(Person, gone_id).last_name == "Supprimé"
    assert session.get(Person, new_id) is None
    assert (last_entry(session).door, last_entry(session).undo_of_id) == (Door.UNDO, entry.id)
    with pytest.raises(RuleViolation, match="already"):
        undo(session, entry, TODAY)


def test_undo_is_refused_when_a_row_was_changed_since_and_names_it(session):
    person = make.PersonFactory(last_name="Durand", first_name=None)
    session.commit()
    entry = last_entry(session)
    person.first_name = "Zoé"
    session.commit()
    with pytest.raises(RuleViolation, match="Durand"):
        undo(session, entry, TODAY)


def test_what_was_taken_back_since_stops_no_undo_and_what_came_again_does(session):
    person = make.PersonFactory(city="Lyon")
    session.commit()
    entries = []
    for city in ("Bron", "Oullins"):
        through(session, Door.FORM, "")
        person.city = city
        session.commit()
        entries.append(last_entry(session))
    first, second = entries
    with pytest.raises(RuleViolation):
        undo(session, first, TODAY)
    session.rollback()
    assert undo(session, second, TODAY) == 1
    session.commit()
    taken_back = last_entry(session)
    undo(session, taken_back, TODAY)
    session.commit()
    session.refresh(person)
    assert person.city == "Oullins"
    with pytest.raises(RuleViolation):
        undo(session, first, TODAY)
    session.rollback()
    undo(session, last_entry(session), TODAY)
    session.commit()
    undo(session, first, TODAY)
    session.commit()
    session.refresh(person)
    assert person.city == "Lyon"


def test_accounts_are_not_undone(session):
    user = make.UserFactory()
    session.commit()
    with pytest.raises(RuleViolation):
        undo(session, last_entry(session), TODAY)
    assert session.get(User, user.id)
    assert session.scalars(select(Instance)).all() == []


def test_an_entry_goes_with_the_savepoint_in_which_it_was_made(session):
    person = make.PersonFactory(city="Lyon")
    session.commit()
    count = len(session.scalars(select(JournalEntry.id)).all())
    with session.begin_nested() as savepoint:
        with session.begin_nested():  # released, then taken back with what is around
            person.city = "Bron"
        savepoint.rollback()
    person.city = "Givors"
    session.flush()
    with session.begin_nested() as savepoint:
        person.city = "Oullins"
        session.flush()
        savepoint.rollback()
    person.postal_code = "69700"
    session.commit()
    assert len(session.scalars(select(JournalEntry.id)).all()) == count + 1
    assert [fields for _, fields in changes(session, person)][1:] == [
        {"city": ["Lyon", "Givors"]},
        {"postal_code": [None, "69700"]},
    ]
