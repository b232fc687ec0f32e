"""The « trombinoscope » that a secretary of the 8th redoes each year: photographs, and bureaux that are merged cells.

Hard: two title lines, a column of photographs that holds file names and remarks, groups (bureau, commissions) merged
over their members, two phones in a cell, a vacant place, partial dates, notes at the foot.
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Trombi CQ Monplaisir 2026 V3.xlsx"
KIND = "people"
SHEET = "Trombi"
ALREADY: dict[str, object] = {}

_ROWS: list[list[object]] = [
    ["Ville de Lyon – Mairie du 8e arrondissement"],
    ["Trombinoscope du conseil de quartier Monplaisir – année 2026"],
    [],
    ["Photo", "NOM Prénom", "Bureau / commission", "Fonction", "Collège", "Tél.", "Mél", "Membre depuis"],
    [None, "Mme AUDEBERT Sylvie", "BUREAU", "Présidente", "Habitants", "06 39 98 60 01", "sylvie.audebert@example.org",
     "sept. 2023"],
    ["IMG_0412.jpg", "M. BRIAND Karim", None, "Vice-président", "Associations", "06.39.98.60.02",
     "karim.briand@example.org", date(2024, 3, 12)],
    ["photo à venir", "CASANOVA-LEROY Jeanne", None, "Secrétaire", "Habitants", "04 65 71 60 03 / 06 39 98 60 03", None,
     date(2024, 3, 12)],
    [None, "DELORME Étienne", "COMMISSION CADRE DE VIE", None, "Acteurs économiques", None,
     "etienne.delorme@example.org", date(2025, 1, 6)],
    ["refuse la photo", "Mme EL HADDAD Nadia", None, None, "Habitants", "0639986005", None, date(2025, 1, 6)],
    ["IMG_0420.jpg", "Mme FAUVET Rose", "COMMISSION MOBILITÉS", "Membre", "Habitants", None, "rose.fauvet@example.org",
     date(2025, 1, 6)],
    [None, "(à pourvoir)", None, None, "Associations", None, None, None],
    [],
    ["Il manque 3 photos : à prendre à la plénière du 9 décembre"],
    ["Mis à jour le 12/10/2026 – S. A."],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    for merged in ("A1:H1", "A2:H2", "C5:C7", "C8:C9", "C10:C11", "A13:H13", "A14:H14"):
        sheet.merge_cells(merged)
    book.save(path)


_SINCE = "« sept. 2023 » (1 line): which day, or 1 September?"
_PHONES = "Two phones in a cell (1 line): which one?"

QUESTIONS = {
    _SINCE: question(date(2023, 9, 1), 1, ["1 September 2023"]),
    _PHONES: question("06 39 98 60 03", 1, ["06 39 98 60 03", "04 65 71 60 03"]),
}

_BODY = f"{CQ} Monplaisir"
_DAY, _JANUARY = date(2024, 3, 12), date(2025, 1, 6)

LINES = [
    left(SHEET, 1, "L", "title that names no body"),
    taken(SHEET, 2, "T", reason="title that gives the body"),
    blank(SHEET, 3),
    header(SHEET, 4, "LTLTTTTT"),
    asked(SHEET, 5, ".TLTTTTA", [_SINCE],
        member(_BODY, "Audebert", "Sylvie",
               {"college": "Habitants", "function": "présidence", "start": date(2023, 9, 1)},
               gender="woman", phone="0639986001", email="sylvie.audebert@example.org"),
        or_=[{"fate": "taken", "questions": [], "said": ["sept. 2023 is read as 1 September 2023"]}],
    ),
    taken(SHEET, 6, "LT.TTTTT",
        member(_BODY, "Briand", "Karim", {"college": "Associations", "function": "vice-présidence", "start": _DAY},
               gender="man", phone="0639986002", email="karim.briand@example.org"),
    ),
    asked(SHEET, 7, "LT.TTA.T", [_PHONES],
        member(_BODY, "Casanova-Leroy", "Jeanne",
               {"college": "Habitants", "function": "secrétariat", "start": _DAY}, phone="0639986003"),
    ),
    taken(SHEET, 8, ".TL.T.TT",
        member(_BODY, "Delorme", "Étienne", {"college": "Acteurs économiques", "start": _JANUARY},
               email="etienne.delorme@example.org"),
    ),
    taken(SHEET, 9, "LT..TT.T",
        member(_BODY, "El Haddad", "Nadia", {"college": "Habitants", "start": _JANUARY},
               gender="woman", phone="0639986005"),
    ),
    taken(SHEET, 10, "LTLTT.TT",
        member(_BODY, "Fauvet", "Rose", {"college": "Habitants", "function": "membre", "start": _JANUARY},
               gender="woman", email="rose.fauvet@example.org"),
    ),
    left(SHEET, 11, ".L..L", "a vacant place, of no number, in a body that has no seats"),
    blank(SHEET, 12),
    left(SHEET, 13, "L", "note"),
    left(SHEET, 14, "L", "note"),
]  # fmt: skip

CELLS = {SHEET: {"taken": 35, "asked": 2, "left": 14}}
TOTALS = {"people": 6, "mandates": 6}
