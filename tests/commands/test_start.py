"""`flask mdo start` on a real port: a first start fills and serves, a second one changes nothing."""

import os
import re
import secrets
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.demo import USERNAMES
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from models.people import Person
from tests.project.bans import ROOT
from tests.support import TODAY
from tests.support.databases import connect

COMMAND = [sys.executable, "-m", "flask", "--app", "app", "mdo"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An empty data folder and a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    others = {name: value for name, value in os.environ.items() if not name.startswith("MDO_")}
    return {**others, "MDO_DATA_DIR": str(tmp_path), "MDO_PORT": str(port), "MDO_LANG": "en"}


@contextmanager
def started(environ: Mapping[str, str]) -> Iterator[str]:
    """The server, from when it listens; gives what it said."""
    process = subprocess.Popen(
        [*COMMAND, "start"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if line.startswith(("Password of all", "There is no account")):
                break
        yield "".join(said)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()
        with pytest.raises(ProcessLookupError):  # its worker ended with it
            os.killpg(process.pid, 0)


@contextmanager
def register_of(environ: Mapping[str, str]) -> Iterator[Session]:
    engine = connect(f"sqlite:///{environ['MDO_DATA_DIR']}/mdo.sqlite")
    with unlimited_session(engine, today=TODAY) as session:
        yield session
    engine.dispose()


def sizes(environ: Mapping[str, str]) -> tuple[int, int]:
    with register_of(environ) as session:
        return tuple(session.scalar(select(func.count()).select_from(model)) for model in (User, Person))


def password_in(said: str) -> str:
    found = re.search(r"Password of all: (\S+)", said)
    assert found is not None, said
    return found[1]


@pytest.mark.slow
def test_a_second_start_adds_nothing_and_tells_the_password_kept_for_the_owner(
    environ: dict[str, str],
) -> None:
    address = f"http://127.0.0.1:{environ['MDO_PORT']}/"
    with started(environ) as said:
        assert address in said
        assert all(name in said for name in USERNAMES)
        with closing(urllib.request.urlopen(address, timeout=30)) as answer:
            assert answer.url.startswith(f"{address}login/")
        file = Path(environ["MDO_DATA_DIR"], "demo_password")
        assert file.read_text() == password_in(said)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = sizes(environ)
    assert before == (len(USERNAMES), 2000)
    with started(environ) as again:
        assert password_in(again) == password_in(said)
    assert sizes(environ) == before


@pytest.mark.night
def test_a_chosen_password_is_not_written_down(environ: dict[str, str]) -> None:
    chosen = "sept tortues lisent le fleuve"
    with started({**environ, "MDO_DEMO_PASSWORD": chosen}) as said:
        assert chosen not in said
        assert not Path(environ["MDO_DATA_DIR"], "demo_password").exists()


@pytest.mark.night
def test_a_register_that_has_an_account_gets_no_demo(environ: dict[str, str]) -> None:
    subprocess.run([*COMMAND, "init"], cwd=ROOT, env=environ, check=True, capture_output=True)
    account = ["--username", "anne", "--first-name", "Anne", "--last-name", "Roy", "--email", "anne@lyon.example"]
    subprocess.run([*COMMAND, "create-admin", *account], cwd=ROOT, env=environ, check=True, capture_output=True)
    process = subprocess.Popen([*COMMAND, "start"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Open http://127.0.0.1:")
    process.terminate()
    assert process.communicate(timeout=30)[0] == ""
    assert sizes(environ) == (1, 0)


def test_production_gets_no_demo(environ: dict[str, str]) -> None:
    chosen = {"MDO_ENV": "production", "MDO_SECRET_KEY": secrets.token_urlsafe(48), "MDO_HOSTS": "mdo.lyon.example"}
    with started({**environ, **chosen}) as said:
        assert "create-admin" in said
    assert sizes(environ) == (0, 0)


@pytest.mark.slow
def test_a_taken_port_ends_the_start_with_one_sentence(environ: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environ["MDO_PORT"])))
        other.listen()
        done = subprocess.run([*COMMAND, "start"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Port {environ['MDO_PORT']} is taken: stop what uses it, or choose another one in MDO_PORT."
    ]
    assert not Path(environ["MDO_DATA_DIR"], "mdo.sqlite").exists()
