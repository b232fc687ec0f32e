"""Members of the closed lists in words."""

from enum import StrEnum

from mdo.composition.alerts import InstanceAlert
from mdo.composition.parity import ParityVerdict
from mdo.composition.seats import SeatStatus
from mdo.instances.lifecycle import RecognitionStatus
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Bucket, Keeper, Whose
from mdo.kernel.labels.amendments import AMENDMENT_ENUMS
from mdo.kernel.labels.archives import ARCHIVE_ENUMS
from mdo.kernel.labels.calendar import CALENDAR_ENUMS
from mdo.kernel.labels.evenings import EVENING_ENUMS
from mdo.kernel.labels.execution import EXECUTION_ENUMS
from mdo.kernel.labels.meetings import MEETING_ENUMS
from mdo.kernel.labels.open_data import OPEN_DATA_ENUMS
from mdo.kernel.labels.papers import PAPER_ENUMS
from mdo.kernel.labels.plan import PLAN_ENUMS
from mdo.kernel.labels.procurement_lists import PROCUREMENT_ENUMS
from mdo.kernel.labels.tenders import TENDER_ENUMS
from mdo.kernel.rights.roles import ROLES, RoleCode
from mdo.kernel.scope.limits import Reach
from mdo.people.ages import AgeBand
from mdo.people.duplicates import DuplicateReason
from mdo.people.mandates import MandateStatus
from mdo.reports.themes import Theme as ReportTheme
from models.accessibility import Conformity
from models.instances import (
    InstanceState,
    Membership,
    MinutesApprover,
    QuorumBase,
    QuorumCounts,
    QuorumReach,
    SessionPeriod,
)
from models.jobs import JobState
from models.journal import ChangeAction, Door
from models.organisations import OrganisationKind
from models.people import (
    Commitment,
    Consent,
    Designation,
    DuplicateState,
    EndReason,
    Gender,
)
from models.preferences import Theme

