"""The files that follow a row of the law: asked before the row is changed, since they change with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, func, or_, select

from mdo.contracts.law_day import LAW_DAY
from mdo.kernel.base.context import AnySession
from models.contracts import Contract, ContractState

SHOWN = 3
_LIVE = (ContractState.NEED, ContractState.PROCEDURE, ContractState.AWARDED, ContractState.RUNNING)


@dataclass(frozen=True)
class FilesFollowing:
    """How many files follow the law of some days, and the first of them by their numbers."""

    count: int
    first: Sequence[Contract]


Periods = Sequence[tuple[dt.date, dt.date | None]]


def followers_of(session: AnySession, periods: Periods, today: dt.date) -> FilesFollowing:
    """The files neither over nor given up whose law is that of one of these periods, both ends included.

    The day of a file is that of its launch, else of its notification, else of its signature, else today.
    """
    found = _following(periods, today).order_by(Contract.number, Contract.id).limit(SHOWN)
    return FilesFollowing(number_of_followers(session, periods, today), session.scalars(found).all())


def number_of_followers(session: AnySession, periods: Periods, today: dt.date) -> int:
    """How many they are."""
    found = _following(periods, today).with_only_columns(func.count(Contract.id))
    return session.scalar(found) or 0


def _following(periods: Periods, today: dt.date) -> Select[Any]:
    day = func.coalesce(LAW_DAY, today)
    within = (day >= first if last is None else day.between(first, last) for first, last in periods)
    return select(Contract).where(Contract.state.in_(_LIVE), or_(false(), *within))
