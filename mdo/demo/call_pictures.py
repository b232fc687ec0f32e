"""The pictures of the demo's projects: drawn here from rectangles, of nobody and of no place; who agreed to be seen."""

import datetime as dt
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mdo.documents.files import put
from mdo.kernel.base.periods import PARIS
from models.applications import Application
from models.documents import Document, DocumentKind
from models.photos import ApplicationPhoto, PhotoConsent, PhotoUse

_DAY = dt.timedelta(days=1)
_WIDTH, _HEIGHT = 320, 200
# Left, top, width, height, colour of the palette.
Shape = tuple[int, int, int, int, int]
_SKY, _GROUND, _WALL, _WOOD, _RED, _WHITE, _BLUE = range(7)
_PALETTE = (
    *((190, 215, 235), (120, 150, 95), (205, 190, 165), (140, 95, 60), (185, 60, 50), (245, 245, 240), (50, 90, 150)),
)
_BOXES = [(left, 80, 50, 60, _WOOD) for left in (40, 135, 230)]
_BOOKS = [(left + 6 + 9 * n, 95, 7, 35, (_RED, _BLUE, _WHITE)[n % 3]) for left in (40, 135, 230) for n in range(4)]
_SILHOUETTE = [(148, 70, 24, 24, _WOOD), (140, 96, 40, 70, _BLUE)]
_BESIDE = [(208, 70, 24, 24, _WOOD), (200, 96, 40, 70, _RED)]


@dataclass(frozen=True)
class _Picture:
    """What is seen, how many people one recognises, and what each agreed to: name, use, whether she withdrew."""

    file_name: str
    caption: str
    shapes: Sequence[Shape]
    people: int = 0
    consents: Sequence[tuple[str, PhotoUse, bool]] = ()


_OF = {
    "Boîtes à livres du cours Eugénie": (
        _Picture("boites.png", "Trois des six boîtes, le jour de la pose", [*_BOXES, *_BOOKS]),
        _Picture(
            "inauguration.png",
            "Une habitante dépose les premiers livres",
            [*_BOXES[:1], *_BOOKS[:4], *_SILHOUETTE],
            1,
            [("Solange Vernier", PhotoUse.PRINT, False), ("Solange Vernier", PhotoUse.WEB, False)],
        ),
        _Picture(
            "lecture.png",
            "Un lecteur devant la boîte du square",
            [*_BOXES[2:], *_BOOKS[8:], *_SILHOUETTE],
            1,
            [("Aimé Corbières", PhotoUse.PRINT, False), ("Aimé Corbières", PhotoUse.WEB, True)],
        ),
    ),
    "Carte des raccourcis à pied": (
        _Picture(
            "carte.png",
            "La carte dépliée",
            [(60, 30, 200, 140, _WHITE), (80, 95, 160, 6, _RED), (150, 45, 6, 110, _BLUE), (95, 60, 40, 20, _GROUND)],
        ),
    ),
    "Conseil de quartier à l’école": (
        _Picture(
            "classe.png",
            "Deux élèves lisent leurs propositions",
            [(40, 20, 240, 90, _WALL), *_SILHOUETTE, *_BESIDE],
            2,
        ),
    ),
}


def write_pictures(session: Session, today: dt.date, projects: Iterable[Application]) -> None:
    """Puts the pictures of these projects among their documents, with the consents to each, and flushes."""
    rows: Mapping[str, Application] = {row.title: row for row in projects}
    for title, pictures in _OF.items():
        row = rows[title]
        for picture in pictures:
            document = Document(
                application=row,
                kind=DocumentKind.PICTURE,
                title=picture.caption,
                number=1,
                file_name=picture.file_name,
                media_type="image/png",
                dated_on=row.realised_on,
                made_at=dt.datetime.combine(today - 58 * _DAY, dt.time(10), PARIS),
            )
            put(document, drawn(picture.shapes))
            photo = ApplicationPhoto(application=row, document=document, caption=picture.caption, people=picture.people)
            photo.consents = [
                PhotoConsent(
                    application=row,
                    person_name=name,
                    use=use,
                    given_on=today - 60 * _DAY,
                    withdrawn_on=today - 5 * _DAY if is_withdrawn else None,
                )
                for name, use, is_withdrawn in picture.consents
            ]
            session.add(photo)
    session.flush()


def drawn(shapes: Iterable[Shape]) -> bytes:
    """A PNG: sky above ground, and these rectangles before them."""
    horizon = _HEIGHT * 2 // 3
    lines = [bytearray([_SKY if y < horizon else _GROUND]) * _WIDTH for y in range(_HEIGHT)]
    for left, top, width, height, colour in shapes:
        for line in lines[top : top + height]:
            line[left : left + width] = bytes([colour]) * len(line[left : left + width])
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(part for colour in _PALETTE for part in colour)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines), 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
