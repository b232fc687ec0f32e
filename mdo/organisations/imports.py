"""Import of organisations, one a line: known by the SIRET number, else by the name (and the arrondissement)."""

import re
from collections.abc import Sequence
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.unknown import READ_AS
from mdo.kernel.scope.written import OUTSIDE
from mdo.organisations.fields import ORGANISATION_FIELDS
from mdo.organisations.register import organisation_names
from mdo.organisations.rules import check_organisation
from models.organisations import Organisation
from models.territory import Arrondissement
from models.text import fold

VIEW = "OrganisationView"
REQUIRED = (("name",),)
_ONE_PLACE = N_("An organisation is in one arrondissement, or in the whole city.")
_KIND_NEEDED = N_("A new organisation needs its kind.")
_SEVERAL = N_("Several organisations are called « %(value)s »: add the SIRET number or the arrondissement.")
_OTHER_SIRET = N_("« %(value)s » is in the register with the SIRET number %(siret)s: correct one of them.")


def plan_organisations(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    names = organisation_names(session)
    targets: dict[Any, Target] = {}

    def target_of(planner: LinePlanner, place: Arrondissement | None) -> Target | None:
        values = planner.values
        row = planner.row or _stored(names.exact, values, place)
        if row is not None:
            return targets.setdefault(row.id, Target(row))
        if "kind" not in values:
            planner.fail("kind", _KIND_NEEDED)
            return None
        key = values.get("siret") or (fold(values["name"]), place and place.id)
        if key not in targets:
            targets[key] = Target.new(Organisation, name=values["name"])
        return targets[key]

    def draft(planner: LinePlanner, place: Arrondissement | None) -> None:
        said = planner.own(Organisation)
        planner.set(Target.draft(Organisation), VIEW, {**said, "arrondissement": place})

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        planner.planned.label = values.get("name", "") if planner.row is None else planner.row.name
        _tell_zeros(planner)
        place = planner.one_place("arrondissement", _ONE_PLACE, is_needed=False)
        if ("name" not in values and planner.row is None) or planner.failed & {"kind", "siret", "arrondissement"}:
            draft(planner, place)
            return None
        target = None
        with planner.errors_at("name"):
            target = target_of(planner, place)
        if target is None:
            draft(planner, place)
            return None
        planner.is_about(target)
        # One that was found by its name goes by it already.
        is_named = planner.row is None and not target.is_new and target.row in names.exact(values["name"])
        own = planner.own(Organisation, "name")
        name = None if is_named else values.get("name")
        planner.set(target, VIEW, {"name": name, "arrondissement": place, **own})
        if planner.planned.writes:
            with planner.errors_at("arrondissement"):
                _check_scope(register, target, place)
        return target

    def check(planner: LinePlanner) -> None:
        with planner.errors_at("name"):
            check_organisation(planner.planned.writes[0].target.row)

    return plan_each(register, lines, ORGANISATION_FIELDS, plan_line, "name", check, number="siret")


def _tell_zeros(planner: LinePlanner) -> None:
    """Tells of a number that Excel took zeros away from."""
    said, number = shown(planner.line.cells.get("siret")), planner.values.get("siret")
    digits = re.sub(r"[\s.]", "", said)
    if number is not None and digits != number:
        planner.planned.notes.append((READ_AS, {"value": said, "read": number}))


def _stored(called: Any, values: dict[str, Any], place: Arrondissement | None) -> Organisation | None:
    """The stored organisation that a line speaks of. Raises RuleViolation when several are called so."""
    siret = values.get("siret")
    by_number: list[Organisation] = [row for row in called(siret) if row.siret == siret] if siret else []
    if by_number:
        return by_number[0]
    found: list[Organisation] = called(values["name"])
    if len(found) > 1 and place is not None:
        found = [row for row in found if row.arrondissement_id == place.id]
    if len(found) > 1:
        raise RuleViolation(_SEVERAL, value=values["name"])
    if found and siret and found[0].siret:
        raise RuleViolation(_OTHER_SIRET, field="siret", value=found[0].name, siret=found[0].siret)
    return found[0] if found else None


def _check_scope(register: Register, target: Target, place: Arrondissement | None) -> None:
    """The limits that `mdo.kernel.scope.reading` holds at the flush. Raises OutOfScope."""
    mine = register.writable_places
    if mine is None:
        return
    kept = None if target.is_new else target.row.arrondissement_id
    if (not target.is_new and kept not in mine) or (place.id if place else kept) not in mine:
        raise OutOfScope(OUTSIDE, field="arrondissement")
