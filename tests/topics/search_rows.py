"""Rows of topics that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.topics import Topic, TopicState
from tests.accounts.search_rows import account_row
from tests.meetings.search_rows import meeting_row
from tests.support import factories as make


def topic_row() -> Topic:
    item = make.AgendaItemFactory(meeting=meeting_row())
    return make.TopicFactory(
        title="Charte partagée",
        reason="Écarts à réduire",
        answer="Retenu dès l’été",
        proposer=account_row("Åsa", "Brûlé"),
        agenda_item=item,
        state=TopicState.SCHEDULED,
    )


def topic_given_back_row() -> Topic:
    item = make.AgendaItemFactory(meeting=make.MeetingFactory(title="Réseau d’août"))
    return make.TopicFactory(title="Vélos à l’école", left_item=item)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Topic: (topic_row, topic_given_back_row),
}
