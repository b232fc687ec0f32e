"""Tells which person a line speaks of. The keys are documented in docs/guide/imports.md.

A person is the same when the folded last and first names are equal and, by order of strength, the e-mail address, the
phone, a common body or the year of birth. Two years of birth that differ make two people, unless the e-mail address
or the phone is the same. A line that says nothing but a name is the person of whom nothing else is known, failing
that the only one of that name.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email, normalised_phone, phone_spellings
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Question
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.plans import Target
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.people.duplicates import queue_duplicates
from mdo.people.name_words import parted
from mdo.people.vocabulary import AND, BIRTH, CIVILITY, CIVILITY_LAST, MARRIED, NICKNAME, STRUCTURE
from models.people import Mandate, Person
from models.text import fold

_MAX_SORT_KEY = 220

_SEVERAL = N_("Several people are called « %(value)s »: add the e-mail address, the phone or the year of birth.")
_SPLIT = N_("Which is the last name in « %(value)s »? Type it in capitals, or use two columns.")
_NO_NAME = N_("The last name is missing.")


NAMES = frozenset(("last_name", "first_name", "full_name"))
# What a name may hold that is taken out of it: signs, civilities, other names, a second person.
_TAKEN_APART = (
    re.compile(r"[^\w \-'’]|\d"), BIRTH, MARRIED, NICKNAME, re.compile(rf"^(?:{CIVILITY.pattern})", re.IGNORECASE),
    CIVILITY_LAST, AND, STRUCTURE,
)  # fmt: skip
# What tells namesakes apart: while one of these cannot be read, nothing is asked about them.
TELLING = frozenset(("instance", "email", "phone", "birth_year"))


class SeveralFit(RuleViolation):
    """A line may speak of several people."""


class UndecidedName(RuleViolation):
    """Nothing in a name says which of its words is the last name."""


@dataclass(eq=False)
class KnownPerson:
    """A person of the register or of the file, with all that tells him or her from a namesake."""

    target: Target
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    birth_years: set[int] = field(default_factory=set)
    body_ids: set[int] = field(default_factory=set)
    lines: list[Any] = field(default_factory=list)  # the planners of the lines that speak of the person
    question: Question | None = None  # that waits: all the lines that speak of the person wait with it

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the name is known."""
        return not (self.emails or self.phones or self.birth_years or self.body_ids)

    def may_be(self, evidence: "Evidence") -> bool:
        """Whether nothing tells the person of a line from this one: no other address, no other year of birth."""
        is_other = any(
            mine and theirs and not mine & theirs
            for mine, theirs in ((self.emails, evidence.emails), (self.birth_years, evidence.birth_years))
        )
        return not is_other

    def may_be_of_year(self, evidence: "Evidence") -> bool:
        """Whether no other year of birth tells the person of a line from this one."""
        return not _contradicts(self, evidence)

    def learn(self, evidence: "Evidence") -> None:
        """Adds what a line says, so that the next lines of the file find the same person."""
        self.emails |= evidence.emails
        self.phones |= evidence.phones
        self.birth_years |= evidence.birth_years
        self.body_ids |= evidence.body_ids


