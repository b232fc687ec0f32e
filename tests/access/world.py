"""A register with a row of each table in the 5th and in the 7th, marked so that a page betrays what it shows."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.attendance import Presence
from models.instances import Instance
from models.journal import JournalChange
from models.procurement import ProcedureCode
from models.replies import ReplyAnswer
from models.requests import FollowUp
from models.territory import Arrondissement
from tests.support import TODAY, calls, orders
from tests.support import amendments as change
from tests.support import events as hold
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support import procurement as buy
from tests.support import projects as follow
from tests.support import readiness as ready
from tests.support import tenders as bid
from tests.support.deadlines import PutOffFactory
from tests.support.live_links import LiveLinkFactory
from tests.support.open_data import OpenDataReleaseFactory
from tests.support.replies import BodyCalendarFactory, MeetingReplyFactory

OWN = "VISIBLECINQ"
HIDDEN = "CACHESEPT"


@dataclass
class World:
    """The marked rows by table, of the own arrondissement and of another; `changes` by class and id of the row."""

    own: dict[str, Any]
    hidden: dict[str, Any]
    places: dict[int, int]
    changes: dict[tuple[str, int], int]

    def hidden_change_id(self, model: type | None) -> int:
        """The id in the journal of the creation of the hidden row of a table; 1 where there is none."""
        row = self.hidden.get(model.__name__) if model is not None else None
        return 1 if row is None else self.changes.get((type(row).__name__, row.id), 1)

    def hidden_id(self, model: type) -> int | None:
        """The id of the hidden row of a table, if there is one."""
        row = self.hidden.get(model.__name__)
        return None if row is None else row.id


def build(session: Session, reader: User) -> World:
    """The rows of both arrondissements, committed."""
    own = _rows(5, OWN)
    hidden = {**_rows(7, HIDDEN), **_contract(HIDDEN), "SharedContract": _shared(7, HIDDEN)}
    _shared(5, OWN)
    hidden["LiveLink"] = LiveLinkFactory(name=f"{HIDDEN} lien", query=f"q={HIDDEN}")
    own["Instance"].elected_user = reader
    _cross(own, hidden, reader)
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    session.commit()
    recorded = session.execute(select(JournalChange.model, JournalChange.row_id, JournalChange.id)).all()
    changes = {(model, row_id): change_id for model, row_id, change_id in recorded}
    session.commit()
    return World(own, hidden, places, changes)


def _cross(own: dict[str, Any], hidden: dict[str, Any], reader: User) -> None:
    """Rows in sight that point out of sight: what comes with them through a relation says no name either."""
    own["Instance"].parent = hidden["Instance"]
    own["CouncilRequest"].organisation = hidden["Organisation"]
    own["SessionQuestion"].organisation = hidden["Organisation"]
    own["Mandate"].previous = hidden["Mandate"]
    network = make.MeetingFactory(instance=None, title=f"{OWN} réseau")
    make.AttendanceFactory(meeting=network, person=hidden["Person"], presence=Presence.GUEST, is_convened=False)
    make.AttendanceFactory(
        meeting=own["Meeting"],
        person=None,
        organisation=hidden["Organisation"],
        presence=Presence.GUEST,
        is_convened=False,
    )
    make.ActionItemFactory(
        meeting=hidden["Meeting"], agenda_item=hidden["AgendaItem"], owner=reader, text=f"{OWN} suite"
    )
    own["Network"] = network


def _shared(number: int, mark: str) -> Any:
    """A contract shown to the mairie of an arrondissement: what is not shown of it bears the hidden mark."""
    contract = orders.RunningContractFactory(
        title=f"{mark} partagé",
        procedure=ProcedureCode.ADAPTED,
        is_shared=True,
        arrondissements=[make.ArrondissementFactory(number=number)],
        justification=HIDDEN,
        budget_line=HIDDEN,
        notes=HIDDEN,
    )
    buy.ContractHolderFactory(contract=contract, supplier=buy.SupplierFactory(name=f"{mark} titulaire", notes=HIDDEN))
    order = orders.PurchaseOrderFactory(contract=contract, number=f"{HIDDEN} {number}", subject=HIDDEN)
    orders.PurchaseOrderLineFactory(order=order, label=HIDDEN)
    orders.DeliverableFactory(contract=contract, order=order, name=f"{mark} livrable", reason=HIDDEN, notes=HIDDEN)
    return contract


def _contract(mark: str) -> dict[str, Any]:
    """A contract of the 5th's own mairie, under way so that its rows can be saved: closed to its référent."""
    supplier = buy.SupplierFactory(name=f"{mark} cabinet", notes=mark)
    contact = buy.SupplierContactFactory(supplier=supplier, name=f"{mark} contact")
    family = buy.PurchaseFamilyFactory(
        name=f"{mark} famille", others_excl_tax=1000, others_on=TODAY, others_source=f"{mark} source"
    )
    contract = orders.RunningContractFactory(
        title=f"{mark} marché",
        justification=mark,
        cpv_label=mark,
        family=family,
        procedure=ProcedureCode.ADAPTED,
        renewals=1,
        renewal_months=12,
        arrondissements=[make.ArrondissementFactory(number=5)],
    )
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    tender = bid.TenderFactory(contract=contract, supplier=supplier, notes=mark, low_asked_on=dt.date(2026, 10, 1))
    criterion = bid.AwardCriterionFactory(contract=contract, name=f"{mark} critère")
    held = bid.NegotiationRoundFactory(contract=contract, notes=mark)
    subcontract = change.SubcontractFactory(
        contract=contract,
        supplier=buy.SupplierFactory(name=f"{mark} sous-traitant"),
        subject=f"{mark} ateliers",
        notes=mark,
        accepted_on=dt.date(2026, 10, 1),
        notified_on=dt.date(2026, 10, 1),
    )
    order = orders.PurchaseOrderFactory(contract=contract, number=f"{mark} BC", subject=mark)
    invoice = orders.InvoiceFactory(contract=contract, supplier=supplier, number=f"{mark} F")
    project = follow.ProjectFactory(title=f"{mark} projet de la ville")
    file = calls.ApplicationFactory(
        title=f"{mark} dossier de la ville", instance=make.InstanceFactory(arrondissements=[])
    )
    juror = calls.CallJurorFactory(call=file.call, user=None, name=f"{mark} jurée", capacity=mark)
    scenario = calls.CallScenarioFactory(call=file.call, name=f"{mark} scénario", notes=mark)
    return {
        "CallJuror": juror,
        "JurorInterest": calls.JurorInterestFactory(juror=juror, application=file, is_concerned=True, reason=mark),
        "ApplicationMark": calls.ApplicationMarkFactory(juror=juror, application=file),
        "CallScenario": scenario,
        "ScenarioLine": calls.ScenarioLineFactory(scenario=scenario, application=file),
        "Subsidy": calls.SubsidyFactory(application=file, notes=mark, deliberation=mark),
        "Amendment": change.AmendmentFactory(
            contract=contract, subject=f"{mark} avenant", justification=mark, amount_excl_tax=Decimal(500)
        ),
        "Renewal": change.RenewalFactory(
            contract=contract, notes=mark, starts_on=dt.date(2028, 1, 1), ends_on=dt.date(2028, 12, 31)
        ),
        "Subcontract": subcontract,
        "SubcontractChange": change.SubcontractChangeFactory(subcontract=subcontract),
        "Advance": change.AdvanceFactory(contract=contract, notes=mark),
        "Penalty": change.PenaltyFactory(
            contract=contract, reason=f"{mark} retard", waived_on=dt.date(2026, 11, 2), waiver_reason=mark
        ),
        "Evaluation": change.EvaluationFactory(contract=contract, supplier=supplier, comment=mark),
        "OpenDataRelease": OpenDataReleaseFactory(contract=contract, content=f'{{"id": "{mark}"}}'),
        "Supplier": supplier,
        "SupplierContact": contact,
        "PurchaseFamily": family,
        "Contract": contract,
        "ProcurementStep": buy.ProcurementStepFactory(contract=contract, label=f"{mark} étape", note=mark),
        "Threshold": buy.ThresholdFactory(legal_basis=f"{mark} article"),
        "LegalDelay": buy.LegalDelayFactory(article=f"{mark} article"),
        "AwardCriterion": criterion,
        "Tender": tender,
        "TenderMark": bid.TenderMarkFactory(tender=tender, criterion=criterion, comment=mark),
        "NegotiationRound": held,
        "TenderRevision": bid.TenderRevisionFactory(round=held, tender=tender),
        "CommitteeOpinion": bid.CommitteeOpinionFactory(contract=contract, text=mark),
        "EventEvaluation": hold.EventEvaluationFactory(comment=f"{mark} avis"),
        "BudgetLine": follow.BudgetLineFactory(project=project, label=f"{mark} ligne", cost_centre=mark),
        "ProjectSpending": follow.ProjectSpendingFactory(project=project, order=order),
        "PurchaseOrder": order,
        "PurchaseOrderLine": orders.PurchaseOrderLineFactory(order=order, label=mark),
        "Deliverable": orders.DeliverableFactory(contract=contract, name=f"{mark} livrable"),
        "Invoice": invoice,
        "InvoiceLine": orders.InvoiceLineFactory(invoice=invoice, label=mark),
        "LateInterestRate": orders.LateInterestRateFactory(source=mark),
        "SpecificService": buy.SpecificServiceFactory(label=f"{mark} service"),
        "LegalFigure": buy.LegalFigureFactory(legal_basis=f"{mark} article"),
        "SittingDate": buy.SittingDateFactory(notes=mark),
    }


