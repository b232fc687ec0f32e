"""The calendar of the councils of the 7th in 2026, as it hangs in the office of the referents: for the meetings.

Hard: a header on two lines; days in words with their weekday; hours in one column, from when to when or from when;
ditto marks; a name of a body with a typo; a kind said short; « env. 40 » people; a meeting called off, a day to be
settled; a hidden line; a total and a note at the foot; a second sheet that only helps.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Calendrier réunions CQ Lyon 7 - 2026 V3.xlsx"
KIND = "meetings"
SHEET, HELP = "2026", "Listes"
ALREADY: dict[str, object] = {}

_ROWS: list[list[object]] = [
    ["RÉUNIONS DES CONSEILS DE QUARTIER DU 7e – 2026"],
    ["Conseil", "Réunion", None, "Type de réunion", "Lieu", "Participation", "État", "CR"],
    [None, "Date", "Horaire", None, None, "Présents"],
    ["Gerland", "jeudi 12 mars 2026", "18h30-20h30", "plénière", "Maison de quartier", 34, "tenue", "oui"],
    ["idem", date(2026, 6, 11), "18h30", "bureau", "idem", 9, "tenue", "oui"],
    ['"', "24/09/26", "de 18 h à 20 h", "Plénière", "École Aristide-Briand", "env. 40", "tenue", "en cours"],
    ["Jean Macé", "12.03.26", "19h", "AG", "Mairie, salle Ravat", 51, "tenue", "oui"],
    ["Jean Macé", "à définir", None, "plénière"],
    ["Guillotière", datetime(2026, 12, 10, 18, 30), None, "plénière", "Mairie annexe", None, "prévue"],
    ["Guilotière", "15 octobre 2026", "18:30", "bureau", None, 12, "tenue"],
    ["Guillotière", "05/11/2026", "18h", "commission", "Mairie annexe", None, "annulée"],
    ["Gerland", "19/11/2026", "18h", "bureau", None, 7, "tenue"],
    ["Total des présents", None, None, None, None, 113],
    [],
    ["* sous réserve de la disponibilité des salles"],
]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    for cells in ("A1:H1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "G2:G3", "H2:H3"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[12].hidden = True
    lists = book.create_sheet(HELP)
    for row in (["Types"], ["plénière"], ["bureau"], ["commission"]):
        lists.append(row)
    book.save(path)


_ABOUT = "Présents « env. 40 » (1 line): which number?"
_AG = "Type « AG » (1 line)?"
_TYPO = "« Guilotière » (1 line): which body?"
_HIDDEN = "1 hidden line: take it or leave it?"

_GER, _MACE, _GUI = f"{CQ} Gerland", f"{CQ} Jean Macé", f"{CQ} Guillotière"
QUESTIONS = {
    _AG: question("assemblée générale", 1, ["assemblée générale annuelle"]),
    _TYPO: question(_GUI, 1, [_GUI]),
    _HIDDEN: question("take it", 1),
}


def _meeting(body: str, kind: str, day: date, start: str, end: str, state: str, **more: Any) -> Fact:
    return {"meeting": {"body": body, "kind": kind, "day": day, "start": start, "end": end, "state": state, **more}}


LINES = [
    left(SHEET, 1, "L", "title"),
    header(SHEET, 2, "TT.TTTTL"),
    header(SHEET, 3, ".TT..T"),
    taken(SHEET, 4, "TTTTTTTL",
        _meeting(_GER, "plenary", date(2026, 3, 12), "18:30", "20:30", "held", place="Maison de quartier", count=34)),
    taken(SHEET, 5, "TTTTTTTL",
        _meeting(_GER, "bureau", date(2026, 6, 11), "18:30", "20:30", "held", place="Maison de quartier", count=9),
        said=["« idem » is the line above", "the end is two hours after the beginning"]),
    taken(SHEET, 6, "TTTTTTTL",
        _meeting(_GER, "plenary", date(2026, 9, 24), "18:00", "20:00", "held", place="École Aristide-Briand",
                 count=40),
        said=["« \" » is the line above", "« env. 40 » is refused: no number"]),
    asked(SHEET, 7, "TTTATTTL", _AG,
        _meeting(_MACE, "annual_assembly", date(2026, 3, 12), "19:00", "21:00", "held", place="Mairie, salle Ravat",
                 count=51),
        or_=[{"fate": "taken", "said": ["« AG » is read as assemblée générale"]}]),
    left(SHEET, 8, "LL.L", "no day yet", or_=[{"fate": "taken", "said": ["an error: the day is missing"]}]),
    taken(SHEET, 9, "TT.TT.T",
        _meeting(_GUI, "plenary", date(2026, 12, 10), "18:30", "20:30", "prepared", place="Mairie annexe"),
        or_=[{"fate": "asked", "questions": []}]),
    asked(SHEET, 10, "ATTT.TT", _TYPO,
        _meeting(_GUI, "bureau", date(2026, 10, 15), "18:30", "20:30", "held", count=12)),
    taken(SHEET, 11, "TTTTT.T",
        _meeting(_GUI, "commission", date(2026, 11, 5), "18:00", "20:00", "cancelled", place="Mairie annexe")),
    asked(SHEET, 12, "AAAA.AA", _HIDDEN,
        _meeting(_GER, "bureau", date(2026, 11, 19), "18:00", "20:00", "held", count=7)),
    left(SHEET, 13, "L....L", "total"),
    blank(SHEET, 14),
    left(SHEET, 15, "L", "note"),
    *(left(HELP, row, "L", "words of a list: no meeting") for row in range(1, 5)),
]  # fmt: skip

CELLS = {SHEET: {"taken": 52, "asked": 8, "left": 12}, HELP: {"taken": 0, "asked": 0, "left": 4}}
TOTALS = {"meetings": 8}
