"""Who is registered where in the 7th: people by bodies, crosses in the squares, sent by the chargée de mission.

Hard: a line is several mandates; the columns are bodies, written upwards and abbreviated; a cross may be x, X, 1, ✓, a
word that is a function, « ex » or « non »; a column and a row count; somebody is in no body; somebody comes twice.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, person, question, taken
from tests.kernel.imports.sent.register import CC, CQ

FILE = "Copie de Tableau croix 7e.xlsx"
KIND = "people"
SHEET = "Qui est où"
ALREADY: dict[str, object] = {}

_ROWS: list[list[object]] = [
    [None, None, "Conseils de quartier", None, None, "Conseil citoyen", None],
    ["Participant", "Courriel", "Gerland", "J. Macé", "Guillotière", "Moncey-Voltaire-Guill.", "Nb"],
    ["ALLARD Simone", "simone.allard@example.org", "x", None, "X", None, 2],
    ["Bouvier, Karl", "karl.bouvier@example.org", None, 1, None, "✓", 2],
    ["CHARVET Noémie", "noemie.charvet@example.org", "Présidente", None, None, None, 1],
    ["DA COSTA-PINEL Rui", None, "ex", "x", "non", None, 1],
    ["EYMARD Colette", "colette.eymard@example.org", None, None, None, None, 0],
    ["Allard Simone", "simone.allard@example.org", None, None, None, "suppl.", 1],
    ["GUIGUE M.", "mguigue@example.org", "x", "?", None, None, 1],
    [],
    ["TOTAL", None, 3, 2, 1, 2, "=SUM(C11:F11)"],
]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells("C1:E1")
    for column in "CDEF":
        sheet[f"{column}2"].alignment = Alignment(text_rotation=90)
    sheet.freeze_panes = "C3"
    book.save(path)


_GERLAND, _MACE, _GUILL, _MONCEY = (
    f"{CQ} Gerland", f"{CQ} Jean Macé", f"{CQ} Guillotière", f"{CC} Moncey Voltaire Guillotière",
)  # fmt: skip

_J_MACE = "Body « J. Macé » (1 column)?"
_MONCEY_GUILL = "Body « Moncey-Voltaire-Guill. » (1 column)?"
_PRESIDENT = "« Présidente » in a square (1 line): the function « présidence »?"
_FORMER = "« ex » in a square (1 line): a mandate that ended, or none?"
_SUBSTITUTE = "« suppl. » in a square (1 line): a substitute, of whom?"
_INITIAL = "« GUIGUE M. » (1 line): M. is a civility or the initial of a first name?"
_DOUBT = "« ? » in a square (1 line): a mandate or none?"

QUESTIONS = {
    _J_MACE: question(_MACE, 3, [_MACE]),
    _MONCEY_GUILL: question(_MONCEY, 2, [_MONCEY]),
    _PRESIDENT: question("présidence", 1, ["présidence", "vice-présidence"]),
    _FORMER: question("no mandate", 1, ["no mandate", "ended on …"]),
    _SUBSTITUTE: question("a substitute, holder not known", 1),
    _INITIAL: question("the initial of a first name", 1, ["initial", "civility"]),
    _DOUBT: question("none", 1),
}

_COUNTED = {"said": ["« Nb » is a count: not written"]}
_BODY_READ = {"said": ["the abbreviated body is read without a question, named once with its count"]}

LINES = [
    header(SHEET, 1, "..T..T", said=["the kinds of the bodies below"]),
    header(SHEET, 2, "TTTTTTL"),
    taken(SHEET, 3, "TTT.T.L",
        member(_GERLAND, "Allard", "Simone", email="simone.allard@example.org"),
        member(_GUILL, "Allard", "Simone", email="simone.allard@example.org"),
        **_COUNTED,
    ),
    asked(SHEET, 4, "TT.A.AL", [_J_MACE, _MONCEY_GUILL],
        member(_MACE, "Bouvier", "Karl", email="karl.bouvier@example.org"),
        member(_MONCEY, "Bouvier", "Karl", email="karl.bouvier@example.org"),
        or_=[_BODY_READ],
    ),
    asked(SHEET, 5, "TTA...L", _PRESIDENT,
        member(_GERLAND, "Charvet", "Noémie", {"function": "présidence"}, email="noemie.charvet@example.org"),
        or_=[{"fate": "taken", "questions": [], "said": ["« Présidente » is présidence"]}],
    ),
    asked(SHEET, 6, "T.AAT.L", [_FORMER, _J_MACE],
        member(_MACE, "da Costa-Pinel", "Rui"),
        said=["a square that says no is no mandate"],
        or_=[_BODY_READ, {"said": ["last name Da Costa-Pinel, by whatever capitals"]}],
    ),
    taken(SHEET, 7, "TT....L",
        {"person": person("Eymard", "Colette", email="colette.eymard@example.org")},
        said=["no square is ticked: the person alone"],
        or_=[{"fate": "asked", "questions": ["EYMARD Colette is in no body (1 line): record her all the same?"]}],
    ),
    asked(SHEET, 8, "TT...AL", [_SUBSTITUTE, _MONCEY_GUILL],
        member(_MONCEY, "Allard", "Simone", {"substitute_for": None}, email="simone.allard@example.org"),
        said=["the same person as line 3"],
        or_=[_BODY_READ, {"facts": [member(_MONCEY, "Allard", "Simone", email="simone.allard@example.org")]}],
    ),
    asked(SHEET, 9, "ATTA..L", [_INITIAL, _J_MACE, _DOUBT],
        member(_GERLAND, "Guigue", "M.", email="mguigue@example.org"),
        or_=[
            {"questions": [_INITIAL, _DOUBT], "said": ["the body is read, or asked for the other lines of the column"]},
            {"facts": [member(_GERLAND, "Guigue", "", gender="man", email="mguigue@example.org")]},
        ],
    ),
    blank(SHEET, 10),
    left(SHEET, 11, "L.LLLLL", "total"),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 24, "asked": 8, "left": 14},
}
TOTALS = {"people": 6, "mandates": 8}
