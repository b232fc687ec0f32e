"""How long before its date each kind of deadline is listed, and to whom it is sent: rows that the mission edits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, exists, func, select, true

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import DeadlineKind
from mdo.kernel.rights.referents import answering
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.deadlines import DeadlineRule, PutOff


@dataclass(frozen=True)
class Setting:
    """The rule in effect for a kind: days before (calendar), the role it is sent to (None: everyone), and whether.

    `may_put_off`: one may put a line of it off; `has_put_off`: somebody did, so that statements look for it.
    """

    days_before: int
    role_id: int | None = None
    is_active: bool = True
    may_put_off: bool = True
    has_put_off: bool = False


def settings(session: AnySession) -> Mapping[str, Setting]:
    """The rule of each kind, in one statement; a kind that has no row yet keeps what it declares."""
    return rules_of_the_day(session)[0]


def rules_of_the_day(session: AnySession) -> tuple[Mapping[str, Setting], bool]:
    """The same, and whether somebody is away on this day whom somebody covers."""
    rows = session.execute(kept(_rules, context_of(session).today), execution_options=WHOLE_REGISTER).all()
    found = {
        kind: (days_before, role_id, is_active, may_put_off, bool(has_put_off))
        for kind, days_before, role_id, is_active, may_put_off, has_put_off, _ in rows
    }
    is_covered = any(row.is_covered for row in rows)
    return {code: _setting(kind, found.get(code)) for code, kind in KINDS.items()}, is_covered


def _setting(kind: DeadlineKind, row: Any) -> Setting:
    if row is None or row[0] is None:  # no rule of its own yet
        return Setting(kind.days_before, may_put_off=not kind.law, has_put_off=row is not None and row[-1])
    return Setting(*row)


def _rules(today: dt.date) -> Any:
    told = select(PutOff.kind).distinct().subquery()
    rule = (DeadlineRule.days_before, DeadlineRule.role_id, DeadlineRule.is_active, DeadlineRule.may_put_off)
    has_put_off = case((told.c.kind.is_not(None), 1), else_=0)
    rules = (
        select(func.coalesce(DeadlineRule.kind, told.c.kind).label("kind"), *rule, has_put_off.label("has_put_off"))
        .select_from(DeadlineRule)
        .join(told, told.c.kind == DeadlineRule.kind, full=True)
        .subquery()
    )
    is_covered = case((exists(answering().covers(today).subquery()), 1), else_=0)
    day = select(is_covered.label("is_covered")).subquery()
    return select(*rules.c, day.c.is_covered).select_from(day).outerjoin(rules, true())
