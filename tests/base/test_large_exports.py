"""However long a list is, its file takes little memory, no temporary file, and begins to leave at once (T2)."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from models.people import Person
from tests.project.bans import ROOT
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account, open_web_session

MEBIBYTE = 1024  # in KiB
FEW, MANY = 10_000, 40_000


@pytest.fixture
def measured(database, session):
    """What a process says that takes both files; each person has an address and a telephone of their own."""
    few, others = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    person = make.PersonFactory(arrondissement=few, organisation=make.OrganisationFactory())
    token = open_web_session(account("mission"))
    session.commit()
    _multiply(database.url.removeprefix("sqlite:///"), person, few.id, others.id)
    command = [sys.executable, "-m", "tests.base.large_export", database.url, str(database.folder), token, str(few.id)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout.splitlines()[-1])


def _multiply(path: str, person: Person, few: int, others: int) -> None:
    """Below the mapped classes, which would take minutes: nobody searches for these people or reads their history."""
    own = {
        "id": "? + n",
        "last_name": "'Durand ' || n",
        "sort_key": "'durand ' || n",
        "email": "'durand.' || n || '@example.org'",
        "phone": "'06 ' || n",
        "arrondissement_id": f"CASE WHEN n < {FEW} THEN {few} ELSE {others} END",
    }
    with closing(sqlite3.connect(path)) as bare, bare:
        names = [row[1] for row in bare.execute("PRAGMA table_info(person)")]
        values = ", ".join(own.get(name, name) for name in names)
        numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY - 1})"
        bare.execute(
            f"INSERT INTO person ({', '.join(names)}) {numbers} SELECT {values} FROM person, numbers WHERE id = ?",
            (person.id, person.id),
        )


@pytest.mark.slow
@ON_SQLITE
def test_a_large_file_takes_little_memory_no_file_and_begins_to_leave_at_once(measured):
    assert (measured["few_rows"], measured["many_rows"]) == (FEW, MANY)
    assert measured["many_peak"] - measured["idle"] <= 16 * MEBIBYTE
    assert measured["many_peak"] - measured["few_peak"] <= 4 * MEBIBYTE
    assert measured["many_at_first_byte"] < 1_000
    assert measured["files"] == []
