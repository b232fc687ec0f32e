"""One job from its claim to its end, on the account of who asked for it, as that account is when the work starts."""

import logging
import os
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mdo.kernel.base.context import AnySession, Context, bind, release
from mdo.kernel.base.database import writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.jobs import states
from mdo.kernel.jobs.files import ResultFiles
from mdo.kernel.jobs.kinds import JobCancelled, JobKind, Kinds, Outcome
from mdo.kernel.jobs.live import Live, Pulse
from mdo.kernel.jobs.states import Claim
from mdo.kernel.rights.identity import context_for_user
from models.accounts import User
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.security.storage import reading, recording

logger = logging.getLogger(__name__)

UNKNOWN_KIND = N_("This version of the software does not know this work: nothing was done.")
NO_LONGER_ALLOWED = N_("You no longer have the right to this work: nothing was done.")
NO_ACCOUNT = N_("The account that asked for this work is no longer there: nothing was done.")
FAILED = N_(
    "An error on our side stopped the work: nothing of it was kept. Give this number to the support: %(number)s."
)


class Superseded(Exception):
    """Another attempt took the job over: what this one wrote is not kept."""


@dataclass(frozen=True)
class RunningWork:
    """What the function of a job may ask of its worker (mdo.kernel.jobs.kinds.Work)."""

    files: ResultFiles
    job_id: int
    user_id: int
    pulse: Pulse
    translate: Translate = gettext

    def report(self, done: int, total: int, message: str, /, **params: Any) -> None:
        """Says how far the work is. Raises JobCancelled when it must stop."""
        self.pulse.report(done, total, [message, params])

    def await_rows(self, count: int, /) -> None:
        """Says that the rest of the work is to write some `count` rows."""
        self.pulse.await_rows(count)

    def pause(self, seconds: float, /) -> None:
        """Waits. Raises JobCancelled as soon as the work must stop."""
        self.pulse.pause(seconds)

    def new_file(self) -> Path:
        """Where the file that the job gives back is written."""
        return self.files.new(self.job_id)


@dataclass(frozen=True)
class Workshop:
    """What a worker works with, inside a context of the application."""

    kinds: Kinds
    live: Live
    files: ResultFiles

    def run(self, job_id: int) -> None:
        """Does a job, unless another worker has it. What it could not do is told on its row, never raised."""
        with recording() as session:
            claimed = states.claim(session, job_id, f"{socket.gethostname()}:{os.getpid()}")
        if claimed is None:
            return
        pulse, begun = Pulse(self.live, job_id), time.monotonic()
        try:
            with pulse.beating(), force_locale(claimed.locale):
                is_ours = self._do_and_tell(claimed, pulse)
        except KeyboardInterrupt:  # the worker was told to end
            self._close(claimed, pulse, states.put_back)
            raise
        if is_ours:  # else what the queue knows of this job is about the attempt that took over
            self.live.forget(job_id)
        logger.info(
            "job=%s kind=%s attempt=%s took %.1f s", job_id, claimed.kind, claimed.attempt, time.monotonic() - begun
        )

    def _do_and_tell(self, claimed: Claim, pulse: Pulse) -> bool:
        """Whether this attempt is the one that ended the job."""
        try:
            self._do(claimed, RunningWork(self.files, claimed.job_id, claimed.user_id, pulse))
        except Superseded:
            logger.warning("job=%s attempt=%s was taken over: nothing was kept", claimed.job_id, claimed.attempt)
            return False
        except JobCancelled:
            return self._close(claimed, pulse, states.stop)
        except RuleViolation as refusal:
            return self._fail(claimed, pulse, refusal)
        except Exception as error:  # noqa: BLE001  # whatever fails, the one who asked is told, and the worker goes on
            number = secrets.token_hex(4)
            logger.log(  # not logger.exception: a traceback may hold what was stored
                logging.ERROR,
                "incident=%s job=%s kind=%s error=%s at=%s",
                number,
                claimed.job_id,
                claimed.kind,
                type(error).__name__,
                _where(error),
            )
            return self._fail(claimed, pulse, RuleViolation(FAILED, number=number))
        return True

    def _do(self, claimed: Claim, work: RunningWork) -> None:
        kind = self.kinds.get(claimed.kind)
        if kind is None:
            raise RuleViolation(UNKNOWN_KIND)
        with _on_account(_context_of(claimed, kind), writes=kind.writes) as session:
            with _heeding_each_statement(work.pulse):
                outcome = kind.run(session, claimed.parameters, work)
            if kind.writes:
                _finish(session, claimed, outcome)
                session.commit()
        if not kind.writes:
            with recording() as control:
                _finish(control, claimed, outcome)
        self.files.forget_of(claimed.job_id, but=outcome.file.name if outcome.file else "")
        try:
            outcome.then()
        except OSError as error:  # the work is done and committed: its files alone are not as they should be
            logger.warning("job=%s error=%s after its end", claimed.job_id, type(error).__name__)

    def _fail(self, claimed: Claim, pulse: Pulse, refusal: RuleViolation) -> bool:
        words = refusal.words(gettext)
        error = [
            refusal.message,
            {name: value if isinstance(value, int) else str(value) for name, value in words.items()},
        ]
        return self._close(claimed, pulse, lambda session, job, attempt: states.fail(session, job, attempt, error))

    def _close(self, claimed: Claim, pulse: Pulse, change: Callable[[AnySession, int, int], bool]) -> bool:
        """Ends a job that gave nothing, or makes it wait again, unless another attempt has it; says whether it did."""
        with recording() as session:
            states.note_progress(session, claimed.job_id, claimed.attempt, pulse.beat.percent, pulse.beat.message)
            is_closed = change(session, claimed.job_id, claimed.attempt)
        if is_closed:
            self.files.forget_of(claimed.job_id)
        return is_closed


