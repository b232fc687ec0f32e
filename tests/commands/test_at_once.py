"""Processes that start at once on a database that nobody made ready, at a merge and, several times, at night.

Stock Flask-AppBuilder: none of four starts on PostgreSQL, four of five on SQLite.
"""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from mdo.demo import USERNAMES
from mdo.kernel.rights.roles import ROLES
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import PermissionView, Role, User
from models.journal import JournalEntry
from models.people import Person
from models.territory import Arrondissement
from tests.project.bans import ROOT
from tests.support import TODAY

WORKERS = 4
LONG = 300  # seconds: a ceiling for a machine that does much else, never a wait
INIT = ("flask", "--app", "app", "mdo", "init")
START = ("flask", "--app", "app", "mdo", "start")
ROUNDS = [1, *(pytest.param(number, marks=pytest.mark.night) for number in range(2, 6))]
"""Each on a new database; a round costs four starts of the application: one at a merge, ten at night."""

pytestmark = pytest.mark.slow


@pytest.fixture
def environ(empty_url: str, tmp_path: Path) -> dict[str, str]:
    """The settings of a server on the empty database."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("MDO_")}
    ours = {"MDO_DATABASE_URL": empty_url, "MDO_DATA_DIR": str(tmp_path), "MDO_SECRET_KEY": "k" * 48, "MDO_LANG": "en"}
    return {**others, **ours}


def started(environ: Mapping[str, str], *command: str) -> "subprocess.Popen[str]":
    """`python -m …`, on its way; its words and its errors are one stream."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def status_of(address: str) -> int:
    try:
        with closing(urllib.request.urlopen(address, timeout=60)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def said_until(server: "subprocess.Popen[str]", last: str) -> Iterator[str]:
    """What a server says, up to the line that has these words or to its end."""
    assert server.stdout is not None
    for line in server.stdout:
        yield line
        if last in line:
            return


def assert_made_ready_once(engine: Engine, operations: int = 1) -> None:
    """Nothing is missing and nothing is there twice, written by so many operations of the journal."""
    with unlimited_session(engine, today=TODAY) as session:
        roles = session.scalars(select(Role.name)).all()
        rights = session.execute(select(PermissionView.permission_id, PermissionView.view_menu_id)).all()
        assert len(roles) == len(set(roles)) == len(ROLES)
        assert len(rights) == len(set(rights)) > 0
        assert session.scalar(select(func.count(Arrondissement.id))) == 9
        assert session.scalar(select(func.count(JournalEntry.id))) == operations


@pytest.mark.parametrize("count", [2, pytest.param(4, marks=pytest.mark.night)])
def test_inits_at_once(environ: dict[str, str], empty_engine: Engine, count: int) -> None:
    """One works, the others wait and find everything done: none fails, nothing is written twice."""
    processes = [started(environ, *INIT) for _ in range(count)]
    outputs = [process.communicate(timeout=LONG)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * count, outputs
    assert_made_ready_once(empty_engine)


@pytest.mark.parametrize("empty_url", [pytest.param("sqlite", marks=pytest.mark.night), "postgresql"], indirect=True)
@pytest.mark.parametrize("round_", ROUNDS)
def test_four_workers_start_before_the_database_is_ready(
    environ: dict[str, str], empty_engine: Engine, round_: int
) -> None:
    """gunicorn as docs/operations.md starts it: no worker dies, none is ready before `init`, all serve after it."""
    address = f"127.0.0.1:{free_port()}"
    options = ("--workers", str(WORKERS), "--no-control-socket", "--bind", address)
    server = started(environ, "gunicorn", *options, "app:create_app()")
    try:
        said = "".join(line for _ in range(WORKERS) for line in said_until(server, "Booting worker"))
        assert status_of(f"http://{address}/readyz") == 503
        init = started(environ, *INIT)
        told = init.communicate(timeout=LONG)[0]
        assert init.returncode == 0, told
        assert [status_of(f"http://{address}{path}") for path in ("/login/", "/readyz")] == [200, 200]
        assert server.poll() is None
    finally:
        server.terminate()
        said += server.communicate(timeout=LONG)[0]
    assert server.returncode == 0, said
    # A fifth one would stand in for one that died.
    assert said.count("Booting worker") == WORKERS, said
    assert "Traceback" not in said
    assert_made_ready_once(empty_engine)


@pytest.mark.night
@pytest.mark.parametrize("count", [2, 4])
def test_starts_at_once_load_one_demo(environ: dict[str, str], empty_engine: Engine, count: int) -> None:
    """`flask mdo start`, which `make run` calls, on several ports of one empty register: all serve the same one."""
    ports = [free_port() for _ in range(count)]
    servers = [started({**environ, "MDO_PORT": port}, *START) for port in ports]
    try:
        said = ["".join(said_until(server, "Password of all")) for server in servers]
        assert [status_of(f"http://127.0.0.1:{port}/login/") for port in ports] == [200] * count, said
    finally:
        for server in servers:
            server.terminate()
        rest = [server.communicate(timeout=LONG)[0] for server in servers]
    assert [server.returncode for server in servers] == [0] * count, rest
    assert len({words[words.index("Password of all") :] for words in said}) == 1
    with unlimited_session(empty_engine, today=TODAY) as session:
        assert session.scalar(select(func.count(User.id))) == len(USERNAMES)
        assert session.scalar(select(func.count(Person.id))) == 2000
