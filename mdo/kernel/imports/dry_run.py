"""The dry run of an import: rules see rows as the file would make them, which are then put back as they were.

The rules read mapped rows. A stored row gets the planned values for the time of the judgement, then its own back: its
history is then empty, and nothing is left to write.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.joined import with_lines
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Added, Change, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.labels import FIELD_LABELS, field_label

LineCheck = Callable[[LinePlanner], None]
Completed = Mapping[Any, tuple[str, ...]]

_NOT_READ = N_("This cell must be filled.")


class DryRun:
    """The rows that currently hold planned values."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[Any, dict[str, Any]]] = {}
        self._touched: dict[int, Any] = {}

    @property
    def rows(self) -> set[int]:
        """The ids of these rows, as Python has them."""
        return set(self._before)

    def put(self, writes: Iterable[Write]) -> None:
        """Gives rows their planned values."""
        for write in writes:
            row = self._touched[id(write.target.row)] = write.target.row
            stored = self._before.setdefault(id(row), (row, {}))[1]
            for name, value in write.values.items():
                stored.setdefault(name, getattr(row, name))
                setattr(row, name, resolved(value, row, name))

    def take_back(self, writes: Iterable[Write]) -> None:
        """Gives the rows of these writes their own values back."""
        for write in writes:
            self._restore(id(write.target.row))

    def end(self) -> None:
        """Gives every row its own values back."""
        for key in list(self._before):
            self._restore(key)
        for row in self._touched.values():
            # A new row that a stored one pointed to for a moment was drawn into the session.
            session = object_session(row)
            if session is not None and inspect(row).pending:
                session.expunge(row)

    def _restore(self, key: int) -> None:
        row, values = self._before.pop(key, (None, {}))
        for name, value in values.items():
            setattr(row, name, value)


def resolved(value: Any, row: Any = None, name: str = "") -> Any:
    """What an attribute of a row takes: the row of a target, its own text with lines that are added."""
    if isinstance(value, Added):
        return with_lines(getattr(row, name), value.text)
    return value.row if isinstance(value, Target) else value


def plan_each(
    register: Register,
    lines: Iterable[Line],
    fields: Iterable[ImportField],
    plan_line: Callable[[LinePlanner], Target | None],
    twice: str,
    rules: LineCheck | None = None,
    completed: Completed | None = None,
    attached: tuple[type, ...] = (),
    number: str = "",
) -> list[PlannedLine]:
    """Plans lines that give a row each: none twice (the error stands at the field `twice`), then checked.

    Rows of the models `attached` go with it: two lines may each give some. `number` is the field by which lines of
    different names are one row.
    """
    by_name = {field.name: field for field in fields}
    planners = [LinePlanner(register, line, by_name) for line in lines]
    ask_twice(planners, [plan_line(planner) for planner in planners], twice, attached, number)
    if rules is not None:
        check_lines(planners, rules, completed)
    return [planner.planned for planner in planners]


def check_lines(planners: Iterable[LinePlanner], rules: LineCheck, completed: Completed | None = None) -> None:
    """Calls `rules` on each line while all rows hold what the lines without an error would write.

    A line that fails is taken back and the others are judged again, until none fails: a line may not pass thanks to
    another one that is refused. `completed` names, by model, attributes that a rule may set by itself on the rows of a
    line, such as the day of a change of state: they join the writes of the line.

    A line that is in error already is judged too, once the others hold, on what could be read of it.
    """
    dry_run = DryRun()
    planners = list(planners)
    wrong = [planner for planner in planners if not planner.passes and planner.planned.writes]
    passing = [planner for planner in planners if planner.passes and planner.planned.writes]
    try:
        while passing:
            for planner in passing:
                dry_run.put(planner.planned.writes)
            for planner in passing:
                _judge_line(planner, rules, completed or {}, dry_run)
            failed = [planner for planner in passing if planner.planned.errors]
            if not failed:
                break
            for planner in failed:
                dry_run.take_back(planner.planned.writes)
            passing = [planner for planner in passing if not planner.planned.errors]
        for planner in wrong:
            with _as_far_as_read(planner, completed or {}, dry_run), planner.errors_at(""):
                rules(planner)
    finally:
        dry_run.end()


@contextmanager
def _as_far_as_read(planner: LinePlanner, completed: Completed, dry_run: DryRun) -> Iterator[None]:
    """The rows of a line in error hold what it says; a rule that reads what it does not say is refused at that cell.

    The cell is told of already: the refusal adds nothing, and no rule judges a value that nobody gave.
    """
    writes = planner.planned.writes
    held = {id(write.target.row) for write in writes} & dry_run.rows
    hidden = planner.failed | planner.untold
    hidden |= {f"{name}_id" for name in hidden}
    states = [inspect(write.target.row) for write in writes if id(write.target.row) not in held]
    dry_run.put(write for write in writes if id(write.target.row) not in held)
    dry_run.put(_as_completed(planner, completed))
    before = [(state, {name: state.dict.pop(name) for name in hidden & state.dict.keys()}) for state in states]
    for state in states:
        state.callables = {name: _refused_at(name) for name in hidden & set(state.mapper.attrs.keys())}
    try:
        yield
    finally:
        for state, values in before:
            state.callables = {}
            state.dict.update(values)
        dry_run.take_back(write for write in writes if id(write.target.row) not in held)


def _refused_at(name: str) -> Callable[..., Any]:
    def refuse(state: Any, passive: Any) -> Any:
        raise RuleViolation(_NOT_READ, name)

    return refuse


def _judge_line(planner: LinePlanner, rules: LineCheck, completed: Completed, dry_run: DryRun) -> None:
    before = _as_completed(planner, completed)
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


def _as_completed(planner: LinePlanner, completed: Completed) -> list[Write]:
    """What the rows of a line hold of the attributes that rules may set."""
    targets = {id(write.target): write.target for write in planner.planned.writes}.values()
    return [
        Write(target, {name: getattr(target.row, name) for name in completed.get(target.model, ())})
        for target in targets
    ]


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
