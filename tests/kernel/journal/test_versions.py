"""A record goes back to what it was after one of its changes, and the journal keeps that too; on both databases."""

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.versions import bring_back, difference_with
from models.instances import InstanceState
from models.journal import ChangeAction, Door, JournalChange
from models.people import Person
from tests.support import factories as make
from tests.support.forms import post


def changes(session, row):
    """The changes of a row, oldest first."""
    statement = select(JournalChange).where(JournalChange.model == type(row).__name__, JournalChange.row_id == row.id)
    return session.scalars(statement.order_by(JournalChange.id)).all()


@pytest.fixture
def person(session):
    """Someone whose city was nothing, Lyon, Bron and Lyon again, and whose phone came last."""
    person = make.PersonFactory(city=None, phone=None)
    session.commit()
    for name, value in (("city", "Lyon"), ("city", "Bron"), ("city", "Lyon"), ("phone", "04 72 00 00 00")):
        setattr(person, name, value)
        session.commit()
    return person


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, {"city": ("Lyon", None), "phone": ("04 72 00 00 00", None)}),
        (1, {"phone": ("04 72 00 00 00", None)}),
        (2, {"city": ("Lyon", "Bron"), "phone": ("04 72 00 00 00", None)}),
        (3, {"phone": ("04 72 00 00 00", None)}),
        (4, {}),
    ],
)
def test_a_version_differs_by_what_changed_since_and_did_not_change_back(session, person, index, expected):
    change = changes(session, person)[index]
    difference = difference_with(session, person, change)
    assert difference == expected
    bring_back(session, person, difference)
    session.commit()
    assert difference_with(session, person, change) == {}
    assert len(changes(session, person)) == 5 + bool(expected)


def test_collections_relations_and_closed_lists_go_back_too(session):
    body = make.InstanceFactory(arrondissements=[5], state=InstanceState.PROJECT)
    parent = make.InstanceFactory()
    session.commit()
    as_it_was = changes(session, body)[-1]
    body.arrondissements = [make.ArrondissementFactory(number=number) for number in (7, 8)]
    body.state, body.parent = InstanceState.ACTIVE, parent
    session.commit()
    bring_back(session, body, difference_with(session, body, as_it_was))
    session.commit()
    session.refresh(body)
    assert [place.number for place in body.arrondissements] == [5]
    assert (body.state, body.parent) == (InstanceState.PROJECT, None)


def test_a_version_from_before_a_deletion_is_reached_through_the_restored_row(session):
    person = make.PersonFactory(city="Lyon")
    session.commit()
    row_id, created = person.id, changes(session, person)[0]
    person.city = "Bron"
    session.commit()
    session.delete(person)
    session.commit()
    deleted = session.scalars(select(JournalChange).order_by(JournalChange.id.desc())).first()
    again = Person(id=row_id, last_name=person.last_name, first_name=person.first_name, city="Bron")
    session.add(again)
    session.commit()
    assert difference_with(session, again, created)["city"] == ("Bron", "Lyon")
    with pytest.raises(RuleViolation):
        difference_with(session, again, deleted)


def test_what_a_version_points_to_must_still_be_there(session):
    organisation = make.OrganisationFactory()
    person = make.PersonFactory(organisation=organisation)
    session.commit()
    person.organisation = None
    session.commit()
    session.delete(organisation)
    session.commit()
    with pytest.raises(RuleViolation):
        bring_back(session, person, difference_with(session, person, changes(session, person)[0]))


# ---- On screen -------------------------------------------------------------------------------------------------------


def test_what_would_change_is_shown_then_written_as_a_restore(client_as, session, person):
    client = client_as("mission")
    address = f"/personnes/version/{person.id}/{changes(session, person)[2].id}"
    history = client.get(f"/personnes/show/{person.id}?tab=history").get_data(as_text=True)
    assert address in history
    assert f"/version/{person.id}/{changes(session, person)[-1].id}" not in history
    page = client.get(address).get_data(as_text=True)
    assert "Bron" in page
    assert "04 72 00 00 00" in page
    session.rollback()
    assert person.city == "Lyon"
    answer = post(client, address, {"version": str(person.version)})
    assert answer.status_code == 302
    session.rollback()
    assert (person.city, person.phone) == ("Bron", None)
    last = changes(session, person)[-1]
    assert (last.action, last.entry.door) == (ChangeAction.UPDATE, Door.RESTORE)


def test_a_record_changed_meanwhile_is_shown_again_and_not_written(client_as, session, person):
    client = client_as("mission")
    address = f"/personnes/version/{person.id}/{changes(session, person)[2].id}"
    opened = person.version
    person.city = "Vénissieux"
    session.commit()
    answer = post(client, address, {"version": str(opened)})
    assert answer.status_code == 409
    assert "Vénissieux" in answer.get_data(as_text=True)
    session.rollback()
    assert person.city == "Vénissieux"


@pytest.mark.parametrize(("who", "status"), [("ref5", 404), ("direction", 403), ("elu5", 403)])
def test_a_version_is_restored_by_those_who_may_edit_the_record(client_as, session, who, status):
    place = make.ArrondissementFactory(number=7)
    person = make.PersonFactory(arrondissement=place)
    session.commit()
    person.city = "Bron"
    session.commit()
    first = changes(session, person)[0]
    assert client_as(who).get(f"/personnes/version/{person.id}/{first.id}").status_code == status
    other = make.PersonFactory()
    session.commit()
    assert client_as("mission").get(f"/personnes/version/{other.id}/{first.id}").status_code == 404


def test_a_refused_rule_leaves_the_record_as_it_is(client_as, session):
    body = make.InstanceFactory(state=InstanceState.ACTIVE)
    mandate = make.MandateFactory(instance=body)
    person = mandate.person
    session.commit()
    first = changes(session, mandate)[0]
    mandate.end_reason, mandate.ended_on = "resignation", mandate.start_on
    session.commit()
    make.MandateFactory(
        instance=body,
        person=person,
        function=mandate.function,
        start_on=mandate.planned_end_on.replace(year=2026),
    )
    session.commit()
    answer = post(client_as("mission"), f"/mandats/version/{mandate.id}/{first.id}", {"version": str(mandate.version)})
    assert answer.status_code == 302
    session.rollback()
    assert mandate.ended_on is not None
