"""Calendars from the reference rows: days worked out by hand, printed by `flask mdo plan`; the law in force."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.procurement.plan_rows import delays_in_force
from mdo.reference import load
from models.procurement import DelayCondition, LegalDelay, ProcedureCode, SittingKind, StepCode
from tests.support.procurement import SittingDateFactory

Run = Callable[..., Result]
P, S, C = ProcedureCode, StepCode, DelayCondition
_CODES = [code.value for code in StepCode]


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs the command on the reference rows."""
    load(session)
    runner = app.test_cli_runner()

    def command(*words: Any) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", "plan", *map(str, words)])

    return command


def _plan(run: Run, *words: Any) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    plan: dict[str, Any] = json.loads(result.output)
    return plan


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day, not a moment


@pytest.mark.parametrize(
    ("procedure", "amount", "expected"),
    [
        (
            "aoo",
            "300000",
            {
                "need": "20/04/2027",
                "documents": "20/05/2027",
                "notice": "04/06/2027",
                "tenders_due": "07/07/2027",
                "award": "06/08/2027",
                "rejections": "09/08/2027",
                "signature": "20/08/2027",
                "notification": "25/08/2027",
                "award_notice": "17/09/2027",
                "open_data": "25/10/2027",
                "start": "01/09/2027",
            },
        ),
        (
            "mapa",
            "80 000,00",
            {
                "need": "28/05/2027",
                "documents": "18/06/2027",
                "notice": "29/06/2027",
                "tenders_due": "20/07/2027",
                "award": "10/08/2027",
                "rejections": "13/08/2027",
                "signature": "20/08/2027",
                "notification": "25/08/2027",
                "open_data": "25/10/2027",
                "start": "01/09/2027",
            },
        ),
        (
            "gre_a_gre",
            "39999",
            {
                "need": "16/07/2027",
                "notice": "26/07/2027",
                "tenders_due": "10/08/2027",
                "award": "20/08/2027",
                "notification": "25/08/2027",
                "start": "01/09/2027",
            },
        ),
    ],
)
def test_the_reference_durations_give_these_days(
    run: Run, procedure: str, amount: str, expected: dict[str, str]
) -> None:
    plan = _plan(run, "--procedure", procedure, "--amount", amount, "--start", "2027-09-01", "--on", "24/11/2026")
    days = {step["code"]: step["planned_on"] for step in plan["steps"]}
    assert {code: _day(text).isoformat() for code, text in expected.items()}.items() <= days.items()
    assert ("open_data" in days) == ("open_data" in expected), "under 40,000 € nothing is published"
    assert (plan["feasible"], plan["late_days"]) == (True, 0)
    assert plan["earliest_start"] < "2027-09-01"
    assert list(plan) == ["steps", "feasible", "late_days", "earliest_start"]
    keys = ["code", "label", "planned_on", "days", "legal_minimum", "article"]
    assert all(list(step) == keys and step["code"] in _CODES for step in plan["steps"])


def test_a_late_formal_procedure_says_when_one_can_start(run: Run) -> None:
    words = ("--procedure", "aoo", "--amount", "300000", "--start", "01/09/2027", "--on", "01/05/2027")
    late = _plan(run, *words)
    forward = _plan(run, "--procedure", "aoo", "--amount", "300000", "--from", "2027-05-01")
    assert (late["feasible"], late["late_days"]) == (False, 11)
    assert late["earliest_start"] == forward["earliest_start"] == forward["steps"][-1]["planned_on"]
    text = run(*words).output
    assert "en retard de 11 jours, démarrage possible le mercredi 15 septembre 2027" in text


def test_the_delays_of_the_law_are_named_with_their_articles(run: Run) -> None:
    plan = _plan(run, "--procedure", "aoo", "--amount", "300000", "--start", "01/09/2027")
    by_code = {step["code"]: step for step in plan["steps"]}
    assert (by_code["tenders_due"]["legal_minimum"], by_code["signature"]["legal_minimum"]) == (30, 11)
    assert "R2161" in by_code["tenders_due"]["article"]
    assert "R2182-1" in by_code["signature"]["article"]
    assert by_code["open_data"]["legal_minimum"] is None


@pytest.mark.parametrize("procedure", [code.value for code in ProcedureCode])
def test_every_procedure_has_a_calendar_both_ways(run: Run, procedure: str) -> None:
    for way in (("--start", "01/09/2028"), ("--from", "24/11/2026")):
        plan = _plan(run, "--procedure", procedure, "--amount", "250000", *way)
        days = [step["planned_on"] for step in plan["steps"] if step["code"] not in ("award_notice", "open_data")]
        assert days == sorted(days)


