"""Of every table that has rules: what its form refuses, undo and restore refuse, in the words of the form."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mdo.calendar.feeds import MOST_FEEDS
from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from mdo.kernel.rules.declared import RULES
from mdo.kernel.rules.row_rules import check_removal, check_row
from models.applications import ApplicationExpense
from models.attendance import Presence
from models.calendar import CalendarFeed, FeedContent
from models.contracts import ContractState, StepState
from models.instances import InstanceState, Membership
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.judging import CallScenario
from models.meetings import ActionState, MeetingState
from models.preferences import SavedView
from models.procurement import ProcedureCode
from models.procurement import StepNeed as StepPresence
from models.projects import ProjectSpending
from models.readiness import MeetingNeed, MorningLine
from models.requests import FollowUp
from models.tenders import CommitteeAct
from models.topics import Topic, TopicState
from tests.documents.search_rows import link_of_tomorrow
from tests.support import TODAY, calls, orders
from tests.support import amendments as change
from tests.support import factories as make
from tests.support import procurement as buy
from tests.support import projects as follow
from tests.support import tenders as bid
from tests.support.live_links import LiveLinkFactory
from tests.support.replies import replaced_by_nobody

pytestmark = pytest.mark.db
TOMORROW = TODAY + dt.timedelta(days=1)
LATER = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 2)
Made = tuple[Any, dict[str, Any]]  # a row, and the values that its form refuses


def _running() -> Any:
    contract = orders.RunningContractFactory(procedure=ProcedureCode.ADAPTED)
    buy.ContractHolderFactory(contract=contract)
    return contract


def _person() -> Made:
    return make.PersonFactory(), {"birth_year": TODAY.year + 1}


def _organisation() -> Made:
    return make.OrganisationFactory(), {"siret": "12345678901234"}


def _instance() -> Made:
    return make.InstanceFactory(), {"state": InstanceState.DORMANT}


def _type() -> Made:
    kind = make.InstanceTypeFactory(membership=Membership.CLOSED)
    make.SeatFactory(instance=make.InstanceFactory(type=kind))
    return kind, {"membership": Membership.OPEN}


def _seat() -> Made:
    open_body = make.InstanceFactory(type=make.InstanceTypeFactory(membership=Membership.OPEN))
    return make.SeatFactory(), {"instance": open_body}


def _college() -> Made:
    college = make.CollegeFactory(instance=(body := make.InstanceFactory()))
    make.SeatFactory(instance=body, college=college)
    return college, {"instance": make.InstanceFactory()}


def _function() -> Made:
    function = make.MandateFunctionFactory()
    make.MandateFactory(function=function)
    return function, {"instance": make.InstanceFactory()}


def _mandate() -> Made:
    return make.MandateFactory(start_on=DAY), {"ended_on": TODAY}


def _referent() -> Made:
    held = make.ReferentFactory(end_on=DAY)
    row = make.ReferentFactory(user=held.user, arrondissement=held.arrondissement, start_on=TODAY)
    return row, {"start_on": DAY}


def _absence() -> Made:
    held = make.AbsenceFactory(start_on=DAY, end_on=DAY)
    return make.AbsenceFactory(user=held.user, start_on=TODAY, end_on=TODAY), {"start_on": DAY}


def _holiday() -> Made:
    held = make.SchoolHolidayFactory()
    return make.SchoolHolidayFactory(), {"start_on": held.end_on}


def _meeting() -> Made:
    return make.MeetingFactory(), {
        "state": MeetingState.HELD,
        "start_at": LATER,
        "end_at": LATER + dt.timedelta(hours=1),
    }


def _attendance() -> Made:
    """An association convened twice, which no constraint of the table sees."""
    held = make.AttendanceFactory(person=None, organisation=make.OrganisationFactory())
    row = make.AttendanceFactory(meeting=held.meeting, person=None, organisation=make.OrganisationFactory())
    return row, {"organisation_id": held.organisation_id}


def _action() -> Made:
    return make.ActionItemFactory(), {"state": ActionState.DROPPED, "closed_on": DAY}


def _question() -> Made:
    return make.SessionQuestionFactory(asked_by="Une habitante"), {"asked_by": None, "organisation": None}


def _request() -> Made:
    return make.CouncilRequestFactory(), {"follow_up": FollowUp.REFUSED, "answered_on": TODAY}


def _supplier() -> Made:
    return buy.SupplierFactory(), {"vat_number": "FR00123456789"}


def _contract() -> Made:
    contract = _running()
    orders.order_of(contract, "8000")
    return contract, {"amount_excl_tax": Decimal(7000), "maximum_excl_tax": Decimal(7000)}


def _holder() -> Made:
    contract = _running()
    other = change.SubcontractFactory(contract=contract).supplier
    return buy.ContractHolderFactory(contract=contract), {"supplier": other}


def _step() -> Made:
    row = buy.ProcurementStepFactory(presence=StepPresence.OBLIGATORY)
    return row, {"state": StepState.SET_ASIDE}


def _amendment() -> Made:
    """One that takes away what was ordered since."""
    contract = _running()
    orders.order_of(contract, "8000")
    row = change.AmendmentFactory(contract=contract, amount_excl_tax=Decimal(-3000), signed_on=DAY)
    return row, {"notified_on": DAY}


def _renewal() -> Made:
    contract = _running()
    contract.renewals, contract.renewal_months = 1, 12
    row = change.RenewalFactory(contract=contract, starts_on=dt.date(2028, 1, 1), ends_on=dt.date(2028, 12, 31))
    return row, {"decided_on": TODAY}


def _subcontract() -> Made:
    return change.SubcontractFactory(contract=_running()), {"accepted_on": TOMORROW}


def _subcontract_change() -> Made:
    act = change.SubcontractFactory(contract=_running(), accepted_on=DAY, notified_on=DAY)
    return change.SubcontractChangeFactory(subcontract=act), {"notified_on": TOMORROW}


def _advance() -> Made:
    return change.AdvanceFactory(contract=_running()), {"paid_on": TOMORROW}


def _penalty() -> Made:
    return change.PenaltyFactory(contract=_running()), {"applied_on": TOMORROW}


def _evaluation() -> Made:
    contract = _running()
    row = change.EvaluationFactory(contract=contract, supplier=contract.holders[0].supplier)
    return row, {"evaluated_on": TOMORROW}


def _order() -> Made:
    return orders.order_of(_running(), "8000"), {"ordered_on": dt.date(2028, 1, 1)}


def _order_line() -> Made:
    return orders.order_of(_running(), "8000").lines[0], {"unit_price_excl_tax": Decimal(10_001)}


def _deliverable() -> Made:
    return orders.DeliverableFactory(contract=_running()), {"received_on": TOMORROW}


def _invoice() -> Made:
    return orders.InvoiceFactory(contract=_running()), {"paid_on": TOMORROW}


def _tender() -> Made:
    return bid.TenderFactory(), {"low_asked_on": TOMORROW}


def _criterion() -> Made:
    held = bid.AwardCriterionFactory(weight=Decimal(40))
    return bid.AwardCriterionFactory(contract=held.contract), {"weight": Decimal(61)}


def _mark() -> Made:
    tender = bid.TenderFactory()
    row = bid.TenderMarkFactory(tender=tender, criterion=bid.AwardCriterionFactory(contract=tender.contract))
    return row, {"criterion": bid.AwardCriterionFactory()}


def _round() -> Made:
    held = bid.NegotiationRoundFactory(held_on=DAY, contract__procedure=ProcedureCode.ADAPTED)
    return bid.NegotiationRoundFactory(contract=held.contract, number=2), {"held_on": DAY - dt.timedelta(days=1)}


def _opinion() -> Made:
    return bid.CommitteeOpinionFactory(), {"held_on": TOMORROW}


def _family() -> Made:
    return buy.PurchaseFamilyFactory(), {"others_excl_tax": 1000, "others_on": TODAY}


def _service() -> Made:
    return buy.SpecificServiceFactory(), {"last_cpv": "01000000"}


def _threshold() -> Made:
    held = buy.ThresholdFactory(valid_from=dt.date(1990, 1, 1), valid_to=None)
    row = buy.ThresholdFactory(valid_from=dt.date(1989, 1, 1), valid_to=dt.date(1989, 12, 31))
    return row, {"valid_to": held.valid_from}


def _figure() -> Made:
    held = buy.LegalFigureFactory(valid_from=dt.date(1990, 1, 1), valid_to=None)
    row = buy.LegalFigureFactory(code=held.code, valid_from=dt.date(1989, 1, 1), valid_to=dt.date(1989, 12, 31))
    return row, {"valid_to": held.valid_from}


def _statement() -> Made:
    return make.AccessibilityStatementFactory(), {"audited_on": TOMORROW}


def _live_link() -> Made:
    return LiveLinkFactory(), {"expires_on": dt.date(2026, 1, 1)}


def _date_to_avoid() -> Made:
    return make.DateToAvoidFactory(start_on=TODAY), {"end_on": TODAY + dt.timedelta(days=400)}


def _put_off() -> Made:
    row = make.PutOffFactory(row_id=make.ActionItemFactory(due_on=TODAY).id, due_on=TODAY, put_off_to=TOMORROW)
    return row, {"due_on": TODAY - dt.timedelta(days=1)}


MAKERS: tuple[Callable[[], Made], ...] = (
    _person, _organisation, _instance, _type, _seat, _college, _function, _mandate, _referent, _absence, _holiday,
    _meeting, _attendance, _action, _question, _request, _supplier, _contract, _holder, _step, _amendment, _renewal,
    _subcontract, _subcontract_change, _advance, _penalty, _evaluation, _order, _order_line, _deliverable, _invoice,
    _tender, _criterion, _mark, _round, _opinion, _family, _service, _threshold, _figure, _statement, _live_link,
    _date_to_avoid, _put_off, link_of_tomorrow, replaced_by_nobody,
    *follow.WHAT_A_FORM_REFUSES, *calls.WHAT_A_FORM_REFUSES)  # fmt: skip
OF_EACH_COMMIT = (_threshold, _figure, _holiday, _attendance, _criterion)  # what no undo asked once
# Rules of one row more or of who writes, which have a test of their own; then what the database refuses by any road.
OF_ONE_MORE = {ApplicationExpense, CalendarFeed, CallScenario, SavedView, Topic}
OF_THE_DATABASE = {MeetingNeed, MorningLine, ProjectSpending}


def refusal_of(ask: Callable[[], Any]) -> str:
    with pytest.raises(RuleViolation) as refused:
        ask()
    return str(refused.value)


def give(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Writes these values; returns those that they replace."""
    replaced = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    return replaced


