"""Caterers and printers of the mairies, exported by the accountant as a list « CSV UTF-8 » (with its mark, and « ; »).

Hard: SIRET in powers of ten, or short of its zeros, or one digit wrong; people with their e-mails in one cell; two
phones; what was paid by year, which is no column of a supplier; ditto marks; a repeated supplier; a total of euros.
"""

import csv
from pathlib import Path

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question, taken

FILE = "fournisseurs réunions publiques.csv"
KIND = "suppliers"
ENCODING, DELIMITER = "utf-8-sig", ";"
ALREADY: dict[str, object] = {}

_ROWS = [
    ["Fournisseur", "SIRET", "Contact(s)", "Tél", "CP", "Ville", "2023", "2024", "2025"],
    ["Buffets du Rhône Invention", "900 001 116 00012", "Nadia Ferrez <nadia.ferrez@example.org>", "04 65 71 70 01",
     "69007", "LYON", "1 250,00 €", "980,50 €", ""],
    ["Les Marmites Imaginaires", "9,00002E+13",
     "Paul Igny <paul.igny@example.org>; Commandes <commandes@example.org>", "0465717002 / 0639987002", "Lyon 8",
     "", "", "2 100 €", "1 940 €"],
    ["Presse-Papier Fictif SARL", "1234500500016", "presse@example.org", "465717003", "1000", "Bourg en Bresse",
     "310", "-", "275,4"],
    ["Imprimerie du Conte", "90000333600015", "M. Serge Oulmont, gérant", "+33 4 65 71 70 04", "//", "//", "", "",
     "88"],
    ["BUFFETS DU RHONE INVENTION", "90000111600012", "", "", "", "", "", "", "640 €"],
    ["", "", "", "", "", "", "", "", ""],
    ["TOTAL TTC", "", "", "", "", "", "1 560,00 €", "3 080,50 €", "2 943,40 €"],
    ["Source : Grand livre, extraction du 02/11/2026", "", "", "", "", "", "", "", ""],
]  # fmt: skip


def workbook(path: Path) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, delimiter=DELIMITER).writerows(_ROWS)


_POWERS = "SIRET « 9,00002E+13 » lost its digits in Excel (1 line): which is it, or none?"
_KEY = "SIRET « 90000333600015 » has a wrong key (1 line): which is it, or none?"
_CONTACTS = "« Contact(s) » names people with their e-mails (3 lines): write them as contacts?"
_TWO = "Two phones (1 line: Les Marmites Imaginaires): which one is the supplier's?"
_TWICE = "The SIRET 90000111600012 is in two lines (2 and 6): the same supplier?"

QUESTIONS = {
    _POWERS: question("90000222100019", 1),
    _KEY: question("none", 1),
    _CONTACTS: question("write them", 3, ["write them", "leave the column"]),
    _TWO: question("04 65 71 70 02", 1, ["04 65 71 70 02", "06 39 98 70 02"]),
    _TWICE: question("the same: keep what both say", 2, ["the same", "leave line 6"]),
}


def _supplier(name: str, **more: object) -> Fact:
    return {"supplier": {"name": name, **more}}


def _contact(supplier: str, name: str, **more: object) -> Fact:
    return {"contact": {"supplier": supplier, "name": name, **more}}


_BUFFETS, _MARMITES = "Buffets du Rhône Invention", "Les Marmites Imaginaires"
_PRESSE, _CONTE = "Presse-Papier Fictif SARL", "Imprimerie du Conte"
# Where an import of suppliers has no place for a contact, the column is told to be left; never dropped unsaid.
_NO_CONTACT = {"said": ["contacts are told not to be written by this import, with their count"]}

LINES = [
    header("csv", 1, "TTTTTTLLL", said=["2023, 2024 and 2025 hold amounts, which a supplier has not: told, and left"]),
    asked("csv", 2, "TTATTTLL", [_CONTACTS, _TWICE],
        _supplier(_BUFFETS, siret="90000111600012", phone="0465717001", postcode="69007", city="Lyon"),
        _contact(_BUFFETS, "Nadia Ferrez", email="nadia.ferrez@example.org"),
        or_=[_NO_CONTACT],
    ),
    asked("csv", 3, "TAAAT..LL", [_POWERS, _CONTACTS, _TWO],
        _supplier(_MARMITES, siret="90000222100019", phone="0465717002", postcode="69008", city="Lyon"),
        _contact(_MARMITES, "Paul Igny", email="paul.igny@example.org"),
        _contact(_MARMITES, "Commandes", email="commandes@example.org"),
        said=["« Lyon 8 » is 69008 Lyon"],
        or_=[_NO_CONTACT, {"said": ["« Commandes » is nobody: the supplier's own e-mail commandes@example.org"]}],
    ),
    # An address alone names nobody: whether the column names people is not asked of its line.
    taken("csv", 4, "TTTTTTLLL",
        _supplier(_PRESSE, siret="01234500500016", phone="0465717003", postcode="01000", city="Bourg en Bresse",
                  email="presse@example.org"),
        said=["1234500500016 lost its zero: its key is right with it", "465717003 and 1000 lost theirs",
              "an e-mail alone is the supplier's own"],
        or_=[{"said": ["city Bourg-en-Bresse"]}],
    ),
    asked("csv", 5, "TAATTT..L", [_KEY, _CONTACTS],
        _supplier(_CONTE, phone="0465717004", postcode="01000", city="Bourg en Bresse"),
        _contact(_CONTE, "Serge Oulmont", function="gérant"),
        said=["« // » repeats the line above"],
        or_=[_NO_CONTACT, {"facts": [], "said": ["an error: the line waits for a right SIRET"]}],
    ),
    asked("csv", 6, "TA......L", _TWICE, said=["nothing more than line 2 says: one supplier"]),
    blank("csv", 7),
    left("csv", 8, "L.....LLL", "total"),
    left("csv", 9, "L", "source"),
]  # fmt: skip

CELLS = {
    "csv": {"taken": 24, "asked": 7, "left": 17},
}
TOTALS = {"people": 0, "suppliers": 4, "contacts": 4}
