"""The words of the closed lists of amendments."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.amendments import AmendmentGround, AmendmentOpinion, PriceVariation, RenewalDecision

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
