"""The words of the closed lists of instances."""

from enum import StrEnum

from mdo.instances.lifecycle import RecognitionStatus
from mdo.kernel.base.messages import N_
from models.instances import (
    InstanceState,
    Membership,
    MinutesApprover,
    QuorumBase,
    QuorumCounts,
    QuorumReach,
    SessionPeriod,
)

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