# By class: two closed lists may hold the same word (« other »), and StrEnum members compare as text.
ENUM_LABELS: dict[type[StrEnum], dict[str, str]] = {
    JobState: {
        JobState.QUEUED: N_("Waiting"),
        JobState.RUNNING: N_("Under way"),
        JobState.DONE: N_("Done"),
        JobState.FAILED: N_("Failed"),
        JobState.CANCELLED: N_("Cancelled"),
    },
    Bucket: {
        Bucket.LATE: N_("Late"),
        Bucket.WEEK: N_("Within 7 days"),
        Bucket.MONTH: N_("Within 30 days"),
        Bucket.QUARTER: N_("Within 90 days"),
        Bucket.BEYOND: N_("Beyond 90 days"),
    },
    QuorumReach: {
        QuorumReach.AT_LEAST: N_("at least the fraction"),
        QuorumReach.MORE_THAN: N_("more than the fraction"),
    },
    Keeper: {
        Keeper.TEAM: N_("The team"),
        Keeper.CLOSED: N_("The team (account closed)"),
    },
    InstanceAlert: {
        InstanceAlert.VACANCY: N_("Empty seat"),
        InstanceAlert.EXPIRED: N_("Expired mandates"),
        InstanceAlert.RECOGNITION: N_("Recognition over"),
        InstanceAlert.PARITY: N_("Parity not met"),
    },
    Whose: {
        Whose.MINE: N_("Mine"),
        Whose.TEAM: N_("My team’s"),
        Whose.PLACE: N_("My arrondissement’s"),
        Whose.ALL: N_("All"),
    },
    RoleCode: {role.code: role.label for role in ROLES},
    Reach: {
        Reach.NOTHING: N_("nothing by itself"),
        Reach.ELECTED: N_("own bodies"),
        Reach.ARRONDISSEMENTS: N_("own arrondissements and the whole city's rows"),
        Reach.EVERYTHING: N_("everything"),
    },
    Membership: {
        Membership.OPEN: N_("Open (enrolments)"),
        Membership.CLOSED: N_("Closed (mandates)"),
    },
    SessionPeriod: {
        SessionPeriod.MONTH: N_("month"),
        SessionPeriod.QUARTER: N_("quarter"),
        SessionPeriod.SEMESTER: N_("half-year"),
        SessionPeriod.YEAR: N_("year"),
    },
    QuorumBase: {
        QuorumBase.MANDATES: N_("mandates in force"),
        QuorumBase.SEATS: N_("seats"),
        QuorumBase.CONVENED: N_("people convened"),
    },
    QuorumCounts: {
        QuorumCounts.PRESENT: N_("those present alone"),
        QuorumCounts.WITH_REPRESENTED: N_("those present or represented"),
    },
    MinutesApprover: {
        MinutesApprover.NEXT_MEETING: N_("the next meeting"),
        MinutesApprover.CHAIR: N_("the chair"),
        MinutesApprover.ELECTED_OFFICIAL: N_("the élu·e référent·e"),
        MinutesApprover.AGENT: N_("the agent of the body"),
    },
    InstanceState: {
        InstanceState.PROJECT: N_("Project"),
        InstanceState.PREPARATION: N_("In preparation"),
        InstanceState.ACTIVE: N_("Active"),
        InstanceState.DORMANT: N_("Dormant"),
        InstanceState.DISSOLVED: N_("Dissolved"),
    },
    OrganisationKind: {
        OrganisationKind.ASSOCIATION: N_("Association"),
        OrganisationKind.DIRECTION: N_("Direction of the city"),
        OrganisationKind.PARTNER: N_("Partner"),
        OrganisationKind.AUTHORITY: N_("Local authority"),
    },
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
    Door: {
        Door.FORM: N_("on screen"),
        Door.BULK: N_("bulk change"),
        Door.IMPORT: N_("import"),
        Door.COMMAND: N_("command"),
        Door.RESTORE: N_("restore"),
        Door.UNDO: N_("undo"),
        Door.SIGN_IN: N_("sign-in"),
    },
    ChangeAction: {
        ChangeAction.CREATE: N_("created"),
        ChangeAction.UPDATE: N_("changed"),
        ChangeAction.DELETE: N_("deleted"),
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
    SeatStatus: {
        SeatStatus.FILLED: N_("Filled"),
        SeatStatus.ENDS_SOON: N_("Ends soon"),
        SeatStatus.CARRIED_OVER: N_("Carried over"),
        SeatStatus.VACANT: N_("Vacant"),
    },
    RecognitionStatus: {
        RecognitionStatus.HOLDS: N_("Recognition in force"),
        RecognitionStatus.ENDS_SOON: N_("Recognition ends within six months"),
        RecognitionStatus.LAPSED: N_("Recognition lapsed"),
    },
    ParityVerdict: {
        ParityVerdict.NO_BAND: N_("No parity rule"),
        ParityVerdict.NOBODY_DECLARED: N_("Nobody has stated a gender"),
        ParityVerdict.WITHIN: N_("Within the parity rule"),
        ParityVerdict.TOO_FEW_WOMEN: N_("Too few women"),
        ParityVerdict.TOO_FEW_MEN: N_("Too few men"),
    },
    ReportTheme: {
        ReportTheme.BODIES: N_("Participative bodies"),
        ReportTheme.MEMBERS: N_("Members"),
        ReportTheme.NETWORK: N_("Network"),
        ReportTheme.REQUESTS: N_("Requests and opinions"),
        ReportTheme.PROCUREMENT: N_("Procurement"),
    },
    Theme: {
        Theme.SYSTEM: N_("As my device"),
        Theme.LIGHT: N_("Light"),
        Theme.DARK: N_("Dark"),
    },
    Conformity: {
        Conformity.NONE: N_("Not compliant"),
        Conformity.PARTIAL: N_("Partially compliant"),
        Conformity.FULL: N_("Fully compliant"),
    },
    DuplicateReason: {
        DuplicateReason.SAME_NAME: N_("same name"),
        DuplicateReason.SIMILAR_NAME: N_("similar name"),
        DuplicateReason.SAME_EMAIL: N_("same e-mail"),
        DuplicateReason.SAME_PHONE: N_("same phone"),
        DuplicateReason.SAME_BIRTH_YEAR: N_("same birth year"),
        DuplicateReason.OTHER_BIRTH_YEAR: N_("another birth year"),
    },
    **MEETING_ENUMS,
    **PROCUREMENT_ENUMS,
    **AMENDMENT_ENUMS,
    **TENDER_ENUMS,
    **PLAN_ENUMS,
    **EXECUTION_ENUMS,
    **OPEN_DATA_ENUMS,
    **CALENDAR_ENUMS,
    **EVENING_ENUMS,
    **PAPER_ENUMS,
    **ARCHIVE_ENUMS,
}
