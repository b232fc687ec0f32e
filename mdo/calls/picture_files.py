"""A picture without what its file says besides: place, moment, device, author. How it is turned stays."""

import struct
from collections.abc import Iterator

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

UNREADABLE = N_("A picture of this project cannot be read: add it again among its documents.")
_PNG = b"\x89PNG\r\n\x1a\n"
# What makes the image: palette, transparency, colours.
_OF_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"})
_SCAN, _END, _COMMENT, _ADOBE, _EXIF = 0xDA, 0xD9, 0xFE, 0xEE, 0xE1
_IN_SCANS = frozenset({0, 0xFF, *range(0xD0, 0xD8)})
_JFIF, _ICC = 0xE0, 0xE2
_ORIENTATION = 0x0112


def without_marks(content: bytes, media_type: str) -> bytes:
    """The same picture. Raises RuleViolation for what is none."""
    try:
        return _png(content) if media_type == "image/png" else _jpeg(content)
    except (struct.error, IndexError, ValueError) as error:
        raise RuleViolation(UNREADABLE) from error


def _png(content: bytes) -> bytes:
    if not content.startswith(_PNG):
        raise ValueError("no PNG")
    parts, at = [_PNG], len(_PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if content[at + 4 : at + 8] in _OF_PNG:
            parts.append(content[at:end])
        at = end
    return b"".join(parts)


def _jpeg(content: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    parts = [b"\xff\xd8"]
    for marker, segment in _segments(content):
        if marker == _EXIF:
            parts.append(_turned(segment))
        elif marker == _COMMENT or (_JFIF < marker <= 0xEF and marker not in (_ICC, _ADOBE)):
            continue
        else:
            parts.append(segment)
    return b"".join(parts)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG file each scan with its data, up to the end of the image."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no segment")
        marker = content[at + 1]
        if marker == _END:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            # In a scan, 0xFF is followed by 0 or by a restart.
            while content[end] != 0xFF or content[end + 1] in _IN_SCANS:
                end += 1
        yield marker, content[at:end]
        at = end


def _turned(segment: bytes) -> bytes:
    """Of what a camera says, how the picture is turned: else it lies on its side. Nothing where it stands."""
    data = segment[10:]
    if segment[4:10] != b"Exif\x00\x00" or data[:2] not in (b"II", b"MM"):
        return b""
    order = "<" if data[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", data, 4)
        (count,) = struct.unpack_from(f"{order}H", data, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", data, entry)
            if tag == _ORIENTATION and 1 < value <= 8:
                told = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
                return struct.pack(">BBH", 0xFF, _EXIF, 8 + len(told)) + b"Exif\x00\x00" + told
    except struct.error:
        pass
    return b""
