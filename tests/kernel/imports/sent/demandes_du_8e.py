"""The requests of the councils of the 8th since spring, sent by the cabinet: a table formatted to the end of the sheet.

Hard: over a million rows with borders and nothing in them, a header of two lines, the header again after a page, a body
that may be two, directions and outcomes in other words, days in words and in figures, a due day by a formula without
a kept value, ditto marks, a line cut in two, a total, and a request that was withdrawn (struck through).
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question
from tests.kernel.imports.sent.register import CC, CQ

FILE = "suivi demandes CQ 8e - cabinet.xlsx"
KIND = "requests"
SHEET = "Suivi"
ALREADY: dict[str, object] = {}

LAST_ROW = 1_048_576

_ROWS: list[list[object]] = [
    ["SUIVI DES DEMANDES DES CONSEILS – 8e", None, None, None, None, None, "imprimé le", datetime(2026, 11, 20)],
    ["Conseil", "Demande", None, "Réponse", None, None, None, None],
    [None, "Objet", "Reçue le", "Direction", "Échéance", "Répondu le", "Suite", "Réponse"],
    ["Monplaisir", "Bancs place Ambroise-Courtois", "4 mai 2026", "Direction des espaces verts", "=C4+60",
     datetime(2026, 6, 22), "fait", "Six bancs posés"],
    ['"', "Passage piéton rue du Premier-Film", "03/04/2026", "Déplacements urbains", "=C5+60", "2 juillet",
     "en cours", None],
    ["Bachut Transvaal", "Corbeilles du square", "juin 2026", "Propreté", "=C6+60", None, None, None],
    ["Conseil", "Objet", "Reçue le", "Direction", "Échéance", "Répondu le", "Suite", "Réponse"],
    ["États-Unis", "Éclairage du city-stade", datetime(2026, 9, 14), "DS", "=C8+60", None, None, None],
    [None, "(suite) et des vestiaires", None, None, None, None, None, None],
    ["Monplaisir", "Fresque de l’école", datetime(2026, 9, 30), "?", "=C10+60", None, None, None],
    [],
    ["Total : 5 demandes", None, None, None, None, None, "=COUNTA(G4:G10)", None],
]  # fmt: skip


def workbook(path: Path) -> None:
    path.write_bytes(_content())


@cache
def _content() -> bytes:
    """Made once a process: its million cells are half a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demandes.xlsx"
        _write(path)
        return path.read_bytes()


