"""The draw of the conseil citoyen Mermoz, sent by the bailiff: « Texte Unicode » of Excel, UTF-16 and tabs.

Hard: three tables one under the other, each with its own title and header; ranks of the draw; holder and substitute in
the same line; a complementary list whose people are not members; one who refused; the minutes signed at the foot.
"""

from pathlib import Path

from tests.kernel.imports.sent.lines import asked, blank, header, left, member, person, question, taken
from tests.kernel.imports.sent.register import CC

FILE = "PV tirage CC Mermoz 14-10-2026.txt"
KIND = "people"
ENCODING, DELIMITER = "utf-16", "\t"
ALREADY: dict[str, object] = {}

_HEAD = ["Rang", "Titulaire", "Né(e) en", "Tél. titulaire", "Suppléant", "Né(e) en", "Tél. suppléant"]
_ROWS = [
    ["Conseil citoyen Mermoz – tirage au sort du mercredi 14 octobre 2026"],
    [],
    ["Collège Habitants – liste femmes"],
    _HEAD,
    ["1", "Mme NGUYEN-BLANC Marie", "1978", "06 39 98 40 01", "Mme OUVRARD Claire", "1990", "06 39 98 40 02"],
    ["2", "Mme HADDAD Samia", "1965", "0639984003", "Mme PETITJEAN Rose", "2001", ""],
    [],
    ["Collège Habitants – liste hommes"],
    _HEAD,
    ["1", "M. CORNILLON Bruno", "1959", "06 39 98 40 05", "M. DIARRA-MOREAU Idriss", "1988", "06 39 98 40 06"],
    ["2", "M. FABRE Théo (a refusé)", "1994", "", "M. LEGRAND Alain", "1970", "06 39 98 40 08"],
    ["3", "à pourvoir", "", "", "", "", ""],
    [],
    ["Liste complémentaire (par ordre de tirage)"],
    ["Rang", "Nom", "Prénom", "Né(e) en", "Tél."],
    ["1", "ESCOFFIER", "Diane", "1983", "06 39 98 40 09"],
    ["2", "ZIANE", "Walid", "1975", "06 39 98 40 10"],
    [],
    ["Nombre de tirés au sort : 10"],
    ["Fait en deux exemplaires, l’huissier, Me Sorbier"],
]


def workbook(path: Path) -> None:
    text = "".join("\t".join(row) + "\r\n" for row in _ROWS)
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))


_REFUSED = "« (a refusé) » (1 line: FABRE Théo): what became of the seat?"
_WAITING = "« Liste complémentaire » (2 lines): record these people without a mandate, with their rank, or leave them?"

QUESTIONS = {
    _REFUSED: question("his substitute LEGRAND Alain holds the seat; no mandate for FABRE Théo", 1),
    _WAITING: question("record without a mandate", 2, ["record without a mandate", "leave them"]),
}

_BODY = f"{CC} Mermoz"


def _drawn(rank: int, **more: object) -> dict[str, object]:
    return {"college": "Habitants", "designation": "tirage au sort", "drawn_rank": rank} | more


def _pair(
    rank: int, holder: tuple[str, str, str, int, str], other: tuple[str, str, str, int, str]
) -> list[dict[str, object]]:
    facts = []
    for (last_name, first_name, gender, birth_year, phone), more in (
        (holder, {}),
        (other, {"substitute_for": f"{holder[0]} {holder[1]}"}),
    ):
        known = {"gender": gender, "birth_year": birth_year} | ({"phone": phone} if phone else {})
        facts.append(member(_BODY, last_name, first_name, _drawn(rank, **more), **known))
    return facts


_SAID = ["no first day is given: the mandates are to be completed"]
_DAY = {
    "said": ["the day of the draw, of the title, is proposed as the first day of the mandates: start 14 October 2026"]
}
_NO_RANK = {"said": ["the rank of the draw is told to be left where the register has no place for it"]}

LINES = [
    taken("csv", 1, "T", reason="title that gives the body and the draw: designation « tirage au sort »"),
    blank("csv", 2),
    taken("csv", 3, "T", reason="title of a table: the college; « liste femmes » says nothing more than « Mme »"),
    header("csv", 4, "LTTTTTT"),
    taken("csv", 5, "LTTTTTT",
        *_pair(1, ("Nguyen-Blanc", "Marie", "woman", 1978, "0639984001"),
               ("Ouvrard", "Claire", "woman", 1990, "0639984002")),
        said=_SAID,
        or_=[_DAY, _NO_RANK],
    ),
    taken("csv", 6, "LTTTTT",
        *_pair(2, ("Haddad", "Samia", "woman", 1965, "0639984003"), ("Petitjean", "Rose", "woman", 2001, "")),
        said=_SAID,
        or_=[_DAY, _NO_RANK],
    ),
    blank("csv", 7),
    taken("csv", 8, "T", reason="title of a table: the college"),
    header("csv", 9, "LTTTTTT"),
    taken("csv", 10, "LTTTTTT",
        *_pair(1, ("Cornillon", "Bruno", "man", 1959, "0639984005"),
               ("Diarra-Moreau", "Idriss", "man", 1988, "0639984006")),
        said=_SAID,
        or_=[_DAY, _NO_RANK],
    ),
    asked("csv", 11, "LAT.TTT", _REFUSED,
        {"person": person("Fabre", "Théo", gender="man", birth_year=1994)},
        member(_BODY, "Legrand", "Alain", _drawn(2), gender="man", birth_year=1970, phone="0639984008"),
        or_=[
            {"facts": [member(_BODY, "Legrand", "Alain", _drawn(2), gender="man", birth_year=1970,
                              phone="0639984008")]},
            _NO_RANK,
        ],
    ),
    taken("csv", 12, "LT", {"seat": {"body": _BODY, "college": "Habitants", "state": "vacant"}},
        said=["« à pourvoir » is a vacant seat; it has no number in this body"],
        or_=[{"fate": "left", "facts": [], "reason": "« à pourvoir »: nobody, and no seat by that number"}],
    ),
    blank("csv", 13),
    taken("csv", 14, "T", reason="title of a table: people who wait, who are not members"),
    header("csv", 15, "LTTTT"),
    asked("csv", 16, "LAAAA", _WAITING,
        {"person": person("Escoffier", "Diane", birth_year=1983, phone="0639984009")}, or_=[_NO_RANK]),
    asked("csv", 17, "LAAAA", _WAITING,
        {"person": person("Ziane", "Walid", birth_year=1975, phone="0639984010")}, or_=[_NO_RANK]),
    blank("csv", 18),
    left("csv", 19, "L", "count"),
    left("csv", 20, "L", "signature"),
]  # fmt: skip

CELLS = {
    "csv": {"taken": 42, "asked": 9, "left": 12},
}
TOTALS = {"people": 10, "mandates": 7, "vacant seats": 1}
