"""The calendar of a procedure: backward from the wished start, or forward from a day.

Pure: it is given the steps, the delays of the law, the sittings and the days off. A step stands on a working day, or
on a sitting of its assembly when one is known from then on. Backward gives the latest days, forward the earliest;
neither ever shortens a delay of the law, nor does moving a step to a working day shorten what it was given.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mdo.procurement.counting import working_from, working_until
from mdo.procurement.plan_days import earliest_after, latest_before, latest_day
from models.procurement import Counting, DelayUnit, SittingKind, StepCode

# They follow a step of the chain within a delay, and nothing waits for them.
ASIDE = frozenset({StepCode.AWARD_NOTICE, StepCode.OPEN_DATA})


@dataclass(frozen=True)
class Stage:
    """A step to plan: the calendar days it takes after the step before, and the day it was done on, if it was."""

    code: StepCode
    label: str = ""
    days: int = 0
    article: str | None = None
    sitting: SittingKind | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class Delay:
    """At least (or at most) so long between two steps."""

    after: StepCode
    step: StepCode
    amount: int
    article: str
    unit: DelayUnit = DelayUnit.DAYS
    is_maximum: bool = False
    counting: Counting = Counting.SENDING_DAY_EXCLUDED


@dataclass(frozen=True)
class PlannedStep:
    """A step on its day; `days` as asked, never under `legal_minimum` (calendar days, None without a minimum)."""

    code: StepCode
    label: str
    planned_on: dt.date
    days: int
    legal_minimum: int | None
    article: str | None


@dataclass(frozen=True)
class Plan:
    """A calendar: whether the wished start can be held, by how many days it is late, and the earliest start.

    `late_step` is the one that should be done already, None when none is or when the delays of the law are to blame.
    """

    steps: tuple[PlannedStep, ...]
    feasible: bool
    late_days: int
    earliest_start: dt.date
    late_step: StepCode | None = None

    @property
    def days(self) -> Mapping[StepCode, dt.date]:
        """The day of each step."""
        return {step.code: step.planned_on for step in self.steps}


@dataclass(frozen=True)
class Procedure:
    """What a calendar is computed from. The last stage of the chain is the start."""

    stages: tuple[Stage, ...]
    delays: tuple[Delay, ...] = ()
    sittings: Mapping[SittingKind, Sequence[dt.date]] = field(default_factory=dict)

    def backward(self, wished_start: dt.date, today: dt.date) -> Plan:
        """The latest days that hold the wished start; whether they can still be held is told from today."""
        days = self._latest(wished_start)
        earliest = self._earliest(today)
        start = self._chain[-1]
        possible = start.done_on or earliest[start.code]
        if possible <= working_until(wished_start) or start.done_on is not None:
            return Plan(self._steps(days), True, 0, possible)
        waiting = next(stage for stage in self._chain if stage.done_on is None)
        late = (today - days[waiting.code]).days
        if late <= 0:
            return Plan(self._steps(days), False, (possible - wished_start).days, possible)
        return Plan(self._steps(days), False, late, possible, waiting.code)

    def forward(self, from_day: dt.date) -> Plan:
        """The earliest days, nothing that is still to do being before `from_day`."""
        days = self._earliest(from_day)
        return Plan(self._steps(days), True, 0, days[self._chain[-1].code])

    # ---- The chain ---------------------------------------------------------------------------------------------------

    @property
    def _chain(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.code not in ASIDE)

    def _minima(self) -> list[Delay]:
        return [delay for delay in self.delays if not delay.is_maximum]

    def _latest(self, wished_start: dt.date) -> dict[StepCode, dt.date]:
        days: dict[StepCode, dt.date] = {}
        open_days: dict[StepCode, dt.date] = {}
        limit = working_until(wished_start)
        for stage in reversed(self._chain):
            if stage.done_on is not None:
                days[stage.code] = stage.done_on
                continue
            for delay in self._minima():
                if delay.after is stage.code and delay.step in open_days:
                    limit = min(limit, latest_before(open_days[delay.step], delay))
            day = self._land_back(stage, limit)
            days[stage.code] = open_days[stage.code] = day
            limit = day - dt.timedelta(days=stage.days)
        start = self._chain[-1]
        if start.done_on is None:
            days[start.code] = wished_start
        return self._within(days, dt.date.min)

    def _earliest(self, from_day: dt.date) -> dict[StepCode, dt.date]:
        days: dict[StepCode, dt.date] = {}
        before: dt.date | None = None
        for stage in self._chain:
            if stage.done_on is not None:
                day = stage.done_on
            else:
                day = from_day if before is None else max(from_day, before + dt.timedelta(days=stage.days))
                for delay in self._minima():
                    if delay.step is stage.code and delay.after in days:
                        day = max(day, earliest_after(days[delay.after], delay))
                day = self._land_on(stage, day)
            days[stage.code] = day
            before = day if before is None else max(before, day)
        return self._within(days, working_from(from_day))

    def _within(self, days: dict[StepCode, dt.date], floor: dt.date) -> dict[StepCode, dt.date]:
        """The same days, with those that come at the latest so long after another step; never before `floor`."""
        for stage in self.stages:
            latest = [
                working_until(latest_day(days[delay.after], delay))
                for delay in self.delays
                if delay.is_maximum and delay.step is stage.code and delay.after in days
            ]
            if stage.done_on is not None:
                days[stage.code] = stage.done_on
            elif stage.code not in ASIDE:
                if latest and min(latest) < days[stage.code]:
                    days[stage.code] = min(days[stage.code], max(min(latest), floor))
            else:
                days[stage.code] = self._aside(stage, days, latest)
        return days

    def _aside(self, stage: Stage, days: Mapping[StepCode, dt.date], latest: Sequence[dt.date]) -> dt.date:
        """At the end of its delay, or earlier when it was given days of its own."""
        if latest and not stage.days:
            return min(latest)
        starts = [days[delay.after] for delay in self.delays if delay.step is stage.code and delay.after in days]
        signed = (StepCode.NOTIFICATION, StepCode.SIGNATURE, StepCode.AWARD, StepCode.START)
        start = max(starts, default=next((days[code] for code in signed if code in days), max(days.values())))
        day = working_from(start + dt.timedelta(days=stage.days))
        return min([day, *latest])

    # ---- Days --------------------------------------------------------------------------------------------------------

    def _land_back(self, stage: Stage, day: dt.date) -> dt.date:
        known = self._sittings(stage)
        if not known or day < known[0]:
            return working_until(day)
        if day > known[-1]:
            return max(working_until(day), known[-1])
        return known[bisect_right(known, day) - 1]

    def _land_on(self, stage: Stage, day: dt.date) -> dt.date:
        known = self._sittings(stage)
        place = bisect_left(known, day)
        return known[place] if place < len(known) else working_from(day)

    def _sittings(self, stage: Stage) -> Sequence[dt.date]:
        return sorted(self.sittings.get(stage.sitting, ())) if stage.sitting is not None else ()

    def _steps(self, days: Mapping[StepCode, dt.date]) -> tuple[PlannedStep, ...]:
        return tuple(self._step(stage, days[stage.code]) for stage in self.stages)

    def _step(self, stage: Stage, day: dt.date) -> PlannedStep:
        present = {other.code for other in self.stages}
        of_step = [delay for delay in self.delays if delay.step is stage.code and delay.after in present]
        minimum = next((delay for delay in of_step if not delay.is_maximum), None)
        article = next((delay.article for delay in (minimum, *of_step) if delay is not None), stage.article)
        if minimum is None or minimum.unit is not DelayUnit.DAYS:
            return PlannedStep(stage.code, stage.label, day, stage.days, None, article)
        days = stage.days + max(0, minimum.amount - self._asked(minimum))
        return PlannedStep(stage.code, stage.label, day, days, minimum.amount, article)

    def _asked(self, delay: Delay) -> int:
        """The days that the steps between both ends of a delay were given."""
        codes = [stage.code for stage in self.stages]
        first, last = codes.index(delay.after), codes.index(delay.step)
        return sum(stage.days for stage in self.stages[first + 1 : last + 1])
