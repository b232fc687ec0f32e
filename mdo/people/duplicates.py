"""People who may be one and the same: a score with its reasons, and the mission's queue.

The search sees the whole register, whoever asks: it reads a few columns, never rows, so that nothing out of the
reader's scope enters the session; its result goes to the mission's queue, or is read again within the scope.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.identifiers import normalised_email, normalised_phone, phone_spellings
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.people import DuplicateCandidate, DuplicateState, Person
from models.text import fold

THRESHOLD = 40
_SIMILAR_NAMES = 0.85
# A mailbox or a switchboard shared by hundreds tells nothing: beyond this many, the search stops.
_MAX_CANDIDATES = 200


class DuplicateReason(StrEnum):
    """What two people have in common, or not."""

    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_BIRTH_YEAR = "same_birth_year"
    OTHER_BIRTH_YEAR = "other_birth_year"


# The name alone reaches the threshold, and so does the e-mail; a shared phone needs one thing more.
_POINTS = {
    DuplicateReason.SAME_NAME: 50,
    DuplicateReason.SIMILAR_NAME: 30,
    DuplicateReason.SAME_EMAIL: 40,
    DuplicateReason.SAME_PHONE: 25,
    DuplicateReason.SAME_BIRTH_YEAR: 15,
    DuplicateReason.OTHER_BIRTH_YEAR: -30,
}


@dataclass(frozen=True)
class ComparedPerson:
    """What is compared of a person."""

    last_name: str
    first_name: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_year: int | None = None

    @property
    def names(self) -> str:
        """The folded names, in alphabetical order of words: « Jean DUPONT » and « Dupont, Jean » are the same."""
        return " ".join(sorted(fold(f"{self.last_name} {self.first_name or ''}").split()))


@dataclass(frozen=True)
class Match:
    """A score from 0 (nothing in common) to 100, and why."""

    score: int
    reasons: tuple[DuplicateReason, ...]


@dataclass(frozen=True)
class Candidate:
    """Another person of the register, by id alone, and how much alike."""

    person_id: int
    match: Match


def identity_of(person: Person) -> ComparedPerson:
    """What is compared of a person, stored or not."""
    return ComparedPerson(person.last_name, person.first_name, person.email, person.phone, person.birth_year)


def score(one: ComparedPerson, other: ComparedPerson) -> Match:
    """How much two people look like one. What is unknown on either side counts for nothing."""
    reasons = list(_compare_names(one, other))
    if normalised_email(one.email) and normalised_email(one.email) == normalised_email(other.email):
        reasons.append(DuplicateReason.SAME_EMAIL)
    if normalised_phone(one.phone) and normalised_phone(one.phone) == normalised_phone(other.phone):
        reasons.append(DuplicateReason.SAME_PHONE)
    if reasons and one.birth_year is not None and other.birth_year is not None:
        is_same = one.birth_year == other.birth_year
        reasons.append(DuplicateReason.SAME_BIRTH_YEAR if is_same else DuplicateReason.OTHER_BIRTH_YEAR)
    points = sum(_POINTS[reason] for reason in reasons)
    return Match(max(0, min(100, points)), tuple(reasons))


def _compare_names(one: ComparedPerson, other: ComparedPerson) -> Sequence[DuplicateReason]:
    if not one.names or not other.names:
        return ()
    if one.names == other.names:
        return (DuplicateReason.SAME_NAME,)
    is_similar = SequenceMatcher(None, one.names, other.names, autojunk=False).ratio() >= _SIMILAR_NAMES
    return (DuplicateReason.SIMILAR_NAME,) if is_similar else ()


def candidates_for(session: AnySession, person: Person) -> list[Candidate]:
    """Those of the whole register who look like this person, stored or not, the most alike first.

    Equal folded name, e-mail or phone are looked up by index; then they are scored and those under THRESHOLD left.
    """
    identity = identity_of(person)
    last, first = fold(identity.last_name), fold(identity.first_name)
    names = {f"{last} {first}".strip(), f"{first} {last}".strip()} - {""}
    criteria = [Person.sort_key.in_(names)]
    if identity.email and identity.email.strip():
        criteria.append(Person.email.in_({identity.email.strip(), normalised_email(identity.email)}))
    if spellings := phone_spellings(identity.phone):
        criteria.append(Person.phone.in_(spellings))
    statement = (
        select(Person.id, Person.last_name, Person.first_name, Person.email, Person.phone, Person.birth_year)
        .where(or_(*criteria))
        .limit(_MAX_CANDIDATES)
        .execution_options(**WHOLE_REGISTER)
    )
    with session.no_autoflush:
        rows = session.execute(statement).all()
    found = [
        Candidate(
            row.id, score(identity, ComparedPerson(row.last_name, row.first_name, row.email, row.phone, row.birth_year))
        )
        for row in rows
        if row.id != person.id
    ]
    alike = [candidate for candidate in found if candidate.match.score >= THRESHOLD]
    return sorted(alike, key=lambda candidate: (-candidate.match.score, candidate.person_id))


def visible_duplicates(session: AnySession, person: Person) -> list[Person]:
    """Those who look like this person, stored or not, among the people that the reader may see, most alike first."""
    ranks = {candidate.person_id: rank for rank, candidate in enumerate(candidates_for(session, person))}
    if not ranks:
        return []
    with session.no_autoflush:
        seen = session.scalars(select(Person).where(Person.id.in_(ranks))).all()
    return sorted(seen, key=lambda other: ranks[other.id])


def queue_duplicates(session: AnySession, person: Person, distinct_from: Collection[int] = ()) -> None:
    """Puts a stored person's look-alikes in the mission's queue, each pair once, decided or not.

    Those of `distinct_from`, of whom the writer said that this is someone else, come to it decided.

    Returns nothing: how many there are would tell a référent of people out of her sight. Flushes; a pair that another
    person's save queues at the same moment is queued once.
    """
    pairs = {
        (min(person.id, candidate.person_id), max(person.id, candidate.person_id)): candidate.match
        for candidate in candidates_for(session, person)
    }
    if not pairs:
        return
    known = session.execute(
        select(DuplicateCandidate.person_id, DuplicateCandidate.other_id)
        .where(or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .execution_options(**WHOLE_REGISTER)
    ).all()
    for first_id, second_id in sorted(pairs.keys() - {(first_id, second_id) for first_id, second_id in known}):
        match = pairs[first_id, second_id]
        reason = " ".join(match.reasons)
        pair = DuplicateCandidate(person_id=first_id, other_id=second_id, score=match.score, reason=reason)
        if {first_id, second_id} & {*distinct_from}:
            pair.state = DuplicateState.DISTINCT
        try:
            with session.begin_nested():
                session.add(pair)
        except IntegrityError:
            continue  # queued by another save, or the other person is gone, since it was looked for


def reasons_of(candidate: DuplicateCandidate) -> tuple[DuplicateReason, ...]:
    """The reasons of a queued pair, as closed words that a screen translates."""
    return tuple(DuplicateReason(code) for code in candidate.reason.split() if code in set(DuplicateReason))
