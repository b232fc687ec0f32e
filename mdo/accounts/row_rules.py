"""What is asked of the rows of accounts, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.kernel.base.context import AnySession
from mdo.kernel.preferences.saved_views import check_name, check_still_shared
from mdo.kernel.rules.declared import RowRules
from models.preferences import SavedView


def _write_view(session: AnySession, row: SavedView, today: dt.date) -> None:
    check_name(session, row)


def _stored_view(session: AnySession, row: SavedView, today: dt.date) -> None:
    check_name(session, row)
    check_still_shared(session, row)


RULES: Mapping[type, RowRules] = {
    SavedView: RowRules(_write_view, _stored_view),
}
