"""A message to those convened, sent by a worker, one recipient after another."""

from typing import Any

from flask import current_app, url_for
from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs.kinds import JobKind, Outcome, Parameters, Right
from mdo.mail.sending import deliver
from models.mail import MailRecipient, OutgoingMail, RecipientState
from views.mail.personal import say_to
from views.security.storage import recording

NAME = "mail"
OFF = N_("Mail is not switched on here: nothing leaves. Ask the administrator of the application for it.")
_GONE = N_("This message is no longer there: nothing was sent.")


def _run(session: AnySession, parameters: Parameters, work: Any) -> Outcome:
    """Each state is committed in a transaction of its own: this session, which only reads, holds none of them."""
    server = current_app.extensions["mdo_settings"].mail_server
    if server is None:
        raise RuleViolation(OFF)
    mail_id = parameters["mail"]
    if session.get(OutgoingMail, mail_id) is None:
        raise RuleViolation(_GONE)
    session.rollback()

    def tell(done: int, total: int) -> None:
        work.report(done, total, N_("Messages: %(done)s of %(total)s."), done=done, total=total)

    deliver(recording, server, mail_id, tell, work.pause, say_to=say_to)
    counted = select(MailRecipient.state, func.count()).where(MailRecipient.mail_id == mail_id)
    counts = {row[0]: row[1] for row in session.execute(counted.group_by(MailRecipient.state))}
    return Outcome(
        figures=(
            (N_("Messages sent"), counts.get(RecipientState.SENT, 0)),
            (N_("Messages not sent"), counts.get(RecipientState.FAILED, 0) + counts.get(RecipientState.QUEUED, 0)),
            (N_("Messages to check"), counts.get(RecipientState.UNSURE, 0)),
        )
    )


def _rights(parameters: Parameters) -> tuple[Right, ...]:
    return (("MailView", "can_edit"),)


def _leads_to(parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
    return N_("See each recipient"), url_for("MailView.message", pk=parameters["meeting"], message=parameters["mail"])


MAIL = JobKind(NAME, N_("Sending of a convocation"), _run, rights=_rights, leads_to=_leads_to)
