"""The words of the trade for tables, fields and closed lists: message ids, translated at the edge.

One place serves forms, lists, exports, imports, the journal and the conflict page.
"""

from enum import StrEnum
from typing import Any

from mdo.instances.parity import ParityVerdict
from mdo.instances.seats import SeatStatus
from mdo.instances.parity import ParityVerdict
from mdo.instances.seats import SeatStatus
from mdo.messages import N_
from mdo.people.ages import AgeBand
from mdo.people.duplicates import DuplicateReason
from mdo.people.mandates import MandateStatus
from mdo.people.ages import AgeBand
from mdo.people.duplicates import DuplicateReason
from mdo.people.mandates import MandateStatus
from mdo.roles import ROLES, RoleCode
from mdo.scope_rules import Reach
from models.accounts import Role, User
from models.instances import (
    College,
    Instance,
    InstanceState,
    InstanceType,
    MandateFunction,
    Membership,
    QuorumBase,
    Seat,
    SessionPeriod,
)
from models.journal import ChangeAction, Door
from models.network import Absence, Referent
from models.organisations import Organisation, OrganisationKind
from models.people import (
    Commitment,
    Consent,
    Designation,
    DuplicateCandidate,
    DuplicateState,
    EndReason,
    Gender,
    Mandate,
    Person,
)
from models.territory import Arrondissement

# Singular, plural.
MODEL_LABELS: dict[type, tuple[str, str]] = {
    Arrondissement: (N_("Arrondissement"), N_("Arrondissements")),
    InstanceType: (N_("Type of body"), N_("Types of bodies")),
    Instance: (N_("Participative body"), N_("Participative bodies")),
    College: (N_("College"), N_("Colleges")),
    Seat: (N_("Seat"), N_("Seats")),
    MandateFunction: (N_("Function"), N_("Functions")),
    Organisation: (N_("Organisation"), N_("Organisations")),
    Person: (N_("Person"), N_("People")),
    Mandate: (N_("Mandate"), N_("Mandates")),
    DuplicateCandidate: (N_("Possible duplicate"), N_("Possible duplicates")),
    Referent: (N_("Référent"), N_("Référents")),
    Absence: (N_("Absence"), N_("Absences")),
    User: (N_("Account"), N_("Accounts")),
    Role: (N_("Role"), N_("Roles")),
}

_RULES = {
    "membership": N_("Membership"),
    "term_months": N_("Length of a term (months)"),
    "max_consecutive_terms": N_("Consecutive terms at most"),
    "minimum_age": N_("Minimum age"),
    "sessions_due": N_("Sessions due"),
    "sessions_period": N_("Per"),
    "parity_min_percent": N_("Parity: at least (%)"),
    "parity_max_percent": N_("Parity: at most (%)"),
    "quorum_numerator": N_("Quorum: numerator"),
    "quorum_denominator": N_("Quorum: denominator"),
    "quorum_base": N_("Quorum: counted on"),
    "recognition_months": N_("Recognition valid for (months)"),
    "ends_soon_days": N_("« Ends soon » (days before)"),
}

