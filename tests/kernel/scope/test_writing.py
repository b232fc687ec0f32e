"""What a restricted reader may write: a refusal names the field and changes nothing, on both databases."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.reading import is_writable
from models.instances import Instance
from models.organisations import Organisation, OrganisationKind
from models.people import DuplicateCandidate, Mandate, Person
from models.territory import Arrondissement
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements


@prepared
def world(session):
    """A body and a member in the 5th, in the 7th, in both and in the city."""
    user = make.UserFactory()
    bodies = {
        "fifth": make.InstanceFactory(arrondissements=[5]),
        "seventh": make.InstanceFactory(arrondissements=[7]),
        "both": make.InstanceFactory(arrondissements=[5, 7]),
        "city": make.InstanceFactory(),
    }
    mandates = {name: make.MandateFactory(instance=body) for name, body in bodies.items()}
    session.commit()
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    return {
        "user": user.id,
        "places": places,
        "function": mandates["fifth"].function_id,
        "bodies": {name: body.id for name, body in bodies.items()},
        "mandates": {name: row.id for name, row in mandates.items()},
        "people": {name: row.person_id for name, row in mandates.items()},
    }


@pytest.fixture
def reader(world, as_reader):
    """The référent of the 5th."""
    return as_reader(Scope.arrondissements(world["user"], frozenset({world["places"][5]})))


def refused(session) -> str | None:
    with pytest.raises(OutOfScope) as caught:
        session.flush()
    session.rollback()
    return caught.value.field


WRITABLE = {"fifth": True, "both": True, "city": False}


@pytest.mark.parametrize(("name", "expected"), WRITABLE.items())
def test_bodies_mandates_and_members_are_writable_where_they_are_placed(world, reader, name, expected):
    for model, ids in ((Instance, "bodies"), (Mandate, "mandates"), (Person, "people")):
        assert is_writable(reader, reader.get(model, world[ids][name])) is expected


@pytest.mark.parametrize(("name", "expected"), WRITABLE.items())
def test_a_change_is_kept_or_refused_by_place(world, reader, name, expected):
    person = reader.get(Person, world["people"][name])
    person.phone = "04 00 00 00 00"
    if expected:
        reader.flush()
    else:
        refused(reader)


@pytest.mark.parametrize("numbers", [[7], [], [5, 7]])
def test_a_body_is_not_created_outside(world, reader, numbers):
    type_id = reader.get(Instance, world["bodies"]["fifth"]).type_id
    places = [reader.get(Arrondissement, world["places"][number]) for number in numbers]
    reader.add(Instance(code="NEW", name="New", type_id=type_id, arrondissements=places))
    assert refused(reader) == "arrondissements"


@pytest.mark.parametrize("change", ["away", "to the city", "to another"])
def test_a_body_is_not_moved_outside(world, reader, change):
    body = reader.get(Instance, world["bodies"]["fifth"])
    other = reader.get(Arrondissement, world["places"][7])
    body.arrondissements = {"away": [other], "to the city": [], "to another": [*body.arrondissements, other]}[change]
    assert refused(reader) == "arrondissements"


def test_a_body_of_two_arrondissements_is_not_deleted_by_one(world, reader):
    mandate = reader.get(Mandate, world["mandates"]["both"])
    body = mandate.instance
    reader.delete(mandate)
    reader.delete(body)
    assert refused(reader) == "arrondissements"


@pytest.mark.parametrize("name", ["seventh", "city"])
def test_a_mandate_is_not_created_in_another_body(world, reader, name):
    reader.add(
        Mandate(
            instance_id=world["bodies"][name],
            person_id=world["people"]["fifth"],
            function_id=world["function"],
            start_on=dt.date(2026, 1, 1),
        )
    )
    assert refused(reader) == "instance_id"


def test_a_mandate_is_not_moved_to_another_body(world, reader):
    reader.get(Mandate, world["mandates"]["fifth"]).instance_id = world["bodies"]["seventh"]
    assert refused(reader) == "instance_id"


def test_an_expired_attribute_still_tells_its_old_place(world, reader):
    """Set before it is loaded, a foreign key must not hide where the row was."""
    mandate = reader.get(Mandate, world["mandates"]["city"])
    reader.expire(mandate)
    mandate.instance_id = world["bodies"]["fifth"]
    assert refused(reader) == "instance_id"


def test_a_hidden_person_is_not_attached_to_be_read(world, reader):
    reader.add(
        Mandate(
            instance_id=world["bodies"]["fifth"],
            person_id=world["people"]["seventh"],
            function_id=world["function"],
            start_on=dt.date(2026, 1, 1),
        )
    )
    assert refused(reader) == "person_id"


@pytest.mark.parametrize(("number", "is_kept"), [(5, True), (7, False), (None, True)])
def test_a_person_alone_is_created_in_the_own_arrondissement_or_nowhere(world, reader, number, is_kept):
    person = Person(last_name="Nouvelle", arrondissement_id=world["places"].get(number))
    reader.add(person)
    if is_kept:
        reader.flush()
        assert person.created_by_id == world["user"]
        assert is_writable(reader, person)
    else:
        assert refused(reader) == "arrondissement_id"


def test_a_person_from_elsewhere_is_created_with_a_mandate_here(world, reader):
    person = Person(last_name="Voisine", arrondissement_id=world["places"][7])
    reader.add(
        Mandate(
            instance_id=world["bodies"]["fifth"],
            person=person,
            function_id=world["function"],
            start_on=dt.date(2026, 1, 1),
        )
    )
    reader.flush()
    assert is_writable(reader, person)


def test_a_member_whose_mandate_ended_yesterday_is_read_only(world, session, reader):
    mandate = session.get(Mandate, world["mandates"]["fifth"])
    mandate.ended_on = dt.date(2026, 11, 23)
    session.commit()
    person = reader.get(Person, world["people"]["fifth"])
    assert not is_writable(reader, person)
    person.phone = "04 00 00 00 00"
    refused(reader)


def test_a_member_whose_mandate_ends_today_is_still_writable(world, session, reader):
    session.get(Mandate, world["mandates"]["fifth"]).ended_on = dt.date(2026, 11, 24)
    session.commit()
    assert is_writable(reader, reader.get(Person, world["people"]["fifth"]))


@pytest.mark.parametrize(("number", "is_kept"), [(5, True), (7, False), (None, False)])
def test_an_organisation_is_written_in_the_own_arrondissement(world, reader, number, is_kept):
    reader.add(
        Organisation(name="Amis", kind=OrganisationKind.ASSOCIATION, arrondissement_id=world["places"].get(number))
    )
    if is_kept:
        reader.flush()
    else:
        assert refused(reader) == "arrondissement_id"


def test_reference_rows_are_not_written(world, reader):
    reader.get(Arrondissement, world["places"][5]).mairie_phone = "1"
    refused(reader)


def test_the_merge_queue_takes_a_referents_find_but_stays_hidden(world, reader):
    low, high = sorted((world["people"]["fifth"], world["people"]["both"]))
    reader.add(DuplicateCandidate(person_id=low, other_id=high, score=90, reason="same name"))
    reader.flush()
    reader.expire_all()
    assert reader.scalars(select(DuplicateCandidate)).all() == []


@pytest.mark.parametrize("scope", ["elected", "nothing"])
def test_the_others_write_nothing(world, session, as_reader, scope):
    session.get(Instance, world["bodies"]["fifth"]).elected_user_id = world["user"]
    reader = as_reader(Scope.elected(world["user"]) if scope == "elected" else Scope.nothing())
    reader.add(Person(last_name="Personne"))
    refused(reader)


def selects_of_a_flush(reader, world, number):
    """New people with their mandates in one flush, of which each is asked for its place and for its choices."""
    for count in range(number):
        person = Person(last_name=f"Nouvelle {number} {count}", arrondissement_id=world["places"][5])
        start = dt.date(2026, 1, 1)
        body, function = world["bodies"]["fifth"], world["function"]
        reader.add(Mandate(person=person, instance_id=body, function_id=function, start_on=start))
    with count_statements(reader.get_bind()) as statements:
        reader.flush()
    return [statement for statement in statements if statement.lstrip().upper().startswith("SELECT")]


def test_a_flush_asks_each_table_once_whatever_its_rows(world, reader):
    few, many = (selects_of_a_flush(reader, world, number) for number in (2, 40))
    assert len(many) == len(few) > 0
    people = reader.scalars(select(Person).where(Person.last_name.startswith("Nouvelle"))).all()
    for person in people:
        person.city = "Lyon"
    with count_statements(reader.get_bind()) as statements:
        reader.flush()
    asked = [statement for statement in statements if statement.lstrip().upper().startswith("SELECT")]
    assert len(asked) < len(people) // 2


def test_of_many_changes_the_one_out_of_reach_is_refused(world, reader):
    for name in ("fifth", "both", "city"):
        reader.get(Person, world["people"][name]).city = "Lyon"
    assert refused(reader) is None
