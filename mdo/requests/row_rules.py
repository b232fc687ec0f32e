"""What is asked of the rows of requests, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.kernel.rules.responsible import name_responsible
from mdo.requests.rules import check_request
from models.requests import CouncilRequest


def _write_request(session: AnySession, row: CouncilRequest, today: dt.date) -> None:
    check_request(row, today)
    name_responsible(session, row)


RULES: Mapping[type, RowRules] = {
    CouncilRequest: RowRules(_write_request),
}
