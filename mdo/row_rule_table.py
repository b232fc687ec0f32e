"""What is asked of the rows of each table, whatever door writes them: forms, undo and restore read it here.

A table that is not here has its constraints alone. Importers plan thousands of lines and call the same functions with
what they hold in memory; `tests/project/test_one_door.py` compares all of them.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from mdo.accessibility import check_statement
from mdo.archives.sheets import check_not_destroyed
from mdo.calendar.feeds import check_count
from mdo.context import AnySession, context_of
from mdo.contracts.advances import check_advance, check_penalty
from mdo.contracts.amendments import check_amendment, check_no_longer_in_force
from mdo.contracts.deliverables import check_deliverable
from mdo.contracts.family import follow_lots
from mdo.contracts.holders import check_holder, check_someone_holds
from mdo.contracts.invoices import check_invoice
from mdo.contracts.orders import check_order
from mdo.contracts.renewals import check_not_renewed, check_renewal
from mdo.contracts.room import check_room_after, check_room_without
from mdo.contracts.rules import check_contract, check_group, check_removal
from mdo.contracts.steps import check_step
from mdo.contracts.subcontracting import check_change, check_subcontract
from mdo.contracts.terms import AWARDED_STATES
from mdo.instances.lifecycle import check_instance
from mdo.instances.rules import check_rules, rules_of_type
from mdo.instances.structure import check_college, check_function, check_seat, check_structure, check_type
from mdo.meetings import attendance
from mdo.meetings.actions import check_action
from mdo.meetings.marking import check_line
from mdo.meetings.questions import check_question
from mdo.meetings.states import check_meeting
from mdo.network import topics
from mdo.network.days import check_holiday
from mdo.network.referents import check_absence, check_referent, other_absences, other_referents
from mdo.organisations.rules import check_organisation
from mdo.people.mandate_rules import check_mandate, others_of
from mdo.people.persons import check_person
from mdo.procurement.families import check_family
from mdo.procurement.figures import check_figure, stored_figures
from mdo.procurement.specific import check_service
from mdo.procurement.thresholds import check_threshold, stored_thresholds
from mdo.relations import is_brought_back, is_set
from mdo.requests.rules import check_request
from mdo.saved_views import check_name, check_still_shared
from mdo.suppliers.evaluations import check_evaluation
from mdo.suppliers.rules import check_not_twice, check_supplier
from mdo.tenders.award_rules import check_award
from mdo.tenders.remedies import check_ending, check_regularisation
from mdo.tenders.rules import (
    check_as_judged,
    check_mark,
    check_only_tender,
    check_opinion,
    check_opinion_kept,
    check_round,
    check_round_removal,
    check_tender,
    check_tender_kept,
    rounds_of,
)
from mdo.tenders.writing import check_criterion, check_unmarked
from models.accessibility import AccessibilityStatement
from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.attendance import Attendance
from models.calendar import CalendarFeed
from models.contracts import Contract, ContractHolder, ProcurementStep
from models.execution import Deliverable, Invoice, OrderState, PurchaseOrder, PurchaseOrderLine
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.meetings import ActionItem, Meeting, SessionQuestion
from models.network import Absence, Referent, SchoolHoliday
from models.organisations import Organisation
from models.people import Mandate, Person
from models.preferences import SavedView
from models.procurement import LegalFigure, PurchaseFamily, SpecificService, Threshold
from models.requests import CouncilRequest
from models.suppliers import Supplier
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark
from models.topics import Topic

Rule = Callable[[AnySession, Any, dt.date], None]
# Asked before a row goes with the operation that made it; what it returns is asked once all of them are gone.
UndoneRule = Callable[[AnySession, Any, dt.date], Callable[[], None] | None]


def nothing(session: AnySession, row: Any, today: dt.date) -> None:
    """Constraints alone."""


@dataclass(frozen=True)
class RowRules:
    """The rules of a table. Each raises RuleViolation.

    `written` tidies and judges a row that a form is about to write. `stored` judges one that an undo wrote, as a whole:
    the same unless said otherwise. `removal` judges a deletion, and `undone` that of a row whose creation is undone.
    """

    written: Rule
    stored: Rule | None = None
    removal: Rule = nothing
    undone: UndoneRule | None = None


def _write_instance(session: AnySession, row: Instance, today: dt.date) -> None:
    check_instance(row, today)
    check_structure(session, row)


def _stored_instance(session: AnySession, row: Instance, today: dt.date) -> None:
    check_instance(row, today)
    check_structure(session, row, is_written=True)


def _write_type(session: AnySession, row: InstanceType, today: dt.date) -> None:
    check_rules(rules_of_type(row))
    check_type(session, row)


def _stored_type(session: AnySession, row: InstanceType, today: dt.date) -> None:
    check_rules(rules_of_type(row))
    check_type(session, row, is_written=True)


def _write_mandate(session: AnySession, row: Mandate, today: dt.date) -> None:
    if row.instance is not None and row.function is not None:  # else the form has already asked for them
        check_mandate(row, others_of(session, row), today)


def _write_attendance(session: AnySession, row: Attendance, today: dt.date) -> None:
    check_not_destroyed(session, row.meeting_id)
    attendance.check_once(session, row)
    check_line(session, row)


def _write_topic(session: AnySession, row: Topic, today: dt.date) -> None:
    is_mission = context_of(session).scope.is_unlimited
    topics.check_topic(row, is_stored=inspect(row).persistent, is_mission=is_mission)


def _write_holiday(session: AnySession, row: SchoolHoliday, today: dt.date) -> None:
    with session.no_autoflush:
        check_holiday(row, session.scalars(select(SchoolHoliday)).all())


def _write_request(session: AnySession, row: CouncilRequest, today: dt.date) -> None:
    check_request(row, today)
    _name_responsible(session, row)


def _name_responsible(session: AnySession, row: Any, above: Any = None) -> None:
    """Who creates a row answers for it when she names nobody, after who answers for what it is a part of."""
    if inspect(row).persistent or row.responsible is not None or row.responsible_id is not None:
        return
    actor_id = context_of(session).actor_id
    if above is not None and above.responsible is not None:
        row.responsible = above.responsible
    elif actor_id is not None:
        row.responsible = session.get(User, actor_id)


def _write_supplier(session: AnySession, row: Supplier, today: dt.date) -> None:
    check_supplier(row)
    check_not_twice(session, row)


def _write_threshold(session: AnySession, row: Threshold, today: dt.date) -> None:
    with session.no_autoflush:
        check_threshold(row, stored_thresholds(session))


def _write_figure(session: AnySession, row: LegalFigure, today: dt.date) -> None:
    with session.no_autoflush:
        check_figure(row, stored_figures(session))


def _write_view(session: AnySession, row: SavedView, today: dt.date) -> None:
    check_name(session, row)


def _stored_view(session: AnySession, row: SavedView, today: dt.date) -> None:
    check_name(session, row)
    check_still_shared(session, row)


# ---- Contracts -------------------------------------------------------------------------------------------------------


def _write_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    with session.no_autoflush:  # they ask what was set since the row was read
        check_award(session, row)
        check_ending(session, row)
        check_contract(session, row, today)
        _name_responsible(session, row, row.allotment or row.framework)


def _written_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    """The file, and the one that it is a lot of, which goes on with its lots."""
    _write_contract(session, row, today)
    with session.no_autoflush:
        if row.allotment is not None and is_set(row, ("state",)):
            follow_lots(row.allotment)


def _stored_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    """The file, and what was done on it since: a contract that is awarded no longer has no order and no invoice."""
    _write_contract(session, row, today)
    if row.state in AWARDED_STATES or not is_set(row, ("state",)):
        return
    issued = select(PurchaseOrder).where(PurchaseOrder.state == OrderState.ISSUED)
    for model, statement in ((PurchaseOrder, issued), *((model, select(model)) for model in _OF_AWARDED)):
        part = session.scalars(statement.where(model.contract_id == row.id).order_by(model.id).limit(1)).first()
        if part is not None:
            RULES[model].written(session, part, today)


_OF_AWARDED: tuple[Any, ...] = (Invoice, Amendment, Renewal, Subcontract, Evaluation)


def _write_holder(session: AnySession, row: ContractHolder, today: dt.date) -> None:
    if inspect(row.contract).persistent:
        session.expire(row.contract, ["holders"])  # as an undo has just written them
    check_holder(session, row)


def _undo_holder(session: AnySession, row: ContractHolder, today: dt.date) -> Callable[[], None]:
    contract = row.contract

    def someone_is_left() -> None:
        if inspect(contract).persistent:
            session.expire(contract, ["holders"])
        if inspect(contract).persistent and not contract.lots:
            check_someone_holds(contract, contract.holders)
            check_group(contract)

    return someone_is_left


def _write_amendment(session: AnySession, row: Amendment, today: dt.date) -> None:
    check_amendment(row, stored_thresholds(session), stored_figures(session), today)
    check_room_after(session, row, today)


def _undo_amendment(session: AnySession, row: Amendment, today: dt.date) -> None:
    """The end that it moved and the holder that it brought go back with it; what was ordered since does not."""
    check_room_without(session, row, today)


def _undo_renewal(session: AnySession, row: Renewal, today: dt.date) -> None:
    """The end that it moved goes back with it."""


def _write_order(session: AnySession, row: PurchaseOrder, today: dt.date) -> None:
    check_order(session, row)


def _write_line(session: AnySession, row: PurchaseOrderLine, today: dt.date) -> None:
    check_order(session, row.order)  # the line that comes back may pass the maximum


def _undo_line(session: AnySession, row: PurchaseOrderLine, today: dt.date) -> Callable[[], None]:
    order = row.order

    def order_holds() -> None:
        if inspect(order).persistent:
            session.expire(order, ["lines"])
            check_order(session, order)

    return order_holds


# ---- Tenders ---------------------------------------------------------------------------------------------------------


def _write_tender(session: AnySession, row: Tender, today: dt.date) -> None:
    check_tender(row, today)
    check_only_tender(session, row)
    check_as_judged(row)
    check_regularisation(session, row, today)


def _write_mark(session: AnySession, row: TenderMark, today: dt.date) -> None:
    if not is_brought_back(row.tender):  # its marks are those that it had
        check_mark(row, row.tender, row.criterion)


def _write_round(session: AnySession, row: NegotiationRound, today: dt.date) -> None:
    check_round(row.number, row.held_on, row.contract, rounds_of(session, row.contract), today)


def _write_opinion(session: AnySession, row: CommitteeOpinion, today: dt.date) -> None:
    check_opinion(row, row.contract, today)
    check_opinion_kept(session, row, is_deleted=False)


RULES: Mapping[type, RowRules] = {
    Person: RowRules(lambda session, row, today: check_person(row, today)),
    Organisation: RowRules(lambda session, row, today: check_organisation(row)),
    Instance: RowRules(_write_instance, _stored_instance),
    InstanceType: RowRules(_write_type, _stored_type),
    Seat: RowRules(
        lambda session, row, today: check_seat(session, row),
        lambda session, row, today: check_seat(session, row, is_written=True),
    ),
    College: RowRules(
        lambda session, row, today: check_college(session, row),
        lambda session, row, today: check_college(session, row, is_written=True),
    ),
    MandateFunction: RowRules(
        lambda session, row, today: check_function(session, row),
        lambda session, row, today: check_function(session, row, is_written=True),
    ),
    Mandate: RowRules(_write_mandate, nothing),  # many at once: mdo/row_rules.py reads their neighbours together
    Referent: RowRules(lambda session, row, today: check_referent(row, other_referents(session, row))),
    Absence: RowRules(lambda session, row, today: check_absence(row, other_absences(session, row))),
    SchoolHoliday: RowRules(_write_holiday),
    Topic: RowRules(_write_topic, removal=lambda session, row, today: topics.check_delete(row)),
    Meeting: RowRules(lambda session, row, today: check_meeting(row, today)),
    Attendance: RowRules(_write_attendance, removal=lambda session, row, today: attendance.check_removal(session, row)),
    ActionItem: RowRules(lambda session, row, today: check_action(row, today)),
    SessionQuestion: RowRules(lambda session, row, today: check_question(row)),
    CouncilRequest: RowRules(_write_request),
    Supplier: RowRules(_write_supplier),
    Contract: RowRules(
        _written_contract,
        _stored_contract,
        removal=lambda session, row, today: check_removal(row),
    ),
    ContractHolder: RowRules(_write_holder, undone=_undo_holder),
    ProcurementStep: RowRules(lambda session, row, today: check_step(row, today)),
    Amendment: RowRules(
        _write_amendment,
        removal=lambda session, row, today: check_no_longer_in_force(row),
        undone=_undo_amendment,
    ),
    Renewal: RowRules(
        lambda session, row, today: check_renewal(row, today),
        removal=lambda session, row, today: check_not_renewed(row),
        undone=_undo_renewal,
    ),
    Subcontract: RowRules(check_subcontract),
    SubcontractChange: RowRules(check_change),
    Advance: RowRules(lambda session, row, today: check_advance(row, today)),
    Penalty: RowRules(lambda session, row, today: check_penalty(row, today)),
    Evaluation: RowRules(check_evaluation),
    PurchaseOrder: RowRules(_write_order),
    PurchaseOrderLine: RowRules(_write_line, undone=_undo_line),
    Deliverable: RowRules(lambda session, row, today: check_deliverable(row, today)),
    Invoice: RowRules(check_invoice),
    Tender: RowRules(_write_tender, removal=lambda session, row, today: check_tender_kept(row)),
    AwardCriterion: RowRules(
        lambda session, row, today: check_criterion(session, row),
        removal=lambda session, row, today: check_unmarked(session, row.contract_id),
    ),
    TenderMark: RowRules(_write_mark),
    NegotiationRound: RowRules(
        _write_round,
        removal=lambda session, row, today: check_round_removal(row, row.contract, rounds_of(session, row.contract)),
    ),
    CommitteeOpinion: RowRules(
        _write_opinion, removal=lambda session, row, today: check_opinion_kept(session, row, is_deleted=True)
    ),
    PurchaseFamily: RowRules(lambda session, row, today: check_family(row, today)),
    Threshold: RowRules(_write_threshold),
    LegalFigure: RowRules(_write_figure),
    SpecificService: RowRules(lambda session, row, today: check_service(row)),
    AccessibilityStatement: RowRules(lambda session, row, today: check_statement(row, today)),
    CalendarFeed: RowRules(lambda session, row, today: check_count(session, row.user_id, but=row.id)),
    SavedView: RowRules(_write_view, _stored_view),
}
