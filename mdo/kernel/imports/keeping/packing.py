"""Values of a plan as JSON and back: what the preview shows with its type, what « apply » writes with its rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import inspect, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.plans import Added, Target, Write
from mdo.kernel.labels import ENUM_LABELS
from models.base import Model

# What the class of a closed list was called before. Two of them had one name: their values tell them apart.
_FORMER_NAMES = {"StepNeed": "Presence", "ColourTheme": "Theme", "WhoseDeadlines": "Whose"}
CHANGED_SINCE = N_("The register changed since this preview: look at it again, then apply.")


def packed(value: Any) -> Any:
    """A value to show; a row is its name, what a dataclass says is listed in the order of its fields."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return {"enum": [type(value).__name__, value.value]}
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    if isinstance(value, Mapping):
        return {name: packed(item) for name, item in value.items()}
    if isinstance(value, RuleViolation):
        return {"rule": [value.message, packed(value.params)]}
    return packed(tuple(vars(value).values())) if is_dataclass(value) else str(value)


def unpacked(value: Any) -> Any:
    """What `packed` was given; rows by their names."""
    if isinstance(value, list):
        return tuple(unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "rule":
        return RuleViolation(content[0], **unpacked_params(content[1]))
    if kind == "enum":
        return _member(*content)
    if kind == "moment":
        return dt.datetime.fromisoformat(content)
    return dt.date.fromisoformat(content) if kind == "date" else Decimal(content)


def unpacked_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a sentence."""
    return {name: unpacked(value) for name, value in params.items()}


def _member(name: str, value: str) -> StrEnum:
    """A member of a closed list by the name of its class, or by the one it had, which workbooks that are out hold."""
    lists = (kind for kind in ENUM_LABELS if name in (kind.__name__, _FORMER_NAMES.get(kind.__name__)))
    return next(member for kind in lists for member in kind if member.value == value)


class Packer:
    """Gives names to the targets of a plan, so that its writes can be kept without their rows.

    A name tells the place in the file of the line that names the target first, where what it is stands too.
    """

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, Target]] = {}  # with the target: of one that is gone another takes the id
        self._place = 0
        self._first: dict[str, Any] = {}
        self.count = 0

    def line(self, place: int, writes: Iterable[Write]) -> tuple[list[Any], dict[str, Any]]:
        """The writes of the line at this place (name of the target, values, whether it goes), what it names first."""
        self._place, self._first = place, {}
        return [self._write(write) for write in writes], self._first

    def forget(self) -> None:
        """No line to come names these targets, save those that any line may share."""
        self._names = {key: named for key, named in self._names.items() if named[1].is_shared}

    def _write(self, write: Write) -> list[Any]:
        values = {name: self._value(value) for name, value in write.values.items()}
        return [self._name(write.target), values, write.is_deletion]

    def _name(self, target: Target) -> str:
        if id(target) not in self._names:
            name = f"{self._place}.{len(self._first)}"
            self._names[id(target)] = name, target
            self._first[name] = {}
            self._first[name] = self._packed(target)
            self.count += 1
        return self._names[id(target)][0]

    def _packed(self, target: Target) -> dict[str, Any]:
        """A stored row by its id and version; a new one by what it starts from."""
        row, model = target.row, target.model.__name__
        if not target.is_new:
            return {"model": model, "id": row.id, "version": getattr(row, "version", None)}
        given = {name: value for name, value in inspect(row).dict.items() if _is_given(row, name, value)}
        return {"model": model, "start": {name: self._value(value) for name, value in given.items()}}

    def _value(self, value: Any) -> Any:
        if isinstance(value, Target):
            return {"target": self._name(value)}
        if isinstance(value, Added):
            return {"added": value.text}
        if isinstance(value, Model):
            return {"row": [type(value).__name__, value.id]}
        if isinstance(value, list | tuple):
            return {"rows": [[type(item).__name__, item.id] for item in value]}
        return packed(value)


def _is_given(row: Any, name: str, value: Any) -> bool:
    return name in inspect(type(row)).attrs and value is not None and value != []


class Unpacker:
    """Finds the rows of a kept plan again, some lines at a time; `line_at` gives the kept line at a place of the file.

    Raises RuleViolation when a row is gone or changed since.
    """

    def __init__(self, session: AnySession, line_at: Callable[[int], Mapping[str, Any]]) -> None:
        self._session, self._line_at = session, line_at
        self._models = {mapper.class_.__name__: mapper.class_ for mapper in Model.registry.mappers}
        self._written: dict[str, tuple[str, int]] = {}  # the targets of the lines before: class and id
        self._targets: dict[str, Target] = {}
        self._rows: dict[tuple[str, int], Any] = {}

    def ready(self, places: Sequence[int]) -> tuple[list[int], list[int]]:
        """Of these lines those that name no new row but what they write, or the lines before did; and the others."""
        known = {*self._written, *self._targets}
        lines = {place: self._line_at(place)["writes"] for place in places}
        late: list[int] = []
        while True:
            held = known | {write[0] for place, writes in lines.items() for write in writes}
            waiting = [place for place, writes in lines.items() if not self._named_by(writes) <= held]
            late += waiting
            for place in waiting:
                del lines[place]
            if not waiting:
                return list(lines), sorted(late)

    def _named_by(self, writes: Iterable[Any]) -> set[str]:
        """The new rows that the values of these writes name, whatever line writes them."""
        names = {name for _, values, _ in writes for name in _names_in(values)}
        return {name for name in names if "id" not in self._line_at(int(name.partition(".")[0]))["targets"][name]}

    def writes(self, lines: Iterable[Mapping[str, Any]]) -> list[Write]:
        """The writes of these lines as they were planned. What those before wrote must be flushed."""
        for name, target in self._targets.items():
            self._written[name] = type(target.row).__name__, target.row.id
        kept = [write for line in lines for write in line["writes"]]
        first = self._first({name for write in kept for name in (write[0], *_names_in(write[1]))})
        self._load(first, kept)
        self._targets = {name: self._target(what) for name, what in first.items()}
        for name, what in first.items():
            for attribute, value in what.get("start", {}).items():
                given = self._value(value)
                setattr(self._targets[name].row, attribute, given.row if isinstance(given, Target) else given)
        return [
            Write(self._targets[name], {key: self._value(value) for key, value in values.items()}, is_deletion)
            for name, values, is_deletion in kept
        ]

    def _first(self, names: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """What these targets are, and those that they start from."""
        found: dict[str, Mapping[str, Any]] = {}
        wanted = sorted(names)
        while wanted:
            name = wanted.pop()
            if name in found:
                continue
            if name in self._written:
                model, row_id = self._written[name]
                found[name] = {"model": model, "id": row_id}
            else:
                found[name] = self._line_at(int(name.partition(".")[0]))["targets"][name]
            wanted.extend(_names_in(found[name].get("start", {})))
        return found

    def _load(self, targets: Mapping[str, Mapping[str, Any]], writes: Iterable[Any]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        values = [value for target in targets.values() for value in target.get("start", {}).values()]
        values += [value for _, written, _ in writes for value in written.values()]
        named = [pair for value in values if isinstance(value, dict) for pair in _rows_in(value)]
        for model, row_id in (
            *named,
            *((target["model"], target["id"]) for target in targets.values() if "id" in target),
        ):
            wanted[model].add(row_id)
        self._rows = {}
        for name, ids in wanted.items():
            model = self._models[name]
            for batch in batches(sorted(ids)):
                for row in self._session.scalars(select(model).where(model.id.in_(batch))):
                    self._rows[name, row.id] = row

    def _found(self, model: str, row_id: int) -> Any:
        if (model, row_id) not in self._rows:
            raise RuleViolation(CHANGED_SINCE)
        return self._rows[model, row_id]

    def _target(self, what: Mapping[str, Any]) -> Target:
        if "id" not in what:
            return Target(self._models[what["model"]](), is_new=True)
        row = self._found(what["model"], what["id"])
        if "version" in what and getattr(row, "version", None) != what["version"]:
            raise RuleViolation(CHANGED_SINCE)
        return Target(row)

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            ((kind, content),) = value.items()
            if kind == "target":
                return self._targets[content]
            if kind == "added":
                return Added(content)
            if kind in ("row", "rows"):
                found = [self._found(model, row_id) for model, row_id in _rows_in(value)]
                return found[0] if kind == "row" else found
        return unpacked(value)


def _names_in(values: Mapping[str, Any]) -> list[str]:
    """The targets that these values name."""
    return [value["target"] for value in values.values() if isinstance(value, dict) and "target" in value]


def _rows_in(value: Mapping[str, Any]) -> list[Any]:
    if "row" in value:
        return [value["row"]]
    return list(value.get("rows", ()))
