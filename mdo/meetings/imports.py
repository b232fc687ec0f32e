"""Import of meetings, past ones with their head counts: a meeting is known by its body, its day and its kind."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.days_off.told import Days
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, day_of
from mdo.kernel.imports.cells.moments import at
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.words.names import Names
from mdo.kernel.labels import field_label
from mdo.kernel.scope.written import OUTSIDE
from mdo.meetings.fields import MEETING_FIELDS
from mdo.meetings.import_needs import NeedsWritten
from mdo.meetings.states import check_begun, check_meeting, took_place
from mdo.meetings.vocabulary import MEETING_KIND
from models.base import utc_now
from models.bounds import LAST_DAY
from models.instances import Instance
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep
from models.text import fold

VIEW = "MeetingView"
REQUIRED = (("start_at",),)
BODY_NEEDED = N_("Name the body: only a meeting of the network of référents has none.")
_KIND_NEEDED = N_("A new meeting needs its kind.")
SEVERAL = N_("Several meetings of this body are of this day: add their kind, or their title.")
_TWICE = N_("Two columns give two hours to this meeting: keep one.")
_ONE_PLACE = N_("A meeting is hosted by one mairie.")
_NO_HOUR = N_("No hour is given: %(start)s to %(end)s is written, correct it if you know better.")
_NO_END = N_("No end is given: %(end)s is written, two hours after the start.")
_STATE_STAYS = N_("The state of a meeting that is in the register is changed on its page: it stays as it is.")

# Of a meeting whose file gives the day alone.
EVENING = dt.time(18)
TWO_HOURS = dt.timedelta(hours=2)


class MeetingBook:
    """The meetings that the session sees, by body (None: the network) and day."""

    def __init__(self, session: AnySession) -> None:
        self._by_day: dict[tuple[int | None, dt.date], list[Meeting]] = defaultdict(list)
        options = (joinedload(Meeting.instance), joinedload(Meeting.host), joinedload(Meeting.organiser))
        for row in session.scalars(select(Meeting).options(*options)):
            self._by_day[row.instance_id, day_of(row.start_at)].append(row)

    def on(self, body: Instance | None, day: dt.date) -> list[Meeting]:
        """Those of a body on a day."""
        return self._by_day.get((None if body is None else body.id, day), [])


def titled(meetings: Sequence[Meeting], title: str | None) -> list[Meeting]:
    """Those of this title, when one is given."""
    return [row for row in meetings if title is None or fold(row.title) == fold(title)]


def check_is_writable(register: Register, body: Instance | None) -> None:
    """Raises OutOfScope for a meeting of a body, or of the network, that is not the reader's to write."""
    if body is not None:
        register.check_body_is_writable(body, "instance")
    elif register.writable_places is not None:
        raise OutOfScope(OUTSIDE, field="instance")


