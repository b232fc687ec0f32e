"""Values of a plan as JSON and back: what the preview shows with its type, what « apply » writes with its rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import inspect, select

from mdo.context import AnySession
from mdo.errors import RuleViolation
from mdo.imports.persons import batches
from mdo.imports.plans import Target, Write
from mdo.labels import ENUM_LABELS
from mdo.messages import N_
from models.base import Model

CHANGED_SINCE = N_("The register changed since this preview: look at it again, then apply.")
_ENUMS = {kind.__name__: kind for kind in ENUM_LABELS}


def packed(value: Any) -> Any:
    """A value to show; a row is its name."""
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
    return str(value)


def unpacked(value: Any) -> Any:
    """What `packed` was given; rows by their names."""
    if isinstance(value, list):
        return tuple(unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "enum":
        return _ENUMS[content[0]](content[1])
    if kind == "moment":
        return dt.datetime.fromisoformat(content)
    return dt.date.fromisoformat(content) if kind == "date" else Decimal(content)


class Packer:
    """Gives numbers to the targets of a plan, so that its writes can be kept without their rows."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._targets: list[Target] = []

    def write(self, write: Write) -> list[Any]:
        """A write: the number of its target, its values, whether it deletes."""
        values = {name: self._value(value) for name, value in write.values.items()}
        return [self._number(write.target), values, write.is_deletion]

    def targets(self) -> list[dict[str, Any]]:
        """The targets in order: a stored row by its id and version, a new one by what it starts from."""
        packed_targets: list[dict[str, Any]] = []
        for target in self._targets:  # it grows: what a new row points to may be a target of its own
            row, model = target.row, target.model.__name__
            if target.is_new:
                given = {name: value for name, value in inspect(row).dict.items() if _is_given(row, name, value)}
                start = {name: self._value(value) for name, value in given.items()}
                packed_targets.append({"model": model, "start": start})
            else:
                packed_targets.append({"model": model, "id": row.id, "version": getattr(row, "version", None)})
        return packed_targets

    def _number(self, target: Target) -> int:
        if id(target) not in self._numbers:
            self._numbers[id(target)] = len(self._targets)
            self._targets.append(target)
        return self._numbers[id(target)]

    def _value(self, value: Any) -> Any:
        if isinstance(value, Target):
            return {"target": self._number(value)}
        if isinstance(value, Model):
            return {"row": [type(value).__name__, value.id]}
        if isinstance(value, list | tuple):
            return {"rows": [[type(item).__name__, item.id] for item in value]}
        return packed(value)


def _is_given(row: Any, name: str, value: Any) -> bool:
    return name in inspect(type(row)).attrs and value is not None and value != []


class Unpacker:
    """Finds the rows of a kept plan again. Raises RuleViolation when one is gone or changed since."""

    def __init__(self, session: AnySession, targets: Sequence[Mapping[str, Any]], writes: Sequence[Any]) -> None:
        self._models = {mapper.class_.__name__: mapper.class_ for mapper in Model.registry.mappers}
        self._rows: dict[tuple[str, int], Any] = {}
        self._load(session, targets, writes)
        self._targets = [Target(self._row(target)) if "id" in target else self._new(target) for target in targets]
        for target, kept in zip(self._targets, targets, strict=True):
            for name, value in kept.get("start", {}).items():
                given = self._value(value)
                setattr(target.row, name, given.row if isinstance(given, Target) else given)

    def write(self, kept: Sequence[Any]) -> Write:
        """A write as it was planned."""
        number, values, is_deletion = kept
        return Write(self._targets[number], {name: self._value(value) for name, value in values.items()}, is_deletion)

    def _load(self, session: AnySession, targets: Iterable[Mapping[str, Any]], writes: Iterable[Any]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        values = [value for target in targets for value in target.get("start", {}).values()]
        values += [value for _, written, _ in writes for value in written.values()]
        named = [pair for value in values if isinstance(value, dict) for pair in _rows_in(value)]
        for model, row_id in (*named, *((target["model"], target["id"]) for target in targets if "id" in target)):
            wanted[model].add(row_id)
        for name, ids in wanted.items():
            model = self._models[name]
            for batch in batches(sorted(ids)):
                for row in session.scalars(select(model).where(model.id.in_(batch))):
                    self._rows[name, row.id] = row

    def _found(self, model: str, row_id: int) -> Any:
        if (model, row_id) not in self._rows:
            raise RuleViolation(CHANGED_SINCE)
        return self._rows[model, row_id]

    def _row(self, target: Mapping[str, Any]) -> Any:
        row = self._found(target["model"], target["id"])
        if getattr(row, "version", None) != target["version"]:
            raise RuleViolation(CHANGED_SINCE)
        return row

    def _new(self, target: Mapping[str, Any]) -> Target:
        return Target(self._models[target["model"]](), is_new=True)

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            ((kind, content),) = value.items()
            if kind == "target":
                return self._targets[content]
            if kind in ("row", "rows"):
                found = [self._found(model, row_id) for model, row_id in _rows_in(value)]
                return found[0] if kind == "row" else found
        return unpacked(value)


def _rows_in(value: Mapping[str, Any]) -> list[Any]:
    if "row" in value:
        return [value["row"]]
    return list(value.get("rows", ()))
