"""The meetings that an import of attendance speaks of: found by body and day, asked about, or joining the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mdo.instances.register import asked_body
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.moments import at
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Target, Write
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.names import ID
from mdo.meetings.attendance import NOT_TAKING_PLACE
from mdo.meetings.import_actions import NO_TITLE
from mdo.meetings.imports import EVENING, TWO_HOURS, VIEW, MeetingBook, titled
from mdo.meetings.vocabulary import MEETING_KIND
from mdo.meetings.words import LISTS
from models.instances import Instance
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep
from models.text import fold

LEAVE = "leave"
_KINDS = tuple(
    Option(f"create:{kind.value}", LISTS[MeetingKind][kind]) for kind in MeetingKind if kind is not MeetingKind.NETWORK
)

_WHOSE = N_("The sheet « %(sheet)s » says who came and names no body: of which body are these meetings?")
_NO_MEETING = N_(
    "No meeting of « %(body)s » is in the register on these days: %(days)s. Create them, held on that day, as:"
)
_WHICH_MEETING = N_("Several meetings of this body are of %(day)s: which one do these marks speak of?")
_AS_NAMED = N_(
    "Of the meetings of %(day)s, « %(meeting)s » is taken, as « %(said)s » says: if not, add a column for the kind."
)
_NO_KIND = N_("No meeting of this body is of this kind on this day: correct the kind, or create the meeting first.")
_LEAVE_MARKS = Option(LEAVE, N_("Nothing: leave these marks aside"))
_LEFT_MARK = N_("No meeting of this body is of this day: left out, as answered.")
_TO_COME = N_("No meeting of this body is of this day, which is to come: create the meeting first.")
_CREATED = N_("The meeting of %(day)s joins the register, from 18:00 to 20:00: correct it if you know better.")


class MeetingsOfDays:
    """The meetings of the lines of a file, each once: days that the register lacks are asked about together."""

    def __init__(self, session: AnySession, register: Register, planners: Sequence[LinePlanner]) -> None:
        self._register, self._today = register, register.today
        self._book = MeetingBook(session)
        self._targets: dict[Any, Target] = {}
        self._places = {id(planner): self._place_of(planner) for planner in planners}
        self._missing: dict[tuple[int, MeetingKind | None], set[dt.date]] = defaultdict(set)
        for planner in planners:
            body, day = self.place(planner)
            kind = planner.values.get("meeting_kind")
            if body is not None and day is not None and day < self._today and not self._of_day(body, day, kind):
                self._missing[body.id, kind].add(day)

    def place(self, planner: LinePlanner) -> tuple[Instance | None, dt.date | None]:
        """The body and the day of a line; no body for a meeting of the network, where the file has a column for it."""
        return self._places[id(planner)]

    def stored(self, meeting: Meeting) -> Target:
        """A meeting of the register, the same for each line."""
        return self._targets.setdefault(meeting.id, Target(meeting))

    def of(self, planner: LinePlanner, body: Instance | None, day: dt.date) -> Target | None:
        """The meeting of a line; a past one that the register lacks is asked about. None when there is none."""
        told = planner.values.get("meeting_kind")
        of_day = self._of_day(body, day, told)
        found = titled(of_day, planner.values.get("meeting_title"))
        if found:
            meeting = found[0] if len(found) == 1 else self._one_of(planner, found, day)
            return meeting and self.stored(meeting)
        if of_day:
            planner.fail("meeting_title", NO_TITLE)
            return None
        if body is None or day >= self._today:
            is_other = bool(self._of_day(body, day))
            planner.fail("meeting_kind" if is_other else "meeting_on", _NO_KIND if is_other else _TO_COME)
            return None
        days = ", ".join(f"{one:%d/%m/%Y}" for one in sorted(self._missing[body.id, told]))
        key, name, kinds = f"meetings:{body.id}", body.name, _KINDS
        if told is not None:
            key, name = f"{key}:{told.value}", f"{name} ({MEETING_KIND.members[told][0]})"
            kinds = tuple(option for option in _KINDS if option.value == f"create:{told.value}")
        answer = planner.ask(Question(key, _NO_MEETING, {"body": name, "days": days}, (*kinds, _LEAVE_MARKS)))
        if answer == LEAVE:
            planner.planned.left = _LEFT_MARK, {}
        kind = next((kind for kind in MeetingKind if f"create:{kind.value}" == answer), None)
        return None if kind is None else self._created(planner, body, day, kind)

    def _place_of(self, planner: LinePlanner) -> tuple[Instance | None, dt.date | None]:
        if planner.row is None and "instance" not in planner.line.headers:
            asked_body(planner, _WHOSE)
        body: Instance | None = planner.body()
        return body, planner.values.get("meeting_on")

    def _of_day(self, body: Instance | None, day: dt.date, kind: MeetingKind | None = None) -> list[Meeting]:
        taking_place = [row for row in self._book.on(body, day) if row.state not in NOT_TAKING_PLACE]
        return [row for row in taking_place if kind in (None, row.kind)]

    def _one_of(self, planner: LinePlanner, found: Sequence[Meeting], day: dt.date) -> Meeting | None:
        """Which of several of a day: the one that the column, the sheet or its title names, else as is answered."""
        sheet, column = planner.line.sheet, planner.header("meeting_on")
        for said in (column, sheet, self._register.said_above.get(sheet, "")):
            named = [row for row in found if _is_named(row, said)]
            if len(named) == 1:
                params = {"day": day, "meeting": _in_words(named[0]), "said": said.strip()}
                planner.planned.notes.append((_AS_NAMED, params))
                return named[0]
        ids = ",".join(str(row.id) for row in found)
        options = tuple(
            Option(f"{ID}{row.id}", _in_words(row), is_text=True) for row in sorted(found, key=lambda row: row.start_at)
        )
        key = f"meeting:{sheet}:{fold(column)}:{ids}"
        answer = planner.ask(Question(key, _WHICH_MEETING, {"day": day}, options, column=column))
        return next((row for row in found if f"{ID}{row.id}" == answer), None)

    def _created(self, planner: LinePlanner, body: Instance, day: dt.date, kind: MeetingKind) -> Target:
        """A past meeting that joins the register, by the first line of its day."""
        key = body.id, day, kind
        if key not in self._targets:
            self._targets[key] = Target.new(Meeting)
            self._targets[key].row.instance_id = body.id
        target = self._targets[key]
        start_at = at(day, EVENING)
        word = MEETING_KIND.members[kind][0]
        title = planner.values.get("meeting_title") or word[0].upper() + word[1:]
        if not target.said:
            step = {"meeting": target, "state": MeetingState.HELD, "at": start_at + TWO_HOURS}
            step["user_id"] = self._register.context.actor_id
            planner.planned.writes.append(Write(Target.new(MeetingStep), step))
        planner.set(target, VIEW, {
            "title": title, "kind": kind, "instance": body, "start_at": start_at, "end_at": start_at + TWO_HOURS,
            "state": MeetingState.HELD,
        })  # fmt: skip
        planner.planned.notes.append((_CREATED, {"day": day}))
        return target


def _in_words(meeting: Meeting) -> str:
    """Its kind, its hour and its title, which tell it from the others of its day."""
    word = MEETING_KIND.members[meeting.kind][0]
    return f"{word[0].upper()}{word[1:]}, {meeting.start_at.astimezone(PARIS):%H h %M} – {meeting.title}"


def _is_named(meeting: Meeting, said: str) -> bool:
    """Whether a text names the kind of a meeting, or its title."""
    words = (*MEETING_KIND.members[meeting.kind], meeting.title)
    return any(f" {fold(word)} " in f" {fold(said)} " for word in words)
