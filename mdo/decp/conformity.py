"""Holds a record against our schema of the essential data: the first fault of each key, with the key at fault."""

import re
from collections.abc import Iterator
from typing import Any

from mdo.decp.schema import RECORD_SCHEMA, Schema
from mdo.decp.vocabulary import FIELDS
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_MOST_SHOWN = 60
_MOST_ITEMS = 200


class KeyFault(RuleViolation):
    """A key of a file of essential data that is missing or holds what it may not."""

    def __init__(self, message: str, key: str, value: Any = None) -> None:
        super().__init__(message, field=FIELDS.get(key, key))
        self.key, self.value = key, value

    def words(self, translate: Any) -> dict[str, Any]:
        name = FIELDS.get(self.key)
        label = self.key if name is None else f"{translate(FIELD_LABELS[Contract][name])} ({self.key})"
        return {"what": label, "value": str(self.value)[:_MOST_SHOWN]}


def known_part(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the keys that the State does not know: publishers add some of their own."""
    return {key: value for key, value in record.items() if key in RECORD_SCHEMA["properties"]}


def faults_of_record(record: dict[str, Any]) -> list[KeyFault]:
    """What the schema refuses of a record, one fault a key."""
    found = [
        KeyFault(N_("« %(what)s » is missing in the file."), key)
        for key in RECORD_SCHEMA["required"]
        if key not in record
    ]
    for key, value in record.items():
        fault = next(_faults(value, RECORD_SCHEMA["properties"][key]), None)
        if fault is not None:
            found.append(KeyFault(N_("« %(what)s »: « %(value)s » is not taken."), key, fault[0]))
    return found


def _faults(value: Any, schema: Schema) -> Iterator[tuple[Any]]:
    """The values that the schema refuses, each alone in a tuple: None is one too."""
    kinds = _TYPES[schema["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        yield (value,)
    elif isinstance(value, dict):
        yield from _faults_of_object(value, schema)
    elif isinstance(value, list):
        yield from _faults_of_list(value, schema)
    elif isinstance(value, str):
        yield from _faults_of_text(value, schema)
    elif not isinstance(value, bool) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield (value,)


def _faults_of_object(value: dict[str, Any], schema: Schema) -> Iterator[tuple[Any]]:
    known = schema["properties"]
    if not set(schema["required"]) <= value.keys() <= known.keys():
        yield (", ".join(map(str, value)),)
        return
    for key, item in value.items():
        yield from _faults(item, known[key])


def _faults_of_list(value: list[Any], schema: Schema) -> Iterator[tuple[Any]]:
    is_short, is_long = len(value) < schema.get("minItems", 0), len(value) > _MOST_ITEMS
    if is_short or is_long or any(item in value[:rank] for rank, item in enumerate(value)):
        yield (value,)
        return
    for item in value:
        yield from _faults(item, schema["items"])


def _faults_of_text(value: str, schema: Schema) -> Iterator[tuple[Any]]:
    is_short = len(value) < schema.get("minLength", 0) or len(value) > schema.get("maxLength", len(value))
    is_other = value not in schema.get("enum", (value,))
    if (
        is_short
        or is_other
        or not _is_writable(value)
        or ("pattern" in schema and not re.search(schema["pattern"], value))
    ):
        yield (value,)


def _is_writable(text: str) -> bool:
    """Whether a database takes it: no zero byte, no half of a pair."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
