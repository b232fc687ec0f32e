"""The words of the closed lists of people."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.people.ages import AgeBand
from mdo.people.duplicates import DuplicateReason
from mdo.people.mandates import MandateStatus
from models.people import Commitment, Consent, Designation, DuplicateState, EndReason, Gender

LISTS: dict[type[StrEnum], dict[str, str]] = {
    Gender: {
        Gender.FEMALE: N_("Woman"),
        Gender.MALE: N_("Man"),
        Gender.OTHER: N_("Other"),
        Gender.UNKNOWN: N_("Not stated"),
    },
    Consent: {
        Consent.UNKNOWN: N_("Not stated"),
        Consent.GIVEN: N_("Yes"),
        Consent.REFUSED: N_("No"),
    },
    Designation: {
        Designation.VOLUNTEER: N_("Volunteer"),
        Designation.DRAWN: N_("Drawn by lot"),
        Designation.ELECTED: N_("Elected"),
        Designation.EX_OFFICIO: N_("Ex officio"),
        Designation.APPOINTED: N_("Appointed"),
        Designation.UNKNOWN: N_("Not stated"),
    },
    EndReason: {
        EndReason.TERM: N_("End of term"),
        EndReason.RENEWED: N_("Renewed"),
        EndReason.RESIGNATION: N_("Resignation"),
        EndReason.MOVED: N_("Moved away"),
        EndReason.EXCLUSION: N_("Exclusion"),
        EndReason.REPLACED: N_("Replaced"),
        EndReason.DISSOLUTION: N_("Dissolution of the body"),
        EndReason.DEATH: N_("Death"),
        EndReason.OTHER: N_("Other reason"),
        EndReason.ELECTION: N_("Election"),
    },
    Commitment: {
        Commitment.COMMITTED: N_("Committed"),
        Commitment.OCCASIONAL: N_("Occasional"),
        Commitment.NEWS_ONLY: N_("News only"),
        Commitment.UNKNOWN: N_("Not stated"),
    },
    DuplicateState: {
        DuplicateState.OPEN: N_("To decide"),
        DuplicateState.DISTINCT: N_("Two different people"),
    },
    MandateStatus: {
        MandateStatus.UPCOMING: N_("Upcoming"),
        MandateStatus.IN_FORCE: N_("In force"),
        MandateStatus.EXPIRED: N_("Expired"),
        MandateStatus.ENDED: N_("Ended"),
        MandateStatus.UNDATED: N_("To complete"),
    },
    AgeBand: {
        AgeBand.UNDER_11: N_("under 11"),
        AgeBand.FROM_11_TO_15: N_("11 to 15"),
        AgeBand.FROM_16_TO_17: N_("16 and 17"),
        AgeBand.FROM_18_TO_25: N_("18 to 25"),
        AgeBand.FROM_26_TO_39: N_("26 to 39"),
        AgeBand.FROM_40_TO_59: N_("40 to 59"),
        AgeBand.FROM_60_TO_74: N_("60 to 74"),
        AgeBand.FROM_75: N_("75 and over"),
    },
    DuplicateReason: {
        DuplicateReason.SAME_NAME: N_("same name"),
        DuplicateReason.SIMILAR_NAME: N_("similar name"),
        DuplicateReason.SAME_EMAIL: N_("same e-mail"),
        DuplicateReason.SAME_PHONE: N_("same phone"),
        DuplicateReason.SAME_BIRTH_YEAR: N_("same birth year"),
        DuplicateReason.OTHER_BIRTH_YEAR: N_("another birth year"),
    },
}
