"""Where people are read from is what the register says, whatever moved them; and each reader reads whom she did."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, exists, func, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from mdo.instances.scope import readable_instances
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo_as_far
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import LARGE
from mdo.kernel.scope.reading import ROW_BY_ROW, places_of
from mdo.kernel.search.maintenance import texts_of
from mdo.kernel.search.matching import matching, texts_asked
from mdo.kernel.search.sorting import reading_keys
from mdo.kernel.search.walking import in_places
from mdo.people.merging import merge
from mdo.people.places import compare_places, mend_places
from mdo.people.scope import people_counted
from models.instances import Instance
from models.journal import ChangeAction, JournalChange, JournalEntry
from models.organisations import Organisation
from models.people import Mandate, Person
from models.places import PERSON_PLACES, WHOLE_CITY
from models.search import SEARCH_TABLES
from models.sorting import PLACE_SORT_TABLES
from models.territory import Arrondissement
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

BODIES = {"fifth": [5], "seventh": [7], "both": [5, 7], "city": []}
FEW = 4
NUMBERS = st.integers(0, FEW - 1)
ACTS = (
    "join",
    "leave",
    "move",
    "give",
    "live",
    "employ",
    "rename",
    "forget",
    "write",
    "body",
    "merge",
    "undo",
    "restore",
    "import",
)


@prepared
def register(session):
    """Two accounts, four bodies; one of them is an élu·e's."""
    users = [make.UserFactory(), make.UserFactory()]
    places = [make.ArrondissementFactory(number=number) for number in (5, 7)]
    for name, numbers in BODIES.items():
        make.InstanceFactory(name=name, arrondissements=numbers, elected_user=users[0] if name == "both" else None)
    make.MandateFunctionFactory(label="Voisin·e")
    for number in range(FEW):
        make.OrganisationFactory(name=f"Association {number}", arrondissement=places[number % 2])
    session.commit()
    return {"users": users, "places": places}


class Town:
    """Acts on the register, each through the session as a screen, an import or an undo would."""

    def __init__(self, session: Any, register: dict[str, Any]) -> None:
        self.session, self.register = session, register
        session.execute(delete(Mandate))
        session.execute(delete(Person))
        for number in range(FEW):
            self.write(number, number)
        session.commit()

    def row(self, model: Any, number: int) -> Any:
        rows = self.session.scalars(select(model).order_by(model.id)).all()
        return rows[number % len(rows)] if rows else None

    def act(self, name: str, one: int, other: int) -> None:
        try:
            getattr(self, name if name != "import" else "bring")(one, other)
            self.session.commit()
        except (RuleViolation, SQLAlchemyError):  # refused, as a screen would tell: nothing moved
            self.session.rollback()

    def write(self, one: int, other: int) -> None:
        place = (*self.register["places"], None, None)[one]
        creator = (*self.register["users"], None, None)[other]
        organisation = self.row(Organisation, one) if other % 2 else None
        make.PersonFactory(first_name="Métro", arrondissement=place, created_by=creator, organisation=organisation)

    def join(self, one: int, other: int) -> None:
        person = self.row(Person, one)
        if person is not None:
            association = self.row(Organisation, other) if one % 2 else None
            make.MandateFactory(person=person, instance=self.row(Instance, other), organisation=association)

    def leave(self, one: int, other: int) -> None:
        if (mandate := self.row(Mandate, one)) is not None:
            self.session.delete(mandate)

    def move(self, one: int, other: int) -> None:
        if (mandate := self.row(Mandate, one)) is not None:
            mandate.instance = self.row(Instance, other)

    def give(self, one: int, other: int) -> None:
        if (mandate := self.row(Mandate, one)) is not None and (person := self.row(Person, other)) is not None:
            mandate.person_id = person.id

    def employ(self, one: int, other: int) -> None:
        if (person := self.row(Person, one)) is not None:
            person.organisation = self.row(Organisation, other) if other else None

    def rename(self, one: int, other: int) -> None:
        if (person := self.row(Person, one)) is not None:
            person.last_name = f"Renommé {other}"
        self.row((Instance, Organisation)[one % 2], other).name = f"Autre {one} {other}"

    def live(self, one: int, other: int) -> None:
        if (person := self.row(Person, one)) is not None:
            person.arrondissement = (*self.register["places"], None, None)[other]

    def forget(self, one: int, other: int) -> None:
        if (person := self.row(Person, one)) is not None:
            for mandate in self.session.scalars(select(Mandate).filter_by(person_id=person.id)):
                self.session.delete(mandate)
            self.session.delete(person)

    def body(self, one: int, other: int) -> None:
        places = self.register["places"]
        self.row(Instance, one).arrondissements = [[], places[:1], places[1:], places][other]

    def merge(self, one: int, other: int) -> None:
        kept, gone = self.row(Person, one), self.row(Person, other)
        if kept is not gone:
            merge(self.session, kept, gone)

    def undo(self, one: int, other: int) -> None:
        entries = select(JournalEntry).order_by(JournalEntry.id.desc()).offset(one).limit(1)
        if (entry := self.session.scalars(entries).one_or_none()) is not None:
            undo_as_far(self.session, entry, TODAY)

    def restore(self, one: int, other: int) -> None:
        gone = JournalChange.model.in_(["Person", "Mandate"]), JournalChange.action == ChangeAction.DELETE
        changes = select(JournalChange).where(*gone).order_by(JournalChange.id.desc()).offset(one).limit(1)
        if (change := self.session.scalars(changes).one_or_none()) is not None:
            restore(self.session, change, TODAY)

    def bring(self, one: int, other: int) -> None:
        person, body = self.row(Person, one), self.row(Instance, other)
        if person is not None:
            row = (str(person), body.name, "Voisin·e", "01/01/2020")
            brought = plan(
                self.session, "mandates", workbook(("Personne", "Instance", "Fonction", "Début"), row), today=TODAY
            )
            if not brought.errors and not any(line.errors for line in brought.lines):
                apply(self.session, brought)


