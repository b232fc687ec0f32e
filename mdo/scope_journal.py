"""What of the journal a reader without limits reads: what the screens show of the same rows, and no more.

Read by `mdo.scope`. An entry is read by the table of its rows, as the role has it; what belongs to an account, by that
account; what suppliers offered, as `mdo.scope_awards` says. A table without a screen is read by nobody. A reader with
limits reads no journal; the program, which is nobody, reads it all.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, false, or_, select

from mdo.context import Context
from mdo.scope_awards import AWARDED, Sight, sight_of
from mdo.scope_options import Narrowing
from models.contracts import Contract
from models.journal import JournalChange, JournalEntry

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

# By a name of its own, as in `mdo.scope_clauses`.
_change = JournalChange.__table__.alias()
_contract = Contract.__table__.alias()


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
