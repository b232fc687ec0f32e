"""Writes invented people and their mandates by batches, with ids given here: memory does not grow with their number."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from mdo.demo.bodies import InventedBodies
from mdo.demo.histories import Histories, LifeHistory, Term
from mdo.demo.people import People
from mdo.kernel.search.maintenance import rebuild
from mdo.people.duplicates import ComparedPerson, score
from mdo.people.places import rewrite_places
from models.people import DuplicateCandidate, Mandate, Person
from models.text import fold

_BATCH = 500
_DUPLICATES = 12
_DUPLICATE_EVERY = 25
_MORNING = dt.time(9, tzinfo=dt.UTC)
_TERM_COLUMNS = tuple(field.name for field in fields(Term) if field.name not in {"function", "follows"})

_person: Table = Person.__table__
_mandate: Table = Mandate.__table__
_candidate: Table = DuplicateCandidate.__table__


class DemoWriter:
    """Turns histories into rows of one transaction."""

    def __init__(self, connection: Connection, register: InventedBodies, people: People) -> None:
        self._connection, self._register, self._people = connection, register, people
        self._person_id = _next_id(connection, _person)
        self._mandate_id = _next_id(connection, _mandate)
        self._candidate_id = _next_id(connection, _candidate)
        self._duplicates: list[dict[str, Any]] = []
        self.mandates = 0

    def write(self, histories: Histories, count: int, report: Callable[[int], None]) -> None:
        """Writes `count` people; `report` is told how many are written after each batch."""
        stream = iter(histories)
        written = 0
        while written < count:
            written += self._write_batch(islice(stream, min(_BATCH, count - written)))
            report(written)
        self._insert(DuplicateCandidate, _candidate, self._duplicates)
        for table, following in (
            (_person, self._person_id),
            (_mandate, self._mandate_id),
            (_candidate, self._candidate_id + self.duplicates),
        ):
            _set_next_id(self._connection, table, following)

    @property
    def duplicates(self) -> int:
        return len(self._duplicates)

    def _write_batch(self, histories: Iterator[LifeHistory]) -> int:
        people: list[dict[str, Any]] = []
        mandates: list[dict[str, Any]] = []
        for history in histories:
            number = self._person_id + len(people)
            is_twin = len(people) % _DUPLICATE_EVERY == _DUPLICATE_EVERY - 1 and self.duplicates < _DUPLICATES
            person = self._twin(people[-1], number) if is_twin else self._person(history, number)
            people.append(person)
            mandates.extend(self._mandates(history, person["id"], len(mandates)))
        self._connection.execute(insert(_person), people)
        self._insert(Mandate, _mandate, mandates)
        written = [person["id"] for person in people]
        rewrite_places(self._connection, written, are_new=True)
        rebuild(self._connection, Person, written, are_new=True)
        self._person_id += len(people)
        self._mandate_id += len(mandates)
        self.mandates += len(mandates)
        return len(people)

    def _insert(self, model: type, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)
            rebuild(self._connection, model, [row["id"] for row in rows], are_new=True)

    def _person(self, history: LifeHistory, number: int) -> dict[str, Any]:
        invent = self._people.minor if history.is_minor else self._people.adult
        person = invent(number, history.number, history.since)
        place = person.pop("arrondissement")
        person["arrondissement_id"] = self._register.arrondissements[place] if place else None
        person["organisation_id"] = history.organisation_id
        return self._completed(person, number, history.since)

    def _twin(self, person: dict[str, Any], number: int) -> dict[str, Any]:
        twin = self._people.again(person, number)
        twin["id"] = number
        match = score(_identity(person), _identity(twin))
        self._duplicates.append(
            {
                "id": self._candidate_id + self.duplicates,
                "person_id": person["id"],
                "other_id": number,
                "score": match.score,
                "reason": " ".join(match.reasons),
                "version": 1,
            }
        )
        return twin

    def _completed(self, person: dict[str, Any], number: int, since: dt.date) -> dict[str, Any]:
        sort_key = fold(f"{person['last_name']} {person['first_name'] or ''}")[:220]
        return person | {"id": number, "sort_key": sort_key, **_stamps(since)}

    def _mandates(self, history: LifeHistory, person_id: int, offset: int) -> Iterator[dict[str, Any]]:
        for index, term in enumerate(history.terms):
            mandate_id = self._mandate_id + offset + index
            yield {
                **{name: getattr(term, name) for name in _TERM_COLUMNS},
                "id": mandate_id,
                "person_id": person_id,
                "function_id": self._register.functions[term.function],
                "previous_id": mandate_id - 1 if term.follows else None,
                **_stamps(term.start_on or history.since),
            }


def _identity(person: dict[str, Any]) -> ComparedPerson:
    return ComparedPerson(
        person["last_name"], person["first_name"], person["email"], person["phone"], person["birth_year"]
    )


def _stamps(day: dt.date) -> dict[str, Any]:
    moment = dt.datetime.combine(day, _MORNING)
    return {"version": 1, "created_at": moment, "updated_at": moment}


def _next_id(connection: Connection, table: Table) -> int:
    """The id that the database would give next: those of deleted rows are never given again."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return (last or 0) + 1
    return int(
        connection.scalars(text("SELECT nextval(pg_get_serial_sequence(:name, 'id'))"), {"name": table.name}).one()
    )


def _set_next_id(connection: Connection, table: Table, following: int) -> None:
    """PostgreSQL's counter knows nothing of ids given by hand; SQLite's follows them."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :following, false)"),
            {"name": table.name, "following": following},
        )
