"""`flask mdo decp`: the essential data of a period, with the rights of an account or all; refused whole, told whole."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.decp.releases import publish
from models.journal import AccessLog
from tests.support.application import account
from tests.support.open_data import awarded

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs `flask mdo decp …` on contracts notified on 1 and 15 October, and one under the threshold."""
    for day, amount in ((1, 50000), (15, 45000), (15, 39999)):
        awarded(
            number=f"AMO-{day}-{amount}", notified_on=dt.date(2026, 10, day), amount_excl_tax=Decimal(amount),
            launch_on=dt.date(2026, 9, 1),
        )  # fmt: skip
    runner = app.test_cli_runner()

    def command(*words: Any) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", "decp", *map(str, words)])

    return command


def ids_of(path: Path) -> list[str]:
    return [record["id"] for record in json.loads(path.read_text(encoding="utf-8"))["marches"]["marche"]]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["AMO-1-50000", "AMO-15-45000"]),
        (("--since", "02/10/2026"), ["AMO-15-45000"]),
        (("--since", "2026-10-01", "--until", "2026-10-14"), ["AMO-1-50000"]),
        (("--until", "15/10/2026"), ["AMO-1-50000", "AMO-15-45000"]),
    ],
)
def test_the_period_is_written_and_noted(
    run: Run, session: Session, tmp_path: Path, words: tuple[str, ...], ids: list[str]
) -> None:
    file = tmp_path / "decp.json"
    result = run("-o", file, *words)
    assert result.exit_code == 0, result.output
    assert ids_of(file) == ids
    session.rollback()
    assert session.scalars(select(AccessLog)).one().row_count == len(ids)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "bientôt"), "--since"),
        (("--until", "31/02/2026"), "--until"),
        (("--until", "30/09/2026"), "Aucun"),
    ],
)
def test_what_is_not_understood_writes_nothing(
    run: Run, session: Session, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("-o", tmp_path / "decp.json", *words)
    assert result.exit_code == 1
    assert said in result.output or said == "Aucun"
    assert list(tmp_path.iterdir()) == []
    session.rollback()
    assert list(session.scalars(select(AccessLog.what))) == []


def test_a_refusal_names_every_field_at_once(run: Run, tmp_path: Path) -> None:
    awarded(number="AMO-2026-07", cpv=None, tenders_received=None, price_form=None)
    result = run("-o", tmp_path / "decp.json")
    assert result.exit_code == 1
    told = [line for line in result.output.splitlines() if line.startswith("  - ")]
    assert len(told) == 3
    assert "AMO-2026-07" in result.output
    assert "CPV" in told[0]
    assert list(tmp_path.iterdir()) == []


def test_published_values_leave_as_they_were(run: Run, session: Session, tmp_path: Path) -> None:
    contract = awarded(number="AMO-2026-08", notified_on=dt.date(2026, 9, 1))
    publish(session, contract, dt.date(2026, 9, 20))
    contract.tenders_received = 9
    file = tmp_path / "decp.json"
    assert run("-o", file, "--until", "01/09/2026").exit_code == 0
    record = json.loads(file.read_text(encoding="utf-8"))["marches"]["marche"][0]
    assert (record["offresRecues"], record["datePublicationDonnees"]) == (1, "2026-09-20")


@pytest.mark.parametrize(
    ("who", "status"), [("mission", 0), ("direction", 0), ("ref5", 1), ("dpo", 1), ("stagiaire", 1)]
)
def test_an_account_takes_what_its_roles_allow(run: Run, tmp_path: Path, who: str, status: int) -> None:
    account(who)
    result = run("-o", tmp_path / "decp.json", "--as", who)
    assert result.exit_code == status, result.output
