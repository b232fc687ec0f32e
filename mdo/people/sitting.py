"""Who sits in a body on a day: those whose mandate is in force; where none is any more, who sat last.

A body whose mandates all expired is not without members: it waits for their renewal. Those who sat last are proposed
wherever it is convened or written to, always told as such (« mandat échu »), and nothing is done of it unseen.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from mdo.kernel.base.context import AnySession
from mdo.people.mandates import MandateStatus, in_force_clause, status_clause
from models.people import Mandate


@dataclass(frozen=True)
class Sitting:
    """The mandates of those who sit; `are_expired` when these are over, without an end or a renewal on record."""

    mandates: Sequence[Mandate]
    are_expired: bool = False


def sitting(session: AnySession, asked: Select[Any], body_id: int | None, day: dt.date) -> Sitting:
    """Those of a body on a day, by a statement that reads mandates, in its order.

    Who sat last are those whose mandate expired and who still sat when the last of them came in: a term before that,
    which nobody closed, is not called back.
    """
    of_body = asked.where(Mandate.instance_id == body_id)
    held = session.scalars(of_body.where(in_force_clause(day))).unique().all()
    if held or body_id is None:
        return Sitting(held)
    expired = session.scalars(of_body.where(status_clause(MandateStatus.EXPIRED, day))).unique().all()
    last = max((mandate.start_on for mandate in expired if mandate.start_on is not None), default=day)
    over = [mandate for mandate in expired if mandate.planned_end_on is not None and mandate.planned_end_on >= last]
    return Sitting(over, are_expired=bool(over))


def expired_among(session: AnySession, mandate_ids: Iterable[int | None], day: dt.date) -> set[int]:
    """Which of these mandates are expired on a day."""
    ids = {number for number in mandate_ids if number is not None}
    if not ids:
        return set()
    over = status_clause(MandateStatus.EXPIRED, day)
    return set(session.scalars(select(Mandate.id).where(Mandate.id.in_(ids), over)))
