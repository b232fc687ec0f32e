"""What is shown of topics."""

from mdo.kernel.base.messages import N_
from models.topics import TopicState
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup
from views.topics.screens import TopicView

SCREENS = Screens(
    "topics",
    views={TopicView: "reseau"},
    menu=(
        Entry(
            50,
            TopicView,
            "lightbulb",
            MenuGroup.PARTICIPATION,
            under="MeetingView",
            apart_without="SeriesView",
        ),
    ),
    actions=(Action(80, TopicView, N_("Propose a topic"), "lightbulb"),),
    tones={
        TopicState: {
            TopicState.PROPOSED: "info",
            TopicState.SCHEDULED: "ok",
            TopicState.DECLINED: "warn",
            TopicState.WITHDRAWN: "muted",
        }
    },
)
