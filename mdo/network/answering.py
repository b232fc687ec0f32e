"""Who answers for an arrondissement on a day, and who stands in for whom."""

import datetime as dt
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, or_, select

from mdo.kernel.rights.referents import Answering
from models.accounts import User
from models.network import Absence, Referent


def answers_clause(day: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """The référents who answer for their arrondissement on a day, as an expression on `Referent`, never null."""
    return and_(Referent.start_on <= day, or_(Referent.end_on.is_(None), Referent.end_on >= day))


def places_of(user_id: Any, day: dt.date | BindParameter[dt.date]) -> Select[int]:
    """Ids of the arrondissements for which an account answers on a day."""
    return select(Referent.arrondissement_id).where(Referent.user_id == user_id, answers_clause(day))


def _is_away(day: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """The absences of a day, its first and its last included, that somebody covers."""
    return and_(Absence.replacement_id.is_not(None), Absence.start_on <= day, Absence.end_on >= day)


def replaced_by(user_id: Any, day: dt.date) -> Select[Any]:
    """Ids of the accounts that another one replaces on a day."""
    return select(Absence.user_id).where(Absence.replacement_id == user_id, _is_away(day))


def stands_in_for(user_id: int, day: dt.date) -> Select[Any]:
    """Ids of an account and of those that it replaces on a day."""
    return select(User.id).where(or_(User.id == user_id, User.id.in_(replaced_by(user_id, day))))


def deadlines_of(user_id: Any, day: dt.date) -> Select[Any]:
    """Ids of the accounts whose deadlines are with an account: its own, unless it is covered, and those it covers."""
    covered = covers(day).with_only_columns(Absence.user_id)
    own = and_(User.id == user_id, User.id.not_in(covered))
    return select(User.id).where(or_(own, User.id.in_(replaced_by(user_id, day))))


def places_replaced_by(user_id: Any, day: dt.date) -> Select[int]:
    """Ids of the arrondissements for which those answer whom an account covers on a day."""
    return select(Referent.arrondissement_id).where(
        Referent.user_id.in_(replaced_by(user_id, day)), answers_clause(day)
    )


def covers(day: dt.date | BindParameter[dt.date]) -> Select[Any]:
    """Who is away on a day and who covers (`user_id`, `replacement_id`, `end_on`): a line for each who is away."""
    cover, last_on = (func.max(column).label(column.key) for column in (Absence.replacement_id, Absence.end_on))
    found: Any = select(Absence.user_id, cover, last_on).where(_is_away(day)).group_by(Absence.user_id)
    lines: Select[Any] = found
    return lines


ANSWERING = Answering(places_of, replaced_by, deadlines_of, places_replaced_by, covers)
