"""Two rows of one person become one: nothing is lost, and the operation is undone as one from the journal."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.values import tracked_columns
from mdo.kernel.rules.merges import MERGES
from mdo.kernel.sessions.advisory_locks import hold
from mdo.people.duplicate_pairs import pairs_of
from mdo.people.mandates import check_overlap
from mdo.people.namesakes import complete
from models.instances import Instance
from models.people import DuplicateCandidate, Mandate, Person


@dataclass(frozen=True)
class Merged:
    """How many mandates and lines of attendance followed; `doubled` meetings had convened both rows."""

    mandates: int
    attendances: int = 0
    doubled: int = 0


def merge(session: AnySession, kept: Person, gone: Person) -> Merged:
    """Gives `kept` the mandates and attendance of `gone` and what it did not know, then deletes `gone`.

    Raises RuleViolation, before anything is written, when both hold the same function in a body over a common day:
    the sentence names the mandate to end or correct first.
    """
    hold(session, [("person", kept.id), ("person", gone.id)])
    ours, theirs = _mandates_of(session, kept), _mandates_of(session, gone)
    with session.no_autoflush:
        for mandate in theirs:
            mandate.person = kept
            check_overlap(mandate, ours)
        complete(kept, gone, tracked_columns(Person))
    moved = [move(session, kept.id, gone.id) for move in MERGES.get(Person, ())]
    _move_pairs(session, kept.id, gone.id)
    # In this order, so that the journal read backwards brings the person back before what points to it.
    session.flush()
    session.delete(gone)
    session.flush()
    return Merged(len(theirs), sum(each.lines for each in moved), sum(each.doubled for each in moved))


def _move_pairs(session: AnySession, kept_id: int, gone_id: int) -> None:
    """Who looked like `gone` looks like `kept`, and who was told apart stays so; the pair of both is answered."""
    known = {_other(pair, kept_id) for pair in pairs_of(session, [kept_id])}
    for pair in pairs_of(session, [gone_id]):
        other_id = _other(pair, gone_id)
        if other_id == kept_id or other_id in known:
            session.delete(pair)
        else:
            pair.person_id, pair.other_id = sorted((kept_id, other_id))


def _other(pair: DuplicateCandidate, person_id: int) -> int:
    return pair.other_id if pair.person_id == person_id else pair.person_id


def _mandates_of(session: AnySession, person: Person) -> list[Mandate]:
    statement = (
        select(Mandate)
        .where(Mandate.person_id == person.id)
        .options(joinedload(Mandate.function), joinedload(Mandate.instance).joinedload(Instance.type))
        .order_by(Mandate.id)
    )
    return list(session.scalars(statement))
