"""The bureaux of two councils of the 6th since 2023, sent by their secretary: one sheet, two tables abreast.

Hard: two tables stand side by side, each under the name of its body. The columns are years, the squares functions, so
that a line is a mandate for each stretch of years in one function; a second table below counts the requests of each
year, and is no list of people; a season of terms in the title of a column.
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Bureaux 6e 2023-2025.xlsx"
KIND = "people"
SHEET, CHARTS = "bureaux", "Graphique1 données"
ALREADY: dict[str, object] = {}

_YEARS: list[object] = [2023, 2024, "2025"]
_ROWS: list[list[object]] = [
    ["CQ Brotteaux", None, None, None, None, "CQ Parc-Duquesne"],
    ["Nom", *_YEARS, None, "Nom", *_YEARS],
    ["AUBERTIN Rémi", "présidence", "présidence", "présidence", None,
     "HENNEQUIN Laure", "secrétariat", "présidence", "présidence"],
    ["BESSON Myriam", "trésorerie", None, "trésorerie", None, "ISNARD Gilles", None, "membre", "membre"],
    ["CLAVEL Denis", None, "secrétariat", "secrétariat", None, None, None, None, None],
    [],
    ["Demandes reçues", *_YEARS],
    ["Brotteaux", 12, 9, 14],
    ["Parc-Duquesne", 7, 11, 8],
    ["Total", "=SUM(B8:B9)", "=SUM(C8:C9)", "=SUM(D8:D9)"],
    [],
    ["Mandats de l’automne 2022 à l’automne 2025"],
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("F1:I1")
    for row in _ROWS[6:9]:
        (book[CHARTS] if CHARTS in book.sheetnames else book.create_sheet(CHARTS)).append(row)
    book.save(path)


_FROM_YEARS = "Columns 2023, 2024 and 2025 (3 lines): does each mandate run from 1 January to 31 December of its years?"
_SINCE = "The years end in 2025 and the day is 24 November 2026 (3 lines): are these mandates over?"

QUESTIONS = {
    _FROM_YEARS: question("from 1 January to 31 December", 3, ["1 January to 31 December", "other days"]),
    _SINCE: question("over on 31 December 2025", 3, ["over on 31 December 2025", "still running"]),
}

_BRO, _PARC = f"{CQ} Brotteaux", f"{CQ} Parc-Duquesne"


def _during(body: str, last_name: str, first_name: str, function: str, first: int, last: int) -> Fact:
    """One mandate from the first day of a year to the last day of another."""
    days = {"start": date(first, 1, 1), "end": date(last, 12, 31), "end_reason": "fin de mandat"}
    return member(body, last_name, first_name, {"function": function} | days)


# A mandate a year, instead of one for a stretch of years in one function, is a poorer reading: it is not as good.
_DUE = [{"said": ["31 December is the last day foreseen of each mandate, instead of its end"]}]

LINES = [
    taken(SHEET, 1, "T....T", reason="titles that give the body of each of two tables abreast"),
    header(SHEET, 2, "TTTT.TTTT", said=["columns by year: 2023, 2024, 2025"]),
    asked(SHEET, 3, "TAAA.TAAA", [_FROM_YEARS, _SINCE],
        _during(_BRO, "Aubertin", "Rémi", "présidence", 2023, 2025),
        _during(_PARC, "Hennequin", "Laure", "secrétariat", 2023, 2023),
        _during(_PARC, "Hennequin", "Laure", "présidence", 2024, 2025),
        or_=_DUE,
    ),
    asked(SHEET, 4, "TA.A.T.AA", [_FROM_YEARS, _SINCE],
        _during(_BRO, "Besson", "Myriam", "trésorerie", 2023, 2023),
        _during(_BRO, "Besson", "Myriam", "trésorerie", 2025, 2025),
        _during(_PARC, "Isnard", "Gilles", "membre", 2024, 2025),
        or_=_DUE,
    ),
    asked(SHEET, 5, "T.AA", [_FROM_YEARS, _SINCE],
        _during(_BRO, "Clavel", "Denis", "secrétariat", 2024, 2025),
        or_=_DUE,
    ),
    blank(SHEET, 6),
    left(SHEET, 7, "LLLL", "header of a table of counts, which lists nobody"),
    left(SHEET, 8, "LLLL", "table of counts: nobody by that name"),
    left(SHEET, 9, "LLLL", "table of counts: nobody by that name"),
    left(SHEET, 10, "LLLL", "total"),
    blank(SHEET, 11),
    left(SHEET, 12, "L", "note that tells the season of the terms, quoted in the question of the years"),
    *(left(CHARTS, row, "LLLL", "sheet of figures of a chart: no list of people") for row in range(1, 4)),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 15, "asked": 12, "left": 17},
    CHARTS: {"taken": 0, "asked": 0, "left": 12},
}
TOTALS = {"people": 5, "mandates": 7}
