"""Import of participative bodies, one a line."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.instances.dissolution import mandates_to_end
from mdo.instances.fields import INSTANCE_FIELDS
from mdo.instances.lifecycle import check_instance
from mdo.instances.register import type_names
from mdo.instances.structure import check_structure
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names, elected_names
from mdo.kernel.imports.words.names import Names
from mdo.kernel.labels import field_label
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.scope.written import OUTSIDE
from models.instances import Instance, InstanceState, InstanceType
from models.text import fold

VIEW = "InstanceView"
REQUIRED = (("name",),)
_MAX_CODE = 40
_SET_BY_RULES = {Instance: ("state_on", "state_reason", "dissolved_on")}

_TYPE_NEEDED = N_("A new body needs its type.")
_CODE_TAKEN = N_("This code is already that of another body.")
_OTHER_CODE = N_("This body already exists with the code %(code)s: type that one, or leave the code empty.")
_MANDATES_END = N_("Mandates that this dissolution ends: %(count)d.")
_SEVERAL = N_("Several bodies are called « %(value)s »: add the type, the arrondissement or the code.")


def plan_instances(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    return _InstanceImport(session, register).plan(lines)


class _InstanceImport:
    def __init__(self, session: AnySession, register: Register) -> None:
        self.session = session
        self.register = register
        self.types = type_names(session)
        self.accounts: Names = account_names(session)
        self.elected: Names = elected_names(session)
        # Codes are unique over the whole city: one that the reader cannot see is taken all the same.
        self.codes = set(session.scalars(select(Instance.code).execution_options(**WHOLE_REGISTER)))
        self.by_code: dict[str | None, Instance] = {body.code: body for body in register.bodies}
        self.targets: dict[Any, Target] = {}

    def plan(self, lines: Sequence[Line]) -> list[PlannedLine]:
        return plan_each(
            self.register, lines, INSTANCE_FIELDS, self._plan_line, "name", self._check_rules, _SET_BY_RULES
        )

    def _plan_line(self, planner: LinePlanner) -> Target | None:
        values = planner.values
        row = planner.row
        planner.planned.label = values.get("name", "")
        kind = planner.look_up("type", self.types.one)
        places = planner.look_up("arrondissements", lambda numbers: [self.register.place(n) for n in numbers])
        agent = planner.look_up("agent", self.accounts.one)
        elected = planner.look_up("elected_user", self.elected.one)
        parent = planner.look_up("parent", self.register.body)
        if ("name" not in values and row is None) or planner.failed & {"code", "type", "arrondissements"}:
            target = None
        elif row is not None:
            target = Target(row)
        else:
            target = self._found(planner, kind, values)
        is_unknown = target is None
        if target is None:
            target = Target.draft(Instance, state=InstanceState.PROJECT)
            planner.untold |= {"type", "arrondissements"} - values.keys()
        planner.is_about(target)
        plain = {
            name: value
            for name, value in values.items()
            if name not in ("type", "arrondissements", "agent", "elected_user", "parent", "aliases", "name")
        }
        aliases = re.sub(r"\s*[;\n]\s*", "\n", values["aliases"]) if "aliases" in values else None
        # Only a body found by its code is renamed: found by a name, it goes by it already.
        name = values.get("name")
        if row is None and name and not target.is_new and target.row in self.register.bodies_called(name):
            name = None
        code = values.get("code") or (self._free_code(kind, values) if target.is_new and not is_unknown else None)
        own = {"name": name, "type": kind, "code": code, "arrondissements": places, "aliases": aliases}
        planner.set(
            target, VIEW, {**own, **plain, "code": code, "agent": agent, "elected_user": elected, "parent": parent}
        )
        if is_unknown:
            return None
        self._check_scope(planner, target, places)
        if target.is_new and "state" not in values:
            planner.planned.to_complete.append(field_label(Instance, "state"))
        return target

    def _found(self, planner: LinePlanner, kind: InstanceType | None, values: dict[str, Any]) -> Target | None:
        with planner.errors_at("name"):
            return self._target(planner, kind, values)
        return None

    def _target(self, planner: LinePlanner, kind: InstanceType | None, values: dict[str, Any]) -> Target | None:
        body = self._existing(kind, values)
        if body is not None:
            return self.targets.setdefault(body.id, Target(body))
        if kind is None:
            planner.fail("type", _TYPE_NEEDED)
            return None
        key = values.get("code") or (kind.id, fold(values["name"]), values.get("arrondissements"))
        if key not in self.targets:
            self.targets[key] = Target.new(Instance, name=values["name"], state=InstanceState.PROJECT)
        return self.targets[key]

    def _existing(self, kind: InstanceType | None, values: dict[str, Any]) -> Instance | None:
        """The stored body that a line speaks of: by its code, else by one of its names."""
        code, name, numbers = values.get("code"), values["name"], values.get("arrondissements")
        if code in self.by_code:
            return self.by_code[code]
        if code in self.codes:
            raise RuleViolation(_CODE_TAKEN, field="code")
        found = [body for body in self.register.bodies_called(name) if kind is None or body.type_id == kind.id]
        if numbers:
            found = [body for body in found if _shares_a_place(body, numbers)]
        if len(found) > 1:
            same_places = [
                body for body in found if {place.number for place in body.arrondissements} == set(numbers or ())
            ]
            if len(same_places) != 1:
                raise RuleViolation(_SEVERAL, value=name)
            found = same_places
        if found and code:
            raise RuleViolation(_OTHER_CODE, field="code", code=found[0].code)
        return found[0] if found else None

    def _free_code(self, kind: InstanceType, values: dict[str, Any]) -> str:
        """A code made of the type, the arrondissements and the name, such as CDQ-9-LA-DUCHERE."""
        initials = "".join(word[0] for word in kind.code.replace("-", "_").split("_") if word)
        numbers = "".join(str(number) for number in values.get("arrondissements") or ())
        words = re.sub(r"[^a-z0-9]+", "-", fold(values["name"])).strip("-")
        base = "-".join(part for part in (initials, numbers, words) if part).upper()
        code, number = base[:_MAX_CODE].rstrip("-"), 1
        while code in self.codes:
            number += 1
            code = f"{base[: _MAX_CODE - 4].rstrip('-')}-{number}"
        self.codes.add(code)
        return code

    def _check_scope(self, planner: LinePlanner, target: Target, places: list[Any] | None) -> None:
        """The limits that `mdo.kernel.scope.reading` holds at the flush, told here on the line that passes them."""
        mine = self.register.writable_places
        if mine is None or not planner.planned.writes:
            return
        old = set() if target.is_new else {place.id for place in target.row.arrondissements}
        new = old if places is None else {place.id for place in places}
        if "arrondissements" in planner.cleared:
            new = set()
        if not new & mine or not (old ^ new) <= mine or (old and not old & mine):
            with planner.errors_at("arrondissements"):
                raise OutOfScope(OUTSIDE, field="arrondissements")

    def _check_rules(self, planner: LinePlanner) -> None:
        target = planner.planned.writes[0].target
        with planner.errors_at("name"):
            check_instance(target.row, self.register.today)
            if target.is_draft:
                return
            check_structure(self.session, target.row, holds=False)
            ending = mandates_to_end(self.session, target.row)
            note = (_MANDATES_END, {"count": len(ending)})
            if ending and note not in planner.planned.notes:  # a line may be judged twice
                planner.planned.notes.append(note)


def _shares_a_place(body: Instance, numbers: tuple[int, ...]) -> bool:
    places = {place.number for place in body.arrondissements}
    return not places or bool(places & set(numbers))
