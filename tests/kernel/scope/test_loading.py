"""What comes with a row through a relation is narrowed like any other, however it is loaded.

Each relation of each model is pointed at a row out of sight, then read by each strategy. What each had to hide is
counted: a relation that hid nothing proves nothing, and is named below with the reason why it cannot.
"""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, lazyload, selectinload, subqueryload

from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.placements import CARRIED
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.people.places import compare_places, mend_places
from models.attendance import Presence
from models.base import Model
from models.documents import DocumentKind
from models.meetings import AgendaItem
from models.people import Person
from models.placement import OpenToRead
from models.requests import CouncilRequest
from models.topics import TopicState
from tests.access.world import build
from tests.support import calls
from tests.support import factories as make
from tests.support import procurement as buy
from tests.support.prepared import prepared

LOADERS = {
    "lazy": lazyload,
    "joined": joinedload,
    "selectin": selectinload,
    "subquery": subqueryload,
}
_PAIRS = 20
STRATEGIES = (*LOADERS, "contains_eager")


# What leads to where the row itself is placed, or is in sight because the row is: nothing of it can be hidden.
SEEN_TOGETHER = frozenset(
    {
        *(f"{model}.meeting" for model in ("AgendaItem", "Attendance", "Decision", "MailRecipient")),
        # A document stands on one record, and is in sight as that is.
        *(
            f"Document.{name.removesuffix('_id')}"
            for name, carried in CARRIED.items()
            if not isinstance(carried.model.__placement__, OpenToRead)  # everyone reads those records
        ),
        *(f"{model}.meeting" for model in ("MeetingCheck", "MeetingStep", "MorningLine")),
        *(f"{model}.meeting" for model in ("MeetingReply", "OutgoingMail", "SessionQuestion")),
        *(f"{model}.application" for model in ("ApplicationExpense", "ApplicationHelp", "ApplicationOpinion")),
        *(f"{model}.application" for model in ("ApplicationPhoto", "PhotoConsent")),
        *(f"Application.{name}" for name in ("expenses", "helps", "opinions")),
        "BodyCalendar.instance",
        *(f"Meeting.{name}" for name in ("actions", "agenda", "attendances", "checks", "decisions", "morning_lines")),
        *(f"Meeting.{name}" for name in ("questions", "steps")),
        *(
            f"{model}.instance"
            for model in ("College", "CouncilRequest", "Mandate", "MandateFunction", "Meeting", "Seat")
        ),
        *("Mandate.person", "Mandate.organisation", "Person.organisation"),
        *("Milestone.project", "Project.milestones"),
    }
)


@prepared
def world(session):
    reader = make.UserFactory(username="reader")
    found = build(session, reader)
    meeting = make.MeetingFactory(instance=None, title="Réseau", series=make.MeetingSeriesFactory())
    make.MeetingStepFactory(meeting=meeting)
    make.TopicFactory(proposer=reader)
    make.TopicFactory(proposer=reader, state=TopicState.SCHEDULED, agenda_item=make.AgendaItemFactory(meeting=meeting))
    other = make.AttendanceFactory(meeting=meeting, user=reader, person=None)
    make.AttendanceFactory(
        meeting=meeting, visitor_name="Élise", person=None, presence=Presence.REPRESENTED, represented_by=other
    )
    make.ActionItemFactory(meeting=found.hidden["Meeting"], owner=reader)
    buy.ContractDocumentFactory(contract=found.hidden["Contract"], kind=DocumentKind.ANALYSIS_REPORT)
    calls.ApplicationFactory(instance=found.hidden["Instance"], partners=[found.own["Instance"]])
    item = make.AgendaItemFactory(meeting=found.own["Meeting"])
    found.hidden["CouncilRequest"].agenda_item = item
    make.DuplicateCandidateFactory(person=found.own["Loner"], other=found.hidden["Person"])
    return reader.id, found.places[5], item.id, found.own["Loner"].id, found.hidden["CouncilRequest"].id


def relations() -> list[Any]:
    """Those that lead to rows from which a reader may have to be kept, of tables that the reader may open."""
    found = [relation for mapper in Model.registry.mappers for relation in mapper.relationships]
    closed = [
        relation
        for relation in found
        if isinstance(relation.target, Table)  # what is shared of a contract is a statement, and is with its contract
        and not isinstance(getattr(relation.mapper.class_, "__placement__", None), OpenToRead)
    ]
    return sorted(closed, key=str)


def ids_of(reader: Session, model: Any) -> set[int]:
    return set(reader.scalars(select(model.id)))


