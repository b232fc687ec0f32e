"""Rows of each listed table that between them fill all its columns of text with accented words, of relations too."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import object_session

from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.archives import SheetElimination, SignInSheet
from models.base import utc_now
from models.contracts import Contract, GroupKind, ProcurementStep
from models.deadlines import DeadlineRule
from models.documents import MeetingDocument, PaperTemplate
from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.jobs import Job
from models.journal import AccessLog, ChangeAction, JournalChange, JournalEntry
from models.mail import MailRecipient, OutgoingMail
from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.network import Absence, MeetingSeries, Referent, SchoolHoliday
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.preferences import SavedView
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureCode,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    StepCode,
    TemplateStep,
    Threshold,
)
from models.requests import CouncilRequest
from models.shared_contracts import SharedContract
from models.suppliers import Supplier
from models.tenders import Tender
from models.territory import Arrondissement
from models.topics import Topic, TopicState
from tests.support import TODAY, orders
from tests.support import amendments as change
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support import procurement as buy
from tests.support import tenders as bid


def _place() -> Arrondissement:
    return make.ArrondissementFactory(
        number=42,
        name="Île Réunie",
        insee_code="é9342",
        postal_code="ü9042",
        mairie_email="bœuf@example.org",
        mairie_phone="04 72 11 22 33",
    )


def _type() -> InstanceType:
    return make.InstanceTypeFactory(label="Comité Étoilé", code="éclairé", legal_basis="Délibération dûment votée")


def _account(first_name: str = "Łucja", last_name: str = "Nüñez") -> User:
    return make.UserFactory(first_name=first_name, last_name=last_name, email=f"{first_name}@ça.example".lower())


def _body() -> Instance:
    body = make.InstanceFactory(
        name="Assemblée Œuvrière",
        code="ÉTÉ-7",
        aliases="Les Flâneurs\nLa Criée",
        type=_type(),
        elected_official="Zoë Brûlé",
        mailbox="fête@example.org",
        agent=_account(),
    )
    body.arrondissements.append(_place())
    return body


def _organisation() -> Organisation:
    return make.OrganisationFactory(
        name="Les Amïs du Fleuve",
        acronym="ÀDF",
        siret="12345678900011",
        arrondissement=_place(),
        contact_name="Renée Ångström",
        email="renée@example.org",
        phone="06 39 98 11 22",
    )


def _person(last_name: str = "Jørgensen", first_name: str = "Héloïse") -> Person:
    return make.PersonFactory(
        last_name=last_name,
        first_name=first_name,
        arrondissement=_place(),
        organisation=_organisation(),
        email=f"{first_name}@example.org".lower(),
        phone="06 39 98 55 66",
        address="3 allée des Érables",
        postal_code="69á05",
        city="Vénissieux",
    )


def _college_of_body() -> College:
    return make.CollegeFactory(name="Collège Privé", instance=_body())


def _college_of_type() -> College:
    return make.CollegeFactory(
        name="Collège Scolaire", type=make.InstanceTypeFactory(label="Comité Éphémère"), instance=None
    )


def _seat() -> Seat:
    return make.SeatFactory(
        instance=_body(),
        college=make.CollegeFactory(name="Collège Privé"),
        number=731,
        label="Siège Réservé",
        requirement="Être élève",
        appointing_authority="Préfète",
    )


def _function() -> MandateFunction:
    return make.MandateFunctionFactory(label="Trésorière", code="trésor", instance=_body())


def _mandate() -> Mandate:
    person = _person()
    return make.MandateFactory(
        instance=_body(),
        person=person,
        function=make.MandateFunctionFactory(label="Trésorière"),
        college=make.CollegeFactory(name="Collège Privé"),
        organisation=person.organisation,
    )


def _pair() -> DuplicateCandidate:
    other = make.PersonFactory(last_name="Jörgensen", first_name="Éloïse")
    person = _person()
    return make.DuplicateCandidateFactory(person=other, other=person, reason="similar_name")


def _referent() -> Referent:
    return make.ReferentFactory(user=_account(), arrondissement=_place(), replacement=_account("Ünsal", "Çelik"))


def _absence() -> Absence:
    return make.AbsenceFactory(user=_account(), replacement=_account("Ünsal", "Çelik"), note="Congé maternité")


def _trainee() -> User:
    return make.UserFactory(
        username="zoé", first_name="Zoë", last_name="Brûlé", email="zoé@ça.example", roles=["stagiaire"]
    )


def _rule() -> DeadlineRule:
    return make.DeadlineRuleFactory(kind="invented", label="Échéance Inventée", role=make.RoleFactory(name="referent"))


def _view() -> SavedView:
    return make.SavedViewFactory(name="Échus d’été", user=_account(), role=make.RoleFactory(name="admin"))


def _job() -> Job:
    return make.JobFactory(label="Import : Élus d’août.xlsx", user=_account())


def _meeting() -> Meeting:
    return make.MeetingFactory(
        title="Plénière d’été",
        instance=_body(),
        place="Théâtre à l’Œuvre",
        room="Salle Élysée",
        host=make.ArrondissementFactory(number=43, name="Côté Nord", insee_code="69943", postal_code="69943"),
        organiser=_account("Ünsal", "Çelik"),
    )


def _decision() -> Decision:
    meeting = _meeting()
    item = make.AgendaItemFactory(meeting=meeting, title="Propreté à l’école")
    return make.DecisionFactory(meeting=meeting, text="Bancs déplacés côté jardin", agenda_item=item)


def _action() -> ActionItem:
    meeting = _meeting()
    return make.ActionItemFactory(
        meeting=meeting,
        agenda_item=make.AgendaItemFactory(meeting=meeting, title="Propreté à l’école"),
        text="Prévenir la voirie",
        owner=_account("Åsa", "Brûlé"),
        outcome="Réglé à l’été",
    )


def _action_of_a_name() -> ActionItem:
    return make.ActionItemFactory(meeting=make.MeetingFactory(title="Bureau d’été"), owner_name="Régie d’à côté")


def _question() -> SessionQuestion:
    return make.SessionQuestionFactory(
        meeting=_meeting(),
        question="Où mène la piste ?",
        asked_by="Comité Élargi",
        organisation=_organisation(),
        answered_by="Adjointe Mélina",
        department="Direction Mobilités",
        answer="Bientôt à l’étude",
        follow_up="Rencontre prévue côté mairie",
    )


def _request() -> CouncilRequest:
    return make.CouncilRequestFactory(
        number="É-2026-77",
        subject="Éclairage du square",
        theme="Sécurité",
        place="Allée Nérée",
        instance=_body(),
        organisation=_organisation(),
        answer="Réponse détaillée",
        follow_up_reason="Écarté au budget",
        responsible=_account("Ünsal", "Çelik"),
    )


def _topic() -> Topic:
    item = make.AgendaItemFactory(meeting=_meeting())
    return make.TopicFactory(
        title="Charte partagée",
        reason="Écarts à réduire",
        answer="Retenu dès l’été",
        proposer=_account("Åsa", "Brûlé"),
        agenda_item=item,
        state=TopicState.SCHEDULED,
    )


def _contract() -> Contract:
    supplier = buy.SupplierFactory(name="Études Élan")
    contract = buy.ContractFactory(
        number="É-2026-01",
        title="Évaluation des démarches",
        cpv="79411000-8",
        cpv_label="Conseil général",
        budget_line="Ligne dédiée",
        open_data_id="ÉMA-1",
        family=buy.PurchaseFamilyFactory(name="Études générales"),
        responsible=_account("Ünsal", "Çelik"),
        instances=[_body()],
    )
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    return contract


def _step() -> ProcurementStep:
    return buy.ProcurementStepFactory(
        contract=buy.ContractFactory(number="É-2026-02", title="Étude d’impact"),
        label="Réception des plis",
        note="Prévenir l’élue",
        responsible=_account("Åsa", "Brûlé"),
    )


def _tender() -> Tender:
    contract = buy.ContractFactory(number="É-2026-03", title="Médiation élargie")
    supplier = buy.SupplierFactory(name="Générations mêlées")
    said = {"low_answer": "Marge réduite", "rejection_reason": "Méthode légère"}
    left_out = {"is_admissible": False, "inadmissible_reason": "Pli déposé tard"}
    group = {"members": [buy.SupplierFactory(name="Nuée légère")], "group_kind": GroupKind.JOINT}
    return bid.TenderFactory(contract=contract, supplier=supplier, notes="Équipe étoffée", **said, **left_out, **group)


def _subcontract() -> Subcontract:
    return change.SubcontractFactory(number=7, contract=_contract(), supplier=_supplier(), subject="Mise en récit")


def _amendment() -> Amendment:
    return change.AmendmentFactory(
        contract=_contract(), subject="Décalage", justification="Fermeture imprévue", supplier=_supplier()
    )


def _evaluation() -> Evaluation:
    author = _account("Aïda", "Ålund")
    return change.EvaluationFactory(contract=_contract(), supplier=_supplier(), comment="Très à", author=author)


def _penalty() -> Penalty:
    return change.PenaltyFactory(contract=_contract(), reason="Été passé", waiver_reason="Écourté", waived_on=TODAY)


def _ordered_on() -> Contract:
    contract = orders.RunningContractFactory(number="É-2026-03", title="Accompagnement d’été")
    buy.ContractHolderFactory(contract=contract, supplier=buy.SupplierFactory(name="Études Océan"))
    return contract


def _order() -> PurchaseOrder:
    return orders.PurchaseOrderFactory(
        contract=_ordered_on(), number="BÉ-7", subject="Réunions élargies", notes="Reporté à l’été"
    )


def _deliverable() -> Deliverable:
    order = _order()
    return orders.DeliverableFactory(
        contract=order.contract, order=order, name="Synthèse générale", reason="À compléter"
    )


def _invoice() -> Invoice:
    order = _order()
    return orders.InvoiceFactory(
        contract=order.contract,
        order=order,
        supplier=order.contract.holders[0].supplier,
        number="FÉ-12",
        subject="Première réunion",
    )


def _shared() -> Any:
    contract = _ordered_on()
    contract.is_shared = True
    orders.DeliverableFactory(contract=contract, name="Bilan détaillé")
    session: Any = object_session(contract)
    session.flush()
    return session.get(SharedContract, contract.id)


def _supplier() -> Supplier:
    return buy.SupplierFactory(
        name="Atelier Éphémère",
        identifier="21690123100011",
        vat_number="FR00123456789",
        postal_code="69003",
        city="Vénissieux",
        email="atelier@example.org",
        phone="04 72 10 30 30",
        address="Allée Nérée",
    )


def _procedure() -> ProcedureTemplate:
    """All procedures are reference rows: the one with the fewest steps is told otherwise."""
    template = buy.ProcedureTemplateFactory(code=ProcedureCode.SUBSEQUENT)
    template.label, template.description = "Subséquent élargi", "Délibération"
    buy.flush()
    return template


def _template_step() -> TemplateStep:
    step = buy.TemplateStepFactory(template=_procedure(), step=StepCode.CANDIDATES_DUE)
    step.label, step.article, step.notes = "Réception élargie", "Règle générale", "À vérifier"
    buy.flush()
    return step


def _paper_template() -> PaperTemplate:
    return papers.PaperTemplateFactory(name="Modèle d’hiver", file_name="modèle-hiver.docx", made_by=_account())


def _document() -> MeetingDocument:
    return papers.MeetingDocumentFactory(
        meeting=_meeting(), title="Plan du théâtre", file_name="théâtre.pdf", made_by=_account("Åsa", "Brûlé")
    )


def _mail() -> OutgoingMail:
    return papers.OutgoingMailFactory(
        meeting=_meeting(),
        subject="Convocation à l’été",
        from_address="théâtre@ça.example",
        user=_account("Åsa", "Brûlé"),
    )


def _recipient() -> MailRecipient:
    return papers.MailRecipientFactory(mail=_mail(), name="Zoë Brûlé", address="zoë@ça.example", reason="Boîte pleine")


def _topic_given_back() -> Topic:
    item = make.AgendaItemFactory(meeting=make.MeetingFactory(title="Réseau d’août"))
    return make.TopicFactory(title="Vélos à l’école", left_item=item)


def _merging() -> JournalEntry:
    """An operation of which something may be read: others are not listed."""
    entry: JournalEntry = make.JournalEntryFactory(actor_name="Agnès Roussel", summary="Fusion : Émile Lefèvre")
    make.JournalChangeFactory(entry=entry)
    return entry


def _deleted() -> JournalChange:
    entry = make.JournalEntryFactory(actor_name="Agnès Roussel", at=utc_now())
    gone = {"model": "Person", "row_id": 1_000_000, "action": ChangeAction.DELETE, "label": "Émile Lefèvre"}
    change: JournalChange = make.JournalChangeFactory(entry=entry, **gone)
    return change


def _sheet() -> Any:
    """One of long ago, destroyed under a visa."""
    start = dt.datetime(2025, 10, 20, 18, tzinfo=dt.UTC)
    held = {"title": "Plénière d’été", "start_at": start, "end_at": start + dt.timedelta(hours=2)}
    meeting = make.MeetingFactory(instance=make.InstanceFactory(name="Conseil des Étés"), **held)
    session: Any = object_session(meeting)
    session.flush()
    visa = {"bordereau": "Bordereau 2026", "visa_number": "Visa AD69", "visa_on": dt.date(2026, 11, 20)}
    done = {"destroyed_at": start, "destroyed_by_name": "Agnès Roussel", "destroyed_lines": 0, "destroyed_files": 0}
    session.add(SheetElimination(meeting_id=meeting.id, **visa, **done))
    session.flush()
    return session.get(SignInSheet, meeting.id)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Arrondissement: (_place,),
    InstanceType: (_type,),
    Instance: (_body,),
    College: (_college_of_body, _college_of_type),
    Seat: (_seat,),
    MandateFunction: (_function,),
    Organisation: (_organisation,),
    Person: (_person,),
    Mandate: (_mandate,),
    DuplicateCandidate: (_pair,),
    Referent: (_referent,),
    Absence: (_absence,),
    User: (_trainee,),
    JournalEntry: (_merging,),
    DeadlineRule: (_rule,),
    SavedView: (_view,),
    Job: (_job,),
    Meeting: (_meeting,),
    Decision: (_decision,),
    ActionItem: (_action, _action_of_a_name),
    SessionQuestion: (_question,),
    CouncilRequest: (_request,),
    Topic: (_topic, _topic_given_back),
    MeetingSeries: (lambda: make.MeetingSeriesFactory(title="Série d’été"),),
    SchoolHoliday: (lambda: make.SchoolHolidayFactory(label="Semaine des neiges"),),
    Threshold: (lambda: buy.ThresholdFactory(legal_basis="Décret été", source="Légifrance", notes="Relevé à"),),
    LegalFigure: (
        lambda: buy.LegalFigureFactory(legal_basis="Décret fiscal", source="Légifrance", notes="Chiffre relevé"),
    ),
    SpecificService: (
        lambda: buy.SpecificServiceFactory(label="Éveil musical", source="Légifrance", notes="Relevé à"),
    ),
    LegalDelay: (lambda: buy.LegalDelayFactory(article="Règle générale", source="Légifrance"),),
    ProcedureTemplate: (_procedure,),
    TemplateStep: (_template_step,),
    PurchaseFamily: (
        lambda: buy.PurchaseFamilyFactory(
            code="É1",
            name="Études",
            description="Généralités",
            others_source="Comptabilité générale",
        ),
    ),
    SittingDate: (lambda: buy.SittingDateFactory(notes="Séance décalée"),),
    Supplier: (_supplier,),
    Contract: (_contract,),
    ProcurementStep: (_step,),
    Tender: (_tender,),
    PaperTemplate: (_paper_template,),
    MeetingDocument: (_document,),
    OutgoingMail: (_mail,),
    MailRecipient: (_recipient,),
    Amendment: (_amendment,),
    Renewal: (lambda: change.RenewalFactory(contract=_contract(), notes="Reçu à"),),
    Subcontract: (_subcontract,),
    SubcontractChange: (lambda: change.SubcontractChangeFactory(number=3, subcontract=_subcontract()),),
    Advance: (lambda: change.AdvanceFactory(contract=_contract(), notes="Versée à"),),
    Penalty: (_penalty,),
    Evaluation: (_evaluation,),
    PurchaseOrder: (_order,),
    Deliverable: (_deliverable,),
    Invoice: (_invoice,),
    SharedContract: (_shared,),
    LateInterestRate: (lambda: orders.LateInterestRateFactory(source="Banque centrale européenne"),),
    JournalChange: (_deleted,),
    SignInSheet: (_sheet,),
    AccessLog: (lambda: make.AccessLogFactory(user_name="Agnès Roussel", what="Fermées", filters="État : fermé"),),
}
