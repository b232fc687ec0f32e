"""Import of the answers to evaluations: an event and its marks a line, without a name.

Nothing tells who answered, so nothing tells a line but what it says: a workbook holds all the answers of an event, and
the second time that it comes in, each line finds the answer that it made.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.events.fields import EVALUATION_FIELDS
from mdo.events.row_rules import check_evaluation
from mdo.kernel.base.context import AnySession
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.names import Names
from models.events import Event, EventEvaluation
from models.text import fold

VIEW = "EventEvaluationView"
REQUIRED = (("event",), ("overall",))
_SAID = ("overall", "content", "organisation", "comment")


def plan_evaluations(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing. Alike lines are as many answers as they are."""
    events, stored = Names(Event.__name__), defaultdict[Any, list[EventEvaluation]](list)
    for event in session.scalars(select(Event).order_by(Event.id)):
        events.add(event, event.title)
    for row in session.scalars(select(EventEvaluation).order_by(EventEvaluation.id.desc())):
        stored[_key(row.event_id, {name: getattr(row, name) for name in _SAID})].append(row)

    def plan_line(planner: LinePlanner) -> Target | None:
        event: Event | None = planner.look_up("event", events.one)
        planner.planned.label = str(event or "")
        is_unknown = planner.row is None and (event is None or "overall" not in planner.values)
        own = {**planner.own(EventEvaluation), "event": event}
        if is_unknown:
            planner.set(Target.draft(EventEvaluation), VIEW, own)
            return None
        same = planner.row
        if same is None and event is not None:
            there = stored[_key(event.id, planner.values)]
            same = there.pop() if there else None
        target = Target(same) if same is not None else Target.new(EventEvaluation)
        planner.is_about(target)
        planner.set(target, VIEW, own)
        return target

    def check(planner: LinePlanner) -> None:
        row: EventEvaluation = planner.planned.writes[0].target.row
        with planner.errors_at("overall"):
            check_evaluation(session, row)

    return plan_each(register, lines, EVALUATION_FIELDS, plan_line, "overall", check)


def _key(event_id: int, said: dict[str, Any]) -> tuple[Any, ...]:
    return event_id, *(said.get(name) for name in _SAID[:-1]), fold(said.get("comment") or "")
