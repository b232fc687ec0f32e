"""Answers to a survey of the 7th, as LimeSurvey exports them: one column a sub-question, « N/A » where it was hidden.

Hard: the question stands in the header with its sub-question in brackets, councils are columns of Oui / Non / N/A,
« Autre » lets people write, questions depend on others, one answer was given up at its first page, another was only
curious; the columns of the form itself come first.
"""

import csv
from pathlib import Path

from tests.kernel.imports.sent.lines import asked, header, left, member, person, question, taken
from tests.kernel.imports.sent.register import CQ

FILE = "results-survey482913.csv"
KIND = "people"
SHEET = "csv"
ENCODING, DELIMITER = "utf-8-sig", ","
ALREADY: dict[str, object] = {}

_WHICH = "Dans quel conseil de quartier souhaitez-vous siéger ?"
_HEAD = [
    "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
    "Vos coordonnées [Nom]", "Vos coordonnées [Prénom]", "Vos coordonnées [Courriel]", "Vos coordonnées [Téléphone]",
    "Votre année de naissance", "Souhaitez-vous devenir membre ?",
    f"{_WHICH} [Gerland]", f"{_WHICH} [Jean Macé]", f"{_WHICH} [Guillotière]", f"{_WHICH} [Autre]",
    "À quel titre ?", "Nom de votre association",
    "J’accepte de recevoir la lettre d’information",
]  # fmt: skip
_ROWS = [
    _HEAD,
    ["12", "2026-10-02 18:41:09", "3", "fr", "1840221", "Ferrier", "Louise", "louise.ferrier@example.org", "0639987101",
     "1979", "Oui", "Oui", "Non", "Non", "", "Habitant·e", "N/A", "Oui"],
    ["13", "2026-10-02 19:02:44", "3", "fr", "9920113", "GUERIN", "mathieu", "mathieu.guerin@example.org", "",
     "1990", "Oui", "Non", "Oui", "Oui", "", "Association", "Les Cyclistes du Rhône", "Non"],
    ["14", "", "1", "fr", "3310098", "", "", "", "", "", "", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", ""],
    ["15", "2026-10-04 08:15:30", "3", "fr", "5512874", "Hamel", "Suzanne", "suzanne.hamel@example.org", "0639987104",
     "1958", "Non", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", "Oui"],
    ["16", "2026-10-05 21:33:02", "3", "fr", "7781234", "Ivanov", "Pavel", "pavel.ivanov@example.org", "",
     "2001", "Oui", "Non", "Non", "Non", "Monplaisir", "Habitant·e", "N/A", "Oui"],
]  # fmt: skip


def workbook(path: Path) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, delimiter=DELIMITER, quoting=csv.QUOTE_ALL).writerows(_ROWS)


_OTHER = "« Monplaisir » in « Autre » (1 line): is it a body?"

QUESTIONS = {
    _OTHER: question("mandate", 1),
}

_GER, _MACE, _GUI, _MON = (f"{CQ} {name}" for name in ("Gerland", "Jean Macé", "Guillotière", "Monplaisir"))
_MATHIEU = {"birth_year": 1990, "email": "mathieu.guerin@example.org", "newsletter": False}
_ASSO = {"organisation": "Les Cyclistes du Rhône"}

LINES = [
    header(SHEET, 1, "LLLLLTTTTTLTTTLTTT"),
    taken(SHEET, 2, "LLLLLTTTTTLTTT.TTT",
        member(_GER, "Ferrier", "Louise", {"college": "Habitants"}, birth_year=1979,
               email="louise.ferrier@example.org", phone="0639987101", newsletter=True),
    ),
    taken(SHEET, 3, "LLLLLTTT.TLTTT.TTT",
        member(_MACE, "Guerin", "Mathieu", {"college": "Associations"}, **_MATHIEU, **_ASSO),
        member(_GUI, "Guerin", "Mathieu", {"college": "Associations"}, **_MATHIEU, **_ASSO),
    ),
    left(SHEET, 4, "L.LLL......LLLLLL.", "an answer that was given up: nobody is named"),
    taken(SHEET, 5, "LLLLLTTTTTLTTTLTTT",
        {"person": person("Hamel", "Suzanne", birth_year=1958, email="suzanne.hamel@example.org", phone="0639987104",
                          newsletter=True)},
        said=["no body is crossed"],
    ),
    asked(SHEET, 6, "LLLLLTTT.TLTTTATTT", [_OTHER],
        member(_MON, "Ivanov", "Pavel", {"college": "Habitants"}, birth_year=2001,
               email="pavel.ivanov@example.org", newsletter=True),
    ),
]  # fmt: skip

CELLS = {SHEET: {"taken": 53, "asked": 1, "left": 42}}
TOTALS = {"people": 4, "mandates": 4}
