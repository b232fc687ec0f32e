"""From a register to an empty place, of the same kind of database and of the other: row by row, or not at all."""

import shutil
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import check
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from mdo.backup import rows
from mdo.backup.archive import Archive
from mdo.backup.taking import snapshot
from mdo.kernel.search.matching import matching
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import UserSession
from models.jobs import Job, JobState
from models.organisations import Organisation
from models.people import Person
from tests.access.world import build
from tests.backup.content import content_of, differences
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account, open_web_session
from tests.support.databases import Database
from tests.support.prepared import prepared
from tests.upgrades.dump import FOLDER
from tests.upgrades.dump import restore as restore_dump


@prepared
def world(session: Session) -> None:
    """A row of each table, one deleted, a session that is open, jobs that wait and run."""
    reader = account("ref5")
    build(session, reader)
    session.add(gone := Person(last_name="Partie"))
    session.flush()
    session.delete(gone)
    open_web_session(reader)
    make.JobFactory(user=reader)
    make.JobFactory(user=reader, state=JobState.RUNNING)
    session.commit()


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["mdo", *args])


@pytest.fixture
def archive(app: Flask, database: Database, world: None, tmp_path: Path) -> Path:
    (database.folder / "jobs").mkdir(exist_ok=True)
    (database.folder / "jobs" / "1-results.xlsx").write_bytes(b"results")
    (database.folder / "jobs" / "elsewhere").unlink(missing_ok=True)
    (database.folder / "jobs" / "elsewhere").symlink_to("/etc/passwd")
    path = tmp_path / "kept" / "mdo.zip"
    path.parent.mkdir()
    taken = run(app, "backup", str(path))
    assert taken.exit_code == 0, taken.output
    assert "clé secrète n’est pas" in taken.output
    return path


def test_a_backup_comes_back_row_by_row_on_either_database(
    archive: Path, database: Database, empty_app: Flask, empty_engine: Engine, tmp_path: Path
) -> None:
    restored = run(empty_app, "restore", str(archive))
    assert restored.exit_code == 0, restored.output
    before, after = content_of(database.engine), content_of(empty_engine)
    assert {line.partition(" ")[0] for line in differences(before, after)} == {"job", "user_session"}
    assert (tmp_path / "jobs" / "1-results.xlsx").read_bytes() == b"results"
    assert stat.S_IMODE((tmp_path / "jobs" / "1-results.xlsx").stat().st_mode) == 0o600
    assert not (tmp_path / "jobs" / "elsewhere").exists()
    with unlimited_session(empty_engine, today=TODAY) as session:
        # What was under way is not done again; who was signed in signs in again.
        assert {job.state for job in session.scalars(select(Job))} == {JobState.CANCELLED}
        assert all(row.revoked_at for row in session.scalars(select(UserSession)))
        # A row that was deleted leaves its id to none.
        known = set(session.scalars(select(Person.id)))
        session.add(person := Person(last_name="Suivante"))
        session.commit()
        assert person.id > max(known) + 1
        found = select(Person.id).where(matching(session, Person, "suivante", with_private=False))
        assert session.scalars(found).all() == [person.id]


def test_the_archive_is_read_by_its_owner_alone_and_holds_no_key(archive: Path, app: Flask) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]
    with Archive(archive) as found:
        kept = {entry.name for entry in found.manifest.files}
    assert "jobs/1-results.xlsx" in kept  # files of earlier tests may stand beside it
    assert "jobs/elsewhere" not in kept
    assert app.config["SECRET_KEY"].encode() not in archive.read_bytes()


def test_each_table_that_gives_ids_goes_on_from_its_last(database: Database, world: None) -> None:
    """On PostgreSQL a sequence is found by its name: each has the one that is looked for."""
    with snapshot(database.engine) as connection:
        if not rows.is_postgresql(connection):
            return
        named = {name for name, _ in connection.exec_driver_sql(rows._SEQUENCES)}
        assert len(named) == connection.scalar(text("SELECT count(*) FROM pg_class WHERE relkind = 'S'"))
        assert set(rows.last_ids(connection, list(named))) >= {"person", "ab_user", "journal_entry"}


