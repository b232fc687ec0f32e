"""The contacts of the letter of the 8th, exported from Brevo, opened and saved again by Excel (Windows-1252).

Hard: attributes in capitals and underscores; phones as Brevo keeps them (33612…, without a sign); words of yes and no
in two languages; lists in one cell, of which some are councils and one is none; names in capitals or in lower case, a
name with a particle; a contact without a name; the same person twice, by two addresses; moments in the English form.
"""

from pathlib import Path
from typing import Any

from tests.kernel.imports.sent.lines import Fact, asked, header, left, member, person, question, taken
from tests.kernel.imports.sent.register import CC, CQ

FILE = "export_brevo_lettre8.csv"
KIND = "people"
ENCODING, DELIMITER = "cp1252", ";"
ALREADY: dict[str, object] = {}

_ROWS = [
    "CONTACT ID;EMAIL;PRENOM;NOM;SMS;CONSEILS;NEWSLETTER;CODE_POSTAL;ADDED_TIME;MODIFIED_TIME",
    "1041;aline.frechon@example.org;Aline;FRÉCHON;33612340201;CQ Monplaisir;Yes;69008;12-09-2024;03-10-2025",
    "1042;h.dargaud@example.org;hugues;dargaud;;CQ Monplaisir, CQ Bachut-Transvaal;oui;69008;12-09-2024;",
    "1043;m.delapierre@example.org;Maëlle;DE LA PIERRE;33612340203;CC Mermoz;No;69008;13-09-2024;",
    "1044;contact@quelquun.example.org;;;;Lettre générale;Yes;;14-09-2024;",
    "1045;ines.zeller@example.org;Inès;ZELLER;612340205;CQ Etats Unis;non;69003;14-09-2024;",
    "1046;n.courbet@example.org;Noé;COURBET;33612340206;;Yes;69800;15-09-2024;",
    "1047;aline.f@example.com;Aline;FRECHON;33612340201;Lettre générale;;69008;16-09-2024;",
]


def workbook(path: Path) -> None:
    path.write_text("\r\n".join(_ROWS) + "\r\n", encoding=ENCODING, newline="")


_WHICH = "« CQ Etats Unis » is read as conseil de quartier États-Unis"
_LETTER = "« Lettre générale » (1 line): which body is it?"
_NOBODY = "the line has an address and no name"
_TWICE = "Aline Fréchon has two addresses (2 lines): which one?"

QUESTIONS = {_LETTER: question("empty", 1)}

_MON, _BAC, _ETA = f"{CQ} Monplaisir", f"{CQ} Bachut-Transvaal", f"{CQ} États-Unis"


def _contact(last_name: str, first_name: str, **more: Any) -> Fact:
    return {"person": person(last_name, first_name, **more)}


_TWO_ADDRESSES = "is refused: two lines give one person two addresses"
_FRECHON: dict[str, Any] = {"phone": "0612340201", "newsletter": True, "postcode": "69008"}

LINES = [
    header("csv", 1, "LTTTTTTTLL"),
    taken("csv", 2, "LTTTTTTTLL",
        member(_MON, "Fréchon", "Aline", email="aline.frechon@example.org", **_FRECHON),
        or_=[{"said": [_TWO_ADDRESSES]}]),
    taken("csv", 3, "LTTT.TTTL",
        member(_MON, "Dargaud", "Hugues", email="h.dargaud@example.org", newsletter=True, postcode="69008"),
        member(_BAC, "Dargaud", "Hugues", email="h.dargaud@example.org", newsletter=True, postcode="69008")),
    taken("csv", 4, "LTTTTTTTL",
        member(f"{CC} Mermoz", "De La Pierre", "Maëlle", email="m.delapierre@example.org", phone="0612340203",
               newsletter=False, postcode="69008")),
    left("csv", 5, "LL...LL.L", _NOBODY, or_=[
        {"fate": "asked", "questions": [_LETTER]}, {"fate": "taken", "said": ["an error: the name is missing"]}]),
    taken("csv", 6, "LTTTTTTTL",
        member(_ETA, "Zeller", "Inès", email="ines.zeller@example.org", phone="0612340205", newsletter=False,
               postcode="69003"),
        said=[_WHICH]),
    taken("csv", 7, "LTTTT.TTL",
        _contact("Courbet", "Noé", email="n.courbet@example.org", phone="0612340206", newsletter=True,
                 postcode="69800")),
    asked("csv", 8, "LTTTTA.TL", _LETTER,
        _contact("Fréchon", "Aline", email="aline.frechon@example.org", **_FRECHON),
        or_=[{"said": [_TWO_ADDRESSES]}]),
]  # fmt: skip

CELLS = {"csv": {"taken": 45, "asked": 1, "left": 21}}
TOTALS = {"people": 5, "mandates": 5}
