"""The directory of the associations of the 9th, as LibreOffice keeps it at the mairie: for organisations.

Hard: a title, a header on two lines; kinds in the words of a secretary; a SIRET with spaces, one of a wrong key; phones
without their zero; two addresses in a cell; a remark after a phone; « la convention » by its years; a contact who is a
couple; a hidden row; columns of which the register knows nothing; a number of members under a total; a place and a day.
"""

from datetime import date
from pathlib import Path
from typing import Any

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question, taken
from tests.kernel.imports.sent.ods import Merged, Row, write_ods

FILE = "annuaire assos 9e.ods"
KIND = "organisations"
SHEET = "Associations"
ALREADY: dict[str, object] = {}

_ROWS = [
    Row((Merged("ANNUAIRE DES ASSOCIATIONS DU 9e – septembre 2026", 10),)),
    Row(()),
    Row(("Structure", "Sigle", "Type", "N° SIRET", Merged("Correspondant", 3), None, Merged("Convention", 2),
         "Adhérents")),
    Row((None, None, None, None, "Nom", "Mél", "Tél.", "Adresse", "du", "au")),
    Row(("Atelier des Deux Rives", "ADR", "association loi 1901", "732 829 320 00074", "Mme MONTARIOL Eve",
         "contact@deuxrives.example.org", 478830141, "12 quai Jaÿr, 69009 Lyon", date(2025, 1, 1), date(2027, 12, 31),
         120)),
    Row(("LES JARDINS DE CHAMPVERT", None, "asso", None, "M. et Mme TORRILHON", None, "06 12 34 01 80 (le soir)", None,
         None, None, 35)),
    Row(("Rochecardon Solidaire", None, "association", "732 829 320 00075", "NIVOLLET Sam",
         "sam@rochecardon.example.org", "04.78.83.01.42", None, None, None, 18)),
    Row(("Maison des jeunes des Deux Fleuves", "MJDF", "partenaire", None, "le directeur",
         "accueil@mjdf.example.org ; direction@mjdf.example.org", "04 78 83 01 43", None, "2024-2026", None, 240)),
    Row(("Comité des fêtes d’Industrie", None, "comité des fêtes", None, None, None, None,
         "place de Paris 69009 LYON", None, None, 12)),
    Row(("Ciné-club du Bourg (en sommeil)", None, "association", None, "OZENNE Luce", None, "0612340181", None, None,
         None, 9), is_hidden=True),
    Row(("Total adhérents", None, None, None, None, None, None, None, None, None, 434)),
    Row(()),
    Row(("Lyon, le 14/09/2026 – Service vie associative",)),
]  # fmt: skip


def workbook(path: Path) -> None:
    write_ods(path, {SHEET: _ROWS}, bordered_rows=40, columns=11)


_KIND_FETES = "Kind « comité des fêtes » (1 line)?"
_MAILS = "Mél « accueil@mjdf.example.org ; direction@mjdf.example.org » (1 line): which of two?"
_YEARS = "« 2024-2026 » (1 line): from 1 January 2024 to 31 December 2026?"
_HIDDEN = "1 hidden line: take it or leave it?"

QUESTIONS = {
    _KIND_FETES: question("association", 1, ["association"]),
    _MAILS: question("first", 1),
    _YEARS: question("both", 1),
    _HIDDEN: question("take it", 1),
}


def _organisation(name: str, kind: str, **more: Any) -> Fact:
    return {"organisation": {"name": name, "kind": kind, **more}}


LINES = [
    left(SHEET, 1, "L", "title"),
    blank(SHEET, 2),
    header(SHEET, 3, "TTTTT...T.L"),
    header(SHEET, 4, "....TTTTTT"),
    taken(SHEET, 5, "TTTTTTTTTTL",
        _organisation("Atelier des Deux Rives", "association", acronym="ADR", siret="73282932000074",
                      contact="Mme Montariol Eve", email="contact@deuxrives.example.org", phone="0478830141",
                      address="12 quai Jaÿr, 69009 Lyon", start=date(2025, 1, 1), end=date(2027, 12, 31))),
    taken(SHEET, 6, "T.T.T.T...L",
        _organisation("Les Jardins de Champvert", "association", contact="M. et Mme Torrilhon", phone="0612340180"),
        said=["« le soir » is left"]),
    taken(SHEET, 7, "T.TTTTT...L",
        said=["the SIRET of Rochecardon Solidaire is refused: its key is wrong"], reason="an error to correct"),
    asked(SHEET, 8, "TTT.TAT.A.L", [_MAILS, _YEARS],
        _organisation("Maison des jeunes des Deux Fleuves", "partner", acronym="MJDF", contact="le directeur",
                      email="accueil@mjdf.example.org", phone="0478830143", start=date(2024, 1, 1),
                      end=date(2026, 12, 31))),
    asked(SHEET, 9, "T.A....T..L", _KIND_FETES,
        _organisation("Comité des fêtes d’Industrie", "association", address="place de Paris 69009 LYON")),
    asked(SHEET, 10, "A.A.A.A...L", _HIDDEN,
        _organisation("Ciné-club du Bourg (en sommeil)", "association", contact="Ozenne Luce", phone="0612340181")),
    left(SHEET, 11, "L.........L", "total"),
    blank(SHEET, 12),
    left(SHEET, 13, "L", "place and day, and who keeps the list"),
]  # fmt: skip

CELLS = {SHEET: {"taken": 39, "asked": 7, "left": 11}}
TOTALS = {"organisations": 5}
