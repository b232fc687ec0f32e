"""What is asked of the rows of calendar, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.calendar.feeds import check_count
from mdo.kernel.rules.declared import RowRules
from models.calendar import CalendarFeed

RULES: Mapping[type, RowRules] = {
    CalendarFeed: RowRules(lambda session, row, today: check_count(session, row.user_id, but=row.id)),
}
