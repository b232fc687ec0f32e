"""The bodies of the demo with their colleges and seats, and its organisations."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, product

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.demo import names
from mdo.demo.polls import installed_on
from mdo.kernel.base.periods import add_months
from models.accounts import User
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Seat
from models.organisations import Organisation, OrganisationKind
from models.territory import Arrondissement

_CQ = "conseil_quartier"
_CICA = "cica"
_PANEL = "panel_citoyen"
_PANEL_MONTHS = 6
_REASONS = {
    InstanceState.DORMANT: "Plus de réunion faute de participants.",
    InstanceState.DISSOLVED: "Avis rendu, travaux terminés.",
}
_WITH_DELIBERATION = ("comite_thematique", "conseil_consultatif", "panel_citoyen")


@dataclass
class InventedBodies:
    """What the histories of people refer to, by id or by code; a few hundred rows."""

    bodies: list["Body"]
    functions: dict[str, int]
    arrondissements: dict[int, int]
    associations: dict[int, list[int]]


@dataclass
class Body:
    """A stored body and what its mandates need."""

    id: int
    type_code: str
    number: int | None
    state: InstanceState
    created_on: dt.date
    dissolved_on: dt.date | None
    term_months: int
    colleges: list[int] = field(default_factory=list)
    seats: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def has_members(self) -> bool:
        """Whether people may already belong to it."""
        return self.state not in {InstanceState.PROJECT, InstanceState.PREPARATION}


class BodyWriter:
    """Writes the bodies; `agent` follows them all, `elected` answers for those of the 5e."""

    def __init__(self, session: Session, rng: random.Random, today: dt.date, agent: User, elected: User) -> None:
        self._session, self._rng, self._today = session, rng, today
        self._agent, self._elected = agent, elected
        self._types = {kind.code: kind for kind in session.scalars(select(InstanceType))}
        self._places = {place.number: place for place in session.scalars(select(Arrondissement))}
        self._type_colleges: dict[int, list[int]] = {}
        for college in session.scalars(select(College).where(College.type_id.is_not(None)).order_by(College.position)):
            self._type_colleges.setdefault(college.type_id or 0, []).append(college.id)

    def write(self) -> InventedBodies:
        """Flushes bodies, seats and organisations."""
        associations = self._organisations()
        bodies = [*self._conseils_de_quartier(), *self._cica(), *self._others()]
        functions = {row.code: row.id for row in self._session.scalars(select(MandateFunction))}
        places = {number: place.id for number, place in self._places.items()}
        return InventedBodies(bodies, functions, places, associations)

    def _conseils_de_quartier(self) -> Iterator[Body]:
        for number, place in sorted(self._places.items()):
            named = names.CONSEILS_DE_QUARTIER.get(number, ())
            unnamed = names.UNNAMED_CONSEILS_DE_QUARTIER.get(number, 0)
            titles = [
                *named,
                *(f"{place.name.removeprefix('Lyon ')} – à nommer {rank}" for rank in range(1, unnamed + 1)),
            ]
            for rank, title in enumerate(titles, start=1):
                is_named = title in named
                aliases = [title, *names.ALIASES.get(title, ())] if is_named else []
                # Invented states are given to bodies that have no name, so that nothing false is said of a real one.
                state = InstanceState.ACTIVE if is_named or rank == len(titles) else InstanceState.DORMANT
                body = self._body(f"CQ-{number}-{rank}", f"Conseil de quartier {title}", _CQ, (number,), state, aliases)
                yield self._stored(body, number)

    def _cica(self) -> Iterator[Body]:
        for number, place in sorted(self._places.items()):
            title = f"CICA du {place.name.removeprefix('Lyon ')}"
            yield self._stored(self._body(f"CICA-{number}", title, _CICA, (number,)), number)

    def _others(self) -> Iterator[Body]:
        written: dict[str, Instance] = {}
        for named in names.OTHER_BODIES:
            body = self._body(
                named.code, named.name, named.type_code, named.arrondissements, named.state, list(named.aliases)
            )
            body.parent = written.get(named.parent_code or "")
            written[named.code] = body
            stored = self._stored(body, named.arrondissements[0] if named.arrondissements else None)
            self._add_seats(body, stored, named.seats)
            yield stored

    def _body(
        self,
        code: str,
        name: str,
        type_code: str,
        numbers: tuple[int, ...],
        state: InstanceState = InstanceState.ACTIVE,
        aliases: list[str] | None = None,
    ) -> Instance:
        created_on = self._creation_day(type_code, state)
        body = Instance(
            code=code,
            name=name,
            aliases="\n".join(aliases or ()) or None,
            type=self._types[type_code],
            arrondissements=[self._places[number] for number in numbers],
            state=state,
            state_on=self._state_day(state, created_on),
            state_reason=_REASONS.get(state),
            created_on=created_on if state not in {InstanceState.PROJECT, InstanceState.PREPARATION} else None,
            agent=self._agent,
            elected_user=self._elected if 5 in numbers else None,
            elected_official=names.ELECTED.get(numbers[0]) if numbers and 5 not in numbers else None,
            mailbox=f"{code.lower()}@example.org",
        )
        if type_code == _CQ:
            body.charter_on = created_on
            # The council that was elected last keeps the body, its perimeter and its charter.
            body.deliberation_on = max(created_on, installed_on(self._today))
            body.deliberation = f"D-{body.deliberation_on:%Y}-{self._rng.randint(100, 999)}"
            body.minimum_age = 16 if 8 in numbers else None
        if type_code == "conseil_citoyen" and state is InstanceState.ACTIVE:
            body.recognised_on = add_months(self._today, -self._rng.randint(8, 32)).replace(day=13)
        if type_code in _WITH_DELIBERATION and body.created_on:
            body.deliberation, body.deliberation_on = f"D-{created_on:%Y}-{self._rng.randint(100, 999)}", created_on
        if state is InstanceState.DISSOLVED:
            body.dissolved_on = body.state_on
        self._session.add(body)
        return body

    def _creation_day(self, type_code: str, state: InstanceState) -> dt.date:
        """Some years ago; a panel that sits was drawn this year, one that is over lasted a year."""
        months = self._rng.randint(38, 90)
        if type_code == _PANEL:
            months = _PANEL_MONTHS if state is InstanceState.ACTIVE else _PANEL_MONTHS + 14
        return add_months(self._today, -months).replace(day=1)

    def _state_day(self, state: InstanceState, created_on: dt.date) -> dt.date:
        if state is InstanceState.ACTIVE:
            return created_on
        return add_months(self._today, -self._rng.randint(2, 10))

    def _stored(self, body: Instance, number: int | None) -> Body:
        self._session.flush()
        created_on = body.created_on or self._today
        colleges = self._type_colleges.get(body.type_id, [])
        return Body(
            id=body.id,
            type_code=body.type.code,
            number=number,
            state=body.state,
            created_on=created_on,
            dissolved_on=body.dissolved_on,
            term_months=body.type.term_months or 0,
            colleges=list(colleges),
        )

    def _add_seats(self, body: Instance, stored: Body, counts: tuple[int, ...]) -> None:
        colleges: list[int | None] = [*stored.colleges] or [None]
        college_of_seats = [college for college, count in zip(colleges, counts, strict=False) for _ in range(count)]
        seats = [
            Seat(instance=body, college_id=college, number=number, opened_on=body.created_on)
            for number, college in enumerate(college_of_seats, start=1)
        ]
        self._session.add_all(seats)
        self._session.flush()
        stored.seats = [(seat.id, seat.college_id) for seat in seats]

    def _organisations(self) -> dict[int, list[int]]:
        """All kinds of organisations; returns the ids of the associations by number of arrondissement."""
        by_place: dict[int, list[Organisation]] = {number: [] for number in self._places}
        numbers = cycle(sorted(self._places))
        for form, place in product(names.ASSOCIATION_FORMS, names.ASSOCIATION_PLACES):
            number = next(numbers)
            rank = sum(map(len, by_place.values())) + 1
            organisation = Organisation(
                name=form.format(place),
                kind=OrganisationKind.ASSOCIATION,
                arrondissement=self._places[number],
                email=f"association{rank}@example.org",
            )
            by_place[number].append(organisation)
        others = [
            *(self._organisation(OrganisationKind.DIRECTION, *row) for row in names.DIRECTIONS),
            *(self._partner(rank, *row) for rank, row in enumerate(names.PARTNERS)),
            *(self._organisation(OrganisationKind.AUTHORITY, *row) for row in names.AUTHORITIES),
        ]
        self._session.add_all([*(row for rows in by_place.values() for row in rows), *others])
        self._session.flush()
        return {number: [row.id for row in rows] for number, rows in by_place.items()}

    def _organisation(self, kind: OrganisationKind, name: str, acronym: str | None) -> Organisation:
        return Organisation(name=name, acronym=acronym, kind=kind)

    def _partner(self, rank: int, name: str, acronym: str | None) -> Organisation:
        """A partner with a three-year convention: one ends soon, one next year, one goes on."""
        partner = self._organisation(OrganisationKind.PARTNER, name, acronym)
        partner.convention_start_on = add_months(self._today, -34 + 10 * rank).replace(day=1)
        partner.convention_end_on = add_months(partner.convention_start_on, 36) - dt.timedelta(days=1)
        return partner
