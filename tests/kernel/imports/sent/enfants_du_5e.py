"""The children of the conseil d'arrondissement des enfants, sent by the school service on an old Mac: days since 1904.

Hard: days counted from 1904, a school year instead of a term, an age worked out by a formula whose value was not kept,
parents in one cell, two phones, two people with their e-mails, merged schools, ditto marks, a month, green children.
"""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken

FILE = "CAE 2025-2026 liste élèves.xlsx"
KIND = "people"
SHEET = "2025-2026"
BODY = "conseil d'arrondissement des enfants 5e"
ALREADY: dict[str, object] = {}

_ROWS: list[list[object]] = [
    ["Conseil d’arrondissement des enfants du 5e – année scolaire 2025-2026"],
    ["École", "Classe", "NOM", "Prénom", "Né(e) le", "Âge", "Responsables légaux", "Tél. responsables", "Élu(e) le"],
    ["École Champvert", "CM1", "PASQUET", "Lilou", datetime(2016, 4, 3), "=DATEDIF(E3,TODAY(),\"y\")",
     "Mme PASQUET Irène (mère)", 639986001, datetime(2025, 10, 9)],
    [None, "CM2", "QUENTIN", "Adam", datetime(2015, 7, 21), "=DATEDIF(E4,TODAY(),\"y\")",
     "M. et Mme QUENTIN", "06 39 98 60 02 / 06 39 98 60 03", "idem"],
    ["École des Battières", "CM1", "ROCHER", "Manon", datetime(2016, 12, 30), "=DATEDIF(E5,TODAY(),\"y\")",
     "Sonia ROCHER <sonia.rocher@example.org>; Ali Gandon <ali.gandon@example.org>", None, "oct. 2025"],
    ["//", "CM2", "SAVARIN", "Noé", datetime(2015, 1, 8), "=DATEDIF(E6,TODAY(),\"y\")",
     "en famille d’accueil, voir la directrice", None, "9 et 10 octobre 2025"],
    [],
    ["Soit 4 élèves", None, None, None, None, "=AVERAGE(F3:F6)"],
    ["Vert = autorisation photo rendue"],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("A3:A4")
    for green in (3, 5):
        sheet[f"D{green}"].fill = PatternFill("solid", fgColor="FF92D050")
    book.save(path)


_GREEN = "What does green mean (2 lines; the foot says « Vert = autorisation photo rendue »): consent to images?"
_PARENTS = "« M. et Mme QUENTIN » are two people (1 line): which is the legal representative?"
_TWO = "Two representatives in a cell (1 line: ROCHER Sonia, GANDON Ali): which one?"
_FOSTER = "« en famille d’accueil, voir la directrice » is not read (1 line): who is the legal representative?"
_MONTH = "« oct. 2025 » (1 line): which day, or the first of the month?"
_RANGE = "« 9 et 10 octobre 2025 » (1 line): which day?"
_SCHOOL = (
    "Organisations « École Champvert », « École des Battières » are not known (4 lines): create them, of what nature?"
)

QUESTIONS = {
    _GREEN: question("consent to images", 2),
    _PARENTS: question("both: « M. et Mme Quentin », phone 06 39 98 60 02", 1),
    _TWO: question("Sonia Rocher", 1, ["Sonia Rocher", "Ali Gandon"]),
    _FOSTER: question("not known yet", 1),
    _MONTH: question(date(2025, 10, 1), 1, ["1 October 2025"]),
    _RANGE: question(date(2025, 10, 9), 1, ["9 October 2025", "10 October 2025"]),
    _SCHOOL: question("create them, partenaire", 4, ["create them", "leave the column"]),
}

# A school year goes from the first of September to the last of August; the day of the election is the first day here.
_DUE = {"due": date(2026, 8, 31), "designation": "élection"}
_NOT_DUE = {"said": ["« année scolaire 2025-2026 » of the title is not the last day of the terms: asked, or not told"]}


def _child(last_name: str, first_name: str, year: int, start: date, school: str, **more: object) -> dict[str, object]:
    return member(BODY, last_name, first_name, _DUE | {"start": start}, birth_year=year, organisation=school, **more)


_CHAMPVERT, _BATTIERES = "École Champvert", "École des Battières"
_NO_SCHOOL = {"said": ["the schools are created as organisations without a question, named once with their count"]}
_OTHERS = [_NOT_DUE, _NO_SCHOOL]
_AGE = "« Âge » is a formula without a kept value, and an age follows from the year of birth: not written"

LINES = [
    taken(SHEET, 1, "T", reason="title that gives the body and the school year"),
    header(SHEET, 2, "TLTTTLTTT", said=["« Élu(e) le » is the first day and says « élection »", _AGE]),
    asked(SHEET, 3, "ALTATLTTT", [_SCHOOL, _GREEN],
        _child("Pasquet", "Lilou", 2016, date(2025, 10, 9), _CHAMPVERT, image_consent=True,
               representative="Irène Pasquet", representative_phone="0639986001"),
        said=["639986001 lost its zero", "« (mère) » is left"],
        or_=_OTHERS,
    ),
    asked(SHEET, 4, ".LTTTLATT", [_SCHOOL, _PARENTS],
        _child("Quentin", "Adam", 2015, date(2025, 10, 9), _CHAMPVERT,
               representative="M. et Mme Quentin", representative_phone="0639986002"),
        said=["the second phone is left, and told", "« idem » repeats 9 October 2025"],
        or_=[*_OTHERS, {"said": ["which of the two phones is asked"]}],
    ),
    asked(SHEET, 5, "ALTATLA.A", [_SCHOOL, _GREEN, _TWO, _MONTH],
        _child("Rocher", "Manon", 2016, date(2025, 10, 1), _BATTIERES, image_consent=True,
               representative="Sonia Rocher", representative_email="sonia.rocher@example.org"),
        or_=[*_OTHERS, {"said": ["« oct. 2025 » is taken as 1 October 2025"], "questions": [_SCHOOL, _GREEN, _TWO]}],
    ),
    asked(SHEET, 6, "ALTTTLA.A", [_SCHOOL, _FOSTER, _RANGE],
        _child("Savarin", "Noé", 2015, date(2025, 10, 9), _BATTIERES),
        said=["« // » repeats the school above", "a minor without a legal representative: to be completed"],
        or_=[*_OTHERS, {"said": ["the sentence is kept as the name of the representative, after a question"]}],
    ),
    blank(SHEET, 7),
    left(SHEET, 8, "L....L", "count"),
    left(SHEET, 9, "L", "note that explains a colour, quoted in its question"),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 23, "asked": 10, "left": 13},
}
TOTALS = {"people": 4, "mandates": 4}
