"""The fields of procurement."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
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

# fmt: off
THRESHOLD = Table(
    Threshold, (N_("Threshold"), N_("Thresholds")),
    section(N_("Threshold"),
        Field(Threshold.code, N_("What the amount decides"), column=shown(1, 36)),
        Field(Threshold.amount_excl_tax, N_("Amount before tax (€)"), N_("The rule applies from this amount on."),
              column=shown(2)),
        Field(Threshold.valid_from, N_("Valid from"),
              N_("The law that counts is that of the day on which the consultation is launched."), column=shown(3)),
        Field(Threshold.valid_to, N_("Valid until"), N_("The last day; empty while it lasts."), column=shown(4)),
        Field(Threshold.legal_basis, N_("Legal basis"), N_("The article or the decree, as it is quoted."),
              column=shown(5, 40)),
        Field(Threshold.source, N_("Source"), column=kept(7, 40)),
        Field(Threshold.is_to_confirm, N_("To be confirmed"),
              N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
              column=shown(6)),
        Field(Threshold.notes, N_("Notes"), column=kept(8)),
    ),
    searched=("legal_basis", "source", "notes"),
)

LEGAL_DELAY = Table(
    LegalDelay, (N_("Legal delay"), N_("Legal delays")),
    section(N_("Legal delay"),
        Field(LegalDelay.procedure, N_("Procedure"), N_("Empty: whatever the procedure."), column=shown(2, 28)),
        Field(LegalDelay.after, N_("Counted from"), column=shown(3, 28)),
        Field(LegalDelay.step, N_("Up to"), column=shown(4, 28)),
        Field(LegalDelay.amount, N_("Delay"), column=shown(5)),
        Field(LegalDelay.unit, N_("Counted in"), N_("Months are counted from date to date."), column=shown(6)),
        Field(LegalDelay.is_maximum, N_("At most (a latest day)"), column=shown(7)),
        Field(LegalDelay.condition, N_("Case"), N_("The shortest of the cases that hold for a contract applies."),
              column=shown(8, 22)),
        Field(LegalDelay.counting, N_("Way of counting"),
              N_("A delay to tender leaves the day of sending out; the standstill counts it."), column=kept(10, 30)),
    ),
    section(N_("Legal basis"),
        Field(LegalDelay.article, N_("Article"), column=shown(1, 28)),
        Field(LegalDelay.valid_from, N_("Valid from"),
              N_("The law that counts is that of the day on which the consultation is launched."), column=kept(11)),
        Field(LegalDelay.valid_to, N_("Valid until"), N_("The last day; empty while it lasts."), column=kept(12)),
        Field(LegalDelay.source, N_("Source"), column=kept(13, 40)),
        Field(LegalDelay.is_to_confirm, N_("To be confirmed"),
              N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
              column=shown(9)),
    ),
    searched=("article", "source"),
)

LEGAL_FIGURE = Table(
    LegalFigure, (N_("Figure of the law"), N_("Figures of the law")),
    section(N_("Figure of the law"),
        Field(LegalFigure.code, N_("What the figure decides"), column=shown(1, 44)),
        Field(LegalFigure.number, N_("Figure"), N_("In the unit of what it decides: days, per cent, euros …"),
              column=shown(2, 12, kind=Kind.DECIMAL)),
        Field(LegalFigure.valid_from, N_("Valid from"),
              N_("The figure of the day that counts: reception of an invoice, launch of a consultation …"),
              column=shown(4)),
        Field(LegalFigure.valid_to, N_("Valid until"), N_("The last day; empty while it lasts."), column=shown(5)),
        Field(LegalFigure.legal_basis, N_("Legal basis"),
              N_("The article or the decree, as it is quoted; “usage” where no text says it."), column=shown(6, 40)),
        Field(LegalFigure.source, N_("Source"), column=kept(8, 40)),
        Field(LegalFigure.is_to_confirm, N_("To be confirmed"),
              N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
              column=shown(7)),
        Field(LegalFigure.notes, N_("Notes"), column=kept(9)),
    ),
    Field("unit", N_("Counted in")),
    searched=("legal_basis", "source", "notes"),
)

SPECIFIC_SERVICE = Table(
    SpecificService, (N_("Family of annex 3"), N_("Social and specific services (annex 3)")),
    section(N_("Family of annex 3"),
        Field(SpecificService.label, N_("Label"), column=shown(1, 44)),
        Field(SpecificService.first_cpv, N_("From CPV code"),
              N_("8 digits, with the key if you have it; this code is in the family."), column=shown(2, 14)),
        Field(SpecificService.last_cpv, N_("To CPV code"),
              N_("The last code of the family; the same for a single code."), column=shown(3, 14)),
        Field(SpecificService.article, N_("Article"), column=shown(4, 36)),
        Field(SpecificService.source, N_("Source"), column=kept(6, 40)),
        Field(SpecificService.is_to_confirm, N_("To be confirmed"),
              N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
              column=shown(5)),
        Field(SpecificService.notes, N_("Notes"), column=kept(7)),
    ),
    searched=("label", "first_cpv", "last_cpv", "article", "source", "notes"),
)

PROCEDURE_TEMPLATE = Table(
    ProcedureTemplate, (N_("Procedure"), N_("Procedures")),
    section(N_("Procedure"),
        Field(ProcedureTemplate.code, N_("Procedure"), column=shown(2, 30)),
        Field(ProcedureTemplate.label, N_("Label"), column=shown(1, 36)),
        Field(ProcedureTemplate.description, N_("Description"), column=kept(7)),
        Field(ProcedureTemplate.is_formal, N_("Formal procedure"),
              N_("Published in the BOAMP and the JOUE, from the European threshold."), column=shown(3)),
        Field(ProcedureTemplate.needs_committee, N_("Awarded by the CAO"),
              N_("The award then lands on a sitting of the CAO, when there are any."), column=shown(4)),
        Field(ProcedureTemplate.may_negotiate, N_("Negotiation allowed"), column=shown(5)),
    ),
    Field(ProcedureTemplate.steps, N_("Steps")),
    called=ProcedureTemplate.label, searched=("label", "description", "steps.label"),
)

TEMPLATE_STEP = Table(
    TemplateStep, (N_("Step of a procedure"), N_("Steps of procedures")),
    section(N_("Step of a procedure"),
        Field(TemplateStep.template, N_("Procedure"),
              column=shown(1, 36, by=ProcedureTemplate.label, sort=(ProcedureTemplate.label, TemplateStep.position))),
        Field(TemplateStep.position, N_("Order"), column=shown(2)),
        Field(TemplateStep.step, N_("Step"), column=kept(4, 30)),
        Field(TemplateStep.label, N_("Label"), column=shown(3, 44)),
        Field(TemplateStep.presence, N_("Obligatory or not"),
              N_("A step that depends on the case can be set aside in each file."), column=shown(5, 22)),
        Field(TemplateStep.internal_days, N_("Usual days after the step before"),
              N_("What the mission is used to, in calendar days; a legal minimum is never shortened."),
              column=shown(6, 16)),
        Field(TemplateStep.article, N_("Article"), column=kept(7, 30)),
        Field(TemplateStep.notes, N_("Notes"), column=kept(8)),
    ),
    searched=("label", "article", "notes", "template.label"),
)

PURCHASE_FAMILY = Table(
    PurchaseFamily, (N_("Homogeneous family"), N_("Homogeneous families")),
    section(N_("Homogeneous family"),
        Field(PurchaseFamily.code, N_("Code"), column=shown(1, 12)),
        Field(PurchaseFamily.name, N_("Name"), column=shown(2, 40)),
        Field(PurchaseFamily.description, N_("Description"), column=kept(4)),
        Field(PurchaseFamily.is_active, N_("In use"), column=shown(3)),
    ),
    section(N_("Other directions of the city"),
        Field(PurchaseFamily.others_excl_tax, N_("Committed by the other directions before tax (€)"),
              N_("Splitting is judged for the whole city: this amount is added to the files of the mission."),
              column=shown(5)),
        Field(PurchaseFamily.others_on, N_("Known on (other directions)"),
              N_("Counted as bought on this day: within the sliding months that hold it."), column=shown(6)),
        Field(PurchaseFamily.others_source, N_("Source (other directions)"),
              N_("Who gave it: the commande publique, an extract of the accounts …"), column=kept(7, 40)),
    ),
    called=PurchaseFamily.name, searched=("code", "name", "description", "others_source"),
)

SITTING_DATE = Table(
    SittingDate, (N_("Sitting"), N_("Sittings")),
    section(N_("Sitting"),
        Field(SittingDate.kind, N_("Assembly"), column=shown(2, 34)),
        Field(SittingDate.day, N_("Day"), column=shown(1)),
        Field(SittingDate.notes, N_("Notes"), N_("For example the last day to send a file for it."),
              column=shown(3, 40)),
    ),
    searched=("notes",),
)
# fmt: on

TABLES = (
    THRESHOLD,
    LEGAL_DELAY,
    LEGAL_FIGURE,
    SPECIFIC_SERVICE,
    PROCEDURE_TEMPLATE,
    TEMPLATE_STEP,
    PURCHASE_FAMILY,
    SITTING_DATE,
)
