"""What a restricted reader sees: sets of rows, on both databases."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, cast, event, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from mdo.kernel.base.kept_statements import ACTOR_ID, kept
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.reading import ROW_BY_ROW
from models.base import Model
from models.instances import Instance, InstanceState, InstanceType
from models.network import Referent
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.territory import Arrondissement
from models.types import Hundredths
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements


@prepared
def register(session):
    """Bodies of the 5th, of the 7th, of both and of the city, with a member each who lives in the 5th; people without
    a mandate."""
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    user = make.UserFactory()
    rows = {"places": places, "user": user}
    for name, numbers in {"fifth": [5], "seventh": [7], "both": [5, 7], "city": []}.items():
        body = make.InstanceFactory(name=name, arrondissements=numbers)
        rows[name] = body
        person = make.PersonFactory(
            last_name=f"Member {name}", first_name=None, arrondissement=make.ArrondissementFactory(number=5)
        )
        make.MandateFactory(
            instance=body,
            person=person,
            organisation=make.OrganisationFactory(
                name=f"Association {name}", arrondissement=make.ArrondissementFactory(number=7)
            ),
        )
    make.PersonFactory(
        last_name="Lives in the 5th", first_name=None, arrondissement=make.ArrondissementFactory(number=5)
    )
    make.PersonFactory(
        last_name="Lives in the 7th", first_name=None, arrondissement=make.ArrondissementFactory(number=7)
    )
    make.PersonFactory(last_name="Created by me", first_name=None, created_by=user)
    make.PersonFactory(last_name="Placed nowhere", first_name=None)
    past = make.PersonFactory(
        last_name="Past member", first_name=None, arrondissement=make.ArrondissementFactory(number=7)
    )
    make.MandateFactory(instance=rows["fifth"], person=past, ended_on=dt.date(2025, 6, 30))
    session.commit()
    return rows


def fifth(register) -> Scope:
    return Scope.arrondissements(register["user"].id, frozenset({register["places"][5]}))


def names(session, column) -> set[str]:
    return set(session.scalars(select(column)))


def test_a_referent_reads_the_own_bodies_and_those_of_the_city(register, as_reader):
    assert names(as_reader(fifth(register)), Instance.name) == {"fifth", "both", "city"}


def test_a_referent_reads_people_by_mandate_then_by_place_then_by_creation(register, as_reader):
    assert names(as_reader(fifth(register)), Person.last_name) == {
        "Member fifth",
        "Member both",
        "Member city",
        "Past member",
        "Lives in the 5th",
        "Created by me",
    }


def _names_one_by_one(names, scope):
    is_writable = writable_clause(Person, scope, TODAY, row_by_row=True)
    return select(Person.last_name, is_writable).where(Person.last_name.in_(names)).execution_options(**ROW_BY_ROW)


def test_people_read_row_by_row_are_those_of_the_register(register, session, as_reader):
    """What is asked of each row of a page says the same as what is asked of the whole register."""
    register["both"].elected_user = register["user"]
    everyone = tuple(sorted(names(session, Person.last_name)))
    seventh = Scope.arrondissements(register["user"].id, frozenset({register["places"][7]}))
    elected = Scope.elected(register["user"].id)
    for scope in (fifth(register), seventh, elected, Scope.everything(), Scope.nothing()) * 2:
        reader = as_reader(scope)
        found = {tuple(row) for row in reader.execute(kept(_names_one_by_one, everyone, scope))}
        listed = reader.execute(select(Person.last_name, writable_clause(Person, scope, TODAY)))
        assert found == {tuple(row) for row in listed}
    assert len(everyone) == 9


def test_a_referent_reads_the_organisations_of_the_people_seen(register, as_reader):
    assert names(as_reader(fifth(register)), Organisation.name) == {
        "Association fifth",
        "Association both",
        "Association city",
    }


def test_an_elected_official_reads_the_own_bodies_only(register, session, as_reader):
    register["fifth"].elected_user = register["user"]
    reader = as_reader(Scope.elected(register["user"].id))
    assert names(reader, Instance.name) == {"fifth"}
    assert names(reader, Person.last_name) == {"Member fifth", "Past member"}
    assert names(reader, Organisation.name) == {"Association fifth"}
    assert names(reader, Referent.id) == set()


@pytest.mark.parametrize("model", [Instance, Person, Mandate, Organisation, Referent, DuplicateCandidate])
def test_a_request_without_a_known_user_sees_nothing(register, as_reader, model):
    assert names(as_reader(Scope.nothing()), model.id) == set()


def test_two_readers_in_turn_do_not_see_each_others_rows(register, as_reader):
    """The criteria are cached by code: the bound arrondissements must not be."""
    for number in (5, 7, 5, 7):
        scope = Scope.arrondissements(register["user"].id, frozenset({register["places"][number]}))
        seen = names(as_reader(scope), Instance.name)
        assert ("fifth" in seen, "seventh" in seen) == (number == 5, number == 7)


def test_each_way_of_loading_is_narrowed(register, as_reader):
    seventh_id = register["seventh"].id
    reader = as_reader(fifth(register))
    assert reader.get(Instance, seventh_id) is None
    assert reader.scalar(select(func.count(Instance.id))) == 3
    assert reader.query(Instance).filter(Instance.id == seventh_id).first() is None
    other = aliased(Instance)
    assert reader.scalars(select(other.name).where(other.id == seventh_id)).all() == []
    for loader in (joinedload, selectinload):
        rows = reader.scalars(select(Mandate).options(loader(Mandate.instance))).all()
        assert {row.instance.name for row in rows} == {"fifth", "both", "city"}


def test_a_lazy_relation_out_of_scope_reads_as_nothing(register, session, as_reader):
    register["fifth"].parent = register["seventh"]
    reader = as_reader(fifth(register))
    assert reader.get(Instance, register["fifth"].id).parent is None


def test_update_and_delete_statements_are_narrowed_too(register, as_reader):
    reader = as_reader(fifth(register))
    reader.query(Instance).filter(Instance.name == "seventh").update({"name": "stolen"})
    reader.query(Instance).filter(Instance.name == "seventh").delete()
    reader.commit()
    assert register["seventh"].name == "seventh"


def test_every_mapped_class_is_placed():
    """A new table is closed to restricted readers until it says how it is placed."""
    unplaced = [
        mapper.class_.__name__ for mapper in Model.registry.mappers if not hasattr(mapper.class_, "__placement__")
    ]
    assert unplaced == []


def _names_of_bodies():
    return select(Instance.name)


def test_a_kept_statement_is_narrowed_anew_for_each_reader(register, as_reader):
    seventh = Scope.arrondissements(register["user"].id, frozenset({register["places"][7]}))
    seen = {
        fifth(register): {"fifth", "both", "city"},
        seventh: {"seventh", "both", "city"},
        Scope.everything(): {"fifth", "seventh", "both", "city"},
        Scope.nothing(): set(),
    }
    readers = [(as_reader(scope), expected) for scope, expected in seen.items()]
    for reader, expected in readers * 2:
        assert set(reader.scalars(kept(_names_of_bodies))) == expected


def _names_of_people():
    return select(Person.last_name)


def test_a_kept_statement_is_asked_row_by_row_where_its_reader_says_so(register, as_reader):
    """What a page counts stops at its cap: to find first all whom she sees costs more than to count them."""
    reader = as_reader(fifth(register))
    gathered = set(reader.scalars(select(Person.last_name)))
    for options in ({}, ROW_BY_ROW, {}):
        with count_statements(reader.get_bind()) as sent:
            assert set(reader.scalars(kept(_names_of_people), execution_options=options)) == gathered
        assert ("LIMIT" in sent[-1]) == bool(options)


def _mandates_by_other_ways():
    """Rows under another name, with what is joined to them, what is loaded with them and what is only looked at."""
    mandate, body, person = aliased(Mandate), aliased(Instance), aliased(Person)
    places = select(func.count(Organisation.id)).scalar_subquery()
    return (
        select(mandate, body.name, person.last_name, places)
        .join(body, mandate.instance_id == body.id)
        .outerjoin(person, mandate.person_id == person.id)
        .where(mandate.instance_id.in_(select(Instance.id)))
        .options(selectinload(mandate.instance), joinedload(mandate.person))
        .order_by(mandate.id)
    )


def test_a_kept_statement_is_narrowed_in_all_its_parts(register, as_reader):
    """Only what its text may read is put on it: the rows, and those that come with them, are those of any other."""

    def seen(reader, statement):
        found = reader.execute(statement).unique()
        return [(name, last, total, row.instance.name, row.person.last_name) for row, name, last, total in found]

    totals = set()
    for number in (5, 7, 5):
        scope = Scope.arrondissements(register["user"].id, frozenset({register["places"][number]}))
        found = seen(as_reader(scope), kept(_mandates_by_other_ways))
        assert found == seen(as_reader(scope), _mandates_by_other_ways())
        assert {name for name, *_ in found} == {"both", "city", "fifth" if number == 5 else "seventh"}
        totals.add(found[0][2])
    assert len(totals) == 2


def _values_of_each_kind():
    """A day, a moment, a choice, a truth, a sum of money, a list of values, and a value and lists given at each run."""
    amount = cast(Decimal("12.30"), Hundredths())
    told = (Mandate.start_on, Mandate.created_at, Mandate.ended_on, Instance.state, InstanceType.is_permanent)
    return (
        select(*told, amount, ACTOR_ID)
        .join(Instance, Mandate.instance_id == Instance.id)
        .join(InstanceType, Instance.type_id == InstanceType.id)
        .where(Instance.state.in_(tuple(InstanceState)))
        .where(Instance.name.in_(bindparam("names", expanding=True)))
        .where(or_(Instance.state.in_(bindparam("states", expanding=True)), Instance.name == literal("both")))
        .order_by(Mandate.id)
    )


_LISTS = (
    (["fifth", "both", "city"], [InstanceState.ACTIVE]),
    (["fifth", "both"], []),
    (["fifth", "city", "both"], [InstanceState.DORMANT]),
    ([], [InstanceState.ACTIVE]),
    (["fifth"], list(InstanceState)),
)


def test_a_kept_statement_gives_the_values_of_any_other(register, as_reader):
    reader = as_reader(fifth(register))
    read = []
    for actor, (bodies, states) in enumerate(_LISTS, 7):
        given = {"actor_id": actor, "names": bodies, "states": states}
        found = reader.execute(kept(_values_of_each_kind), given).all()
        plain = reader.execute(_values_of_each_kind(), given).all()
        assert [tuple(row) for row in found] == [tuple(row) for row in plain]
        assert [row.state for row in found] == [row.state for row in plain]
        assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in plain]
        assert {row[-1] for row in found} <= {actor}
        read.append(len(found))
    assert len(set(read[:3])) > 1
    assert [number > 0 for number in read[3:]] == [False, True]
    for given in ({}, {"actor_id": 7, "names": []}):
        with pytest.raises(KeyError):
            reader.execute(kept(_values_of_each_kind), given)


def _values_said_twice(day):
    ends = or_(Mandate.ended_on.is_(None), Mandate.ended_on >= day)
    return select(Mandate.id, literal(1), literal(True), literal(1)).where(Mandate.start_on <= day, ends)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_kept_statement_hands_each_value_over_once(register, as_reader):
    """A truth is no number, though Python says that they are equal."""
    reader, sent = as_reader(Scope.everything()), []
    event.listen(reader.bind, "before_cursor_execute", lambda *told: sent.append(told[3]))
    found = reader.execute(kept(_values_said_twice, TODAY)).all()
    assert sorted(map(tuple, found)) == sorted(map(tuple, reader.execute(_values_said_twice(TODAY)).all()))
    assert sorted(sent[-2].values(), key=str) == [1, TODAY, True]
    assert len(sent[-1]) > len(sent[-2])


def test_a_kept_statement_reads_what_the_session_has_not_written_yet(session, as_reader):
    make.InstanceFactory(name="written")
    reader = as_reader(Scope.everything())
    reader.scalars(select(Instance)).one().name = "not yet"
    assert set(reader.scalars(kept(_names_of_bodies))) == {"not yet"}
