"""The elected officials who follow the councils of the 6th and 7th, saved as « CSV (Macintosh) »: MacRoman, CR.

Hard: the encoding and its line ends; one line follows several councils and one council has two lines; « Lyon 6e » is
the arrondissement; a civility and a title before the name; « vacant », « id. », a remark in brackets; a signature.
"""

import csv
from pathlib import Path

from tests.kernel.imports.sent.lines import Fact, asked, blank, header, left, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Élus référents CQ.csv"
KIND = "elected_officials"
ENCODING, DELIMITER = "mac_roman", ";"
ALREADY: dict[str, object] = {}

_ROWS = [
    ["Conseils de quartier : qui suit quoi (après installation)", "", ""],
    ["", "", ""],
    ["Mairie", "Conseil(s)", "Élu(e) référent(e)"],
    ["Lyon 6e", "Brotteaux / Bellecombe", "Mme Élodie TRÉZAN, adjointe à la démocratie locale"],
    ["id.", "Parc-Duquesne", "M. François LEMAÎTRE-NOËL"],
    ["", "Saxe-Roosevelt", "vacant"],
    ["Lyon 7ème", "Jean-Macé", "Élodie Çelik-Morand (jusqu’en décembre)"],
    ["69007", "Jean Macé", "Guy RÉMOND"],
    ["7", "Gerland + Guillotière", "Guy RÉMOND"],
    ["", "", ""],
    ["Le chef de cabinet, B. Vautrin", "", ""],
]  # fmt: skip


def workbook(path: Path) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, delimiter=DELIMITER, lineterminator="\r").writerows(_ROWS)


_BRO, _PARC, _MACE, _GERLAND, _GUILL = (
    f"{CQ} {name}" for name in ("Brotteaux", "Parc-Duquesne", "Jean Macé", "Gerland", "Guillotière")
)
_BELLE = f"{CQ} Bellecombe Village"

_SEVERAL = "« Brotteaux / Bellecombe », « Gerland + Guillotière » (2 lines): two bodies each?"
_NEAR = "Body « Bellecombe » (1 line)?"
_UNTIL = "« (jusqu’en décembre) » (1 line): leave the remark?"
_BOTH = "Two officials follow Jean Macé (lines 7 and 8), and a body has one: which?"

QUESTIONS = {
    _SEVERAL: question("two bodies each", 2),
    _NEAR: question(_BELLE, 1, [_BELLE]),
    _UNTIL: question("leave the remark", 1),
    _BOTH: question("Guy Rémond", 2, ["Élodie Çelik-Morand", "Guy Rémond"]),
}


def _follows(official: str, *bodies: str) -> list[Fact]:
    return [{"elected_official": {"body": body, "name": official}} for body in bodies]


LINES = [
    left("csv", 1, "L", "title"),
    blank("csv", 2),
    header("csv", 3, "TTT"),
    asked("csv", 4, "TAT", [_SEVERAL, _NEAR],
        *_follows("Élodie Trézan", _BRO, _BELLE),
        said=["« Mme » and « adjointe à la démocratie locale » are not of the name: left"],
        or_=[
            {"questions": [_NEAR], "said": ["« / » parts two bodies"]},
            {"said": ["the title « adjointe à la démocratie locale » is asked"]},
        ],
    ),
    taken("csv", 5, "TTT", *_follows("François Lemaître-Noël", _PARC), said=["« id. » repeats Lyon 6e"]),
    taken("csv", 6, ".TT", said=["« vacant » is nobody: the body has no official"],
        reason="nothing to write: nobody yet follows Saxe-Roosevelt",
        or_=[{"fate": "left", "reason": "« vacant »: nobody to write"}]),
    asked("csv", 7, "TTA", [_UNTIL, _BOTH],
        said=["nothing is written of this line: the answer is Guy Rémond", "Jean-Macé is Jean Macé"],
        or_=[{"questions": [_BOTH], "said": ["« (jusqu’en décembre) » is left out"]}],
    ),
    asked("csv", 8, "TTA", _BOTH, *_follows("Guy Rémond", _MACE)),
    asked("csv", 9, "TAT", _SEVERAL, *_follows("Guy Rémond", _GERLAND, _GUILL),
        or_=[{"fate": "taken", "questions": [], "said": ["« + » parts two bodies"]}]),
    blank("csv", 10),
    left("csv", 11, "L", "signature"),
]  # fmt: skip

CELLS = {
    "csv": {"taken": 16, "asked": 4, "left": 2},
}
TOTALS = {"people": 0, "elected_officials": 6}
