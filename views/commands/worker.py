"""`flask mdo worker`: does the jobs that pages ask for, and what the schedule wants; `flask mdo start` has its own."""

import contextvars
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from views.base.catalogues import gettext
from views.base.database import db
from views.commands.edge import speaking
from views.commands.schema import prepare_database
from views.jobs.worker import consumer

WORKERS = 1
_WATCH_SECONDS = 1
_STOP_SECONDS = 15


@click.command("worker")
@click.option("--workers", default=WORKERS, show_default=True, type=click.IntRange(1, 32), help="Jobs done at once.")
@with_appcontext
def worker(workers: int) -> None:
    """Does the long work (imports) and the schedule, until it is stopped."""
    with speaking():
        prepare_database()
        words = gettext("The worker waits for jobs (Ctrl+C stops it).")
    click.echo(words)
    _work(_application(), workers)


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker in a process of its own for as long as the block lasts, or as this process lives."""
    app = _application()
    server, pid = os.getpid(), os.fork()
    if pid == 0:
        _end_with(server, lambda: os.kill(os.getpid(), signal.SIGTERM))
        _work(app, WORKERS)
        raise SystemExit(0)
    try:
        yield
    finally:
        # The server's own workers, forked inside, end here too.
        if os.getpid() == server:
            _stop(pid)


def _work(app: Flask, workers: int) -> None:
    """Outside this command's application context: each job has one of its own."""

    def run() -> None:
        with app.app_context():
            made = consumer(workers)
        made.run()

    consumer_id = os.getpid()
    # Huey forks a process for each job done at once and one for the schedule; none outlives it.
    os.register_at_fork(after_in_child=lambda: _end_with(consumer_id, lambda: os._exit(1)))
    db.engine.dispose()
    contextvars.Context().run(run)


def _end_with(parent: int, end: Callable[[], None]) -> None:
    """Ends this process when the one that forked it is gone, even killed."""

    def watch() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(_WATCH_SECONDS)
        end()

    threading.Thread(target=watch, name="watch", daemon=True).start()


def _stop(pid: int) -> None:
    """Ends the worker: the job under way is put back."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
            waited = threading.Event()
            for _ in range(_STOP_SECONDS * 10):
                if os.waitpid(pid, os.WNOHANG)[0] == pid:
                    return
                waited.wait(0.1)
        except (ProcessLookupError, ChildProcessError):
            return  # it ended, and the server's own watch on its workers took note


def _application() -> Flask:
    app: Flask = cast(Any, current_app)._get_current_object()  # noqa: SLF001  # how Flask gives what is behind its proxy
    return app
