"""Calendars of procedures: days worked out by hand, and what holds whatever is asked."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdo.procurement.counting import is_day_off
from mdo.procurement.plan import ASIDE, Delay, Plan, Procedure, Stage
from mdo.procurement.plan_days import earliest_after, latest_before
from models.procurement import Counting, DelayUnit, SittingKind, StepCode

S = StepCode
INCLUDED, EXCLUDED = Counting.SENDING_DAY_INCLUDED, Counting.SENDING_DAY_EXCLUDED
TENDERS = Delay(S.NOTICE, S.TENDERS_DUE, 30, "R2161-3")
STANDSTILL = Delay(S.REJECTIONS, S.SIGNATURE, 11, "R2182-1", counting=INCLUDED)
SENT_TO_PREFECT = Delay(S.SIGNATURE, S.LEGALITY, 15, "L2131-13", is_maximum=True)
AWARD_TOLD = Delay(S.SIGNATURE, S.AWARD_NOTICE, 30, "R2183-1", is_maximum=True)
PUBLISHED = Delay(S.NOTIFICATION, S.OPEN_DATA, 2, "R2196-1", unit=DelayUnit.MONTHS, is_maximum=True)
FORMAL_DELAYS = (TENDERS, STANDSTILL, SENT_TO_PREFECT, AWARD_TOLD, PUBLISHED)

FORMAL = Procedure(
    (
        Stage(S.NEED),
        Stage(S.DOCUMENTS, days=30),
        Stage(S.NOTICE, days=15),
        Stage(S.TENDERS_DUE, days=30),
        Stage(S.AWARD, days=30, sitting=SittingKind.TENDER_COMMITTEE),
        Stage(S.REJECTIONS, days=3),
        Stage(S.SIGNATURE, days=11),
        Stage(S.NOTIFICATION, days=5),
        Stage(S.AWARD_NOTICE),
        Stage(S.OPEN_DATA),
        Stage(S.START, days=7),
    ),
    FORMAL_DELAYS,
)
ADAPTED = Procedure(
    (
        Stage(S.NEED),
        Stage(S.DOCUMENTS, days=21),
        Stage(S.NOTICE, days=10),
        Stage(S.TENDERS_DUE, days=21),
        Stage(S.AWARD, days=21),
        Stage(S.REJECTIONS, days=3),
        Stage(S.SIGNATURE, days=7),
        Stage(S.NOTIFICATION, days=3),
        Stage(S.START, days=7),
    )
)
DIRECT = Procedure(
    (
        Stage(S.NEED),
        Stage(S.NOTICE, days=10),
        Stage(S.TENDERS_DUE, days=15),
        Stage(S.AWARD, days=10),
        Stage(S.NOTIFICATION, days=5),
        Stage(S.START, days=7),
    )
)
START = dt.date(2027, 9, 1)
TODAY = dt.date(2026, 11, 24)


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day, not a moment


def _days(plan: Plan) -> dict[StepCode, str]:
    return {code: f"{day:%d/%m/%Y}" for code, day in plan.days.items()}


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        (
            FORMAL,
            {
                S.NEED: "20/04/2027",
                S.DOCUMENTS: "20/05/2027",
                S.NOTICE: "04/06/2027",
                S.TENDERS_DUE: "07/07/2027",
                S.AWARD: "06/08/2027",
                S.REJECTIONS: "09/08/2027",
                S.SIGNATURE: "20/08/2027",
                S.NOTIFICATION: "25/08/2027",
                S.AWARD_NOTICE: "17/09/2027",
                S.OPEN_DATA: "25/10/2027",
                S.START: "01/09/2027",
            },
        ),
        (
            ADAPTED,
            {
                S.NEED: "28/05/2027",
                S.DOCUMENTS: "18/06/2027",
                S.NOTICE: "29/06/2027",
                S.TENDERS_DUE: "20/07/2027",
                S.AWARD: "10/08/2027",
                S.REJECTIONS: "13/08/2027",
                S.SIGNATURE: "20/08/2027",
                S.NOTIFICATION: "25/08/2027",
                S.START: "01/09/2027",
            },
        ),
        (
            DIRECT,
            {
                S.NEED: "16/07/2027",
                S.NOTICE: "26/07/2027",
                S.TENDERS_DUE: "10/08/2027",
                S.AWARD: "20/08/2027",
                S.NOTIFICATION: "25/08/2027",
                S.START: "01/09/2027",
            },
        ),
    ],
)
def test_days_backward_from_the_first_of_september(procedure: Procedure, expected: dict[StepCode, str]) -> None:
    plan = procedure.backward(START, TODAY)
    assert _days(plan) == expected
    assert (plan.feasible, plan.late_days) == (True, 0)


@pytest.mark.parametrize(
    ("today", "feasible", "late_days", "earliest"),
    [
        ("20/04/2027", True, 0, "01/09/2027"),
        ("21/04/2027", False, 1, "06/09/2027"),
        # The need is approved on Monday 3 May, after Saturday the 1st.
        ("01/05/2027", False, 11, "15/09/2027"),
    ],
)
def test_a_late_need_says_by_how_much_and_when_one_can_start(
    today: str, feasible: bool, late_days: int, earliest: str
) -> None:
    plan = FORMAL.backward(START, _day(today))
    assert (plan.feasible, plan.late_days, f"{plan.earliest_start:%d/%m/%Y}") == (feasible, late_days, earliest)
    assert plan.days[S.NEED] == dt.date(2027, 4, 20), "the days that would hold the wish are shown all the same"
    assert FORMAL.forward(_day(today)).days[S.START] == plan.earliest_start


@pytest.mark.parametrize(("asked", "got"), [(25, 30), (30, 30), (31, 31)])
def test_less_than_the_law_is_never_planned(asked: int, got: int) -> None:
    procedure = Procedure((Stage(S.NOTICE), Stage(S.TENDERS_DUE, days=asked), Stage(S.START)), (TENDERS,))
    step = procedure.backward(START, TODAY).steps[1]
    assert (step.days, step.legal_minimum, step.article) == (got, 30, "R2161-3")
    for plan in (procedure.backward(START, TODAY), procedure.forward(TODAY)):
        assert plan.days[S.TENDERS_DUE] >= earliest_after(plan.days[S.NOTICE], TENDERS)


@pytest.mark.parametrize(
    ("sent", "delay", "first"),
    [
        ("06/01/2025", TENDERS, "06/02/2025"),
        # Day 30 is a Saturday, then a Sunday, then 1 May: the delay ends with the next working day.
        ("27/11/2026", TENDERS, "29/12/2026"),
        ("04/06/2027", TENDERS, "06/07/2027"),
        ("01/04/2025", TENDERS, "03/05/2025"),
        # The standstill counts the day of sending and ends on any day.
        ("28/12/2010", Delay(S.REJECTIONS, S.SIGNATURE, 16, "", counting=INCLUDED), "13/01/2011"),
        ("09/08/2027", STANDSTILL, "20/08/2027"),
    ],
)
def test_how_a_delay_is_counted(sent: str, delay: Delay, first: str) -> None:
    assert f"{earliest_after(_day(sent), delay):%d/%m/%Y}" == first


@pytest.mark.parametrize(
    ("sittings", "backward", "forward"),
    [
        ((), "06/08/2027", "05/08/2027"),
        (("22/07/2027", "12/08/2027"), "22/07/2027", "12/08/2027"),
        (("06/08/2027",), "06/08/2027", "06/08/2027"),
        # None is known from then on: any working day.
        (("22/07/2027",), "06/08/2027", "05/08/2027"),
    ],
)
def test_the_committee_sits_when_it_sits(sittings: tuple[str, ...], backward: str, forward: str) -> None:
    known = {SittingKind.TENDER_COMMITTEE: tuple(_day(text) for text in sittings)}
    procedure = Procedure(FORMAL.stages, FORMAL.delays, known)
    assert f"{procedure.backward(START, TODAY).days[S.AWARD]:%d/%m/%Y}" == backward
    assert f"{procedure.forward(dt.date(2027, 4, 20)).days[S.AWARD]:%d/%m/%Y}" == forward


def test_what_is_done_stays_on_its_day_and_the_law_counts_from_it() -> None:
    done = {S.NEED: dt.date(2027, 4, 20), S.DOCUMENTS: dt.date(2027, 5, 28), S.NOTICE: dt.date(2027, 6, 14)}
    stages = tuple(Stage(s.code, s.label, s.days, s.article, s.sitting, done.get(s.code)) for s in FORMAL.stages)
    plan = Procedure(stages, FORMAL.delays).backward(START, dt.date(2027, 6, 15))
    assert {code: plan.days[code] for code in done} == done
    assert plan.days[S.TENDERS_DUE] == dt.date(2027, 7, 7)
    assert not plan.feasible, "day 30 of a notice of 14 June is 14 July, a holiday: tenders from the 16th on"
    assert Procedure(stages, FORMAL.delays).forward(dt.date(2027, 6, 15)).days[S.TENDERS_DUE] == dt.date(2027, 7, 16)
    assert plan.late_days == (plan.earliest_start - START).days > 0


# ---- Whatever is asked -----------------------------------------------------------------------------------------------

MANY = settings(max_examples=100)  # nothing is written
_DAYS = st.dates(dt.date(2021, 1, 1), dt.date(2035, 12, 31))
_CHAIN = (
    S.NEED,
    S.DOCUMENTS,
    S.AUTHORISATION,
    S.NOTICE,
    S.TENDERS_DUE,
    S.OPENING,
    S.AWARD,
    S.REJECTIONS,
    S.SIGNATURE,
    S.LEGALITY,
    S.NOTIFICATION,
    S.AWARD_NOTICE,
    S.OPEN_DATA,
    S.START,
)


@st.composite
def procedures(draw: st.DrawFn, *, with_sittings: bool = True) -> Procedure:
    """Any chain with the delays of the law, days of its own from 0 to 60, and a committee that sits or not."""
    stages = tuple(
        Stage(
            code,
            days=draw(st.integers(0, 60)),
            sitting=SittingKind.TENDER_COMMITTEE if code is S.AWARD else None,
        )
        for code in _CHAIN
    )
    minima = (
        Delay(S.NOTICE, S.TENDERS_DUE, draw(st.integers(0, 60)), "", counting=EXCLUDED),
        Delay(S.REJECTIONS, S.SIGNATURE, draw(st.integers(0, 30)), "", counting=INCLUDED),
    )
    sittings: tuple[dt.date, ...] = ()
    if with_sittings and draw(st.booleans()):
        # Every few weeks from before the first day asked until after the last one.
        every = draw(st.integers(7, 60))
        sittings = tuple(dt.date(2018, 1, 1) + dt.timedelta(days=every * n) for n in range(7700 // every))
    return Procedure(
        stages,
        (*minima, SENT_TO_PREFECT, AWARD_TOLD, PUBLISHED),
        {SittingKind.TENDER_COMMITTEE: sittings},
    )


def _holds(procedure: Procedure, plan: Plan) -> None:
    days = plan.days
    for delay in procedure.delays:
        if delay.is_maximum:
            continue
        assert days[delay.step] >= earliest_after(days[delay.after], delay)
    assert days[S.AWARD_NOTICE] <= days[S.SIGNATURE] + dt.timedelta(days=30)
    assert days[S.LEGALITY] <= max(days[S.SIGNATURE] + dt.timedelta(days=15), plan.steps[0].planned_on)


@MANY
@given(procedures(), _DAYS, _DAYS)
def test_no_plan_crosses_a_delay_of_the_law(procedure: Procedure, start: dt.date, today: dt.date) -> None:
    _holds(procedure, procedure.backward(start, today))
    _holds(procedure, procedure.forward(today))


@MANY
@given(procedures(), _DAYS)
def test_backward_then_forward_agree(procedure: Procedure, start: dt.date) -> None:
    backward = procedure.backward(start, dt.date(2000, 1, 3))
    first = backward.steps[0].planned_on
    forward = procedure.forward(first)
    assert forward.days[S.START] <= start
    chain = [step.code for step in backward.steps if step.code not in ASIDE]
    assert all(forward.days[code] <= backward.days[code] for code in chain), (
        "forward is the earliest, backward the latest"
    )
    again = procedure.backward(forward.days[S.START], dt.date(2000, 1, 3))
    assert again.steps[0].planned_on >= first
    assert procedure.backward(start, first).feasible
    assert not procedure.backward(start, first + dt.timedelta(days=1)).feasible


@MANY
@given(procedures(), _DAYS)
def test_moving_to_a_working_day_never_shortens(procedure: Procedure, day: dt.date) -> None:
    for plan in (procedure.backward(day, day), procedure.forward(day)):
        chain = [step for step in plan.steps if step.code not in (S.AWARD_NOTICE, S.OPEN_DATA, S.LEGALITY)]
        stages = {stage.code: stage for stage in procedure.stages}
        for before, after in itertools.pairwise(chain):
            if after.code is not S.NOTIFICATION:  # the review of legality stands between
                assert (after.planned_on - before.planned_on).days >= stages[after.code].days
        for step in plan.steps[:-1]:
            assert not is_day_off(step.planned_on) or stages[step.code].sitting is not None


@MANY
@given(_DAYS, st.integers(0, 90), st.sampled_from(Counting), st.sampled_from(DelayUnit))
def test_counting_back_is_the_reverse_of_counting(
    day: dt.date, amount: int, counting: Counting, unit: DelayUnit
) -> None:
    delay = Delay(
        S.NOTICE, S.TENDERS_DUE, amount if unit is DelayUnit.DAYS else amount % 13, "", unit, counting=counting
    )
    sent = latest_before(day, delay)
    assert earliest_after(sent, delay) <= day < earliest_after(sent + dt.timedelta(days=1), delay)
