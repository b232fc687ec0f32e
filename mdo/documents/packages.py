"""Files that come from outside, looked at before they are kept: what they are, whatever their names say."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.workbook.packages import RefusedError, open_container, walk
from models.documents import LARGEST_FILE

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIMITS = {"entries": 2_000, "inflated": 200 * 1024 * 1024, "ratio": 200}
_EMPTY = N_("This file is empty: nothing was kept.")
_TOO_LARGE = N_("This file is larger than %(megabytes)d MB: nothing was kept.")
_REFUSED = {
    "bomb": N_("This file is too heavy once unpacked: nothing was kept."),
    "macros": N_("This file holds macros: save it without them, then send it again."),
    "encrypted": N_("This file is protected by a password: take it off, then send it again."),
    "damaged": N_("This file is damaged: open it, save it under another name, then send that one."),
}
_NOT_WORD = N_("This is not a Word document (.docx): open it in Word, « Save as », « Word document (.docx) ».")
_OUTSIDE = N_("This document fetches pictures or a template from elsewhere (%(what)s): put them in it, then try again.")
_FETCHES = N_(
    "This document has a field that may fetch something from elsewhere (%(what)s): take it out, then try again."
)
_NOT_TAKEN = N_("Files that end in “%(suffix)s” are not taken: send one of %(suffixes)s.")
_OTHER_CONTENT = N_("This file is not what its name says (“%(suffix)s”): save it again in that format, then send it.")
# Fields of Word that say something of the document itself. Others fetch (DDE, INCLUDETEXT, LINK, DATABASE…), or may do
# so once Word knows them: these alone are taken.
_TAKEN = re.compile(
    "=|AUTHOR|COMMENTS|CREATEDATE|DATE|DOCPROPERTY|EDITTIME|EQ|FILENAME|FILESIZE|FORMCHECKBOX|FORMDROPDOWN|FORMTEXT|"
    "HYPERLINK|IF|INDEX|KEYWORDS|LASTSAVEDBY|LISTNUM|MERGEFIELD|NOTEREF|NUMCHARS|NUMPAGES|NUMWORDS|PAGE|PAGEREF|"
    "PRINTDATE|QUOTE|REF|REVNUM|SAVEDATE|SECTION|SECTIONPAGES|SEQ|SET|STYLEREF|SUBJECT|SYMBOL|TC|TIME|TITLE|TOC|XE"
)
_FIELD = re.compile(r'=|[^\s\\"]+')
_LINKS = ("http://", "https://", "mailto:", "#")
_SWITCHES = re.compile(r'\\[lot*]\s+("[^"]*"|\S+)|\\[a-z](?!\S)')
_NOT_KEPT = re.compile(r"[^\w .()'’-]")
_LONGEST_NAME = 120
_HEADERS = 64 * 1024
_WITH_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm", ".potm"})


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


def _holds(part: str, content: bytes = b"") -> Callable[[bytes], bool]:
    def test(data: bytes) -> bool:
        with open_container(data, _LIMITS) as archive:
            names = archive.namelist()
            if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
                raise RefusedError("macros")
            return part in names and (not content or archive.read(part).startswith(content))

    return test


def _is_heic(data: bytes) -> bool:
    """An ISO base media file (ISO 14496-12) whose brand is one of pictures."""
    return data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")


def _is_mail(data: bytes) -> bool:
    """A message as RFC 5322 has it: lines of headers, of which one says who or when; text, hence without NUL."""
    head = re.split(rb"\r?\n\r?\n", data[:_HEADERS], maxsplit=1)[0]
    names = {name.lower() for name in re.findall(rb"^([\x21-\x39\x3b-\x7e]+):", head, re.MULTILINE)}
    return b"\x00" not in data and bool(names & {b"from", b"date"}) and bool(re.match(rb"[\x21-\x39\x3b-\x7e]+:", head))


def _is_outlook(data: bytes) -> bool:
    """A compound file [MS-CFB] that holds the properties of a message [MS-OXMSG], and no macro project."""
    if not data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return False
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise RefusedError("macros")
    return "__properties_version1.0".encode("utf-16-le") in data


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return "\x00" not in text


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken: its type on the web, and how its content is known."""

    media_type: str
    is_so: Callable[[bytes], bool]


