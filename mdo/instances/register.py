"""What imports find of bodies by name: their types, functions, colleges and seats."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select

from mdo.instances.vocabulary import COLLEGE_WORDS, FUNCTION_WORDS, TYPE_WORDS
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.words.names import Names
from mdo.kernel.imports.words.unknown import Unknown
from models.instances import College, Instance, InstanceType, MandateFunction, Seat

OF_SUBSTITUTES = "suppleance"
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
            if row.code == OF_SUBSTITUTES:
                self.of_substitutes = row

    def find(self, text: str, body: Instance | None) -> MandateFunction | None:
        """The function of this name in a body; None when the body is not known and some body has it of its own.

        Raises Unknown with the nearest labels.
        """
        common = self._by_body[None]
        if body is None and any(names.find(text) for owner, names in self._by_body.items() if owner is not None):
            return None
        own = self._by_body.get(body.id) if body is not None else None
        if own is not None and len(found := own.find(text)) == 1:
            function: MandateFunction = found[0]
        elif own is None or common.exact(text):
            function = common.one(text)
        else:
            function = self._both(own, common, body).one(text)
        return function

    def _both(self, own: Names, common: Names, body: Instance | None) -> Names:
        """Those of a body and of every body, to choose among them."""
        names = Names(f"{MandateFunction.__name__}@{body.id if body else ''}")
        for row in (*own.rows(), *common.rows()):
            names.add(row, row.label, row.code, *FUNCTION_WORDS.get(row.code, ()))
        return names


_HAS_NONE = N_("« %(value)s » cannot be a college here: the body has none, nor has its type.")


class Colleges:
    """Colleges of a body: its own, and those of its type."""

    def __init__(self, session: AnySession) -> None:
        self._by_owner: dict[str, Names] = {}
        for row in session.scalars(select(College)):
            owner = f"body {row.instance_id}" if row.instance_id else f"type {row.type_id}"
            names = self._by_owner.setdefault(owner, Names(f"{College.__name__}@{owner}"))
            names.add(row, row.name, *COLLEGE_WORDS.get(row.name, ()))

    def find(self, text: str, body: Instance) -> College:
        """The college of this name. Raises Unknown with the nearest names of the body's colleges, if it has some."""
        names = self._by_owner.get(f"body {body.id}") or self._by_owner.get(f"type {body.type_id}")
        if names is None:
            raise Unknown(
                _HAS_NONE, family=f"{College.__name__}@none", value=text, question=_HAS_NONE, resolve=_is_no_college
            )
        college: College = names.one(text)
        return college


def _is_no_college(answer: str) -> Any:
    raise RuleViolation(_HAS_NONE, value=answer)


class Seats:
    """Seats by body and number."""

    def __init__(self, session: AnySession) -> None:
        self._seats = {(row.instance_id, row.number): row for row in session.scalars(select(Seat))}
        self._bodies = {body_id for body_id, _ in self._seats}

    def has_some(self, body: Instance) -> bool:
        """Whether the body has seats at all."""
        return body.id in self._bodies

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


# ---- What body, when a file names none ------------------------------------------------------------------------------

OF_NO_BODY = "-"
_FEW = 3


def asked_body(planner: LinePlanner, message: str, *options: Option, **params: Any) -> str | None:
    """Asks once a sheet of which body its lines are, with those that its name, titles and file speak of; the answer.

    An answer other than those of `options` is the name of a body, which the line then says.
    """
    sheet = planner.line.sheet
    said = " ".join((sheet, planner.register.said_above.get(sheet, "")))
    nearest_names = tuple(Option(name, name, is_text=True) for name in planner.register.nearest_bodies(said)[:_FEW])
    question = Question(
        f"body:{sheet}", message, {"sheet": sheet, **params}, (*nearest_names, *options), takes_text=True
    )
    answer = planner.ask(question)
    if answer is not None and all(answer != option.value for option in options):
        planner.values["instance"] = answer
    return answer
