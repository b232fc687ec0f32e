"""The words of amendments: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.amendments import (
    Advance,
    Amendment,
    AmendmentGround,
    AmendmentOpinion,
    Evaluation,
    Penalty,
    PriceVariation,
    Renewal,
    RenewalDecision,
    Subcontract,
    SubcontractChange,
)

_PUBLISHED = {"published_on": N_("Essential data published on")}

_CONTRACT = {"contract": N_("Contract"), "contract_id": N_("Contract")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Amendment: (N_("Amendment"), N_("Amendments")),
    Renewal: (N_("Renewal of a contract"), N_("Renewals of contracts")),
    Subcontract: (N_("Act of subcontracting"), N_("Acts of subcontracting")),
    SubcontractChange: (N_("Change of a subcontract"), N_("Changes of subcontracts")),
    Advance: (N_("Advance"), N_("Advances")),
    Penalty: (N_("Penalty"), N_("Penalties")),
    Evaluation: (N_("Evaluation of a supplier"), N_("Evaluations of suppliers")),
}

FIELDS: dict[type, dict[str, str]] = {
    Amendment: {
        **_CONTRACT,
        "number": N_("Number"),
        "ground": N_("Ground (contract)"),
        "subject": N_("Subject (contract)"),
        "justification": N_("Justification (contract)"),
        "amount_excl_tax": N_("Amount added before tax (€)"),
        "months": N_("Months added"),
        "moved_from_on": N_("End before it"),
        "moved_to_on": N_("End after it"),
        "supplier": N_("New holder"),
        "supplier_id": N_("New holder"),
        "replaced": N_("Holder replaced"),
        "replaced_id": N_("Holder replaced"),
        "committee_on": N_("Opinion of the CAO on"),
        "committee_opinion": N_("Opinion of the CAO"),
        "signed_on": N_("Signed on"),
        "transmitted_on": N_("Transmitted to the review of legality on"),
        "notified_on": N_("Notified on"),
        **_PUBLISHED,
    },
    Renewal: {
        **_CONTRACT,
        "number": N_("Number"),
        "starts_on": N_("Starts on"),
        "ends_on": N_("Ends on"),
        "decide_by_on": N_("To be decided before"),
        "decision": N_("Decision (contract)"),
        "decided_on": N_("Decided on (contract)"),
        "notes": N_("Notes for the team"),
    },
    Subcontract: {
        **_CONTRACT,
        "number": N_("Number"),
        "supplier": N_("Subcontractor"),
        "supplier_id": N_("Subcontractor"),
        "subject": N_("Services subcontracted"),
        "amount_excl_tax": N_("Amount before tax (€)"),
        "months": N_("Duration (months)"),
        "price_variation": N_("Variation of the price"),
        "is_paid_directly": N_("Paid directly by the city"),
        "accepted_on": N_("Accepted on (contract)"),
        "notified_on": N_("Notified on"),
        **_PUBLISHED,
        "notes": N_("Notes for the team"),
        "changes": N_("Changes (contract)"),
    },
    SubcontractChange: {
        "subcontract": N_("Act of subcontracting"),
        "subcontract_id": N_("Act of subcontracting"),
        "number": N_("Number"),
        "notified_on": N_("Notified on"),
        "amount_excl_tax": N_("New amount before tax (€)"),
        "months": N_("New duration (months)"),
        **_PUBLISHED,
    },
    Advance: {
        **_CONTRACT,
        "amount_incl_tax": N_("Amount with tax (€)"),
        "rate": N_("Rate (%)"),
        "paid_on": N_("Paid on (contract)"),
        "repaid_incl_tax": N_("Taken back, with tax (€)"),
        "repaid_on": N_("Taken back on"),
        "notes": N_("Notes for the team"),
    },
    Penalty: {
        **_CONTRACT,
        "reason": N_("Reason"),
        "amount_excl_tax": N_("Amount, without VAT (€)"),
        "applied_on": N_("Applied on"),
        "waived_on": N_("Waived on"),
        "waiver_reason": N_("Why it is waived"),
    },
    Evaluation: {
        **_CONTRACT,
        "supplier": N_("Supplier"),
        "supplier_id": N_("Supplier"),
        "quality": N_("Quality of the work"),
        "deadlines": N_("Deadlines kept"),
        "relation": N_("Working relation"),
        "administration": N_("Price and administration"),
        "added_value": N_("Added value"),
        "comment": N_("Comment"),
        "evaluated_on": N_("Evaluated on"),
        "author": N_("Evaluated by"),
        "author_id": N_("Evaluated by"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    AmendmentGround: {
        AmendmentGround.REVIEW_CLAUSE: N_("Review clause of the contract"),
        AmendmentGround.ADDITIONAL: N_("Additional services that became necessary"),
        AmendmentGround.UNFORESEEN: N_("Unforeseen circumstances"),
        AmendmentGround.NEW_HOLDER: N_("New holder in place of the first"),
        AmendmentGround.NOT_SUBSTANTIAL: N_("Change that is not substantial"),
        AmendmentGround.LOW_VALUE: N_("Low value"),
    },
    AmendmentOpinion: {
        AmendmentOpinion.FAVOURABLE: N_("Favourable (contract)"),
        AmendmentOpinion.UNFAVOURABLE: N_("Unfavourable (contract)"),
    },
    RenewalDecision: {
        RenewalDecision.PENDING: N_("To be decided"),
        RenewalDecision.RENEWED: N_("Renewed (contract)"),
        RenewalDecision.NOT_RENEWED: N_("Not renewed"),
    },
    PriceVariation: {
        PriceVariation.FIRM: N_("Firm (contract)"),
        PriceVariation.ADJUSTABLE: N_("Adjustable (contract)"),
        PriceVariation.REVISABLE: N_("Revisable (contract)"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Amendment: {
        "number": N_("Empty: the number after the last one of the contract."),
        "justification": N_("What carries the ground: facts, dates, why no other supplier could do it."),
        "amount_excl_tax": N_("Below 0 for a decrease. It is added to the amount, and to the maximum if there is one."),
        "months": N_("Below 0 to end sooner. Renewals are not counted here."),
        "moved_to_on": N_("Empty: counted from the months added."),
        "supplier": N_("Only for the ground « New holder in place of the first »."),
        "replaced": N_("Empty when the contract has one holder."),
        "committee_on": N_(
            "Asked when the CAO awarded the contract and it grows beyond the limit of « Figures of the law »,"
            " amendments before included."
        ),
        "transmitted_on": N_(
            "When the contract went to the review of legality, so do its amendments: after the signature, before the"
            " notification; to be confirmed."
        ),
        "notified_on": N_("From this day on the contract is as amended: its end and its holders follow."),
    },
    Renewal: {
        "number": N_("Empty: the number after the last one of the contract."),
        "starts_on": N_("Empty: the day after the end of the contract."),
        "ends_on": N_("Empty: counted from the duration of a renewal."),
        "decide_by_on": N_("Empty: the end of the contract less its notice."),
        "decided_on": N_("The day on which the holder is told; for a tacit renewal, the last day to decide."),
    },
    Subcontract: {
        "number": N_("Empty: the number after the last one of the contract."),
        "amount_excl_tax": N_("As accepted; what changes later is written as a change."),
    },
    SubcontractChange: {
        "number": N_("Empty: the number after the last one of the act."),
        "amount_excl_tax": N_("The whole amount from then on; empty when it stays."),
        "months": N_("The whole duration from then on; empty when it stays."),
    },
    Advance: {
        "rate": N_("Of the amount with tax: from 5 to 30, at least 10 for an SME; to be confirmed (R2191-7)."),
    },
    Penalty: {"waiver_reason": N_("It stays in the file with the penalty.")},
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Amendment: Source(("number", "subject", "justification", "contract.number", "contract.title", "supplier.name")),
    Renewal: Source(("contract.number", "contract.title", "notes")),
    Subcontract: Source(("number", "subject", "supplier.name", "contract.number", "contract.title")),
    SubcontractChange: Source(("number", "subcontract.number", "subcontract.subject", "subcontract.supplier.name")),
    Advance: Source(("contract.number", "contract.title", "notes")),
    Penalty: Source(("reason", "waiver_reason", "contract.number", "contract.title")),
    Evaluation: Source(
        ("supplier.name", "contract.number", "contract.title", "comment", "author.first_name", "author.last_name")
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Amendment: "n° " + cast(Amendment.number, String) + " – " + Amendment.subject,
    Renewal: "n° " + cast(Renewal.number, String),
    Subcontract: "n° " + cast(Subcontract.number, String) + " – " + Subcontract.subject,
    SubcontractChange: "n° " + cast(SubcontractChange.number, String),
    Penalty: Penalty.reason,
}