def readers(register) -> list[Scope]:
    (first, second), places = register["users"], [place.id for place in register["places"]]
    return [
        Scope.arrondissements(first.id, frozenset(places[:1])),
        Scope.arrondissements(second.id, frozenset(places[1:])),
        Scope.arrondissements(second.id, frozenset(places)),
        Scope.elected(first.id),
        Scope.nothing(),
    ]


def read_before(scope: Scope) -> Any:
    """Who is read, as it was asked of the mandates themselves."""
    mandate, person = Mandate.__table__.alias(), Person.__table__.alias()
    seated = select(mandate.c.person_id).where(
        mandate.c.instance_id.in_(readable_instances(scope)), mandate.c.person_id.is_not(None)
    )
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(person.c.id).where(person.c.id.in_(seated), scope.reach is Reach.ELECTED)
    here = person.c.arrondissement_id.in_(scope.arrondissement_ids)
    own = person.c.arrondissement_id.is_(None) & (person.c.created_by_id == scope.user_id)
    alone = ~exists().where(mandate.c.person_id == person.c.id) & or_(here, own)
    return select(person.c.id).where(or_(person.c.id.in_(seated), alone))


def stale_texts(session: Any, model: Any) -> list[dict[str, Any]]:
    """The search texts that are not what their rows say now."""
    connection = session.connection()
    stored = [dict(row) for row in connection.execute(select(SEARCH_TABLES[model])).mappings()]
    again = texts_of(connection, model, [row["id"] for row in stored]) if stored else []
    return [row for row in stored if row not in again]


def stale_keys(session: Any, model: Any) -> set[Any]:
    """The sort keys of places that are not what the register says now, or lack there."""
    wanted = reading_keys(model, of_places=True)
    stored = select(*(PLACE_SORT_TABLES[model].c[column.name] for column in wanted.selected_columns))
    connection = session.connection()
    return set(connection.execute(stored)) ^ set(connection.execute(wanted))


def found(session: Any, model: Any, words: str) -> set[int]:
    return set(session.scalars(select(model.id).where(matching(session, model, words, with_private=True))))


def looked_at(session: Any, model: Any, words: str) -> set[int]:
    """The rows whose texts a search finds, before anything else narrows it."""
    texts = texts_asked(session, model, words, with_private=True)
    return set(session.connection().scalars(texts.found, texts.values))


def organisations_before(scope: Scope) -> Any:
    mandate, person, table = Mandate.__table__, Person.__table__, Organisation.__table__
    seated = select(mandate.c.organisation_id).where(mandate.c.instance_id.in_(readable_instances(scope)))
    of_people = select(person.c.organisation_id).where(person.c.id.in_(read_before(scope)))
    linked = or_(
        table.c.id.in_(seated.where(mandate.c.organisation_id.is_not(None))),
        table.c.id.in_(of_people.where(person.c.organisation_id.is_not(None))),
    )
    if scope.reach is Reach.ELECTED:
        return select(table.c.id).where(linked)
    here = table.c.arrondissement_id.in_(scope.arrondissement_ids)
    return select(table.c.id).where(or_(linked, here), scope.reach is Reach.ARRONDISSEMENTS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), NUMBERS, NUMBERS), min_size=4, max_size=12))
