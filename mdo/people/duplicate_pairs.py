"""The pairs of the duplicates queue go with their people, by whatever door: no refusal tells that there were any.

A référent may delete a person, or take back her creation, without learning that someone out of her sight looks alike.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.followers import Followers
from mdo.kernel.journal.touched import Changed
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.journal import JournalChange
from models.people import DuplicateCandidate, Person

_PERSON, _PAIR = Person.__name__, DuplicateCandidate.__name__


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class: after the scope, before the journal."""
    event.listen(sessions, "before_flush", _remove_with_people)


def _remove_with_people(session: Session, flush: UOWTransaction, instances: Any) -> None:
    ids = {row.id for row in session.deleted if isinstance(row, Person)}
    if ids:
        for pair in pairs_of(session, ids):
            session.delete(pair)


def pairs_of(session: AnySession, person_ids: Collection[int]) -> Sequence[DuplicateCandidate]:
    """The pairs that name one of these people, of whatever scope, decided or not."""
    statement = select(DuplicateCandidate).where(
        or_(DuplicateCandidate.person_id.in_(person_ids), DuplicateCandidate.other_id.in_(person_ids))
    )
    return session.scalars(statement.order_by(DuplicateCandidate.id), execution_options=WHOLE_REGISTER).all()


def may_come_back(session: AnySession, change: Changed | JournalChange) -> bool:
    """Whether both people of a deleted pair exist and no pair of them does."""
    first_id, second_id = two_of(change)
    people = session.scalars(
        select(Person.id).where(Person.id.in_([first_id, second_id])), execution_options=WHOLE_REGISTER
    ).all()
    if len(people) < 2:
        return False
    known = {(pair.person_id, pair.other_id) for pair in pairs_of(session, [first_id])}
    return (first_id, second_id) not in known


def two_of(change: Changed | JournalChange) -> tuple[int, int]:
    """The two people whom a deleted pair named."""
    return change.fields["person_id"][0], change.fields["other_id"][0]


FOLLOWERS = Followers(DuplicateCandidate, Person, ("person_id", "other_id"), two_of, may_come_back)
