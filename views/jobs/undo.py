"""Undo of a large operation, most often an import: by a worker, as a page does of a small one."""

from typing import Any

from flask import redirect, url_for
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs.kinds import JobKind, Outcome, Parameters, Right
from mdo.kernel.jobs.states import UNDER_WAY
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.journal.touched import few_names
from mdo.kernel.journal.undo import check_own_hour, kinds_of, undo_as_far
from models.base import utc_now
from models.jobs import Job
from models.journal import JournalChange, JournalEntry
from views.base.database import db
from views.base.integrity import violation_of
from views.base.undoing import KEPT, by_table, rights_to_take_back
from views.jobs.running import NO_LONGER_ALLOWED
from views.jobs.starting import start
from views.security.gate import require_identity

THRESHOLD = 500  # rows: a page takes back as many in a second
NAME = "undo"
_ROWS_EACH = 3  # with each row go its line of the journal and its search text

_GONE = N_("This operation is no longer in the journal: nothing was undone.")


def undone_later(entry: JournalEntry, *, is_own: bool = False, back: str = "") -> Response | None:
    """For an operation of so many rows, the page of the job that takes it back; None for a smaller one.

    `is_own` says that the reader takes back an operation of her own, within the hour; `back` is where she was. Raises
    RuleViolation past that hour, which is counted when she asks.
    """
    counted = select(func.count()).select_from(JournalChange).where(JournalChange.entry_id == entry.id)
    if (db.session.scalar(counted) or 0) <= THRESHOLD:
        return None
    if is_own:
        check_own_hour(entry, utc_now())
    mine = select(Job).where(Job.user_id == require_identity().id, Job.kind == NAME, Job.state.in_(UNDER_WAY))
    job = next((job for job in db.session.scalars(mine) if job.parameters["entry"] == entry.id), None)
    if job is None:
        what = entry.summary or str(entry.id)
        job = start(NAME, what, {"entry": entry.id, "is_own": is_own, "back": back})
    return redirect(url_for("JobView.show", pk=job.id), 303)


def _run(session: AnySession, parameters: Parameters, work: Any) -> Outcome:
    entry = session.get(JournalEntry, parameters["entry"])
    context = context_of(session)
    if entry is None or (parameters["is_own"] and entry.actor_id != context.actor_id):
        raise RuleViolation(_GONE)
    if not rights_to_take_back(kinds_of(session, entry.id)) <= context.rights:
        raise RuleViolation(NO_LONGER_ALLOWED)
    work.report(0, 100, N_("The operation is compared with what was changed since."))

    def tell(rows: int) -> None:
        work.report(5, 100, N_("Rows being put back: %(count)s."), count=rows)
        work.await_rows(rows * _ROWS_EACH)

    try:
        undone = undo_as_far(session, entry, context.today, tell)
        session.flush()
    except SQLAlchemyError as error:
        raise violation_of(error) from error
    return Outcome(
        figures=(
            (N_("Rows removed"), undone.removed),
            (N_("Rows put back"), undone.put_back),
            *by_table(undone.rows).items(),
        ),
        remarks=((KEPT, {"names": few_names(undone.kept)}),) if undone.kept else (),
        entry_id=current_entry_id(session),
    )


def _rights(parameters: Parameters) -> tuple[Right, ...]:
    """Those of its door; those to do the contrary by hand depend on what the operation did, and are asked by `_run`."""
    return () if parameters["is_own"] else (("JournalView", "can_undo"),)


def _leads_to(parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
    if parameters["is_own"]:
        return (N_("Back to the page"), parameters["back"]) if parameters["back"] else None
    return N_("Back to the operation"), url_for("JournalView.show", pk=parameters["entry"])


UNDO = JobKind(NAME, N_("Undo"), _run, writes=True, rights=_rights, leads_to=_leads_to)
