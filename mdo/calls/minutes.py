"""What the minutes of a jury say of its call: who took no part in which project, and why."""

from collections.abc import Sequence

from sqlalchemy import select

from mdo.calls.ranking import marks_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.rules.row_rules import check_row
from models.applications import Application
from models.calls import CallJuror, CallSitting
from models.judging import JurorInterest

_NONE = N_("Nobody declared herself concerned by a project of this call: the minutes have nothing to say of it.")
_HEAD = N_("Déports of the jury:")
_LINE = N_("no. %(number)s: %(who)s (%(reason)s)")
_ASIDE = N_("no. %(number)s: %(who)s (%(reason)s), whose marks are set aside")


def concerned_of(session: AnySession, call_id: int) -> Sequence[JurorInterest]:
    """The déports of a call, by the number of the project."""
    asked = (
        select(JurorInterest)
        .join(JurorInterest.juror)
        .join(JurorInterest.application)
        .where(CallJuror.call_id == call_id, JurorInterest.is_concerned.is_(True))
        .order_by(Application.number, CallJuror.id)
    )
    return session.scalars(asked).all()


def write_in_minutes(session: AnySession, sitting: CallSitting, translate: Translate) -> int:
    """Puts the déports of a call in the minutes of its sitting, in place of what was put there before; how many.

    Flushes. Raises RuleViolation where there is none.
    """
    found = concerned_of(session, sitting.call_id)
    if not found:
        raise RuleViolation(_NONE)
    head = translate(_HEAD)
    marks = marks_of(session, sitting.call_id)
    words = [
        translate(_ASIDE if (row.juror_id, row.application_id) in marks else _LINE)
        % {"number": row.application.number, "who": row.juror, "reason": row.reason or ""}
        for row in found
    ]
    meeting = sitting.meeting
    kept = [line for line in (meeting.summary or "").splitlines() if not line.startswith(head)]
    meeting.summary = "\n".join([*kept, f"{head} {' ; '.join(words)}."])
    check_row(session, meeting, context_of(session).today)
    session.flush()
    return len(found)
