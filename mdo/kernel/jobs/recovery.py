"""What the schedule does each minute and each hour: jobs whose worker is gone, messages lost, rows past their time."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.jobs import states
from mdo.kernel.jobs.files import ResultFiles
from mdo.kernel.jobs.live import BEAT_SECONDS, Live
from mdo.kernel.jobs.quotas import WINDOW as UPLOADS_KEPT
from mdo.kernel.sessions import sent_forms
from models.accounts import LoginAttempt, Upload, UserSession
from models.jobs import Job, JobState

# A worker that said nothing for so long is gone: its process was killed, or its host.
SILENCE = dt.timedelta(seconds=6 * BEAT_SECONDS)
RESULT_KEPT = dt.timedelta(days=1)
ROW_KEPT = dt.timedelta(days=30)
# Attempts to sign in and ended sessions tell who came from where: the CNIL asks for six months to a year of such
# traces (recommendation of 14 October 2021 on logging).
SIGN_IN_KEPT = dt.timedelta(days=183)
_BATCH = 1_000


def recover(session: AnySession, live: Live, files: ResultFiles, now: dt.datetime) -> None:
    """Jobs whose worker gives no sign of life wait again, from the beginning: as they are not done, they wrote nothing.

    One that someone wanted to stop is cancelled, one that lost several workers fails.
    """
    running = session.scalars(select(Job).where(Job.state == JobState.RUNNING)).all()
    for job in running:
        beat = live.last(job.id)
        seen = job.started_at or now
        if beat is not None:
            seen = max(seen, dt.datetime.fromtimestamp(beat.at, dt.UTC))
        if seen > now - SILENCE:
            continue
        if beat is not None:
            states.note_progress(session, job.id, job.attempt, beat.percent, beat.message)
        change = states.stop if live.is_asked_to_stop(job.id) else states.put_back
        if change(session, job.id, job.attempt):
            files.forget_of(job.id)
            live.forget(job.id)


def waiting_ids(session: AnySession) -> Sequence[int]:
    """The jobs that wait, oldest first: those that the queue must hold."""
    return session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)).all()


def purge(session: AnySession, files: ResultFiles, now: dt.datetime) -> dict[str, int]:
    """Takes away results of more than a day, rows of a month, traces of sign-in of six months; how many of each."""
    over = select(Job).where(Job.ended_at.is_not(None))
    results = session.scalars(
        over.where(Job.ended_at <= now - RESULT_KEPT, Job.result.is_not(None)).limit(_BATCH)
    ).all()
    removed = []
    for job in results:
        removed.append((job.result or {}).get("file"))
        job.result = None
    old = session.scalars(over.where(Job.ended_at <= now - ROW_KEPT).limit(_BATCH)).all()
    attempts = session.scalars(select(LoginAttempt).where(LoginAttempt.at <= now - SIGN_IN_KEPT).limit(_BATCH)).all()
    sessions = session.scalars(select(UserSession).where(UserSession.seen_at <= now - SIGN_IN_KEPT).limit(_BATCH)).all()
    uploads = session.scalars(select(Upload).where(Upload.at <= now - UPLOADS_KEPT).limit(_BATCH)).all()
    for row in (*old, *attempts, *sessions, *uploads):
        session.delete(row)
    session.flush()
    for name in removed:
        if name:
            files.forget(name)
    files.forget_orphans(kept_files(session))
    return {
        "results": len(results),
        "jobs": len(old),
        "login_attempts": len(attempts),
        "sessions": len(sessions),
        "sent_forms": sent_forms.purge(session, now),
    }


def kept_files(session: AnySession) -> frozenset[str]:
    """The files that results name."""
    results = session.scalars(select(Job.result).where(Job.result.is_not(None))).all()
    return frozenset(result["file"] for result in results if result and result.get("file"))
