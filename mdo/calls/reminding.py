"""The reminder to a council of the bilan of its project: letter and e-mail, in words, once a day at most."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.documents.reminders import Reminder
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from models.applications import Application
from models.applications import ApplicationState as State

# Retained or realised, and its bilan is not there.
AWAITED_STATES = frozenset({State.RETAINED, State.REALISED})

_SUBJECT = N_("Reminder: bilan of the project « %(what)s »")
_GIVEN = N_("%(call)s gave %(amount)s to the project « %(what)s » of %(body)s.")
_DUE = N_("Its bilan is due by %(due)s; we have not received it.")
_WANTED = N_("Please send it, with what was spent and pictures whose people agreed to be seen, or tell us by when.")
_REMINDED_TODAY = N_("It was reminded today already: once a day is enough.")


def may_remind(row: Application) -> bool:
    """Whether the bilan of a project is awaited by a day."""
    return row.state in AWAITED_STATES and row.report_due_on is not None and row.reported_on is None


def awaited_clause() -> ColumnElement[bool]:
    """The same as an expression on `Application`, never null."""
    return and_(
        Application.report_due_on.is_not(None),
        Application.reported_on.is_(None),
        Application.state.in_(AWAITED_STATES),
    )


def remind_clause(today: dt.date) -> ColumnElement[bool]:
    """A bilan whose day is past, of which nobody was reminded since."""
    is_told = and_(Application.reminded_on.is_not(None), Application.reminded_on > Application.report_due_on)
    return and_(awaited_clause(), Application.report_due_on < today, ~is_told)


def note_reminder(row: Application, today: dt.date) -> None:
    """Says that the reminder left today. Raises RuleViolation the second time."""
    if row.reminded_on == today:
        raise RuleViolation(_REMINDED_TODAY)
    row.reminded_on = today


def reminder_of(row: Application, today: dt.date, author: str, amount: str, translate: Translate) -> Reminder:
    """The words of a reminder; `may_remind` was asked before. `amount` is what was granted, in words."""
    assert row.report_due_on is not None
    body = row.instance
    words = {
        "call": row.call.title,
        "what": row.title,
        "body": body.name,
        "amount": amount,
        "due": f"{row.report_due_on:%d/%m/%Y}",
    }
    paragraphs = (
        translate(N_("Dear all,")),
        *(translate(text) % words for text in (_GIVEN, _DUE, _WANTED)),
        author,
    )
    return Reminder(
        body.name,
        row.carrier or "",
        "",
        body.mailbox or "",
        f"{today:%d/%m/%Y}",
        translate(_SUBJECT) % words,
        tuple(text for text in paragraphs if text),
    )
