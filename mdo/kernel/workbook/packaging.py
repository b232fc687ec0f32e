"""A zip package that leaves while it is made: each part is deflated as it comes, nothing is kept but its directory.

Sizes follow each part (data descriptors), so nothing is written twice and no file is needed. A package whose
directory was not written does not open: a stream that fails must end before `close`.
"""

import datetime as dt
import struct
import zlib
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = struct.Struct("<4s3L")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_FLAGS = 0x0008 | 0x0800  # sizes follow, names in UTF-8
_DEFLATE = 8
_LEVEL = 1
_FIRST_YEAR = 1980
_TOO_LARGE = 0xFFFFFFFF


class PackageTooLarge(Exception):
    """A part, or the package, is beyond 4 GiB: no spreadsheet program would open it."""


@dataclass(frozen=True)
class _Entry:
    name: bytes
    crc: int
    packed: int
    size: int
    offset: int


class Package:
    """Bytes of a zip package, part after part; what each method returns is to be sent in that order."""

    def __init__(self, moment: dt.datetime) -> None:
        year = max(moment.year - _FIRST_YEAR, 0)
        self._date = (year << 9) | (moment.month << 5) | moment.day
        self._time = (moment.hour << 11) | (moment.minute << 5) | (moment.second // 2)
        self._entries: list[_Entry] = []
        self._offset = 0

    def whole(self, name: str, data: bytes) -> bytes:
        """A part that is known at once."""
        return self.begin(name) + self.feed(data) + self.end()

    def begin(self, name: str) -> bytes:
        """Opens a part; the former one is ended."""
        self._name = name.encode()
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._crc = self._size = self._packed = 0
        self._start = self._offset
        head = _LOCAL.pack(
            b"PK\x03\x04", _VERSION, _FLAGS, _DEFLATE, self._time, self._date, 0, 0, 0, len(self._name), 0
        )
        return self._sent(head + self._name)

    def feed(self, data: bytes, *, at_once: bool = False) -> bytes:
        """More of the open part; with `at_once`, all of it can be read from what was sent."""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        packed = self._deflate.compress(data)
        if at_once:
            packed += self._deflate.flush(zlib.Z_SYNC_FLUSH)
        self._packed += len(packed)
        return self._sent(packed)

    def end(self) -> bytes:
        """Ends the open part. Raises PackageTooLarge."""
        rest = self._deflate.flush()
        self._packed += len(rest)
        if max(self._size, self._offset + len(rest)) >= _TOO_LARGE:
            raise PackageTooLarge
        self._entries.append(_Entry(self._name, self._crc, self._packed, self._size, self._start))
        return self._sent(rest + _DESCRIPTOR.pack(b"PK\x07\x08", self._crc, self._packed, self._size))

    def close(self) -> bytes:
        """The directory, without which the package does not open."""
        directory = b"".join(
            _CENTRAL.pack(
                b"PK\x01\x02",
                _VERSION,
                _VERSION,
                _FLAGS,
                _DEFLATE,
                self._time,
                self._date,
                entry.crc,
                entry.packed,
                entry.size,
                len(entry.name),
                *(0, 0, 0, 0, 0),
                entry.offset,
            )
            + entry.name
            for entry in self._entries
        )
        count = len(self._entries)
        return directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), self._offset, 0)

    def _sent(self, data: bytes) -> bytes:
        self._offset += len(data)
        return data