def test_a_snapshot_stays_as_it_was_while_others_write(database: Database, session: Session) -> None:
    count = select(func.count()).select_from(Person)
    with snapshot(database.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(Organisation)) == 0
        session.add_all([Person(last_name="Depuis"), make.OrganisationFactory()])
        session.commit()
        assert (connection.scalar(count), session.scalar(count)) == (0, 1)


# ---- Refusals: the place stays as it was ---------------------------------------------------------------------------


def test_a_place_that_is_not_empty_is_left_as_it_is_unless_forced(
    archive: Path, app: Flask, database: Database, session: Session
) -> None:
    session.add(Person(last_name="Depuis"))
    session.commit()
    before = content_of(database.engine)
    refused = run(app, "restore", str(archive))
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert differences(before, content_of(database.engine)) == []
    forced = run(app, "restore", str(archive), "--force")
    assert forced.exit_code == 0, forced.output
    session.rollback()
    assert session.scalars(select(Person).where(Person.last_name == "Depuis")).all() == []
    assert session.scalars(select(Person)).all() != []


def test_one_that_is_spoilt_newer_or_too_large_changes_nothing(
    archive: Path, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content_of(database.engine)
    content = archive.read_bytes()
    spoilt = archive.with_name("spoilt.zip")
    for changed in (content[: len(content) // 2], content[:-500] + b"x" + content[-499:], b"no backup"):
        spoilt.write_bytes(changed)
        refused = run(app, "restore", str(spoilt), "--force")
        assert refused.exit_code == 1
        assert "sauvegarde" in refused.output
    monkeypatch.setattr("views.commands.backups._knows", lambda revision: False)
    refused = run(app, "restore", str(archive), "--force")
    assert refused.exit_code == 1
    assert "version" in refused.output
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000))
    refused = run(app, "restore", str(archive), "--force")
    assert (refused.exit_code, "place" in refused.output) == (1, True)
    assert differences(before, content_of(database.engine)) == []


@pytest.mark.parametrize(
    "step", [*(pytest.param(step, marks=pytest.mark.slow) for step in ("load", "put_back_keys")), "set_last_ids"]
)
def test_a_restore_that_fails_at_any_step_leaves_the_place_as_it_was(
    archive: Path, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = content_of(database.engine)

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device", "mdo.sqlite")

    monkeypatch.setattr(rows, step, fail)
    failed = run(app, "restore", str(archive), "--force")
    assert (failed.exit_code, "Le disque est plein" in failed.output) == (1, True)
    assert differences(before, content_of(database.engine)) == []
    assert [path.name for path in database.folder.rglob(".mdo-*")] == []


def test_a_backup_that_fails_leaves_the_former_one(archive: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = archive.read_bytes()

    def full(*args: object, **said: object) -> None:
        raise OSError(28, "No space left on device", str(archive))

    monkeypatch.setattr("mdo.backup.archive.Writer.finish", full)
    failed = run(app, "backup", str(archive))
    assert (failed.exit_code, "Le disque est plein" in failed.output) == (1, True)
    assert archive.read_bytes() == before
    assert list(archive.parent.iterdir()) == [archive]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("empty_url", "version"),
    [
        ("sqlite", "0.3.0"),
        ("postgresql", "0.5.0"),
        pytest.param("sqlite", "0.5.0", marks=pytest.mark.night),
        pytest.param("postgresql", "0.3.0", marks=pytest.mark.night),
    ],
    indirect=["empty_url"],
)
def test_an_older_backup_is_migrated(version: str, empty_app: Flask, empty_engine: Engine, tmp_path: Path) -> None:
    """The database of an earlier version is backed up as it is, then comes back as one of this version."""
    restore_dump(empty_engine, FOLDER / f"{version}-{empty_engine.dialect.name}.sql.gz")
    before = content_of(empty_engine)
    assert run(empty_app, "backup", str(tmp_path / "old.zip")).exit_code == 0
    restored = run(empty_app, "restore", str(tmp_path / "old.zip"), "--force")
    assert restored.exit_code == 0, restored.output
    after = content_of(empty_engine)
    assert len(before["person"]) == len(after["person"]) > 0
    assert set(before["mandate"]) == set(after["mandate"])
    with empty_app.app_context():
        check()
