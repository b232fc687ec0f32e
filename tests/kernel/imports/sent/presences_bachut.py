"""Attendance at the bureau of Bachut-Transvaal in 2026, sent from LibreOffice by who ticks it at the door.

Hard: a matrix of people by days (P, E, A, 1, x, words), a day in words whose year is in the title, an evening that the
register does not know, proxies, somebody who is no member, one first name short of a letter, a hidden row, a row of
counts, and borders drawn down to the last row that a sheet can have, over a million.
"""

from datetime import date
from pathlib import Path

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, member, person, question, taken
from tests.kernel.imports.sent.ods import Merged, Row, write_ods
from tests.kernel.imports.sent.register import CQ

FILE = "emargement bureau Bachut 2026.ods"
KIND = "attendance"
SHEET = "2026"
BODY = f"{CQ} Bachut-Transvaal"

_JANUARY, _MARCH, _MAY, _JUNE = date(2026, 1, 15), date(2026, 3, 19), date(2026, 5, 21), date(2026, 6, 18)
_IN_OFFICE = {"start": date(2025, 9, 1)}

ALREADY: dict[str, object] = {
    "members": [
        member(BODY, "Arnould", "Cécile", _IN_OFFICE),
        member(BODY, "Benali-Roche", "Yacine", _IN_OFFICE),
        member(BODY, "Collet", "Martin", _IN_OFFICE),
        member(BODY, "Dufresne", "Geneviève", _IN_OFFICE),
        member(BODY, "Ferrand", "Luc", _IN_OFFICE),
    ],
    "meetings": [{"body": BODY, "day": day, "kind": "bureau", "state": "tenue"} for day in (_JANUARY, _MARCH, _JUNE)],
}

_BLANK_ROWS = 1_048_576 - 14

_ROWS = [
    Row((Merged("Conseil de quartier Bachut-Transvaal – présences au bureau, année 2026", 7),)),
    Row(()),
    Row((None, None, Merged("1er semestre", 4), "Assiduité")),
    Row(("NOM", "Prénom", _JANUARY, _MARCH, _MAY, "18 juin", None)),
    Row(("ARNOULD", "Cécile", "P", "P", "P", "x", 4)),
    Row(("BENALI-ROCHE", "Yacine", "P", "E", "A", 1, 2)),
    Row(("COLLET", "Martin", "x", "exc.", "X", "absent", 2)),
    Row(("DUFRESNE", "Genevieve", "A", "P", None, "pouvoir à Luc Ferrand", 1)),
    Row(("FERRAND", "Luc", "P", "P", "P", "P", 4), is_hidden=True),
    Row(("GASPARD", "Inès", None, None, "P", "P (invitée)", 2)),
    Row(()),
    Row(("Présents", None, 4, 3, 4, 4, None)),
    Row(("Légende : P présent, E excusé, A absent", None, None, None, None, None, None)),
    Row(("Quorum atteint à chaque séance", None, None, None, None, None, None)),
]


def workbook(path: Path) -> None:
    write_ods(path, {SHEET: _ROWS}, bordered_rows=_BLANK_ROWS, columns=7)


_EVENING = "No meeting of the register is on 21 May 2026 (5 lines): create a held meeting of the bureau?"
_PROXY = "« pouvoir à Luc Ferrand » (1 line): represented by FERRAND Luc?"
_STRANGER = "GASPARD Inès (1 line) has no mandate in this body: who is she?"
_HIDDEN = "A hidden line (9): take it too?"

QUESTIONS = {
    _EVENING: question("create it", 5, ["create it", "leave the column"]),
    _PROXY: question("represented by FERRAND Luc", 1, ["Ferrand Luc"]),
    _STRANGER: question("a guest, by her name alone", 1, ["guest", "add her to the register"]),
    _HIDDEN: question("take it", 1, ["take it", "leave it"]),
}


def _evenings(name: str, *states: str | None, by: str | None = None) -> list[Fact]:
    return [
        {"attendance": {"body": BODY, "day": day, "person": name, "state": state}
         | ({"represented_by": by} if state == "represented" else {})}
        for day, state in zip((_JANUARY, _MARCH, _MAY, _JUNE), states, strict=True)
        if state
    ]  # fmt: skip


_P, _E, _A, _R = "present", "excused", "absent", "represented"
_COUNTED = "« Assiduité » is worked out by the register: not written"

LINES = [
    taken(SHEET, 1, "T", reason="title that gives the body and the year of « 18 juin »"),
    blank(SHEET, 2),
    header(SHEET, 3, "..L...T", said=["« 1er semestre » says nothing; « Assiduité » is a figure of the register"]),
    header(SHEET, 4, "TTTTTT"),
    asked(SHEET, 5, "TTTTATL", _EVENING, *_evenings("Arnould Cécile", _P, _P, _P, _P), said=[_COUNTED]),
    asked(SHEET, 6, "TTTTATL", _EVENING, *_evenings("Benali-Roche Yacine", _P, _E, _A, _P), said=[_COUNTED]),
    asked(SHEET, 7, "TTTTATL", _EVENING, *_evenings("Collet Martin", _P, _E, _P, _A), said=["exc. is excused"]),
    asked(SHEET, 8, "TTTT.AL", _PROXY,
        *_evenings("Dufresne Geneviève", _A, _P, None, _R, by="Ferrand Luc"),
        said=["Genevieve is Geneviève, accents aside"],
        or_=[{"fate": "taken", "questions": [], "said": ["« pouvoir à » is represented by"]}],
    ),
    asked(SHEET, 9, "AAAAAAL", [_HIDDEN, _EVENING], *_evenings("Ferrand Luc", _P, _P, _P, _P)),
    asked(SHEET, 10, "AA..AAL", [_STRANGER, _EVENING],
        *({"attendance": {"body": BODY, "day": day, "guest": "Gaspard Inès", "state": "guest"}}
          for day in (_MAY, _JUNE)),
        or_=[{"facts": [{"person": person("Gaspard", "Inès")}, *_evenings("Gaspard Inès", None, None, _P, _P)]}],
    ),
    blank(SHEET, 11),
    left(SHEET, 12, "L.LLLL", "counts"),
    left(SHEET, 13, "L", "note that explains the letters"),
    left(SHEET, 14, "L", "note"),
    blank(SHEET, 15, 15 + _BLANK_ROWS - 1),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 27, "asked": 14, "left": 14},
}
TOTALS = {"people": 0, "mandates": 0}
