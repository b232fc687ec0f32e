"""Contents of files of each kind that is taken, and records that carry documents, with the addresses of their pages."""

import io
import zipfile

PDF = b"%PDF-1.7 signed"
MAIL = b"From: a@example.org\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\nSubject: Plan\r\n\r\nBonjour"
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "__properties_version1.0".encode("utf-16-le")
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"


def archive(*names: str, size: int = 1) -> bytes:
    """A ZIP with these entries, each of as many zeros."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"0" * size)
    return packed.getvalue()


WORD = archive("word/document.xml", "[Content_Types].xml")
