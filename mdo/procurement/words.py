"""The words of procurement: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.procurement import (
    Counting,
    DelayCondition,
    DelayUnit,
    FigureCode,
    FigureUnit,
    LegalDelay,
    LegalFigure,
    Presence,
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

_VALIDITY = {
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "source": N_("Source"),
    "is_to_confirm": N_("To be confirmed"),
}

_VALIDITY_HELP = {
    "valid_from": N_("The law that counts is that of the day on which the consultation is launched."),
    "valid_to": N_("The last day; empty while it lasts."),
    "is_to_confirm": N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Threshold: (N_("Threshold"), N_("Thresholds")),
    LegalDelay: (N_("Legal delay"), N_("Legal delays")),
    LegalFigure: (N_("Figure of the law"), N_("Figures of the law")),
    SpecificService: (N_("Family of annex 3"), N_("Social and specific services (annex 3)")),
    ProcedureTemplate: (N_("Procedure"), N_("Procedures")),
    TemplateStep: (N_("Step of a procedure"), N_("Steps of procedures")),
    PurchaseFamily: (N_("Homogeneous family"), N_("Homogeneous families")),
    SittingDate: (N_("Sitting"), N_("Sittings")),
}

FIELDS: dict[type, dict[str, str]] = {
    Threshold: {
        **_VALIDITY,
        "code": N_("What the amount decides"),
        "amount_excl_tax": N_("Amount before tax (€)"),
        "legal_basis": N_("Legal basis"),
        "notes": N_("Notes"),
    },
    LegalFigure: {
        **_VALIDITY,
        "code": N_("What the figure decides"),
        "number": N_("Figure"),
        "unit": N_("Counted in"),
        "legal_basis": N_("Legal basis"),
        "notes": N_("Notes"),
    },
    SpecificService: {
        "label": N_("Label"),
        "first_cpv": N_("From CPV code"),
        "last_cpv": N_("To CPV code"),
        "article": N_("Article"),
        "source": N_("Source"),
        "is_to_confirm": N_("To be confirmed"),
        "notes": N_("Notes"),
    },
    LegalDelay: {
        **_VALIDITY,
        "procedure": N_("Procedure"),
        "after": N_("Counted from"),
        "step": N_("Up to"),
        "amount": N_("Delay"),
        "unit": N_("Counted in"),
        "is_maximum": N_("At most (a latest day)"),
        "condition": N_("Case"),
        "counting": N_("Way of counting"),
        "article": N_("Article"),
    },
    ProcedureTemplate: {
        "code": N_("Procedure"),
        "label": N_("Label"),
        "description": N_("Description"),
        "needs_committee": N_("Awarded by the CAO"),
        "may_negotiate": N_("Negotiation allowed"),
        "is_formal": N_("Formal procedure"),
        "steps": N_("Steps"),
    },
    TemplateStep: {
        "template": N_("Procedure"),
        "template_id": N_("Procedure"),
        "position": N_("Order"),
        "step": N_("Step"),
        "label": N_("Label"),
        "presence": N_("Obligatory or not"),
        "internal_days": N_("Usual days after the step before"),
        "article": N_("Article"),
        "notes": N_("Notes"),
    },
    PurchaseFamily: {
        "code": N_("Code"),
        "name": N_("Name"),
        "description": N_("Description"),
        "is_active": N_("In use"),
        "others_excl_tax": N_("Committed by the other directions before tax (€)"),
        "others_on": N_("Known on (other directions)"),
        "others_source": N_("Source (other directions)"),
    },
    SittingDate: {
        "kind": N_("Assembly"),
        "day": N_("Day"),
        "notes": N_("Notes"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    ProcedureCode: {
        ProcedureCode.DIRECT: N_("Without publicity or competition"),
        ProcedureCode.ADAPTED: N_("Adapted procedure (MAPA)"),
        ProcedureCode.OPEN: N_("Open tender procedure"),
        ProcedureCode.RESTRICTED: N_("Restricted tender procedure"),
        ProcedureCode.NEGOTIATED: N_("Procedure with negotiation"),
        ProcedureCode.SUBSEQUENT: N_("Subsequent contract"),
        ProcedureCode.DIALOGUE: N_("Competitive dialogue"),
    },
    StepCode: {
        StepCode.NEED: N_("Definition of the need"),
        StepCode.SOURCING: N_("Sourcing"),
        StepCode.DOCUMENTS: N_("Consultation documents"),
        StepCode.AUTHORISATION: N_("Authorisation"),
        StepCode.NOTICE: N_("Publicity"),
        StepCode.CANDIDATES_DUE: N_("Deadline for candidates"),
        StepCode.INVITATION: N_("Invitation to tender"),
        StepCode.TENDERS_DUE: N_("Deadline for tenders"),
        StepCode.OPENING: N_("Opening of tenders"),
        StepCode.ANALYSIS: N_("Analysis of tenders"),
        StepCode.NEGOTIATION: N_("Negotiation"),
        StepCode.AWARD: N_("Award"),
        StepCode.REJECTIONS: N_("Letters to unsuccessful tenderers"),
        StepCode.SIGNATURE: N_("Signature"),
        StepCode.LEGALITY: N_("Review of legality"),
        StepCode.NOTIFICATION: N_("Notification"),
        StepCode.AWARD_NOTICE: N_("Award notice"),
        StepCode.OPEN_DATA: N_("Essential data (DECP)"),
        StepCode.START: N_("Start of performance"),
    },
    Presence: {
        Presence.OBLIGATORY: N_("Obligatory"),
        Presence.CONDITIONAL: N_("If the case asks for it"),
    },
    ThresholdCode: {
        ThresholdCode.NO_COMPETITION: N_("Publicity and competition"),
        ThresholdCode.WRITTEN_CONTRACT: N_("Contract in writing"),
        ThresholdCode.FREE_DOCUMENTS: N_("Documents on the buyer profile"),
        ThresholdCode.ADVERTISING: N_("Notice in BOAMP or a legal journal"),
        ThresholdCode.FORMAL: N_("Formal procedure"),
        ThresholdCode.SPECIFIC_SERVICES: N_("Social and other specific services"),
        ThresholdCode.LEGALITY: N_("Review of legality"),
        ThresholdCode.OPEN_DATA: N_("Publication of the essential data"),
        ThresholdCode.LIGHT_DATA: N_("Essential data or yearly list"),
        ThresholdCode.ADVANCE: N_("Advance as of right"),
        ThresholdCode.SMALL_LOT: N_("Small lot: under"),
        ThresholdCode.ENVIRONMENT_CRITERION: N_("Criterion on the environment"),
        ThresholdCode.ENVIRONMENT_CONDITION: N_("Condition of performance on the environment"),
        ThresholdCode.SOCIAL_CONDITION: N_("Condition on social and employment matters"),
    },
    FigureCode: {
        FigureCode.LOW_TENDER: N_("Tender perhaps abnormally low: under the mean by"),
        FigureCode.TENDER_DAYS: N_("Advised time for tenders of an adapted procedure"),
        FigureCode.FRAMEWORK_MONTHS: N_("Longest accord-cadre"),
        FigureCode.PAYMENT_DAYS: N_("Delay of payment"),
        FigureCode.INTEREST_POINTS: N_("Late interest: points above the rate of the central bank"),
        FigureCode.RECOVERY: N_("Late payment: lump sum for recovery"),
        FigureCode.LOW_VALUE: N_("Amendments of low value: in all, below"),
        FigureCode.ONE_BY_ONE: N_("Amendment for additional or unforeseen services: at most"),
        FigureCode.COMMITTEE: N_("Amendment brought to the CAO: beyond"),
        FigureCode.ADVANCE_LOWEST: N_("Advance: at least"),
        FigureCode.ADVANCE_LOWEST_SME: N_("Advance to an SME: at least"),
        FigureCode.ADVANCE_HIGHEST: N_("Advance: at most"),
        FigureCode.REPAYMENT_START: N_("Advance taken back: from this share performed on"),
        FigureCode.REPAYMENT_END: N_("Advance wholly taken back: at this share performed"),
        FigureCode.NEED_MONTHS: N_("Needs of one family added up over"),
        FigureCode.SMALL_LOTS: N_("Small lots: at most, of the value of all lots"),
        FigureCode.ADVANCE_MONTHS: N_("Advance as of right: longer than"),
    },
    FigureUnit: {
        FigureUnit.PERCENT: N_("per cent"),
        FigureUnit.DAYS: N_("calendar days"),
        FigureUnit.MONTHS: N_("months"),
        FigureUnit.POINTS: N_("points"),
        FigureUnit.EUROS: N_("euros"),
    },
    DelayCondition: {
        DelayCondition.ORDINARY: N_("Ordinary case"),
        DelayCondition.ELECTRONIC: N_("Electronic means"),
        DelayCondition.PRIOR_NOTICE: N_("Prior information notice"),
        DelayCondition.URGENT: N_("Urgency"),
    },
    DelayUnit: {
        DelayUnit.DAYS: N_("calendar days"),
        DelayUnit.MONTHS: N_("months"),
    },
    Counting: {
        Counting.SENDING_DAY_EXCLUDED: N_("The day of sending does not count"),
        Counting.SENDING_DAY_INCLUDED: N_("The day of sending counts"),
    },
    SittingKind: {
        SittingKind.TENDER_COMMITTEE: N_("Tender committee (CAO)"),
        SittingKind.COUNCIL: N_("Municipal council"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Threshold: {
        "amount_excl_tax": N_("The rule applies from this amount on."),
        "legal_basis": N_("The article or the decree, as it is quoted."),
        **_VALIDITY_HELP,
    },
    LegalFigure: {
        "number": N_("In the unit of what it decides: days, per cent, euros …"),
        "legal_basis": N_("The article or the decree, as it is quoted; “usage” where no text says it."),
        **_VALIDITY_HELP,
        "valid_from": N_("The figure of the day that counts: reception of an invoice, launch of a consultation …"),
    },
    SpecificService: {
        "first_cpv": N_("8 digits, with the key if you have it; this code is in the family."),
        "last_cpv": N_("The last code of the family; the same for a single code."),
        "is_to_confirm": N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
    },
    LegalDelay: {
        "procedure": N_("Empty: whatever the procedure."),
        "unit": N_("Months are counted from date to date."),
        "condition": N_("The shortest of the cases that hold for a contract applies."),
        "counting": N_("A delay to tender leaves the day of sending out; the standstill counts it."),
        **_VALIDITY_HELP,
    },
    ProcedureTemplate: {
        "needs_committee": N_("The award then lands on a sitting of the CAO, when there are any."),
        "is_formal": N_("Published in the BOAMP and the JOUE, from the European threshold."),
    },
    TemplateStep: {
        "internal_days": N_("What the mission is used to, in calendar days; a legal minimum is never shortened."),
        "presence": N_("A step that depends on the case can be set aside in each file."),
    },
    PurchaseFamily: {
        "others_excl_tax": N_(
            "Splitting is judged for the whole city: this amount is added to the files of the mission."
        ),
        "others_on": N_("Counted as bought on this day: within the sliding months that hold it."),
        "others_source": N_("Who gave it: the commande publique, an extract of the accounts …"),
    },
    SittingDate: {"notes": N_("For example the last day to send a file for it.")},
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Threshold: Source(("legal_basis", "source", "notes")),
    LegalDelay: Source(("article", "source")),
    LegalFigure: Source(("legal_basis", "source", "notes")),
    SpecificService: Source(("label", "first_cpv", "last_cpv", "article", "source", "notes")),
    TemplateStep: Source(("label", "article", "notes", "template.label")),
    ProcedureTemplate: Source(("label", "description", "steps.label")),
    PurchaseFamily: Source(("code", "name", "description", "others_source")),
    SittingDate: Source(("notes",)),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    ProcedureTemplate: ProcedureTemplate.label,
    PurchaseFamily: PurchaseFamily.name,
}
