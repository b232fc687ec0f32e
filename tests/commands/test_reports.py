"""`flask mdo report`: the same files, with the rights of an account or all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.reports.registry import REPORTS
from models.journal import AccessLog
from tests.support import factories as make
from tests.support.application import account

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs `flask mdo report …` on two bodies, of the 5th and of the 7th."""
    for number in (5, 7):
        body = make.InstanceFactory(code=f"B{number}", name=f"Comité du {number}e", arrondissements=[number])
        make.MandateFactory(instance=body, person=make.PersonFactory(with_contact=True))
    runner = app.test_cli_runner()

    def command(*words: Any) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", "report", *map(str, words)])

    return command


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_each_report_is_written_and_noted(run: Run, session: Session, tmp_path: Path, name: str) -> None:
    for end in ("xlsx", "csv"):
        file = tmp_path / f"report.{end}"
        result = run(name, "-o", file)
        assert result.exit_code == 0, result.output
        assert file.stat().st_size > 0
    session.rollback()
    assert list(session.scalars(select(AccessLog.what))) == [f"report.{name}"] * 2


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ((), 2),
        (("arrondissement=5",), 1),
        (("arrondissement=5", "arrondissement=Lyon 7e"), 2),
        (("body=b7",), 1),
        (("body=Comité du 5e",), 1),
        (("on=31/12/2024",), 0),
        (("on=2025-01-01",), 2),
    ],
)
def test_parameters_narrow_the_file(run: Run, tmp_path: Path, params: tuple[str, ...], count: int) -> None:
    file = tmp_path / "members.xlsx"
    result = run("members", "-o", file, *(word for param in params for word in ("--param", param)))
    assert result.exit_code == 0, result.output
    assert len([row for row in rows_of(file) if any(row)]) == count


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("members", "--param", "from=01/01/2026"), "from"),
        (("members", "--param", "body=Comité du 6e"), "Comité du"),
        (("members", "--param", "on=bientôt"), "bientôt"),
        (("members", "--param", "personal=peut-être"), "personal"),
        (("members", "--param", "on"), "on"),
        (("mandates-ending", "--param", "from=02/01/2026", "--param", "to=01/01/2026"), "02/01/2026"),
    ],
)
def test_what_is_not_understood_ends_the_command_and_writes_nothing(
    run: Run, session: Session, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "report.xlsx"
    result = run(*words, "-o", file)
    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == []
    session.rollback()
    assert list(session.scalars(select(AccessLog.what))) == []


def test_a_file_of_another_kind_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("members", "-o", tmp_path / "report.pdf")
    assert result.exit_code == 1
    assert ".xlsx" in result.output


@pytest.mark.parametrize(
    ("who", "words", "status"),
    [
        ("ref5", ("members",), 0),
        ("ref5", ("members", "--param", "personal=oui"), 0),
        ("direction", ("members",), 0),
        ("direction", ("members", "--param", "personal=oui"), 1),
        ("saisie5", ("members",), 1),
        ("stagiaire", ("members",), 1),
        ("stagiaire", ("bodies",), 0),
        ("dpo", ("bodies",), 1),
    ],
)
def test_an_account_takes_what_its_roles_allow(
    run: Run, tmp_path: Path, who: str, words: tuple[str, ...], status: int
) -> None:
    account(who)
    result = run(*words, "-o", tmp_path / "report.xlsx", "--as", who)
    assert result.exit_code == status, result.output


def test_an_account_takes_its_own_rows(run: Run, session: Session, tmp_path: Path) -> None:
    account("ref5")
    file = tmp_path / "bodies.xlsx"
    assert run("bodies", "-o", file, "--as", "ref5").exit_code == 0
    assert [row[0] for row in rows_of(file)] == ["B5", None, "Total (lignes affichées)"]
    session.rollback()
    assert session.scalars(select(AccessLog)).one().user_id is not None
