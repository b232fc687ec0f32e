"""The words of instances: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast

from mdo.instances.lifecycle import RecognitionStatus
from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.instances import (
    College,
    Instance,
    InstanceState,
    InstanceType,
    MandateFunction,
    Membership,
    MinutesApprover,
    QuorumBase,
    QuorumCounts,
    QuorumReach,
    Seat,
    SessionPeriod,
)

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
    "quorum_counts": N_("Quorum: who counts"),
    "quorum_reach": N_("Quorum: how the fraction is read"),
    "minutes_approver": N_("Minutes approved by"),
}

_RULES_HELP = {
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

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    InstanceType: (N_("Type of body"), N_("Types of bodies")),
    Instance: (N_("Participative body"), N_("Participative bodies")),
    College: (N_("College"), N_("Colleges")),
    Seat: (N_("Seat"), N_("Seats")),
    MandateFunction: (N_("Function"), N_("Functions")),
}

FIELDS: dict[type, dict[str, str]] = {
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
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    QuorumReach: {
        QuorumReach.AT_LEAST: N_("at least the fraction"),
        QuorumReach.MORE_THAN: N_("more than the fraction"),
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
    RecognitionStatus: {
        RecognitionStatus.HOLDS: N_("Recognition in force"),
        RecognitionStatus.ENDS_SOON: N_("Recognition ends within six months"),
        RecognitionStatus.LAPSED: N_("Recognition lapsed"),
    },
}

HELP: dict[type, dict[str, str]] = {
    InstanceType: {
        "code": N_("Short and unique; imports recognise the type by it."),
        "is_permanent": N_("Unticked for a body set up for the time of one project."),
        "legal_basis": N_("The law or deliberation that creates these bodies, as it is quoted."),
        "position": N_("The smallest number comes first in the lists."),
        **_RULES_HELP,
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
        **_RULES_HELP,
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
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    InstanceType: Source(("label", "code", "legal_basis")),
    Instance: Source(
        (
            "name",
            "code",
            "aliases",
            "type.label",
            "elected_official",
            "mailbox",
            "arrondissements.name",
            "agent.first_name",
            "agent.last_name",
        )
    ),
    College: Source(("name", "type.label", "instance.name")),
    Seat: Source(("number", "label", "requirement", "appointing_authority", "instance.name", "college.name")),
    MandateFunction: Source(("label", "code", "instance.name")),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    InstanceType: InstanceType.label,
    Instance: Instance.name,
    College: College.name,
    Seat: "n° " + cast(Seat.number, String),
    MandateFunction: MandateFunction.label,
}
