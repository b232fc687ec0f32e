"""Files between upload and « apply »: in the file store, under an unguessable name, for their owner alone.

Beside each file stand what was found in it and decided of it (`.json`), the cells that were corrected since it came
(`.cells`) and what it would do (`.plan`). The name that the file came with is kept at its end, for the journal. They
hold personal data: those of more than some days, by setting, go at each use, at the start of the server and each hour.
"""

import datetime as dt
import hashlib
import json
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage

from mdo.kernel.imports.keeping.corrections import CellPlace, Correction, Corrections, corrected
from mdo.kernel.imports.plans import ImportResult
from mdo.kernel.workbook.reader import ReadFile, read_file
from views.imports.sheet_names import GridName

_TOKEN_LENGTH = 48
_TOKEN = re.compile(rf"[0-9a-f]{{{_TOKEN_LENGTH}}}")
_NOT_KEPT = re.compile(r"[^\w .()'’-]")
_NOT_KEPT_IN_SUFFIX = re.compile(r"[^.0-9A-Za-z]")
# A file system takes 255 bytes of a name; the user and the token take 70.
_KEPT_BYTES, _KEPT_IN_SUFFIX = 160, 8
_DAY_SECONDS = 24 * 60 * 60
# The notes of an import that began on the page of a body: its id, and whether its lines were typed in a grid.
BODY, GRID = "body", "grid"


@dataclass(frozen=True)
class ImportDraft:
    """An import under way. The file itself is gone once the import is whole."""

    token: str
    file: Path
    plan: Path
    notes_path: Path
    cells_path: Path

    @property
    def name(self) -> str:
        """The name that the file came with, without what a file system may refuse."""
        name = self.file.name.split("-", 2)[2]
        return GridName(name) if self.notes().get(GRID) else name

    @property
    def sent_at(self) -> dt.datetime:
        """When the file came, or when some of its lines were written."""
        return dt.datetime.fromtimestamp(self.file.stat().st_mtime, dt.UTC)

    def notes(self) -> dict[str, Any]:
        """What was found in the file, decided of it, and what its import did."""
        found: dict[str, Any] = json.loads(self.notes_path.read_text("utf-8")) if self.notes_path.exists() else {}
        return found

    def note(self, **values: Any) -> None:
        """Adds to the notes; they change as a whole or not at all."""
        _write_whole(self.notes_path, json.dumps({**self.notes(), **values}))

    def read(self) -> ReadFile:
        """The file with its cells corrected: whatever is planned, shown or handed back of it is read here.

        Raises UnreadableWorkbook.
        """
        return corrected(self.as_it_came(), self.corrections())

    def as_it_came(self) -> ReadFile:
        """The file before anything was corrected. Raises UnreadableWorkbook."""
        return read_file(self.file)

    def corrections(self) -> Corrections:
        """The cells that were corrected, by their place."""
        kept = json.loads(self.cells_path.read_text("utf-8")) if self.cells_path.exists() else []
        return {CellPlace(*place): Correction(text, was) for *place, text, was in kept}

    def correct(self, corrections: Corrections) -> None:
        """Keeps these corrections, in place of those before."""
        if not corrections:
            self.cells_path.unlink(missing_ok=True)
            return
        kept = [[*place, correction.text, correction.was] for place, correction in corrections.items()]
        _write_whole(self.cells_path, json.dumps(kept))

    @property
    def corrections_mark(self) -> str:
        """What changes with the corrections."""
        return hashlib.sha256(self.cells_path.read_bytes()).hexdigest() if self.cells_path.exists() else ""

    @property
    def is_back(self) -> bool:
        """Whether the file is a workbook that was exported to be changed."""
        return bool(self.notes().get("is_back"))

    def note_result(self, kind: str, result: ImportResult, entry_id: int | None) -> None:
        """Notes what was written, for some days; the content stays only for the lines that were left out."""
        done = [result.created, result.changed, result.unchanged, result.rejected, result.deleted, result.left]
        if not result.rejected:
            self.forget_content(kind=kind, result=done, entry_id=entry_id)
            return
        self.note(result=done, entry_id=entry_id)
        for path in (self.file, self.plan, self.cells_path):
            if path.exists():
                path.touch()

    def forget_content(self, **kept: Any) -> None:
        """Empties the file and all that was read of it; only what is given stays, for the page of the result."""
        self.file.write_bytes(b"")
        kept |= {name: value for name, value in self.notes().items() if name in (BODY, GRID)}
        for path in (self.plan, self.notes_path, self.cells_path):
            path.unlink(missing_ok=True)
        self.note(**kept)

    def remove(self) -> None:
        """Removes the file and all that goes with it."""
        for path in (self.file, self.plan, self.notes_path, self.cells_path):
            path.unlink(missing_ok=True)


