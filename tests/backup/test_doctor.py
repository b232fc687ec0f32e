"""`flask mdo doctor`: what is wrong is seen, said with what to do, and makes the status 1."""

import dataclasses
import datetime as dt
import json
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, current_app
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from mdo.doctor import machine, registers
from mdo.doctor.findings import Finding, Level
from mdo.kernel.jobs.live import Live
from mdo.kernel.jobs.queue import make_huey
from mdo.mail.smtp import MailServer, Tls
from models.base import utc_now
from models.people import Mandate, Person
from models.places import PERSON_PLACES
from models.search import SEARCH_TABLES
from models.sorting import SORT_TABLES
from tests.support import ON_SQLITE
from tests.support import factories as make


def examined(app: Flask, *args: str) -> tuple[int, list[str]]:
    """The status, and what is to be mended."""
    result = app.test_cli_runner().invoke(args=["mdo", "doctor", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, [line for line in result.output.splitlines() if "✗ " in line]


@pytest.fixture
def healthy(app: Flask, tmp_path: Path, session: Session) -> Iterator[Flask]:
    """A server with its worker, a folder of its own for the data and one for backups, and a backup."""
    usual = app.extensions["mdo_settings"]
    for name in ("data", "shelf"):
        (tmp_path / name).mkdir(mode=0o700)
    chosen = dataclasses.replace(usual, data_dir=tmp_path / "data", backup_dir=tmp_path / "shelf")
    app.extensions["mdo_settings"] = chosen
    make.MandateFactory(person=make.PersonFactory(last_name="Nadège"))
    session.commit()
    queue = make_huey(chosen.database_url, chosen.data_dir, chosen.secret_key)
    Live(queue).note_worker()
    queue.storage.close()
    taken = app.test_cli_runner().invoke(args=["mdo", "backup", str(tmp_path / "shelf" / "mdo-2026-11-24.zip")])
    assert taken.exit_code == 0, taken.output
    yield app
    app.extensions["mdo_settings"] = usual


def test_nothing_is_wrong_with_a_server_that_is_well(healthy: Flask) -> None:
    assert examined(healthy) == (0, [])


@ON_SQLITE
def test_who_searched_before_others_wrote_does_not_take_the_indexes_for_damaged(session: Session) -> None:
    make.PersonFactory(last_name="Nadège")
    session.commit()
    engine = session.get_bind().engine
    with engine.connect() as searching, closing(sqlite3.connect(str(engine.url.database))) as other:
        searching.execute(text("SELECT rowid FROM person_search_fts WHERE person_search_fts MATCH 'nad'")).all()
        searching.rollback()
        for number in range(300):
            other.execute("UPDATE person_search SET words = ?", (f"  mot {number}",))
            other.commit()
        assert [finding.level for finding in registers.integrity(Session(searching))] == [Level.GOOD]


def _another_word(session: Session, folder: Path) -> None:
    texts = SEARCH_TABLES[Person]
    session.execute(update(texts).values(words="  autre"))


def _a_missing_text(session: Session, folder: Path) -> None:
    session.execute(delete(SEARCH_TABLES[Mandate]))


def _another_key(session: Session, folder: Path) -> None:
    session.execute(update(SORT_TABLES[Mandate]).values(person="aaa"))


def _another_place(session: Session, folder: Path) -> None:
    session.execute(update(PERSON_PLACES).values(place=-99))


def _an_older_schema(session: Session, folder: Path) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0022'"))


def _an_index_less(session: Session, folder: Path) -> None:
    session.execute(text("DROP INDEX ix_absence_end_on"))


def _no_worker(session: Session, folder: Path) -> None:
    settings = current_app.extensions["mdo_settings"]
    queue = make_huey(settings.database_url, settings.data_dir, settings.secret_key)
    queue.storage.put_data("worker", b"1000")
    queue.storage.close()


def _spoilt_backup(session: Session, folder: Path) -> None:
    path = folder / "shelf" / "mdo-2026-11-24.zip"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def _no_backup(session: Session, folder: Path) -> None:
    (folder / "shelf" / "mdo-2026-11-24.zip").unlink()


def _an_old_backup(session: Session, folder: Path) -> None:
    note = folder / "data" / "backup.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "at": "2026-11-20T02:00:00+00:00"}))


def _an_open_folder(session: Session, folder: Path) -> None:
    (folder / "shelf").chmod(0o755)
    (folder / "shelf" / "mdo-2026-11-24.zip").chmod(0o644)


@pytest.mark.parametrize(
    ("spoil", "cure"),
    [
        (_another_word, "--mend"),
        (_a_missing_text, "--mend"),
        (_another_key, "--mend"),
        (_another_place, "--mend"),
        (_an_older_schema, "flask mdo init"),
        (_an_index_less, "rétablissez"),
        (_no_worker, "flask mdo worker"),
        (_spoilt_backup, "plus ancienne"),
        (_no_backup, "prenez-en une autre"),
        (_an_old_backup, "flask mdo worker"),
        (_an_open_folder, "chmod go="),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    healthy: Flask, session: Session, tmp_path: Path, spoil: Callable[[Session, Path], None], cure: str
) -> None:
    with healthy.app_context():
        spoil(session, tmp_path)
        session.commit()
    status, said = examined(healthy)
    assert status == 1
    assert said != []
    assert all(cure in line for line in said)


def test_side_tables_are_mended(healthy: Flask, session: Session, tmp_path: Path) -> None:
    for spoil in (_another_word, _a_missing_text, _another_key, _another_place):
        spoil(session, tmp_path)
    session.commit()
    assert examined(healthy, "--mend") == (0, [])
    assert examined(healthy) == (0, [])


# ---- Without a database --------------------------------------------------------------------------------------------


def levels(findings: Iterable[Finding]) -> list[Level]:
    return [finding.level for finding in findings]


def test_clocks_that_differ_are_told(tmp_path: Path) -> None:
    now = utc_now()
    assert levels(machine.clock(tmp_path, now, now + dt.timedelta(seconds=90))) == [Level.GOOD]
    assert levels(machine.clock(tmp_path, now, now - dt.timedelta(minutes=3))) == [Level.WRONG]
    assert levels(machine.clock(tmp_path, now + dt.timedelta(hours=1), None)) == [Level.WRONG]


def test_room_is_wanted_for_the_database_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: SimpleNamespace(free=600_000_000))
    assert levels(machine.room([tmp_path, tmp_path / "not yet"], 299_000_000)) == [Level.GOOD]
    assert levels(machine.room([tmp_path], 301_000_000)) == [Level.WRONG]


def test_production_without_backups_is_wrong_a_desk_is_told(tmp_path: Path) -> None:
    assert levels(machine.backups(tmp_path, None, utc_now(), is_production=True)) == [Level.WRONG]
    assert levels(machine.backups(tmp_path, None, utc_now(), is_production=False)) == [Level.REMARK]


def test_a_mail_server_that_does_not_answer_is_told(healthy: Flask) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = healthy.extensions["mdo_settings"]
    server = MailServer("127.0.0.1", port, "mdo@lyon.example", tls=Tls.NONE)
    healthy.extensions["mdo_settings"] = dataclasses.replace(chosen, mail_server=server)
    status, said = examined(healthy)
    assert (status, len(said), str(port) in said[0]) == (1, 1, True)
