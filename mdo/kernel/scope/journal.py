"""What of the journal a reader without limits reads: what the screens show of the same rows, and no more.

Read by `mdo.kernel.scope.reading`. An entry is read by the table of its rows, as the role has it; what belongs to an
account, by that account; what suppliers offered, as `mdo.kernel.scope.awards` says. A table without a screen is
read by nobody. The program, which is nobody, reads it all.

A reader with limits reads no journal. Where she puts rows back (`mdo.kernel.base.context.read_deletions`), she reads
the deletions of those that she would write, were they still there: by the place that each had.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from mdo.kernel.base.context import Context
from mdo.kernel.scope.awards import AWARDED, Sight, sight_of
from mdo.kernel.scope.clauses import readable_people, reads_organisation, writable_instances
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.options import Narrowing
from models.attendance import Attendance
from models.base import Model
from models.contracts import Contract
from models.instances import Instance
from models.journal import ChangeAction, JournalChange, JournalEntry
from models.organisations import Organisation
from models.placement import (
    AsInstance,
    AsPerson,
    ByArrondissement,
    ByInstance,
    ByMeeting,
    OfNetwork,
    OwnedByUser,
)
from models.types import number_at

_LISTED, _SHOWN = "can_list", "can_show"
_OF_A_BODY = ("InstanceView", "PersonView", "OrganisationView", "MandateView")

# The screens of each table: to see one of them is to read the changes of its rows.
SCREENS: dict[str, tuple[str, ...]] = {
    "Absence": ("AbsenceView",),
    "AccessibilityStatement": ("AccessibilityView",),
    "ActionItem": ("ActionView",),
    "Advance": ("AdvanceView",),
    "AgendaItem": ("MeetingView",),
    "Amendment": ("AmendmentView",),
    "Arrondissement": ("ArrondissementView",),
    "Attendance": ("AttendanceView",),
    "AwardCriterion": ("TenderView",),
    "CalendarFeed": ("CalendarFeedView",),
    "College": ("CollegeView",),
    "CommitteeOpinion": ("TenderView",),
    "Confirmation": _OF_A_BODY,
    "Contract": ("ContractView",),
    "ContractDocument": ("ContractView",),
    "ContractHolder": ("ContractView",),
    "CouncilRequest": ("RequestView",),
    "DeadlineRule": ("DeadlineRuleView",),
    "Decision": ("DecisionView",),
    "Deliverable": ("DeliverableView",),
    "DuplicateCandidate": ("DuplicateView",),
    "Evaluation": ("EvaluationView",),
    "EveningHours": ("EveningView",),
    "Instance": ("InstanceView",),
    "InstanceType": ("InstanceTypeView",),
    "Invoice": ("InvoiceView",),
    "InvoiceLine": ("InvoiceView",),
    "LateInterestRate": ("RateView",),
    "LegalDelay": ("LegalDelayView",),
    "LegalFigure": ("LegalFigureView",),
    "Mandate": ("MandateView",),
    "MandateFunction": ("FunctionView",),
    "Meeting": ("MeetingView",),
    "MeetingDocument": ("DocumentView",),
    "MeetingSeries": ("SeriesView",),
    "MeetingStep": ("MeetingView",),
    "NegotiationRound": ("TenderView",),
    "OpenDataRelease": ("OpenDataView",),
    "Organisation": ("OrganisationView",),
    "PaperTemplate": ("TemplateView", "TemplateVersionView"),
    "Penalty": ("PenaltyView",),
    "Person": ("PersonView",),
    "ProcedureTemplate": ("ProcedureView",),
    "ProcurementStep": ("StepView",),
    "PurchaseFamily": ("FamilyView",),
    "PurchaseOrder": ("OrderView",),
    "PurchaseOrderLine": ("OrderView",),
    "Referent": ("ReferentView",),
    "Renewal": ("RenewalView",),
    "Role": ("RoleView",),
    "SavedView": ("SavedViewView",),
    "SchoolHoliday": ("SchoolHolidayView",),
    "Seat": ("SeatView",),
    "SessionQuestion": ("QuestionView",),
    "SittingDate": ("SittingView",),
    "SpecificService": ("SpecificServiceView",),
    "Subcontract": ("SubcontractView",),
    "SubcontractChange": ("SubcontractChangeView",),
    "SheetElimination": ("EliminationView",),
    "Supplier": ("SupplierView",),
    "SupplierContact": ("SupplierView",),
    "TemplateStep": ("TemplateStepView",),
    "Tender": ("TenderView",),
    "TenderMark": ("TenderView",),
    "TenderRevision": ("TenderView",),
    "Threshold": ("ThresholdView",),
    "Topic": ("TopicView",),
    "User": ("AccountView",),
}
# Nothing of these but contact details: they need the right to them besides.
PERSONAL = frozenset({"SupplierContact"})
_PERSONAL_DATA = ("PersonalData", "can_read")

# By a name of its own, as in `mdo.kernel.scope.clauses`.
_change = JournalChange.__table__.alias()
_contract = Contract.__table__.alias()
_organisation = Organisation.__table__.alias()


def journal_criteria(context: Context) -> tuple[Narrowing, ...]:
    """The options that narrow the journal for a reader without limits."""
    if context.scope.user_id is None:
        return ()
    return _criteria(readable_models(context.rights), context.scope.user_id, sight_of(context))


@lru_cache(maxsize=32)
def readable_models(rights: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The tables of which these rights show a list or a record."""
    return tuple(
        name
        for name, views in SCREENS.items()
        if any((view, right) in rights for view in views for right in (_LISTED, _SHOWN))
        and (name not in PERSONAL or _PERSONAL_DATA in rights)
    )


