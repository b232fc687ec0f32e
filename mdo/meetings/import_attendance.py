"""Import of who came to meetings, one mark a line: a workbook of people and days is spread into such lines.

A line is about a member by a mandate of the body, failing that about a guest; what it writes follows the rules of the
page of attendance (`mdo.meetings.marking`, `mdo.meetings.attendance`). A blank cell says nothing of anyone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mdo.archives.sheets import check_not_destroyed, first_day
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.labels import field_label
from mdo.meetings.attendance import check_once, is_visitor, juror_line, jurors, line_of, lines_of, mandates_of
from mdo.meetings.fields import ATTENDANCE_FIELDS
from mdo.meetings.import_days import LEAVE, MeetingsOfDays
from mdo.meetings.imports import VIEW, check_is_writable
from mdo.meetings.marking import CAME, NOT_AT_A_SESSION, check_line, marked, presences_at
from mdo.meetings.marks_read import ReadMark
from mdo.meetings.replies import NOBODY_NAMED, of_day
from mdo.meetings.states import check_meeting
from mdo.people.import_one_name import agree_on_name
from mdo.people.import_persons import PeopleIndex, name_keys
from mdo.people.mandates import MandateStatus, status_of
from models.attendance import Attendance, Presence
from models.base import utc_now
from models.instances import Instance
from models.meetings import Meeting
from models.people import Mandate
from models.replies import MeetingReply, ReplyAnswer, ReplyWay
from models.text import fold

REQUIRED = (("full_name", "last_name"), ("meeting_on",), ("presence",))
_GUEST, _EXCUSED = "guest", "excused"

_STRANGERS = N_("Some of those marked present hold no mandate in the body of the meeting: what are they?")
_OF_STRANGERS = (
    Option(_GUEST, N_("Guests: note them as such, under the name of the file")),
    Option(LEAVE, N_("Names to correct: leave these marks aside")),
)
_STRANGER_LEFT = N_("« %(name)s » holds no mandate in this body: left out, as answered.")
_STRANGER_AWAY = N_("« %(name)s » holds no mandate in this body: a guest who did not come is not noted.")
_AS_GUEST = N_("« %(name)s » holds no mandate in this body: noted as a guest.")
_NAMESAKES = N_("Several members of this body are called « %(name)s »: mark them on the page of the meeting.")
_FOR_WHOM = N_("Some marks say « pouvoir » and not to whom: what is written?")
_OF_PROXIES = (
    Option(_EXCUSED, N_("Excused, with « pouvoir » in the note")),
    Option(LEAVE, N_("Nothing: leave these marks aside")),
)
_PROXY_LEFT = N_("« Pouvoir » without a name: left out, as answered.")
_BY_OTHERWISE = N_("« %(name)s » would represent someone who is not marked represented: keep one of the two.")
_NOBODY = N_("« %(name)s » is not on the list of this meeting: nobody is represented by them.")
_NOT_CONVENED = N_("Only who is convened to a meeting of the register answers its convocation: leave this cell empty.")
_OLD = N_("The sign-in sheet of %(day)s is over a year old: it is to be eliminated, under the visa of the archives.")


def plan_attendance(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    return _AttendanceImport(session, lines, register).plan()


class _AttendanceImport:
    def __init__(self, session: AnySession, lines: Sequence[Line], register: Register) -> None:
        self.session, self.register, self.today = session, register, register.today
        fields = {field.name: field for field in ATTENDANCE_FIELDS}
        self.planners = [LinePlanner(register, line, fields) for line in lines]
        self.accounts = account_names(session)
        for planner in self.planners:
            agree_on_name(planner)
        self.index = PeopleIndex(session, (planner.values for planner in self.planners))
        self.meetings = MeetingsOfDays(session, register, self.planners)
        self.roll: dict[int, list[Attendance]] = {}
        self.members: dict[int, list[list[Mandate]]] = {}
        self.targets: dict[Any, Target] = {}
        self.marked: dict[int, list[tuple[LinePlanner, Target]]] = defaultdict(list)  # by meeting
        self.replies: dict[int, dict[int, MeetingReply]] = {}  # by meeting, by line
        self.represented: list[tuple[LinePlanner, Target, Target, str]] = []

    def plan(self) -> list[PlannedLine]:
        keys = [self._plan_line(planner) for planner in self.planners]
        for planner, target, meeting, name in self.represented:
            self._tie(planner, target, meeting, name)
        ask_twice(self.planners, keys, "presence")
        check_lines(self.planners, self._check)
        return [planner.planned for planner in self.planners]

    # ---- Who -------------------------------------------------------------------------------------------------------

    def _plan_line(self, planner: LinePlanner) -> Any:
        values, row = planner.values, planner.row
        planner.planned.label = _name_of(planner)
        if row is not None:
            planner.planned.label = _of_meeting(str(row), day_of(row.meeting.start_at), row.meeting.title)
            target = self.targets.setdefault(row.id, Target(row))
            self._write(planner, target, self.meetings.stored(row.meeting))
            return target
        body, day = self.meetings.place(planner)
        if not planner.planned.label:
            planner.need("full_name" if "full_name" in planner.line.headers else "last_name")
        planner.planned.label = _of_meeting(_name_of(planner), day, values.get("meeting_title"))
        if planner.planned.left is not None or planner.planned.errors or planner.planned.questions or day is None:
            return None
        with planner.errors_at("instance"):
            check_is_writable(self.register, body)
        mark: ReadMark | None = values.get("presence")
        meeting = self.meetings.of(planner, body, day)
        if mark is None or meeting is None or planner.planned.errors:
            if mark is not None and planner.planned.questions:  # with that of the meeting: one round and not two
                self._ask_of_stranger(planner, body, mark.presence)
            return None
        if not meeting.is_new:
            planner.planned.label = _of_meeting(_name_of(planner), day, meeting.row.title)
        target_or_none = self._whom(planner, meeting, body, day, mark.presence)
        if target_or_none is None:
            return None
        planner.is_about(target_or_none)
        self._write(planner, target_or_none, meeting)
        if not meeting.is_new and first_day(meeting.row) <= self.today:
            planner.planned.notes.append((_OLD, {"day": day}))
        return target_or_none

    def _whom(
        self, planner: LinePlanner, meeting: Target, body: Instance | None, day: dt.date, presence: Presence
    ) -> Target | None:
        """The line of attendance of whom a line names: stored, of a member by the mandates, or of a guest."""
        known = [row for row in self._lines(meeting) if _is_called(row, planner)]
        if len(known) == 1:
            return self.targets.setdefault(known[0].id, Target(known[0]))
        held = [mandates for mandates in self._members(body) if _is_called(mandates[0], planner)]
        if len(known) > 1 or len(held) > 1:
            planner.fail("", _NAMESAKES, name=_name_of(planner))
            return None
        if held:
            of_day = [one for one in held[0] if status_of(one, day) is MandateStatus.IN_FORCE] or held[0][-1:]
            return self._added(meeting, ("member", id(held[0])), line_of(of_day))
        for juror in () if meeting.is_new or not meeting.row.juries else jurors(self.session, meeting.row):
            if _is_called(line := juror_line(juror), planner):
                return self._added(meeting, ("juror", juror.id), line)
        accounts = self.accounts.find(_name_of(planner)) if body is None else []
        if len(accounts) == 1:
            line = Attendance(user=accounts[0], is_convened=True, presence=Presence.EXPECTED)
            return self._added(meeting, ("account", accounts[0].id), line)
        return self._guest(planner, meeting, presence)

    def _ask_of_stranger(self, planner: LinePlanner, body: Instance | None, presence: Presence) -> None:
        """What is asked of who came and is no member, before the meeting itself is known."""
        is_known = any(_is_called(mandates[0], planner) for mandates in self._members(body))
        if presence in CAME and not is_known:
            planner.ask(_of_strangers(planner))

    def _guest(self, planner: LinePlanner, meeting: Target, presence: Presence) -> Target | None:
        name = _name_of(planner)
        if presence not in CAME:
            planner.planned.left = _STRANGER_AWAY, {"name": name}
            return None
        answer = planner.ask(_of_strangers(planner))
        if answer == LEAVE:
            planner.planned.left = _STRANGER_LEFT, {"name": name}
        if answer != _GUEST:
            return None
        planner.planned.notes.append((_AS_GUEST, {"name": name}))
        person = self.index.only_namesake(planner.values)
        line = Attendance(is_convened=False, presence=Presence.GUEST)
        if person is not None:
            line.person = person.target.row
        else:
            line.visitor_name = name
        return self._added(meeting, ("guest", fold(name)), line)

    def _added(self, meeting: Target, who: Any, line: Attendance) -> Target:
        target = self.targets.setdefault((id(meeting), who), Target(line, is_new=True))
        target.row.meeting_id = meeting.row.id
        return target

    def _lines(self, meeting: Target) -> Iterable[Attendance]:
        if meeting.is_new:
            return ()
        if meeting.row.id not in self.roll:
            self.roll[meeting.row.id] = list(lines_of(self.session, meeting.row))
        return self.roll[meeting.row.id]

    def _members(self, body: Instance | None) -> list[list[Mandate]]:
        """The mandates of a body, holder after holder."""
        if body is None:
            return []
        if body.id not in self.members:
            by_holder: dict[Any, list[Mandate]] = defaultdict(list)
            for mandate in mandates_of(self.session, Mandate.instance_id == body.id):
                by_holder[mandate.person_id, mandate.person_id or mandate.organisation_id].append(mandate)
            self.members[body.id] = list(by_holder.values())
        return self.members[body.id]

    # ---- The mark --------------------------------------------------------------------------------------------------

    def _write(self, planner: LinePlanner, target: Target, meeting: Target) -> None:
        """What a line writes of a mark, as the page of attendance does."""
        mark: ReadMark | None = planner.values.get("presence")
        presence, note = None if mark is None else mark.presence, planner.values.get("note")
        if planner.row is None and presence is Presence.PRESENT and is_visitor(target.row):
            presence = target.row.presence if target.row.presence in CAME else Presence.GUEST  # the two count alike
        by = planner.values.get("represented_by") or (mark.by if mark is not None else "")
        if presence is Presence.REPRESENTED and presence not in presences_at(meeting.row):
            planner.fail("presence", NOT_AT_A_SESSION)
            return
        if presence is Presence.REPRESENTED and not by and not (target.row.represented_by_id and not target.is_new):
            question = Question(f"proxies:{planner.line.sheet}", _FOR_WHOM, options=_OF_PROXIES)
            answer = planner.ask(question)
            if answer == LEAVE:
                planner.planned.left = _PROXY_LEFT, {}
            if answer != _EXCUSED:
                return
            presence, note = Presence.EXCUSED, note or "pouvoir"
        if by and presence not in (None, Presence.REPRESENTED, Presence.EXCUSED):
            planner.fail("represented_by", _BY_OTHERWISE, name=by)
        said: dict[str, Any] = {"meeting": meeting} if target.is_new else {}
        if presence is not None:
            said |= marked(target.row, presence)
        planner.set(target, VIEW, {**said, "note": note})
        if presence not in (None, Presence.REPRESENTED):
            said["represented_by"] = None
        gone = {name: None for name, value in said.items() if value is None and getattr(target.row, name) is not None}
        if gone:
            planner.planned.writes.append(Write(target, gone))
        self.marked[id(meeting)].append((planner, target))
        if by and presence in (None, Presence.REPRESENTED):
            self.represented.append((planner, target, meeting, by))
        if planner.values.get("reply") is not None:
            self._write_reply(planner, target, meeting, planner.values["reply"], by)

    def _write_reply(self, planner: LinePlanner, target: Target, meeting: Target, said: ReplyAnswer, by: str) -> None:
        """What a line says of the answer to the convocation: of who is on the list of a meeting that is stored."""
        known = None if target.is_new or meeting.is_new else self._replies(meeting.row).get(target.row.id)
        if known is not None and known.answer is said:
            return
        if target.is_new or meeting.is_new or not target.row.is_convened:
            planner.fail("reply", _NOT_CONVENED)
            return
        if said is ReplyAnswer.REPLACED and not by:
            planner.fail("reply", NOBODY_NAMED)
            return
        day = day_of(meeting.row.start_at)
        of_line = {"meeting_id": meeting.row.id, "attendance_id": target.row.id, "meeting_on": day, "is_settled": False}
        reply = Target(known) if known is not None else Target.new(MeetingReply, **of_line)
        planner.set(reply, VIEW, {"answer": said})
        more = {"way": ReplyWay.WORKBOOK, "replied_at": utc_now(), "replaced_by": by or None, "is_settled": False}
        planner.planned.writes.append(Write(reply, more))
        mark: ReadMark | None = planner.values.get("presence")
        is_expected = target.row.presence is Presence.EXPECTED and (mark is None or mark.presence is Presence.EXPECTED)
        if said is not ReplyAnswer.COMING and is_expected:
            planner.planned.writes.append(Write(target, marked(target.row, Presence.EXCUSED)))

    def _replies(self, meeting: Meeting) -> dict[int, MeetingReply]:
        if meeting.id not in self.replies:
            self.replies[meeting.id] = of_day(self.session, meeting)
        return self.replies[meeting.id]

    def _tie(self, planner: LinePlanner, target: Target, meeting: Target, name: str) -> None:
        """Names who represents: of the lines of the file, or of those of the meeting."""
        keys = name_keys({"full_name": name})
        found = [other for _, other in self.marked[id(meeting)] if _words(other.row) in keys]
        if not found:
            found = [Target(row) for row in self._lines(meeting) if _words(row) in keys]
        waiting = [
            question
            for other in self.planners
            if not found and keys and fold(_name_of(other)) in keys
            for question in other.planned.questions
        ]
        if waiting:
            planner.planned.questions.extend(waiting[:1])
            planner.waiting.add("represented_by")  # who represents is on a line that waits: no rule misses them yet
            return
        if len({id(other.row) for other in found}) != 1:
            planner.fail("represented_by", _NOBODY, name=name)
            return
        other = found[0]
        planner.set(target, VIEW, {"represented_by": other if other.is_new else other.row})
        if other.is_new:
            planner.planned.changes.append(Change(field_label(Attendance, "represented_by"), None, name))

    def _check(self, planner: LinePlanner) -> None:
        for row in {id(write.target.row): write.target.row for write in planner.planned.writes}.values():
            if isinstance(row, Meeting):
                with planner.errors_at("meeting_on"):
                    check_meeting(row, self.today)
            if isinstance(row, Attendance):
                with planner.errors_at("presence"):
                    if row.meeting_id is not None:
                        check_not_destroyed(self.session, row.meeting_id)
                        check_once(self.session, row)
                    check_line(self.session, row)


def _of_strangers(planner: LinePlanner) -> Question:
    return Question(f"strangers:{planner.line.sheet}", _STRANGERS, options=_OF_STRANGERS)


def _name_of(planner: LinePlanner) -> str:
    """The name of a line as it stands."""
    values = planner.values
    return values.get("full_name") or " ".join(filter(None, (values.get("last_name"), values.get("first_name"))))


def _of_meeting(name: str, day: dt.date | None, title: str | None) -> str:
    """How a line is called: one person has as many as there are meetings."""
    return " – ".join(filter(None, (name, f"{day:%d/%m/%Y}" if day else None, title)))


def _is_called(row: Attendance | Mandate, planner: LinePlanner) -> bool:
    names, words = (*name_keys(planner.values), fold(_name_of(planner))), _words(row)
    if row.person is not None:
        return words in names
    # A name in one piece may have its first name before or after.
    return sorted(words.split()) in [sorted(name.split()) for name in names]


def _words(row: Attendance | Mandate) -> str:
    """The folded name of whom a line or a mandate is about."""
    if row.person is not None:
        return fold(f"{row.person.last_name} {row.person.first_name or ''}")
    if isinstance(row, Mandate):
        return fold(row.organisation.name if row.organisation else "")
    return fold(str(row))
