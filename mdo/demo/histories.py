"""What people did in the bodies: enrolments, terms, renewals, departures, vacancies. Values only."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mdo.demo.bodies import Body, InventedBodies
from mdo.demo.people import pick
from mdo.demo.polls import installed_on
from mdo.kernel.base.periods import add_months, last_day_of_term
from models.instances import InstanceState
from models.people import Commitment, Designation, EndReason

_DAY = dt.timedelta(days=1)
_COMMITMENTS = (
    (Commitment.COMMITTED, 40),
    (Commitment.OCCASIONAL, 35),
    (Commitment.NEWS_ONLY, 10),
    (Commitment.UNKNOWN, 15),
)
_DEPARTURES = ((EndReason.MOVED, 45), (EndReason.RESIGNATION, 35), (EndReason.OTHER, 17), (EndReason.DEATH, 3))
_SEAT_STORIES = (("renewed", 45), ("succeeded", 24), ("replaced", 12), ("vacant", 9), ("undated", 10))
_BUREAU = ("presidence", "secretariat", "tresorerie", "bureau", "bureau")
_BUREAU_MONTHS = 36
_YEARS_OF_HISTORY = 3
_DRAWN = ("conseil_citoyen", "panel_citoyen")
_SCHOOL_YEAR = (9, 1)
# A term under way has more than these months ahead, but in the body whose term ends within two months.
_AHEAD = 5
_ENDING = "comite_usagers"
# Where a bureau was elected again but for its treasurer, whose term is over.
_OVERDUE_IN, _OVERDUE = 5, "tresorerie"


@dataclass(frozen=True)
class Term:
    """One mandate to be; `follows` says that it renews the one before it in the same history."""

    instance_id: int
    function: str
    start_on: dt.date | None
    planned_end_on: dt.date | None = None
    ended_on: dt.date | None = None
    end_reason: EndReason | None = None
    college_id: int | None = None
    seat_id: int | None = None
    organisation_id: int | None = None
    designation: Designation = Designation.VOLUNTEER
    commitment: Commitment = Commitment.UNKNOWN
    rank: int = 1
    follows: bool = False


@dataclass
class LifeHistory:
    """Someone to invent: where, known since when, with which mandates."""

    number: int | None
    since: dt.date
    terms: list[Term] = field(default_factory=list)
    is_minor: bool = False
    organisation_id: int | None = None


class Histories:
    """Gives histories without end: those that fill seats and bureaux first appear among many simple enrolments."""

    def __init__(self, rng: random.Random, register: InventedBodies, today: dt.date) -> None:
        self._rng, self._register, self._today = rng, register, today
        self._quartiers = [body for body in register.bodies if body.type_code == "conseil_quartier"]
        self._overdue = next((body for body in self._quartiers if body.number == _OVERDUE_IN), None)
        self._weights = [rng.randint(2, 10) if body.state is InstanceState.ACTIVE else 1 for body in self._quartiers]

    def __iter__(self) -> Iterator[LifeHistory]:
        special = [history for body in self._register.bodies if body.has_members for history in self._special(body)]
        self._rng.shuffle(special)
        for history in special:
            yield history
            yield self._enrolment()
        while True:
            yield self._enrolment()

    # ---- Enrolments in the conseils de quartier ----------------------------------------------------------------------

    def _enrolment(self) -> LifeHistory:
        rng = self._rng
        body = rng.choices(self._quartiers, self._weights)[0]
        start = self._today - rng.randrange(_YEARS_OF_HISTORY * 365) * _DAY
        term = self._enrolled(body, start)
        if rng.random() < 0.03:
            term = replace(term, start_on=None)
        elif rng.random() < 0.14:
            last = start + rng.randint(0, max(0, (self._today - start).days - 1)) * _DAY
            term = replace(term, ended_on=last, end_reason=pick(rng, _DEPARTURES))
        history = LifeHistory(body.number, start, [term], organisation_id=term.organisation_id)
        if rng.random() < 0.05:
            self._enrol_elsewhere(history, body, start)
        return history

    def _enrol_elsewhere(self, history: LifeHistory, body: Body, start: dt.date) -> None:
        neighbours = [other for other in self._quartiers if other.number == body.number and other is not body]
        if neighbours:
            history.terms.append(self._enrolled(self._rng.choice(neighbours), start))

    def _enrolled(self, body: Body, start: dt.date) -> Term:
        rng = self._rng
        college = rng.choices(range(len(body.colleges)), [80, 12, 8])[0]
        association = rng.choice(self._register.associations[body.number or 1]) if college == 1 else None
        return Term(
            body.id,
            "membre",
            start,
            college_id=body.colleges[college],
            organisation_id=association,
            commitment=pick(rng, _COMMITMENTS),
        )

    # ---- Seats, bureaux, associations --------------------------------------------------------------------------------

    def _special(self, body: Body) -> Iterator[LifeHistory]:
        if body.type_code == "conseil_quartier":
            if body.state is InstanceState.ACTIVE:
                yield from self._bureau(body)
        elif body.type_code == "cica":
            yield from self._associations(body)
        elif body.type_code == "conseil_enfants":
            yield from self._children(body)
        else:
            yield from self._seats(body)

    def _bureau(self, body: Body) -> Iterator[LifeHistory]:
        start = self._start_of_bureau()
        for function in _BUREAU:
            term = Term(body.id, function, start, college_id=body.colleges[0], designation=Designation.ELECTED)
            if body is self._overdue and function == _OVERDUE:
                before = add_months(self._today, -_BUREAU_MONTHS - 2).replace(day=1)
                held = [[replace(term, start_on=before, planned_end_on=last_day_of_term(before, _BUREAU_MONTHS))]]
            else:
                held = self._terms(term, _BUREAU_MONTHS, body, self._today)
            for terms in held:
                enrolled_on = (terms[0].start_on or start) - self._rng.randint(20, 400) * _DAY
                yield LifeHistory(body.number, enrolled_on, [self._enrolled(body, enrolled_on), *terms])

    def _associations(self, body: Body) -> Iterator[LifeHistory]:
        associations = self._register.associations[body.number or 1]
        for association in self._rng.sample(associations, k=min(8, len(associations))):
            start = self._today - self._rng.randint(30, 1000) * _DAY
            term = Term(
                body.id,
                "representation",
                start,
                college_id=body.colleges[0],
                organisation_id=association,
                designation=Designation.APPOINTED,
            )
            yield LifeHistory(body.number, start, [term], organisation_id=association)

    def _children(self, body: Body) -> Iterator[LifeHistory]:
        month, day = _SCHOOL_YEAR
        this_year = self._today.year - ((self._today.month, self._today.day) < _SCHOOL_YEAR)
        for year in range(this_year - _YEARS_OF_HISTORY + 1, this_year + 1):
            start = dt.date(year, month, day)
            end = last_day_of_term(start, 12)
            for seat_id, college_id in body.seats:
                term = Term(
                    body.id,
                    "membre",
                    start,
                    planned_end_on=end,
                    college_id=college_id,
                    seat_id=seat_id,
                    designation=Designation.ELECTED,
                )
                yield LifeHistory(body.number, start, [_finished(term) if year < this_year else term], is_minor=True)

    def _seats(self, body: Body) -> Iterator[LifeHistory]:
        day = body.dissolved_on or self._today
        start = self._start_of_term(body, day)
        for seat_id, college_id in body.seats:
            number = body.number or self._rng.randint(1, 9)
            is_association = len(body.colleges) > 1 and college_id == body.colleges[-1]
            term = Term(body.id, "membre", start, college_id=college_id, seat_id=seat_id)
            term = replace(term, designation=_designation(body, is_association=is_association))
            for terms in self._terms(term, body.term_months, body, day):
                history = LifeHistory(number, terms[0].start_on or start, terms)
                if is_association:
                    history.organisation_id = self._rng.choice(self._register.associations[number])
                    history.terms = [replace(term, organisation_id=history.organisation_id) for term in terms]
                yield history

    def _start_of_term(self, body: Body, day: dt.date) -> dt.date:
        """The start of the present term of a body, which it does not precede."""
        since = self._rng.randint(1, max(1, body.term_months - _AHEAD))
        if body.type_code == _ENDING:
            since = body.term_months - 2
        return max(add_months(day, -since).replace(day=1), body.created_on)

    def _start_of_bureau(self) -> dt.date:
        """The first of a month: the bureaux were elected again in the year after the councils."""
        first = installed_on(self._today)
        months = (self._today.year - first.year) * 12 + self._today.month - first.month
        start = add_months(first, self._rng.randint(0, max(0, min(months, 12) - 1))).replace(day=1)
        return max(start, add_months(self._today, _AHEAD - _BUREAU_MONTHS).replace(day=1))

    def _terms(self, term: Term, months: int, body: Body, day: dt.date) -> list[list[Term]]:
        """Who held a place, each with their terms: the earlier term, when there was one, then the present one."""
        start = term.start_on or day
        present = replace(term, planned_end_on=last_day_of_term(start, months))
        earlier_start = add_months(start, -months)
        earlier = replace(present, start_on=earlier_start, planned_end_on=start - _DAY)
        holders = self._holders(present, earlier if earlier_start >= body.created_on else None, day)
        if body.dissolved_on is not None:
            holders = [[_dissolved(held, body.dissolved_on) for held in terms] for terms in holders]
        return holders

    def _holders(self, present: Term, earlier: Term | None, day: dt.date) -> list[list[Term]]:
        story = pick(self._rng, _SEAT_STORIES)
        if story == "undated":
            return [[replace(present, start_on=None, planned_end_on=None)]]
        if story == "vacant":
            return [[_finished(earlier)]] if earlier else []
        if story == "renewed" and earlier:
            renewed = replace(_finished(earlier), end_reason=EndReason.RENEWED)
            return [[renewed, replace(present, rank=2, follows=True)]]
        before = [[_finished(earlier)]] if story == "succeeded" and earlier else []
        start, end = present.start_on or day, present.planned_end_on or day
        left_on = start + (min(day, end) - start) // 2
        if story == "replaced" and start < left_on < end:
            left = replace(present, ended_on=left_on, end_reason=pick(self._rng, _DEPARTURES))
            return [*before, [left], [replace(present, start_on=left_on + _DAY)]]
        return [*before, [present]]


def _finished(term: Term) -> Term:
    return replace(term, ended_on=term.planned_end_on, end_reason=EndReason.TERM)


def _dissolved(term: Term, day: dt.date) -> Term:
    return term if term.ended_on else replace(term, ended_on=day, end_reason=EndReason.DISSOLUTION)


def _designation(body: Body, *, is_association: bool) -> Designation:
    if is_association:
        return Designation.APPOINTED
    return Designation.DRAWN if body.type_code in _DRAWN else Designation.VOLUNTEER
