"""A backup taken under twenty writers comes back on an empty machine, whole, and is signed in to."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mdo.accounts.passwords import hash_of
from mdo.backup.archive import Archive
from mdo.kernel.sessions.factory import unlimited_session
from models.journal import JournalChange
from models.people import Person
from models.search import SEARCH_TABLES
from tests.backup.content import content_of, differences
from tests.project.bans import ROOT
from tests.support import TODAY
from tests.support.application import account
from tests.support.databases import Database
from tests.support.forms import csrf_token, hidden_value

pytestmark = pytest.mark.slow

WRITERS = 20
BEFORE, AFTER = 40, 40
PASSWORD = "trois hérons boivent au canal"


@dataclass
class Writers:
    """Twenty who add people by the form, one after the other; `done` are the names whose page said so, in order."""

    clients: list[FlaskClient]
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _written: threading.Condition = field(default_factory=threading.Condition)
    _is_over: bool = False

    def write(self, number: int) -> None:
        client, rank = self.clients[number], 0
        token = csrf_token(client)
        while not self._is_over:
            name = f"Écrivain {number:02} rang {rank:04}"
            answer = client.post("/personnes/add", data={"csrf_token": token, "last_name": name})
            with self._written:
                (self.done if answer.status_code == 302 else self.refused).append(name)
                self._written.notify_all()
            rank += 1

    def wait_for(self, count: int) -> list[str]:
        """What was acknowledged, as soon as there are so many."""
        with self._written:
            assert self._written.wait_for(lambda: len(self.done) >= count or self.refused, timeout=120)
            return list(self.done)

    def stop(self) -> None:
        self._is_over = True


def command(app: Flask, *args: str) -> None:
    """`flask mdo …` in a process of its own, as who runs the server calls it."""
    settings = app.extensions["mdo_settings"]
    environ = {
        "PATH": "",
        "FLASK_APP": "app",
        "MDO_DATABASE_URL": settings.database_url,
        "MDO_DATA_DIR": str(settings.data_dir),
        "MDO_SECRET_KEY": settings.secret_key,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "mdo", *args],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def writers(client_as: Callable[..., FlaskClient], session: Session) -> Iterator[Writers]:
    keeper = account("admin")
    keeper.password = hash_of(PASSWORD)
    session.flush()
    found = Writers([client_as(account(f"mission{number}")) for number in range(WRITERS)])
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(found.write, number) for number in range(WRITERS)]
        try:
            yield found
        finally:
            found.stop()
    for future in running:
        future.result()


@pytest.mark.parametrize(
    ("database", "empty_url"),
    [
        ("sqlite", "sqlite"),
        ("postgresql", "postgresql"),
        pytest.param("sqlite", "postgresql", marks=pytest.mark.night),
        pytest.param("postgresql", "sqlite", marks=pytest.mark.night),
    ],
    indirect=True,
)
def test_what_was_acknowledged_comes_back_and_is_signed_in_to(
    app: Flask,
    database: Database,
    writers: Writers,
    empty_app: Flask,
    empty_engine: Engine,
    tmp_path: Path,
) -> None:
    archive = tmp_path / "mdo.zip"
    before = writers.wait_for(BEFORE)
    command(app, "backup", str(archive))
    writers.wait_for(len(before) + AFTER)
    writers.stop()
    command(empty_app, "restore", str(archive))

    with unlimited_session(empty_engine, today=TODAY) as session:
        people = {person.last_name: person.id for person in session.scalars(select(Person))}
        created = session.scalars(select(JournalChange.row_id).where(JournalChange.model == "Person")).all()
        texts = session.scalars(select(SEARCH_TABLES[Person].c.id)).all()
    # All that was acknowledged before, and of each writer what came first.
    assert writers.refused == []
    assert set(before) <= set(people)
    for number in range(WRITERS):
        own = sorted(name for name in people if name.startswith(f"Écrivain {number:02} "))
        assert own == [f"Écrivain {number:02} rang {rank:04}" for rank in range(len(own))]
    # Of each transaction all or nothing: the person, its line of the journal, its search text.
    assert sorted(created) == sorted(people.values()) == sorted(texts)
    # Row by row as the register has them, which went on since; it was no still picture.
    with Archive(archive) as taken:
        assert taken.manifest.rows > 0
    source, restored = content_of(database.engine), content_of(empty_engine)
    held = {name: {key: source[name].get(key) for key in rows} for name, rows in restored.items()}
    assert {line.partition(" ")[0] for line in differences(held, restored)} <= {"user_session"}
    assert len(source["person"]) > len(people)

    client = empty_app.test_client()
    token = hidden_value(client.get("/login/"), "csrf_token")
    data = {"username": "admin", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login/", data=data).status_code == 303
    last = max(people)
    page = client.get("/personnes/list/", query_string={"q": last})
    assert (page.status_code, last in page.text) == (200, True)
    added = client.post("/personnes/add", data={"csrf_token": csrf_token(client), "last_name": "Après"})
    assert added.status_code == 302