FIELD_LABELS: dict[type, dict[str, str]] = {
    Arrondissement: {
        "number": N_("Number"),
        "name": N_("Name"),
        "insee_code": N_("INSEE code"),
        "postal_code": N_("Postal code"),
        "mairie_address": N_("Address of the mairie"),
        "mairie_email": N_("E-mail of the mairie"),
        "mairie_phone": N_("Phone of the mairie"),
        "mairie_url": N_("Site of the mairie"),
    },
    InstanceType: {
        "code": N_("Code"),
        "label": N_("Label"),
        "description": N_("Description"),
        "is_permanent": N_("Permanent"),
        "legal_basis": N_("Legal basis"),
        "legal_basis_url": N_("Link to the text"),
        "position": N_("Order"),
        **_RULES,
    },
    Instance: {
        "code": N_("Code"),
        "name": N_("Name"),
        "aliases": N_("Other names"),
        "type": N_("Type"),
        "type_id": N_("Type"),
        "parent": N_("Attached to"),
        "parent_id": N_("Attached to"),
        "arrondissements": N_("Arrondissements"),
        "state": N_("State"),
        "state_on": N_("State since"),
        "state_reason": N_("Reason for the state"),
        "created_on": N_("Created on"),
        "dissolved_on": N_("Dissolved on"),
        "deliberation": N_("Deliberation"),
        "deliberation_on": N_("Deliberation of"),
        "charter_on": N_("Charter of"),
        "charter_url": N_("Link to the charter"),
        "recognised_on": N_("Recognised on"),
        "elected_official": N_("Élu·e référent·e"),
        "elected_user": N_("Account of the élu·e"),
        "elected_user_id": N_("Account of the élu·e"),
        "agent": N_("Agent"),
        "agent_id": N_("Agent"),
        "mailbox": N_("Mailbox"),
        "oye_url": N_("Page on Oyé!"),
        "notes": N_("Notes"),
        **_RULES,
    },
    College: {
        "name": N_("Name"),
        "type": N_("Type of body"),
        "type_id": N_("Type of body"),
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "seats_planned": N_("Seats planned"),
        "is_predominant": N_("Predominant college"),
        "position": N_("Order"),
    },
    Seat: {
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "college": N_("College"),
        "college_id": N_("College"),
        "number": N_("Number"),
        "label": N_("Label"),
        "requirement": N_("Requirement"),
        "appointing_authority": N_("Appointed by"),
        "opened_on": N_("Opened on"),
        "closed_on": N_("Closed on"),
    },
    MandateFunction: {
        "code": N_("Code"),
        "label": N_("Label"),
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "is_bureau": N_("Sits in the bureau"),
        "term_months": N_("Length of a term (months)"),
        "max_consecutive_terms": N_("Consecutive terms at most"),
        "position": N_("Order"),
    },
    Organisation: {
        "name": N_("Name"),
        "acronym": N_("Acronym"),
        "kind": N_("Kind"),
        "siret": N_("SIRET"),
        "arrondissement": N_("Arrondissement"),
        "arrondissement_id": N_("Arrondissement"),
        "address": N_("Address"),
        "contact_name": N_("Contact"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "website": N_("Website"),
        "convention_start_on": N_("Convention from"),
        "convention_end_on": N_("Convention until"),
        "notes": N_("Notes"),
    },
    Person: {
        "last_name": N_("Last name"),
        "first_name": N_("First name"),
        "gender": N_("Gender"),
        "birth_year": N_("Birth year"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "address": N_("Address"),
        "postal_code": N_("Postal code"),
        "city": N_("City"),
        "arrondissement": N_("Arrondissement"),
        "arrondissement_id": N_("Arrondissement"),
        "organisation": N_("Organisation"),
        "organisation_id": N_("Organisation"),
        "guardian_name": N_("Legal guardian"),
        "guardian_email": N_("E-mail of the guardian"),
        "guardian_phone": N_("Phone of the guardian"),
        "newsletter_consent": N_("Newsletter"),
        "newsletter_consent_on": N_("Newsletter: answered on"),
        "image_consent": N_("Image rights"),
        "image_consent_on": N_("Image rights: answered on"),
        "directory_consent": N_("Internal directory"),
        "directory_consent_on": N_("Internal directory: answered on"),
        "created_by": N_("Created by"),
        "created_by_id": N_("Created by"),
    },
    Mandate: {
        "instance": N_("Participative body"),
        "instance_id": N_("Participative body"),
        "person": N_("Person"),
        "person_id": N_("Person"),
        "organisation": N_("Association represented"),
        "organisation_id": N_("Association represented"),
        "function": N_("Function"),
        "function_id": N_("Function"),
        "college": N_("College"),
        "college_id": N_("College"),
        "seat": N_("Seat"),
        "seat_id": N_("Seat"),
        "designation": N_("Way of designation"),
        "commitment": N_("Commitment"),
        "start_on": N_("Start"),
        "planned_end_on": N_("Planned end"),
        "ended_on": N_("Actual end"),
        "end_reason": N_("Reason for the end"),
        "rank": N_("Term number"),
        "previous": N_("Renewal of"),
        "previous_id": N_("Renewal of"),
        "substitute_of": N_("Substitute of"),
        "substitute_of_id": N_("Substitute of"),
        "limit_reason": N_("Reason for passing the limit of terms"),
    },
    DuplicateCandidate: {
        "person": N_("Person"),
        "person_id": N_("Person"),
        "other": N_("Looks like"),
        "other_id": N_("Looks like"),
        "score": N_("Score"),
        "reason": N_("Why"),
        "state": N_("Decision"),
    },
    Referent: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "arrondissement": N_("Arrondissement"),
        "arrondissement_id": N_("Arrondissement"),
        "start_on": N_("From"),
        "end_on": N_("Until"),
        "replacement": N_("Replacement"),
        "replacement_id": N_("Replacement"),
    },
    Absence: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "start_on": N_("From"),
        "end_on": N_("Until"),
        "replacement": N_("Replacement"),
        "replacement_id": N_("Replacement"),
        "note": N_("Note"),
    },
    User: {
        "first_name": N_("First name"),
        "last_name": N_("Last name"),
        "username": N_("User name"),
        "email": N_("E-mail"),
        "active": N_("Active"),
        "roles": N_("Roles"),
        "ends_on": N_("Open until"),
        "locale": N_("Language"),
        "last_login": N_("Last sign-in"),
    },
    Role: {"name": N_("Name"), "permissions": N_("Rights"), "user": N_("Accounts")},
}

