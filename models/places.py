"""Where people are read from: beside the register, one row for each place in which someone stands.

To ask the mandates of a million people who is seen from an arrondissement is to read them all; an index of the places
gives the first twenty-five at once. For reading only: who may change someone depends on the day, and stays a rule.
What is written here is said in `mdo.people.places`, and an event keeps it.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from models.base import metadata
from models.people import Person

WHOLE_CITY = 0
_organisation_id: Column[int | None] = Column("organisation_id", Integer)
_has_organisation = _organisation_id.is_not(None)
_WITH_ORGANISATION: Any = {"sqlite_where": _has_organisation, "postgresql_where": _has_organisation}

# `place`: the id of an arrondissement, or `WHOLE_CITY`; below zero, someone placed nowhere stands with the account of
# that id, which wrote them. `organisation_id`: theirs, so that its readers are found without them.
PERSON_PLACES = Table(
    "person_place",
    metadata,
    Column("person_id", Integer, ForeignKey(Person.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _organisation_id,
    Index("ix_person_place_place_person_id", "place", "person_id"),
    Index("ix_person_place_organisation_id_place", "organisation_id", "place", **_WITH_ORGANISATION),
    Index("ix_person_place_place_organisation_id", "place", "organisation_id", **_WITH_ORGANISATION),
)