def plan_meetings(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    work = _MeetingImport(session, register, MeetingBook(session), account_names(session))
    return plan_each(register, lines, MEETING_FIELDS, work.plan, "start_at", work.check)


@dataclass(frozen=True)
class _Hours:
    """What a line says of when: a day at least, the moments that it gives."""

    day: dt.date
    start_at: dt.datetime | None = None
    end_at: dt.datetime | None = None


class _MeetingImport:
    def __init__(self, session: AnySession, register: Register, book: MeetingBook, accounts: Names) -> None:
        self.days = Days(session, register.today, LAST_DAY)
        self.register = register
        self.book = book
        self.accounts = accounts
        self.targets: dict[Any, Target] = {}
        self.needs = NeedsWritten(session, VIEW)

    def plan(self, planner: LinePlanner) -> Target | None:
        """Plans a line; the row that it is about."""
        values = planner.values
        planner.planned.label = " ".join(filter(None, (values.get("instance"), values.get("title"))))
        body = self._body(planner)
        hours = self._hours(planner)
        organiser = planner.look_up("organiser", self.accounts.one)
        host = planner.one_place("host", _ONE_PLACE)
        if hours is None or planner.failed & {"instance", "kind", "title", "start_at", "start_time"}:
            return self._draft(planner, body, hours, {"organiser": organiser, "host": host})
        target = None
        with planner.errors_at("start_at"):
            target = self._target(planner, body, hours)
        if target is None:
            return self._draft(planner, body, hours, {"organiser": organiser, "host": host})
        planner.is_about(target)
        own = planner.own(Meeting, "start_at", "end_at", "state")
        if target.is_new:
            own |= self._completed(planner, body, hours)
            if hours.start_at is not None and hours.day <= self.register.today:
                with planner.errors_at("start_at"):
                    check_begun(own["state"], hours.start_at, self.register.today, utc_now())
        else:
            own |= self._moved(target.row, hours)
            if values.get("state", target.row.state) is not target.row.state:
                planner.planned.notes.append((_STATE_STAYS, {}))
        is_emptied = self.needs.takes_emptied(planner)
        planner.set(target, VIEW, {**own, "organiser": organiser, "host": host})
        kind, state = (own.get(name) or getattr(target.row, name) for name in ("kind", "state"))
        self.needs.write(planner, target, kind, state, is_emptied=is_emptied)
        self._tell_day(planner, body, own)
        if target.is_new:
            self._enter(planner, target, own["state"], own["end_at"])
        if planner.planned.writes:
            with planner.errors_at("instance"):
                check_is_writable(self.register, target.row.instance if not target.is_new else body)
        return target

    def _tell_day(self, planner: LinePlanner, body: Instance | None, own: dict[str, Any]) -> None:
        """Remarks on the day of a meeting to come that the line sets; none refuses it."""
        start_at = own.get("start_at")
        if start_at is None or day_of(start_at) < self.register.today:
            return
        day, places = day_of(start_at), [] if body is None else [place.id for place in body.arrondissements]
        planner.planned.notes.extend(self.days.said(day, places))
        if own.get("is_public") or own.get("kind") is MeetingKind.PUBLIC:
            planner.planned.notes.extend(self.days.reminder(day, places))

    @staticmethod
    def _draft(planner: LinePlanner, body: Instance | None, hours: _Hours | None, related: dict[str, Any]) -> None:
        """What a line says that does not tell its meeting, for the rules to judge."""
        own = planner.own(Meeting, "start_at", "end_at") | {"instance": body}
        if hours is not None:
            own |= {"start_at": hours.start_at, "end_at": hours.end_at}
        planner.untold |= {name for name in ("start_at", "end_at", "instance", "kind") if own.get(name) is None}
        planner.set(Target.draft(Meeting), VIEW, {**own, **related})

    def check(self, planner: LinePlanner) -> None:
        """The rules of a meeting."""
        rows = (write.target.row for write in planner.planned.writes)
        meeting = next((row for row in rows if isinstance(row, Meeting)), None)
        if meeting is not None:
            with planner.errors_at("start_at"):
                check_meeting(meeting, self.register.today)

    def _body(self, planner: LinePlanner) -> Instance | None:
        if planner.row is not None:
            stored: Instance | None = planner.row.instance
            return stored
        values = planner.values
        if "instance" not in values:
            if values.get("kind") is not MeetingKind.NETWORK and not planner.failed & {"instance", "kind"}:
                planner.fail("instance", BODY_NEEDED)
            return None
        found: Instance | None = planner.body()
        return found

    def _hours(self, planner: LinePlanner) -> _Hours | None:
        """The hours that a line gives; None where it gives no day (of a stored row: the day that it has)."""
        values, row = planner.values, planner.row
        said = values.get("start_at")
        if said is None and row is None:
            return None
        if said is None:
            day, start_at = day_of(row.start_at), None
        elif isinstance(said, dt.datetime):
            day, start_at = day_of(said), said
        else:
            day, start_at = said, None if row is None else at(said, _hour(row.start_at))
        if "start_time" in values:
            typed = at(day, values["start_time"])
            if start_at not in (None, typed):
                planner.fail("start_time", _TWICE)
            start_at = typed
        return _Hours(day, start_at, self._end(planner, day, start_at))

    def _end(self, planner: LinePlanner, day: dt.date, start_at: dt.datetime | None) -> dt.datetime | None:
        said, row, hour = planner.values.get("end_at"), planner.row, planner.values.get("end_time")
        if isinstance(said, dt.datetime):
            return said
        if hour is None and said is not None and row is not None:
            hour = _hour(row.end_at)
        if hour is None:
            return None
        end_at = at(said or day, hour)
        is_next_day = said is None and start_at is not None and end_at <= start_at
        return at(day + dt.timedelta(days=1), hour) if is_next_day else end_at

    def _target(self, planner: LinePlanner, body: Instance | None, hours: _Hours) -> Target | None:
        """The row that a line is about. Raises RuleViolation when several could be."""
        values = planner.values
        if planner.row is not None:
            return self.targets.setdefault(planner.row.id, Target(planner.row))
        kind, title = values.get("kind"), values.get("title")
        found = [row for row in self.book.on(body, hours.day) if kind in (None, row.kind)]
        same = titled(found, title) or (found if hours.start_at is None else [])
        if len(same) != 1 and hours.start_at is not None:
            # Of several of a day, or of one that was given another title, the hour tells which.
            same = [row for row in same or found if row.start_at == hours.start_at] or same
        if len(same) > 1:
            raise RuleViolation(SEVERAL)
        if same:
            return self.targets.setdefault(same[0].id, Target(same[0]))
        if kind is None:
            planner.fail("kind", _KIND_NEEDED)
            return None
        key = body and body.id, hours.day, kind, fold(title or "")
        return self.targets.setdefault(key, Target.new(Meeting))

    def _completed(self, planner: LinePlanner, body: Instance | None, hours: _Hours) -> dict[str, Any]:
        """What a new meeting needs and its line leaves out."""
        values = planner.values
        start_at = hours.start_at or at(hours.day, EVENING)
        end_at = hours.end_at or start_at + TWO_HOURS
        told = {"start": f"{_hour(start_at):%H h %M}", "end": f"{_hour(end_at):%H h %M}"}
        if hours.start_at is None:
            planner.planned.notes.append((_NO_HOUR, told))
        elif hours.end_at is None:
            planner.planned.notes.append((_NO_END, told))
        is_past = hours.day < self.register.today
        state = values.get("state") or (MeetingState.HELD if is_past else MeetingState.PREPARED)
        if took_place(state) and "head_count" not in values:
            planner.planned.to_complete.append(field_label(Meeting, "head_count"))
        word = MEETING_KIND.members[values["kind"]][0]
        title = values.get("title") or word[0].upper() + word[1:]
        return {"title": title, "instance": body, "start_at": start_at, "end_at": end_at, "state": state}

    @staticmethod
    def _moved(row: Meeting, hours: _Hours) -> dict[str, Any]:
        """The moments of a stored meeting; one that is moved stays as long as it was unless its end is given."""
        moved: dict[str, Any] = {}
        if hours.start_at is not None:
            moved["start_at"] = hours.start_at
        if hours.end_at is not None:
            moved["end_at"] = hours.end_at
        elif hours.start_at not in (None, row.start_at):
            moved["end_at"] = hours.start_at + (row.end_at - row.start_at)
        return moved

    def _enter(self, planner: LinePlanner, target: Target, state: MeetingState, end_at: dt.datetime) -> None:
        """The step of the state that a new meeting begins with: of its end once it was held, else of today."""
        today = at(self.register.today, dt.time())
        step = {
            "meeting": target,
            "state": state,
            "at": min(end_at, today) if took_place(state) else today,
            "user_id": self.register.context.actor_id,
        }
        planner.planned.writes.append(Write(Target.new(MeetingStep), step))


def _hour(moment: dt.datetime) -> dt.time:
    return moment.astimezone(PARIS).time()