@lru_cache(maxsize=128)
def _criteria(models: tuple[str, ...], user_id: int, sight: Sight) -> tuple[Narrowing, ...]:
    read = _readable(_change.c, models, user_id, sight)
    shown: Select[Any] = select(_change.c.id).where(read)
    return (
        Narrowing(JournalChange, _readable(JournalChange, models, user_id, sight)),
        Narrowing(JournalEntry, lambda cls: shown.where(_change.c.entry_id == cls.id).exists()),
    )


def _readable(change: Any, models: tuple[str, ...], user_id: int, sight: Sight) -> Any:
    opened = _contract.c.state.in_(AWARDED) if sight is Sight.AWARDED else false()
    clauses = [change.model.in_(models), or_(change.owner_id.is_(None), change.owner_id == user_id)]
    if sight is not Sight.ALL:
        contracts = select(_contract.c.id).where(opened)
        clauses.append(or_(change.contract_id.is_(None), change.contract_id.in_(contracts)))
    return and_(*clauses)


# ---- Deletions, for a reader with limits -----------------------------------------------------------------------------

# As many arrondissements as a body may have: Lyon has nine.
_MOST_PLACES = 9


def deletions_criteria(scope: Scope, rights: frozenset[tuple[str, str]]) -> tuple[Narrowing, ...]:
    """The options that open to a limited reader the deletions of the rows that she would write."""
    hers: Select[Any] = select(_change.c.id).where(_is_hers(_change.c, scope, rights))
    return (
        Narrowing(JournalChange, _is_hers(JournalChange, scope, rights)),
        Narrowing(JournalEntry, lambda cls: hers.where(_change.c.entry_id == cls.id).exists()),
    )


def _is_hers(change: Any, scope: Scope, rights: frozenset[tuple[str, str]]) -> ColumnElement[bool]:
    """By what places the rows of each table: those of a body, which are most, are asked once for all of them."""
    names = _by_placement(readable_models(rights))
    clauses = [change.model.in_(names[OwnedByUser]) & (change.owner_id == scope.user_id)]
    if scope.reach is Reach.ARRONDISSEMENTS:
        ids = sorted(scope.arrondissement_ids)
        bodies, gone = writable_instances(scope), _gone_bodies(ids)
        in_body = or_(change.instance_id.in_(bodies), change.instance_id.in_(gone))
        unplaced = change.arrondissement_id.is_(None)
        clauses += [
            change.model.in_(names[AsInstance]) & change.row_id.in_(gone),
            change.model.in_([*names[ByInstance], *names[ByMeeting]]) & in_body,
            change.model.in_([*names[ByArrondissement], *names[AsPerson]]) & change.arrondissement_id.in_(ids),
            change.model.in_(names[AsPerson]) & unplaced & (_held(change, "created_by_id") == scope.user_id),
            *(
                (change.model == name) & (_held(change, column) == scope.user_id)
                for name, column in _owners()
                if name in readable_models(rights)
            ),
        ]
    clauses = [or_(*clauses), _names_nobody_hidden(change, scope)]
    return and_(change.action == ChangeAction.DELETE, *clauses)


@cache
def _by_placement(models: tuple[str, ...]) -> Mapping[type, list[str]]:
    """These tables, by the kind of what places their rows."""
    found: dict[type, list[str]] = defaultdict(list)
    for mapper in Model.registry.mappers:
        if mapper.class_.__name__ in models:
            found[type(mapper.class_.__placement__)].append(mapper.class_.__name__)
    return found


@cache
def _owners() -> tuple[tuple[str, str], ...]:
    """The tables whose rows an account writes wherever they are, each with the column that names it."""
    found = []
    for mapper in Model.registry.mappers:
        placement = getattr(mapper.class_, "__placement__", None)
        if isinstance(placement, OfNetwork):
            found.append((mapper.class_.__name__, placement.owner))
        elif isinstance(placement, ByMeeting) and placement.has_owner:
            found.append((mapper.class_.__name__, "owner_id"))
    return tuple(found)


def _gone_bodies(ids: list[int]) -> Select[Any]:
    """Ids of the deleted bodies that had arrondissements, and none but these."""
    places = (number_at(_change.c.fields, "arrondissements", 0, number) for number in range(_MOST_PLACES))
    first, *others = places
    return select(_change.c.row_id).where(
        _change.c.model == Instance.__name__,
        _change.c.action == ChangeAction.DELETE,
        first.in_(ids),
        *(or_(other.is_(None), other.in_(ids)) for other in others),
    )


def _names_nobody_hidden(change: Any, scope: Scope) -> ColumnElement[bool]:
    """A line of attendance bears the name of whom it is about: a guest may be out of sight."""
    person, organisation = _held(change, "person_id"), _held(change, "organisation_id")
    seen = select(_organisation.c.id).where(_organisation.c.id == organisation)
    return or_(
        change.model != Attendance.__name__,
        and_(
            or_(person.is_(None), person.in_(readable_people(scope))),
            or_(organisation.is_(None), seen.where(reads_organisation(_organisation.c, scope)).exists()),
        ),
    )


def _held(change: Any, column: str) -> Any:
    """What a column of a deleted row held, a number."""
    return number_at(change.fields, column, 0)
