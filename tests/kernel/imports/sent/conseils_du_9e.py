"""The councils of the 9th, a sheet a council, sent by the référente of the mairie: the workbook that she works in.

Hard: the sheet's name is the body, but « La Duchère » is a council and a conseil citoyen, and another is abbreviated.
The first names its body in a typed cell, keeps a filter on, hides two rows and a column, and repeats its header at each
printed page. An archive, a pivot, a hidden list and « NE PAS TOUCHER » travel along; one person sits in two councils.
"""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CC, CQ

FILE = "conseils_quartier_9e_TRAVAIL.xlsx"
KIND = "people"
VAISE, DUCHERE, RAMBERT = "Vaise", "La Duchère", "CQ St-Rambert"
OLD, PIVOT, KEEP, LISTS = "archives 2019", "TCD", "NE PAS TOUCHER", "listes"
ALREADY: dict[str, object] = {}

_HEAD: list[object] = ["Nom", "Prénom", "Fonction", "Depuis le", "Mail", "Téléphone"]
_IN_2024 = datetime(2024, 2, 6)

_SHEETS: dict[str, list[list[object]]] = {
    VAISE: [
        ["Conseil :", "Vaise-Industrie-Rochecardon", None, "Mise à jour", datetime(2026, 10, 5)],
        [],
        _HEAD,
        ["FERRIER", "Louise", "Présidente", _IN_2024, "louise.ferrier@example.org", "06 39 98 20 01"],
        ["BONNET", "Karim", "Secrétaire", _IN_2024, "karim.bonnet@example.org", "06 39 98 20 02"],
        ["COLOMBIER", "Jeanne", "membre", _IN_2024, "jeanne.colombier@example.org", "06 39 98 20 03"],
        [None, None, "Page 1"],
        _HEAD,
        ["DELORME", "Aïcha", "membre", _IN_2024, None, "06 39 98 20 04"],
        ["PRUNIER", "Loïc", "membre", datetime(2025, 9, 16), "loic.prunier@example.org", None],
        [],
        ["TOTAL", 5],
        [None, None, "Page 2"],
    ],
    DUCHERE: [
        _HEAD,
        ["Ferrier", "Louise", "membre", datetime(2025, 1, 21), "Louise.Ferrier@example.org", None],
        ["Santoni", "Raphaël", "Président", datetime(2024, 1, 30), "r.santoni@example.org", "06 39 98 20 12"],
        ["Traoré-Vidal", "Awa", "Vice présidente", datetime(2024, 1, 30), None, "06 39 98 20 13"],
    ],
    RAMBERT: [
        _HEAD,
        ["MALLET", "Hugues", "Trés.", datetime(2024, 3, 12), "hugues.mallet@example.org", None],
        ["ODIN", "Clotilde", "mb", datetime(2024, 3, 12), "clotilde.odin@example.org", None],
    ],
    OLD: [
        _HEAD,
        ["RIVOIRE", "Gérard", "Président", datetime(2017, 3, 1), None, None],
        ["FERRIER", "Louise", "membre", datetime(2017, 3, 1), None, None],
    ],
    PIVOT: [
        ["Étiquettes de lignes", "Nombre de Nom"],
        ["membre", 5],
        ["Présidente", 1],
        ["(vide)", None],
        ["Total général", 10],
    ],
    KEEP: [
        ["Nom", "Prénom", "Mail"],
        ["EXEMPLE", "Toto", "toto@example.org"],
        [None, None, "=Vaise!E4"],
    ],
    LISTS: [["Fonctions"], ["Présidente"], ["Secrétaire"], ["membre"]],
}


