"""The directory of the councils of the 5th, kept for years by three people, saved by Excel as a list (« ; », cp1252).

Hard: each wrote in their own way. Civilities of two people, name order, maiden names, phone and e-mail in one cell, two
phones, zeros that Excel ate, « Lyon 5 », ditto marks, days in words, « sept. 2023 », 03/04, a total at the foot.
"""

import csv
from datetime import date
from pathlib import Path

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "annuaire CQ 5e.csv"
KIND = "people"
ENCODING, DELIMITER = "cp1252", ";"
ALREADY: dict[str, object] = {}

_ROWS = [
    ["Annuaire des conseils de quartier du 5e – à jour au 3/11/26", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", ""],
    ["Civ", "NOM Prénom", "Adresse", "CP Ville", "Coordonnées", "Conseil de quartier", "Rôle", "Depuis le"],
    ["Mme", "CHAPUIS Hélène", "12 rue des Noyers", "69005 LYON",
     "06 39 98 30 01 – helene.chapuis@example.org", "Point du Jour-Champvert-Jeunet", "membre", "12 janvier 2024"],
    ["M.", "Gaston ROLLET", "3, place Saint-Irénée", "Lyon 5", "639983002", "idem", '"', '"'],
    ["M. et Mme", "TISSERAND Pierre et Nicole", "7 chemin de Choulans", "69005 Lyon",
     "04 65 71 30 03 / 06 39 98 30 03", "//", "membres", "sept. 2023"],
    ["Mme", "Anne-Laure PICHON née GARNIER", "41 av. du Point-du-Jour", "69005", "annelaure.pichon@example.org",
     "CQ Ménival", "membre", "03/04/2024"],
    ["Mme", "DUMOULIN épouse CARRET Josiane", "idem", "idem", "04.65.71.30.05", "CQ Ménival", "membre", "03/04/2024"],
    ["", "LE GOFF Yann", "8 quai de Saône", "1000 Bourg-en-Bresse", "(+33) 6 39 98 30 06",
     "Les Battières", "membre", "1er mars 2022"],
    ["Dr", "MARTIN PASCAL", "", "LYON 5EME", "pascal.martin@example.org ; 0639983007", "Point du Jour",
     "membre", "2021"],
    ["", "Bonnard Lucie", "", "", "pas de mail", "Point du Jour", "membre", "printemps 2022"],
    ["MME", "d'Arcy-Moulin Solène", "15 r. Trion\n3e étage", "69 005 Lyon", "06 39 98 30 09 (le soir)",
     "Pt du Jour / Champvert / Jeunet", "membre", "17.06.25"],
    ["Mlle", "FONTANEL  Rita", "2 bis montée de Choulans", "Lyon 5ème", "04 65 71 30 12 / 06 39 98 30 12",
     "point du jour - champvert - jeunet", "Membre", "5 mai 23"],
    ["", "", "", "", "", "", "", ""],
    ["", "Total : 11 membres", "", "", "", "", "", ""],
]  # fmt: skip


def workbook(path: Path) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, delimiter=DELIMITER).writerows(_ROWS)


_COUPLE = "« M. et Mme » TISSERAND Pierre et Nicole (1 line): two people, who is who?"
_MENIVAL = "Body « CQ Ménival » (2 lines)?"
_BATTIERES = "Body « Les Battières » (1 line)?"
_POINT = "Body « Pt du Jour / Champvert / Jeunet » (1 line)?"
_MEMBERS = "Function « membres » (1 line)?"
_MONTH = "« sept. 2023 » (1 line): which day, or the first of the month?"
_YEAR = "« 2021 » (1 line): which day, or 1 January?"
_SPRING = "« printemps 2022 » (1 line): which day, or 20 March?"
_NO_MAIL = "« pas de mail » in « Coordonnées » (1 line): an empty cell?"
_EVENING = "« (le soir) » beside a phone (1 line): leave the remark?"

_PHONES = "« 04 65 71 30 12 / 06 39 98 30 12 » are two phones of one person (1 line): which one?"

_PDJ, _MEN = f"{CQ} Point du Jour-Champvert-Jeunet", f"{CQ} Ménival - Les Battières - La Plaine"

QUESTIONS = {
    _COUPLE: question(["Pierre is M., phone 04 65 71 30 03", "Nicole is Mme, phone 06 39 98 30 03"], 1),
    _MENIVAL: question(_MEN, 2, [_MEN]),
    _BATTIERES: question(_MEN, 1, [_MEN]),
    _POINT: question(_PDJ, 1, [_PDJ]),
    _MEMBERS: question("membre", 1, ["membre"]),
    _MONTH: question(date(2023, 9, 1), 1, ["1 September 2023"]),
    _YEAR: question(date(2021, 1, 1), 1, ["1 January 2021"]),
    _SPRING: question(date(2022, 3, 20), 1, ["20 March 2022", "1 March 2022"]),
    _NO_MAIL: question("empty", 1),
    _EVENING: question("leave the remark", 1),
    _PHONES: question("06 39 98 30 12", 1, ["04 65 71 30 12", "06 39 98 30 12"]),
}

_FROM = {"function": "membre"}


def _since(year: int, month: int, day: int) -> dict[str, object]:
    return _FROM | {"start": date(year, month, day)}


