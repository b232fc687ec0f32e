"""The composition of Bellecour-Carnot, sent by the mairie of the 2nd, made to be printed and pinned up.

Hard: two title rows, a header of two lines with merged cells, colleges written upwards beside their members, holder and
substitute side by side, a seat « à désigner », and meaning in signs: †, *, brackets, a struck name, yellow, a comment.
The foot counts, explains, and is signed by someone who is not a member.
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "CQ Bellecour - compo sept 2026 VDEF (2).xlsx"
KIND = "people"
SHEET = "Feuil1"
BODY = f"{CQ} Bellecour-Carnot"
ALREADY: dict[str, object] = {
    "seats": [
        {"body": BODY, "number": str(number), "college": "Habitants" if number < 5 else "Associations"}
        for number in range(1, 8)
    ]
}

_START = date(2024, 1, 15)

_ROWS: list[list[object]] = [
    ["VILLE DE LYON – MAIRIE DU 2e ARRONDISSEMENT"],
    ["Conseil de quartier Bellecour – Carnot : composition au 1er septembre 2026"],
    [],
    ["Collège", "Siège n°", "TITULAIRE", None, None, None, "SUPPLÉANT(E)", None, None, "Début de mandat"],
    [None, None, "Civ.", "Nom et prénom", "Tél.", "Mail", "Civ.", "Nom et prénom", "Tél. / mail", None],
    ["HABITANTS", 1, "Mme", "BERNARD Odile", "06 39 98 10 01", "odile.bernard@example.org", "M.", "VASSEUR Émile",
     "06 39 98 10 02 / emile.vasseur@example.org", _START],
    [None, 2, "M.", "PERRAUD Jean-Marc †", None, None, "Mme", "LACHENAL Brigitte", "brigitte.lachenal@example.org",
     _START],
    [None, 3, "Mme", "DE LA TOURETTE Anne-Sophie (démissionnaire)", "06.39.98.10.05", None, None, None, None, _START],
    [None, 4, None, "à désigner", None, None, "M.", "ROUX Félix", "04 65 71 10 06", _START],
    ["ASSOCIATIONS", 5, "M.", "GIRAUD Paul *", "0639981007", "paul.giraud@example.org", None, None, None, _START],
    [None, 6, "Mme", "MOREL Sylvie", None, "sylvie.morel@example.org", "Mme", "ABADIE Fanny", "06 39 98 10 09", _START],
    [None, 7, "Mme", "KERVELLA Maëlle", "06 39 98 10 10", None, None, "—", None, _START],
    [],
    ["Total", "=COUNT(B6:B12)"],
    ["dont femmes", 4],
    ["* membre du bureau"],
    ["En jaune : départs de l’été"],
    ["Fait à Lyon, le 3 septembre 2026"],
    ["La secrétaire du conseil de quartier, M. Dubreuil"],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    for area in ("A1:J1", "A2:J2", "A4:A5", "B4:B5", "C4:F4", "G4:I4", "J4:J5", "A6:A9", "A10:A12"):
        sheet.merge_cells(area)
    for first in ("A6", "A10"):
        sheet[first].alignment = Alignment(text_rotation=90, vertical="center")
    sheet["D11"].font = Font(strike=True)
    for column in "ABCDEFGHIJ":
        sheet[f"{column}12"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["D8"].comment = Comment("Lettre reçue le 12/05/2026", "m.dubreuil")
    book.save(path)


_DEAD = "What does « † » mean (1 line: PERRAUD Jean-Marc), and since when?"
_RESIGNED = (
    "« (démissionnaire) » (1 line: DE LA TOURETTE Anne-Sophie; its comment says « Lettre reçue le 12/05/2026 »): "
    "resigned on which day?"
)
_STAR = "What does « * » mean (1 line; the foot says « * membre du bureau »)?"
_STRUCK = "What does a struck-through name mean (1 line: MOREL Sylvie), and since when?"
_YELLOW = "What does yellow mean (1 line; the foot says « En jaune : départs de l’été »): left on which day?"

QUESTIONS = {
    _DEAD: question({"end": date(2026, 3, 2), "end_reason": "décès"}, 1, ["décès"]),
    _RESIGNED: question({"end": date(2026, 5, 12), "end_reason": "démission"}, 1, ["démission"]),
    _STAR: question("nothing to write (a function of the bureau is not told)", 1, ["membre du bureau"]),
    _STRUCK: question(
        {"end": date(2026, 6, 30), "end_reason": "démission"}, 1, ["mandate ended", "leave the line aside"]
    ),
    _YELLOW: question({"end": date(2026, 8, 31), "end_reason": "déménagement"}, 1, ["mandate ended"]),
}

_VACANT = {"seat": {"body": BODY, "number": "4", "college": "Habitants", "state": "vacant"}}


def _held(college: str, seat: str, **more: object) -> dict[str, object]:
    return {"college": college, "seat": seat, "start": _START, **more}


def _stands_in(college: str, holder: str | None) -> dict[str, object]:
    return {"college": college, "start": _START, "substitute_for": holder}


LINES = [
    left(SHEET, 1, "L", "title"),
    taken(SHEET, 2, "T", reason="title that gives the body, « Bellecour – Carnot » being Bellecour-Carnot"),
    blank(SHEET, 3),
    header(SHEET, 4, "TTT...T..T"),
    header(SHEET, 5, "..TTTTTTT"),
    taken(SHEET, 6, "TTTTTTTTTT",
        member(BODY, "Bernard", "Odile", _held("Habitants", "1"), gender="woman", phone="0639981001",
               email="odile.bernard@example.org"),
        member(BODY, "Vasseur", "Émile", _stands_in("Habitants", "Bernard Odile"), gender="man", phone="0639981002",
               email="emile.vasseur@example.org"),
        said=["a phone and an e-mail in one cell are each where they belong"],
    ),
    asked(SHEET, 7, ".TTA..TTTT", _DEAD,
        member(BODY, "Perraud", "Jean-Marc",
               _held("Habitants", "2", end=date(2026, 3, 2), end_reason="décès"), gender="man"),
        member(BODY, "Lachenal", "Brigitte", _stands_in("Habitants", "Perraud Jean-Marc"), gender="woman",
               email="brigitte.lachenal@example.org"),
    ),
    asked(SHEET, 8, ".TTAT....T", _RESIGNED,
        member(BODY, "de la Tourette", "Anne-Sophie",
               _held("Habitants", "3", end=date(2026, 5, 12), end_reason="démission"), gender="woman",
               phone="0639981005"),
        or_=[{"said": ["last name De La Tourette, by whatever capitals"]}],
    ),
    taken(SHEET, 9, ".T.T..TTTT",
        _VACANT,
        member(BODY, "Roux", "Félix", _stands_in("Habitants", None) | {"seat": "4"}, gender="man", phone="0465711006"),
        said=["« à désigner » is a vacant seat, nobody by that name"],
        or_=[{"fate": "asked", "questions": ["For whom does ROUX Félix stand in, the seat being vacant?"]}],
    ),
    asked(SHEET, 10, "TTTATT...T", _STAR,
        member(BODY, "Giraud", "Paul", _held("Associations", "5"), gender="man", phone="0639981007",
               email="paul.giraud@example.org"),
    ),
    asked(SHEET, 11, ".TTA.TTTTT", _STRUCK,
        member(BODY, "Morel", "Sylvie",
               _held("Associations", "6", end=date(2026, 6, 30), end_reason="démission"), gender="woman",
               email="sylvie.morel@example.org"),
        member(BODY, "Abadie", "Fanny", _stands_in("Associations", "Morel Sylvie"), gender="woman", phone="0639981009"),
    ),
    asked(SHEET, 12, ".TTAT..T.T", _YELLOW,
        member(BODY, "Kervella", "Maëlle",
               _held("Associations", "7", end=date(2026, 8, 31), end_reason="déménagement"), gender="woman",
               phone="0639981010"),
        said=["a dash is an empty cell"],
    ),
    blank(SHEET, 13),
    left(SHEET, 14, "LL", "total"),
    left(SHEET, 15, "LL", "count"),
    left(SHEET, 16, "L", "note that explains a sign, quoted in its question"),
    left(SHEET, 17, "L", "note that explains a colour, quoted in its question"),
    left(SHEET, 18, "L", "signature"),
    left(SHEET, 19, "L", "signature"),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 57, "asked": 5, "left": 9},
}
TOTALS = {"people": 10, "mandates": 10, "vacant seats": 1}