def last_entry(session: Session) -> JournalEntry:
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()


def count(session: Session) -> int:
    return session.scalar(select(func.count(JournalEntry.id))) or 0


def refused_by_undo(session: Session, entry: JournalEntry) -> str:
    """What an undo answers that is refused: nothing is written."""
    before = count(session)
    words = refusal_of(lambda: undo(session, entry, TODAY))
    session.rollback()
    assert count(session) == before
    return words


@pytest.mark.parametrize("makers", [OF_EACH_COMMIT, pytest.param(MAKERS, marks=pytest.mark.slow)], ids=["few", "all"])
def test_what_a_form_refuses_comes_back_by_no_undo_and_no_restore(
    session: Session, makers: tuple[Callable[[], Made], ...]
) -> None:
    walked, restored = set(), set()  # in one test, since the register is emptied between two
    for maker in makers:
        row, refused = maker()
        session.commit()
        check_row(session, row, TODAY)
        session.commit()  # it is one that a form takes
        with session.no_autoflush:
            good = give(row, refused)
            words = refusal_of(lambda row=row: check_row(session, row, TODAY))  # type: ignore[misc]  # a default
        give(row, refused)  # a rule may have tidied some
        session.commit()  # as another road had left it
        through(session, Door.FORM, "put right")
        give(row, good)
        session.commit()
        assert words in refused_by_undo(session, last_entry(session)), maker
        walked.add(type(row))
        give(row, refused)
        session.commit()
        key = (type(row).__name__, row.id)
        session.delete(row)
        try:
            session.commit()
        except IntegrityError:
            session.rollback()
            continue  # one that others point to is not deleted
        deletion = session.scalars(
            select(JournalChange).filter_by(model=key[0], row_id=key[1], action=ChangeAction.DELETE)
        ).one()
        assert words in refusal_of(lambda deletion=deletion: restore(session, deletion, TODAY)), maker  # type: ignore[misc]  # a default
        session.rollback()
        restored.add(type(row))
        session.expunge_all()
    assert len(restored) > len(walked) / 2
    assert makers is not MAKERS or walked | OF_ONE_MORE | OF_THE_DATABASE == set(RULES)


