"""Invented rows of public procurement, as `tests.support.factories` makes the others."""

import datetime as dt
import hashlib
from decimal import Decimal

import factory

from models.contracts import Contract, ContractHolder, ContractState, GroupKind, ProcurementStep, Technique
from models.documents import Document, DocumentKind
from models.procurement import (
    FigureCode,
    LegalDelay,
    LegalFigure,
    ProcedureCode,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SittingKind,
    SpecificService,
    StepCode,
    TemplateStep,
    Threshold,
    ThresholdCode,
)
from models.suppliers import Supplier, SupplierContact
from tests.support.factories import RowFactory, UserFactory


def flush() -> None:
    """Writes what was changed on rows made before."""
    RowFactory._meta.sqlalchemy_session_factory().flush()


class ThresholdFactory(RowFactory):
    """A threshold of long ago, which no rule of today reads."""

    class Meta:
        model = Threshold

    code = ThresholdCode.NO_COMPETITION
    amount_excl_tax = Decimal(15000)
    valid_from = factory.Sequence(lambda n: dt.date(1980, 1, 1) + dt.timedelta(days=n))
    valid_to = factory.LazyAttribute(lambda row: row.valid_from)
    legal_basis = "Ancien code des marchés"


class LegalDelayFactory(RowFactory):
    """A delay of long ago, which no rule of today reads."""

    class Meta:
        model = LegalDelay

    procedure = ProcedureCode.OPEN
    after = StepCode.NOTICE
    step = StepCode.TENDERS_DUE
    amount = 52
    article = "Ancien article"
    valid_from = factory.Sequence(lambda n: dt.date(1980, 1, 1) + dt.timedelta(days=n))
    valid_to = factory.LazyAttribute(lambda row: row.valid_from)


class ProcedureTemplateFactory(RowFactory):
    class Meta:
        model = ProcedureTemplate
        sqlalchemy_get_or_create = ("code",)

    code = ProcedureCode.ADAPTED
    label = "Procédure adaptée"


class TemplateStepFactory(RowFactory):
    class Meta:
        model = TemplateStep
        sqlalchemy_get_or_create = ("template", "step")

    template = factory.SubFactory(ProcedureTemplateFactory)
    position = 1
    step = StepCode.NEED
    label = "Définition du besoin"


class PurchaseFamilyFactory(RowFactory):
    class Meta:
        model = PurchaseFamily

    code = factory.Sequence(lambda n: f"F{n:03d}")
    name = factory.Sequence(lambda n: f"Famille {n}")


class LegalFigureFactory(RowFactory):
    """The days to pay of long ago."""

    class Meta:
        model = LegalFigure

    code = FigureCode.PAYMENT_DAYS
    number = Decimal(30)
    valid_from = factory.Sequence(lambda n: dt.date(1930, 1, 1) + dt.timedelta(days=n))
    valid_to = factory.LazyAttribute(lambda row: row.valid_from)
    legal_basis = "Article ancien"


class SpecificServiceFactory(RowFactory):
    """A family of one code that nothing is bought under."""

    class Meta:
        model = SpecificService

    label = "Service d’autrefois"
    first_cpv = factory.Sequence(lambda n: f"{3_000_000 + n:08d}")
    last_cpv = factory.LazyAttribute(lambda row: row.first_cpv)
    article = "Article ancien"


class SittingDateFactory(RowFactory):
    class Meta:
        model = SittingDate

    kind = SittingKind.TENDER_COMMITTEE
    day = factory.Sequence(lambda n: dt.date(2045, 1, 1) + dt.timedelta(days=n))


class SupplierFactory(RowFactory):
    class Meta:
        model = Supplier

    name = factory.Sequence(lambda n: f"Cabinet {n}")


class SupplierContactFactory(RowFactory):
    class Meta:
        model = SupplierContact

    supplier = factory.SubFactory(SupplierFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")


class ContractFactory(RowFactory):
    """The file of a need of 45,000 € before tax, launched on 1 October 2026."""

    class Meta:
        model = Contract

    number = factory.Sequence(lambda n: f"AMO-{n:04d}")
    title = factory.Sequence(lambda n: f"Assistance {n}")
    estimate_excl_tax = Decimal(45000)
    launch_on = dt.date(2026, 10, 1)


class ContractHolderFactory(RowFactory):
    class Meta:
        model = ContractHolder

    contract = factory.SubFactory(ContractFactory)
    supplier = factory.SubFactory(SupplierFactory)


class ProcurementStepFactory(RowFactory):
    class Meta:
        model = ProcurementStep

    contract = factory.SubFactory(ContractFactory)
    position = 1
    step = StepCode.NEED
    label = "Définition du besoin"
    planned_on = dt.date(2026, 12, 1)


class ContractDocumentFactory(RowFactory):
    class Meta:
        model = Document

    contract = factory.SubFactory(ContractFactory)
    kind = DocumentKind.ATTACHMENT
    title = factory.Sequence(lambda n: f"Pièce {n}")
    number = 1
    file_name = "piece.txt"
    media_type = "text/plain"
    content = b"texte"
    size = 5
    sha256 = hashlib.sha256(b"texte").hexdigest()


def a_contract_with_its_holders() -> Contract:
    """A running accord-cadre of a group of two, with all that its file may say."""
    contract: Contract = ContractFactory(
        number="AMO-2025-01",
        title="Accompagnement, d’abord ; puis restitution",
        state=ContractState.RUNNING,
        responsible=UserFactory(),
        family=PurchaseFamilyFactory(),
        cpv="79411000-8",
        launch_on=dt.date(2025, 5, 5),
        procedure=ProcedureCode.ADAPTED,
        technique=Technique.FRAMEWORK,
        has_purchase_orders=True,
        amount_excl_tax=Decimal("40000.50"),
        maximum_excl_tax=Decimal(45000),
        group_kind=GroupKind.SOLIDARY,
        notified_on=dt.date(2025, 8, 4),
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2027, 8, 31),
        firm_months=24,
        notice_months=3,
        opening_on=dt.date(2025, 12, 31),
        opening_ordered_excl_tax=Decimal(1000),
        opening_invoiced_excl_tax=Decimal(500),
    )
    lead = SupplierFactory(name="Nova Concertation", identifier="00010437200016", is_sme=True)
    for position, supplier in enumerate((lead, SupplierFactory(name="Mesure & Opinion")), start=1):
        ContractHolderFactory(contract=contract, supplier=supplier, position=position)
    return contract
