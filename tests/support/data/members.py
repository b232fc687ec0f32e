"""Invented members of Lyon's bodies, as untidy as real workbooks are: the same at every run.

`python -m tests.support.data.members` writes members_mess.xlsx, about 300 people with a few lines in error; `write`
makes a workbook of as many valid lines as one asks for.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from faker import Faker
from openpyxl import Workbook, load_workbook

HERE = Path(__file__).parent
TARGET = HERE / "members_mess.xlsx"
BODIES = HERE / "lyon_instances.xlsx"
SEED = 69_000
HEADERS = (
    "Civilité",
    "NOM",
    "Prénom",
    "instance ",
    "Rôle bureau",
    "Date de désignation",
    "Fin de mandat",
    "Mode de désignation",
    "Niveau d’engagement",
    "Courriel",
    "Tél. portable",
    "Année de naissance",
    "Adresse",
    "CP",
    "Ville",
    "Newsletter",
    "Droit à l'image",
    "Structure",
    "Dernier contact",
)
TITLE = ("Annuaire des membres – mise à jour du 24/11/2026",)
FIRST_LINE = 4
"""The line of Excel that holds the first member: a title, a blank line and the headers stand above."""

_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_ORGANISATIONS = ("Les Voisins du 7", "Régie de quartier", "MJC du Vieux Lyon", "Lyon à vélo", "L’Atelier des Friches")
# What a person may type wrong, as (column, cell): the line is refused.
WRONG_CELLS: tuple[tuple[str, Any], ...] = (
    ("NOM", None),
    ("instance ", "Conseil X"),
    ("Date de désignation", "31/02/2024"),
    ("Date de désignation", "24-11-26"),
    ("Date de désignation", "bientôt"),
    ("Courriel", "marie.dupont@"),
    ("Tél. portable", "06 12 34"),
    ("CP", "6900"),
    ("Civilité", "Capitaine"),
    ("Rôle bureau", "Grand chambellan"),
    ("Année de naissance", "1850"),
    ("Newsletter", "peut-être"),
)


def bodies() -> list[str]:
    """How the lines name the bodies of lyon_instances.xlsx: after their type for the kinds that share names."""
    rows = load_workbook(BODIES).active.iter_rows(min_row=2, max_col=2, values_only=True)
    shared = ("Conseil de quartier", "conseil citoyen")
    return [f"{kind} {name}" if kind in shared else name for kind, name in rows if "enfants" not in kind]


def members(count: int, seed: int = SEED) -> Iterator[list[Any]]:
    """Valid lines of `HEADERS`, one mandate each; about one person in fifteen has two."""
    chance = random.Random(seed)
    fake = Faker("fr_FR")
    fake.seed_instance(seed)
    names: set[tuple[str, str]] = set()
    places = bodies()
    made = 0
    while made < count:
        person = _person(fake, chance, names, len(names))
        chosen = chance.sample(places, k=2 if chance.random() < 1 / 15 and made + 1 < count else 1)
        for body in chosen:
            made += 1
            yield _line(chance, person, body)


def write(path: Path, lines: Sequence[list[Any]]) -> Path:
    """Writes lines under a title, a blank line and the headers."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Membres"
    for row in (TITLE, (), HEADERS, *lines):
        sheet.append(list(row))
    book.save(path)
    return path


def mess() -> tuple[list[list[Any]], list[tuple[int, str]]]:
    """About 300 lines and where those in error are: (line of Excel, header)."""
    lines = list(members(300))
    wrong: list[tuple[int, str]] = []
    for index, (column, cell) in enumerate(WRONG_CELLS):
        position = 20 + index * 23
        lines[position][HEADERS.index(column)] = cell
        wrong.append((FIRST_LINE + position, column.strip()))
    return lines, wrong


def _person(fake: Faker, chance: random.Random, names: set[tuple[str, str]], number: int) -> dict[str, Any]:
    while True:
        is_woman = chance.random() < 0.55
        first = fake.first_name_female() if is_woman else fake.first_name_male()
        last = fake.last_name()
        if (last.casefold(), first.casefold()) not in names:
            names.add((last.casefold(), first.casefold()))
            break
    return {
        "Civilité": chance.choice(("Mme", "Madame", "F", "mme") if is_woman else ("M.", "Monsieur", "H", "M")),
        "NOM": chance.choice((last.upper(), last, f" {last} ", last.replace("'", "’"))),
        "Prénom": chance.choice((first, first, f"{first}\u00a0", first.upper())),
        "Courriel": chance.choice((f"membre{number}@example.org", f"MEMBRE{number}@Example.org ", None)),
        "Tél. portable": _phone(chance, number),
        "Année de naissance": chance.choice((None, chance.randint(1938, 2004), str(chance.randint(1938, 2004)), "?")),
        "Adresse": fake.street_address(),
        "CP": chance.choice((69001, "69003", " 69 007", 1000, "69\u00a0009", None)),
        "Ville": chance.choice(("Lyon", "LYON", "Villeurbanne", None)),
        "Newsletter": chance.choice(("oui", "non", "x", "O", "Non", None, "Non renseigné")),
        "Droit à l'image": chance.choice(("OUI", "non", None, "?", "-")),
        "Structure": chance.choice((None, None, None, *_ORGANISATIONS)),
    }


def _line(chance: random.Random, person: dict[str, Any], body: str) -> list[Any]:
    started = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randint(0, 900))
    values = {
        **person,
        "instance ": chance.choice(
            (body, body.upper(), body.replace("'", "’"), body.replace("-", " "), f"{body}\u202f")
        ),
        "Rôle bureau": chance.choice((None, "membre", "Membre", "MEMBRE ")),
        "Date de désignation": _date(chance, started),
        "Fin de mandat": chance.choice((None, started.replace(year=started.year + 3, day=1), "non renseigné")),
        "Mode de désignation": chance.choice(("volontaire", "Tirage au sort", "Élu·e", "désigné", None, "?")),
        "Niveau d’engagement": chance.choice(("Engagé", "ponctuel", None)),
        "Dernier contact": "salon des associations",
    }
    return [values[header] for header in HEADERS]


def _phone(chance: random.Random, number: int) -> Any:
    digits = f"6{number:08d}"
    grouped = f"0{digits[0]} " + " ".join(digits[start : start + 2] for start in range(1, 9, 2))
    return chance.choice(
        (
            int(digits),
            f"0{digits}",
            grouped,
            grouped.replace(" ", "."),
            f"+33 {grouped[1:]}",
            f"+33 (0){grouped[1:]}",
            None,
        )
    )


def _date(chance: random.Random, day: dt.date) -> Any:
    words = f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"
    serial = (day - dt.date(1899, 12, 30)).days
    return chance.choice(
        (
            day,
            dt.datetime.combine(day, dt.time()),
            f"{day:%d/%m/%Y}",
            f"{day:%d.%m.%y}",
            day.isoformat(),
            words,
            serial,
            None,
        )
    )


if __name__ == "__main__":
    write(TARGET, mess()[0])
