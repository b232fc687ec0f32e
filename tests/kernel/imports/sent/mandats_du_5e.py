"""Mandates of two councils of the 5th, a sheet each, as their secretary keeps them since 2023; the people are known.

Hard: the name of a sheet is that of a body, one of them badly written; who left is coloured, as a legend at the foot
says, the day in a comment; a filter hides a line; days that are formulas which were never computed; ditto marks; a year
alone, a day of which nobody knows which number is the day; a parenthesis; two people in a cell; a person in two sheets.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, person, question
from tests.kernel.imports.sent.register import CQ

FILE = "Mandats CQ 5e (à jour septembre 2026).xlsx"
KIND = "mandates"
PDJ, MEN = "Point du Jour", "Menival-Batières-La Plaine"
ALREADY = {
    "people": [person(*name.split(" ", 1)) for name in (
        "Chazot Mireille", "Deloraine Paul", "Eparvier Sabine", "Fontbonne Luc", "Gayraud Inès", "Hermitte Jean-Marc",
        "Isambert Colette", "Jacquemond Rémi", "Kervella Anne", "Lamoureux Zoé")],
}  # fmt: skip

_END = "=DATE(2026,12,31)"
_FIRST: list[list[object]] = [
    ["Membres du conseil de quartier (mandature 2023-2026)"],
    ["NOM", "Prénom", "Collège", "Rôle", "Date d’entrée", "Fin de mandat", "Badge"],
    ["CHAZOT", "Mireille", "Habitants", "Présidente", "12/01/2023", _END, 41],
    ["DELORAINE", "Paul", '"', "vice-président", '"', _END, 42],
    ["EPARVIER", "Sabine", "Habitants", None, "sept. 2023", _END, 43],
    ["FONTBONNE", "Luc", "Associations", "trésorier", "12/01/2023", _END, 44],
    ["GAYRAUD", "Inès", "Associations", "membre", datetime(2024, 1, 11), _END],
    [],
    ["En orange : démissions"],
    ["Effectif : 5 membres"],
]
_SECOND: list[list[object]] = [
    ["Nom et prénom", "Qualité", "Depuis"],
    ["CHAZOT Mireille", "membre", 2024],
    ["HERMITTE Jean-Marc", "secrétaire", "1er mars 2024"],
    ["ISAMBERT Colette", "membre", "15-03-24"],
    ["JACQUEMOND Rémi (démissionnaire)", "membre", "15/03/2024"],
    ["à pourvoir", "membre"],
    ["KERVELLA Anne et LAMOUREUX Zoé", "membre", "24 juin 2024"],
    ["Total", 6],
]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = PDJ
    for row in _FIRST:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.auto_filter.ref = "A2:G7"
    sheet.row_dimensions[6].hidden = True
    for cell in sheet["A5:G5"][0]:
        cell.fill = PatternFill("solid", fgColor="FFC000")
    sheet["A9"].fill = PatternFill("solid", fgColor="FFC000")
    sheet["A5"].comment = Comment("démission reçue le 03/02/2025", "secrétariat")
    other = book.create_sheet(MEN)
    for row in _SECOND:
        other.append(row)
    book.save(path)


_A, _B = f"{CQ} Point du Jour-Champvert-Jeunet", f"{CQ} Ménival - Les Battières - La Plaine"
_SHEET = f"Sheet « {MEN} » (5 lines): of which body is it?"
_FORMULAS = "Formulas of « Fin de mandat » that were never computed (5 lines): go on without them?"
_ORANGE = "Orange (1 line), « En orange : démissions »: what does it say?"
_HIDDEN = "A filter hides 1 line: take it or leave it?"
_YEAR = "« 2024 » (1 line): which day?"
_LEFT_ON = "« (démissionnaire) » (1 line): on which day did the mandate end?"
_TWO = "« KERVELLA Anne et LAMOUREUX Zoé » (1 line): two people, one of them, or one name?"

QUESTIONS = {
    _SHEET: question(_B, 5, [_B]),
    _FORMULAS: question("empty", 5),
    _ORANGE: question("démission", 1, ["démission"]),
    _HIDDEN: question("take it", 1, ["take it", "leave it"]),
    _YEAR: question(date(2024, 1, 1), 1, ["1 January 2024"]),
    _LEFT_ON: question(date(2025, 6, 30), 1),
    _TWO: question(["Kervella Anne", "Lamoureux Zoé"], 1),
}


def _mandate(body: str, name: str, start: date | None = None, **more: Any) -> Fact:
    last_name, first_name = name.split(" ", 1)
    told = {"body": body, **more} | ({"start": start} if start else {})
    return {"person": person(last_name, first_name), "mandate": told}


_JANUARY = date(2023, 1, 12)

LINES = [
    left(PDJ, 1, "L", "title: no body and no day"),
    header(PDJ, 2, "TTTTTTL"),
    asked(PDJ, 3, "TTTTTAL", _FORMULAS,
        _mandate(_A, "Chazot Mireille", _JANUARY, college="Habitants", function="présidence")),
    asked(PDJ, 4, "TTTTTAL", _FORMULAS,
        _mandate(_A, "Deloraine Paul", _JANUARY, college="Habitants", function="vice-présidence"),
        said=["« \" » is the line above"]),
    asked(PDJ, 5, "AAA.AAL", [_FORMULAS, _ORANGE],
        _mandate(_A, "Eparvier Sabine", date(2023, 9, 1), college="Habitants", end=date(2025, 2, 3),
                 end_reason="démission"),
        said=["« sept. 2023 » is read as 1 September 2023", "the comment: « démission reçue le 03/02/2025 »"]),
    asked(PDJ, 6, "AAAAAAL", [_FORMULAS, _HIDDEN],
        _mandate(_A, "Fontbonne Luc", _JANUARY, college="Associations", function="trésorerie")),
    asked(PDJ, 7, "TTTTTA", _FORMULAS,
        _mandate(_A, "Gayraud Inès", date(2024, 1, 11), college="Associations", function="membre")),
    blank(PDJ, 8),
    left(PDJ, 9, "L", "legend, quoted with the question of the colour"),
    left(PDJ, 10, "L", "count of members"),
    header(MEN, 1, "TTT"),
    asked(MEN, 2, "AAA", [_SHEET, _YEAR], _mandate(_B, "Chazot Mireille", date(2024, 1, 1), function="membre")),
    asked(MEN, 3, "AAA", [_SHEET], _mandate(_B, "Hermitte Jean-Marc", date(2024, 3, 1), function="secrétariat")),
    asked(MEN, 4, "AAA", [_SHEET], _mandate(_B, "Isambert Colette", date(2024, 3, 15), function="membre"),
        or_=[{"said": ["« 15-03-24 » is refused: day or year first?"]}]),
    asked(MEN, 5, "AAA", [_SHEET, _LEFT_ON],
        _mandate(_B, "Jacquemond Rémi", date(2024, 3, 15), function="membre", end=date(2025, 6, 30),
                 end_reason="démission")),
    left(MEN, 6, "LL", "nobody yet", or_=[{"fate": "asked", "questions": [_SHEET]}]),
    asked(MEN, 7, "AAA", [_SHEET, _TWO],
        _mandate(_B, "Kervella Anne", date(2024, 6, 24), function="membre"),
        _mandate(_B, "Lamoureux Zoé", date(2024, 6, 24), function="membre")),
    left(MEN, 8, "LL", "total"),
]  # fmt: skip

CELLS = {PDJ: {"taken": 21, "asked": 14, "left": 8}, MEN: {"taken": 3, "asked": 15, "left": 4}}
TOTALS = {"people": 10, "mandates": 11}
