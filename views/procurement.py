"""The law of public procurement on screen: thresholds, delays, procedures, homogeneous families, sittings."""

from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.procurement.columns import (
    DELAY_COLUMNS,
    FAMILY_COLUMNS,
    SITTING_COLUMNS,
    TEMPLATE_COLUMNS,
    THRESHOLD_COLUMNS,
)
from models.procurement import (
    DelayCondition,
    LegalDelay,
    ProcedureCode,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SittingKind,
    StepCode,
    Threshold,
    ThresholdCode,
)
from views.base.filters import BooleanFilter, DateFilter, EnumFilter
from views.base.view import BackofficeView


class ThresholdView(BackofficeView):
    """Amounts from which the rules of public procurement apply."""

    model = Threshold
    route_base = "/seuils"
    columns = THRESHOLD_COLUMNS
    order = ("valid_from", "desc")
    sections = (
        (
            N_("Threshold"),
            ("code", "amount_excl_tax", "valid_from", "valid_to", "legal_basis", "source", "is_to_confirm", "notes"),
        ),
    )
    filters = (
        EnumFilter("code", FIELD_LABELS[Threshold]["code"], ThresholdCode, Threshold.code),
        DateFilter("valid_from", FIELD_LABELS[Threshold]["valid_from"], Threshold.valid_from),
    )


class LegalDelayView(BackofficeView):
    """Delays of the law between two steps."""

    model = LegalDelay
    route_base = "/delais-legaux"
    columns = DELAY_COLUMNS
    order = ("procedure", "asc")
    sections = (
        (N_("Legal delay"), ("procedure", "after", "step", "amount", "unit", "is_maximum", "condition", "counting")),
        (N_("Legal basis"), ("article", "valid_from", "valid_to", "source", "is_to_confirm")),
    )
    filters = (
        EnumFilter("procedure", FIELD_LABELS[LegalDelay]["procedure"], ProcedureCode, LegalDelay.procedure),
        EnumFilter("step", FIELD_LABELS[LegalDelay]["step"], StepCode, LegalDelay.step),
        EnumFilter("condition", FIELD_LABELS[LegalDelay]["condition"], DelayCondition, LegalDelay.condition),
    )


class ProcedureView(BackofficeView):
    """Procedures: their steps and the durations that the mission is used to."""

    model = ProcedureTemplate
    route_base = "/procedures"
    columns = TEMPLATE_COLUMNS
    order = ("label", "asc")
    sections = ((N_("Procedure"), ("code", "label", "description", "is_formal", "needs_committee", "may_negotiate")),)


class FamilyView(BackofficeView):
    """Homogeneous families of services."""

    model = PurchaseFamily
    route_base = "/familles-homogenes"
    columns = FAMILY_COLUMNS
    order = ("code", "asc")
    sections = ((N_("Homogeneous family"), ("code", "name", "description", "is_active")),)
    filters = (BooleanFilter("is_active", FIELD_LABELS[PurchaseFamily]["is_active"], PurchaseFamily.is_active),)


class SittingView(BackofficeView):
    """Days on which the tender committee and the municipal council sit."""

    model = SittingDate
    route_base = "/seances"
    columns = SITTING_COLUMNS
    order = ("day", "desc")
    sections = ((N_("Sitting"), ("kind", "day", "notes")),)
    carried = ("kind",)
    filters = (
        EnumFilter("kind", FIELD_LABELS[SittingDate]["kind"], SittingKind, SittingDate.kind),
        DateFilter("day", FIELD_LABELS[SittingDate]["day"], SittingDate.day),
    )
