"""Where the content of documents is: in the database, or in files of the data folder, as the setting says.

A file has a name drawn at random and is named by one row alone; nothing serves the folder. A row is committed after
the file that it names was written, and the file of a row that is gone is removed after the commit.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction, undefer

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.hooks import Sessions
from models.documents import Document

FOLDER = "documents"
_GONE = "mdo_files_gone"
# What a killed request left is nobody's after a day.
_LEFT_SECONDS = 24 * 3600
_LOST = N_(
    "The file of « %(title)s » is not what was kept: it is gone from its folder, or was changed there. Take it back "
    "from a backup."
)


class FileStore:
    """The folder of the files, and whether what is added goes there."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.is_used = False

    def set_up(self, folder: Path, *, is_used: bool) -> None:
        """Told once, when the application starts."""
        self.folder, self.is_used = folder, is_used

    def write(self, content: bytes) -> str:
        """Writes a file and returns its name. Raises OSError."""
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(20)
        with (folder / f"{name}.part").open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        (folder / f"{name}.part").rename(folder / name)
        return name

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where it is gone."""
        try:
            return (self._folder() / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Removes a file, if it is there."""
        with suppress(FileNotFoundError):
            (self._folder() / name).unlink()

    def names(self) -> Iterator[tuple[str, float]]:
        """The files with the moment of each, in seconds."""
        for path in sorted(self._folder().glob("*")):
            with suppress(FileNotFoundError):
                yield path.name, path.stat().st_mtime

    def _folder(self) -> Path:
        if self.folder is None:
            raise RuntimeError("The application says where the files of documents are when it starts.")
        return self.folder


STORE = FileStore()


def sum_of(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put(document: Document, content: bytes) -> None:
    """Gives a document its content, with its size and sum, where the setting says."""
    document.size, document.sha256 = len(content), sum_of(content)
    if STORE.is_used:
        document.stored_as, document.content = STORE.write(content), None
    else:
        document.stored_as, document.content = None, content


def content_of(document: Document) -> bytes:
    """The content of a document, wherever it is. Raises RuleViolation when it is not what was kept."""
    content = document.content if document.stored_as is None else STORE.read(document.stored_as)
    if content is None or sum_of(content) != document.sha256:
        raise RuleViolation(_LOST, title=document.title)
    return content


# ---- From one place to the other -------------------------------------------------------------------------------------


def ids_elsewhere(session: AnySession) -> list[int]:
    """Ids of the documents whose content is not where the setting says."""
    away = Document.stored_as.is_(None) if STORE.is_used else Document.stored_as.is_not(None)
    return list(session.scalars(select(Document.id).where(Document.link.is_(None), away).order_by(Document.id)))


def move(session: AnySession, document_id: int) -> bool:
    """Moves the content of a document where the setting says, its sum checked on both sides. Flushes.

    Returns whether it was done: a document that is gone meanwhile is left. Raises RuleViolation, and moves nothing,
    when the content is not what was kept.
    """
    asked = select(Document).where(Document.id == document_id).options(undefer(Document.content))
    document = session.scalars(asked.with_for_update(of=Document)).one_or_none()
    if document is None:
        return False
    content, left = content_of(document), document.stored_as
    put(document, content)
    session.flush()
    session.expire(document)
    content_of(document)
    if left is not None:
        session.info.setdefault(_GONE, set()).add(left)
    return True


def wrong(session: AnySession) -> Iterator[Document]:
    """The documents whose content is not what was kept."""
    ids = session.scalars(select(Document.id).where(Document.link.is_(None)).order_by(Document.id)).all()
    for document_id in ids:
        document = session.get(Document, document_id, options=[undefer(Document.content)])
        if document is None:
            continue
        try:
            content_of(document)
        except RuleViolation:
            yield document
        session.expunge(document)


def sweep(session: AnySession) -> int:
    """Removes the files that no document names, a day old or more; returns how many."""
    if STORE.folder is None or not STORE.folder.is_dir():
        return 0
    named = set(session.scalars(select(Document.stored_as).where(Document.stored_as.is_not(None))))
    count = 0
    for name, moment in STORE.names():
        if name not in named and moment < time.time() - _LEFT_SECONDS:
            STORE.remove(name)
            count += 1
    return count


# ---- What goes with the rows -----------------------------------------------------------------------------------------


def install(sessions: Sessions) -> None:
    """Removes, once it is committed, the file of each row that is gone."""
    event.listen(sessions, "after_flush", _note_gone)
    event.listen(sessions, "after_commit", _remove_gone)
    event.listen(sessions, "after_soft_rollback", _forget_gone)


def _note_gone(session: Session, flush: UOWTransaction) -> None:
    names = {row.stored_as for row in session.deleted if isinstance(row, Document) and row.stored_as}
    if names:
        session.info.setdefault(_GONE, set()).update(names)


def _remove_gone(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for name in session.info.pop(_GONE, ()):
        STORE.remove(name)


def _forget_gone(session: Session, previous: object) -> None:
    """What a savepoint took back may be forgotten too: such a file is swept later."""
    session.info.pop(_GONE, None)