def _rows(number: int, mark: str) -> dict[str, Any]:
    place = make.ArrondissementFactory(number=number)
    body: Instance = make.InstanceFactory(
        name=f"{mark} conseil", code=f"{mark}-1", arrondissements=[number], aliases=mark
    )
    organisation = make.OrganisationFactory(name=f"{mark} association", arrondissement=place, contact_name=mark)
    person = make.PersonFactory(
        last_name=mark,
        first_name="Zoé",
        email=f"{mark.lower()}@example.org",
        arrondissement=place,
        organisation=organisation,
    )
    other = make.PersonFactory(last_name=mark, first_name="Zoe", arrondissement=place)
    college = make.CollegeFactory(name=f"{mark} collège", instance=body)
    seat = make.SeatFactory(instance=body, label=f"{mark} siège", college=college)
    function = make.MandateFunctionFactory(label=f"{mark} fonction", instance=body)
    mandate = make.MandateFactory(
        instance=body,
        person=person,
        organisation=organisation,
        function=function,
        college=college,
        seat=seat,
        limit_reason=mark,
    )
    user = make.UserFactory(username=f"agent-{mark.lower()}")
    meeting = make.MeetingFactory(instance=body, title=f"{mark} réunion")
    attendance = make.AttendanceFactory(
        meeting=meeting, person=person, mandate=mandate, college=college, quality=f"{mark} qualité", note=mark
    )
    item = make.AgendaItemFactory(meeting=meeting, title=f"{mark} point", notes=mark, rapporteur=mark)
    make.DecisionFactory(meeting=meeting, agenda_item=item, text=f"{mark} décision")
    action = make.ActionItemFactory(
        meeting=meeting, agenda_item=item, text=f"{mark} action", owner_name=mark, due_on=TODAY
    )
    question = make.SessionQuestionFactory(meeting=meeting, question=f"{mark} question", asked_by=mark)
    request = make.CouncilRequestFactory(instance=body, subject=f"{mark} demande", text=mark, **_answered(mark))
    mail = papers.OutgoingMailFactory(meeting=meeting, subject=f"{mark} message", plain=mark)
    check = ready.MeetingCheckFactory(meeting=meeting, note=f"{mark} gardien")
    reply = MeetingReplyFactory(attendance=attendance, answer=ReplyAnswer.REPLACED, replaced_by=f"{mark} remplaçant")
    morning = ready.MorningLineFactory(meeting=meeting, is_done=False, reason=f"{mark} raison")
    low, high = sorted((person, other), key=lambda row: row.id)
    project = follow.ProjectFactory(
        title=f"{mark} projet", objective=mark, next_step=mark, arrondissements=[place], partners=[organisation]
    )
    make.ActionItemFactory(meeting=None, project=project, text=f"{HIDDEN} tâche de projet", due_on=TODAY)
    file = calls.ApplicationFactory(
        title=f"{mark} dossier", summary=mark, budget=mark, carrier=mark, instance=body, report_due_on=TODAY
    )
    return {
        "Instance": body,
        "Organisation": organisation,
        "DateToAvoid": make.DateToAvoidFactory(label=f"{mark} date", arrondissement=place, note=mark),
        "Person": person,
        "Loner": other,
        "College": college,
        "Seat": seat,
        "MandateFunction": function,
        "Mandate": mandate,
        "Meeting": meeting,
        "Attendance": attendance,
        "AgendaItem": item,
        "ActionItem": action,
        "PutOff": PutOffFactory(
            kind="action_due", row_id=action.id, title=mark, reason=mark, instance_id=meeting.instance_id
        ),
        "MeetingCheck": check,
        "MorningLine": morning,
        "MeetingReply": reply,
        "BodyCalendar": BodyCalendarFactory(instance=body),
        "SessionQuestion": question,
        "CouncilRequest": request,
        "Project": project,
        "Application": file,
        "ApplicationHelp": calls.ApplicationHelpFactory(application=file, what=f"{mark} aide"),
        "ApplicationOpinion": calls.ApplicationOpinionFactory(
            application=file, author=f"{mark} avis", text=mark, due_on=TODAY
        ),
        "ApplicationExpense": calls.ApplicationExpenseFactory(application=file, label=f"{mark} dépense"),
        "ApplicationPhoto": calls.ApplicationPhotoFactory(
            application=file,
            caption=f"{mark} photo",
            document__title=f"{mark} photo",
            document__file_name=f"{mark}.png",
        ),
        "PhotoConsent": calls.PhotoConsentFactory(application=file, person_name=f"{mark} visage", picture=mark),
        "Milestone": follow.MilestoneFactory(project=project, title=f"{mark} jalon", notes=mark),
        "EventRegistration": hold.EventRegistrationFactory(
            name=f"{mark} inscrite", email=f"{mark.lower()}@example.net", arrondissement=place, access_needs=mark
        ),
        "Document": papers.MeetingDocumentFactory(meeting=meeting, title=f"{mark} pièce", file_name=f"{mark}.txt"),
        "OutgoingMail": mail,
        "MailRecipient": papers.MailRecipientFactory(mail=mail, name=mark, address=f"{mark.lower()}@example.net"),
        "Referent": make.ReferentFactory(user=user, arrondissement=place),
        "Absence": make.AbsenceFactory(user=user, note=mark),
        "DuplicateCandidate": make.DuplicateCandidateFactory(person=low, other=high),
        "JournalEntry": make.JournalEntryFactory(actor=user, summary=mark),
    }


def _answered(mark: str) -> dict[str, Any]:
    """An answer that no rule refuses, whatever is typed in its texts."""
    day = dt.date(2026, 11, 2)
    return {"answer": mark, "answered_on": day, "follow_up": FollowUp.REFUSED, "follow_up_reason": mark}


def text_of(response: Any) -> str:
    """What a response says, the parts of a workbook included."""
    data = response.get_data()
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return str(data.decode("utf-8", "replace"))
