"""Huey's side of the jobs: messages that name a job, what the schedule does, and the consumer that does both."""

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, current_app
from huey import Huey, crontab  # type: ignore[import-untyped]  # huey ships no types
from huey.consumer import Consumer  # type: ignore[import-untyped]  # as above
from sqlalchemy.exc import IntegrityError

from config import Settings
from mdo.home.kept import keep_figures
from mdo.kernel.base.database import lift_time_limits
from mdo.kernel.base.periods import PARIS, today_in_paris
from mdo.kernel.jobs import recovery
from mdo.kernel.jobs.files import ResultFiles
from mdo.kernel.jobs.kinds import Kinds
from mdo.kernel.jobs.live import Live
from mdo.kernel.jobs.queue import STORE_ERRORS, make_huey
from models.base import utc_now
from views.base.database import db
from views.handover.closing import release_closed
from views.imports import uploads
from views.jobs import events, nightly, reminders
from views.jobs.running import Workshop
from views.point import digests
from views.security.storage import recording

logger = logging.getLogger(__name__)

_EXTENSION = "mdo_jobs"
_FOLDER = "jobs"
_RUN = "run"  # the name of the task that does a job
# A stop waits so long for the job under way; then the job is put back, to start again with the next worker.
_PATIENCE_SECONDS = 5
# An idle worker looks into a SQLite queue at least as often; PostgreSQL wakes it.
_IDLE_SECONDS = 1.0


@dataclass
class Jobs:
    """The jobs of an application. The queue is opened when first used, in each process: a connection is not shared."""

    app: Flask
    settings: Settings
    kinds: Kinds

    @cached_property
    def huey(self) -> Huey:
        """The queue, with what its schedule does."""
        settings = self.settings
        huey = make_huey(settings.database_url, settings.data_dir, settings.secret_key, with_tables=False)
        huey.periodic_task(crontab(), name="recover")(self._inside(self.recover))
        huey.periodic_task(crontab(minute="17"), name="purge")(self._inside(self.purge))
        # Often, for a look at a folder: a desk that was off at night takes its backup soon after it starts.
        huey.periodic_task(crontab(minute="*/10"), name="backup")(self._inside(self.back_up))
        huey.periodic_task(crontab(minute="*/10"), name="digests")(self._inside(self.send_digests))
        huey.periodic_task(crontab(minute="*/10"), name="reminders")(self._inside(self.send_reminders))
        huey.periodic_task(crontab(), name="events")(self._inside(self.see_to_events))
        huey.periodic_task(crontab(minute="*/10"), name="figures")(self._inside(self.keep_figures))
        huey.on_startup(name="recover")(self._inside(self.recover))
        return huey

    @cached_property
    def _message(self) -> Callable[[int], object]:
        """Puts a message in the queue: do this job."""
        message: Callable[[int], object] = self.huey.task(name=_RUN)(self._inside(self.run))
        return message

    def with_tasks(self) -> Huey:
        """The queue that a worker takes from: it must know the task that messages name."""
        self._message  # noqa: B018  # made as it is read
        return self.huey

    @cached_property
    def files(self) -> ResultFiles:
        """Where results are kept."""
        return ResultFiles(self.settings.data_dir / _FOLDER)

    @property
    def live(self) -> Live:
        """What running jobs say of themselves."""
        return Live(self.huey)

    @property
    def workshop(self) -> Workshop:
        """What does a job."""
        return Workshop(self.kinds, self.live, self.files)

    def send(self, job_id: int) -> None:
        """Puts a committed job in the queue; one that is lost on the way is found by the schedule."""
        try:
            self._message(job_id)
        except STORE_ERRORS as error:
            logger.warning("job=%s waits for the schedule: the queue did not answer (%s)", job_id, type(error).__name__)

    def run(self, job_id: int) -> None:
        """Does a job (a task)."""
        self.workshop.run(job_id)

    def recover(self) -> None:
        """Jobs without a worker, and waiting ones that the queue lost (a task, each minute and at the start)."""
        self.live.note_worker()
        with recording() as session:
            recovery.recover(session, self.live, self.files, utc_now())
            waiting = recovery.waiting_ids(session)
        # What else the schedule put in the queue in this minute says nothing of jobs.
        held = {task.args[0] for task in self.huey.pending() if task.name == _RUN}
        for job_id in waiting:
            if job_id not in held:
                self.send(job_id)

    def purge(self) -> None:
        """Rows and files past their time, and what accounts that closed by themselves owned (a task, each hour)."""
        with recording() as session:
            counts = recovery.purge(session, self.files, utc_now())
        uploads.purge()
        release_closed()
        if any(counts.values()):
            logger.info("purged %s", " ".join(f"{name}={n}" for name, n in counts.items()))

    def back_up(self) -> None:
        """The backup of the day, when it is due (a task)."""
        nightly.back_up(db.engine, self.settings, dt.datetime.now(PARIS))

    def send_digests(self) -> None:
        """The digests of the day that have not left, on a working morning (a task)."""
        digests.send_of_the_day(self.settings, dt.datetime.now(PARIS))

    def send_reminders(self) -> None:
        """The reminders of convocations that are due, on a working day (a task)."""
        reminders.send_due(self.settings, dt.datetime.now(PARIS))

    def see_to_events(self) -> None:
        """The lists of events: places that came free, their messages, what is to be forgotten (a task, each minute)."""
        events.see_to(self.settings, dt.datetime.now(PARIS))

    def keep_figures(self) -> None:
        """The figures of the day that are told from nothing else afterwards, once a day (a task)."""
        with suppress(IntegrityError), recording() as session:  # another worker was faster by an instant
            keep_figures(session, today_in_paris())

    def _inside(self, task: Callable[..., None]) -> Callable[..., None]:
        """The same in a context of the application, as Huey calls it."""

        def inside(*args: int) -> None:
            with self.app.app_context():
                task(*args)

        return inside


def install(app: Flask, kinds: Kinds) -> None:
    """Gives the application its jobs."""
    app.extensions[_EXTENSION] = Jobs(app, app.extensions["mdo_settings"], kinds)


def jobs() -> Jobs:
    """The jobs of the application under way."""
    found: Jobs = current_app.extensions[_EXTENSION]
    return found


def consumer(workers: int) -> Consumer:
    """What takes messages and does the work, in processes of its own: one that is killed takes no other with it."""
    lift_time_limits(db.engine)
    # Processes are forked from here: they must not inherit a connection.
    db.engine.dispose()
    return (
        jobs()
        .with_tasks()
        .create_consumer(
            workers=workers,
            worker_type="process",
            max_delay=_IDLE_SECONDS,
            shutdown_timeout=_PATIENCE_SECONDS,
        )
    )
