"""The rules of stored rows of any kind, for what comes back to the register without a form: undo and restore."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect

from mdo.context import AnySession
from mdo.contracts.advances import check_advance, check_penalty
from mdo.contracts.amendments import check_amendment
from mdo.contracts.deliverables import check_deliverable
from mdo.contracts.invoices import check_invoice
from mdo.contracts.orders import check_order
from mdo.contracts.renewals import check_renewal
from mdo.contracts.rules import check_contract
from mdo.contracts.subcontracting import check_change, check_subcontract
from mdo.errors import RuleViolation
from mdo.instances.lifecycle import check_instance
from mdo.instances.rules import check_rules, rules_of_type
from mdo.instances.structure import check_college, check_function, check_seat, check_structure, check_type
from mdo.meetings.states import check_meeting
from mdo.messages import N_
from mdo.network.referents import check_absence, check_referent, other_absences, other_referents
from mdo.organisations.rules import check_organisation
from mdo.people.mandate_rules import Neighbours, check_mandate
from mdo.people.persons import check_person
from mdo.procurement.figures import stored_figures
from mdo.procurement.thresholds import stored_thresholds
from mdo.requests.rules import check_request
from mdo.suppliers.evaluations import check_evaluation
from mdo.suppliers.rules import check_supplier
from mdo.tenders.rules import check_opinion, check_tender
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract
from models.execution import Deliverable, Invoice, PurchaseOrder, PurchaseOrderLine
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.meetings import Meeting
from models.network import Absence, Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.requests import CouncilRequest
from models.suppliers import Supplier
from models.tenders import CommitteeOpinion, Tender

_BATCH = 500


def check_rows(session: AnySession, rows: Sequence[Any], today: dt.date) -> None:
    """Raises RuleViolation, with the name of the row and its sentence, for the first that breaks a rule."""
    for broken in broken_rules(session, rows, today):
        raise broken


def broken_rules(session: AnySession, rows: Sequence[Any], today: dt.date) -> Iterator["BrokenRule"]:
    """The rows that break a rule, one refusal for each rule of them; none is left other than it was."""
    mandates = [row for row in rows if isinstance(row, Mandate)]
    for start in range(0, len(mandates), _BATCH):
        batch = mandates[start : start + _BATCH]
        neighbours = Neighbours(session, batch)
        for mandate in batch:
            try:
                with _left_as_it_was(mandate):
                    check_mandate(mandate, neighbours.of(mandate), today, is_written=True)
            except RuleViolation as refusal:
                yield BrokenRule(mandate, refusal)
    for row in rows:
        try:
            with _left_as_it_was(row):
                _check(session, row, today)
                _check_execution(session, row, today)
                _check_procurement(session, row, today)
        except RuleViolation as refusal:
            yield BrokenRule(row, refusal)


def _check(session: AnySession, row: Any, today: dt.date) -> None:
    match row:
        case Person():
            check_person(row, today)
        case Organisation():
            check_organisation(row)
        case Instance():
            check_instance(row, today)
            check_structure(session, row, is_written=True)
        case InstanceType():
            check_rules(rules_of_type(row))
            check_type(session, row, is_written=True)
        case Seat():
            check_seat(session, row, is_written=True)
        case College():
            check_college(session, row, is_written=True)
        case MandateFunction():
            check_function(session, row, is_written=True)
        case Referent():
            check_referent(row, other_referents(session, row))
        case Absence():
            check_absence(row, other_absences(session, row))
        case Meeting():
            check_meeting(row, today)
        case CouncilRequest():
            check_request(row, today)


def _check_execution(session: AnySession, row: Any, today: dt.date) -> None:
    match row:
        case PurchaseOrder():
            check_order(session, row)
        case PurchaseOrderLine():
            check_order(session, row.order)  # the line that comes back may pass the maximum
        case Deliverable():
            check_deliverable(row, today)
        case Invoice():
            check_invoice(session, row, today)


def _check_procurement(session: AnySession, row: Any, today: dt.date) -> None:
    match row:
        case Contract():
            check_contract(session, row, today)
        case Supplier():
            check_supplier(row)
        case Amendment():
            check_amendment(row, stored_thresholds(session), stored_figures(session), today)
        case Renewal():
            check_renewal(row, today)
        case Subcontract():
            check_subcontract(session, row, today)
        case SubcontractChange():
            check_change(session, row, today)
        case Advance():
            check_advance(row, today)
        case Penalty():
            check_penalty(row, today)
        case Evaluation():
            check_evaluation(session, row, today)
        case Tender():
            check_tender(row, today)
        case CommitteeOpinion():
            check_opinion(row, row.contract, today)


@contextmanager
def _left_as_it_was(row: Any) -> Iterator[None]:
    """Rules tidy and complete what a form wrote: here they only judge."""
    before = {attribute.key: getattr(row, attribute.key) for attribute in inspect(type(row)).column_attrs}
    try:
        yield
    finally:
        for name, value in before.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


class BrokenRule(RuleViolation):
    """What would come back breaks a rule: nothing is put back. The sentence holds that of the rule.

    `key` says which row (its class and id), `name` is the row in words.
    """

    def __init__(self, row: Any, rule: RuleViolation) -> None:
        self.key, self.name = (type(row).__name__, row.id), str(row)
        super().__init__(
            N_("Nothing was put back, since « %(name)s » would break a rule. %(rule)s"), name=self.name, rule=rule
        )
