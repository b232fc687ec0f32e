"""The words of people: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from mdo.people.ages import AgeBand
from mdo.people.duplicates import DuplicateReason
from mdo.people.mandates import MandateStatus
from models.instances import Instance, instance_arrondissement
from models.organisations import Organisation
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
from models.places import PERSON_PLACES, WHOLE_CITY

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Person: (N_("Person"), N_("People")),
    Mandate: (N_("Mandate"), N_("Mandates")),
    DuplicateCandidate: (N_("Possible duplicate"), N_("Possible duplicates")),
}

FIELDS: dict[type, dict[str, str]] = {
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
}

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

HELP: dict[type, dict[str, str]] = {
    Person: {
        "last_name": N_("The only thing asked: the rest can be completed later."),
        "gender": N_("As the person says it, never guessed from a first name; parity is counted on it."),
        "birth_year": N_("Four digits; screens show an age band only."),
        "arrondissement": N_(
            "Where the person lives. Whoever has a mandate is seen where the body is; it counts for those who "
            "never had one."
        ),
        "organisation": N_("The association or service that the person comes from."),
        "email": N_("For convocations; the newsletter needs the agreement below."),
        "image_consent": N_("Agreement to be recognisable on published photographs."),
        "directory_consent": N_("Agreement to be in the directory given to the other members."),
    },
    Mandate: {
        "organisation": N_("For a mandate held by an association; the person is then its representative."),
        "function": N_("What the person does in the body: member, chair, secretary…"),
        "college": N_("The group of members that this mandate belongs to; only those of this body are accepted."),
        "seat": N_("In a body with seats: the one that this mandate fills."),
        "designation": N_("How the person came to the mandate, as the charter says it."),
        "commitment": N_("What the person offered: to commit, to come at times, or only to get the news."),
        "start_on": N_("Leave empty when it is not known: the mandate is then listed « to complete »."),
        "planned_end_on": N_("Last day of the term, that day included. Leave empty for an enrolment without term."),
        "ended_on": N_(
            "The last day of a term; of a resignation, a move, an exclusion, a replacement or a death, the day from"
            " which it is over: someone else may begin on it."
        ),
        "end_reason": N_("Goes with the actual end: renewed, resigned, moved…"),
        "rank": N_("1 for a first term, 2 after one renewal."),
        "substitute_of": N_("The mandate of the person whom this one replaces when absent."),
        "limit_reason": N_("Asked when the limit of consecutive terms is passed."),
    },
}

_link = instance_arrondissement.c
_PLACES_OF_MANDATES = select(Mandate.id, func.coalesce(_link.arrondissement_id, WHOLE_CITY)).outerjoin(
    instance_arrondissement, _link.instance_id == Mandate.instance_id
)

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Person: Source(
        ("last_name", "first_name", "arrondissement.name", "organisation.name", "organisation.acronym"),
        ("email", "phone", "address", "city", "postal_code"),
        places=select(PERSON_PLACES.c.person_id, PERSON_PLACES.c.place),
    ),
    Mandate: Source(
        (
            "person.last_name",
            "person.first_name",
            "instance.name",
            "instance.type.label",
            "instance.arrondissements.name",
            "function.label",
            "college.name",
            "organisation.name",
            "organisation.acronym",
        ),
        ("person.email", "person.phone"),
        places=_PLACES_OF_MANDATES,
    ),
    DuplicateCandidate: Source(("person.last_name", "person.first_name", "other.last_name", "other.first_name")),
}


def _of_mandate(text: Any, where: Any) -> Any:
    return select(text).where(where).correlate(Mandate).scalar_subquery()


_PERSON_NAME = func.trim(Person.last_name + " " + func.coalesce(Person.first_name, ""))


# « Martin Marie – Conseil de quartier », as far as the reader sees the person and the body.
_MANDATE_NAME = (
    func.coalesce(
        _of_mandate(_PERSON_NAME, Person.id == Mandate.person_id),
        _of_mandate(Organisation.name, Organisation.id == Mandate.organisation_id),
        "…",
    )
    + " – "
    + func.coalesce(_of_mandate(Instance.name, Instance.id == Mandate.instance_id), "…")
)

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Person: _PERSON_NAME,
    Mandate: _MANDATE_NAME,
}
