"""Every route of the application, so that a new one is covered by the tests that walk them all."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from models.procurement import ProcedureCode
from tests.support import amendments as change
from tests.support import calls, orders
from tests.support import events as hold
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support import procurement as buy
from tests.support import projects as follow
from tests.support import readiness as ready
from tests.support import tenders as bid
from tests.support.live_links import LiveLinkFactory
from tests.support.open_data import OpenDataReleaseFactory
from tests.support.replies import BodyCalendarFactory, MeetingReplyFactory

NO_SUCH_ROW = 2_000_000_000
FILES = frozenset({"export", "export_shared", "export_table", "export_to_edit", "model_workbook"})
"""Methods of views that answer a workbook, which takes long to make and holds no page."""


@dataclass(frozen=True)
class Route:
    """A route: its view and method (« PersonView », « list »), its methods of HTTP, its rule."""

    view: str
    method: str
    verbs: frozenset[str]
    rule: Rule

    def address(self, pk: object = NO_SUCH_ROW, text: object = "x") -> str:
        """The route with its numbers and words filled."""
        path = self.rule.rule
        for argument in self.rule.arguments:
            is_number = f"<int:{argument}>" in path
            for converter in ("int:", "string:", "path:", ""):
                path = path.replace(f"<{converter}{argument}>", str(pk if is_number else text))
        return path


def routes(app: Flask) -> Iterator[Route]:
    """All routes but those of static files."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view, _, method = rule.endpoint.rpartition(".")
        if method != "static":
            yield Route(view, method, frozenset(rule.methods or ()) - {"HEAD", "OPTIONS"}, rule)


def view_named(app: Flask, name: str) -> Any:
    """The view of this class name, or None."""
    views = app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts itself on the application
    return next((view for view in views if type(view).__name__ == name), None)


def one_row_of_each() -> None:
    """A row in every table that has a screen, in the 5th arrondissement where it has a place."""
    instance = make.InstanceFactory(arrondissements=[5], code="CQ-5", name="Quartiers anciens")
    college = make.CollegeFactory(instance=instance)
    make.SeatFactory(instance=instance, college=college)
    organisation = make.OrganisationFactory(arrondissement=make.ArrondissementFactory(number=5))
    person = make.PersonFactory(with_contact=True, organisation=organisation)
    make.MandateFactory(instance=instance, person=person)
    make.DuplicateCandidateFactory(person=person, other=make.PersonFactory())
    make.ReferentFactory()
    make.AbsenceFactory()
    make.JournalChangeFactory()
    make.AccessLogFactory()
    make.SavedViewFactory(role=make.RoleFactory(name="admin"))
    LiveLinkFactory()
    make.JobFactory()
    meeting = make.MeetingFactory(instance=instance)
    item = make.AgendaItemFactory(meeting=meeting)
    make.DecisionFactory(meeting=meeting, agenda_item=item)
    make.ActionItemFactory(meeting=meeting, agenda_item=item)
    make.SessionQuestionFactory(meeting=meeting, organisation=organisation)
    MeetingReplyFactory(attendance=make.AttendanceFactory(meeting=meeting, person=person))
    BodyCalendarFactory(instance=instance)
    make.CouncilRequestFactory(instance=instance)
    project = follow.ProjectFactory(arrondissements=[make.ArrondissementFactory(number=5)])
    follow.MilestoneFactory(project=project)
    follow.BudgetLineFactory(project=project)
    follow.PlanActionFactory()
    follow.ProjectTemplateLineFactory()
    _one_call(instance)
    event = hold.EventFactory()
    hold.EventPlacesFactory(event=event)
    hold.EventRegistrationFactory(event=event)
    hold.EventEvaluationFactory(event=event)
    make.TopicFactory()
    make.MeetingSeriesFactory()
    make.SchoolHolidayFactory()
    ready.MeetingCheckFactory(meeting=meeting)
    ready.MorningLineFactory(meeting=meeting)
    make.DateToAvoidFactory()
    papers.MeetingDocumentFactory(meeting=meeting)
    papers.MailRecipientFactory(mail=papers.OutgoingMailFactory(meeting=meeting))
    _one_contract()


def _one_call(instance: Any) -> None:
    """A call that is judged, with a row of each of its tables."""
    application = calls.ApplicationFactory(
        instance=instance, contract=orders.RunningContractFactory(), call=calls.ProjectCallFactory()
    )
    call = application.call
    calls.CallAxisFactory(call=call)
    calls.CallSittingFactory(call=call)
    juror = calls.CallJurorFactory(call=call, user=None, name="Une jurée du dehors")
    calls.JurorInterestFactory(juror=juror, application=application)
    criterion = calls.CallCriterionFactory(call=call)
    calls.ApplicationMarkFactory(juror=juror, application=application, criterion=criterion)
    calls.ApplicationHelpFactory(application=application)
    calls.ApplicationOpinionFactory(application=application)
    calls.SubsidyFactory(application=application)
    calls.ApplicationExpenseFactory(application=application)
    photo = calls.ApplicationPhotoFactory(application=application)
    calls.PhotoConsentFactory(application=application, photo=photo)
    calls.ScenarioLineFactory(scenario=calls.CallScenarioFactory(call=call), application=application)
    calls.CallResultFactory(application=application)


def _one_contract() -> None:
    """A file with its supplier, its step, its document, and a row of each table of the law."""
    supplier = buy.SupplierFactory()
    buy.SupplierContactFactory(supplier=supplier)
    contract = orders.RunningContractFactory(
        family=buy.PurchaseFamilyFactory(), procedure=ProcedureCode.ADAPTED, renewals=1, renewal_months=12
    )
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    buy.ContractDocumentFactory(contract=contract)
    buy.ProcurementStepFactory(contract=contract)
    tender = bid.TenderFactory(contract=contract, supplier=supplier)
    bid.TenderMarkFactory(tender=tender, criterion=bid.AwardCriterionFactory(contract=contract))
    change.AmendmentFactory(contract=contract, amount_excl_tax=Decimal(500))
    change.RenewalFactory(contract=contract, starts_on=dt.date(2028, 1, 1), ends_on=dt.date(2028, 12, 31))
    accepted_on = dt.date(2026, 10, 1)
    acted = change.SubcontractFactory(contract=contract, accepted_on=accepted_on, notified_on=accepted_on)
    change.SubcontractChangeFactory(subcontract=acted)
    change.AdvanceFactory(contract=contract)
    change.PenaltyFactory(contract=contract)
    change.EvaluationFactory(contract=contract, supplier=supplier)
    OpenDataReleaseFactory(contract=contract)
    buy.TemplateStepFactory()
    buy.ThresholdFactory()
    buy.LegalDelayFactory()
    buy.LegalFigureFactory()
    buy.SittingDateFactory()
    order = orders.order_of(contract, "1000")
    orders.DeliverableFactory(contract=contract, order=order)
    orders.invoice_of(contract, "1000", supplier=supplier, order=order)
    follow.ProjectSpendingFactory(order=order)
    orders.LateInterestRateFactory()
    orders.RunningContractFactory(is_shared=True, procedure=ProcedureCode.ADAPTED)


def last_id(session: Session, view: Any) -> int:
    """The id of a row that the view shows; of no row when it shows none."""
    model = getattr(view, "model", None)
    return NO_SUCH_ROW if model is None else session.scalar(select(func.max(model.id))) or NO_SUCH_ROW
