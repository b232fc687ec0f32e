"""What changes while a job runs: how far it is, that its worker lives, that it should stop. Kept in Huey's store."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from huey import Huey  # type: ignore[import-untyped]  # huey ships no types
from huey.constants import EmptyData  # type: ignore[import-untyped]  # as above

from mdo.kernel.jobs.kinds import JobCancelled
from mdo.kernel.jobs.queue import STORE_ERRORS

BEAT_SECONDS = 5
# Twice a second is as often as a page would show it.
_REPORT_SECONDS = 0.5
_WORKER = "worker"


@dataclass(frozen=True)
class Beat:
    """The last sign of life of a job: when (seconds of the epoch), and how far it was."""

    at: float = 0.0
    done: int = 0
    total: int = 0
    message: list[Any] | None = None

    @property
    def percent(self) -> int:
        """Hundredths done, below 100: the end is told by the row."""
        return min(self.done * 100 // self.total, 99) if self.total > 0 else 0


@dataclass(frozen=True)
class Live:
    """The store, read by pages and written by workers."""

    huey: Huey

    def last(self, job_id: int) -> Beat | None:
        """The last sign of life of a job, if there was one."""
        kept = self.huey.storage.peek_data(_beat_key(job_id))
        return None if kept is EmptyData else Beat(**json.loads(bytes(kept)))

    def put(self, job_id: int, beat: Beat) -> None:
        """Writes a sign of life."""
        self.huey.storage.put_data(_beat_key(job_id), json.dumps(vars(beat)).encode())

    def ask_to_stop(self, job_id: int) -> None:
        """The job stops at its next step."""
        self.huey.storage.put_data(_stop_key(job_id), b"1")

    def is_asked_to_stop(self, job_id: int) -> bool:
        """Whether someone wants the job to stop."""
        return bool(self.huey.storage.has_data_for_key(_stop_key(job_id)))

    def note_worker(self) -> None:
        """A worker lives: its schedule says so each minute."""
        self.huey.storage.put_data(_WORKER, str(time.time()).encode())

    def worker_seen(self) -> float | None:
        """When a worker last lived (seconds of the epoch); None when none ever did."""
        kept = self.huey.storage.peek_data(_WORKER)
        return None if kept is EmptyData else float(bytes(kept))

    def forget(self, job_id: int) -> None:
        """Takes away what was kept of a job that is over."""
        for key in (_beat_key(job_id), _stop_key(job_id)):
            self.huey.storage.pop_data(key)


def _beat_key(job_id: int) -> str:
    return f"beat:{job_id}"


def _stop_key(job_id: int) -> str:
    return f"stop:{job_id}"


@dataclass
class Pulse:
    """The signs of life of one job, from the worker that runs it. A store that does not answer stops no work."""

    live: Live
    job_id: int
    beat: Beat = field(default_factory=Beat)
    _written_at: float = 0.0
    _obeyed_at: float = 0.0
    _rows_sent: int = 0
    _rows_awaited: int = 0

    def report(self, done: int, total: int, message: list[Any]) -> None:
        """Notes how far the job is. Raises JobCancelled when someone wants it to stop."""
        is_new_step = self.beat.message is None or self.beat.message[0] != message[0]
        self.beat = Beat(time.time(), done, total, message)
        if not is_new_step and time.monotonic() < self._written_at + _REPORT_SECONDS:
            return
        self.write()
        self._obey()

    def await_rows(self, count: int) -> None:
        """From here on, the rest of the work is to send some `count` rows to the database."""
        self._rows_sent, self._rows_awaited = 0, count

    def send_rows(self, count: int) -> None:
        """Notes that rows leave for the database. Raises JobCancelled, as `report` does; looks twice a second."""
        self._rows_sent += count
        if time.monotonic() < self._obeyed_at + _REPORT_SECONDS:
            return
        if self._rows_awaited and self.beat.message is not None:
            left = max(self.beat.total - self.beat.done, 0) * min(self._rows_sent / self._rows_awaited, 1)
            sent = Beat(time.time(), self.beat.done + int(left), self.beat.total, self.beat.message)
            self._put(sent)
        self._obey()

    def pause(self, seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
        """Waits, by short steps. Raises JobCancelled at the first one after someone wants the job to stop."""
        self._obey()
        left = seconds
        while left > 0:
            step = min(left, _REPORT_SECONDS)
            sleep(step)
            left -= step
            self._obey()

    def _obey(self) -> None:
        self._obeyed_at = time.monotonic()
        with contextlib.suppress(*STORE_ERRORS):
            if self.live.is_asked_to_stop(self.job_id):
                raise JobCancelled

    def write(self) -> None:
        """Says that the worker lives."""
        self._written_at = time.monotonic()
        self.beat = Beat(time.time(), self.beat.done, self.beat.total, self.beat.message)
        self._put(self.beat)

    def _put(self, beat: Beat) -> None:
        with contextlib.suppress(*STORE_ERRORS):
            self.live.put(self.job_id, beat)

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """Says so every few seconds, whatever the job does inside."""
        is_over = threading.Event()

        def beat() -> None:
            while not is_over.wait(BEAT_SECONDS):
                self.write()

        thread = threading.Thread(target=beat, name=f"beat-{self.job_id}", daemon=True)
        self.write()
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
