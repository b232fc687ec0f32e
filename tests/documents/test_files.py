"""Where the content of documents is: in the database or in the folder, moved with its sum, kept by a backup."""

import os

import pytest
from sqlalchemy import select

from mdo.documents import files
from mdo.documents.files import STORE, content_of, ids_elsewhere, move, sweep, wrong
from mdo.documents.locking import destroying
from mdo.documents.packages import SentFile
from mdo.documents.versions import Shelf
from mdo.kernel.base.errors import RuleViolation
from models.documents import Document, DocumentKind
from tests.support import ON_SQLITE
from tests.support import factories as make

pytestmark = pytest.mark.db
CONTENT = b"%PDF-1.7 charte"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The store, in a folder of this test; documents go to the database until the test says otherwise."""
    monkeypatch.setattr(STORE, "folder", tmp_path / files.FOLDER)
    monkeypatch.setattr(STORE, "is_used", False)
    return tmp_path / files.FOLDER


def kept(session, title="Charte"):
    body = make.InstanceFactory(arrondissements=[5])
    sent = SentFile("charte.pdf", "application/pdf", CONTENT)
    row = Shelf("instance_id").keep(session, body.id, DocumentKind.AGREEMENT, title, sent)
    session.commit()
    return row


def test_a_document_goes_to_the_folder_and_back_with_its_sum(session, folder, monkeypatch) -> None:
    row = kept(session)
    row.is_final = True  # moved all the same
    session.commit()
    assert row.stored_as is None
    assert not folder.exists()
    monkeypatch.setattr(STORE, "is_used", True)
    assert ids_elsewhere(session) == [row.id]
    assert move(session, row.id)
    session.commit()
    assert (row.content, content_of(row)) == (None, CONTENT)
    assert [path.read_bytes() for path in folder.iterdir()] == [CONTENT]
    assert ids_elsewhere(session) == []
    monkeypatch.setattr(STORE, "is_used", False)
    assert move(session, row.id)
    assert len(list(folder.iterdir())) == 1  # there until the move is committed
    session.commit()
    assert (row.content, row.stored_as, list(folder.iterdir())) == (CONTENT, None, [])


@ON_SQLITE
def test_a_file_that_was_changed_in_its_folder_is_told_and_not_moved(session, folder, monkeypatch) -> None:
    monkeypatch.setattr(STORE, "is_used", True)
    row = kept(session)
    assert list(wrong(session)) == []
    row = session.get(Document, row.id)
    (folder / row.stored_as).write_bytes(b"%PDF-1.7 autre chose")
    monkeypatch.setattr(STORE, "is_used", False)
    with pytest.raises(RuleViolation):
        move(session, row.id)
    assert [str(found) for found in wrong(session)] == ["Charte (1)"]
    session.rollback()
    assert session.scalars(select(Document.stored_as)).one() is not None


@ON_SQLITE
def test_the_file_of_a_row_that_is_destroyed_goes_with_its_commit(session, folder, monkeypatch) -> None:
    monkeypatch.setattr(STORE, "is_used", True)
    row = kept(session)
    with destroying(session):
        session.delete(row)
    assert len(list(folder.iterdir())) == 1
    session.rollback()
    session.commit()
    assert len(list(folder.iterdir())) == 1  # the row is there still
    with destroying(session):
        session.delete(session.get(Document, row.id))
    session.commit()
    assert list(folder.iterdir()) == []


@ON_SQLITE
def test_what_a_killed_request_left_is_swept_after_a_day(session, folder, monkeypatch) -> None:
    monkeypatch.setattr(STORE, "is_used", True)
    kept(session)
    for name, age in (("ancien", 2 * 86_400), ("nouveau", 60)):
        (folder / name).write_bytes(b"a")
        then = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (then, then))
    assert sweep(session) == 1
    assert {path.name for path in folder.iterdir()} >= {"nouveau"}
    assert not (folder / "ancien").exists()
    assert len(list(folder.iterdir())) == 2


@ON_SQLITE
@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_a_backup_brings_back_what_is_in_the_folder(
    session, app, database, monkeypatch, tmp_path, empty_app, empty_engine
) -> None:
    monkeypatch.setattr(STORE, "folder", database.folder / files.FOLDER)
    monkeypatch.setattr(STORE, "is_used", True)
    row = kept(session)
    name = row.stored_as
    archive = str(tmp_path / "kept.zip")
    runner = app.test_cli_runner()
    checked = runner.invoke(args=["mdo", "documents"])
    assert checked.exit_code == 0, checked.output
    taken = runner.invoke(args=["mdo", "backup", archive])
    assert taken.exit_code == 0, taken.output
    restored = empty_app.test_cli_runner().invoke(args=["mdo", "restore", archive])
    assert restored.exit_code == 0, restored.output
    assert (tmp_path / files.FOLDER / name).read_bytes() == CONTENT
    STORE.remove(name)