def _write(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    for area in ("A2:A3", "B2:C2", "D2:H2"):
        sheet.merge_cells(area)
    sheet["B10"].font = Font(strike=True)
    sheet["B10"].comment = Comment("retirée par le conseil le 12 octobre", "cabinet")
    book.save(path)
    _format_down_to_the_last_row(path)


def _format_down_to_the_last_row(path: Path) -> None:
    """As Excel stores a table whose borders were drawn on whole columns: a row and a cell for each."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(len(_ROWS) + 1, LAST_ROW + 1))
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


_DUE = (
    "The formulas of « Échéance » have no kept value (5 lines): open the file, save it and send it again, or leave it?"
)
_STATES = "Which body is « États-Unis » (1 line)?"
_TOWN = "Direction « Déplacements urbains » (1 line)?"
_CLEAN = "Direction « Propreté » (1 line)?"
_INITIALS = "Direction « DS » (1 line)?"
_NONE = "Direction « ? » (1 line): none?"
_ONGOING = "Outcome « en cours » (1 line) is none of fait, programmé, refusé?"
_DAY = "« juin 2026 » (1 line): which day, or the first of the month?"
_NO_YEAR = "« 2 juillet » (1 line): of 2026?"
_CUT = "Line 9 has neither a body nor a day: the end of line 8?"
_STRUCK = "What does a struck-through request mean (1 line; its comment: « retirée par le conseil le 12 octobre »)?"

_ETATS = f"{CQ} États-Unis"

QUESTIONS = {
    _DUE: question("leave it: sixty days are the register's own rule", 5, ["send it again", "leave it"]),
    _STATES: question(_ETATS, 1, [_ETATS, f"{CC} États-Unis"]),
    _TOWN: question("Direction des déplacements urbains", 1, ["Direction des déplacements urbains"]),
    _CLEAN: question("Direction de la propreté", 1, ["Direction de la propreté"]),
    _INITIALS: question("Direction des sports", 1, ["Direction des sports"]),
    _NONE: question("none", 1),
    _ONGOING: question("none", 1, ["programmé", "none"]),
    _DAY: question(date(2026, 6, 1), 1, ["1 June 2026"]),
    _NO_YEAR: question(date(2026, 7, 2), 1, ["2 July 2026"]),
    _CUT: question("the end of line 8", 1, ["the end of line 8", "leave the line"]),
    _STRUCK: question("withdrawn: leave the line", 1, ["leave the line", "refusé"]),
}


def _request(body: str, subject: str, received: date, **more: object) -> Fact:
    return {"request": {"body": body, "subject": subject, "received": received, **more}}


_WITHOUT = {"said": ["the due day is worked out, or told to be the register's own, without a question"]}
_LIGHTER = {"said": ["the direction is read without a question, « Direction de(s) » aside, named once with its count"]}

LINES = [
    left(SHEET, 1, "L.....LL", "title"),
    header(SHEET, 2, "TT.T"),
    header(SHEET, 3, ".TTTTTTT"),
    asked(SHEET, 4, "TTTTATTT", _DUE,
        _request(f"{CQ} Monplaisir", "Bancs place Ambroise-Courtois", date(2026, 5, 4),
                 direction="Direction des espaces verts", answered=date(2026, 6, 22), follow_up="fait",
                 answer="Six bancs posés"),
        or_=[_WITHOUT],
    ),
    asked(SHEET, 5, "TTTAAAA", [_DUE, _TOWN, _NO_YEAR, _ONGOING],
        _request(f"{CQ} Monplaisir", "Passage piéton rue du Premier-Film", date(2026, 4, 3),
                 direction="Direction des déplacements urbains", answered=date(2026, 7, 2)),
        said=["03/04/2026 is 3 April 2026", "« \" » repeats Monplaisir"],
        or_=[_WITHOUT, _LIGHTER, {"said": ["an answered day without an answer nor an outcome is an error, told so"]}],
    ),
    asked(SHEET, 6, "TTAAA", [_DUE, _CLEAN, _DAY],
        _request(f"{CQ} Bachut-Transvaal", "Corbeilles du square", date(2026, 6, 1),
                 direction="Direction de la propreté"),
        or_=[_WITHOUT, _LIGHTER, {"said": ["« juin 2026 » is taken as 1 June 2026"]}],
    ),
    header(SHEET, 7, "TTTTTTTT", said=["the header is repeated"], or_=[{"fate": "left", "reason": "header repeated"}]),
    asked(SHEET, 8, "ATTAA", [_DUE, _STATES, _INITIALS],
        _request(_ETATS, "Éclairage du city-stade (suite) et des vestiaires", date(2026, 9, 14),
                 direction="Direction des sports"),
        or_=[_WITHOUT, {"facts": [_request(_ETATS, "Éclairage du city-stade", date(2026, 9, 14),
                                           direction="Direction des sports")]}],
    ),
    asked(SHEET, 9, ".A", _CUT, said=["written with line 8, or an error that says what is missing; never a request"]),
    asked(SHEET, 10, "TATAA", [_DUE, _NONE, _STRUCK], said=["nothing is written of a request that was withdrawn"]),
    blank(SHEET, 11),
    left(SHEET, 12, "L.....L", "total"),
    blank(SHEET, 13, LAST_ROW),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 34, "asked": 15, "left": 5},
}
TOTALS = {"people": 0, "requests": 4}
