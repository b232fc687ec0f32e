"""Who stands in for whom, on a day."""

import datetime as dt

from sqlalchemy import select

from mdo.kernel.base.context import AnySession, Cover
from mdo.kernel.base.relations import target_of
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.unseen import leaves_out, unseen_by
from mdo.kernel.rights.identity import rights_of
from mdo.kernel.scope.reading import WHOLE_REGISTER
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
    return places_not_covered(session, absence.user_id, absence.replacement_id, max(absence.start_on, today))


def left_by(session: AnySession, absence: Absence, today: dt.date) -> int:
    """How many deadlines of who is away, of those listed today, the cover will not see on the first day to come.

    They stay with who is away, and the team reads them too. The absence may be one that is not stored yet.
    """
    away_id, cover_id = (target_of(absence, name) for name in ("user", "replacement"))
    if not isinstance(cover_id, int) or not isinstance(away_id, int) or absence.end_on < today:
        return 0
    rights = rights_of(session, cover_id, max(absence.start_on, today))
    unseen = unseen_by(away_id, rights, today)
    return 0 if unseen.is_nothing else Deadlines(session, (unseen,)).number_out_of_sight()


def is_covered_in_part(session: AnySession, cover: Cover, day: dt.date) -> bool:
    """Whether the rights of a cover leave out some of what may fall to who is away."""
    return leaves_out(*(rights_of(session, number, day) for number in (cover.away_id, cover.cover_id)))


def places_not_covered(session: AnySession, away_id: int, cover_id: int, day: dt.date) -> list[str]:
    """The arrondissements that an account answers for on a day and that another one does not see."""
    scope = rights_of(session, cover_id, day).scope
    if scope.is_unlimited:
        return []
    rows = session.scalars(
        select(Arrondissement)
        .join(Referent, Referent.arrondissement_id == Arrondissement.id)
        .where(Referent.user_id == away_id, answers_clause(day))
        .order_by(Arrondissement.number)
        .execution_options(**WHOLE_REGISTER)
    ).unique()
    return [row.name for row in rows if row.id not in scope.arrondissement_ids]
