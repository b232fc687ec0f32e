"""Whom of the register someone about to be added may be: what tells them apart, and what a record takes of what was
typed when it is the one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.imports.cells.joined import with_lines
from mdo.people.ages import AgeBand, age_band
from mdo.people.mandates import in_force_clause
from models.people import Consent, Gender, Mandate, Person
from models.text import fold

UNKNOWN = (None, "", Gender.UNKNOWN, Consent.UNKNOWN)
_MOST = 20


@dataclass(frozen=True)
class Known:
    """A person of the register: `bodies` are the names of those where he or she sits, else sat, the latest first."""

    person: Person
    age: AgeBand | None
    bodies: tuple[str, ...]
    place: str


def known_as(session: AnySession, people: Sequence[Person], today: dt.date) -> list[Known]:
    """What tells these people apart, in their order, of the bodies that the reader sees."""
    in_force = in_force_clause(today)
    asked = select(Mandate, in_force).where(Mandate.person_id.in_([person.id for person in people]))
    bodies: dict[int | None, list[str]] = defaultdict(list)
    sitting: dict[int | None, list[str]] = defaultdict(list)
    for mandate, sits in session.execute(
        asked.options(joinedload(Mandate.instance)).order_by(Mandate.start_on.desc(), Mandate.id.desc())
    ):
        if mandate.instance is not None:
            (sitting if sits else bodies)[mandate.person_id].append(mandate.instance.name)
    return [
        Known(
            person,
            age_band(person.birth_year, today),
            tuple(dict.fromkeys(sitting[person.id] or bodies[person.id])),
            person.arrondissement.name if person.arrondissement is not None else "",
        )
        for person in people
    ]


def people_called(session: AnySession, name: str | None) -> list[Person]:
    """The people in sight who bear a name written in one piece, first name first or last."""
    words = fold(name or "").split()
    if not words:
        return []
    turned = {" ".join(words[at:] + words[:at]) for at in range(len(words))}
    asked = select(Person).where(Person.sort_key.in_(sorted(turned))).order_by(Person.id).limit(_MOST)
    return list(session.scalars(asked))


def complete(kept: Person, other: Person, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Fills what a person's row does not say of these fields with what another says.

    Returns the fields that were filled, and those of which the two say different things: these stay as they were.
    Notes of both stand one under the other.
    """
    filled, different = [], []
    for name in names:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if theirs in UNKNOWN or mine == theirs:
            continue
        if name == "notes":
            kept.notes = with_lines(mine, theirs)
            filled.append(name)
        elif mine in UNKNOWN:
            setattr(kept, name, theirs)
            filled.append(name)
        elif not (isinstance(mine, str) and isinstance(theirs, str) and fold(mine) == fold(theirs)):
            different.append(name)
    return filled, different
