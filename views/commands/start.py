"""`flask mdo start`, what `make run` calls: a database made ready, the demo on the first start, then the
server and its worker."""

import contextvars
import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from config import Settings
from mdo.accounts.passwords import new_password
from mdo.demo.accounts import USERNAMES
from mdo.kernel.base.database import only_one_process
from models.accounts import User
from views.base.catalogues import gettext
from views.base.database import db
from views.commands.demo import DEFAULT_PEOPLE, write_demo
from views.commands.edge import Failure, session_of_command, settings, speaking
from views.commands.schema import prepare_database
from views.commands.worker import worker_beside

HOST = "127.0.0.1"
WORKERS = 2
# A worker that says nothing for so long is replaced: a large export takes a minute.
TIMEOUT_SECONDS = 120
STOP_SECONDS = 10
_SEED = 1


@click.command("start")
@with_appcontext
def start() -> None:
    """Prepares the database, loads the demo into an empty one (never in production), serves on MDO_PORT, does jobs."""
    chosen = settings()
    with speaking():
        _check_port(chosen.port)
        prepare_database()
        if not chosen.is_production:
            _load_demo_once(chosen)
        words = "\n".join(_welcome(chosen))
    # What is loaded by now lives as long as the workers: the collector need not walk it at each page.
    gc.freeze()
    # Workers are forked from here: they must not inherit a connection,
    db.engine.dispose()
    # nor this command's application context: Flask would share its `g` between requests (flask/ctx.py, push).
    app = cast(Any, current_app)._get_current_object()  # noqa: SLF001  # how Flask gives what is behind its proxy
    try:
        with worker_beside():
            contextvars.Context().run(_Server(app, chosen.port, words).run)
    finally:
        _wait_for_workers()


def _wait_for_workers() -> None:
    """Until the last one is gone: gunicorn kills those that did not hear it, and leaves at once (arbiter.py, stop)."""
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return


class _Server(BaseApplication):
    """gunicorn in this process, so that the application is imported once (as `--preload` does)."""

    def __init__(self, app: Flask, port: int, words: str) -> None:
        self._app = app
        self._port = port
        self._words = words
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"{HOST}:{self._port}")
        self.cfg.set("workers", WORKERS)
        self.cfg.set("timeout", TIMEOUT_SECONDS)
        # A worker that is told to stop while it is born hears nothing: it is killed after this.
        self.cfg.set("graceful_timeout", STOP_SECONDS)
        self.cfg.set("preload_app", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        # Said when the port is listened to, not before.
        self.cfg.set("when_ready", lambda arbiter: click.echo(self._words))

    def load(self) -> Flask:
        return self._app


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: a port that was left a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failure(
                gettext("Port %(port)s is taken: stop what uses it, or choose another one in MDO_PORT.", port=port)
            ) from error


def _load_demo_once(chosen: Settings) -> None:
    """Of several first starts at once on one register, one loads the demo and the others wait for it."""
    with only_one_process(db.engine):
        if _is_without_accounts():
            write_demo(DEFAULT_PEOPLE, _SEED, _demo_password(chosen))


def _is_without_accounts() -> bool:
    with session_of_command("flask mdo start") as session:
        return session.scalar(select(User.id).limit(1)) is None


def _has_demo_accounts() -> bool:
    with session_of_command("flask mdo start") as session:
        return session.scalar(select(User.id).where(User.username.in_(USERNAMES)).limit(1)) is not None


def _password_file(chosen: Settings) -> Path:
    return chosen.data_dir / "demo_password"


def _demo_password(chosen: Settings) -> str:
    """The password of MDO_DEMO_PASSWORD, else one kept in the data folder, so that the next start can tell it."""
    if chosen.demo_password:
        return chosen.demo_password
    password = new_password()
    file = _password_file(chosen)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(password)
    return password


def _welcome(chosen: Settings) -> Iterator[str]:
    yield gettext("Open %(address)s (Ctrl+C stops the server).", address=f"http://{HOST}:{chosen.port}/")
    if _is_without_accounts():
        yield gettext("There is no account yet: « flask mdo create-admin » opens the first one.")
    elif not chosen.is_production and _has_demo_accounts():
        file = _password_file(chosen)
        password = file.read_text(encoding="utf-8") if file.exists() else gettext("the one of MDO_DEMO_PASSWORD")
        yield gettext("Demo accounts: %(names)s", names=", ".join(USERNAMES))
        yield gettext("Password of all: %(password)s", password=password)