# ---- Deletions -------------------------------------------------------------------------------------------------------

Removal = tuple[Any, Callable[[], Any]]


def _document_since(session: Session) -> Removal:
    contract = buy.ContractFactory()
    return contract, lambda: buy.ContractDocumentFactory(contract=contract)


def _representing_since(session: Session) -> Removal:
    line = make.AttendanceFactory()

    def represent() -> None:
        make.AttendanceFactory(meeting=line.meeting, presence=Presence.REPRESENTED, represented_by=line)

    return line, represent


def _scheduled(session: Session) -> Removal:
    proposer = make.UserFactory()
    session.commit()
    through(session, Door.FORM, "created")
    item = make.AgendaItemFactory()
    return make.TopicFactory(state=TopicState.SCHEDULED, agenda_item=item, proposer=proposer), lambda: None


def _awarded_on_it(session: Session) -> Removal:
    buy.ProcedureTemplateFactory(code=ProcedureCode.OPEN, needs_committee=True)
    contract = buy.ContractFactory(procedure=ProcedureCode.OPEN, state=ContractState.PROCEDURE)
    session.commit()
    through(session, Door.FORM, "created")
    opinion = bid.CommitteeOpinionFactory(kind=CommitteeAct.AWARD, contract=contract)
    return opinion, lambda: give(contract, {"state": ContractState.AWARDED})


