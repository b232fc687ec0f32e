"""The words of the closed lists of contracts."""

from enum import StrEnum

from mdo.contracts.legal import LegalCheck
from mdo.kernel.base.messages import N_
from models.contracts import (
    Ccag,
    ContractEnding,
    ContractState,
    GroupKind,
    PlaceCode,
    PriceForm,
    PriceType,
    StepState,
    Technique,
)

LISTS: dict[type[StrEnum], dict[str, str]] = {
    LegalCheck: {
        LegalCheck.HELD: N_("Holds the delay of the law"),
        LegalCheck.SHORT: N_("Shorter than the law"),
        LegalCheck.LATE: N_("Later than the law"),
    },
    ContractState: {
        ContractState.NEED: N_("Need being defined"),
        ContractState.PROCEDURE: N_("Procedure under way"),
        ContractState.AWARDED: N_("Awarded (contract)"),
        ContractState.RUNNING: N_("Running (contract)"),
        ContractState.ENDED: N_("Ended (contract)"),
        ContractState.ABANDONED: N_("Abandoned (contract)"),
    },
    ContractEnding: {
        ContractEnding.UNSUCCESSFUL: N_("Unsuccessful (contract)"),
        ContractEnding.NO_FOLLOW_UP: N_("Without follow-up (contract)"),
        ContractEnding.GIVEN_UP: N_("Need given up"),
    },
    Technique: {
        Technique.NONE: N_("No technique"),
        Technique.FRAMEWORK: N_("Framework agreement"),
        Technique.CONTEST: N_("Design contest"),
        Technique.QUALIFICATION: N_("Qualification system"),
        Technique.DYNAMIC: N_("Dynamic purchasing system"),
        Technique.CATALOGUE: N_("Electronic catalogue"),
        Technique.AUCTION: N_("Electronic auction"),
    },
    Ccag: {
        Ccag.WORKS: N_("Works"),
        Ccag.PROJECT_MANAGEMENT: N_("Project management (works)"),
        Ccag.SUPPLIES_SERVICES: N_("Supplies and ordinary services"),
        Ccag.INDUSTRIAL: N_("Industrial contracts"),
        Ccag.INTELLECTUAL: N_("Intellectual services"),
        Ccag.INFORMATION_TECHNOLOGY: N_("Information and communication technology"),
        Ccag.NONE: N_("No CCAG"),
    },
    PriceForm: {
        PriceForm.UNIT: N_("Unit prices"),
        PriceForm.LUMP_SUM: N_("Lump sum"),
        PriceForm.MIXED: N_("Mixed prices"),
    },
    PriceType: {
        PriceType.FIRM: N_("Firm price"),
        PriceType.ADJUSTABLE: N_("Firm and adjustable price"),
        PriceType.REVISABLE: N_("Revisable price"),
        PriceType.PROVISIONAL: N_("Provisional price"),
    },
    GroupKind: {
        GroupKind.NONE: N_("No grouping"),
        GroupKind.JOINT: N_("Joint"),
        GroupKind.SOLIDARY: N_("Solidary"),
    },
    PlaceCode: {
        PlaceCode.MUNICIPALITY: N_("INSEE code of a municipality"),
        PlaceCode.POSTAL_CODE: N_("Postal code"),
        PlaceCode.CANTON: N_("Code of a canton"),
        PlaceCode.DEPARTMENT: N_("Code of a département"),
        PlaceCode.REGION: N_("Code of a region"),
        PlaceCode.COUNTRY: N_("Code of a country"),
    },
    StepState: {
        StepState.TO_DO: N_("To do"),
        StepState.UNDER_WAY: N_("Under way"),
        StepState.DONE: N_("Done (procedure)"),
        StepState.SET_ASIDE: N_("Set aside (procedure)"),
    },
}
