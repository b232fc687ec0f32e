"""What is asked of the rows of days off, whatever door writes them: forms, imports, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from mdo.days_off.avoided import check_date
from mdo.days_off.days import check_holiday
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from models.days_off import DateToAvoid
from models.network import SchoolHoliday


def _write_holiday(session: AnySession, row: SchoolHoliday, today: dt.date) -> None:
    with session.no_autoflush:
        check_holiday(row, session.scalars(select(SchoolHoliday)).all())


RULES: Mapping[type, RowRules] = {
    SchoolHoliday: RowRules(_write_holiday),
    DateToAvoid: RowRules(lambda session, row, today: check_date(row)),
}
