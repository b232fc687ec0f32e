"""Who stands in for whom, on a day."""

import datetime as dt

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.rights.identity import rights_of
from mdo.network.answering import answers_clause
from models.network import Absence, Referent
from models.territory import Arrondissement


def accounts_standing_in(session: AnySession, day: dt.date) -> frozenset[int]:
    """Ids of the accounts that replace someone on a day."""
    found = select(Absence.replacement_id).where(
        Absence.replacement_id.is_not(None), Absence.start_on <= day, Absence.end_on >= day
    )
    return frozenset(session.scalars(found))


def places_out_of_reach(session: AnySession, absence: Absence, today: dt.date) -> list[str]:
    """The arrondissements that the one away answers for and that the replacement does not see on the first day.

    What falls due there stays out of the replacement's sight, whoever is away: only a référent has rights there.
    """
    if absence.replacement_id is None:
        return []
    day = max(absence.start_on, today)
    scope = rights_of(session, absence.replacement_id, day).scope
    if scope.is_unlimited:
        return []
    rows = session.scalars(
        select(Arrondissement)
        .join(Referent, Referent.arrondissement_id == Arrondissement.id)
        .where(Referent.user_id == absence.user_id, answers_clause(day))
        .order_by(Arrondissement.number)
    ).unique()
    return [row.name for row in rows if row.id not in scope.arrondissement_ids]
