"""The words of contracts: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.contracts.legal import LegalCheck
from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.contracts import (
    Ccag,
    Contract,
    ContractDocument,
    ContractEnding,
    ContractHolder,
    ContractState,
    FileKind,
    GroupKind,
    PlaceCode,
    PriceForm,
    PriceType,
    ProcurementStep,
    StepState,
    Technique,
)

_CONTRACT = {"contract": N_("Contract"), "contract_id": N_("Contract")}

_SUPPLIER = {"supplier": N_("Supplier"), "supplier_id": N_("Supplier")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Contract: (N_("Contract"), N_("Contracts")),
    ContractHolder: (N_("Holder of a contract"), N_("Holders of contracts")),
    ProcurementStep: (N_("Step of a contract"), N_("Steps of contracts")),
    ContractDocument: (N_("Document of a contract"), N_("Documents of contracts")),
}

FIELDS: dict[type, dict[str, str]] = {
    Contract: {
        "number": N_("Number"),
        "title": N_("Object (contract)"),
        "justification": N_("Justification of the need"),
        "state": N_("State"),
        "state_reason": N_("Reason for ending without a contract"),
        "ending": N_("How it ended"),
        "responsible": N_("Responsible"),
        "responsible_id": N_("Responsible"),
        "family": N_("Homogeneous family"),
        "family_id": N_("Homogeneous family"),
        "cpv": N_("CPV code"),
        "cpv_label": N_("CPV in words"),
        "estimate_excl_tax": N_("Estimate before tax (€)"),
        "launch_on": N_("Launch of the consultation"),
        "wished_start_on": N_("Wished start"),
        "budget_line": N_("Budget line"),
        "allotment": N_("Lot of the file"),
        "allotment_id": N_("Lot of the file"),
        "lot_number": N_("Lot number"),
        "lots": N_("Lots"),
        "procedure": N_("Procedure"),
        "procedure_reason": N_("Why another procedure"),
        "technique": N_("Technique of purchase"),
        "has_purchase_orders": N_("Performed by purchase orders"),
        "has_subsequent_contracts": N_("Performed by subsequent contracts"),
        "has_tranches": N_("In tranches"),
        "framework": N_("Framework contract"),
        "framework_id": N_("Framework contract"),
        "is_electronic": N_("Tenders by electronic means"),
        "has_prior_notice": N_("After a prior information notice"),
        "is_urgent": N_("Urgent"),
        "has_social_clause": N_("Social clause"),
        "has_social_criterion": N_("Social criterion"),
        "is_reserved": N_("Reserved contract"),
        "has_environmental_clause": N_("Environmental clause"),
        "has_environmental_criterion": N_("Environmental criterion"),
        "amount_excl_tax": N_("Amount awarded before tax (€)"),
        "minimum_excl_tax": N_("Minimum before tax (€)"),
        "maximum_excl_tax": N_("Maximum before tax (€)"),
        "vat_rate": N_("VAT rate (%)"),
        "price_form": N_("Form of the price"),
        "price_type": N_("Type of price"),
        "ccag": N_("General terms (CCAG)"),
        "group_kind": N_("Grouping of holders"),
        "is_innovative": N_("Innovative contract"),
        "has_advance": N_("Advance granted"),
        "advance_rate": N_("Rate of the advance (%)"),
        "allows_subcontracting": N_("Subcontracting declared"),
        "tenders_received": N_("Tenders received"),
        "candidates_received": N_("Candidates"),
        "award_reason": N_("Why another tender than the first"),
        "is_taken_over": N_("Awarded before its file was kept here"),
        "place_code": N_("Place of performance (code)"),
        "place_kind": N_("Kind of place"),
        "awarded_on": N_("Awarded on"),
        "signed_on": N_("Signed on"),
        "notified_on": N_("Notified on"),
        "starts_on": N_("Starts on"),
        "ends_on": N_("Ends on"),
        "firm_months": N_("Firm duration (months)"),
        "renewals": N_("Renewals allowed"),
        "renewal_months": N_("Duration of a renewal (months)"),
        "notice_months": N_("Notice (months)"),
        "is_tacit": N_("Tacit renewal"),
        "verification_months": N_("Delay of verification (months)"),
        "opening_on": N_("Balances taken over on"),
        "opening_ordered_excl_tax": N_("Ordered before, before tax (€)"),
        "opening_invoiced_excl_tax": N_("Invoiced before, before tax (€)"),
        "opening_paid_excl_tax": N_("Paid before, before tax (€)"),
        "open_data_id": N_("Id in the essential data"),
        "published_on": N_("Essential data published on"),
        "letters_on": N_("Letters to those not retained sent on"),
        "transmitted_on": N_("Transmitted to the review of legality on"),
        "award_notice_on": N_("Award notice sent on"),
        "is_published_before": N_("Essential data published before the file was kept here (day not known)"),
        "is_shared": N_("Shown to the référents served"),
        "notes": N_("Notes for the team"),
        "instances": N_("Bodies served"),
        "arrondissements": N_("Mairies served"),
        "holders": N_("Holders"),
        "steps": N_("Steps"),
        "documents": N_("Documents"),
        "template": N_("Procedure"),
        "amendments": N_("Amendments"),
        "periods": N_("Renewals of contracts"),
    },
    ContractHolder: {
        **_CONTRACT,
        **_SUPPLIER,
        "position": N_("Order"),
    },
    ProcurementStep: {
        **_CONTRACT,
        "position": N_("Order"),
        "step": N_("Step"),
        "label": N_("Label"),
        "presence": N_("Obligatory or not"),
        "internal_days": N_("Usual days after the step before"),
        "initial_on": N_("First planned on"),
        "planned_on": N_("Planned on"),
        "actual_on": N_("Done on"),
        "state": N_("State"),
        "responsible": N_("Responsible"),
        "responsible_id": N_("Responsible"),
        "document": N_("Document"),
        "document_id": N_("Document"),
        "note": N_("Note"),
    },
    ContractDocument: {
        **_CONTRACT,
        "kind": N_("Kind"),
        "title": N_("Title"),
        "number": N_("Version"),
        "file_name": N_("File"),
        "content": N_("File (document)"),
        "media_type": N_("Media type"),
        "size": N_("Size"),
        "sha256": N_("SHA-256"),
        "is_withdrawn": N_("Withdrawn"),
        "made_by": N_("Made by"),
        "made_by_id": N_("Made by"),
        "made_at": N_("Made on"),
    },
}

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
    FileKind: {
        FileKind.ANALYSIS_REPORT: N_("Analysis report"),
        FileKind.CONTRACT_SHEET: N_("Contract sheet"),
        FileKind.LETTERS: N_("Letters"),
        FileKind.OPEN_DATA: N_("Essential data (DECP)"),
        FileKind.ATTACHMENT: N_("Attached file"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Contract: {
        "number": N_("Left empty, it is given: AMO, the year and the next number, AMO-2026-01."),
        "title": N_("What is bought, as the essential data will publish it."),
        "justification": N_("Why the services of the city cannot do it."),
        "estimate_excl_tax": N_("Over the whole duration, renewals included: the procedure follows from it."),
        "launch_on": N_("The day on which the consultation starts: the thresholds are those of that day."),
        "wished_start_on": N_("The calendar is computed backward from this day."),
        "family": N_(
            "The needs of one family are added up over the months of « Figures of the law », whatever the suppliers."
        ),
        "cpv": N_(
            "8 digits, with the key if known: 79411000-8 general management advice, 79421000-1 project management, "
            "79952000-2 organisation of events, 80500000-9 training, 79320000-3 opinion polls. Of a mixed need, that "
            "of the part of highest value (R2123-2)."
        ),
        "arrondissements": N_("The mairies that the contract serves."),
        "instances": N_("The bodies that the contract serves, if it serves some more than others."),
        "responsible": N_(
            "The account that has the deadlines of this contract in « My deadlines ». Left empty: yours, or "
            "that of its file."
        ),
        "allotment": N_("The file that this contract is a lot of: the lots of one need count together."),
        "framework": N_("The accord-cadre under which this contract is concluded."),
        "procedure": N_("Left empty, the one that the amount imposes; another one asks for a reason."),
        "procedure_reason": N_(
            "Asked when the procedure is not the one that the amount imposes; it stays in the file."
        ),
        "technique": N_(
            "An accord-cadre has a maximum, and is performed by purchase orders, by subsequent contracts, or both."
        ),
        "has_prior_notice": N_("Shortens the delays of a formal procedure."),
        "amount_excl_tax": N_("As awarded; for an accord-cadre, the estimated maximum."),
        "maximum_excl_tax": N_(
            "An accord-cadre has a maximum (since 01/01/2022): orders never pass it, and the procedure follows from it "
            "(R2121-8)."
        ),
        "renewals": N_("How many times the contract may be renewed."),
        "is_tacit": N_("Renewed unless the city says no (R2112-4)."),
        "notice_months": N_("How long before the end the city decides: the deadline is counted back from it."),
        "verification_months": N_(
            "Two months by the CCAG-PI (article 28.2), then admission is tacit; to be confirmed."
        ),
        "ends_on": N_("Left empty, it follows from the start and the firm duration; a renewal moves it."),
        "has_environmental_criterion": N_(
            "From 21/08/2026 on, one criterion on the environment, or a global cost that takes it in (R2152-7)."
        ),
        "has_environmental_clause": N_("From 22/08/2026 on, a condition of performance on the environment (L2112-2)."),
        "has_social_clause": N_("From 22/08/2026 on, a condition over the European thresholds (L2112-2-1)."),
        "advance_rate": N_("5 to 30 as a rule, 10 at least for a small or medium-sized company; to be confirmed."),
        "place_code": N_("69123 for Lyon; for one arrondissement, its postal code (69001 to 69009)."),
        "letters_on": N_(
            "Noted when the letters are made. The standstill of a formal procedure runs from this day (R2182-1)."
        ),
        "transmitted_on": N_(
            "Within 15 days of the signature (L2131-13 CGCT), before the notification; to be confirmed."
        ),
        "award_notice_on": N_("Within 30 days of the signature (R2183-1)."),
        "tenders_received": N_("Asked by the essential data."),
        "candidates_received": N_("Those who applied in the first round: one alone has no standstill (R2182-2)."),
        "award_reason": N_("Asked when another tender than the first in the ranking is retained (L2152-7)."),
        "ending": N_("Unsuccessful: no tender can be retained. Without follow-up: for a reason of general interest."),
        "opening_on": N_("For a contract that ran before its file was kept here: what was done by this day."),
        "is_shared": N_("The référents of the mairies served then see provider, schedule and deliverables; no amount."),
        "holders": N_(
            "Names or SIRET numbers of suppliers of the list, the lead first, with a semicolon between them."
        ),
        "lot_number": N_("Counts from 1 in each file."),
        "state_reason": N_("Kept in the file and told to the candidates (R2185-2)."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Contract: Source(
        (
            "number",
            "title",
            "cpv",
            "cpv_label",
            "budget_line",
            "open_data_id",
            "family.code",
            "family.name",
            "responsible.first_name",
            "responsible.last_name",
            "holders.supplier.name",
            "instances.name",
        )
    ),
    ProcurementStep: Source(
        ("label", "note", "contract.number", "contract.title", "responsible.first_name", "responsible.last_name")
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Contract: Contract.number + " – " + Contract.title,
    ContractDocument: ContractDocument.title,
}
