"""A file of 20,000 new people with a mandate each: by the pages and the worker, in little memory, undone in seconds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from tests.project.bans import ROOT
from tests.support import factories as make
from tests.support.application import account, open_web_session

LINES, BODIES = 20_000, 30
MEBIBYTE = 1024  # in KiB
pytestmark = pytest.mark.night


@pytest.fixture
def measured(database: Any, session: Session, tmp_path: Path) -> dict[str, Any]:
    for number in range(BODIES):
        make.InstanceFactory(name=f"Conseil {number}", arrondissements=[1 + number % 9])
    token = open_web_session(account("mission"))
    session.commit()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Membres")
    sheet.append(["Nom", "Prénom", "Année de naissance", "Courriel", "Adresse", "Ville", "Instance", "Début"])
    for number in range(LINES):
        sheet.append(
            [f"NOM{number:05}", f"Zoé{number % 97}", 1950 + number % 50, f"z{number}@example.org",
             f"{number % 200} rue de la République", "Lyon", f"Conseil {number % BODIES}", "01/01/2025"]
        )  # fmt: skip
    book.save(tmp_path / "membres.xlsx")
    command = [sys.executable, "-m", "tests.kernel.imports.large_import", database.url, str(database.folder), token]
    command.append(str(tmp_path / "membres.xlsx"))
    answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr[-3000:]
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def test_it_takes_little_memory_and_its_undo_little_time(measured: dict[str, Any]) -> None:
    assert [measured[step]["mandates"] for step in ("upload", "preview", "writing", "undo")] == [0, 0, LINES, 0]
    for step in ("upload", "preview", "writing"):
        assert measured[step]["memory"] <= 100 * MEBIBYTE, step
    assert measured["upload"]["cpu"] < 2
    assert measured["undo"]["cpu"] < 30
