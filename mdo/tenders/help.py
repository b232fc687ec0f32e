"""What the mission means by the fields of tenders."""

from mdo.messages import N_
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender

TENDER_HELP: dict[type, dict[str, str]] = {
    AwardCriterion: {
        "weight": N_("The weights of a contract make 100."),
        "is_price": N_("The mark is then counted: lowest amount / amount of the tender × 20."),
    },
    Tender: {
        "position": N_("Empty: after the last one received."),
        "amount_excl_tax": N_("As first received; rounds of negotiation revise it."),
        "supplier": N_("Of a grouping, its lead (mandataire): letters go to it."),
        "members": N_("Empty for a single company."),
        "inadmissible_ground": N_(
            "An irregular tender may be put right, an unacceptable one by negotiation alone (R2152-1, R2152-2)."
        ),
        "regularisation_asked_on": N_("Offered to all irregular tenders on the same day, from the tab « Tenders »."),
        "regularised_on": N_("The tender is judged since; the reason stays in the file."),
        "is_admissible": N_("One that is not is left out of the ranking, and named with its reason."),
        "is_suspected_low": N_("Nothing is decided by this: ask for an explanation, then judge it (L2152-5, L2152-6)."),
        "rejection_reason": N_("Written in the letter: what made it less good, criterion by criterion."),
    },
    NegotiationRound: {"number": N_("Empty: after the last round.")},
    CommitteeOpinion: {"kind": N_("The CAO awards a formal procedure; on any other it gives an opinion.")},
}
