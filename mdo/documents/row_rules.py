"""What is asked of documents, whatever door writes them: forms, undo and restore. The lock is asked by each flush."""

import datetime as dt
from collections.abc import Mapping

from mdo.documents.locking import check_open
from mdo.documents.versions import check_link
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.declared import RowRules
from models.documents import Document


def _write(session: AnySession, row: Document, today: dt.date) -> None:
    if row.link is not None:
        row.link = check_link(row.link)
    if not row.title:
        raise RuleViolation(N_("Fill this field."), field="title")
    check_day(row.dated_on, today)
    check_open(session, row)


def check_day(dated_on: dt.date | None, today: dt.date) -> None:
    """Raises RuleViolation (field `dated_on`) for a document that would bear a day to come."""
    if dated_on is not None and dated_on > today:
        raise RuleViolation(
            N_("The day of a document is today at the latest: write the day that it bears."), field="dated_on"
        )


RULES: Mapping[type, RowRules] = {Document: RowRules(_write)}
