"""The record of the setting up of a council of the 6th, as it was printed and signed, then sent as a workbook.

Hard: a header on two lines with « Titulaires » and « Suppléants » abreast; colleges merged downwards; days in words and
« idem »; « à désigner » at a seat and at a substitute; phones that lost their zero; two phones in a cell; a couple in
one cell; a column of signatures; a total, a place, a day and who signed at the foot.
"""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "PV installation CQ Saxe-Roosevelt.xlsx"
KIND = "people"
SHEET = "PV"
_BODY = f"{CQ} Saxe-Roosevelt"
ALREADY = {
    "seats": [{"body": _BODY, "number": number, "college": college}
              for number, college in (("1", "Habitants"), ("2", "Habitants"), ("4", "Habitants"), ("5", "Associations"),
                                      ("6", "Associations"))],
}  # fmt: skip

_ROWS: list[list[object]] = [
    ["CONSEIL DE QUARTIER SAXE – ROOSEVELT"],
    ["Procès-verbal d’installation du 14 octobre 2025"],
    [],
    ["Collège", "Siège n°", "Titulaires", None, None, None, None, "Suppléant·es", None, "Émargement"],
    [None, None, "NOM Prénom", "Structure", "Tél.", "Mail", "Depuis le", "NOM Prénom", "Tél."],
    ["Habitants", 1, "M. VERNEUIL Jacques", None, 612340171, "jacques.verneuil@example.org", "14 octobre 2025",
     "Mme DARGENT Lise", "06 12 34 01 72", "signé"],
    [None, 2, "Mme OUVRARD Estelle", None, "06.12.34.01.73", None, "idem", "à désigner", None, "signé"],
    [None, 3, "à désigner"],
    [None, 4, "GRANGENEUVE Solène", None, "06 12 34 01 74 / 04 78 00 01 75", "s.grangeneuve@example.org",
     date(2025, 10, 14), "M. ARBOGAST Théo", 612340176],
    ["Associations", 5, "Mme BERTHOLON Odile", "Lafayette en fête", None, "bertholon@example.org",
     "le 14 octobre 2025"],
    [None, 6, "LORIOT Bastien", '"', "0612340177", None, "14/10/25", "KIEFFER Maud", None, "signé"],
    ["Acteurs économiques", None, "M. et Mme PASTOUREL Alain et Brigitte", None, None, None, "rentrée 2025"],
    ["TOTAL", None, "7 titulaires", None, None, None, None, "3 suppléants"],
    [],
    ["Fait à Lyon, le 14 octobre 2025"],
    [None, None, None, None, None, None, None, "Pour la Maire du 6e, l’adjointe déléguée"],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    for cells in ("A1:J1", "A2:J2", "A4:A5", "B4:B5", "C4:G4", "H4:I4", "J4:J5", "A6:A9", "A10:A11", "A15:C15"):
        sheet.merge_cells(cells)
    book.save(path)


_PHONES = "Tél. « 06 12 34 01 74 / 04 78 00 01 75 » (1 line): which of two phones?"
_COUPLE = "« PASTOUREL Alain et Brigitte » (1 line): two people, one of them, or one name?"
_SCHOOL = "« rentrée 2025 » is read as 1 September 2025"

QUESTIONS = {
    _PHONES: question("06 12 34 01 74", 1, ["06 12 34 01 74", "04 78 00 01 75"]),
    _COUPLE: question(["Alain, M.", "Brigitte, Mme"], 1),
}

_DAY = date(2025, 10, 14)


def _holder(college: str, seat: str | None, last_name: str, first_name: str, day: date = _DAY, **more: Any) -> Fact:
    return member(
        _BODY, last_name, first_name, {"college": college, "start": day} | ({"seat": seat} if seat else {}), **more
    )


def _substitute(college: str, holder: str, last_name: str, first_name: str, **more: Any) -> Fact:
    return member(_BODY, last_name, first_name, {"college": college, "start": _DAY, "substitute_for": holder}, **more)


LINES = [
    taken(SHEET, 1, "T", reason="title that gives the body"),
    left(SHEET, 2, "L", "title that gives the day of the sitting, which each line says too"),
    blank(SHEET, 3),
    header(SHEET, 4, "TTT....T.L"),
    header(SHEET, 5, "..TTTTTTT"),
    taken(SHEET, 6, "TTT.TTTTTL",
        _holder("Habitants", "1", "Verneuil", "Jacques", gender="man", phone="0612340171",
                email="jacques.verneuil@example.org"),
        _substitute("Habitants", "Verneuil Jacques", "Dargent", "Lise", gender="woman", phone="0612340172"),
    ),
    taken(SHEET, 7, ".TT.T.TT.L",
        _holder("Habitants", "2", "Ouvrard", "Estelle", gender="woman", phone="0612340173"),
        said=["« idem » is the line above", "nobody stands in yet"],
    ),
    taken(SHEET, 8, ".TT",
        {"seat": {"body": _BODY, "number": "3", "college": "Habitants", "state": "vacant"}},
        said=["the seat 3 is added, and is vacant"],
    ),
    asked(SHEET, 9, ".TT.ATTTT", _PHONES,
        _holder("Habitants", "4", "Grangeneuve", "Solène", phone="0612340174", email="s.grangeneuve@example.org"),
        _substitute("Habitants", "Grangeneuve Solène", "Arbogast", "Théo", gender="man", phone="0612340176"),
    ),
    taken(SHEET, 10, "TTTT.TT",
        _holder("Associations", "5", "Bertholon", "Odile", gender="woman", email="bertholon@example.org",
                organisation="Lafayette en fête"),
        said=["« Lafayette en fête » is created as an association"],
    ),
    taken(SHEET, 11, ".TTTT.TT.L",
        _holder("Associations", "6", "Loriot", "Bastien", phone="0612340177", organisation="Lafayette en fête"),
        _substitute("Associations", "Loriot Bastien", "Kieffer", "Maud"),
        said=["« \" » is the line above"],
    ),
    asked(SHEET, 12, "T.A...T", _COUPLE,
        _holder("Acteurs économiques", None, "Pastourel", "Alain", date(2025, 9, 1), gender="man"),
        _holder("Acteurs économiques", None, "Pastourel", "Brigitte", date(2025, 9, 1), gender="woman"),
        said=[_SCHOOL],
    ),
    left(SHEET, 13, "L.L....L", "total"),
    blank(SHEET, 14),
    left(SHEET, 15, "L", "place and day of the signature"),
    left(SHEET, 16, ".......L", "who signed"),
]  # fmt: skip

CELLS = {SHEET: {"taken": 47, "asked": 2, "left": 10}}
TOTALS = {"people": 10, "mandates": 10, "vacant seats": 1}
