"""Which lines of a file must be planned together: those that may speak of one person, one holder or one seat.

All others are planned, and written, apart from them: a plan of 20,000 lines then takes the memory of some hundred.
"""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.organisations.register import organisation_names
from mdo.people.import_fields import MANDATE_FIELDS, PEOPLE_FIELDS
from mdo.people.import_persons import name_keys

_TOGETHER = 500  # lines, when nothing asks for more
_NAMES = ("last_name", "first_name", "full_name")
_LINK = "substitute_of"
_SEAT = ("seat", "instance", "instance_place", "instance_type")


def parts_of_people(lines: Sequence[Line], register: Register) -> list[list[int]]:
    """The lines of people, by their names and seats."""
    fields = {field.name: field for field in PEOPLE_FIELDS}
    return _parts(_keys_of(line, fields, register) for line in lines)


def parts_of_mandates(lines: Sequence[Line], register: Register) -> list[list[int]]:
    """The lines of mandates, by the names of people, associations and seats."""
    fields = {field.name: field for field in MANDATE_FIELDS}
    organisations = register.once(organisation_names)

    def keys() -> Iterator[set[Hashable]]:
        for line in lines:
            name = _read(line, ("organisation",), fields, register).get("organisation")
            named = {("organisation", row.id) for row in (organisations.find(name) if name else ())}
            yield _keys_of(line, fields, register) | named

    return _parts(keys())


def _keys_of(line: Line, fields: Mapping[str, ImportField], register: Register) -> set[Hashable]:
    keys: set[Hashable] = set(name_keys(_read(line, _NAMES, fields, register)))
    if line.part:
        keys.add((line.sheet, line.number))
    keys |= set(name_keys({"full_name": _read(line, (_LINK,), fields, register).get(_LINK)}))
    if "seat" in line.cells:
        values = _read(line, _SEAT, fields, register)
        hints = values.get("instance_place"), values.get("instance_type")
        try:
            body = register.meant(lambda text: register.body(text, *hints), values.get("instance", ""))
        except RuleViolation:
            return keys  # an error of the line: it takes no seat
        keys.add(("seat", body.id, values.get("seat")))
    return keys


def _read(line: Line, names: Iterable[str], fields: Mapping[str, ImportField], register: Register) -> dict[str, Any]:
    """What these cells say; one that cannot be read says nothing, as to the planner."""
    values = {}
    for name in names:
        if name in line.cells:
            try:
                values[name] = fields[name].read(line.cells[name], register.today)
            except RuleViolation:
                continue
    return values


def _parts(keys: Iterable[Iterable[Hashable]]) -> list[list[int]]:
    """The places of lines that share a key, even by way of others, in one part; small ones are put together.

    Of a key its hash alone is held: two that share one would stand in one part for nothing.
    """
    first_with: dict[int, int] = {}
    leader = array("l")  # of a part, its first line

    def led_by(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for place, found in enumerate(keys):
        leader.append(place)
        for key in found:
            one, other = sorted((led_by(place), led_by(first_with.setdefault(hash(key), place))))
            leader[other] = one
    parts: list[list[int]] = []
    for _, group in groupby(sorted(range(len(leader)), key=led_by), key=led_by):
        if not parts or len(parts[-1]) >= _TOGETHER:
            parts.append([])
        parts[-1].extend(group)
    return [sorted(part) for part in parts]
