"""What a workbook was when it left: kind, columns, and each row with its version and its values. Signed.

It travels on a hidden sheet as text that no spreadsheet changes: JSON, deflated, in base 64, in pieces that a cell
holds. The signature is made with the application's secret over these very characters: it is checked before anything
of them is read.
"""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.keeping.packing import packed

_FORMAT = "mdo-1"
_PIECE = 30_000  # a cell holds 32,767 characters
_TEXT_MARK, _SIGNATURE_MARK = "~", "="
_PURPOSE = b"mdo round trip of a workbook"

_NOT_OURS = N_(
    "The hidden sheet of this workbook is not the one that this application signed: it was changed, or comes from "
    "another installation. Export again from the list, and copy your changes there."
)


@dataclass(frozen=True)
class SentRow:
    """A row as it left; the values are as `packing.packed` gives them, in the order of the columns."""

    version: int
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Fingerprint:
    """What a workbook was when it left: its rows by id, in their order."""

    kind: str
    columns: tuple[str, ...]
    rows: dict[int, SentRow] = field(default_factory=dict)

    def values_of(self, row_id: int) -> dict[str, Any]:
        """The packed values of a row by column."""
        return dict(zip(self.columns, self.rows[row_id].values, strict=True))


class FingerprintWriter:
    """Gathers rows as they leave, then gives the lines of the hidden sheet."""

    def __init__(self, secret: str, kind: str, columns: Sequence[str]) -> None:
        self._key = _key(secret)
        self._deflate = zlib.compressobj()
        self._parts: list[bytes] = []
        self._feed([_FORMAT, kind, list(columns)])

    def add(self, row_id: int, version: int, values: Sequence[Any]) -> None:
        """A row that leaves."""
        self.add_packed(row_id, SentRow(version, tuple(packed(value) for value in values)))

    def add_packed(self, row_id: int, row: SentRow) -> None:
        """A row that leaves again as it left."""
        self._feed([row_id, row.version, list(row.values)])

    def lines(self) -> Iterator[str]:
        """The pieces of the text, then the signature."""
        self._parts.append(self._deflate.flush())
        text = base64.b64encode(b"".join(self._parts)).decode()
        for start in range(0, len(text), _PIECE):
            yield _TEXT_MARK + text[start : start + _PIECE]
        yield _SIGNATURE_MARK + _signature(self._key, text)

    def _feed(self, item: list[Any]) -> None:
        self._parts.append(self._deflate.compress(json.dumps(item).encode() + b"\n"))


def part_of(fingerprint: Fingerprint, ids: Iterable[int], secret: str) -> Iterator[str]:
    """The lines of the hidden sheet of a workbook that holds some of these rows alone."""
    writer = FingerprintWriter(secret, fingerprint.kind, fingerprint.columns)
    for row_id in ids:
        writer.add_packed(row_id, fingerprint.rows[row_id])
    return writer.lines()


def read_fingerprint(lines: Sequence[str], secret: str) -> Fingerprint:
    """What the lines of a hidden sheet say. Raises RuleViolation when this application did not sign them."""
    text = "".join(line[1:] for line in lines if line.startswith(_TEXT_MARK))
    signatures = [line[1:] for line in lines if line.startswith(_SIGNATURE_MARK)]
    expected = _signature(_key(secret), text).encode()
    if len(signatures) != 1 or not hmac.compare_digest(expected, signatures[0].encode("utf-8", "replace")):
        raise RuleViolation(_NOT_OURS)
    head, *rows = zlib.decompress(base64.b64decode(text)).splitlines()
    name, kind, columns = json.loads(head)
    if name != _FORMAT:
        raise RuleViolation(_NOT_OURS)
    found = Fingerprint(kind, tuple(columns))
    for row_id, version, values in map(json.loads, rows):
        found.rows[row_id] = SentRow(version, tuple(values))
    return found


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)


def _signature(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
