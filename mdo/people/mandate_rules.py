"""Every rule of one mandate, in the order in which a person would fix them: forms and imports call this."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import joinedload

from mdo.instances.rules import rules_of
from mdo.instances.structure import check_seat_days
from mdo.kernel.base.bounds import check_bounds
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed, target_of
from mdo.kernel.sessions.advisory_locks import Key, hold, read_afresh
from mdo.people.ages import check_minimum_age
from mdo.people.mandates import (
    check_body_lives,
    check_dates,
    check_end_reason,
    check_no_renewal_after,
    check_overlap,
    check_place,
    check_seat_is_free,
)
from mdo.people.persons import check_notes
from mdo.people.terms import check_term_limit, default_planned_end
from models.instances import Instance
from models.people import Mandate

# What these rules depend on: a mandate that broke one before it was known may be changed in the rest.
_PLACED = ("instance", "seat", "start_on", "planned_end_on", "ended_on")
_COUNTED = ("person", "organisation", "instance", "function", "start_on", "rank", "limit_reason")


def check_mandate(mandate: Mandate, others: Sequence[Mandate], today: dt.date, *, is_written: bool = False) -> None:
    """Checks a mandate whose body and function are known; `others` are those of the same holder or seat there.

    A new one without planned end gets that of its term, without college that of its seat, and each its rank. The
    minimum age counts on the day of the start, or today when it is unknown. `is_written` judges a stored row as a
    whole, not what was just set on it.
    Raises RuleViolation.
    """
    if target_of(mandate, "person") is None and target_of(mandate, "organisation") is None:
        raise RuleViolation(N_("Name the person, or the association that holds the mandate."), field="person_id")
    gather(
        lambda: _complete(mandate),
        lambda: check_bounds(mandate),
        lambda: check_dates(mandate),
        lambda: check_end_reason(mandate),
        lambda: check_place(mandate),
        lambda: _check_age(mandate, today),
        lambda: check_notes(mandate),
    )
    # These lean on the days and the place: they are asked once those hold.
    rules = [partial(check_overlap, mandate, others), partial(check_seat_is_free, mandate, others)]
    if is_changed(mandate, ("ended_on",)):
        rules.insert(0, partial(check_no_renewal_after, mandate, others))
    if is_written or is_changed(mandate, _PLACED):
        rules.insert(-2, partial(_check_lives, mandate))
    if is_written or is_changed(mandate, _COUNTED):
        rules.append(partial(check_term_limit, mandate, others))
    gather(*rules)


def _check_lives(mandate: Mandate) -> None:
    check_body_lives(mandate)
    if mandate.seat is not None:
        check_seat_days(mandate, mandate.seat, "seat_id")


def _complete(mandate: Mandate) -> None:
    seat = mandate.seat if mandate.id is None else None
    if seat is not None and seat.instance is mandate.instance and target_of(mandate, "college") is None:
        mandate.college = seat.college
    if mandate.id is None and mandate.planned_end_on is None:
        mandate.planned_end_on = default_planned_end(mandate.start_on, mandate.instance, mandate.function)


def _check_age(mandate: Mandate, today: dt.date) -> None:
    if mandate.person is not None:
        minimum_age = rules_of(mandate.instance).minimum_age
        check_minimum_age(mandate.person.birth_year, minimum_age, mandate.start_on or today)


def others_of(session: AnySession, mandate: Mandate) -> list[Mandate]:
    """The other stored mandates of the same holder or seat in the same body, with what the rules read; one statement.

    The mandate may be new, and its relations not flushed yet. Whoever writes about them meanwhile waits.
    """
    return Neighbours(session, [mandate]).of(mandate)


class Neighbours:
    """The mandates that share a holder or a seat with some, in their bodies: read in one statement, and held.

    Their bodies, seats, colleges and functions stay what they are meanwhile, and are read afresh.
    """

    def __init__(self, session: AnySession, mandates: Sequence[Mandate]) -> None:
        self._known: dict[Key, list[Mandate]] = {}
        keys = {key for mandate in mandates for key in _keys_of(mandate)}
        if not keys:
            return
        hold(session, keys, leaning_on={key for mandate in mandates for key in _keys_of(mandate, _LEANT_ON)})
        read_afresh(session, {id(row): row for mandate in mandates for row in _read_of(mandate)}.values())
        same = [
            getattr(Mandate, f"{name}_id").in_(ids)
            for name in _SHARED
            if (ids := sorted(number for kind, number in keys if kind == name))
        ]
        bodies = {body for mandate in mandates if isinstance(body := target_of(mandate, "instance"), int)}
        statement = (
            select(Mandate)
            .where(Mandate.instance_id.in_(bodies), or_(*same))
            .options(
                joinedload(Mandate.function),
                joinedload(Mandate.person),
                joinedload(Mandate.organisation),
                joinedload(Mandate.college),
                joinedload(Mandate.seat),
                joinedload(Mandate.substitute_of),
                joinedload(Mandate.instance).joinedload(Instance.type),
            )
            .order_by(Mandate.id)
        )
        with session.no_autoflush:
            for other in session.scalars(statement):
                self.know(other)

    def know(self, mandate: Mandate) -> None:
        """Adds one that is about to be written."""
        for key in _keys_of(mandate):
            self._known.setdefault(key, []).append(mandate)

    def of(self, mandate: Mandate) -> list[Mandate]:
        """Those of the same holder or seat, in the same body, each once."""
        body = target_of(mandate, "instance")
        found = {id(other): other for key in _keys_of(mandate) for other in self._known.get(key, ())}
        return [other for other in found.values() if other is not mandate and target_of(other, "instance") == body]


_SHARED = ("person", "organisation", "seat")
_LEANT_ON = ("instance", "college", "function")


def _keys_of(mandate: Mandate, names: Sequence[str] = _SHARED) -> list[Key]:
    found = ((name, target_of(mandate, name)) for name in names)
    return [(name, target) for name, target in found if isinstance(target, int)]


def _read_of(mandate: Mandate) -> list[Any]:
    """The rows that its rules read and that were read already."""
    known: dict[str, Any] = inspect(mandate).dict
    return [row for name in ("seat", *_LEANT_ON) if (row := known.get(name)) is not None]
