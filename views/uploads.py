"""Workbooks between upload and « apply »: in the file store, under an unguessable name, for their owner alone.

The name that the file came with is kept at the end, for the journal. They hold personal data: those of more than a day
go at each use and at the start of the server.
"""

import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

_TOKEN = re.compile(r"[0-9a-f]{48}")
_NOT_KEPT = re.compile(r"[^\w .()'’-]")
_KEPT_CHARACTERS = 40  # of 4 bytes at most: a file system takes 255
_KEPT_SECONDS = 24 * 60 * 60


def _folder() -> Path:
    folder: Path = current_app.extensions["mdo_settings"].data_dir / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def purge() -> None:
    """Removes the workbooks of more than a day, whether or not anybody uploads again."""
    limit = time.time() - _KEPT_SECONDS
    for old in _folder().glob("*.xlsx"):
        with suppress(FileNotFoundError):  # another worker was faster
            if old.stat().st_mtime < limit:
                old.unlink()


def keep(upload: FileStorage, user_id: int) -> str:
    """Stores an uploaded workbook and returns its token."""
    purge()
    folder = _folder()
    token = secrets.token_hex(24)
    stem = _NOT_KEPT.sub("_", Path(upload.filename or "").stem)[:_KEPT_CHARACTERS]
    path = folder / f"{user_id}-{token}-{stem}.xlsx"
    upload.save(path)
    path.chmod(0o600)
    return token


def find(token: str, user_id: int) -> Path | None:
    """The file of a token, if this user uploaded it within a day."""
    if not _TOKEN.fullmatch(token):
        return None
    purge()
    return next(_folder().glob(f"{user_id}-{token}-*.xlsx"), None)


def name_of(path: Path) -> str:
    """The name that a kept workbook came with, without what a file system may refuse."""
    return path.name.split("-", 2)[2]


def forget(path: Path) -> None:
    """Removes a workbook that was applied."""
    path.unlink(missing_ok=True)
