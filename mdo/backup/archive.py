"""The archive: a ZIP that any tool opens, of which nothing is believed before its sum is right.

    tables/NAME.jsonl   a row a line, in JSON, its values in the order of the columns; the same text on both databases
    files/FOLDER/NAME   the files that rows name
    manifest.json       what made it and when, the schema, the columns, rows, sizes and sums of all that stands before

The comment of the ZIP, its last 64 bytes, is the SHA-256 of every byte before it: one that is cut, or of which one bit
changed, is refused whole. That says nothing of who made it: names, sizes and values are checked as any that come in.
"""

import base64
import datetime as dt
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

FORMAT = 1
# The folders whose files go with the rows: workbooks on their way in, results of jobs, documents.
FOLDERS = ("imports", "jobs", "documents")

_MANIFEST = "manifest.json"
_SUM_LENGTH = 64
_BLOCK = 1024 * 1024
# Files are of 20 MB at most, hence a row that holds one, in base64, of less than 30.
_LONGEST_LINE = 64 * 1024 * 1024
_LARGEST_MANIFEST = 16 * 1024 * 1024
# The rows of a table are alike: some thirty times smaller once packed. A bomb is a thousand times smaller.
_DENSEST = 200
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f]{1,255}")
_BYTES = "bytes"

Row = Sequence[Any]


class Spoilt(RuleViolation):
    """An archive of which nothing is taken: the sentence says why, and what to do."""


