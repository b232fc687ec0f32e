"""The rows that left and are no longer in the workbook: each is a question, and stays unless one says otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.dry_run import resolved
from mdo.kernel.imports.kinds import ImportKind
from mdo.kernel.imports.plans import LineError, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.roundtrip.decisions import Decisions
from mdo.kernel.imports.roundtrip.fingerprint import Fingerprint
from mdo.kernel.journal.followers import FOLLOWERS
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.rules.still_used import pointing_to_all
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.written import OUTSIDE
from models.placement import AsInstance

_NO_RIGHT = N_("You may not delete this: ask the mission for the right.")
_CHANGED = N_("This record was changed since the workbook left: look at it, and delete it on its page.")
_USED = N_("This record is in use and cannot be deleted: %(what)s (%(total)d) still point to it.")
_EMPTIED = N_("All that could be changed on this line was emptied: it counts as taken out.")


def plan_missing(
    session: AnySession,
    spec: ImportKind,
    fingerprint: Fingerprint,
    register: Register,
    decisions: Decisions,
    found: Mapping[int, Any],
    missing: Iterable[tuple[int, Line | None]],
    others: Iterable[PlannedLine],
) -> list[PlannedLine]:
    """A line for each; `found` are those that the register still has, `Line` is where an emptied one stands.

    `others` are the lines that stay: what one of them would point to does not go.
    """
    planned = []
    targets = []
    for row_id, line in missing:
        row = found.get(row_id)
        if row is None:
            continue
        sheet, number = (line.sheet, line.number) if line is not None else ("", 0)
        one = PlannedLine(sheet, number, str(row), row_id=row_id, is_missing=True)
        if line is not None:
            one.notes.append((_EMPTIED, {}))
        if decisions.deletes(row_id):
            targets.append((one, row))
        planned.append(one)
    writable = _writable(session, spec, register, [row.id for _, row in targets])
    uses = pointing_to_all(session, spec.model, [row.id for _, row in targets]) if targets else {}
    named = _named(spec.model, others) if targets else {}
    for one, row in targets:
        version = fingerprint.rows[row.id].version
        used = [*uses.get(row.id, ()), *named.get(row.id, {}).items()]
        refusal = _refusal(spec, register, row, version, writable, used)
        if refusal is None:
            one.writes.append(Write(Target(row), {}, is_deletion=True))
        else:
            one.errors.append(LineError(one.sheet, one.number, "", refusal.message, refusal.params))
    return planned


def _named(model: Any, lines: Iterable[PlannedLine]) -> dict[int, Counter[str]]:
    """The stored rows of this class to which these lines would point: by id, how many of each kind of row."""
    pointing: dict[tuple[int, int], str] = {}
    for line in lines:
        for write in line.writes if not line.errors else ():
            for value in write.values.values():
                row = resolved(value)
                if isinstance(row, model) and row.id is not None:
                    pointing[row.id, id(write.target)] = MODEL_LABELS[write.target.model][1]
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for (row_id, _), label in pointing.items():
        found[row_id][label] += 1
    return found


def _writable(session: AnySession, spec: ImportKind, register: Register, ids: list[int]) -> set[int] | None:
    scope = register.context.scope
    if scope.is_unlimited:
        return None
    model: Any = spec.model
    clause = writable_clause(model, scope, register.today)
    return {
        row_id
        for batch in batches(ids)
        for row_id in session.scalars(select(model.id).where(model.id.in_(batch), clause))
    }


def _refusal(
    spec: ImportKind,
    register: Register,
    row: Any,
    version: int,
    writable: set[int] | None,
    uses: Sequence[tuple[str, int]],
) -> RuleViolation | None:
    """Why a row stays although one asks that it goes."""
    if not register.can("can_delete", spec.view):
        return RuleViolation(_NO_RIGHT)
    if writable is not None and row.id not in writable:
        return RuleViolation(OUTSIDE)
    mine = register.writable_places
    # A body of several arrondissements may be changed from each of them, and deleted by who has them all.
    if (
        mine is not None
        and isinstance(row.__placement__, AsInstance)
        and not {place.id for place in row.arrondissements} <= mine
    ):
        return RuleViolation(OUTSIDE)
    if row.version != version:
        return RuleViolation(_CHANGED)
    followers = {MODEL_LABELS[each.model][1] for each in FOLLOWERS}  # they go with the row that they are about
    for label, total in uses:
        if label not in followers:
            return RuleViolation(_USED, what=RuleViolation(label), total=total)
    return None
