"""The associations of Gerland, with who represents each: titulaire and suppléant typed in one cell, on two lines.

Hard: « Titulaire : … Suppléant : … », « X (T) / Y (S) », « suppléant à désigner » in one cell; two phones and two
e-mails in the order of the two people; the seat of the association, which is nobody's address; a count at the foot.
"""

from pathlib import Path

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "College associations Gerland 2026.xlsx"
KIND = "people"
SHEET = "Associations"
ALREADY: dict[str, object] = {}

_ROWS: list[list[object]] = [
    ["Conseil de quartier Gerland"],
    ["Liste arrêtée au 15/01/2026"],
    [],
    ["Association", "Domaine", "NOM Prénom (titulaire / suppléant·e)", "Tél.", "Courriel", "Collège"],
    ["Les Ateliers du Port", "culture", "Titulaire : Mme Aline BERGERET\nSuppléant : M. Hugo CALVIN",
     "06 39 98 72 01\n06 39 98 72 02", "aline.bergeret@example.org\nhugo.calvin@example.org", "Associations"],
    ["Jardins de la Halle", "environnement", "M. Denis FARGUES (T) / Mme Rose GRANJON (S)", "06 39 98 72 03",
     "denis.fargues@example.org", "Associations"],
    ["Basket de l’Artillerie", "sport", "Mme Inès HADJ (titulaire), suppléant à désigner", None,
     "ines.hadj@example.org", "Associations"],
    ["Locataires de la Cité jardin", "logement", "M. Yves IMBERT", "0639987206", None, "Associations"],
    ["Nombre d’associations : 4"],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A2:F2")
    book.save(path)


_TWO = "« Titulaire : Mme Aline BERGERET Suppléant : M. Hugo CALVIN » (1 line): the holder and her substitute?"
_TWO_TS = "« M. Denis FARGUES (T) / Mme Rose GRANJON (S) » (1 line): the holder and his substitute?"
_PHONES = "Two phones in a cell (1 line): which one?"
_MAILS = "Two e-mails in a cell (1 line): which one?"
_NEW = "Association (1 line) is not known: create it?"

QUESTIONS = {
    _TWO: question("the holder and a substitute", 1, ["a substitute"]),
    _TWO_TS: question("the holder and a substitute", 1, ["a substitute"]),
    _PHONES: question("06 39 98 72 01", 1),
    _MAILS: question("aline.bergeret@example.org", 1),
}

_BODY = f"{CQ} Gerland"
_IN = {"college": "Associations"}

LINES = [
    taken(SHEET, 1, "T", reason="title that gives the body"),
    left(SHEET, 2, "L", "title that says the day of the list"),
    blank(SHEET, 3),
    header(SHEET, 4, "TLTTTT"),
    asked(SHEET, 5, "TLAAAT", [_TWO, _PHONES, _MAILS],
        member(_BODY, "Bergeret", "Aline", _IN, gender="woman", phone="0639987201",
               email="aline.bergeret@example.org", organisation="Les Ateliers du Port"),
        member(_BODY, "Calvin", "Hugo", {**_IN, "substitute_for": "Bergeret Aline"}, gender="man", phone="0639987202",
               email="hugo.calvin@example.org", organisation="Les Ateliers du Port"),
        or_=[{"fate": "taken", "questions": []}],
    ),
    asked(SHEET, 6, "TLATTT", [_TWO_TS],
        member(_BODY, "Fargues", "Denis", _IN, gender="man", phone="0639987203",
               email="denis.fargues@example.org", organisation="Jardins de la Halle"),
        member(_BODY, "Granjon", "Rose", {**_IN, "substitute_for": "Fargues Denis"}, gender="woman",
               organisation="Jardins de la Halle"),
        or_=[{"fate": "taken", "questions": []}],
    ),
    taken(SHEET, 7, "TLT.TT",
        member(_BODY, "Hadj", "Inès", _IN, gender="woman", email="ines.hadj@example.org",
               organisation="Basket de l’Artillerie"),
        said=["« suppléant à désigner » is nobody"],
    ),
    taken(SHEET, 8, "TLTT.T",
        member(_BODY, "Imbert", "Yves", _IN, gender="man", phone="0639987206",
               organisation="Locataires de la Cité jardin"),
    ),
    left(SHEET, 9, "L", "count"),
]  # fmt: skip

CELLS = {SHEET: {"taken": 20, "asked": 4, "left": 7}}
TOTALS = {"people": 6, "mandates": 6}
