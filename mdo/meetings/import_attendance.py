"""Import of who came to meetings, one mark a line: a workbook of people and days is spread into such lines.

A line is about a member by a mandate of the body, failing that about a guest; what it writes follows the rules of the
page of attendance (`mdo.meetings.marking`, `mdo.meetings.attendance`). A blank cell says nothing of anyone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mdo.archives.sheets import check_not_destroyed, first_day
from mdo.instances.register import asked_body
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, day_of
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.moments import at
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.names import ID
from mdo.kernel.labels import field_label
from mdo.meetings.attendance import NOT_TAKING_PLACE, check_once, is_visitor, line_of, lines_of, mandates_of
from mdo.meetings.fields import ATTENDANCE_FIELDS
from mdo.meetings.import_actions import NO_TITLE
from mdo.meetings.imports import EVENING, TWO_HOURS, VIEW, MeetingBook, check_is_writable, titled
from mdo.meetings.marking import CAME, check_line, marked
from mdo.meetings.marks_read import ReadMark
from mdo.meetings.states import check_meeting
from mdo.meetings.vocabulary import MEETING_KIND
from mdo.meetings.words import LISTS
from mdo.people.import_one_name import agree_on_name
from mdo.people.import_persons import PeopleIndex, name_keys
from mdo.people.mandates import MandateStatus, status_of
from models.attendance import Attendance, Presence
from models.instances import Instance
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep
from models.people import Mandate
from models.text import fold

REQUIRED = (("full_name", "last_name"), ("meeting_on",), ("presence",))
_LEAVE, _GUEST, _EXCUSED = "leave", "guest", "excused"
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
_LEAVE_MARKS = Option(_LEAVE, N_("Nothing: leave these marks aside"))
_LEFT_MARK = N_("No meeting of this body is of this day: left out, as answered.")
_TO_COME = N_("No meeting of this body is of this day, which is to come: create the meeting first.")
_STRANGERS = N_("Some of those marked present hold no mandate in the body of the meeting: what are they?")
_OF_STRANGERS = (
    Option(_GUEST, N_("Guests: note them as such, under the name of the file")),
    Option(_LEAVE, N_("Names to correct: leave these marks aside")),
)
_STRANGER_LEFT = N_("« %(name)s » holds no mandate in this body: left out, as answered.")
_STRANGER_AWAY = N_("« %(name)s » holds no mandate in this body: a guest who did not come is not noted.")
_AS_GUEST = N_("« %(name)s » holds no mandate in this body: noted as a guest.")
_NAMESAKES = N_("Several members of this body are called « %(name)s »: mark them on the page of the meeting.")
_FOR_WHOM = N_("Some marks say « pouvoir » and not to whom: what is written?")
_OF_PROXIES = (
    Option(_EXCUSED, N_("Excused, with « pouvoir » in the note")),
    Option(_LEAVE, N_("Nothing: leave these marks aside")),
)
_PROXY_LEFT = N_("« Pouvoir » without a name: left out, as answered.")
_BY_OTHERWISE = N_("« %(name)s » would represent someone who is not marked represented: keep one of the two.")
_NOBODY = N_("« %(name)s » is not on the list of this meeting: nobody is represented by them.")
_CREATED = N_("The meeting of %(day)s joins the register, from 18:00 to 20:00: correct it if you know better.")
_OLD = N_("The sign-in sheet of %(day)s is over a year old: it is to be eliminated, under the visa of the archives.")


def plan_attendance(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    return _AttendanceImport(session, lines, register).plan()


class _AttendanceImport:
    def __init__(self, session: AnySession, lines: Sequence[Line], register: Register) -> None:
        self.session, self.register, self.today = session, register, register.today
        fields = {field.name: field for field in ATTENDANCE_FIELDS}
        self.planners = [LinePlanner(register, line, fields) for line in lines]
        self.book = MeetingBook(session)
        self.accounts = account_names(session)
        for planner in self.planners:
            agree_on_name(planner)
        self.index = PeopleIndex(session, (planner.values for planner in self.planners))
        self.places = {id(planner): self._place(planner) for planner in self.planners}
        self.missing: dict[tuple[int, MeetingKind | None], set[dt.date]] = defaultdict(set)
        for planner in self.planners:
            body, day = self.places[id(planner)]
            kind = planner.values.get("meeting_kind")
            if body is not None and day is not None and day < self.today and not self._of_day(body, day, kind):
                self.missing[body.id, kind].add(day)
        self.meetings: dict[Any, Target] = {}
        self.roll: dict[int, list[Attendance]] = {}
        self.members: dict[int, list[list[Mandate]]] = {}
        self.targets: dict[Any, Target] = {}
        self.marked: dict[int, list[tuple[LinePlanner, Target]]] = defaultdict(list)  # by meeting
        self.represented: list[tuple[LinePlanner, Target, Target, str]] = []

    def plan(self) -> list[PlannedLine]:
        keys = [self._plan_line(planner) for planner in self.planners]
        for planner, target, meeting, name in self.represented:
            self._tie(planner, target, meeting, name)
        ask_twice(self.planners, keys, "presence")
        check_lines(self.planners, self._check)
        return [planner.planned for planner in self.planners]

    # ---- The meeting -----------------------------------------------------------------------------------------------

    def _place(self, planner: LinePlanner) -> tuple[Instance | None, dt.date | None]:
        """The body and the day of a line; no body for a meeting of the network, where the file has a column for it."""
        if planner.row is None and "instance" not in planner.line.headers:
            asked_body(planner, _WHOSE)
        body: Instance | None = planner.body()
        return body, planner.values.get("meeting_on")

    def _of_day(self, body: Instance | None, day: dt.date, kind: MeetingKind | None = None) -> list[Meeting]:
        taking_place = [row for row in self.book.on(body, day) if row.state not in NOT_TAKING_PLACE]
        return [row for row in taking_place if kind in (None, row.kind)]

    def _meeting(self, planner: LinePlanner, body: Instance | None, day: dt.date) -> Target | None:
        """The meeting of a line; a past one that the register lacks is asked about. None when there is none."""
        told = planner.values.get("meeting_kind")
        of_day = self._of_day(body, day, told)
        found = titled(of_day, planner.values.get("meeting_title"))
        if found:
            meeting = found[0] if len(found) == 1 else self._one_of(planner, found, day)
            return meeting and self.meetings.setdefault(meeting.id, Target(meeting))
        if of_day:
            planner.fail("meeting_title", NO_TITLE)
            return None
        if body is None or day >= self.today:
            is_other = bool(self._of_day(body, day))
            planner.fail("meeting_kind" if is_other else "meeting_on", _NO_KIND if is_other else _TO_COME)
            return None
        days = ", ".join(f"{one:%d/%m/%Y}" for one in sorted(self.missing[body.id, told]))
        key, name, kinds = f"meetings:{body.id}", body.name, _KINDS
        if told is not None:
            key, name = f"{key}:{told.value}", f"{name} ({MEETING_KIND.members[told][0]})"
            kinds = tuple(option for option in _KINDS if option.value == f"create:{told.value}")
        answer = planner.ask(Question(key, _NO_MEETING, {"body": name, "days": days}, (*kinds, _LEAVE_MARKS)))
        if answer == _LEAVE:
            planner.planned.left = _LEFT_MARK, {}
        kind = next((kind for kind in MeetingKind if f"create:{kind.value}" == answer), None)
        return None if kind is None else self._created(planner, body, day, kind)

    def _one_of(self, planner: LinePlanner, found: Sequence[Meeting], day: dt.date) -> Meeting | None:
        """Which of several of a day: the one that the column, the sheet or its title names, else as is answered."""
        sheet, column = planner.line.sheet, planner.header("meeting_on")
        for said in (column, sheet, self.register.said_above.get(sheet, "")):
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
        if key not in self.meetings:
            self.meetings[key] = Target.new(Meeting)
            self.meetings[key].row.instance_id = body.id
        target = self.meetings[key]
        start_at = at(day, EVENING)
        word = MEETING_KIND.members[kind][0]
        title = planner.values.get("meeting_title") or word[0].upper() + word[1:]
        if not target.said:
            step = {"meeting": target, "state": MeetingState.HELD, "at": start_at + TWO_HOURS}
            step["user_id"] = self.register.context.actor_id
            planner.planned.writes.append(Write(Target.new(MeetingStep), step))
        planner.set(target, VIEW, {
            "title": title, "kind": kind, "instance": body, "start_at": start_at, "end_at": start_at + TWO_HOURS,
            "state": MeetingState.HELD,
        })  # fmt: skip
        planner.planned.notes.append((_CREATED, {"day": day}))
        return target

    # ---- Who -------------------------------------------------------------------------------------------------------

    def _plan_line(self, planner: LinePlanner) -> Any:
        values, row = planner.values, planner.row
        planner.planned.label = _name_of(planner)
        if row is not None:
            planner.planned.label = _of_meeting(str(row), day_of(row.meeting.start_at), row.meeting.title)
            target = self.targets.setdefault(row.id, Target(row))
            self._write(planner, target, self.meetings.setdefault(row.meeting_id, Target(row.meeting)))
            return target
        body, day = self.places[id(planner)]
        if not planner.planned.label:
            planner.need("full_name" if "full_name" in planner.line.headers else "last_name")
        planner.planned.label = _of_meeting(_name_of(planner), day, values.get("meeting_title"))
        if planner.planned.left is not None or planner.planned.errors or planner.planned.questions or day is None:
            return None
        with planner.errors_at("instance"):
            check_is_writable(self.register, body)
        mark: ReadMark | None = values.get("presence")
        meeting = self._meeting(planner, body, day)
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
        if answer == _LEAVE:
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
        if presence is Presence.REPRESENTED and not by and not (target.row.represented_by_id and not target.is_new):
            question = Question(f"proxies:{planner.line.sheet}", _FOR_WHOM, options=_OF_PROXIES)
            answer = planner.ask(question)
            if answer == _LEAVE:
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


def _in_words(meeting: Meeting) -> str:
    """Its kind, its hour and its title, which tell it from the others of its day."""
    word = MEETING_KIND.members[meeting.kind][0]
    return f"{word[0].upper()}{word[1:]}, {meeting.start_at.astimezone(PARIS):%H h %M} – {meeting.title}"


def _is_named(meeting: Meeting, said: str) -> bool:
    """Whether a text names the kind of a meeting, or its title."""
    words = (*MEETING_KIND.members[meeting.kind], meeting.title)
    return any(f" {fold(word)} " in f" {fold(said)} " for word in words)


def _is_called(row: Attendance | Mandate, planner: LinePlanner) -> bool:
    return _words(row) in (*name_keys(planner.values), fold(_name_of(planner)))


def _words(row: Attendance | Mandate) -> str:
    """The folded name of whom a line or a mandate is about."""
    if row.person is not None:
        return fold(f"{row.person.last_name} {row.person.first_name or ''}")
    if isinstance(row, Mandate):
        return fold(row.organisation.name if row.organisation else "")
    return fold(str(row))
