"""Two rows of one person become one: nothing is lost, and the operation is undone as one from the journal."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdo.context import AnySession
from mdo.journal.values import tracked_columns
from mdo.people.mandates import check_overlap
from models.instances import Instance
from models.people import Consent, DuplicateCandidate, Gender, Mandate, Person

_UNKNOWN = (None, "", Gender.UNKNOWN, Consent.UNKNOWN)


def merge(session: AnySession, kept: Person, gone: Person) -> int:
    """Gives `kept` the mandates of `gone` and what it did not know, then deletes `gone`; returns the mandates moved.

    Raises RuleViolation, before anything is written, when both hold the same function in a body over a common day:
    the sentence names the mandate to end or correct first.
    """
    ours, theirs = _mandates_of(session, kept), _mandates_of(session, gone)
    with session.no_autoflush:
        for mandate in theirs:
            mandate.person = kept
            check_overlap(mandate, ours)
        for name in tracked_columns(Person):
            if getattr(kept, name) in _UNKNOWN and getattr(gone, name) not in _UNKNOWN:
                setattr(kept, name, getattr(gone, name))
    pairs = select(DuplicateCandidate).where(
        or_(DuplicateCandidate.person_id == gone.id, DuplicateCandidate.other_id == gone.id)
    )
    for pair in session.scalars(pairs):
        session.delete(pair)
    # In this order, so that the journal read backwards brings the person back before what points to it.
    session.flush()
    session.delete(gone)
    session.flush()
    return len(theirs)


def _mandates_of(session: AnySession, person: Person) -> list[Mandate]:
    statement = (
        select(Mandate)
        .where(Mandate.person_id == person.id)
        .options(joinedload(Mandate.function), joinedload(Mandate.instance).joinedload(Instance.type))
        .order_by(Mandate.id)
    )
    return list(session.scalars(statement))
