"""Import of the élu·es: who follows which body, one body a line, and the account by which one reads it.

An élu·e has no table: the name and the account are those of the body. No account is made by a file: whoever has none
yet is named alone, and the account is given later.
"""

from collections.abc import Sequence
from typing import Any

from mdo.instances.import_fields import ELECTED_FIELDS
from mdo.kernel.base.context import AnySession
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, elected_names
from models.instances import Instance

VIEW = "InstanceView"
REQUIRED = (("elected_official", "elected_user"), ("instance",))


def plan_elected_officials(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing. A body has one élu·e: a second line about it is an error on both.

    A line without a name and without an account says nothing: those of an export that are still to be filled in.
    """
    accounts = elected_names(session)
    targets: dict[Any, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        named: Instance | None = planner.body()
        body = planner.row or named
        account = planner.look_up("elected_user", accounts.one)
        planner.planned.label = values.get("elected_official", "")
        if body is None:
            return None
        target = targets.setdefault(body.id, Target(body))
        planner.is_about(target)
        planner.set(target, VIEW, {"elected_official": values.get("elected_official"), "elected_user": account})
        planner.check_body(body)
        return target

    return plan_each(register, lines, ELECTED_FIELDS, plan_line, "instance")