# By class: two closed lists may hold the same word (« other »), and StrEnum members compare as text.
ENUM_LABELS: dict[type[StrEnum], dict[str, str]] = {
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
    MandateStatus: {
        MandateStatus.UPCOMING: N_("Upcoming"),
        MandateStatus.IN_FORCE: N_("In force"),
        MandateStatus.EXPIRED: N_("Expired"),
        MandateStatus.ENDED: N_("Ended"),
        MandateStatus.UNDATED: N_("To complete"),
    },
    SeatStatus: {
        SeatStatus.FILLED: N_("Filled"),
        SeatStatus.ENDS_SOON: N_("Ends soon"),
        SeatStatus.CARRIED_OVER: N_("Carried over"),
        SeatStatus.VACANT: N_("Vacant"),
    },
    ParityVerdict: {
        ParityVerdict.NO_BAND: N_("No band is set"),
        ParityVerdict.NOBODY_DECLARED: N_("Nobody declared a gender"),
        ParityVerdict.WITHIN: N_("Within the band"),
        ParityVerdict.TOO_FEW_WOMEN: N_("Too few women"),
        ParityVerdict.TOO_FEW_MEN: N_("Too few men"),
    },
    AgeBand: {
        AgeBand.UNDER_11: N_("under 11"),
        AgeBand.FROM_11_TO_15: N_("11 to 15"),
        AgeBand.FROM_16_TO_17: N_("16 to 17"),
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
        DuplicateReason.OTHER_BIRTH_YEAR: N_("other birth year"),
    },
    DuplicateState: {
        DuplicateState.OPEN: N_("To decide"),
        DuplicateState.DISTINCT: N_("Two different people"),
        DuplicateState.MERGED: N_("Merged"),
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
    ParityVerdict: {
        ParityVerdict.NO_BAND: N_("No parity rule"),
        ParityVerdict.NOBODY_DECLARED: N_("Nobody has stated a gender"),
        ParityVerdict.WITHIN: N_("Within the parity rule"),
        ParityVerdict.TOO_FEW_WOMEN: N_("Too few women"),
        ParityVerdict.TOO_FEW_MEN: N_("Too few men"),
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


def field_label(model: type, field: str) -> str:
    """The message id of a field. Raises KeyError when the trade has no word for it: declare it above."""
    return FIELD_LABELS[model][field]


def enum_label(member: Any) -> str:
    """The message id of a member of a closed list (a StrEnum)."""
    return ENUM_LABELS[type(member)][member]