def points(reader: Session, relation: Any, parent_id: int, target_id: int) -> None:
    """Makes a row point at another, as no screen would let the reader do; where people stand follows."""
    _point(reader, relation, parent_id, target_id)
    mend_places(reader, compare_places(reader))


def _point(reader: Session, relation: Any, parent_id: int, target_id: int) -> None:
    connection, table = reader.connection(), relation.parent.local_table
    if relation.secondary is not None:
        pair = dict(zip((column.name for column in relation.secondary.c), (parent_id, target_id), strict=True))
        connection.execute(insert(relation.secondary).values(**pair))
        return
    (local, remote), *_ = relation.local_remote_pairs
    if relation.direction.name == "MANYTOONE":
        connection.execute(update(table).where(table.c.id == parent_id).values({local.name: target_id}))
    else:
        child = remote.table
        connection.execute(update(child).where(child.c.id == target_id).values({remote.name: parent_id}))


def out_of_sight(reader: Session, everything: dict[type, set[int]], relation: Any) -> Iterator[tuple[int, int]]:
    """Rows that the reader sees, made to point at one that she does not: each pair for the time of a step."""
    model, target = relation.parent.class_, relation.mapper.class_
    hidden = sorted(everything[target] - ids_of(reader, target))
    for parent_id, target_id in islice(product(sorted(ids_of(reader, model)), hidden), _PAIRS):
        try:
            points(reader, relation, parent_id, target_id)
            if parent_id in ids_of(reader, model) and target_id not in ids_of(reader, target):
                yield parent_id, target_id
        except IntegrityError:
            pass  # a rule of the table keeps these two apart: others are tried
        finally:
            reader.rollback()
            reader.expunge_all()


def brought(reader: Session, relation: Any, strategy: str, parent_id: int) -> set[int]:
    """The ids that a relation brings with a row, by a strategy; the row itself stays."""
    model: Any = relation.parent.class_
    attribute = getattr(model, relation.key)
    statement = select(model).where(model.id == parent_id)
    if strategy == "contains_eager":
        other = attribute.of_type(aliased(relation.mapper.class_))
        statement = statement.outerjoin(other).options(contains_eager(other))
    else:
        statement = statement.options(LOADERS[strategy](attribute))
    row = reader.scalars(statement).unique().one()
    value = getattr(row, relation.key)
    reader.refresh(row)
    reader.expire(row)
    again = getattr(row, relation.key)
    rows = [*(value if relation.uselist else [value]), *(again if relation.uselist else [again])]
    reader.expunge_all()
    return {one.id for one in rows if one is not None}


def test_no_strategy_brings_a_row_out_of_sight(world, session, as_reader):
    user_id, place_id, *_ = world
    everything = {mapper.class_: ids_of(session, mapper.class_) for mapper in Model.registry.mappers}
    session.rollback()
    hid = dict.fromkeys(map(str, relations()), 0)
    opened = set()
    for scope in (
        Scope.arrondissements(user_id, frozenset({place_id})),
        Scope.elected(user_id),
        Scope.everything(user_id),  # of a role that reads no tenders
    ):
        reader = as_reader(scope, rights=frozenset().union(*(carried.rights for carried in CARRIED.values())))
        for relation in relations():
            if not scope.is_unlimited and ids_of(reader, relation.parent.class_):
                opened.add(str(relation))
            for parent_id, target_id in islice(out_of_sight(reader, everything, relation), 1):
                for strategy in STRATEGIES:
                    told = f"{relation} by {strategy}, {scope.reach}"
                    assert target_id not in brought(reader, relation, strategy, parent_id), told
                    hid[str(relation)] += 1
    hid_nothing = {name for name, count in hid.items() if not count}
    assert hid_nothing & opened == SEEN_TOGETHER
    assert not hid_nothing & {"Contract.documents", "ProcurementStep.document"}
    assert sum(hid.values()) >= 235


def test_what_the_program_reads_of_the_whole_register_does_not_stay(world, as_reader):
    """A deletion lets go of a request, and of a pair, out of sight: neither is answered from memory afterwards."""
    user_id, place_id, item_id, person_id, request_id = world
    reader = as_reader(Scope.arrondissements(user_id, frozenset({place_id})))
    reader.delete(reader.get_one(AgendaItem, item_id))
    reader.delete(reader.get_one(Person, person_id))
    reader.flush()
    assert [row for row in reader if row.id not in ids_of(reader, type(row))] == []
    let_go = select(CouncilRequest.agenda_item_id).where(CouncilRequest.id == request_id)
    assert reader.execute(let_go, execution_options=WHOLE_REGISTER).one() == (None,)