_MARRIED = [{"said": ["the birth name is told to be left where the register has no place for it"]}]

LINES = [
    left("csv", 1, "L", "title"),
    blank("csv", 2),
    header("csv", 3, "TTTTTTTT"),
    taken("csv", 4, "TTTTTTTT",
        member(_PDJ, "Chapuis", "Hélène", _since(2024, 1, 12), gender="woman", phone="0639983001",
               email="helene.chapuis@example.org", address="12 rue des Noyers", postcode="69005", city="Lyon"),
    ),
    taken("csv", 5, "TTTTTTTT",
        member(_PDJ, "Rollet", "Gaston", _since(2024, 1, 12), gender="man", phone="0639983002",
               address="3, place Saint-Irénée", postcode="69005", city="Lyon"),
        said=["« idem » and « \" » repeat the line above", "639983002 lost its zero", "« Lyon 5 » is 69005 Lyon"],
    ),
    asked("csv", 6, "AATTTTAA", [_COUPLE, _MEMBERS, _MONTH],
        member(_PDJ, "Tisserand", "Pierre", _since(2023, 9, 1), gender="man", phone="0465713003",
               address="7 chemin de Choulans", postcode="69005", city="Lyon"),
        member(_PDJ, "Tisserand", "Nicole", _since(2023, 9, 1), gender="woman", phone="0639983003",
               address="7 chemin de Choulans", postcode="69005", city="Lyon"),
        said=["« // » repeats the line above"],
        or_=[
            {"questions": [_COUPLE], "said": ["« sept. 2023 » is taken as 1 September 2023", "« membres » is membre"]},
            {"said": ["both phones are for each of the two"]},
        ],
    ),
    asked("csv", 7, "TTTTTATT", _MENIVAL,
        member(_MEN, "Pichon", "Anne-Laure", _since(2024, 4, 3), gender="woman", birth_name="Garnier",
               email="annelaure.pichon@example.org", address="41 av. du Point-du-Jour", postcode="69005"),
        said=["03/04/2024 is 3 April 2024"],
        or_=[*_MARRIED, {"fate": "taken", "questions": []}],
    ),
    asked("csv", 8, "TTTTTATT", _MENIVAL,
        member(_MEN, "Carret", "Josiane", _since(2024, 4, 3), gender="woman", birth_name="Dumoulin",
               phone="0465713005", address="41 av. du Point-du-Jour", postcode="69005"),
        said=["03/04/2024 is 3 April 2024", "« idem » repeats the line above"],
        or_=[*_MARRIED, {"fate": "taken", "questions": []}],
    ),
    asked("csv", 9, ".TTTTATT", _BATTIERES,
        member(_MEN, "Le Goff", "Yann", _since(2022, 3, 1), phone="0639983006", address="8 quai de Saône",
               postcode="01000", city="Bourg-en-Bresse"),
        said=["1000 lost its zero"],
        or_=[{"fate": "taken", "questions": []}],
    ),
    asked("csv", 10, "LT.TTTTA", _YEAR,
        member(_PDJ, "Martin", "Pascal", _since(2021, 1, 1), phone="0639983007", email="pascal.martin@example.org",
               postcode="69005", city="Lyon"),
        said=["« Dr » tells no gender", "MARTIN PASCAL is read as the header says: name, then first name"],
        or_=[{"said": ["asked: which of MARTIN PASCAL is the last name"]}, {"said": ["« 2021 » is refused: no day"]}],
    ),
    asked("csv", 11, ".T..ATTA", [_NO_MAIL, _SPRING],
        member(_PDJ, "Bonnard", "Lucie", _since(2022, 3, 20)),
        or_=[
            {"questions": [_SPRING], "said": ["« pas de mail » is an empty cell"]},
            {"facts": [member(_PDJ, "Bonnard", "Lucie", _since(2022, 3, 1))]},
        ],
    ),
    asked("csv", 12, "TTTTAATT", [_EVENING, _POINT],
        member(_PDJ, "d'Arcy-Moulin", "Solène", _since(2025, 6, 17), gender="woman", phone="0639983009",
               address="15 r. Trion\n3e étage", postcode="69005", city="Lyon"),
        said=["17.06.25 is 17 June 2025"],
        or_=[
            {"questions": [_POINT], "said": ["« (le soir) » is left out"]},
            {"questions": [_EVENING], "said": ["the body is read, punctuation and abbreviation aside"]},
            {"fate": "taken", "questions": [], "said": ["the body is read", "« (le soir) » is left out"]},
            {"said": ["last name D'Arcy-Moulin, by whatever capitals"]},
        ],
    ),
    asked("csv", 13, "TTTTATTT", _PHONES,
        member(_PDJ, "Fontanel", "Rita", _since(2023, 5, 5), gender="woman", phone="0639983012",
               address="2 bis montée de Choulans", postcode="69005", city="Lyon"),
        said=["« 5 mai 23 » is 5 May 2023", "the body is read, capitals and spaces aside"],
        or_=[{"fate": "taken", "questions": [], "said": ["both are kept, where the register has a place for both"]}],
    ),
    blank("csv", 14),
    left("csv", 15, ".L", "total"),
]  # fmt: skip

CELLS = {
    "csv": {"taken": 69, "asked": 13, "left": 3},
}
TOTALS = {"people": 11, "mandates": 11}
