"""Import of what meetings left to do, one action a line: known by its meeting and its words."""

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
from mdo.meetings.actions import check_action
from mdo.meetings.fields import ACTION_FIELDS
from mdo.meetings.imports import MeetingBook, check_is_writable, titled
from models.accounts import User
from models.instances import Instance
from models.meetings import ActionItem, AgendaItem, Meeting
from models.text import fold

VIEW = "ActionView"
REQUIRED = (("text",), ("meeting_on",))
_NO_MEETING = N_("No meeting of this body is of this day: import the meetings first, or correct the day.")
NO_TITLE = N_("No meeting of this body is called so on this day.")
_SEVERAL = N_("Several meetings of this body are of this day: add the title of the meeting.")
_A_NAME = N_("« %(name)s » is no account: written as a name, nobody finds the action among their own.")


def plan_actions(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    work = _ActionImport(session, register)
    completed = {ActionItem: ("state", "closed_on")}
    return plan_each(register, lines, ACTION_FIELDS, work.plan, "text", work.check, completed)


class _ActionImport:
    def __init__(self, session: AnySession, register: Register) -> None:
        self.register = register
        self.book = MeetingBook(session)
        self.accounts = account_names(session)
        self.targets: dict[Any, Target] = {}
        self.stored: dict[tuple[int, str], ActionItem] = {}
        options = (joinedload(ActionItem.owner), joinedload(ActionItem.agenda_item))
        for row in session.scalars(select(ActionItem).options(*options).order_by(ActionItem.id)):
            self.stored.setdefault((row.meeting_id, fold(row.text)), row)

    def plan(self, planner: LinePlanner) -> Target | None:
        """Plans a line; the row that it is about."""
        values, row = planner.values, planner.row
        planner.planned.label = values.get("text", "")
        meeting = self._meeting(planner) if row is None else row.meeting
        is_unknown = row is None and (meeting is None or "text" not in values)
        target = Target.draft(ActionItem) if is_unknown else self._target(planner, meeting)
        planner.is_about(target)
        item = None
        if meeting is not None:
            item = planner.look_up("agenda_item", lambda title: _items(meeting).one(title))
        own = planner.own(ActionItem)
        if target.is_new:
            own["meeting"] = meeting
        planner.set(target, VIEW, {**self._owner(planner, target), **own, "agenda_item": item})
        if is_unknown:
            return None
        if planner.planned.writes and not self._is_own(target):
            with planner.errors_at("instance"):
                check_is_writable(self.register, None if meeting is None else meeting.instance)
        return target

    def check(self, planner: LinePlanner) -> None:
        """The rules of an action."""
        with planner.errors_at("text"):
            check_action(planner.planned.writes[0].target.row, self.register.today)

    def _meeting(self, planner: LinePlanner) -> Meeting | None:
        values = planner.values
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

    def _target(self, planner: LinePlanner, meeting: Meeting | None) -> Target:
        row = planner.row
        if row is None and meeting is not None:
            row = self.stored.get((meeting.id, fold(planner.values["text"])))
        if row is not None:
            return self.targets.setdefault(row.id, Target(row))
        key = (meeting.id if meeting else None), fold(planner.values["text"])
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

    def _is_own(self, target: Target) -> bool:
        """Whether it is an action of the reader and stays so: theirs wherever its meeting is."""
        me = self.register.context.scope.user_id
        if target.is_new or target.row.owner_id != me:
            return False
        return all(owner.id == me for _, owner in target.said.get("owner", ()))


def _items(meeting: Meeting) -> Names:
    names = Names(f"{AgendaItem.__name__}@{meeting.id}")
    for item in meeting.agenda:
        names.add(item, item.title)
    return names