def workbook(path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    vaise = book[VAISE]
    vaise.auto_filter.ref = "A3:F10"
    vaise.auto_filter.add_filter_column(2, ["Présidente", "Secrétaire"])
    for hidden in (6, 9):
        vaise.row_dimensions[hidden].hidden = True
    vaise.column_dimensions["F"].hidden = True
    vaise.merge_cells("C7:F7")
    book[LISTS].sheet_state = "hidden"
    book.save(path)


_HIDDEN = "Sheet « Vaise »: a filter hides 2 lines (6 and 9): take them too?"
_COLUMN = "Sheet « Vaise »: the column « Téléphone » is hidden: take it too?"
_WHICH = "Which body is the sheet « La Duchère » (3 lines)?"
_NEAR = "Which body is the sheet « CQ St-Rambert » (2 lines)?"
_PRESIDENT = "Function « Présidente », « Président » (2 lines)?"
_SECRETARY = "Function « Secrétaire » (1 line)?"
_VICE = "Function « Vice présidente » (1 line)?"
_TREASURER = "Function « Trés. » (1 line)?"
_MEMBER = "Function « mb » (1 line)?"

QUESTIONS = {
    _HIDDEN: question("take them", 2, ["take them", "leave them"]),
    _COLUMN: question("take it", 4, ["take it", "leave it"]),
    _WHICH: question(f"{CQ} La Duchère", 3, [f"{CQ} La Duchère", f"{CC} La Duchère"]),
    _NEAR: question(f"{CQ} Saint-Rambert-Île Barbe", 2, [f"{CQ} Saint-Rambert-Île Barbe"]),
    _PRESIDENT: question("présidence", 2, ["présidence", "vice-présidence"]),
    _SECRETARY: question("secrétariat", 1, ["secrétariat"]),
    _VICE: question("vice-présidence", 1, ["vice-présidence", "présidence"]),
    _TREASURER: question("trésorerie", 1, ["trésorerie"]),
    _MEMBER: question("membre", 1, ["membre"]),
}

_IN_VAISE, _IN_DUCHERE, _IN_RAMBERT = (
    f"{CQ} {name}" for name in ("Vaise-Industrie-Rochecardon", "La Duchère", "Saint-Rambert-Île Barbe")
)
_SINCE = {"start": date(2024, 2, 6)}
# « Présidente » may be read without a question as the feminine of who holds « présidence »; so may the others.
_READ: dict[str, object] = {
    "said": ["the function is read from its feminine or its abbreviation, named once with its count"]
}

LINES = [
    taken(VAISE, 1, "TT.LL", reason="typed constant « Conseil : » that gives the body; « Mise à jour » is a note"),
    blank(VAISE, 2),
    header(VAISE, 3, "TTTTTT"),
    asked(VAISE, 4, "TTATTA", [_PRESIDENT, _COLUMN],
        member(_IN_VAISE, "Ferrier", "Louise", _SINCE | {"function": "présidence"},
               email="louise.ferrier@example.org", phone="0639982001"),
        or_=[_READ],
    ),
    asked(VAISE, 5, "TTATTA", [_SECRETARY, _COLUMN],
        member(_IN_VAISE, "Bonnet", "Karim", _SINCE | {"function": "secrétariat"},
               email="karim.bonnet@example.org", phone="0639982002"),
        or_=[_READ],
    ),
    asked(VAISE, 6, "AAAAAA", [_HIDDEN, _COLUMN],
        member(_IN_VAISE, "Colombier", "Jeanne", _SINCE | {"function": "membre"},
               email="jeanne.colombier@example.org", phone="0639982003"),
    ),
    left(VAISE, 7, "..L", "foot of a printed page"),
    header(VAISE, 8, "TTTTTT", said=["the header is repeated"], or_=[{"fate": "left", "reason": "header repeated"}]),
    asked(VAISE, 9, "AAAA.A", [_HIDDEN, _COLUMN],
        member(_IN_VAISE, "Delorme", "Aïcha", _SINCE | {"function": "membre"}, phone="0639982004"),
    ),
    taken(VAISE, 10, "TTTTT",
        member(_IN_VAISE, "Prunier", "Loïc", {"start": date(2025, 9, 16), "function": "membre"},
               email="loic.prunier@example.org"),
    ),
    blank(VAISE, 11),
    left(VAISE, 12, "LL", "total"),
    left(VAISE, 13, "..L", "foot of a printed page"),
    header(DUCHERE, 1, "TTTTTT"),
    asked(DUCHERE, 2, "AAAAA", _WHICH,
        member(_IN_DUCHERE, "Ferrier", "Louise", {"start": date(2025, 1, 21), "function": "membre"},
               email="louise.ferrier@example.org"),
        said=["the same person as in the sheet « Vaise » (line 4), by her e-mail"],
    ),
    asked(DUCHERE, 3, "AAAAAA", [_WHICH, _PRESIDENT],
        member(_IN_DUCHERE, "Santoni", "Raphaël", {"start": date(2024, 1, 30), "function": "présidence"},
               email="r.santoni@example.org", phone="0639982012"),
        or_=[_READ],
    ),
    asked(DUCHERE, 4, "AAAA.A", [_WHICH, _VICE],
        member(_IN_DUCHERE, "Traoré-Vidal", "Awa", {"start": date(2024, 1, 30), "function": "vice-présidence"},
               phone="0639982013"),
        or_=[_READ],
    ),
    header(RAMBERT, 1, "TTTTTT"),
    asked(RAMBERT, 2, "AAAAA", [_NEAR, _TREASURER],
        member(_IN_RAMBERT, "Mallet", "Hugues", {"start": date(2024, 3, 12), "function": "trésorerie"},
               email="hugues.mallet@example.org"),
        or_=[_READ, {"fate": "taken", "questions": [], "said": ["« CQ St-Rambert » is Saint-Rambert-Île Barbe"]}],
    ),
    asked(RAMBERT, 3, "AAAAA", [_NEAR, _MEMBER],
        member(_IN_RAMBERT, "Odin", "Clotilde", {"start": date(2024, 3, 12), "function": "membre"},
               email="clotilde.odin@example.org"),
        or_=[_READ, {"fate": "taken", "questions": [], "said": ["« CQ St-Rambert » is Saint-Rambert-Île Barbe"]}],
    ),
    *(left(OLD, row, cells, "sheet « archives 2019 » left aside unless ticked")
      for row, cells in enumerate(("LLLLLL", "LLLL", "LLLL"), 1)),
    *(left(PIVOT, row, cells, "pivot: counts, nobody")
      for row, cells in enumerate(("LL", "LL", "LL", "L", "LL"), 1)),
    *(left(KEEP, row, cells, "sheet « NE PAS TOUCHER » left aside unless ticked")
      for row, cells in enumerate(("LLL", "LLL", "..L"), 1)),
    *(left(LISTS, row, "L", "hidden sheet left aside unless ticked") for row in range(1, 5)),
]  # fmt: skip

CELLS = {
    VAISE: {"taken": 27, "asked": 15, "left": 6},
    DUCHERE: {"taken": 6, "asked": 16, "left": 0},
    RAMBERT: {"taken": 6, "asked": 10, "left": 0},
    OLD: {"taken": 0, "asked": 0, "left": 14},
    PIVOT: {"taken": 0, "asked": 0, "left": 9},
    KEEP: {"taken": 0, "asked": 0, "left": 7},
    LISTS: {"taken": 0, "asked": 0, "left": 4},
}
TOTALS = {"people": 9, "mandates": 10}
