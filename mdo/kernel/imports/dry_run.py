"""The dry run of an import: rules see rows as the file would make them, which are then put back as they were.

The rules read mapped rows. A stored row gets the planned values for the time of the judgement, then its own back: its
history is then empty, and nothing is left to write.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.lines import LinePlanner, refuse_twice
from mdo.kernel.imports.plans import Change, PlannedLine, Target, Write
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.tables import Line
from mdo.kernel.labels import FIELD_LABELS, field_label

LineCheck = Callable[[LinePlanner], None]
Completed = Mapping[Any, tuple[str, ...]]


class DryRun:
    """The rows that currently hold planned values."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[Any, dict[str, Any]]] = {}

    def put(self, writes: Iterable[Write]) -> None:
        """Gives rows their planned values."""
        for write in writes:
            row = write.target.row
            stored = self._before.setdefault(id(row), (row, {}))[1]
            for name, value in write.values.items():
                stored.setdefault(name, getattr(row, name))
                setattr(row, name, resolved(value))

    def take_back(self, writes: Iterable[Write]) -> None:
        """Gives the rows of these writes their own values back."""
        for write in writes:
            self._restore(id(write.target.row))

    def end(self) -> None:
        """Gives every row its own values back."""
        rows = [row for row, _ in self._before.values()]
        for key in list(self._before):
            self._restore(key)
        for row in rows:
            # A new row that a stored one pointed to for a moment was drawn into the session.
            session = object_session(row)
            if session is not None and inspect(row).pending:
                session.expunge(row)

    def _restore(self, key: int) -> None:
        row, values = self._before.pop(key, (None, {}))
        for name, value in values.items():
            setattr(row, name, value)


def resolved(value: Any) -> Any:
    """What an attribute takes: the row of a target."""
    return value.row if isinstance(value, Target) else value


def plan_each(
    register: Register,
    lines: Iterable[Line],
    fields: Iterable[ImportField],
    plan_line: Callable[[LinePlanner], Target | None],
    twice: str,
    rules: LineCheck | None = None,
    completed: Completed | None = None,
) -> list[PlannedLine]:
    """Plans lines that give a row each: none twice (the error stands at the field `twice`), then checked."""
    by_name = {field.name: field for field in fields}
    planners = [LinePlanner(register, line, by_name) for line in lines]
    refuse_twice(planners, [plan_line(planner) for planner in planners], twice)
    if rules is not None:
        check_lines(planners, rules, completed)
    return [planner.planned for planner in planners]


def check_lines(planners: Iterable[LinePlanner], rules: LineCheck, completed: Completed | None = None) -> None:
    """Calls `rules` on each line while all rows hold what the lines without an error would write.

    A line that fails is taken back and the others are judged again, until none fails: a line may not pass thanks to
    another one that is refused. `completed` names, by model, attributes that a rule may set by itself on the rows of a
    line, such as the day of a change of state: they join the writes of the line.
    """
    dry_run = DryRun()
    passing = [planner for planner in planners if not planner.planned.errors and planner.planned.writes]
    try:
        while passing:
            for planner in passing:
                dry_run.put(planner.planned.writes)
            for planner in passing:
                _judge_line(planner, rules, completed or {}, dry_run)
            failed = [planner for planner in passing if planner.planned.errors]
            if not failed:
                return
            for planner in failed:
                dry_run.take_back(planner.planned.writes)
            passing = [planner for planner in passing if not planner.planned.errors]
    finally:
        dry_run.end()


def _judge_line(planner: LinePlanner, rules: LineCheck, completed: Completed, dry_run: DryRun) -> None:
    targets = {id(write.target): write.target for write in planner.planned.writes}.values()
    before = [
        Write(target, {name: getattr(target.row, name) for name in completed.get(target.model, ())})
        for target in targets
    ]
    dry_run.put(before)
    rules(planner)
    if planner.planned.errors:
        return
    for write in before:
        row = write.target.row
        added = {name: value for name, was in write.values.items() if (value := getattr(row, name)) != was}
        if added:
            _tell(planner, write, added)
            planner.planned.writes.append(Write(write.target, added))


def _tell(planner: LinePlanner, before: Write, added: Mapping[str, Any]) -> None:
    """Shows what the rules add to what the line says; of what it says itself, that is a matter of spelling.

    What is personal is not shown: it may have been stored before, and the reader may not read it.
    """
    target = before.target
    said = {name for write in planner.planned.writes if write.target is target for name in write.values}
    for name, value in added.items():
        field = planner.fields.get(name)
        if name not in said and field is not None and not field.is_personal and name in FIELD_LABELS[target.model]:
            planner.planned.changes.append(Change(field_label(target.model, name), before.values[name], value))
