"""What is asked of the rows of topics, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import inspect

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.rules.declared import RowRules
from mdo.topics import rules as topics
from models.topics import Topic


def _write_topic(session: AnySession, row: Topic, today: dt.date) -> None:
    is_mission = context_of(session).scope.is_unlimited
    topics.check_topic(row, is_stored=inspect(row).persistent, is_mission=is_mission)


RULES: Mapping[type, RowRules] = {
    Topic: RowRules(_write_topic, removal=lambda session, row, today: topics.check_delete(row)),
}