_ODF = "application/vnd.oasis.opendocument."
FILE_TYPES: Mapping[str, FileType] = {
    ".pdf": FileType("application/pdf", _begins(b"%PDF-")),
    ".docx": FileType(DOCX, _holds("word/document.xml")),
    ".xlsx": FileType(XLSX, _holds("xl/workbook.xml")),
    ".pptx": FileType(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", _holds("ppt/presentation.xml")
    ),
    ".odt": FileType(f"{_ODF}text", _holds("mimetype", f"{_ODF}text".encode())),
    ".ods": FileType(f"{_ODF}spreadsheet", _holds("mimetype", f"{_ODF}spreadsheet".encode())),
    ".odp": FileType(f"{_ODF}presentation", _holds("mimetype", f"{_ODF}presentation".encode())),
    ".png": FileType("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": FileType("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": FileType("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".tif": FileType("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    ".tiff": FileType("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    ".heic": FileType("image/heic", _is_heic),
    ".eml": FileType("message/rfc822", _is_mail),
    ".msg": FileType("application/vnd.ms-outlook", _is_outlook),
    ".txt": FileType("text/plain", _is_text),
    ".csv": FileType("text/csv", _is_text),
}


@dataclass(frozen=True)
class SentFile:
    """A file that was looked at: its name made harmless, its type, its content."""

    name: str
    media_type: str
    content: bytes


def file_of(name: str, content: bytes) -> SentFile:
    """A file to attach. Raises RuleViolation when it is empty, too large, or not what its name says."""
    plain = plain_name(name)
    suffix = PurePosixPath(plain).suffix.lower()
    kind = FILE_TYPES.get(suffix)
    _check_size(content)
    if suffix in _WITH_MACROS:
        raise RuleViolation(_REFUSED["macros"])
    if kind is None:
        raise RuleViolation(_NOT_TAKEN, suffix=suffix or plain, suffixes=", ".join(FILE_TYPES))
    try:
        is_so = kind.is_so(content)
    except RefusedError as refused:
        raise RuleViolation(_REFUSED[refused.code]) from refused
    if not is_so:
        raise RuleViolation(_OTHER_CONTENT, suffix=suffix)
    return SentFile(plain, kind.media_type, content)


def plain_name(name: str) -> str:
    """The name of a file without folders or what a file system may refuse."""
    base = PurePosixPath(name.replace("\\", "/")).name
    stem, suffix = PurePosixPath(base).stem, PurePosixPath(base).suffix
    return f"{_NOT_KEPT.sub('_', stem)[:_LONGEST_NAME] or 'document'}{_NOT_KEPT.sub('', suffix)[:8]}"


def check_word(name: str, content: bytes) -> None:
    """Whether a Word document may serve as a template: sane, no macro, fetches nothing. Raises RuleViolation."""
    _check_size(content)
    if not name.lower().endswith(".docx") or not content.startswith(b"PK"):
        raise RuleViolation(_NOT_WORD)
    try:
        with open_container(content, _LIMITS) as archive:
            if "word/document.xml" not in archive.namelist():
                raise RuleViolation(_NOT_WORD)
            for part in archive.namelist():
                if part.endswith(".rels"):
                    _check_relations(archive, part)
                elif part.endswith(".xml"):
                    _check_part(archive, part)
    except RefusedError as refused:
        raise RuleViolation(_REFUSED.get(refused.code, _NOT_WORD)) from refused
    except (zipfile.BadZipFile, expat.ExpatError) as error:
        raise RuleViolation(_REFUSED["damaged"]) from error


def _check_relations(archive: zipfile.ZipFile, part: str) -> None:
    def on_relation(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if name != "Relationship" or attributes.get("TargetMode") != "External":
            return
        if kind != "hyperlink" or not _is_link(attributes.get("Target", "")):
            raise RuleViolation(_OUTSIDE, what=kind)

    walk(archive, part, on_relation)


def _check_part(archive: zipfile.ZipFile, part: str) -> None:
    """A part is well formed, without a DOCTYPE, and its fields fetch nothing.

    Word lets a field be cut anywhere and made of others: all that is written between its start and its result, a field
    in it included, is its instruction.
    """
    open_fields: list[list[str]] = []
    inside: list[str] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "fldSimple":
            _check_field(plain.get("instr", ""))
        elif name == "fldChar" and plain.get("fldCharType") == "begin":
            open_fields.append([])
        elif name == "fldChar" and open_fields:
            _check_field("".join(open_fields[-1]))
            if plain.get("fldCharType") == "end":
                open_fields.pop()
        inside.append(name)

    def on_end(name: str) -> None:
        inside.pop()

    def on_text(text: str) -> None:
        if inside[-1] in ("instrText", "delInstrText"):
            if not open_fields:
                open_fields.append([])
            open_fields[-1].append(text)

    walk(archive, part, on_start, on_end, on_text)
    for instruction in open_fields:
        _check_field("".join(instruction))


def _check_field(instruction: str) -> None:
    """Raises RuleViolation for one that is not of `_TAKEN`, or that leads to a file."""
    found = _FIELD.match(instruction.strip())
    name = found[0].upper() if found else ""
    if not _TAKEN.fullmatch(name):
        raise RuleViolation(_FETCHES, what=name or "…")
    if name == "HYPERLINK":
        address = _SWITCHES.sub("", instruction.strip()[len(name) :]).replace('"', " ").strip()
        if address and not _is_link(address):
            raise RuleViolation(_FETCHES, what=name)


def _is_link(address: str) -> bool:
    return address.strip().lower().startswith(_LINKS)


def _check_size(content: bytes) -> None:
    if not content:
        raise RuleViolation(_EMPTY)
    if len(content) > LARGEST_FILE:
        raise RuleViolation(_TOO_LARGE, megabytes=LARGEST_FILE >> 20)
