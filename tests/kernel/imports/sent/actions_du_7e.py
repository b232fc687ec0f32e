"""What the bureaux of the 7th have left to do, as their secretary follows it: a sheet a council, for the actions.

Hard: the sheet and its title give the body; the day of the sitting stands once, merged over its lines, then « idem »;
due days in words; states as people write them, one with its day; two people in charge in a cell; a line without an
action; a colour that means urgency; a total; a signature.
"""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "suivi actions bureaux L7.xlsx"
KIND = "actions"
GERLAND, MACE = "CQ Gerland", "J. Macé"
_GER, _MACE = f"{CQ} Gerland", f"{CQ} Jean Macé"
_MARCH, _JUNE, _SEPTEMBER = date(2026, 3, 12), date(2026, 6, 11), date(2026, 9, 24)
ALREADY = {
    "meetings": [{"body": body, "day": day, "kind": "bureau", "state": "tenue"}
                 for body, day in ((_GER, _MARCH), (_GER, _JUNE), (_MACE, _SEPTEMBER))],
}  # fmt: skip

_FIRST: list[list[object]] = [
    ["Suivi des actions du conseil de quartier Gerland"],
    ["N°", "Séance du", "Action à mener", "Qui", "Pour le", "Avancement", "Observations"],
    [1, "12/03/2026", "Relancer la propreté sur les dépôts", "Mme Ferrier", "30/04/2026", "fait", "passage le 02/04"],
    [2, None, "Réserver la salle", "M. Abadie et Mme Ferrier", "fin mars 2026", "Fait le 20/03/2026"],
    [3, None, "Écrire à la métropole", None, "dès que possible", "en cours", "courrier prêt"],
    [4, "11 juin 2026", "Préparer la balade urbaine", "le bureau", date(2026, 9, 19), "abandonné", "pluie"],
    [5, "idem", "Commander un panneau", "mairie", "15/12/2026", "à faire"],
    [6],
    ["Total : 5 actions"],
    [],
    ["En rouge : urgent"],
]
_SECOND: list[list[object]] = [
    ["Date", "Action", "Responsable", "Échéance", "État"],
    [_SEPTEMBER, "Demander un devis pour les bacs", "Mme Ferrier", "31/10/2026", "ok"],
    [_SEPTEMBER, "Inviter les commerçants", "M. Ravel", "31/12/2026", None],
    [date(2026, 10, 8), "Afficher le compte rendu", "M. Ravel", None, "non"],
    ["Le secrétaire : M. Ravel"],
]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = GERLAND
    for row in _FIRST:
        sheet.append(row)
    for cells in ("A1:G1", "B3:B5"):
        sheet.merge_cells(cells)
    for place in ("C5", "A11"):
        sheet[place].fill = PatternFill("solid", fgColor="FF0000")
    other = book.create_sheet(MACE)
    for row in _SECOND:
        other.append(row)
    book.save(path)


_SHEET = f"Sheet « {MACE} » (3 lines): of which body is it?"
_RED = "Red (1 line), « En rouge : urgent »: what does it say?"
_END_OF_MARCH = "« fin mars 2026 » (1 line): which day?"
_SOON = "« dès que possible » (1 line): which day?"
_OK = "State « ok » (1 line)?"
_NO = "State « non » (1 line)?"

QUESTIONS = {
    _SHEET: question(_MACE, 3, [_MACE]),
    _RED: question("nothing to write", 1),
    _END_OF_MARCH: question(date(2026, 3, 31), 1, ["31 March 2026"]),
    _SOON: question("empty", 1),
    _OK: question("Terminée", 1),
    _NO: question("À faire", 1),
}


def _action(body: str, day: date, text: str, **more: Any) -> Fact:
    return {"action": {"body": body, "day": day, "text": text, **more}}


LINES = [
    taken(GERLAND, 1, "T", reason="title that gives the body"),
    header(GERLAND, 2, "LTTTTTT"),
    taken(GERLAND, 3, "LTTTTTT",
        _action(_GER, _MARCH, "Relancer la propreté sur les dépôts", owner="Mme Ferrier", due=date(2026, 4, 30),
                state="done", outcome="passage le 02/04")),
    asked(GERLAND, 4, "L.TTAT", _END_OF_MARCH,
        _action(_GER, _MARCH, "Réserver la salle", owner="M. Abadie et Mme Ferrier", due=date(2026, 3, 31),
                state="done", closed=date(2026, 3, 20)),
        said=["« Fait le 20/03/2026 » is done, on that day"]),
    asked(GERLAND, 5, "L.A.ATT", [_SOON, _RED],
        _action(_GER, _MARCH, "Écrire à la métropole", state="open", outcome="courrier prêt"),
        or_=[{"questions": [_SOON]}]),
    taken(GERLAND, 6, "LTTTTTT",
        _action(_GER, _JUNE, "Préparer la balade urbaine", owner="le bureau", due=date(2026, 9, 19), state="dropped",
                outcome="pluie")),
    taken(GERLAND, 7, "LTTTTT",
        _action(_GER, _JUNE, "Commander un panneau", owner="mairie", due=date(2026, 12, 15), state="open"),
        said=["« idem » is the line above"]),
    left(GERLAND, 8, "L", "a number and nothing else"),
    left(GERLAND, 9, "L", "total"),
    blank(GERLAND, 10),
    left(GERLAND, 11, "L", "legend"),
    header(MACE, 1, "TTTTT"),
    asked(MACE, 2, "AAAAA", [_SHEET, _OK],
        _action(_MACE, _SEPTEMBER, "Demander un devis pour les bacs", owner="Mme Ferrier", due=date(2026, 10, 31),
                state="done")),
    asked(MACE, 3, "AAAA", _SHEET,
        _action(_MACE, _SEPTEMBER, "Inviter les commerçants", owner="M. Ravel", due=date(2026, 12, 31), state="open"),
        or_=[{"fate": "taken", "questions": []}]),
    asked(MACE, 4, "AAA.A", [_SHEET, _NO],
        _action(_MACE, date(2026, 10, 8), "Afficher le compte rendu", owner="M. Ravel", state="open"),
        or_=[{"said": ["an error: no meeting of that day"]}]),
    left(MACE, 5, "L", "who signed"),
]  # fmt: skip

CELLS = {GERLAND: {"taken": 29, "asked": 3, "left": 9}, MACE: {"taken": 5, "asked": 13, "left": 1}}
TOTALS = {"actions": 8}
