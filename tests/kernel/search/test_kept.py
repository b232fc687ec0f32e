"""A stored text follows its row and the rows that this one shows, and costs nothing when no shown word changed."""

from string import ascii_lowercase
from typing import Any

import pytest
from sqlalchemy import func, literal, select, union_all

from mdo.accounts.rules import set_password
from mdo.kernel.search.maintenance import texts_of
from mdo.kernel.search.matching import matching
from mdo.kernel.search.sorting import reading_keys
from mdo.kernel.search.sources import SOURCES, relation_at
from models.contracts import ContractHolder
from models.execution import PurchaseOrder
from models.journal import AccessLog, JournalEntry
from models.people import Consent, DuplicateCandidate, Mandate, Person
from models.procurement import ProcedureCode, ProcedureTemplate, StepCode, TemplateStep
from models.search import SEARCH_TABLES
from models.sorting import SORT_TABLES
from models.territory import Arrondissement
from tests.kernel.search.rows import ROWS
from tests.support import factories as make
from tests.support.orders import PurchaseOrderFactory, RunningContractFactory
from tests.support.procurement import ContractHolderFactory, SupplierFactory
from tests.support.statements import count_statements

# Never changed once written.
_APPEND_ONLY = {JournalEntry, AccessLog}
MODELS = [pytest.param(model, id=model.__name__) for model in SOURCES if model not in _APPEND_ONLY]


def relations_of(source: Any) -> list[tuple[str, ...]]:
    """The relations through which a text is read, each once."""
    return [steps for steps in dict.fromkeys(tuple(path.split(".")[:-1]) for path in source.paths) if steps]


# The first of each by day. Whom a pair is about never changes: their order would.
RELATIONS = [
    pytest.param(model, steps, id=f"{model.__name__}.{'.'.join(steps)}", marks=pytest.mark.slow if place else [])
    for model, source in SOURCES.items()
    if model is not DuplicateCandidate
    for place, steps in enumerate(relations_of(source))
]
# What makes two rows that can be pointed to, where a factory needs to be told: there, each procedure and step is one.
OTHERS: dict[type, tuple[dict[str, Any], dict[str, Any]]] = {
    Arrondissement: ({"number": 7}, {"number": 8}),
    ProcedureTemplate: ({"code": ProcedureCode.ADAPTED}, {"code": ProcedureCode.DIRECT}),
    TemplateStep: ({"step": StepCode.SOURCING}, {"step": StepCode.AUTHORISATION}),
}
FACTORIES = {factory._meta.model: factory for factory in make.RowFactory.__subclasses__()}


_TABLES = {table for model, text in (*SEARCH_TABLES.items(), *SORT_TABLES.items()) for table in (model.__table__, text)}
_COUNTS = union_all(
    *(select(literal(table.name), func.count()).select_from(table) for table in sorted(_TABLES, key=str))
)


