"""The words of topics: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.topics import Topic, TopicState

_ITEM = {"agenda_item": N_("Agenda item"), "agenda_item_id": N_("Agenda item")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Topic: (N_("Topic"), N_("Topic box")),
}

FIELDS: dict[type, dict[str, str]] = {
    Topic: {
        "title": N_("Title"),
        "reason": N_("Why"),
        "minutes": N_("Minutes asked"),
        "proposer": N_("Proposed by"),
        "proposer_id": N_("Proposed by"),
        "state": N_("State"),
        "answer": N_("Answer of the mission"),
        "left_item": N_("Came back from"),
        "left_item_id": N_("Came back from"),
        **_ITEM,
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    TopicState: {
        TopicState.PROPOSED: N_("Proposed"),
        TopicState.SCHEDULED: N_("On an agenda"),
        TopicState.DECLINED: N_("Declined"),
        TopicState.WITHDRAWN: N_("Withdrawn"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Topic: Source(
        (
            "title",
            "reason",
            "answer",
            "proposer.first_name",
            "proposer.last_name",
            "agenda_item.meeting.title",
            "left_item.meeting.title",
        )
    ),
}