def _round_followed(session: Session) -> Removal:
    held = bid.NegotiationRoundFactory()
    return held, lambda: bid.NegotiationRoundFactory(contract=held.contract, number=2)


def _marked_since(session: Session) -> Removal:
    criterion = bid.AwardCriterionFactory()
    tender = bid.TenderFactory(contract=criterion.contract)
    other = bid.AwardCriterionFactory(contract=criterion.contract, weight=Decimal(40))
    return criterion, lambda: bid.TenderMarkFactory(tender=tender, criterion=other)


REMOVALS = (_document_since, _representing_since, _scheduled, _awarded_on_it, _round_followed, _marked_since)


def test_what_a_form_does_not_delete_goes_by_no_undo_of_its_creation(session: Session) -> None:
    for maker in REMOVALS:
        through(session, Door.FORM, "created")
        row, since = maker(session)
        session.commit()
        entry = last_entry(session)
        through(session, Door.FORM, "since")
        since()
        session.commit()
        words = refusal_of(lambda row=row: check_removal(session, row, TODAY))  # type: ignore[misc]  # a default
        assert words in refused_by_undo(session, entry), maker


# ---- What an operation leaves behind ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("ordered", "is_refused"), [("10500", True), ("10000", False)])
@pytest.mark.parametrize("at_once", [True, False])
def test_an_amendment_is_not_undone_under_what_was_ordered_since(
    session: Session, ordered: str, is_refused: bool, at_once: bool
) -> None:
    """Whether it was written with its notification, or notified later: 900 € more on 10,000 €."""
    contract = _running()
    values = {"contract": contract, "amount_excl_tax": Decimal(900), "signed_on": DAY}
    row = None if at_once else change.AmendmentFactory(**values)
    session.commit()
    through(session, Door.FORM, "notified")
    if row is None:
        change.AmendmentFactory(**values, notified_on=DAY)
    else:
        row.notified_on = DAY
    session.commit()
    entry = last_entry(session)
    orders.order_of(contract, ordered)
    session.commit()
    if is_refused:
        assert "ordered or invoiced on this contract already" in refused_by_undo(session, entry)
    else:
        assert undo(session, entry, TODAY) == 1


def test_an_award_is_not_undone_under_what_was_done_since(session: Session) -> None:
    contract = _running()
    notified_on = contract.notified_on
    give(contract, {"state": ContractState.PROCEDURE, "notified_on": None})
    session.commit()
    through(session, Door.FORM, "awarded")
    give(contract, {"state": ContractState.RUNNING, "notified_on": notified_on})
    session.commit()
    entry = last_entry(session)
    orders.order_of(contract, "500")
    session.commit()
    assert "Orders are issued on a contract that is awarded" in refused_by_undo(session, entry)


def test_an_order_keeps_a_line_and_comes_back_with_its_lines(session: Session) -> None:
    order = orders.order_of(_running(), "500")
    session.commit()
    through(session, Door.FORM, "second line")
    orders.PurchaseOrderLineFactory(order=order, position=2)
    session.commit()
    entry = last_entry(session)
    session.delete(order.lines[0])
    session.commit()
    session.expire(order)
    assert "An order has at least one line" in refused_by_undo(session, entry)
    row_id = order.id
    session.delete(order)
    session.commit()
    deletion = session.scalars(
        select(JournalChange).filter_by(model="PurchaseOrder", row_id=row_id, action=ChangeAction.DELETE)
    ).one()
    assert [line.position for line in restore(session, deletion, TODAY).lines] == [2]


def test_one_calendar_too_many_is_not_restored(session: Session) -> None:
    user = make.UserFactory()
    rows = [
        CalendarFeed(user_id=user.id, label=str(number), holds=FeedContent.ALL, issued_at=LATER)
        for number in range(MOST_FEEDS)
    ]
    session.add_all(rows)
    session.commit()
    session.delete(rows[0])
    session.commit()
    entry = last_entry(session)
    session.add(CalendarFeed(user_id=user.id, label="more", holds=FeedContent.ALL, issued_at=LATER))
    session.commit()
    assert "You already have 10 calendars" in refused_by_undo(session, entry)