def _finish(session: AnySession, claimed: Claim, outcome: Outcome) -> None:
    if not states.finish(session, claimed.job_id, claimed.attempt, outcome):
        raise Superseded


def _context_of(claimed: Claim, kind: JobKind) -> Context:
    """The account as it is now: raises RuleViolation when it is closed or has lost a right that the kind needs."""
    with reading() as session:
        user = session.get(User, claimed.user_id)
        if user is None:
            raise RuleViolation(NO_ACCOUNT)
        context = context_for_user(session, user, today_in_paris(), Door.FORM)
    if not set(kind.rights(claimed.parameters)) <= context.rights:
        raise RuleViolation(NO_LONGER_ALLOWED)
    return context


@contextmanager
def _heeding_each_statement(pulse: Pulse) -> Iterator[None]:
    """Writing some thousand rows is one step of the work, but many statements: each tells how far it is, or stops."""
    thread = threading.get_ident()

    def heed(_connection: Any, _cursor: Any, _statement: str, values: Any, context: Any, is_many: bool) -> None:
        if threading.get_ident() == thread:
            pulse.send_rows(_rows_sent(values, context, is_many))

    engine = db.engine
    event.listen(engine, "before_cursor_execute", heed)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", heed)


def _rows_sent(values: Any, context: Any, is_many: bool) -> int:
    """How many rows a statement takes to the database, with the values that SQLAlchemy gives its listeners."""
    if context is None or not (context.isinsert or context.isupdate or context.isdelete):
        return 0
    if not is_many:
        return 1
    # Several rows in one INSERT: their values stand one after the other.
    width = 1 if isinstance(values, list) else len(context.compiled_parameters[0])
    return len(values) // max(width, 1)


@contextmanager
def _on_account(context: Context, *, writes: bool) -> Iterator[Session]:
    """The session of the application, as a page of this account has it; what is not committed inside is not kept."""
    with writing(writes):
        try:
            bind(db.session, context)
            yield db.session()
        finally:
            db.session.rollback()
            release(db.session)
            db.session.remove()


def _where(error: Exception) -> str:
    """The calls that led to an error; its own words too, save those of SQLAlchemy, which hold the values written."""
    calls = " < ".join(
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-12:])
    )
    return calls if isinstance(error, SQLAlchemyError) else f"{calls} words={str(error)[:300]!r}"