@dataclass(frozen=True)
class ArchiveEntry:
    """A table or a file in the archive; of a file, `rows` and `columns` say nothing."""

    name: str
    size: int
    sha256: str
    rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself. `key` is too short a sum of the secret key to tell anything but « another »."""

    software: str
    taken_at: str
    engine: str
    revision: str
    key: str = ""
    last_ids: dict[str, int] = field(default_factory=dict)
    tables: tuple[ArchiveEntry, ...] = ()
    files: tuple[ArchiveEntry, ...] = ()
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(entry.rows for entry in self.tables)

    @property
    def size(self) -> int:
        """Bytes of all that it holds, unpacked."""
        return sum(entry.size for entry in (*self.tables, *self.files))

    @property
    def moment(self) -> dt.datetime:
        """When it was taken."""
        return dt.datetime.fromisoformat(self.taken_at)


class Writer:
    """Writes an archive into an open file: tables, then files, then `finish`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._tables: list[ArchiveEntry] = []
        self._files: list[ArchiveEntry] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *details: object) -> None:
        # One that was not finished is to be thrown away, whatever it says to it.
        with suppress(OSError, ValueError):
            self._zip.close()

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Writes the rows of a table, one at a time."""
        total, size, rows_written = hashlib.sha256(), 0, 0
        with self._zip.open(_info(_table_path(name)), "w", force_zip64=True) as part:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"
                total.update(line)
                size += len(line)
                rows_written += 1
                part.write(line)
        self._tables.append(ArchiveEntry(name, size, total.hexdigest(), rows_written, tuple(columns)))

    def add_file(self, name: str, content: IO[bytes]) -> None:
        """Copies a file; `name` is folder/name."""
        total, size = hashlib.sha256(), 0
        with self._zip.open(_info(_file_path(name)), "w", force_zip64=True) as part:
            while block := content.read(_BLOCK):
                total.update(block)
                size += len(block)
                part.write(block)
        self._files.append(ArchiveEntry(name, size, total.hexdigest()))

    def finish(self, **said: Any) -> Manifest:
        """Writes what the archive says of itself, then the sum of it all."""
        manifest = Manifest(tables=tuple(self._tables), files=tuple(self._files), **said)
        self._zip.writestr(_info(_MANIFEST), json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.comment = b"0" * _SUM_LENGTH
        self._zip.close()
        self._stream.flush()
        end = self._stream.seek(0, 2) - _SUM_LENGTH
        total = _sum_of(self._stream, end)
        self._stream.seek(end)
        self._stream.write(total.encode())
        self._stream.flush()
        return manifest


class Archive:
    """An archive whose sum is right and that holds what it says. Raises Spoilt, as every reading of it does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            packed = stream.seek(0, 2)
            _check_sum(stream, packed)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Spoilt(_NOT_OURS) from error
        try:
            self.manifest = self._read_manifest()
            self._check_names(packed)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *details: object) -> None:
        self._zip.close()

    def rows(self, entry: ArchiveEntry) -> Iterator[list[Any]]:
        """The rows of a table; at their end, that they were all there and as written."""
        total, count, width = hashlib.sha256(), 0, len(entry.columns)
        with _told(entry), self._zip.open(_table_path(entry.name)) as part:
            while line := part.readline(_LONGEST_LINE):
                total.update(line)
                count += 1
                yield _row(line, width, entry)
        _check(entry, total.hexdigest() == entry.sha256 and count == entry.rows)

    def file(self, entry: ArchiveEntry, target: IO[bytes] | None = None) -> None:
        """Copies a file of the archive; without a target, only looks whether it is as written."""
        total = hashlib.sha256()
        with _told(entry), self._zip.open(_file_path(entry.name)) as part:
            while block := part.read(_BLOCK):
                total.update(block)
                if target is not None:
                    target.write(block)
        _check(entry, total.hexdigest() == entry.sha256)

    def verify(self) -> None:
        """Reads all of it: each table has its rows, each entry its sum."""
        for entry in self.manifest.tables:
            for _ in self.rows(entry):
                pass
        for entry in self.manifest.files:
            self.file(entry)

    def _read_manifest(self) -> Manifest:
        try:
            info = self._zip.getinfo(_MANIFEST)
            if info.file_size > _LARGEST_MANIFEST:
                raise Spoilt(_NOT_OURS)
            with self._zip.open(info) as part:
                said = json.loads(part.read(_LARGEST_MANIFEST))
        except (KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Spoilt(_NOT_OURS) from error
        return _manifest_of(said)

    def _check_names(self, packed: int) -> None:
        """The archive holds exactly what it says, under names that lead nowhere else, and is no bomb."""
        manifest = self.manifest
        names = {_table_path(entry.name): entry for entry in manifest.tables}
        names |= {_file_path(entry.name): entry for entry in manifest.files}
        for entry in manifest.tables:
            if not _NAME.fullmatch(entry.name) or not all(map(_NAME.fullmatch, entry.columns)):
                raise Spoilt(_STRANGE, name=entry.name)
        for entry in manifest.files:
            if not is_safe(entry.name):
                raise Spoilt(_STRANGE, name=entry.name)
        infos = self._zip.infolist()
        found = [info.filename for info in infos]
        if sorted(found) != sorted((*names, _MANIFEST)):
            raise Spoilt(_NOT_OURS)
        for info in infos:
            if info.filename != _MANIFEST and info.file_size != names[info.filename].size:
                raise Spoilt(_STRANGE, name=info.filename)
        if manifest.size > _DENSEST * packed:
            raise Spoilt(N_("This file would unpack to far more than a backup holds: it is refused."))


_NOT_OURS = N_("This file is no backup of this software: name a file that « flask mdo backup » wrote.")
_SPOILT = N_("This backup is spoilt: it was cut, or changed since it was written. Take an earlier one.")
_STRANGE = N_("This backup is spoilt: « %(name)s » is not as its list of contents says. Take an earlier one.")


@contextmanager
def _told(entry: ArchiveEntry) -> Iterator[None]:
    """Whatever a spoilt entry makes the reading raise, in words."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise Spoilt(_STRANGE, name=entry.name) from error


def is_safe(name: str) -> bool:
    """Whether « folder/name » is a file of one of the folders, and of nowhere else."""
    folder, _, file = name.partition("/")
    return folder in FOLDERS and bool(_FILE_NAME.fullmatch(file)) and file not in (".", "..")


def _table_path(name: str) -> str:
    return f"tables/{name}.jsonl"


def _file_path(name: str) -> str:
    return f"files/{name}"


def _info(path: str) -> zipfile.ZipInfo:
    # One date for all: what is stored twice is the same twice.
    info = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _plain(value: Any) -> Any:
    """What JSON has no word for, as SQLite stores it."""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return {_BYTES: base64.b64encode(value).decode("ascii")}
    raise TypeError(f"A row holds a {type(value).__name__}, which a backup cannot keep.")


def _row(line: bytes, width: int, entry: ArchiveEntry) -> list[Any]:
    try:
        row = json.loads(line)
        if not isinstance(row, list) or len(row) != width:
            raise Spoilt(_STRANGE, name=entry.name)
        return [_value(value, entry) for value in row]
    except (ValueError, RecursionError) as error:
        raise Spoilt(_STRANGE, name=entry.name) from error


def _value(value: Any, entry: ArchiveEntry) -> Any:
    if isinstance(value, dict):
        kept = value.get(_BYTES)
        if not isinstance(kept, str) or len(value) != 1:
            raise Spoilt(_STRANGE, name=entry.name)
        return base64.b64decode(kept, validate=True)
    if isinstance(value, list):
        raise Spoilt(_STRANGE, name=entry.name)
    return value


def _manifest_of(said: Any) -> Manifest:
    try:
        if said["format"] > FORMAT:
            raise Spoilt(
                N_("This backup was made by a later version (%(version)s): install that version, then restore it."),
                version=str(said["software"]),
            )
        manifest = Manifest(
            software=str(said["software"]),
            taken_at=str(said["taken_at"]),
            engine=str(said["engine"]),
            revision=str(said["revision"]),
            key=str(said["key"]),
            last_ids={str(name): int(number) for name, number in said["last_ids"].items()},
            tables=tuple(map(_entry_of, said["tables"])),
            files=tuple(map(_entry_of, said["files"])),
            format=int(said["format"]),
        )
        if manifest.moment.tzinfo is None:
            raise Spoilt(_NOT_OURS)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Spoilt(_NOT_OURS) from error
    return manifest


def _entry_of(said: dict[str, Any]) -> ArchiveEntry:
    columns = tuple(str(column) for column in said["columns"])
    return ArchiveEntry(str(said["name"]), int(said["size"]), str(said["sha256"]), int(said["rows"]), columns)


def _check(entry: ArchiveEntry, is_right: bool) -> None:
    if not is_right:
        raise Spoilt(_STRANGE, name=entry.name)


def _check_sum(stream: IO[bytes], packed: int) -> None:
    if packed <= _SUM_LENGTH:
        raise Spoilt(_NOT_OURS)
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise Spoilt(_NOT_OURS)
    end = packed - _SUM_LENGTH
    total = _sum_of(stream, end)
    stream.seek(end)
    if stream.read(_SUM_LENGTH) != total.encode():
        raise Spoilt(_SPOILT)


def _sum_of(stream: IO[bytes], end: int) -> str:
    """The sum of the bytes before `end`, as they are read back."""
    stream.seek(0)
    total, left = hashlib.sha256(), end
    while left and (block := stream.read(min(left, _BLOCK))):
        total.update(block)
        left -= len(block)
    return total.hexdigest()