def _write_whole(path: Path, text: str) -> None:
    written = path.with_suffix(f"{path.suffix}.new")
    written.write_text(text, "utf-8")
    written.chmod(0o600)
    written.replace(path)


def _folder() -> Path:
    folder: Path = current_app.extensions["mdo_settings"].data_dir / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def days_kept() -> int:
    """How many days a file waits."""
    days: int = current_app.extensions["mdo_settings"].import_days
    return days


def purge() -> None:
    """Removes the files that waited too long and what goes with them, whether or not anybody uploads again."""
    limit = time.time() - days_kept() * _DAY_SECONDS
    for old in _folder().iterdir():
        with suppress(FileNotFoundError):  # another worker was faster
            if old.stat().st_mtime < limit:
                old.unlink()


def remove_all_of(kind: str) -> int:
    """Removes the files of the imports of a kind, whoever sent them, with all that was read of them; how many."""
    removed = 0
    for notes in _folder().glob("*.json"):
        owner, _, token = notes.stem.partition("-")
        draft = find(token, int(owner)) if owner.isdigit() else None
        if draft is not None and draft.notes().get("kind") == kind and draft.file.stat().st_size:
            draft.remove()
            removed += 1
    return removed


def keep(upload: FileStorage, user_id: int) -> ImportDraft:
    """Stores an uploaded file."""
    purge()
    folder = _folder()
    token = secrets.token_hex(_TOKEN_LENGTH // 2)
    sent = Path(upload.filename or "")
    stem = _NOT_KEPT.sub("_", sent.stem).encode()[:_KEPT_BYTES].decode(errors="ignore")
    suffix = _NOT_KEPT_IN_SUFFIX.sub("", sent.suffix)[:_KEPT_IN_SUFFIX]
    path = folder / f"{user_id}-{token}-{stem}{suffix}"
    try:
        upload.save(path)
        path.chmod(0o600)
    except OSError:  # no room for all of it
        path.unlink(missing_ok=True)
        raise
    return _draft(path, token, user_id)


def find(token: str, user_id: int) -> ImportDraft | None:
    """The import of a token, if this user uploaded its file and it is still kept."""
    if not _TOKEN.fullmatch(token):
        return None
    purge()
    path = next(_folder().glob(f"{user_id}-{token}-*"), None)
    return None if path is None else _draft(path, token, user_id)


def drafts_of(user_id: int) -> list[ImportDraft]:
    """The imports of an account that are not whole, the newest first."""
    purge()
    files = ((path, path.stat()) for path in _folder().glob(f"{user_id}-{'?' * _TOKEN_LENGTH}-*"))
    kept = sorted((state.st_mtime, path) for path, state in files if state.st_size)
    return [_draft(path, path.name.split("-", 2)[1], user_id) for _, path in reversed(kept)]


def _draft(path: Path, token: str, user_id: int) -> ImportDraft:
    beside = path.with_name(f"{user_id}-{token}")
    return ImportDraft(
        token, path, beside.with_suffix(".plan"), beside.with_suffix(".json"), beside.with_suffix(".cells")
    )
