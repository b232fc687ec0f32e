"""Import of what is to be done, one task a line: known by its words, and its meeting, its project or its owner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.words.names import Names
from mdo.meetings.actions import check_action, check_placed
from mdo.meetings.fields import ACTION_FIELDS
from mdo.meetings.imports import MeetingBook, check_is_writable, titled
from models.accounts import User
from models.instances import Instance
from models.meetings import ActionItem, AgendaItem, Meeting
from models.projects import Project
from models.text import fold

VIEW = "ActionView"
REQUIRED = (("text",), ("meeting_on", "project", "owner"))
_NO_MEETING = N_("No meeting of this body is of this day: import the meetings first, or correct the day.")
NO_TITLE = N_("No meeting of this body is called so on this day.")
_SEVERAL = N_("Several meetings of this body are of this day: add the title of the meeting.")
_OF_NOTHING = N_("Say the day of its meeting, its project, or the account that does it: one of the three.")
_A_NAME = N_("« %(name)s » is no account: written as a name, nobody finds the action among their own.")


def plan_actions(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    work = _ActionImport(session, register)
    completed = {ActionItem: ("state", "closed_on")}
    return plan_each(register, lines, ACTION_FIELDS, work.plan, "text", work.check, completed)


# Its words, then the id of its meeting, of its project or of its owner.
Key = tuple[str, int, int, int]
_OF_A_MEETING = frozenset(("meeting_on", "meeting", "instance", "agenda_item"))


class _ActionImport:
    def __init__(self, session: AnySession, register: Register) -> None:
        self.register = register
        self.book = MeetingBook(session)
        self.accounts = account_names(session)
        self.targets: dict[Any, Target] = {}
        self.projects = Names(Project.__name__)
        for project in session.scalars(select(Project).order_by(Project.id)):
            self.projects.add(project, project.title)
        self.stored: dict[Key, ActionItem] = {}
        options = (joinedload(ActionItem.owner), joinedload(ActionItem.agenda_item))
        for row in session.scalars(select(ActionItem).options(*options).order_by(ActionItem.id)):
            self.stored.setdefault(_key(row.text, row.meeting_id, row.project_id, row.owner_id), row)

    def plan(self, planner: LinePlanner) -> Target | None:
        """Plans a line; the row that it is about."""
        values, row = planner.values, planner.row
        planner.planned.label = values.get("text", "")
        project = planner.look_up("project", self.projects.one)
        is_apart = row is None and not planner.failed and not _OF_A_MEETING & values.keys()
        meeting = row.meeting if row is not None else None if is_apart else self._meeting(planner)
        is_unknown = row is None and (meeting is None or "text" not in values)
        if is_apart:
            is_unknown = self._is_of_nothing(planner, project)
        target = Target.draft(ActionItem) if is_unknown else self._target(planner, meeting, project)
        planner.is_about(target)
        item = None
        if meeting is not None:
            item = planner.look_up("agenda_item", lambda title: _items(meeting).one(title))
        own = planner.own(ActionItem)
        if target.is_new:
            own["meeting"] = meeting
        planner.set(target, VIEW, {**self._owner(planner, target), **own, "agenda_item": item, "project": project})
        if is_unknown:
            return None
        if planner.planned.writes and not self._is_own(planner, target, project):
            with planner.errors_at("instance"):
                check_is_writable(self.register, None if meeting is None else meeting.instance)
        return target

    def check(self, planner: LinePlanner) -> None:
        """The rules of an action."""
        target = planner.planned.writes[0].target
        with planner.errors_at("text"):
            check_action(target.row, self.register.today)
            if not target.is_draft:
                check_placed(target.row)

    def _is_of_nothing(self, planner: LinePlanner, project: Project | None) -> bool:
        """Whether a line without a meeting says neither a project nor who does it: it is then told so."""
        if "text" not in planner.values or planner.failed:
            return True
        owner = self.accounts.find(planner.values["owner"]) if "owner" in planner.values else None
        if project is None and not owner:
            planner.fail("meeting_on", _OF_NOTHING)
        return "meeting_on" in planner.failed

    def _meeting(self, planner: LinePlanner) -> Meeting | None:
        values = planner.values
        if "meeting_on" not in values and "meeting_on" not in planner.failed:
            planner.need("meeting_on")
        body: Instance | None = planner.body()
        if planner.failed & {"instance", "meeting", "meeting_on"}:
            return None
        of_day = self.book.on(body, values["meeting_on"])
        found = titled(of_day, values.get("meeting"))
        if len(found) == 1:
            return found[0]
        if found:
            planner.fail("meeting_on", _SEVERAL)
        elif of_day:
            planner.fail("meeting", NO_TITLE)
        else:
            planner.fail("meeting_on", _NO_MEETING)
        return None

    def _target(self, planner: LinePlanner, meeting: Meeting | None, project: Project | None) -> Target:
        row = planner.row
        key: Key = (fold(planner.values.get("text", "")), 0, 0, 0)
        if row is None:
            owners = self.accounts.find(planner.values.get("owner", ""))
            owner_id = owners[0].id if len(owners) == 1 else None
            key = _key(planner.values["text"], meeting and meeting.id, project and project.id, owner_id)
            row = self.stored.get(key)
        if row is not None:
            return self.targets.setdefault(row.id, Target(row))
        return self.targets.setdefault(key, Target.new(ActionItem))

    def _owner(self, planner: LinePlanner, target: Target) -> dict[str, User | str]:
        """Who does it: an account, or, in a file that has one column for both, whoever is named there."""
        name = planner.values.get("owner")
        if name is None:
            return {}
        if not target.is_new and target.row.owner_name and fold(target.row.owner_name) == fold(name):
            return {}
        has_own_column = planner.row is not None or planner.line.is_addition or "owner_name" in planner.values
        if has_own_column or self.accounts.find(name):
            owner: User | None = planner.look_up("owner", self.accounts.one)
            return {} if owner is None else {"owner": owner}
        planner.planned.notes.append((_A_NAME, {"name": name}))
        return {"owner_name": name}

    def _is_own(self, planner: LinePlanner, target: Target, project: Project | None) -> bool:
        """Whether it is a task of the reader and stays so: theirs wherever its meeting is, or of nothing."""
        me = self.register.context.scope.user_id
        owners = [owner.id for _, owner in target.said.get("owner", ())]
        if target.is_new:
            is_apart = not _OF_A_MEETING & planner.values.keys() and project is None
            return is_apart and bool(owners) and all(owner == me for owner in owners)
        return bool(target.row.owner_id == me and all(owner == me for owner in owners))


def _key(text: str, meeting_id: int | None, project_id: int | None, owner_id: int | None) -> Key:
    """What tells a task: its words, and its meeting, else its project, else who does it."""
    if meeting_id is not None:
        return fold(text), meeting_id, 0, 0
    return (fold(text), 0, project_id, 0) if project_id is not None else (fold(text), 0, 0, owner_id or 0)


def _items(meeting: Meeting) -> Names:
    names = Names(f"{AgendaItem.__name__}@{meeting.id}")
    for item in meeting.agenda:
        names.add(item, item.title)
    return names
