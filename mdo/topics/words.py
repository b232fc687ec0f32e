"""The words of the closed lists of topics."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.topics import TopicState

LISTS: dict[type[StrEnum], dict[str, str]] = {
    TopicState: {
        TopicState.PROPOSED: N_("Proposed"),
        TopicState.SCHEDULED: N_("On an agenda"),
        TopicState.DECLINED: N_("Declined"),
        TopicState.WITHDRAWN: N_("Withdrawn"),
    },
}
