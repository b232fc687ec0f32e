"""Associations and who represents them in the 7th and 8th, typed in haste by a trainee: nearly each word is wrong.

Hard: bodies, colleges, functions, associations, arrondissements, designations in other words, plural, feminine,
abbreviated, without accents or with a slip of the keyboard; first days told as seasons. Each word is asked once,
whatever the lines that have it.
"""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import asked, header, left, member, question, taken
from tests.kernel.imports.sent.register import CC, CQ

FILE = "asso CQ 7-8.xlsx"
KIND = "people"
SHEET = "Feuil1"
ALREADY: dict[str, object] = {}

_IN = datetime(2025, 9, 15)
_ROWS: list[list[object]] = [
    ["Association", "Nom et prénom", "Conseil", "Arrt de l’instance", "Collège", "Fonction", "Désigné par",
     "Date d’entrée"],
    ["AMICALE LAIQUE DU BACHUT", "VERNE Aurélie", "Bachut-Transvaal", "8e", "Association", "Membre", "élu", _IN],
    ["Amicale laïque Bachut", "WEBER-SOLAL Ivan", "bachut transval", "8ème", "asso.", "Membres", "vote", _IN],
    ["Jardins de Champvert", "XAVIER-ROUSSIN Odette", "Gerlnad", "VIIe", "associations", "Présidante", "élection", _IN],
    ["Comité des fêtes de Jean-Macé", "YVERT Blaise", "Jean-Macé", "septième", "Act. éco.", "Vice-Pdt", "tirage",
     "rentrée 2025"],
    ["-", "ZANETTI Carla", "Mermoz", "8", "habitant", None, "volontaires",
     "saison 2024-2025"],
    ["-", "ACHARD Nino", "Montchat", "3", "Associations", "Trésorière", "élue", _IN],
    ["Nombre d’associations : 4", None, None, None, None, None, None, None],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    book.save(path)


_ALB, _JARDINS, _FETES = "Amicale laïque du Bachut", "Les Jardins de Champvert", "Comité des fêtes de Jean-Macé"
_BACHUT, _GERLAND, _MACE = (f"{CQ} {name}" for name in ("Bachut-Transvaal", "Gerland", "Jean Macé"))
_MERMOZ = f"{CC} Mermoz"

_WHICH_ALB = "Association « Amicale laïque Bachut » (1 line)?"
_WHICH_JARDINS = "Association « Jardins de Champvert » (1 line)?"
_NEW = "Association « Comité des fêtes de Jean-Macé » (1 line) is not known: create it?"
_TRANSVAL = "Body « bachut transval » (1 line)?"
_GERLNAD = "Body « Gerlnad » (1 line)?"
_MONTCHAT = "Body « Montchat » (1 line) is not in the register?"
_ASSO = "College « asso. » (1 line)?"
_ECO = "College « Act. éco. » (1 line)?"
_PRESIDENT = "Function « Présidante » (1 line)?"
_VICE = "Function « Vice-Pdt » (1 line)?"
_TREASURER = "Function « Trésorière » (1 line)?"
_VOTE = "Designation « vote » (1 line)?"
_AUTUMN = "« rentrée 2025 » (1 line): which day, or 1 September?"
_SEASON = "« saison 2024-2025 » (1 line): from 1 September 2024 to 31 August 2025?"
_DRAW = "Designation « tirage » (1 line)?"

QUESTIONS = {
    _WHICH_ALB: question(_ALB, 1, [_ALB]),
    _WHICH_JARDINS: question(_JARDINS, 1, [_JARDINS]),
    _NEW: question("create it", 1),
    _TRANSVAL: question(_BACHUT, 1, [_BACHUT]),
    _GERLNAD: question(_GERLAND, 1, [_GERLAND]),
    _MONTCHAT: question("leave the line until the body is recorded", 1),
    _ASSO: question("Associations", 1, ["Associations"]),
    _ECO: question("Acteurs économiques", 1, ["Acteurs économiques"]),
    _PRESIDENT: question("présidence", 1, ["présidence", "vice-présidence"]),
    _VICE: question("vice-présidence", 1, ["vice-présidence"]),
    _TREASURER: question("trésorerie", 1, ["trésorerie"]),
    _VOTE: question("élection", 1),
    _DRAW: question("tirage au sort", 1, ["tirage au sort"]),
    _AUTUMN: question(date(2025, 9, 1), 1, ["1 September 2025"]),
    _SEASON: question([date(2024, 9, 1), date(2025, 8, 31)], 1, ["1 September 2024 to 31 August 2025"]),
}


def _sits(college: str, designation: str, function: str = "membre") -> dict[str, object]:
    return {"college": college, "designation": designation, "function": function, "start": date(2025, 9, 15)}


# What differs only by capitals, accents, plural or feminine may be read, named once with its count, instead of asked.
_PLAIN = "capitals, accents, plural and feminine aside, the word is the register's"

LINES = [
    header(SHEET, 1, "TTTTTTTT"),
    taken(SHEET, 2, "TTTTTTTT",
        member(_BACHUT, "Verne", "Aurélie", _sits("Associations", "élection"), organisation=_ALB),
        said=[_PLAIN],
        or_=[{"fate": "asked", "questions": ["College « Association » (1 line)?"]}],
    ),
    asked(SHEET, 3, "ATATATAT", [_WHICH_ALB, _TRANSVAL, _ASSO, _VOTE],
        member(_BACHUT, "Weber-Solal", "Ivan", _sits("Associations", "élection"), organisation=_ALB),
        said=[_PLAIN],
    ),
    asked(SHEET, 4, "ATATTATT", [_WHICH_JARDINS, _GERLNAD, _PRESIDENT],
        member(_GERLAND, "Xavier-Roussin", "Odette", _sits("Associations", "élection", "présidence"),
               organisation=_JARDINS),
        said=["VIIe is the 7th"],
        or_=[{"questions": [_WHICH_JARDINS, _GERLNAD, _PRESIDENT, "Arrondissement « VIIe » (1 line)?"]}],
    ),
    asked(SHEET, 5, "ATTTAAAA", [_NEW, _ECO, _VICE, _DRAW, _AUTUMN],
        member(_MACE, "Yvert", "Blaise",
               _sits("Acteurs économiques", "tirage au sort", "vice-présidence") | {"start": date(2025, 9, 1)},
               organisation=_FETES),
        said=["septième is the 7th", "« Jean-Macé » is Jean Macé"],
        or_=[
            {"questions": [_ECO, _VICE, _DRAW, _AUTUMN], "said": ["the association is created, and told, as today"]},
            {"questions": [_NEW, _ECO, _VICE, _DRAW, _AUTUMN, "Arrondissement « septième » (1 line)?"]},
        ],
    ),
    asked(SHEET, 6, "TTTTT.TA", _SEASON,
        member(_MERMOZ, "Zanetti", "Carla",
               {"college": "Habitants", "designation": "volontaire", "start": date(2024, 9, 1),
                "due": date(2025, 8, 31)}),
        said=["a dash is an empty cell", "Mermoz of the 8th is the conseil citoyen", _PLAIN],
        or_=[{"questions": [_SEASON, "Body « Mermoz » (1 line): Mermoz or Laënnec-Mermoz?"]}],
    ),
    asked(SHEET, 7, "TTATTATT", [_MONTCHAT, _TREASURER],
        said=["nothing is written: the line is kept, with the reason"],
        or_=[{"questions": [_MONTCHAT]}],
    ),
    left(SHEET, 8, "L", "count"),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 40, "asked": 15, "left": 1},
}
TOTALS = {"people": 5, "mandates": 5}
