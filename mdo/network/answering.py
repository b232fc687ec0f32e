"""Who answers for an arrondissement on a day, and who stands in for whom."""

import datetime as dt
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, or_, select

from mdo.kernel.rights.referents import Answering
from models.accounts import User
from models.network import Absence, Referent


def answers_clause(day: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """The référents who answer for their arrondissement on a day, as an expression on `Referent`, never null."""
    return and_(Referent.start_on <= day, or_(Referent.end_on.is_(None), Referent.end_on >= day))


def places_of(user_id: Any, day: dt.date | BindParameter[dt.date]) -> Select[int]:
    """Ids of the arrondissements for which an account answers on a day."""
    return select(Referent.arrondissement_id).where(Referent.user_id == user_id, answers_clause(day))


def replaced_by(user_id: Any, day: dt.date) -> Select[Any]:
    """Ids of the accounts that another one replaces on a day."""
    return select(Absence.user_id).where(
        Absence.replacement_id == user_id, Absence.start_on <= day, Absence.end_on >= day
    )


def stands_in_for(user_id: int, day: dt.date) -> Select[Any]:
    """Ids of an account and of those that it replaces on a day."""
    return select(User.id).where(or_(User.id == user_id, User.id.in_(replaced_by(user_id, day))))


ANSWERING = Answering(places_of, replaced_by, stands_in_for)
