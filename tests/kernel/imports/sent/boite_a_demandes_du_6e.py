"""What a form of Google gathered for the councils of the 6th: its answers, as they are downloaded (UTF-8, commas).

Hard: the moment that the form writes is the day of reception; questions as headers; several answers in a cell; « Je ne
sais pas »; an address of the sender, which is no place; a text on several lines; one that begins with a sign; a
direction said short, one nobody knows; the same answer sent twice.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from tests.kernel.imports.sent.lines import Fact, asked, header, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Boîte à demandes 6e (réponses) - Réponses au formulaire 1.csv"
KIND = "requests"
ENCODING, DELIMITER = "utf-8-sig", ","
ALREADY: dict[str, object] = {}

_ROWS = [
    ["Horodateur", "Adresse e-mail", "Votre nom", "Votre conseil de quartier", "Objet de la demande",
     "Détail de la demande", "Thème(s)", "Lieu concerné", "Direction concernée"],
    ["12/09/2026 21:41:07", "mariette.oger@example.org", "Mariette Oger", "Brotteaux", "Un banc place Jules-Ferry",
     "Il n’y a plus de banc.\nDeux personnes âgées l’ont demandé.", "Espaces verts, Mobilier", "place Jules-Ferry",
     "Direction des espaces verts"],
    ["14/09/2026 08:02:55", "p.sabran@example.org", "Paul Sabran", "Parc-Duquesne", "Vitesse rue Duquesne",
     "- trop rapide le soir", "Voirie", "rue Duquesne", "Déplacements urbains"],
    ["14/09/2026 08:05:31", "p.sabran@example.org", "Paul Sabran", "Brotteaux, Parc-Duquesne", "Un marché le dimanche",
     "", "Commerce", "", "Je ne sais pas"],
    ["20/09/2026 18:30:00", "y.tavan@example.org", "Yvette Tavan", "Bellecombe", "Éclairage du square",
     "=> éteint depuis juin", "Propreté, Voirie", "square du Professeur-Galtier", "DEP"],
    ["03/10/2026 07:15:12", "", "", "Saxe Roosvelt", "Dépôts sauvages", "", "Propreté", "angle Saxe / Lafayette",
     "propreté"],
]  # fmt: skip


def workbook(path: Path) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(_ROWS)


_UNKNOWN = "Direction « Je ne sais pas » (1 line)?"
_DEP = "Direction « DEP » (1 line)?"
_BELLECOMBE = "« Bellecombe » (1 line): which body?"
_SAXE = "« Saxe Roosvelt » (1 line): which body?"
_PROPRETE = "Direction « propreté » (1 line)?"
_DEPLACEMENTS = "Direction « Déplacements urbains » (1 line)?"

_BRO, _PARC, _SAX = f"{CQ} Brotteaux", f"{CQ} Parc-Duquesne", f"{CQ} Saxe-Roosevelt"
_BEL = f"{CQ} Bellecombe Village"
_CLEAN, _MOVES = "Direction de la propreté", "Direction des déplacements urbains"
QUESTIONS = {
    _UNKNOWN: question("empty", 1),
    _DEP: question("empty", 1),
    _BELLECOMBE: question(_BEL, 1, [_BEL]),
    _SAXE: question(_SAX, 1, [_SAX]),
}


def _request(body: str, subject: str, day: date, **more: Any) -> Fact:
    told = {"text": None, "theme": None, "place": None, "direction": None, **more}
    return {"request": {"body": body, "subject": subject, "received": day, **told}}


_FOURTEENTH = date(2026, 9, 14)

LINES = [
    header("csv", 1, "TLLTTTTTT", said=["« Horodateur » is the day of reception"]),
    taken("csv", 2, "TLLTTTTTT",
        _request(_BRO, "Un banc place Jules-Ferry", date(2026, 9, 12),
                 text="Il n’y a plus de banc.\nDeux personnes âgées l’ont demandé.", theme="Espaces verts, Mobilier",
                 place="place Jules-Ferry", direction="Direction des espaces verts")),
    taken("csv", 3, "TLLTTTTTT",
        _request(_PARC, "Vitesse rue Duquesne", _FOURTEENTH, text="- trop rapide le soir", theme="Voirie",
                 place="rue Duquesne", direction=_MOVES),
        or_=[{"fate": "asked", "questions": [_DEPLACEMENTS]}]),
    asked("csv", 4, "TLLTT.T.A", _UNKNOWN,
        _request(_BRO, "Un marché le dimanche", _FOURTEENTH, theme="Commerce"),
        _request(_PARC, "Un marché le dimanche", _FOURTEENTH, theme="Commerce"),
        said=["« Brotteaux, Parc-Duquesne » is two bodies: a request for each"]),
    asked("csv", 5, "TLLATTTTA", [_DEP, _BELLECOMBE],
        _request(_BEL, "Éclairage du square", date(2026, 9, 20), text="=> éteint depuis juin",
                 theme="Propreté, Voirie", place="square du Professeur-Galtier")),
    asked("csv", 6, "T..AT.TTT", _SAXE,
        _request(_SAX, "Dépôts sauvages", date(2026, 10, 3), theme="Propreté", place="angle Saxe / Lafayette",
                 direction=_CLEAN),
        or_=[{"questions": [_SAXE, _PROPRETE]}]),
]  # fmt: skip

CELLS = {"csv": {"taken": 35, "asked": 4, "left": 10}}
TOTALS = {"requests": 6}
