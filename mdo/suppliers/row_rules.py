"""What is asked of the rows of suppliers, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.suppliers.rules import check_not_twice, check_supplier
from models.suppliers import Supplier


def _write_supplier(session: AnySession, row: Supplier, today: dt.date) -> None:
    check_supplier(row)
    check_not_twice(session, row)


RULES: Mapping[type, RowRules] = {
    Supplier: RowRules(_write_supplier),
}
