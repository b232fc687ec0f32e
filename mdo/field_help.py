"""What the mission means by a field, in a sentence under its label: message ids, translated at the edge.

A field whose label says everything has none; forms are their only reader for now.
"""

from mdo.contracts.change_help import CHANGE_HELP
from mdo.contracts.execution_help import EXECUTION_HELP
from mdo.contracts.help import CONTRACT_HELP
from mdo.messages import N_
from mdo.procurement.help import PROCUREMENT_HELP
from mdo.requests.help import REQUEST_HELP
from mdo.tenders.help import TENDER_HELP
from models.accessibility import AccessibilityStatement
from models.accounts import User
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.network import Absence, Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.preferences import SavedView
from models.territory import Arrondissement

_RULES = {
    "membership": N_("Open: one enrols freely, without term. Closed: one holds a mandate with a term."),
    "term_months": N_("36 for three years. The planned end of a renewal is counted from it."),
    "max_consecutive_terms": N_("Beyond it, a renewal asks for a reason."),
    "minimum_age": N_("In years; a younger person is refused where the birth year is known."),
    "sessions_due": N_("How many sessions the charter asks for in each period; not followed: nothing counts them yet."),
    "sessions_period": N_("The calendar period in which the sessions due are counted."),
    "parity_min_percent": N_("The least share of each gender; counted on the people whose gender is known."),
    "parity_max_percent": N_("The largest share of one gender: 60 when the least share is 40."),
    "quorum_numerator": N_("For a third, 1 here and 3 beside."),
    "quorum_denominator": N_("For a third, 3 here and 1 beside."),
    "quorum_base": N_("What the fraction is taken of: mandates in force, seats, or people convened."),
    "recognition_months": N_("For a conseil citoyen: how long the prefect's order holds."),
    "ends_soon_days": N_("How long before its planned end a mandate is shown as ending; 90 when empty."),
    "quorum_counts": N_("Empty: a represented member does not count."),
    "quorum_reach": N_("Of 30, « at least half » asks for 15, « more than half » for 16. Empty: at least."),
    "minutes_approver": N_("Who is asked before the minutes of a meeting are approved."),
}
_REPLACEMENT = N_("The account that stands in during an absence.")

FIELD_HELP: dict[type, dict[str, str]] = {
    SavedView: {
        "role": N_("Empty: for you alone. Each reader sees through it the rows of their own arrondissements."),
        "is_default": N_("The list or report then opens so for you; all its rows stay one click away."),
    },
    Arrondissement: {"insee_code": N_("Five digits, for example 69385 for the 5th.")},
    InstanceType: {
        "code": N_("Short and unique; imports recognise the type by it."),
        "is_permanent": N_("Unticked for a body set up for the time of one project."),
        "legal_basis": N_("The law or deliberation that creates these bodies, as it is quoted."),
        "position": N_("The smallest number comes first in the lists."),
        **_RULES,
    },
    Instance: {
        "code": N_("Short and unique, for example CQ-5-01; imports recognise the body by it."),
        "aliases": N_("Other names in use, one a line: imports accept them."),
        "arrondissements": N_("None: a body of the whole city."),
        "parent": N_("The body that this one is part of, for a commission or a working group."),
        "state_on": N_("The day on which the body came to this state."),
        "state_reason": N_("Asked for a body that falls dormant or is dissolved."),
        "deliberation": N_("The number under which the council voted the creation."),
        "charter_on": N_("The day on which the charter in force was signed."),
        "recognised_on": N_("For a conseil citoyen: date of the prefect's order."),
        "elected_official": N_("Name of the élu·e who follows the body, as it is written to the members."),
        "elected_user": N_("Gives the élu·e the right to read this body."),
        "agent": N_("The agent of the mission or of the mairie who answers for the body."),
        "mailbox": N_("Shared address of the body, not a person's."),
        **_RULES,
    },
    College: {
        "name": N_("A group of members with seats of its own: inhabitants, associations, drawn by lot…"),
        "type": N_("For the college of all the bodies of a type."),
        "instance": N_("For the college of this body alone."),
        "is_predominant": N_("The charter gives this college more than half of the mandates; not followed yet."),
        "seats_planned": N_("How many seats the charter gives this college; not followed: compare with its seats."),
        "position": N_("The smallest number comes first in the lists."),
    },
    Seat: {
        "number": N_("Unique in its body."),
        "label": N_("What the seat stands for, for example « Tenants of Vergoin »."),
        "requirement": N_("What the holder must be, for example a tenant or a shopkeeper."),
        "appointing_authority": N_("Who chooses the holder: an association, the mayor, a draw by lot."),
        "closed_on": N_("The last day of the seat, when the body gave it up."),
    },
    MandateFunction: {
        "code": N_("Short and unique; imports recognise the function by it."),
        "instance": N_("For a function of this body alone."),
        "is_bureau": N_("Keeps a term even in a body with open membership."),
        "term_months": N_("When it differs from the body's."),
        "max_consecutive_terms": N_("When it differs from the body's."),
        "position": N_("The smallest number comes first in the lists."),
    },
    Organisation: {
        "siret": N_("14 digits, spaces allowed."),
        "arrondissement": N_("Leave empty for an organisation of the whole city."),
        "convention_end_on": N_("The last day on which the convention binds both sides."),
    },
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
    Referent: {
        "start_on": N_("The rights on the arrondissement begin on this day."),
        "end_on": N_("Leave empty while it lasts; the rights end after this day."),
        "replacement": _REPLACEMENT,
    },
    Absence: {
        "end_on": N_("The last day away."),
        "replacement": _REPLACEMENT,
        "note": N_("Who to ask for what; no reason for the absence, which is nobody's business."),
    },
    User: {
        "username": N_("Small letters without accents, digits, dots or hyphens."),
        "roles": N_("Rights take effect at the next page that the person opens."),
        "active": N_("Unticked, the account is closed at once and everything it wrote stays."),
        "ends_on": N_("Last day of access, for a replacement or a trainee; empty without limit."),
    },
    **REQUEST_HELP,
    **EXECUTION_HELP,
    **CONTRACT_HELP,
    **PROCUREMENT_HELP,
    **TENDER_HELP,
    **CHANGE_HELP,
    AccessibilityStatement: {
        "conformity": N_("What the audit entered below allows: without one, not compliant."),
        "audited_on": N_("Last day of the audit. It counts for three years."),
        "auditor": N_("The firm, or the team of the city, that made the audit."),
        "percent_met": N_("Share of the criteria that are met: partially compliant from 50, fully at 100."),
        "checked_pages": N_("Screens, browsers and screen readers of the audit, one a line."),
        "known_issues": N_("What does not meet a criterion, one a line, with what replaces it."),
        "exemptions": N_("Disproportionate burden, or content outside the obligation, one a line."),
        "contact_email": N_("Where to write when something cannot be read or used."),
    },
}

# Under the title of a section, by that title.
SECTION_HELP = {
    N_("Consents"): N_("What the person answered, and on which day: the date is the proof. Not stated is not a yes."),
    N_("Legal guardian (minors)"): N_("A minor is contacted through the legal guardian."),
    N_("Own rules (empty: those of the type)"): N_("Fill in only what the charter of this body changes."),
    N_("Rules"): N_("What the bodies of this type follow, unless one has a rule of its own."),
    N_("Convention"): N_("For a partner: the agreement signed with the city."),
}


def field_help(model: type, name: str) -> str:
    """The message id of the help of a field; empty where its label says everything."""
    return FIELD_HELP.get(model, {}).get(name, "")
