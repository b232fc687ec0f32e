"""The addresses of calendars: their secret, whose they are, and what they give at each reading."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true
from sqlalchemy.orm import joinedload

from mdo.days_off.avoided import dates_to_avoid
from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import AnySession, Context, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months, start_of_day
from mdo.kernel.rights import addresses
from mdo.kernel.rights.addresses import count_of, give_secret
from mdo.kernel.rights.identity import context_for_user, rights_of
from mdo.kernel.scope.awards import AwardAccess
from mdo.kernel.scope.reading import seen_by
from mdo.network.answering import answers_clause
from models.accounts import User
from models.attendance import Attendance
from models.bounds import LAST_DAY
from models.calendar import CalendarFeed, FeedContent
from models.days_off import DateToAvoid
from models.journal import Door
from models.meetings import Meeting
from models.network import Absence, Referent

# What the owner must be allowed at each reading.
RIGHTS = frozenset({("CalendarFeedView", "can_list"), ("MeetingView", "can_list")})
MOST_FEEDS = 10
PAST_MONTHS = 12
# The newest of them, for a calendar that would hold more.
MOST_EVENTS = 2_000


def check_count(session: AnySession, owner_id: int | None, but: int | None = None) -> None:
    """Raises RuleViolation for one calendar too many of an account, beside this one."""
    if count_of(session, CalendarFeed, owner_id, but) >= MOST_FEEDS:
        raise RuleViolation(
            N_("You already have %(count)s calendars: delete one that you no longer use."), count=MOST_FEEDS
        )


def new_feed(session: AnySession, label: str, content: FeedContent, now: dt.datetime) -> tuple[CalendarFeed, str]:
    """A new address of the reader of this session, and its secret, which is told once. Raises RuleViolation."""
    owner_id = context_of(session).actor_id
    check_count(session, owner_id)
    feed = CalendarFeed(user_id=owner_id, label=label, holds=content, issued_at=now)
    token = give_secret(feed, now)
    session.add(feed)
    session.flush()
    return feed, token


def feeds_of(session: AnySession, user_id: int) -> Sequence[CalendarFeed]:
    """The addresses of an account, the oldest first."""
    return session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user_id).order_by(CalendarFeed.id)).all()


def opened_by(session: AnySession, token: str, today: dt.date) -> tuple[CalendarFeed, Context] | None:
    """The feed of a secret and what its owner may see today; None when the address opens nothing (any more).

    `session` must see everything: nobody is known yet.
    """
    found = addresses.opened_by(session, CalendarFeed, token, today)
    if found is None:
        return None
    feed, owner = found
    context = context_for_user(session, owner, today, Door.FORM)
    return (feed, context) if context.rights >= RIGHTS else None


def meetings_of(session: AnySession, content: FeedContent) -> Sequence[Meeting]:
    """The meetings of a calendar in the scope of the session: one year back, and all that come."""
    context = context_of(session)
    since = start_of_day(add_months(context.today, -PAST_MONTHS))
    asked = select(Meeting).where(Meeting.start_at >= since).options(joinedload(Meeting.instance))
    narrowed = _content_clause(session, content)
    if narrowed is not None:
        asked = asked.where(narrowed)
    newest = session.scalars(asked.order_by(Meeting.start_at.desc(), Meeting.id).limit(MOST_EVENTS)).all()
    return list(reversed(newest))


def avoided_of(session: AnySession, content: FeedContent) -> Sequence[DateToAvoid]:
    """The dates to avoid of a calendar that holds more than one's own meetings, in the scope of the session."""
    context = context_of(session)
    if content is FeedContent.MINE or ("DateToAvoidView", "can_list") not in context.rights:
        return ()
    return dates_to_avoid(session, add_months(context.today, -PAST_MONTHS), LAST_DAY, with_orders=True)


def _content_clause(session: AnySession, content: FeedContent) -> ColumnElement[bool] | None:
    context = context_of(session)
    owner_id = context.actor_id
    if content is FeedContent.ALL:
        return None
    if owner_id is None:
        return false()
    if content is FeedContent.PLACES:
        places = select(Referent.arrondissement_id).where(Referent.user_id == owner_id, answers_clause(context.today))
        return or_(Meeting.instance_id.is_(None), Meeting.instance_id.in_(bodies_in(session.scalars(places))))
    convened: Any = Meeting.attendances.any(Attendance.user_id == owner_id)
    return or_(convened, _is_led(session, owner_id))


def _is_led(session: AnySession, owner_id: int) -> ColumnElement[bool]:
    """Organised or facilitated by the owner, or by someone whom she covers on that day; those of her days away are not.

    By the day of the meeting: a cover reads beforehand what she will have to hold. What the cover does not see stays.
    """
    found = session.execute(
        select(Absence.user_id, Absence.replacement_id, Absence.start_on, Absence.end_on).where(
            Absence.replacement_id.is_not(None), or_(Absence.user_id == owner_id, Absence.replacement_id == owner_id)
        )
    ).all()
    away = [and_(_on_days(row), _sees(session, row)) for row in found if row.user_id == owner_id]
    covered = [and_(_led_by(row.user_id), _on_days(row)) for row in found if row.user_id != owner_id]
    return or_(and_(_led_by(owner_id), not_(or_(false(), *away))), *covered)


def _sees(session: AnySession, row: Any) -> ColumnElement[bool]:
    """The meetings that the cover of an absence may see on its first day."""
    rights = rights_of(session, row.replacement_id, row.start_on)
    if ("MeetingView", "can_list") not in rights.pairs:
        return false()
    seen = seen_by(Meeting, rights.scope, AwardAccess.ALL)
    return true() if seen is None else seen


def _led_by(user_id: int) -> ColumnElement[bool]:
    return or_(
        and_(Meeting.organiser_id.is_not(None), Meeting.organiser_id == user_id),
        Meeting.facilitators.any(User.id == user_id),
    )


def _on_days(row: Any) -> ColumnElement[bool]:
    """From the first day of an absence to its last, both included, in Paris."""
    end = start_of_day(row.end_on + dt.timedelta(days=1))
    return and_(Meeting.start_at >= start_of_day(row.start_on), Meeting.start_at < end)
