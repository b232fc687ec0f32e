"""« Add to a mailing », on the ticked rows of a list: to a message of a meeting, or to a letter that one begins.

Each row is tried by itself: who has no address, objects or has the message already is told with the reason.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms.validators import InputRequired

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.scope.clauses import writable_clause
from mdo.mail.letters import MODELS, mailing_of
from mdo.mail.sending import add_recipient
from models.mail import OutgoingMail
from models.meetings import Meeting
from views.base.actions import BulkSpec
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.in_bulk import BulkAct, run_in_bulk
from views.jobs import mail as job
from views.jobs.starting import start
from views.mail.letters import letter_page
from views.people.look_alikes import Answer, AnswersField

_NEW = "letter"
_SINCE = dt.timedelta(days=60)
_MOST = 20
_NEEDS = (("MailView", "can_edit"), ("MailView", "can_export"), ("PersonalData", "can_read"))


class MailingForm(FlaskForm):
    """Which mailing the people are added to."""

    mailing = AnswersField(lazy_gettext("Mailing"), [InputRequired(lazy_gettext("Say which mailing."))])


def _add_rows(view: Any, rows: Sequence[Any]) -> Any:
    kind = next(kind for kind, model in MODELS.items() if model is view.model)
    mails = {str(mail.id): mail for mail in _mails()}
    form = MailingForm() if "step" in request.form else MailingForm(formdata=None)
    form["mailing"].answers = (
        *(Answer(number, mail.subject, str(mail.meeting)) for number, mail in mails.items()),
        Answer(_NEW, gettext("A new letter: addresses to copy, labels, mail merge")),
    )
    chosen = form["mailing"].data
    if chosen == _NEW or not mails:  # nothing else to choose
        why = "" if mails else _why_none()
        return letter_page(kind, [row.id for row in rows], view.crumbs(), view.back_to_list(), why=why)
    if chosen not in mails:
        form["mailing"].data = chosen = None
    mail_id = posted_ids([chosen or ""])[:1]

    def write(row: Any) -> None:
        mail = db.session.get_one(OutgoingMail, mail_id[0])
        add_recipient(db.session, mail, mailing_of(db.session, kind, [row.id], context_of(db.session).today))

    work = BulkAct(gettext(_LABEL), form, ("mailing",), write, is_undoable=False)
    answer = run_in_bulk(view, rows, work)
    if mail_id and getattr(answer, "status_code", 200) == 302:  # written: the worker sends to those who wait
        mail = db.session.get_one(OutgoingMail, mail_id[0])
        start(job.NAME, str(mail.meeting), {"mail": mail.id, "meeting": mail.meeting_id})
    return answer


def _mails() -> Sequence[OutgoingMail]:
    """The messages of meetings that one may change, of those not long past; none while mail is not switched on."""
    if current_app.extensions["mdo_settings"].mail_server is None:
        return ()
    context = context_of(db.session)
    asked = (
        select(OutgoingMail)
        .join(OutgoingMail.meeting)
        .where(
            Meeting.start_at >= start_of_day(context.today - _SINCE),
            writable_clause(Meeting, context.scope, context.today),
        )
        .order_by(OutgoingMail.id.desc())
        .limit(_MOST)
    )
    return db.session.scalars(asked).all()


def _why_none() -> str:
    """Why nobody is added to a message that exists, and what to do instead."""
    if current_app.extensions["mdo_settings"].mail_server is None:
        return gettext("No e-mail leaves from this application: copy the addresses, or take the labels or the merge.")
    return gettext("You have no message of a recent meeting to add them to: here is a new letter.")


_LABEL = N_("Add to a mailing")
ADD_TO_MAILING = BulkSpec("mailing", _LABEL, "can_export", _add_rows, icon="envelope-check", needs=_NEEDS)
