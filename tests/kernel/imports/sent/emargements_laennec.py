"""Three years of presences of a council of the 8th, pasted from a shared sheet into a text of Windows (UTF-16, tabs).

Hard: the body in a title; a column a meeting, over three seasons, some days in words, one that the register does not
hold; marks as each secretary wrote them; a sum at the end of the line; two lines of counts at the foot, of which one
counts nothing; who did not come yet has empty squares; a last line that says whence the marks come.
"""

from datetime import date
from pathlib import Path

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, member, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "emargements laennec 2023-2026.txt"
KIND = "attendance"
ENCODING, DELIMITER = "utf-16", "\t"
BODY = f"{CQ} Laënnec-Mermoz"
_OCTOBER, _JANUARY, _NOVEMBER, _LAST = date(2023, 10, 12), date(2024, 1, 18), date(2024, 11, 20), date(2025, 10, 15)
_PEOPLE = ("Navette Aurore", "Ollagnier Fabien", "Perrachon Simone", "Quinson Karim", "Ravier Hélène")
ALREADY = {
    "members": [member(BODY, *name.split(" "), {"start": date(2023, 1, 10)}) for name in _PEOPLE],
    "meetings": [{"body": BODY, "day": day, "kind": "bureau", "state": "tenue"}
                 for day in (_OCTOBER, _JANUARY, _NOVEMBER)],
}  # fmt: skip

_ROWS = [
    ["Conseil de quartier Laënnec – Mermoz : présences 2023-2026"],
    [""],
    ["Nom", "Prénom", "12/10/2023", "18 janvier 2024", "20/11/24", "Réunion du 15/10/2025", "Nb"],
    ["NAVETTE", "Aurore", "P", "P", "E", "P", "3"],
    ["OLLAGNIER", "Fabien", "x", "", "A", "P", "2"],
    ["PERRACHON", "Simone", "P", "excusée", "", "absente", "1"],
    ["QUINSON", "Karim", "présent", "exc.", "abs.", "oui", "2"],
    ["RAVIER", "Hélène", "P", "partie", "P", "", "2"],
    ["Nombre de présents", "", "5", "1", "1", "3"],
    ["Quorum atteint", "", "oui", "non", "non", "oui"],
    [""],
    ["Source : feuilles signées, classeur du bureau"],
]


def workbook(path: Path) -> None:
    path.write_text("\r\n".join("\t".join(row) for row in _ROWS) + "\r\n", encoding=ENCODING, newline="")


_MEETING = "15/10/2025 (4 lines): no meeting of the register that day: create it, or leave these marks?"
_GONE = "Mark « partie » (1 line): what does it say?"

QUESTIONS = {
    _MEETING: question("create it, held that day", 4, ["create it", "leave these marks"]),
    _GONE: question("leave the line that this mark is", 1),
}


def _marks(name: str, *states: str | None) -> list[Fact]:
    return [
        {"attendance": {"body": BODY, "day": day, "person": name, "state": state}}
        for day, state in zip((_OCTOBER, _JANUARY, _NOVEMBER, _LAST), states, strict=True)
        if state
    ]


LINES = [
    taken("csv", 1, "T", reason="title that gives the body"),
    blank("csv", 2),
    header("csv", 3, "TTTTTTL"),
    asked("csv", 4, "TTTTTAL", _MEETING, *_marks("Navette Aurore", "present", "present", "excused", "present")),
    asked("csv", 5, "TTT.TAL", _MEETING, *_marks("Ollagnier Fabien", "present", None, "absent", "present")),
    asked("csv", 6, "TTTT.AL", _MEETING, *_marks("Perrachon Simone", "present", "excused", None, "absent"),
        or_=[{"said": ["an absence does not ask for a meeting that nobody recorded"]}]),
    asked("csv", 7, "TTTTTAL", _MEETING, *_marks("Quinson Karim", "present", "excused", "absent", "present")),
    asked("csv", 8, "TTTAT.L", _GONE, *_marks("Ravier Hélène", "present", None, "present", None)),
    left("csv", 9, "L.LLLL", "count"),
    left("csv", 10, "L.LLLL", "foot of the table: no member by that name"),
    blank("csv", 11),
    left("csv", 12, "L", "note"),
]  # fmt: skip

CELLS = {"csv": {"taken": 29, "asked": 5, "left": 17}}
TOTALS = {"attendances": 16}
