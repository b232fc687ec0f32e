"""From one state of a job to the next: each step is one conditional UPDATE, so that of two that try, one succeeds.

A worker that was thought dead finds, at its end, that its attempt is no longer the current one: it changes no row, and
its transaction is rolled back with whatever it wrote.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, select, update

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs.kinds import Outcome
from models.base import utc_now
from models.jobs import Job, JobState

UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})
# A job that took so many workers down with it is not given to another.
MAX_ATTEMPTS = 3

INTERRUPTED = N_("The work was interrupted %(count)d times: nothing of it was kept. Ask for it again.")
WAITS_AGAIN = N_("The work was interrupted: it starts again from the beginning.")


@dataclass(frozen=True)
class Claim:
    """A job that this worker took, with what it needs to do it."""

    job_id: int
    attempt: int
    user_id: int
    kind: str
    locale: str
    parameters: dict[str, Any]


def ask(session: AnySession, *, user_id: int, kind: str, label: str, locale: str, parameters: dict[str, Any]) -> Job:
    """A new job, flushed: once it is committed, its id goes to the queue."""
    job = Job(user_id=user_id, kind=kind, label=label[:250], locale=locale, parameters=parameters)
    session.add(job)
    session.flush()
    return job


def claim(session: AnySession, job_id: int, worker: str) -> Claim | None:
    """Takes a waiting job; None when another worker has it, or when it was cancelled. The caller commits at once."""
    taken = _change(
        session,
        (Job.id == job_id, Job.state == JobState.QUEUED),
        state=JobState.RUNNING,
        attempt=Job.attempt + 1,
        worker=worker[:120],
        started_at=utc_now(),
        progress=0,
    )
    if not taken:
        return None
    job = session.scalars(select(Job).where(Job.id == job_id).execution_options(populate_existing=True)).one()
    return Claim(job.id, job.attempt, job.user_id, job.kind, job.locale, dict(job.parameters))


def finish(session: AnySession, job_id: int, attempt: int, outcome: Outcome) -> bool:
    """The end of a job that went well; False when this attempt is no longer the current one."""
    return _end(session, job_id, attempt, state=JobState.DONE, progress=100, result=outcome.stored(), message=None)


def fail(session: AnySession, job_id: int, attempt: int, error: Sequence[Any]) -> bool:
    """The end of a job that could not be done; `error` is [message id, parameters]."""
    return _end(session, job_id, attempt, state=JobState.FAILED, error=list(error))


def stop(session: AnySession, job_id: int, attempt: int) -> bool:
    """The end of a running job that its asker wanted to stop."""
    return _end(session, job_id, attempt, state=JobState.CANCELLED)


def cancel_waiting(session: AnySession, job_id: int) -> bool:
    """Cancels a job that no worker has taken; False when one has."""
    waiting = (Job.id == job_id, Job.state == JobState.QUEUED)
    return _change(session, waiting, state=JobState.CANCELLED, ended_at=utc_now())


def put_back(session: AnySession, job_id: int, attempt: int) -> bool:
    """A job whose worker ended before it did, hence that wrote nothing: it waits again, or fails after some times."""
    if attempt >= MAX_ATTEMPTS:
        return fail(session, job_id, attempt, [INTERRUPTED, {"count": attempt}])
    return _change(session, _running(job_id, attempt), state=JobState.QUEUED, message=[WAITS_AGAIN, {}], progress=0)


def note_progress(session: AnySession, job_id: int, attempt: int, progress: int, message: list[Any] | None) -> bool:
    """How far a running job was, put on its row when it is about to change state."""
    return _change(session, _running(job_id, attempt), progress=progress, message=message)


def _running(job_id: int, attempt: int) -> tuple[Any, ...]:
    return (Job.id == job_id, Job.state == JobState.RUNNING, Job.attempt == attempt)


def _end(session: AnySession, job_id: int, attempt: int, **values: Any) -> bool:
    ended: dt.datetime = utc_now()
    return _change(session, _running(job_id, attempt), ended_at=ended, **values)


def _change(session: AnySession, where: tuple[Any, ...], **values: Any) -> bool:
    """Changes the one row that is as expected; within the scope of the session, as every statement."""
    statement = update(Job).where(*where).values(version=Job.version + 1, updated_at=utc_now(), **values)
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
