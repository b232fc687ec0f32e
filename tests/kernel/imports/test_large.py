"""Long files by the pages and the worker: little memory, whatever becomes of their lines, and an undo of seconds."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from tests.project.bans import ROOT
from tests.support import factories as make
from tests.support.application import account, open_web_session

LINES, MOST_LINES, BODIES = 20_000, 50_000, 30
MOST_MEMORY = 100 * 1024  # in KiB, above idle
HEADERS = ["Nom", "Prénom", "Année de naissance", "Courriel", "Adresse", "Ville", "Instance", "Début"]
pytestmark = pytest.mark.night

Run = Callable[..., dict[str, Any]]


def of_a_new_member(number: int, **other: str) -> list[object]:
    told: dict[str, object] = {
        "Nom": f"NOM{number:05}", "Prénom": f"Zoé{number % 97}", "Année de naissance": 1950 + number % 50,
        "Courriel": f"z{number}@example.org", "Adresse": f"{number % 200} rue de la République", "Ville": "Lyon",
        "Instance": f"Conseil {number % BODIES}", "Début": "01/01/2025",
    }  # fmt: skip
    return [{**told, **other}[header] for header in HEADERS]


def in_error(number: int) -> list[object]:
    """A line of which two cells say what no other says."""
    return of_a_new_member(number, **{"Année de naissance": f"hier {number}", "Courriel": f"sans {number}"})


@pytest.fixture
def run(database: Any, session: Session, tmp_path: Path) -> Run:
    for number in range(BODIES):
        make.InstanceFactory(name=f"Conseil {number}", arrondissements=[1 + number % 9])
    token = open_web_session(account("mission"))
    session.commit()

    def measured(lines: Iterator[list[object]], sheets: int = 1, *steps: str) -> dict[str, Any]:
        rows = list(lines)
        book = Workbook(write_only=True)
        for place in range(sheets):
            sheet = book.create_sheet(f"Conseil {place}")
            for row in (HEADERS, *rows[place::sheets]):
                sheet.append(row)
        book.save(tmp_path / "membres.xlsx")
        command = [sys.executable, "-m", "tests.kernel.imports.large_import", database.url, str(database.folder), token]
        command += [str(tmp_path / "membres.xlsx"), *steps]
        answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr[-3000:]
        found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return found

    return measured


def test_it_takes_little_memory_and_its_undo_little_time(run: Run) -> None:
    measured = run(map(of_a_new_member, range(LINES)))
    assert [measured[step]["mandates"] for step in ("upload", "preview", "writing", "undo")] == [0, 0, LINES, 0]
    for step in ("upload", "preview", "writing"):
        assert measured[step]["memory"] <= MOST_MEMORY, step
    assert measured["upload"]["cpu"] < 2
    assert measured["undo"]["cpu"] < 30


LONG: dict[str, tuple[int, Callable[[int], list[object]], int]] = {
    "all lines in error": (MOST_LINES, in_error, 1),
    "a question for each line": (LINES, lambda number: of_a_new_member(number, Instance=f"Comité n° {number}"), 1),
    "sheets": (MOST_LINES, in_error, 10),
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_wrong_or_asked_takes_little_memory_to_preview_and_to_look_at(run: Run, name: str) -> None:
    count, row, sheets = LONG[name]
    measured = run(map(row, range(count)), sheets, "preview")
    for step in ("upload", "preview", "page"):
        assert measured[step]["memory"] <= MOST_MEMORY, step
