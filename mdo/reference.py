"""Loads the reference rows: adds those that are missing, never touches those that exist."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.domains import NAMES
from mdo.kernel.base.reference import Reference, add_missing
from mdo.kernel.deadlines.declared import KINDS
from models.accounts import Role
from models.deadlines import DeadlineRule


def load(session: Session) -> dict[type, int]:
    """Adds the missing rows of every domain and flushes; returns how many of each model."""
    added: dict[type, int] = {}
    for part in sorted(_parts(), key=lambda part: part.place):
        added.update(part.add(session))
    session.flush()
    return added


def _parts() -> Iterable[Reference]:
    yield Reference(40, _add_rules)
    for name in NAMES:
        if find_spec(f"mdo.{name}.reference"):
            yield from import_module(f"mdo.{name}.reference").REFERENCE


def _add_rules(session: Session) -> Mapping[type, int]:
    return {DeadlineRule: add_missing(session, DeadlineRule, "kind", _rule_values(session))}


def _rule_values(session: Session) -> Iterable[dict[str, Any]]:
    roles = {row.name: row.id for row in session.execute(select(Role.name, Role.id))}
    for kind in KINDS.values():
        yield {
            "kind": kind.code,
            "label": kind.rule,
            "days_before": kind.days_before,
            "role_id": roles.get(kind.role) if kind.role else None,
            "may_put_off": not kind.law,
        }
