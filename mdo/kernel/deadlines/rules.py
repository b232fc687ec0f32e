"""How long before its date each kind of deadline is listed, and to whom it is sent: rows that the mission edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.deadlines.declared import KINDS
from models.deadlines import DeadlineRule


@dataclass(frozen=True)
class Setting:
    """The rule in effect for a kind: days before (calendar), the role it is sent to (None: everyone), and whether."""

    days_before: int
    role_id: int | None = None
    is_active: bool = True


def settings(session: AnySession) -> Mapping[str, Setting]:
    """The rule of each kind, in one statement; a kind that has no row yet keeps what it declares."""
    rows = {
        kind: Setting(days_before, role_id, is_active)
        for kind, days_before, role_id, is_active in session.execute(kept(_rules))
    }
    return {code: rows.get(code, Setting(kind.days_before)) for code, kind in KINDS.items()}


def _rules() -> Any:
    return select(DeadlineRule.kind, DeadlineRule.days_before, DeadlineRule.role_id, DeadlineRule.is_active)
