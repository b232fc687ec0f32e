"""Columns of the law as data: thresholds, delays, procedures, families, sittings."""

from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    TemplateStep,
    Threshold,
)

_THRESHOLD = FIELD_LABELS[Threshold]
_FIGURE = FIELD_LABELS[LegalFigure]
_SERVICE = FIELD_LABELS[SpecificService]
_DELAY = FIELD_LABELS[LegalDelay]
_TEMPLATE = FIELD_LABELS[ProcedureTemplate]
_STEP = FIELD_LABELS[TemplateStep]
_FAMILY = FIELD_LABELS[PurchaseFamily]
_SITTING = FIELD_LABELS[SittingDate]

THRESHOLD_COLUMNS = (
    stored_column(Threshold.code, _THRESHOLD["code"], width=36),
    stored_column(Threshold.amount_excl_tax, _THRESHOLD["amount_excl_tax"]),
    stored_column(Threshold.valid_from, _THRESHOLD["valid_from"]),
    stored_column(Threshold.valid_to, _THRESHOLD["valid_to"]),
    stored_column(Threshold.legal_basis, _THRESHOLD["legal_basis"], width=40),
    stored_column(Threshold.is_to_confirm, _THRESHOLD["is_to_confirm"]),
    stored_column(Threshold.source, _THRESHOLD["source"], width=40, is_shown=False),
    stored_column(Threshold.notes, _THRESHOLD["notes"], is_shown=False),
)

FIGURE_COLUMNS = (
    stored_column(LegalFigure.code, _FIGURE["code"], width=44),
    stored_column(LegalFigure.number, _FIGURE["number"], kind=Kind.DECIMAL, width=12),
    Column("unit", _FIGURE["unit"], lambda row, today: row.unit, Kind.ENUM, width=16),
    stored_column(LegalFigure.valid_from, _FIGURE["valid_from"]),
    stored_column(LegalFigure.valid_to, _FIGURE["valid_to"]),
    stored_column(LegalFigure.legal_basis, _FIGURE["legal_basis"], width=40),
    stored_column(LegalFigure.is_to_confirm, _FIGURE["is_to_confirm"]),
    stored_column(LegalFigure.source, _FIGURE["source"], width=40, is_shown=False),
    stored_column(LegalFigure.notes, _FIGURE["notes"], is_shown=False),
)

SERVICE_COLUMNS = (
    stored_column(SpecificService.label, _SERVICE["label"], width=44),
    stored_column(SpecificService.first_cpv, _SERVICE["first_cpv"], width=14),
    stored_column(SpecificService.last_cpv, _SERVICE["last_cpv"], width=14),
    stored_column(SpecificService.article, _SERVICE["article"], width=36),
    stored_column(SpecificService.is_to_confirm, _SERVICE["is_to_confirm"]),
    stored_column(SpecificService.source, _SERVICE["source"], width=40, is_shown=False),
    stored_column(SpecificService.notes, _SERVICE["notes"], is_shown=False),
)

DELAY_COLUMNS = (
    stored_column(LegalDelay.article, _DELAY["article"], width=28),
    stored_column(LegalDelay.procedure, _DELAY["procedure"], width=28),
    stored_column(LegalDelay.after, _DELAY["after"], width=28),
    stored_column(LegalDelay.step, _DELAY["step"], width=28),
    stored_column(LegalDelay.amount, _DELAY["amount"]),
    stored_column(LegalDelay.unit, _DELAY["unit"]),
    stored_column(LegalDelay.is_maximum, _DELAY["is_maximum"]),
    stored_column(LegalDelay.condition, _DELAY["condition"], width=22),
    stored_column(LegalDelay.is_to_confirm, _DELAY["is_to_confirm"]),
    stored_column(LegalDelay.counting, _DELAY["counting"], width=30, is_shown=False),
    stored_column(LegalDelay.valid_from, _DELAY["valid_from"], is_shown=False),
    stored_column(LegalDelay.valid_to, _DELAY["valid_to"], is_shown=False),
    stored_column(LegalDelay.source, _DELAY["source"], width=40, is_shown=False),
)

TEMPLATE_COLUMNS = (
    stored_column(ProcedureTemplate.label, _TEMPLATE["label"], width=36),
    stored_column(ProcedureTemplate.code, _TEMPLATE["code"], width=30),
    stored_column(ProcedureTemplate.is_formal, _TEMPLATE["is_formal"]),
    stored_column(ProcedureTemplate.needs_committee, _TEMPLATE["needs_committee"]),
    stored_column(ProcedureTemplate.may_negotiate, _TEMPLATE["may_negotiate"]),
    Column(
        "steps",
        _TEMPLATE["steps"],
        lambda row, today: tuple(step.label for step in row.steps),
        loads=(ProcedureTemplate.steps,),
        width=60,
        is_shown=False,
    ),
    stored_column(ProcedureTemplate.description, _TEMPLATE["description"], is_shown=False),
)

TEMPLATE_STEP_COLUMNS = (
    Column(
        "template",
        _STEP["template"],
        lambda row, today: row.template.label,
        sort=(ProcedureTemplate.label, TemplateStep.position),
        joins=(TemplateStep.template,),
        loads=(TemplateStep.template,),
        width=36,
    ),
    stored_column(TemplateStep.position, _STEP["position"]),
    stored_column(TemplateStep.label, _STEP["label"], width=44),
    stored_column(TemplateStep.step, _STEP["step"], width=30, is_shown=False),
    stored_column(TemplateStep.presence, _STEP["presence"], width=22),
    stored_column(TemplateStep.internal_days, _STEP["internal_days"], width=16),
    stored_column(TemplateStep.article, _STEP["article"], width=30, is_shown=False),
    stored_column(TemplateStep.notes, _STEP["notes"], is_shown=False),
)

FAMILY_COLUMNS = (
    stored_column(PurchaseFamily.code, _FAMILY["code"], width=12),
    stored_column(PurchaseFamily.name, _FAMILY["name"], width=40),
    stored_column(PurchaseFamily.is_active, _FAMILY["is_active"]),
    stored_column(PurchaseFamily.description, _FAMILY["description"], is_shown=False),
    stored_column(PurchaseFamily.others_excl_tax, _FAMILY["others_excl_tax"]),
    stored_column(PurchaseFamily.others_on, _FAMILY["others_on"]),
    stored_column(PurchaseFamily.others_source, _FAMILY["others_source"], width=40, is_shown=False),
)

SITTING_COLUMNS = (
    stored_column(SittingDate.day, _SITTING["day"]),
    stored_column(SittingDate.kind, _SITTING["kind"], width=34),
    stored_column(SittingDate.notes, _SITTING["notes"], width=40),
)