def test_people_are_read_where_they_stand_whatever_moved_them(register, session, as_reader, acts):
    town = Town(session, register)
    for act in acts:
        town.act(*act)
        assert compare_places(session) == [], act
        assert [row for model in (Person, Mandate) for row in stale_texts(session, model)] == [], act
        assert [row for model in (Person, Mandate) for row in stale_keys(session, model)] == [], act
    for scope in readers(register):
        expected = set(session.connection().scalars(read_before(scope)))
        seen, other = as_reader(scope), aliased(Person)
        assert set(seen.scalars(select(Person.id))) == expected
        assert set(seen.scalars(select(Person.id).execution_options(**ROW_BY_ROW))) == expected
        assert set(seen.scalars(select(other.id).execution_options(**ROW_BY_ROW))) == expected
        for model in (Person, Mandate):
            named = found(session, model, "me") & set(seen.scalars(select(model.id)))
            assert found(seen, model, "me") == named
            assert scope.reach is not Reach.ARRONDISSEMENTS or looked_at(seen, model, "me") == named
        if scope.reach is Reach.ARRONDISSEMENTS:
            connection, places = session.connection(), places_of(seen, Person)
            assert sorted(connection.scalars(people_counted(scope))) == sorted(expected)
            for model in (Person, Mandate):
                everyone = set(seen.scalars(select(model.id)))
                assert sorted(connection.scalars(LARGE[model].counted(scope))) == sorted(everyone)
                for key in PLACE_SORT_TABLES[model].c.keys()[2:]:
                    walked = list(connection.scalars(in_places(model, key, places)))
                    assert sorted(walked) == sorted(everyone), key
        organisations = set(session.connection().scalars(organisations_before(scope)))
        assert set(seen.scalars(select(Organisation.id))) == organisations
        assert set(seen.scalars(select(Organisation.id).execution_options(**ROW_BY_ROW))) == organisations
        seen.close()


def test_what_went_round_the_session_is_named_and_mended(register, session):
    person = make.PersonFactory(arrondissement=register["places"][0])
    other = make.MandateFactory(instance=session.scalars(select(Instance).filter_by(name="city")).one()).person
    session.commit()
    connection = session.connection()
    connection.execute(delete(PERSON_PLACES).where(PERSON_PLACES.c.person_id == other.id))
    connection.execute(insert(PERSON_PLACES).values(person_id=person.id, place=WHOLE_CITY))
    found = compare_places(session)
    assert {(one.person_id, one.place, one.is_missing) for one in found} == {
        (other.id, WHOLE_CITY, True),
        (person.id, WHOLE_CITY, False),
    }
    mend_places(session, found)
    assert compare_places(session) == []
    assert session.connection().scalar(select(func.count()).select_from(PERSON_PLACES)) == 2


def test_an_association_is_read_by_whoever_reads_its_people(register, session, as_reader):
    of_seventh = session.scalars(select(Organisation).filter_by(name="Association 1")).one()
    person = make.PersonFactory(arrondissement=register["places"][0])
    session.commit()
    fifth = readers(register)[0]
    assert as_reader(fifth).get(Organisation, of_seventh.id) is None
    person.organisation = of_seventh
    session.commit()
    assert as_reader(fifth).get(Organisation, of_seventh.id) is not None
    person.organisation = None
    session.commit()
    assert as_reader(fifth).get(Organisation, of_seventh.id) is None


def test_a_search_of_an_arrondissement_looks_at_what_stands_there_alone(register, session, as_reader):
    bodies = {body.name: body for body in session.scalars(select(Instance))}
    people = {
        name: make.MandateFactory(instance=body, person=make.PersonFactory(last_name=f"Métro {name}")).person_id
        for name, body in bodies.items()
    }
    people["own"] = make.PersonFactory(last_name="Métro own", created_by=register["users"][0]).id
    session.commit()
    fifth, seventh, everywhere = readers(register)[:3]
    for scope, names in (
        (fifth, {"fifth", "both", "city", "own"}),
        (seventh, {"seventh", "both", "city"}),
        (everywhere, {"fifth", "seventh", "both", "city"}),
    ):
        reader, expected = as_reader(scope), {people[name] for name in names}
        assert looked_at(reader, Person, "me") == found(reader, Person, "metro") == expected
        mandates = set(reader.scalars(select(Mandate.id)))
        assert len(mandates) == len(names - {"own"})
        assert looked_at(reader, Mandate, "me") == found(reader, Mandate, "metro") == mandates
    assert len(found(session, Person, "me")) == len(people)


@pytest.mark.parametrize("name", ["fifth", "city"])
def test_a_body_that_moves_takes_its_members_along(register, session, as_reader, name):
    body = session.scalars(select(Instance).filter_by(name=name)).one()
    person_id = make.MandateFactory(instance=body, person=make.PersonFactory(last_name="Métro")).person_id
    fifth, seventh = readers(register)[:2]
    assert as_reader(fifth).get(Person, person_id) is not None
    body.arrondissements = session.scalars(select(Arrondissement).filter_by(number=7)).all()
    assert as_reader(fifth).get(Person, person_id) is None
    assert as_reader(seventh).get(Person, person_id) is not None
    assert [found(as_reader(scope), Person, "metro") for scope in (fifth, seventh)] == [set(), {person_id}]
    assert [stale_keys(session, model) for model in (Person, Mandate)] == [set(), set()]


def test_a_mandate_given_to_another_leaves_the_first(register, session):
    mandate = make.MandateFactory(instance=session.scalars(select(Instance).filter_by(name="fifth")).one())
    other = make.PersonFactory(arrondissement=register["places"][1])
    session.commit()
    mandate.person_id = other.id
    session.commit()
    assert compare_places(session) == []
