"""What the mission means by the fields of what changes a contract that runs."""

from mdo.kernel.base.messages import N_
from models.amendments import Advance, Amendment, Penalty, Renewal, Subcontract, SubcontractChange

CHANGE_HELP: dict[type, dict[str, str]] = {
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