def stale(session):
    """The classes of which a text or sort key is not what reading its row again gives, or has no row any more."""
    connection = session.connection()
    filled = {name for name, number in connection.execute(_COUNTS) if number}
    wrong = set()
    for model, table in SEARCH_TABLES.items():
        if not {model.__table__.name, table.name} & filled:
            continue
        kept = {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
        ids = connection.scalars(select(model.__table__.c.id)).all()
        again = texts_of(connection, model, ids) if ids else []
        if kept != {row["id"]: row for row in again}:
            wrong.add(model.__name__)
    for model, table in SORT_TABLES.items():
        if not {model.__table__.name, table.name} & filled:
            continue
        if set(connection.execute(select(table)).all()) != set(connection.execute(reading_keys(model)).all()):
            wrong.add(table.name)
    return wrong


def found(session, model, query):
    return set(session.scalars(select(model.id).where(matching(session, model, query, with_private=True))))


def follow(row, steps):
    """The row to which the relations lead, by the first one of a collection; None where there is none."""
    for step in steps:
        value = getattr(row, step)
        row = (value[0] if value else None) if isinstance(value, list) else value
        if row is None:
            return None
    return row


@pytest.mark.parametrize("model", MODELS)
def test_a_changed_word_is_found_by_whatever_shows_it(session, model):
    rows = [build() for build in ROWS[model]]
    session.commit()
    missed = []
    for path, letter in zip(SOURCES[model].paths, ascii_lowercase, strict=False):
        *steps, name = path.split(".")
        shown_by = ((row, follow(row, steps)) for row in rows)
        row, shown = next((row, shown) for row, shown in shown_by if shown and getattr(shown, name))
        is_number = isinstance(getattr(shown, name), int)
        setattr(shown, name, 97 if is_number else f"ŻÈB{letter}")
        session.commit()
        if row.id not in found(session, model, "97" if is_number else f"zeb{letter}"):
            missed.append(path)
    assert (missed, stale(session)) == ([], set())


@pytest.mark.parametrize(("model", "steps"), RELATIONS)
def test_a_row_that_points_elsewhere_shows_what_it_points_to(session, model, steps):
    holder = next(
        holder
        for row in [build() for build in ROWS[model]]
        if follow(row, steps) and (holder := follow(row, steps[:-1]))
    )
    relation = relation_at(model, steps)
    target = relation.mapper.class_
    others = [FACTORIES[target](**told) for told in OTHERS.get(target, ({}, {}))]
    session.commit()
    if relation.uselist:
        setattr(holder, relation.key, others)
    else:
        setattr(holder, relation.key, others[0])
        session.commit()
        assert stale(session) == set()
        setattr(holder, next(iter(relation.local_columns)).key, others[1].id)
    session.commit()
    assert stale(session) == set()


def test_an_emptied_relation_is_no_longer_shown(session):
    person = make.PersonFactory(organisation=make.OrganisationFactory(name="Les Amis"))
    session.commit()
    assert found(session, Person, "amis") == {person.id}
    person.organisation = None
    session.commit()
    assert found(session, Person, "amis") == set()


@pytest.mark.parametrize("change", ["added", "moved", "taken away"])
def test_a_part_is_shown_by_what_it_belongs_to(session, change):
    """By its own key alone: neither the contracts nor their orders, which show its holders, are written."""
    orders = [PurchaseOrderFactory(contract=RunningContractFactory()) for _ in "ab"]
    holder = ContractHolderFactory(contract=orders[0].contract, supplier=SupplierFactory(name="Études Élan"))
    session.commit()
    if change == "added":
        supplier = SupplierFactory(name="Atelier Éphémère")
        session.add(ContractHolder(contract_id=orders[1].contract_id, supplier_id=supplier.id, position=2))
    elif change == "moved":
        holder.contract_id = orders[1].contract_id
    else:
        session.delete(holder)
    session.commit()
    expected = {"added": {orders[0].id}, "moved": {orders[1].id}, "taken away": set()}[change]
    assert found(session, PurchaseOrder, "etudes elan") == expected
    assert found(session, PurchaseOrder, "atelier") == ({orders[1].id} if change == "added" else set())
    assert stale(session) == set()


@pytest.mark.parametrize("count", [60, pytest.param(600, marks=pytest.mark.night)])
def test_rows_made_and_changed_together_are_all_found(session, count):
    """An import flushes many: bodies, members, and members who were there."""
    with make.together():
        people = [make.PersonFactory(last_name=f"Avant {number}") for number in range(count)]
    body, function = make.InstanceFactory(), make.MandateFunctionFactory()
    session.add_all(Mandate(person=person, instance=body, function=function) for person in people)
    session.commit()
    for person in people:
        person.last_name = person.last_name.replace("Avant", "Après")
    session.add_all(
        Mandate(person=person, instance=make.InstanceFactory(), function=function) for person in people[:10]
    )
    session.commit()
    assert len(found(session, Mandate, "apres")) == count + 10
    assert stale(session) == set()


@pytest.mark.parametrize("change", ["a consent", "a password", "a note"])
def test_a_change_that_no_list_shows_writes_no_text(session, change):
    person, user, body = make.PersonFactory(), make.UserFactory(), make.InstanceFactory()
    session.commit()
    if change == "a consent":
        person.newsletter_consent = Consent.GIVEN
    elif change == "a password":
        set_password(user, "Une phrase bien longue")
    else:
        body.notes = "Relu"
    assert written(session) == ["journal_entry_search"]


def test_an_operation_of_many_rows_costs_the_journal_one_text(session):
    session.add_all(Person(last_name=f"Numéro {number}") for number in range(3))
    assert sorted(written(session)) == ["journal_entry_search", "person_search"]
    assert stale(session) == set()


def written(session):
    """The tables of texts that a commit writes, one entry a statement."""
    with count_statements(session.get_bind()) as sent:
        session.commit()
    return [statement.split()[2] for statement in sent if "_search" in statement]
