"""An account that closes owns nothing: all that it answers for goes to the team, or to who is chosen for each kind."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from mdo.accounts.rules import check_admin_remains
from mdo.handover.succession import Handing, Owned, check_handing, owned_by
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open, open_accounts
from models.accounts import User
from models.calendar import CalendarFeed
from models.live_links import LiveLink

_ONE_DAY = dt.timedelta(days=1)


def left_by(session: AnySession, user: User, today: dt.date) -> list[tuple[Owned, Sequence[Any]]]:
    """What an account answers for and that goes when it closes, by kind, without the empty ones.

    An arrondissement whose last day is past or today goes by itself.
    """
    found: list[tuple[Owned, Sequence[Any]]] = []
    for kind, rows in owned_by(session, user, today):
        going = [row for row in rows if kind.name != "territories" or row.end_on is None or row.end_on > today]
        if going:
            found.append((kind, going))
    return found


def stopped_with(session: AnySession, user_id: int) -> dict[str, int]:
    """What works for others by the rights of an account, and stops when it closes: how many of each, by its label.

    Nobody can take these over: an address holds the rights of its owner. Shared lists stay shared.
    """
    counted = {
        N_("Addresses of calendars"): select(func.count()).where(
            CalendarFeed.user_id == user_id, CalendarFeed.token_hash.is_not(None)
        ),
        N_("Live links"): select(func.count()).where(LiveLink.user_id == user_id, LiveLink.token_hash.is_not(None)),
    }
    row = session.execute(select(*(number.scalar_subquery() for number in counted.values()))).one()
    return {label: number for label, number in zip(counted, row, strict=True) if number}


def close(session: AnySession, user: User, takers: Mapping[str, User], today: dt.date) -> int:
    """Closes an account, gives what it owns to the team or to the takers (by kind), flushes; how many objects.

    Raises RuleViolation.
    """
    user.active = False
    check_admin_remains(session, user, today)
    return _give(session, user, takers, today, today)


def release(session: AnySession, user: User, today: dt.date) -> int:
    """Gives to the team what an account that closed by itself still owns, and flushes; how many objects."""
    return _give(session, user, {}, today - _ONE_DAY, today)


def closed_accounts(session: AnySession, today: dt.date) -> Sequence[int]:
    """Ids of the accounts that are closed on a day."""
    return session.scalars(select(User.id).where(User.id.not_in(open_accounts(today))).order_by(User.id)).all()


def is_closing(user: User, was_active: bool | None, was_until: dt.date | None, today: dt.date) -> bool:
    """Whether what was just written closes an account that was open."""
    return is_open(was_active, was_until, today) and not is_open(user.active, user.ends_on, today)


def _give(session: AnySession, user: User, takers: Mapping[str, User], last_on: dt.date, today: dt.date) -> int:
    total = 0
    with session.no_autoflush:
        for kind, rows in left_by(session, user, today):
            handing = Handing(user, takers.get(kind.name), last_on, today)
            check_handing(handing)
            if kind.is_signed and handing.successor is None:
                continue
            for row in rows:
                kind.give(session, row, handing)
            total += len(rows)
    session.flush()
    return total