def test_the_committee_sits_on_a_day_that_is_loaded(run: Run) -> None:
    for day in ("22/07/2027", "12/08/2027"):
        SittingDateFactory(kind=SittingKind.TENDER_COMMITTEE, day=_day(day))
    plan = _plan(run, "--procedure", "aoo", "--amount", "300000", "--start", "01/09/2027", "--on", "24/11/2026")
    assert next(step["planned_on"] for step in plan["steps"] if step["code"] == "award") == "2027-07-22"


@pytest.mark.parametrize(
    "words",
    [
        ("--start", "01/09/2027", "--from", "01/09/2027", "--amount", "1"),
        ("--amount", "1"),
        ("--start", "31/02/2027", "--amount", "1"),
        ("--start", "01/09/9999", "--amount", "1"),
        ("--start", "01/09/2027", "--amount", "beaucoup"),
        ("--start", "01/09/2027", "--amount", "-1"),
        ("--start", "01/09/2027", "--amount", "NaN"),
    ],
)
def test_what_cannot_be_read_ends_with_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    result = run("--procedure", "aoo", *words)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("procedure", "conditions", "after", "step", "amount"),
    [
        (P.OPEN, (), S.NOTICE, S.TENDERS_DUE, 35),
        (P.OPEN, (C.ELECTRONIC,), S.NOTICE, S.TENDERS_DUE, 30),
        (P.OPEN, (C.ELECTRONIC, C.URGENT), S.NOTICE, S.TENDERS_DUE, 15),
        (P.OPEN, (C.PRIOR_NOTICE,), S.NOTICE, S.TENDERS_DUE, 15),
        (P.RESTRICTED, (C.ELECTRONIC,), S.NOTICE, S.CANDIDATES_DUE, 30),
        (P.RESTRICTED, (C.URGENT,), S.NOTICE, S.CANDIDATES_DUE, 15),
        (P.RESTRICTED, (C.ELECTRONIC,), S.INVITATION, S.TENDERS_DUE, 25),
        (P.NEGOTIATED, (C.ELECTRONIC,), S.INVITATION, S.TENDERS_DUE, 25),
        (P.NEGOTIATED, (), S.NOTICE, S.CANDIDATES_DUE, 30),
        (P.NEGOTIATED, (C.URGENT,), S.NOTICE, S.CANDIDATES_DUE, 15),
        (P.DIALOGUE, (C.ELECTRONIC,), S.NOTICE, S.CANDIDATES_DUE, 30),
        (P.DIALOGUE, (C.URGENT,), S.NOTICE, S.CANDIDATES_DUE, 15),
        (P.OPEN, (), S.REJECTIONS, S.SIGNATURE, 16),
        (P.OPEN, (C.ELECTRONIC,), S.REJECTIONS, S.SIGNATURE, 11),
        # No standstill in an adapted procedure, nor a minimum for its tenders.
        (P.ADAPTED, (C.ELECTRONIC,), S.REJECTIONS, S.SIGNATURE, None),
        (P.ADAPTED, (C.ELECTRONIC,), S.NOTICE, S.TENDERS_DUE, None),
        (P.SUBSEQUENT, (C.ELECTRONIC,), S.REJECTIONS, S.SIGNATURE, None),
    ],
)
def test_the_minimum_of_the_case(
    session: Session,
    procedure: ProcedureCode,
    conditions: tuple[DelayCondition, ...],
    after: StepCode,
    step: StepCode,
    amount: int | None,
) -> None:
    load(session)
    found = delays_in_force(session.scalars(select(LegalDelay)), procedure, dt.date(2026, 11, 24), conditions)
    minima = [delay.amount for delay in found if not delay.is_maximum and (delay.after, delay.step) == (after, step)]
    assert minima == ([] if amount is None else [amount])


def test_a_delay_is_read_on_the_day_it_is_valid() -> None:
    old, new = (
        LegalDelay(
            procedure=P.OPEN, after=S.NOTICE, step=S.TENDERS_DUE, amount=amount, article="", valid_from=start,
            valid_to=end, condition=C.ORDINARY, is_maximum=False,
        )
        for amount, start, end in (
            (40, dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
            (35, dt.date(2027, 1, 1), None),
        )
    )  # fmt: skip
    for day, amount in ((dt.date(2026, 12, 31), 40), (dt.date(2027, 1, 1), 35)):
        assert [delay.amount for delay in delays_in_force((new, old), P.OPEN, day)] == [amount]
