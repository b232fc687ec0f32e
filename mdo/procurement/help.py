"""What the mission means by the fields of the law of public procurement."""

from mdo.kernel.base.messages import N_
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

_VALIDITY = {
    "valid_from": N_("The law that counts is that of the day on which the consultation is launched."),
    "valid_to": N_("The last day; empty while it lasts."),
    "is_to_confirm": N_("Ticked as long as the commande publique has not confirmed it: screens and papers say so."),
}
PROCUREMENT_HELP: dict[type, dict[str, str]] = {
    Threshold: {
        "amount_excl_tax": N_("The rule applies from this amount on."),
        "legal_basis": N_("The article or the decree, as it is quoted."),
        **_VALIDITY,
    },
    LegalFigure: {
        "number": N_("In the unit of what it decides: days, per cent, euros …"),
        "legal_basis": N_("The article or the decree, as it is quoted; “usage” where no text says it."),
        **_VALIDITY,
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
        **_VALIDITY,
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