@dataclass(frozen=True)
class Evidence:
    """What a line says of a person beside the name; at most one of each."""

    emails: frozenset[str]
    phones: frozenset[str]
    birth_years: frozenset[int]
    body_ids: frozenset[int]

    @classmethod
    def of(cls, values: dict[str, Any], body_id: int | None) -> "Evidence":
        """Reads the values of a line."""
        return cls(
            frozenset(filter(None, [normalised_email(values.get("email"))])),
            frozenset(filter(None, [normalised_phone(values.get("phone"))])),
            frozenset(filter(None, [values.get("birth_year")])),
            frozenset(filter(None, [body_id])),
        )

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing but a name."""
        return not (self.emails or self.phones or self.birth_years or self.body_ids)


def split_name(full_name: str) -> tuple[str, str | None]:
    """Last and first names of « DUPONT Marie », « Marie DUPONT » or « Dupont, Marie ».

    Raises UndecidedName when nothing says which is which.
    """
    found = parted(full_name)
    if found is None and len(full_name.split()) > 1:
        raise UndecidedName(_SPLIT, value=full_name)
    return found or (full_name.strip(" ,"), None)


def names_of(values: dict[str, Any]) -> tuple[str, str | None]:
    """Last and first names that a line gives in one or two columns. Raises RuleViolation."""
    if values.get("last_name"):
        return values["last_name"], values.get("first_name")
    if values.get("full_name"):
        return split_name(values["full_name"])
    raise RuleViolation(_NO_NAME, field="last_name")


def names_as_stored(session: AnySession, texts: Collection[str]) -> set[str]:
    """Those of some texts that are, letter by letter, a last, first or whole name of someone in sight."""
    odd = {text for text in texts if any(pattern.search(text) for pattern in _TAKEN_APART)}
    whole = Person.last_name + " " + func.coalesce(Person.first_name, "")
    found: set[str] = set()
    for batch in batches(sorted(odd)):
        for name in (Person.last_name, Person.first_name, func.trim(whole)):
            found.update(filter(None, session.scalars(select(name).where(name.in_(batch)))))
    return found


def name_keys(values: dict[str, Any]) -> tuple[str, ...]:
    """The folded names under which a line may find a person; of one column, every way to turn it."""
    if values.get("last_name"):
        return (fold(f"{values['last_name']} {values.get('first_name') or ''}")[:_MAX_SORT_KEY],)
    words = fold(values.get("full_name")).split()
    turned = dict.fromkeys(" ".join(words[start:] + words[:start])[:_MAX_SORT_KEY] for start in range(len(words)))
    return tuple(turned)


class PeopleIndex:
    """The people of the register who bear a name of the file, read in bulk, and those that the file adds."""

    def __init__(self, session: AnySession, lines: Iterable[dict[str, Any]]) -> None:
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self.mandates: dict[int, list[Mandate]] = defaultdict(list)
        keys = {key for values in lines for key in name_keys(values)}
        by_id: dict[int, KnownPerson] = {}
        for batch in batches(sorted(keys)):
            statement = (
                select(Person)
                .where(Person.sort_key.in_(batch))
                .options(joinedload(Person.organisation), joinedload(Person.arrondissement))
                .order_by(Person.id)
            )
            for person in session.scalars(statement):
                known = by_id[person.id] = KnownPerson(Target(person))
                known.learn(
                    Evidence.of({"email": person.email, "phone": person.phone, "birth_year": person.birth_year}, None)
                )
                self._by_name[person.sort_key].append(known)
        for ids in batches(by_id):
            for mandate in session.scalars(mandates_with_all().where(Mandate.person_id.in_(ids))):
                if mandate.person_id is not None:
                    by_id[mandate.person_id].body_ids.add(mandate.instance_id)
                    self.mandates[mandate.person_id].append(mandate)

    @property
    def people(self) -> Iterator[KnownPerson]:
        """Everyone known, of the register and of the file."""
        return itertools.chain.from_iterable(self._by_name.values())

    def find(self, values: dict[str, Any], evidence: Evidence) -> KnownPerson | None:
        """The person that a line speaks of, or None for someone new. Raises RuleViolation when several fit."""
        namesakes = self.namesakes(values)
        if evidence.is_empty:
            found = [known for known in namesakes if known.is_bare] or namesakes
        else:
            found = _strongest(namesakes, evidence)
        if len(found) > 1:
            raise SeveralFit(_SEVERAL, value=values.get("full_name") or " ".join(map(str, names_of(values))))
        return found[0] if found else None

    def namesakes(self, values: dict[str, Any]) -> list[KnownPerson]:
        """Everyone of that name."""
        return [known for key in name_keys(values) for known in self._by_name.get(key, ())]

    def only_namesake(self, values: dict[str, Any]) -> KnownPerson | None:
        """The only person of that name, whatever else is known of either."""
        namesakes = self.namesakes(values)
        return namesakes[0] if len(namesakes) == 1 else None

    def add(self, person: Person) -> KnownPerson:
        """Someone new, whom the next lines may speak of."""
        known = KnownPerson(Target(person, is_new=True))
        key = fold(f"{person.last_name} {person.first_name or ''}")[:_MAX_SORT_KEY]
        self._by_name[key].append(known)
        return known


def mandates_with_all() -> Any:
    """Mandates with what the rules read of them."""
    return (
        select(Mandate)
        .options(joinedload(Mandate.function), joinedload(Mandate.college), joinedload(Mandate.organisation))
        .order_by(Mandate.id)
    )


def _strongest(namesakes: list[KnownPerson], evidence: Evidence) -> list[KnownPerson]:
    """The namesakes tied to the line by its strongest evidence."""
    for name in ("emails", "phones"):
        found = [known for known in namesakes if getattr(known, name) & getattr(evidence, name)]
        if found:
            return _of_same_year(found, evidence) if len(found) > 1 else found
    same_year = [known for known in namesakes if not _contradicts(known, evidence)]
    for name in ("body_ids", "birth_years"):
        found = [known for known in same_year if getattr(known, name) & getattr(evidence, name)]
        if found:
            return found
    return []


def _of_same_year(found: list[KnownPerson], evidence: Evidence) -> list[KnownPerson]:
    narrowed = [known for known in found if known.birth_years & evidence.birth_years]
    return narrowed or found


def _contradicts(known: KnownPerson, evidence: Evidence) -> bool:
    return bool(known.birth_years and evidence.birth_years and not known.birth_years & evidence.birth_years)


def queue_look_alikes(session: AnySession, created: Sequence[Person]) -> None:
    """Queues the new people who share a name, an e-mail address or a phone with someone, of whatever scope.

    The look-alikes are searched one by one, hence only for those of whom a bulk query says that there are some.
    """
    names = _shared(session, Person.sort_key, {person.sort_key for person in created})
    emails = _shared(session, Person.email, {person.email for person in created if person.email})
    spellings = {spelling for person in created for spelling in phone_spellings(person.phone)}
    phones = _shared(session, Person.phone, spellings)
    for person in created:
        if person.sort_key in names or person.email in emails or person.phone in phones:
            queue_duplicates(session, person, {int(number) for number in person.distinct_from.split()})


def _shared(session: AnySession, column: Any, values: Iterable[str]) -> set[str]:
    """The values that several people of the whole register have."""
    return {
        value
        for batch in batches(sorted(values))
        for value in session.scalars(
            select(column)
            .where(column.in_(batch))
            .group_by(column)
            .having(func.count() > 1)
            .execution_options(**WHOLE_REGISTER)
        )
    }
