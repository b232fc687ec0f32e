"""Calendars of procedures in words, and as a drawing."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import format_date

from mdo.contracts.legal import LegalCheck, LegalFinding, effective_day
from mdo.procurement.plan import ASIDE, Plan
from models.contracts import ProcurementStep, StepState
from models.procurement import DelayUnit
from views.base.catalogues import gettext, ngettext
from views.base.words import date_in_words, full_date

# Units of the drawing: what the style sheet makes of them is its own affair.
LABELS, CHART, LINE, HEAD, FOOT = 300, 640, 26, 34, 8
_MOST_LABEL = 42
_MOST_MONTHS = 14


def standing_in_words(plan: Plan) -> str:
    """« tenable », or by how much it is late: « Définition du besoin : en retard de 11 jours »."""
    if plan.feasible:
        return gettext("can be held")
    late = ngettext("late by %(num)d day", "late by %(num)d days", plan.late_days)
    step = next((step for step in plan.steps if step.code is plan.late_step), None)
    return late if step is None else gettext("%(label)s: %(value)s", label=step.label, value=late)


def start_in_words(plan: Plan) -> str:
    """From when one can start."""
    day = full_date(plan.earliest_start)
    if plan.feasible:
        return gettext("start possible from %(day)s on", day=day)
    return gettext("start possible on %(day)s", day=day)


def delay_in_words(finding: LegalFinding) -> str:
    """« minimum 30 jours, pas avant le 06/07/2027 (articles R2161-2 et R2161-3) »."""
    delay = finding.delay
    values = {"article": delay.article, "number": delay.amount}
    day = date_in_words(finding.bound) if finding.bound is not None else ""
    if delay.is_maximum:
        if delay.unit is DelayUnit.MONTHS:
            return gettext("at most %(number)d months: %(day)s at the latest (%(article)s)", day=day or "…", **values)
        return gettext("at most %(number)d days: %(day)s at the latest (%(article)s)", day=day or "…", **values)
    if finding.check is LegalCheck.HELD or not day:
        return gettext("minimum %(number)d days (%(article)s)", **values)
    return gettext("minimum %(number)d days, not before %(day)s (%(article)s)", day=day, **values)


def drift_in_words(drift: int | None) -> str:
    """« + 12 j »; nothing while nothing moved."""
    if not drift:
        return ""
    return gettext("%(sign)s%(days)d d", sign="+" if drift > 0 else "−", days=abs(drift))


@dataclass(frozen=True)
class CalendarBar:
    """A line of the drawing: what is done from `start` to `end`, where it was first planned, how it stands."""

    label: str
    y: int
    start: float
    width: float
    end: float
    initial: float | None
    tone: str  # done, todo, short


@dataclass(frozen=True)
class Tick:
    """The first of a month."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """A drawing with its size; `today` is where the day stands, None out of sight."""

    title: str
    width: int
    height: int
    bars: tuple[CalendarBar, ...]
    ticks: tuple[Tick, ...]
    today: float | None


def periods_of(steps: Sequence[ProcurementStep]) -> list[tuple[ProcurementStep, dt.date, dt.date]]:
    """Each step with the days it goes from and to: from the step before, save what nothing waits for."""
    found = []
    before: dt.date | None = None
    for step in steps:
        day = effective_day(step)
        if day is None:
            continue
        start = day if before is None or step.step in ASIDE else min(before, day)
        found.append((step, start, day))
        if step.step not in ASIDE:
            before = day
    return found


def timeline_of(
    steps: Sequence[ProcurementStep], broken: frozenset[int], title: str, today: dt.date
) -> Timeline | None:
    """The steps as bars under the months; None without a single day. `broken` are ids of steps that break the law."""
    periods = periods_of(steps)
    if not periods:
        return None
    initial = [step.initial_on for step, _, _ in periods if step.initial_on is not None]
    first = min([start for _, start, _ in periods] + initial).replace(day=1)
    last = max([end for _, _, end in periods] + initial) + dt.timedelta(days=12)
    scale = CHART / (last - first).days

    def x(day: dt.date) -> float:
        return round(LABELS + (day - first).days * scale, 1)

    bars = tuple(
        CalendarBar(
            _short(step.label),
            HEAD + index * LINE,
            x(start),
            max(round((end - start).days * scale, 1), 2),
            x(end),
            x(step.initial_on) if step.initial_on is not None and step.initial_on != end else None,
            "short" if step.id in broken else "done" if step.state is StepState.DONE else "todo",
        )
        for index, (step, start, end) in enumerate(periods)
    )
    height = HEAD + len(bars) * LINE + FOOT
    here = x(today) if first <= today <= last else None
    return Timeline(title, LABELS + CHART, height, bars, _ticks(first, last, x), here)


def _ticks(first: dt.date, last: dt.date, x: Callable[[dt.date], float]) -> tuple[Tick, ...]:
    months = [first]
    while months[-1] <= last:
        following = months[-1] + dt.timedelta(days=32)
        months.append(following.replace(day=1))
    shown = months[:-1][:: max(1, -(-len(months) // _MOST_MONTHS))]
    return tuple(Tick(x(day), format_date(day, "MMM yy" if day.month == 1 or day == first else "MMM")) for day in shown)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LABEL else f"{text[: _MOST_LABEL - 1].rstrip()}…"
