"""The reminder to a direction that did not answer a request of a body by its day: letter and e-mail, in words."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.documents.reminders import Reminder
from mdo.kernel.base.messages import N_, Translate
from mdo.requests.states import RequestStatus, status_clause, status_of
from models.requests import CouncilRequest

_SUBJECT = N_("Reminder: request %(number)s of %(body)s – %(what)s")
_ASKED = N_("On %(sent)s we sent you this request of %(body)s: « %(what)s ».")
_DUE = N_("An answer was due by %(due)s; none has come to us, %(days)d days later.")
_WANTED = N_("Please answer, or tell us by when you will: the body follows what becomes of what it asks.")


def may_remind(row: CouncilRequest, today: dt.date) -> bool:
    """Whether a request was sent to a direction that let its day pass without an answer."""
    return row.sent_on is not None and row.organisation is not None and status_of(row, today) is RequestStatus.OVERDUE


def remind_clause(today: dt.date) -> ColumnElement[bool]:
    """The same as an expression on `CouncilRequest`, never null."""
    is_sent = and_(CouncilRequest.sent_on.is_not(None), CouncilRequest.organisation_id.is_not(None))
    return and_(is_sent, status_clause(RequestStatus.OVERDUE, today))


def reminder_of(row: CouncilRequest, today: dt.date, author: str, translate: Translate) -> Reminder:
    """The words of a reminder; `may_remind` was asked before."""
    assert row.organisation is not None
    assert row.sent_on is not None
    assert row.due_on is not None
    words = {
        "number": row.number,
        "body": row.instance.name,
        "what": row.subject,
        "sent": f"{row.sent_on:%d/%m/%Y}",
        "due": f"{row.due_on:%d/%m/%Y}",
        "days": (today - row.due_on).days,
    }
    paragraphs = (
        translate(N_("Dear colleagues,")),
        *(translate(text) % words for text in (_ASKED, _DUE, _WANTED)),
        *((row.text,) if row.text else ()),
        author,
    )
    direction = row.organisation
    return Reminder(
        direction.name,
        direction.contact_name or "",
        direction.address or "",
        direction.email or "",
        f"{today:%d/%m/%Y}",
        translate(_SUBJECT) % words,
        tuple(text for text in paragraphs if text),
    )
