"""The zip package of an .xlsx or .ods file, looked at before any parsing: size, entries, encryption, what it is.

Part of the child process (`parse`): nothing of the product is imported here but its neighbours.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from mdo.kernel.workbook.marks import pattern_of

WORKBOOK_PART = "xl/workbook.xml"
CONTENT_PART = "content.xml"
STYLES_PART = "styles.xml"
MANIFEST_PART = "META-INF/manifest.xml"
# The hidden sheet of a workbook exported to be changed and sent back (mdo.kernel.imports.roundtrip).
FINGERPRINT_SHEET = "mdo-empreinte"
_BINARY_PART = "xl/workbook.bin"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 17


class RefusedError(Exception):
    """The file is not read; `code` says why (see `reader.REFUSALS`), `line` where, if that is known."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


def open_archive(data: bytes, limits: dict[str, int]) -> tuple[str, zipfile.ZipFile]:
    """The format (`xlsx` or `ods`) and the zip container, once its central directory is found sane."""
    archive = open_container(data, limits)
    return _format(archive, archive.namelist()), archive


def open_container(data: bytes, limits: dict[str, int]) -> zipfile.ZipFile:
    """The zip container of an office file, once its central directory is found sane. Raises RefusedError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedError("damaged") from error
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > limits["entries"] or sum(entry.file_size for entry in entries) > limits["inflated"]:
        raise RefusedError("bomb")
    if any(entry.file_size > limits["ratio"] * max(entry.compress_size, 1) for entry in entries):
        raise RefusedError("bomb")
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
        raise RefusedError("damaged")
    if len({name.casefold() for name in names}) < len(names):
        raise RefusedError("damaged")
    if any("vbaproject" in name.casefold() for name in names):
        raise RefusedError("macros")
    if any("encryptedpackage" in name.casefold() for name in names) or any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted")
    return archive


def _format(archive: zipfile.ZipFile, names: list[str]) -> str:
    if WORKBOOK_PART in names and CONTENT_PART not in names:
        return "xlsx"
    if CONTENT_PART in names and WORKBOOK_PART not in names and _read(archive, "mimetype", 200).startswith(_ODS):
        if b"encryption-data" in _read(archive, MANIFEST_PART, 1 << 20):
            raise RefusedError("encrypted")
        return "ods"
    raise RefusedError("binary" if _BINARY_PART in names else "unknown")


def _read(archive: zipfile.ZipFile, part: str, size: int) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(size)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
        raise RefusedError("damaged") from error


def related(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """The parts that one leads to: the last word of their kind (« comments »), their name there, their path."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    present = set(archive.namelist())
    found: list[tuple[str, str, str]] = []

    def on_relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            absolute = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if absolute in present:
                found.append((attributes.get("Type", "").rpartition("/")[2], attributes.get("Id", ""), absolute))

    if relations in present:
        walk(archive, relations, on_relation)
    return found


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet of an .xlsx file, by sheet name."""
    targets = {name: path for _, name, path in related(archive, WORKBOOK_PART)}
    sheets: dict[str, str] = {}

    def on_sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = targets.get(relation, "")

    walk(archive, WORKBOOK_PART, on_sheet)
    return {name: part for name, part in sheets.items() if part}


def walk(
    archive: zipfile.ZipFile,
    part: str,
    on_start: Callable[[str, dict[str, str]], None],
    on_end: Callable[[str], None] | None = None,
    on_text: Callable[[str], None] | None = None,
    *,
    thin: Callable[[Iterable[bytes]], Iterable[bytes]] = lambda chunks: chunks,
) -> None:
    """Calls back on each element of a part, by its local name; `thin` may leave out what needs no look."""

    def refuse_doctype(*ignored: Any) -> None:
        raise RefusedError("damaged")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, attributes: on_start(name.rpartition(":")[2], attributes)
    if on_end is not None:
        parser.EndElementHandler = lambda name: on_end(name.rpartition(":")[2])
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        with archive.open(part) as stream:
            for chunk in thin(iter(lambda: stream.read(_CHUNK), b"")):
                parser.Parse(chunk, False)  # expat takes no keyword
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error
    except NotImplementedError as error:
        raise RefusedError("damaged") from error


# Cells as Excel, LibreOffice and openpyxl write them. What follows says its own place too: nothing is counted from
# what is left out.
_EMPTY = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?/>'
_VALUE = (
    rb'<c r="[A-Z]{1,2}[0-9]{1,7}"(?: s="%(style)s[0-9]{1,5}")?(?:%(text)s t="[sbn]")?><v>[^<]*</v></c>|'
    rb'<c r="[A-Z]{1,2}[0-9]{1,7}"(?: s="%(style)s[0-9]{1,5}")? t="inlineStr">'
    rb'<is><t(?: xml:space="preserve")?>[^<]*</t></is></c>'
)
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*>(?:%s)*</row>(?=<row r="|</sheetData>)' % _EMPTY)
_EMPTY_CELL = re.compile(rb'%s(?=<c r="|</row>)' % _EMPTY)
_MAX_CARRIED = 1 << 18


def thinned(
    chunks: Iterable[bytes], styles: Callable[[], Iterable[str]] = lambda: (), texts: Iterable[str] = ()
) -> Iterable[bytes]:
    """A sheet without the cells that say nothing of where its table ends: a million formatted lines cost no time.

    The last cell of each row stays, and with it all that has a formula or an error, one of the `styles` or of the
    shared `texts` (their numbers). What is hidden from the count by a row written backwards meets the limits of memory
    and of lines all the same.
    """
    carried = b""
    wanted = styles()
    values = _values_but(wanted, texts)
    for chunk in chunks:
        if styles() is not wanted:
            wanted = styles()
            values = _values_but(wanted, texts)
        data = carried + chunk
        for pattern in (_EMPTY_ROW, _EMPTY_CELL, values):
            data = pattern.sub(b"", data)
        cut = data.rfind(b"<row")
        if len(data) - cut > _MAX_CARRIED:  # a very long row, or text without end
            cut = max(data.rfind(b"<c "), 0)
            cut = len(data) if len(data) - cut > _MAX_CARRIED else cut
        cut = max(cut, 0)
        carried = data[cut:]
        yield data[:cut]
    yield carried


def _values_but(styles: Iterable[str], texts: Iterable[str]) -> re.Pattern[bytes]:
    """Cells of none of these styles, with none of these shared texts."""
    style, text = pattern_of(styles).encode(), pattern_of(texts).encode()
    looks = {
        b"style": b'(?!%s")' % style if style else b"",
        b"text": b'(?! t="s"><v>%s<)' % text if text else b"",
    }
    return re.compile(rb'(?:%s)+(?=<c r=")' % (_VALUE % looks))
