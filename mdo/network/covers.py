"""Absences and who covers them: on no day is a cover away herself, so that no cover hangs on another one.

A cover is shown and mailed what falls to who is away, as far as her own rights show it; she is given no right.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import have_common_day
from mdo.kernel.base.relations import target_of
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.sessions.advisory_locks import hold
from mdo.network.referents import check_period
from models.accounts import User
from models.network import Absence


def write_absence(session: AnySession, absence: Absence, today: dt.date) -> None:
    """The rules of an absence, whatever door writes it. Raises RuleViolation."""
    others = other_absences(session, absence)
    gather(lambda: check_absence(absence, others), lambda: check_cover_is_open(session, absence, today))


def check_absence(absence: Absence, others: Iterable[Absence]) -> None:
    """Refuses an end before the start, oneself as replacement, and what would break a cover on a common day.

    That is a second absence of the same account, a cover who is away herself, and the absence of somebody who covers
    one. `others` may hold any rows: only those of these two accounts count.
    """
    check_period(absence)
    user, cover = target_of(absence, "user"), target_of(absence, "replacement")
    for other in others:
        if other is absence or not have_common_day(absence.start_on, absence.end_on, other.start_on, other.end_on):
            continue
        days = {"start": other.start_on, "end": other.end_on}
        away = target_of(other, "user")
        if away == user:
            raise RuleViolation(
                N_("An absence from %(start)s to %(end)s is already recorded: change that one, or choose other days."),
                field="start_on",
                **days,
            )
        if cover is not None and away == cover:
            raise RuleViolation(
                N_("%(who)s is away from %(start)s to %(end)s: choose someone else for these days."),
                field="replacement_id",
                who=str(other.user),
                **days,
            )
        if target_of(other, "replacement") == user:
            raise RuleViolation(
                N_(
                    "%(who)s covers the absence of %(whom)s from %(start)s to %(end)s:"
                    " name someone else for that one first."
                ),
                field="start_on",
                who=str(other.replacement),
                whom=str(other.user),
                **days,
            )


def other_absences(session: AnySession, absence: Absence) -> list[Absence]:
    """The other stored absences that name one of the two accounts; whoever writes about these meanwhile waits."""
    accounts = [target_of(absence, name) for name in ("user", "replacement")]
    ids = sorted(account for account in accounts if isinstance(account, int))
    if not ids:
        return []
    hold(session, [("user", number) for number in ids])
    rows = select(Absence).options(joinedload(Absence.user), joinedload(Absence.replacement))
    with session.no_autoflush:
        found = session.scalars(rows.where(or_(Absence.user_id.in_(ids), Absence.replacement_id.in_(ids)))).all()
    return [other for other in found if other is not absence]


def check_cover_is_open(session: AnySession, absence: Absence, today: dt.date) -> None:
    """Who covers may sign in until the last day; an absence that is over is history. Raises RuleViolation."""
    number = target_of(absence, "replacement")
    if not isinstance(number, int) or absence.end_on < today:
        return
    with session.no_autoflush:
        cover = session.get(User, number)
    if cover is None or is_open(cover.active, cover.ends_on, absence.end_on):
        return
    if cover.active and cover.ends_on is not None and cover.ends_on >= today:
        raise RuleViolation(
            N_("The account of %(who)s closes on %(day)s, before the end of the absence: choose someone else."),
            field="replacement_id",
            who=str(cover),
            day=cover.ends_on,
        )
    raise RuleViolation(N_("This account is closed: choose another one."), field="replacement_id")
