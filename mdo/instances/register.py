"""What imports find of bodies by name: their types, functions, colleges and seats."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select

from mdo.instances.vocabulary import FUNCTION_WORDS, TYPE_WORDS
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.register import Names
from models.instances import College, Instance, InstanceType, MandateFunction, Seat

_OF_SUBSTITUTES = "suppleance"
_NO_SEAT = N_("This body has no seat number %(value)d.")


def type_names(session: AnySession) -> Names:
    """Types of bodies by label and code."""
    names = Names()
    for row in session.scalars(select(InstanceType)):
        names.add(row, row.label, row.code, *TYPE_WORDS.get(row.code, ()))
    return names


class Functions:
    """Functions by label: those of every body, and those of one body, which go first."""

    def __init__(self, session: AnySession) -> None:
        self._by_body: dict[int | None, Names] = defaultdict(Names)
        self.default: MandateFunction | None = None
        self.of_substitutes: MandateFunction | None = None
        rows = session.scalars(select(MandateFunction).order_by(MandateFunction.position, MandateFunction.id)).all()
        for row in rows:
            self._by_body[row.instance_id].add(row, row.label, row.code, *FUNCTION_WORDS.get(row.code, ()))
            if self.default is None and row.instance_id is None and not row.is_bureau:
                self.default = row
            if row.code == _OF_SUBSTITUTES:
                self.of_substitutes = row

    def find(self, text: str, body: Instance | None) -> MandateFunction | None:
        """The function of this name in a body; None when the body is not known and some body has it of its own.

        Raises RuleViolation with the nearest labels.
        """
        if body is None:
            is_of_some = any(names.find(text) for owner, names in self._by_body.items() if owner is not None)
            return None if is_of_some else self._common(text)
        own = self._by_body[body.id].find(text) if body.id in self._by_body else []
        return own[0] if len(own) == 1 else self._common(text)

    def _common(self, text: str) -> MandateFunction:
        function: MandateFunction = self._by_body[None].one(text)
        return function


class Colleges:
    """Colleges of a body: its own, and those of its type."""

    def __init__(self, session: AnySession) -> None:
        self._by_owner: dict[tuple[str, int | None], list[College]] = defaultdict(list)
        for row in session.scalars(select(College)):
            owner = ("body", row.instance_id) if row.instance_id else ("type", row.type_id)
            self._by_owner[owner].append(row)

    def find(self, text: str, body: Instance) -> College:
        """The college of this name. Raises RuleViolation with the nearest names of the body's colleges."""
        names = Names()
        for row in self._by_owner["body", body.id] or self._by_owner["type", body.type_id]:
            names.add(row, row.name)
        college: College = names.one(text)
        return college


class Seats:
    """Seats by body and number."""

    def __init__(self, session: AnySession) -> None:
        self._seats = {(row.instance_id, row.number): row for row in session.scalars(select(Seat))}

    def find(self, number: int, body: Instance) -> Seat:
        """The seat of this number. Raises RuleViolation."""
        if (body.id, number) not in self._seats:
            raise RuleViolation(_NO_SEAT, value=number)
        return self._seats[body.id, number]


_BODIES = select(Instance.name).order_by(Instance.sort_key)
_TYPES = select(InstanceType.label).order_by(InstanceType.label)

# What drop-down lists of model workbooks offer, by field.
NAMES_OF_FIELDS: dict[str, Select[Any]] = {
    "instance": _BODIES,
    "parent": _BODIES,
    "type": _TYPES,
    "instance_type": _TYPES,
    "function": select(MandateFunction.label).order_by(MandateFunction.position, MandateFunction.id),
    "college": select(College.name).order_by(College.name),
}
