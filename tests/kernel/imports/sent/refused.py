"""Files that no table can be read from: each gets one sentence, which says what to do, and nothing else happens.

REFUSED tells, for each, its name as sent, what writes it, what the user must be told to do, and the words of which the
French sentence must have one of each group (case aside). It never names a column, a line or a word of programmers, and
the page still shows the form to send another file.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docx import Document

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _word(path: Path) -> None:
    """The composition of a council as a table in a letter."""
    letter = Document()
    letter.add_paragraph("Madame la Maire, voici la composition du conseil de quartier Montchat.")
    table = letter.add_table(rows=0, cols=3)
    for row in (("Nom", "Prénom", "Mail"), ("TERRIER", "Lucienne", "lucienne.terrier@example.org")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    letter.save(str(path))


def _pdf(path: Path) -> None:
    """A page that says « Liste des membres »."""
    text = b"BT /F1 12 Tf 72 720 Td (Liste des membres) Tj ET"
    fonts = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    )
    content, places = b"%PDF-1.4\n", []
    for number, inside in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(
        content
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    """One entry of the directory of a compound file: its name, its neighbours, where it starts."""
    letters = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _compound(path: Path, streams: dict[str, bytes]) -> None:
    """A compound file, as old Excel and encrypted workbooks are; streams of 4,096 bytes or more, so without small ones.

    Sector 0 is the allocation table, 1 the directory of at most three streams, then each stream in a row.
    """
    table, entries, content = [_FAT, _END], [], b""
    for number, (name, inside) in enumerate(streams.items(), 1):
        data = inside.ljust(max(4096, -(-len(inside) // _SECTOR) * _SECTOR), b"\0")
        start, sectors = len(table), len(data) // _SECTOR
        table += [*range(start + 1, start + sectors), _END]
        entries.append(_entry(name, 2, _FREE, number + 1 if number < len(streams) else _FREE, start, len(data)))
        content += data
    entries.insert(0, _entry("Root Entry", 5, 1, _FREE, _END, 0))
    entries += [_entry("", 0, _FREE, _FREE, 0, 0)] * (4 - len(entries))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", _FREE) * 108
    )
    allocation = b"".join(struct.pack("<I", sector) for sector in table).ljust(_SECTOR, b"\xff")
    path.write_bytes(header + allocation + b"".join(entries) + content)


def _old_excel(path: Path) -> None:
    """An .xls of 1997 to 2003: the beginning of its stream, which no reader of .xlsx takes."""
    beginning = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    _compound(path, {"Workbook": beginning + struct.pack("<HH", 0x000A, 0)})


def _with_password(path: Path) -> None:
    """An .xlsx saved with a password to open it: its name ends as any other's."""
    _compound(
        path,
        {
            "EncryptedPackage": struct.pack("<Q", 6000) + bytes(range(256)) * 24,
            "EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0"?><encryption/>',
        },
    )


@dataclass(frozen=True)
class Refused:
    """must_say in plain words; has_one_of: groups of French words, one of each stands in the sentence."""

    file: str
    write: Callable[[Path], None]
    begins: bytes
    must_say: str
    has_one_of: tuple[tuple[str, ...], ...]


REFUSED = (
    Refused(
        "composition CQ Montchat.docx",
        _word,
        b"PK\x03\x04",
        "this is a Word document: copy its table into a sheet of Excel or LibreOffice, save as .xlsx and send that",
        (("word", "traitement de texte"), ("copiez", "collez", "copier"), (".xlsx", "classeur"), ("tableau",)),
    ),
    Refused(
        "liste membres scan.pdf",
        _pdf,
        b"%PDF-",
        "this is a PDF: ask who made it for the workbook that it came from, or copy its table into one saved as .xlsx",
        (
            ("pdf",),
            ("classeur", "excel", "libreoffice"),
            ("demandez", "copiez", "recopiez", "envoyez"),
            (".xlsx", ".ods"),
        ),
    ),
    Refused(
        "adresses 2009.xls",
        _old_excel,
        b"\xd0\xcf\x11\xe0",
        "this is a workbook of Excel 97-2003: open it and save it as « Classeur Excel (.xlsx) », then send that",
        (("xls",), ("enregistrez", "enregistrer"), (".xlsx",)),
    ),
    Refused(
        "membres CONFIDENTIEL.xlsx",
        _with_password,
        b"\xd0\xcf\x11\xe0",
        "a password protects this workbook: open it, take the password away (never send it), save and send again",
        (
            ("mot de passe",),
            ("retirez", "enlevez", "supprimez", "sans mot de passe"),
            ("enregistrez", "renvoyez", "envoyez"),
        ),
    ),
)
