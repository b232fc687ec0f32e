"""What the directions answered, counted: the numbers of a report are the lengths of lists."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from mdo.requests.states import ANSWERED, RequestStatus, age_of, status_of
from models.requests import CouncilRequest
from models.text import fold


@dataclass
class Answers:
    """The requests addressed to one direction, counted on a day. `direction_id` is None for those addressed to none."""

    direction_id: int | None
    direction: str | None
    counts: Counter[RequestStatus] = field(default_factory=Counter)
    delays: list[int] = field(default_factory=list)

    def add(self, request: CouncilRequest, today: dt.date) -> None:
        """Counts one more request."""
        status = status_of(request, today)
        self.counts[status] += 1
        if status in ANSWERED:
            self.delays.append(age_of(request, today))

    @property
    def received(self) -> int:
        return self.counts.total()

    @property
    def answered(self) -> int:
        return self.in_time + self.late

    @property
    def in_time(self) -> int:
        return self.counts[RequestStatus.IN_TIME]

    @property
    def late(self) -> int:
        return self.counts[RequestStatus.ANSWERED_LATE]

    @property
    def overdue(self) -> int:
        return self.counts[RequestStatus.OVERDUE]

    @property
    def awaiting(self) -> int:
        """Without answer, the due date not passed."""
        return self.counts[RequestStatus.RECEIVED] + self.counts[RequestStatus.SENT]

    @property
    def rate(self) -> float | None:
        """The share answered in time of those whose time is up or that are answered; None when there is none.

        Silence after the due date counts as a miss: a direction that never answers has 0, not nothing.
        """
        judged = self.answered + self.overdue
        return self.in_time / judged if judged else None

    @property
    def median_days(self) -> float | None:
        """Half of the answers took at most so many calendar days from the reception."""
        return median(self.delays) if self.delays else None


def answers_by_direction(addressed: Iterable[tuple[CouncilRequest, str | None]], today: dt.date) -> list[Answers]:
    """One line a direction, by name; those addressed to none come last. Each request comes with that name."""
    found: dict[int | None, Answers] = {}
    for request, direction in addressed:
        line = found.setdefault(request.organisation_id, Answers(request.organisation_id, direction))
        line.add(request, today)
    return sorted(found.values(), key=lambda line: (line.direction_id is None, fold(line.direction or "")))


def all_answers(lines: Iterable[Answers]) -> Answers:
    """The same figures of all these lines together."""
    total = Answers(None, None)
    for line in lines:
        total.counts += line.counts
        total.delays += line.delays
    return total
