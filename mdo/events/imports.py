"""Imports of events, known by their title, and of registrations, known by their event with their address or name."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.events.fields import EVENT_FIELDS, REGISTRATION_FIELDS
from mdo.events.import_people import PeopleOfLines
from mdo.events.places import SEATED, Asked, Places
from mdo.events.registering import FULL, TWICE, asked_of, check_event_goes_on
from mdo.events.row_rules import check_event
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.words.names import Names
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.base import utc_now
from models.events import Event, EventRegistration, EventState, RegistrationState, RegistrationWay
from models.projects import Project
from models.text import fold

EVENT_VIEW, REGISTRATION_VIEW = "EventView", "EventRegistrationView"
EVENT_REQUIRED = (("title",),)
REGISTRATION_REQUIRED = (("event",), ("name",))
_KIND_NEEDED = N_("A new event needs its kind.")
_QUALITY_NEEDED = N_("A new registration needs the quality of who comes: member of a council, agent, inhabitant…")
_BY_LINK_ALONE = N_("A registration to be confirmed by e-mail comes from the public page alone.")


def plan_events(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    accounts, projects = account_names(session), _projects(session)
    stored = {fold(row.title): row for row in session.scalars(select(Event).order_by(Event.id))}
    targets: dict[Any, Target] = {}

    def target_of(planner: LinePlanner) -> Target | None:
        row = planner.row or stored.get(fold(planner.values["title"]))
        if row is not None:
            return targets.setdefault(row.id, Target(row))
        if "kind" not in planner.values:
            planner.fail("kind", _KIND_NEEDED)
            return None
        title = planner.values["title"]
        return targets.setdefault(fold(title), Target.new(Event, title=title))

    def plan_line(planner: LinePlanner) -> Target | None:
        values, row = planner.values, planner.row
        planner.planned.label = values.get("title", "")
        said = {"lead": planner.look_up("lead", accounts.one), "project": planner.look_up("project", projects.one)}
        target = None
        if (row is not None or "title" in values) and "kind" not in planner.failed:
            target = target_of(planner)
        if target is None:
            planner.set(Target.draft(Event), EVENT_VIEW, {**planner.own(Event), **said})
            return None
        planner.is_about(target)
        is_named = row is None and not target.is_new
        planner.set(target, EVENT_VIEW, {**planner.own(Event, *(("title",) if is_named else ())), **said})
        return target

    def check(planner: LinePlanner) -> None:
        event: Event = planner.planned.writes[0].target.row
        with planner.errors_at("title"):
            if event.state is None:
                event.state = EventState.DRAFT
            check_event(session, event)

    return plan_each(register, lines, EVENT_FIELDS, plan_line, "title", check, {Event: ("state", "reason")})


def _projects(session: AnySession) -> Names:
    names = Names(Project.__name__)
    for row in session.scalars(select(Project).order_by(Project.id)):
        names.add(row, row.title)
    return names


class _Lists:
    """The lists of the events of a file: who registered before it, and what its lines add."""

    def __init__(self, session: AnySession) -> None:
        events = session.scalars(select(Event).options(selectinload(Event.places)).order_by(Event.id)).all()
        self.events = Names(Event.__name__)
        for event in events:
            self.events.add(event, event.title)
        self._places = {
            event.id: Places(event.capacity, {one.quality: one.places for one in event.places}) for event in events
        }
        self.rows = session.scalars(
            select(EventRegistration).order_by(EventRegistration.registered_at, EventRegistration.id)
        ).all()
        linked = select(EventRegistration.event_id, EventRegistration.person_id)
        # Whoever registered them: a person is registered once.
        self.linked = {tuple(row) for row in session.execute(linked, execution_options=WHOLE_REGISTER)}
        self._asked: dict[int, dict[Any, Asked]] = {}
        for event in events:
            self._asked[event.id] = {one.id: one for one in asked_of(session, event.id)}

    def place(self, event: Event, key: Any, row: EventRegistration) -> RegistrationState:
        """Gives a row its state where it says none, and counts it. Raises RuleViolation for a place too many."""
        asked = self._asked.setdefault(event.id, {})
        others = [one for number, one in asked.items() if number != key]
        places = self._places[event.id]
        state = row.state or places.state_for(row.quality, others)
        left = places.left(others)[places.pool(row.quality)]
        if state in SEATED and left is not None and left < 1:
            raise RuleViolation(FULL, field="quality")
        asked[key] = Asked(0, row.quality, state)
        return state


class _Registrations:
    """How the lines of a file of registrations are planned."""

    def __init__(self, session: AnySession, lines: Sequence[Line], register: Register) -> None:
        self.register, self.lists, self.now = register, _Lists(session), utc_now()
        self.people = PeopleOfLines(session, (line for line in lines if line.row is None))
        self.stored: dict[tuple[int, Any], EventRegistration] = {}  # by the name, and by the id of the person
        for row in self.lists.rows:
            self.stored.setdefault((row.event_id, fold(row.name)), row)
            if row.person_id is not None:
                self.stored[row.event_id, row.person_id] = row
        self.targets: dict[Any, Target] = {}

    def plan(self, planner: LinePlanner) -> Target | None:
        """Plans a line: an event holds a name once, and a person."""
        values = planner.values
        planner.planned.label = values.get("name", "")
        event = planner.look_up("event", self.lists.events.one)
        said = {"event": event, "instance": planner.look_up("instance", self.register.body)}
        target = self._target(planner, said) if "name" in values or planner.row is not None else None
        if target is None:
            draft = Target.draft(EventRegistration)
            planner.set(draft, REGISTRATION_VIEW, {**planner.own(EventRegistration), **said})
            return None
        planner.is_about(target)
        places = self.register.context.scope.arrondissement_ids
        if target.is_new and places:
            said["arrondissement_id"] = min(places)
        # Found by the person: the name stays as it was written.
        is_named = planner.row is None and fold(target.row.name or values["name"]) != fold(values["name"])
        own = planner.own(EventRegistration, *(("name",) if is_named else ()))
        planner.set(target, REGISTRATION_VIEW, {**own, **said})
        return target

    def _target(self, planner: LinePlanner, said: dict[str, Any]) -> Target | None:
        """The row of a line; of a new one, the person of the register joins what is `said`."""
        event = said["event"]
        row, name = planner.row, fold(planner.values.get("name") or "")
        if row is None and (event is None or "quality" in planner.failed):
            return None
        row = row or self.stored.get((event.id, name))
        if row is not None:
            return self.targets.setdefault(row.id, Target(row))
        if "quality" not in planner.values:
            planner.fail("quality", _QUALITY_NEEDED)
            return None
        if (event.id, name) in self.targets:
            return self.targets[event.id, name]
        new = Target.new(EventRegistration, registered_at=self.now, way=RegistrationWay.WORKBOOK)
        person = said["person"] = self.people.find(planner, said["instance"])
        if person is None:
            return self.targets.setdefault((event.id, name), new)
        row = self.stored.get((event.id, person.id))
        if row is not None:
            del said["person"]
            return self.targets.setdefault(row.id, Target(row))
        target = self.targets.setdefault((event.id, person.id), new)
        return self.targets.setdefault((event.id, name), target)

    def check(self, planner: LinePlanner) -> None:
        """The rules of a row, which has the next place or its rank on the list where the file says no state."""
        target = planner.planned.writes[0].target
        row: EventRegistration = target.row
        with planner.errors_at("name"):
            if row.event is None or row.quality is None:
                return
            if row.state is RegistrationState.UNCONFIRMED and row.confirm_by is None:
                raise RuleViolation(_BY_LINK_ALONE, field="state")
            if target.is_new and row.person is not None and (row.event.id, row.person.id) in self.lists.linked:
                raise RuleViolation(TWICE, field="name")
            check_event_goes_on(row, row.event, is_new=target.is_new)
            row.state = self.lists.place(row.event, row.id or id(target), row)
            if row.state not in (RegistrationState.OFFERED, RegistrationState.UNCONFIRMED):
                row.confirm_by = None
            elif row.confirm_by is None:
                row.confirm_by = self.now + dt.timedelta(hours=row.event.confirm_hours)


def plan_registrations(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing. A new one has the next place, or its rank on the waiting list."""
    plan = _Registrations(session, lines, register)
    completed = {EventRegistration: ("state", "confirm_by")}
    return plan_each(register, lines, REGISTRATION_FIELDS, plan.plan, "name", plan.check, completed)
