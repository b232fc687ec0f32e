"""Candidacies for the councils of the 6th: what Microsoft Forms gives, downloaded by the communication officer.

Hard: a header is a question, with its line break and hard space; several answers in a cell end with « ; »; the columns
that Forms adds say nothing of a person (« anonymous »); « Autre » lets people write; somebody answered twice.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from tests.kernel.imports.sent.lines import asked, header, member, person, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "Candidatures conseils de quartier 6e (réponses)(1-6).xlsx"
KIND = "people"
SHEET = "Form1"
ALREADY: dict[str, object] = {}

_BODIES = "Dans quel(s) conseil(s) de quartier souhaitez-vous siéger ?\xa0"
_HEAD: list[object] = [
    "ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom",
    "Votre nom de famille", "Votre prénom\xa0", "Vous êtes :", "Votre année de naissance ?",
    "Votre adresse mail\n(pour recevoir les convocations)", "À quel numéro peut-on vous joindre ?", _BODIES,
    "Comment avez-vous connu les conseils de quartier ?", "Acceptez-vous de recevoir la lettre d’information ?",
]  # fmt: skip


def _answer(number: int, day: int, *answers: object) -> list[object]:
    began = datetime(2026, 9, day, 18, 12, 5 + number)
    return [number, began, began.replace(minute=19), "anonymous", None, *answers]


_ROWS: list[list[object]] = [
    _HEAD,
    _answer(1, 7, "Jacquemin", "Léonie", "Une femme", 1986, "leonie.jacquemin@example.org", "0639985001",
            "Brotteaux;", "Par un voisin;Le journal de la mairie;", "Oui"),
    _answer(2, 7, "LOMBARD", "thierry", "Un homme", 1957, "THIERRY.LOMBARD@EXAMPLE.ORG", "06-39-98-50-02",
            "Parc-Duquesne;Saxe-Roosevelt;", "Affiche;", "Non"),
    _answer(3, 8, "Mercier", "Andrea", "Je ne souhaite pas répondre", None, "andrea.mercier@example.org", None,
            "Bellecombe Village;Je ne sais pas;", None, "Oui"),
    _answer(4, 9, "Nivelle", "Paule", "Une femme", 195, "paule.nivelle@example", "33 6 39 98 50 04",
            "les Brotteaux et Bellecombe", "Autre : au marché;", "Oui"),
    _answer(5, 9, "Jacquemin", "Léonie", "Une femme", 1986, "leonie.jacquemin@example.org", "0639985001",
            "Brotteaux;Saxe-Roosevelt;", "Par un voisin;", "Oui"),
    _answer(6, 11, "Oriol", "Baptiste", "Autre", 2011, "famille.oriol@example.org", "0639985006",
            "Saxe-Roosevelt;", "L’école;", "Oui"),
]  # fmt: skip


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.add_table(Table(displayName="Table1", ref="A1:N7"))
    book.save(path)


_KNOW = "« Je ne sais pas » is no body (1 line): leave it?"
_FREE = "Body « les Brotteaux et Bellecombe » (1 line)?"
_YEAR = "« 195 » is no year of birth (1 line): which one, or none?"
_MAIL = "« paule.nivelle@example » is no e-mail (1 line): which one, or none?"
_TWICE = "JACQUEMIN Léonie answered twice (lines 2 and 6): keep what both say, or the last?"

_BRO, _PARC, _SAXE, _BELLE = (
    f"{CQ} {name}" for name in ("Brotteaux", "Parc-Duquesne", "Saxe-Roosevelt", "Bellecombe Village")
)

QUESTIONS = {
    _KNOW: question("leave it", 1),
    _FREE: question([_BRO, _BELLE], 1, [_BRO, _BELLE]),
    _YEAR: question("none", 1),
    _MAIL: question("none", 1),
    _TWICE: question("keep what both say", 2, ["keep what both say", "the last"]),
}

_YES: dict[str, Any] = {"newsletter": True}
_NO: dict[str, Any] = {"newsletter": False}
_LEONIE: dict[str, Any] = {
    "gender": "woman", "birth_year": 1986, "email": "leonie.jacquemin@example.org", "phone": "0639985001", **_YES,
}  # fmt: skip
_PAULE: dict[str, Any] = {"gender": "woman", "phone": "0639985004", **_YES}
# The day of the answer may be kept as that of the consent.
_DATED = {"said": ["the day of « Heure de fin » is kept as the day of the consent to the newsletter"]}

LINES = [
    header(SHEET, 1, "LLLLLTTTTTTTLT",
        said=["Nom, which Forms leaves empty, is left for « Votre nom de famille »"],
        or_=[{"fate": "asked", "questions": ["Which column is « Dans quel(s) conseil(s)… » ?"]}],
    ),
    asked(SHEET, 2, "LLLL.TTTTTTALT", _TWICE,
        member(_BRO, "Jacquemin", "Léonie", **_LEONIE),
        or_=[{"fate": "taken", "questions": [], "said": ["line 6 repeats it and adds a mandate"]}, _DATED],
    ),
    taken(SHEET, 3, "LLLL.TTTTTTTLT",
        member(_PARC, "Lombard", "Thierry", gender="man", birth_year=1957, email="thierry.lombard@example.org",
               phone="0639985002", **_NO),
        member(_SAXE, "Lombard", "Thierry", gender="man", birth_year=1957, email="thierry.lombard@example.org",
               phone="0639985002", **_NO),
        or_=[_DATED],
    ),
    asked(SHEET, 4, "LLLL.TTT.T.A.T", _KNOW,
        member(_BELLE, "Mercier", "Andrea", email="andrea.mercier@example.org", **_YES),
        said=["Je ne souhaite pas répondre is no gender: not told"],
        or_=[{"questions": [_KNOW, "Gender « Je ne souhaite pas répondre » (1 line)?"]}, _DATED],
    ),
    asked(SHEET, 5, "LLLL.TTTAATALT", [_FREE, _YEAR, _MAIL],
        member(_BRO, "Nivelle", "Paule", **_PAULE),
        member(_BELLE, "Nivelle", "Paule", **_PAULE),
        or_=[_DATED],
    ),
    asked(SHEET, 6, "LLLL.TTTTTTALT", _TWICE,
        member(_SAXE, "Jacquemin", "Léonie", **_LEONIE),
        said=["the same person as line 2: one person, one mandate in Brotteaux"],
        or_=[{"fate": "taken", "questions": [], "said": ["what line 2 said is not written twice"]}, _DATED],
    ),
    taken(SHEET, 7, "LLLL.TTTTTTTLT",
        member(_SAXE, "Oriol", "Baptiste", gender="other", birth_year=2011, email="famille.oriol@example.org",
               phone="0639985006", **_YES),
        said=["a minor without a legal representative: to be completed"],
        or_=[
            _DATED,
            {"fate": "left", "facts": [], "reason": "an error: under the least age of the body, if it has one"},
            {"facts": [{"person": person("Oriol", "Baptiste")}], "said": ["the member is too young for a mandate"]},
        ],
    ),
]  # fmt: skip

CELLS = {
    SHEET: {"taken": 48, "asked": 6, "left": 35},
}
TOTALS = {"people": 5, "mandates": 8}
