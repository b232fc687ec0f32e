"""One search over everything the reader may list: by kind of row, in scope, in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import Translate
from mdo.kernel.scope.reading import ROW_BY_ROW, sees_all
from mdo.kernel.search.matching import matching, texts_asked
from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract, ProcurementStep
from models.deadlines import DeadlineRule
from models.documents import MeetingDocument, PaperTemplate
from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.mail import MailRecipient, OutgoingMail
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.network import Absence, MeetingSeries, Referent, SchoolHoliday
from models.organisations import Organisation
from models.people import Mandate, Person
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    TemplateStep,
    Threshold,
)
from models.requests import CouncilRequest
from models.sorting import SORT_TABLES
from models.suppliers import Supplier
from models.tenders import Tender
from models.territory import Arrondissement
from models.text import fold
from models.topics import Topic

_SEPARATOR = " · "
_EXACT, _SAME_NAME, _BEGINS, _HOLDS = range(4)
# Of each kind: more would be read and ranked for a few lines.
_MOST_COMPARED, _MOST_BEGINNING = 1_000, 200

Text = ColumnElement[Any] | InstrumentedAttribute[Any]
# A relation, or an alias and the relation that leads to it.
Join = tuple[Any, ...]


@dataclass(frozen=True)
class Kind:
    """How rows of a class are found and named.

    `title` and `details` are what tells a row from others, to all its readers; `order` sorts within equal ranks, and
    its first expression, folded or in small letters, is the name that a query may equal or begin. `references` are
    compared whole with the query, `private_references` with the right to personal data alone. `where` leaves out rows
    that no list shows.
    """

    model: Any
    title: Text
    order: tuple[Text, ...]
    details: tuple[Text, ...] = ()
    joins: tuple[Join, ...] = ()
    references: tuple[Text, ...] = ()
    private_references: tuple[Text, ...] = ()
    where: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True)
class Hit:
    """A row found."""

    id: int
    title: str
    detail: str
    is_exact: bool


@dataclass(frozen=True)
class Found:
    """What was found of a class, best first; `has_more` when the limit hides some."""

    model: type
    hits: tuple[Hit, ...]
    has_more: bool


def _name(first: Text, second: Text) -> ColumnElement[str]:
    return first + func.coalesce(" " + second, "")


def _small(text: Text) -> ColumnElement[str]:
    return func.lower(text, type_=String())  # SQLAlchemy gives `lower` no type, and only words are compared


_representative, _replacement = aliased(Person), aliased(User)
_full_name = _name(User.first_name, User.last_name)

# In the order of the groups; those that hold an exact reference come before.
KINDS: tuple[Kind, ...] = (
    Kind(
        Instance,
        title=Instance.name,
        order=(Instance.sort_key,),
        details=(InstanceType.label, Instance.code),
        joins=((Instance.type,),),
        references=(Instance.code,),
    ),
    Kind(
        Person,
        title=_name(Person.last_name, Person.first_name),
        order=(Person.sort_key,),
        details=(Arrondissement.name, Organisation.name),
        joins=((Person.arrondissement,), (Person.organisation,)),
        private_references=(Person.email,),
    ),
    Kind(
        Mandate,
        title=func.coalesce(_name(_representative.last_name, _representative.first_name), Organisation.name),
        order=(Mandate.id,),
        details=(MandateFunction.label, Instance.name),
        joins=(
            (_representative, Mandate.person),
            (Mandate.organisation,),
            (Mandate.function,),
            (Mandate.instance,),
        ),
    ),
    Kind(
        Meeting,
        title=Meeting.title,
        order=(_small(Meeting.title), Meeting.start_at.desc()),
        details=(Instance.name, Meeting.place),
        joins=((Meeting.instance,),),
    ),
    Kind(
        CouncilRequest,
        title=CouncilRequest.subject,
        order=(_small(CouncilRequest.subject),),
        details=(CouncilRequest.number, Instance.name),
        joins=((CouncilRequest.instance,),),
        references=(CouncilRequest.number,),
    ),
    Kind(
        ActionItem,
        title=ActionItem.text,
        order=(_small(ActionItem.text),),
        details=(Meeting.title,),
        joins=((ActionItem.meeting,),),
    ),
    Kind(
        Decision,
        title=Decision.text,
        order=(_small(Decision.text),),
        details=(Meeting.title,),
        joins=((Decision.meeting,),),
    ),
    Kind(
        SessionQuestion,
        title=SessionQuestion.question,
        order=(_small(SessionQuestion.question),),
        details=(Organisation.name, Meeting.title),
        joins=((SessionQuestion.organisation,), (SessionQuestion.meeting,)),
    ),
    Kind(
        MeetingDocument,
        title=MeetingDocument.title,
        order=(_small(MeetingDocument.title), MeetingDocument.made_at.desc()),
        details=(Meeting.title, MeetingDocument.file_name),
        joins=((MeetingDocument.meeting,),),
        where=(~MeetingDocument.is_withdrawn,),
    ),
    Kind(Topic, title=Topic.title, order=(_small(Topic.title),), details=(_full_name,), joins=((Topic.proposer,),)),
    Kind(MeetingSeries, title=MeetingSeries.title, order=(_small(MeetingSeries.title),)),
    Kind(
        Contract,
        title=Contract.title,
        order=(_small(Contract.title),),
        details=(Contract.number, PurchaseFamily.name),
        joins=((Contract.family,),),
        references=(Contract.number, Contract.open_data_id),
    ),
    Kind(
        Supplier,
        title=Supplier.name,
        order=(Supplier.sort_key,),
        details=(Supplier.identifier, Supplier.city),
        references=(Supplier.identifier,),
    ),
    Kind(
        ProcurementStep,
        title=ProcurementStep.label,
        order=(_small(ProcurementStep.label), ProcurementStep.id),
        details=(Contract.number, Contract.title),
        joins=((ProcurementStep.contract,),),
    ),
    Kind(
        PurchaseOrder,
        title=PurchaseOrder.subject,
        order=(_small(PurchaseOrder.subject), PurchaseOrder.id),
        details=(PurchaseOrder.number, Contract.number),
        joins=((PurchaseOrder.contract,),),
        references=(PurchaseOrder.number,),
    ),
    Kind(
        Deliverable,
        title=Deliverable.name,
        order=(_small(Deliverable.name), Deliverable.id),
        details=(Contract.number, Contract.title),
        joins=((Deliverable.contract,),),
    ),
    Kind(
        Invoice,
        title=Invoice.number,
        order=(_small(Invoice.number), Invoice.id),
        details=(Supplier.name, Contract.number),
        joins=((Invoice.supplier,), (Invoice.contract,)),
        references=(Invoice.number,),
    ),
    Kind(LateInterestRate, title=LateInterestRate.source, order=(LateInterestRate.valid_from.desc(),)),
    Kind(
        Amendment,
        title=Amendment.subject,
        order=(_small(Amendment.subject), Amendment.id),
        details=(Contract.number, Contract.title),
        joins=((Amendment.contract,),),
    ),
    Kind(
        Renewal,
        title=Contract.title,
        order=(Renewal.id,),
        details=(Contract.number,),
        joins=((Renewal.contract,),),
    ),
    Kind(
        Subcontract,
        title=Subcontract.subject,
        order=(_small(Subcontract.subject), Subcontract.id),
        details=(Supplier.name, Contract.number),
        joins=((Subcontract.supplier,), (Subcontract.contract,)),
    ),
    Kind(
        SubcontractChange,
        title=Subcontract.subject,
        order=(SubcontractChange.id,),
        details=(Supplier.name,),
        joins=((SubcontractChange.subcontract,), (Subcontract.supplier,)),
    ),
    Kind(
        Advance,
        title=Contract.title,
        order=(Advance.id,),
        details=(Contract.number,),
        joins=((Advance.contract,),),
    ),
    Kind(
        Penalty,
        title=Penalty.reason,
        order=(_small(Penalty.reason), Penalty.id),
        details=(Contract.number, Contract.title),
        joins=((Penalty.contract,),),
    ),
    Kind(
        Evaluation,
        title=Supplier.name,
        order=(Evaluation.evaluated_on.desc(), Evaluation.id),
        details=(Contract.number, Contract.title),
        joins=((Evaluation.supplier,), (Evaluation.contract,)),
    ),
    Kind(
        Tender,
        title=Supplier.name,
        order=(Tender.contract_id, Tender.position, Tender.id),
        details=(Contract.number, Contract.title),
        joins=((Tender.supplier,), (Tender.contract,)),
    ),
    Kind(PurchaseFamily, title=PurchaseFamily.name, order=(PurchaseFamily.code,), references=(PurchaseFamily.code,)),
    Kind(ProcedureTemplate, title=ProcedureTemplate.label, order=(ProcedureTemplate.id,)),
    Kind(
        TemplateStep,
        title=TemplateStep.label,
        order=(_small(TemplateStep.label), TemplateStep.id),
        details=(ProcedureTemplate.label,),
        joins=((TemplateStep.template,),),
    ),
    Kind(Threshold, title=Threshold.legal_basis, order=(Threshold.valid_from.desc(),)),
    Kind(LegalFigure, title=LegalFigure.legal_basis, order=(LegalFigure.valid_from.desc(),)),
    Kind(SpecificService, title=SpecificService.label, order=(SpecificService.first_cpv,)),
    Kind(LegalDelay, title=LegalDelay.article, order=(_small(LegalDelay.article), LegalDelay.id)),
    Kind(SittingDate, title=SittingDate.notes, order=(SittingDate.day,)),
    Kind(SchoolHoliday, title=SchoolHoliday.label, order=(_small(SchoolHoliday.label),)),
    Kind(
        Organisation,
        title=Organisation.name,
        order=(Organisation.sort_key,),
        details=(Organisation.acronym, Arrondissement.name),
        joins=((Organisation.arrondissement,),),
        references=(Organisation.siret, Organisation.acronym),
        private_references=(Organisation.email,),
    ),
    Kind(
        Referent,
        title=_full_name,
        order=(Referent.id,),
        details=(Arrondissement.name,),
        joins=((Referent.user,), (Referent.arrondissement,)),
    ),
    Kind(
        Absence,
        title=_full_name,
        order=(Absence.id,),
        details=(_name(_replacement.first_name, _replacement.last_name), Absence.note),
        joins=((Absence.user,), (_replacement, Absence.replacement)),
    ),
    Kind(Arrondissement, title=Arrondissement.name, order=(Arrondissement.number,)),
    Kind(InstanceType, title=InstanceType.label, order=(_small(InstanceType.label),), references=(InstanceType.code,)),
    Kind(
        College,
        title=College.name,
        order=(_small(College.name),),
        details=(InstanceType.label, Instance.name),
        joins=((College.type,), (College.instance,)),
    ),
    Kind(
        Seat,
        title=Instance.name,
        order=(Seat.id,),
        details=(literal("n° ") + cast(Seat.number, String), College.name),
        joins=((Seat.instance,), (Seat.college,)),
    ),
    Kind(
        MandateFunction,
        title=MandateFunction.label,
        order=(_small(MandateFunction.label),),
        details=(Instance.name,),
        joins=((MandateFunction.instance,),),
        references=(MandateFunction.code,),
    ),
    Kind(
        OutgoingMail,
        title=OutgoingMail.subject,
        order=(_small(OutgoingMail.subject), OutgoingMail.created_at.desc()),
        details=(Meeting.title,),
        joins=((OutgoingMail.meeting,),),
    ),
    Kind(
        MailRecipient,
        title=MailRecipient.name,
        order=(_small(MailRecipient.name), MailRecipient.id.desc()),
        details=(OutgoingMail.subject,),
        joins=((MailRecipient.mail,),),
        private_references=(MailRecipient.address,),
    ),
    Kind(
        PaperTemplate,
        title=PaperTemplate.name,
        order=(_small(PaperTemplate.name), PaperTemplate.number.desc()),
        details=(PaperTemplate.file_name,),
    ),
    Kind(DeadlineRule, title=DeadlineRule.label, order=(_small(DeadlineRule.label),)),
    Kind(
        User,
        title=_full_name,
        order=(_small(User.last_name), _small(User.first_name)),
        details=(User.username, User.email),
        references=(User.username, User.email),
    ),
)


def search_everywhere(
    session: AnySession,
    query: str,
    models: Collection[type],
    *,
    with_private: bool,
    limit: int,
    translate: Translate = str,
) -> tuple[Found, ...]:
    """The rows of these classes that hold every word of the query, at most `limit` of each, in one statement.

    `with_private` says whether the reader has the right to personal data. An empty query finds nothing.
    """
    kinds = [kind for kind in KINDS if kind.model in models]
    if not fold(query) or not kinds:
        return ()
    parts = []
    for index, kind in enumerate(kinds):
        criterion = _criterion(session, kind, query, with_private=with_private, translate=translate)
        references = (*kind.references, *kind.private_references) if with_private else kind.references
        best = _best(kind, criterion, _rank(kind, query, references), limit + 1)
        parts.append(_named(index, kind, best))
    statement = union_all(*parts) if len(parts) > 1 else parts[0]
    rows = session.execute(statement, execution_options=ROW_BY_ROW).all()
    found = []
    for index, kind in enumerate(kinds):
        of_kind = sorted((row for row in rows if row.kind == index), key=lambda row: row.place)
        if of_kind:
            found.append((of_kind[0].rank, _found(kind, of_kind, limit)))
    # Stable: kinds of equal standing keep the order in which they are declared.
    return tuple(group for _, group in sorted(found, key=lambda pair: pair[0] != _EXACT))


def _criterion(
    session: AnySession, kind: Kind, query: str, *, with_private: bool, translate: Translate
) -> ColumnElement[bool]:
    """The rows that hold the words; of a table that grows with the city, the first of them and those that begin so.

    The first that the reader sees: each is read through the session, unless she sees them all.
    """
    model = kind.model
    is_long = model in SORT_TABLES
    texts = texts_asked(session, model, query, with_private=with_private) if is_long else None
    if texts is None:
        return matching(session, model, query, with_private=with_private, translate=translate)
    ids = texts.found
    if not texts.is_in_sight and not sees_all(session, model):
        ids = select(model.id).where(model.id.in_(texts.found))
    found = ids.order_by(ids.selected_columns[0]).limit(_MOST_COMPARED).subquery()
    compared = [
        select(*found.c),
        *(_beginning(kind.model, words) for words in _said(query) if hasattr(kind.model, "sort_key")),
    ]
    criterion: ColumnElement[bool] = kind.model.id.in_(union_all(*compared) if len(compared) > 1 else compared[0])
    return criterion


def _beginning(model: Any, words: str) -> Select[Any]:
    """The ids of the rows that an index of names gives first from these words on, as far as they begin with them."""
    key = model.sort_key
    near = select(model.id, key).where(key >= words).order_by(key, model.id).limit(_MOST_BEGINNING).subquery()
    return select(near.c.id).where(near.c.sort_key.startswith(words, autoescape=True))


def _said(query: str) -> list[str]:
    return sorted({query.strip().lower(), fold(query)})


def _rank(kind: Kind, query: str, references: Sequence[Text]) -> ColumnElement[int]:
    typed = query.strip().lower()
    name = kind.order[0]
    whens: list[tuple[ColumnElement[bool], int]] = [(func.lower(item) == typed, _EXACT) for item in references]
    whens += [(func.replace(item, " ", "") == typed.replace(" ", ""), _EXACT) for item in references]
    if isinstance(name.type, String):
        said = _said(query)
        whens.append((name.in_(said), _SAME_NAME))
        whens += [(name.startswith(words, autoescape=True), _BEGINS) for words in said]
    return case(*whens, else_=_HOLDS) if whens else literal(_HOLDS)


def _best(kind: Kind, criterion: ColumnElement[bool], rank: ColumnElement[int], limit: int) -> Any:
    """The ids of the first rows of a kind, their rank and place: what they are called is read for these alone."""
    order = (rank, *kind.order, kind.model.id)
    place = func.row_number().over(order_by=order).label("place")
    ids = select(kind.model.id, rank.label("rank"), place).where(criterion, *kind.where).order_by(*order).limit(limit)
    return ids.subquery()


def _named(index: int, kind: Kind, best: Any) -> Select[Any]:
    detail: ColumnElement[Any] = literal("", String)
    for item in kind.details:
        detail = detail + func.coalesce(_SEPARATOR + item, "")
    named = select(
        literal(index).label("kind"),
        kind.model.id.label("id"),
        cast(kind.title, String).label("title"),
        detail.label("detail"),
        best.c.rank.label("rank"),
        best.c.place.label("place"),
    ).select_from(kind.model)
    for join in kind.joins:
        named = named.outerjoin(join[1].of_type(join[0])) if len(join) > 1 else named.outerjoin(join[0])
    return named.join(best, best.c.id == kind.model.id)


def _found(kind: Kind, rows: Sequence[Any], limit: int) -> Found:
    hits = tuple(
        Hit(row.id, row.title or "", row.detail.removeprefix(_SEPARATOR), row.rank == _EXACT) for row in rows[:limit]
    )
    return Found(kind.model, hits, len(rows) > limit)
