"""« Mes échéances »: one list over every kind of dated object, within the scope and the rights of the reader.

One statement counts, one fetches a page and one names the arrondissements, however many kinds and rows there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all

from mdo.kernel.base.context import AnySession, Context, context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.groups import Group, groups_of
from mdo.kernel.deadlines.kinds import Bucket, DeadlineKind, Keeper, WhoseDeadlines
from mdo.kernel.deadlines.putting_off import said_with
from mdo.kernel.deadlines.rules import rules_of_the_day
from mdo.kernel.deadlines.statements import (
    MONTH,
    QUARTER,
    WEEK,
    DeadlineQuery,
    counting,
    grouping,
    listing,
    opening,
    paging,
)
from mdo.kernel.deadlines.unseen import Unseen, unseen_on
from mdo.kernel.deadlines.whose import Ground
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.placements import bodies as declared_bodies
from mdo.kernel.search.matching import matching
from models.deadlines import PutOff
from models.territory import Arrondissement

_BATCH = 500
_ANY: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Deadline:
    """One line: what falls due, when, where, and who answers for it. `id` is that of the object.

    `keeper` says that no open account answers for it: the team reads it. `step` is what comes before its closing,
    `cover` stands in on this day for who answers. One that was put off to `due_on` was due on `first_on`, and `reason`
    says why.
    """

    kind: str
    id: int
    due_on: dt.date
    title: str
    detail: str | None
    instance_id: int | None
    arrondissement_id: int | None
    responsible: str | None
    is_writable: bool
    places: tuple[str, ...] = ()
    keeper: Keeper | None = None
    step: int | None = None
    cover: str | None = None
    first_on: dt.date | None = None
    reason: str | None = None

    def bucket(self, today: dt.date) -> Bucket:
        """How far off it is."""
        return bucket_of((self.due_on - today).days)


@dataclass(frozen=True)
class Counts:
    """How many lines there are, by whose they are, bucket and kind."""

    lines: Mapping[tuple[WhoseDeadlines, Bucket, str], int] = field(default_factory=dict)

    def total(self, whose: WhoseDeadlines, buckets: Iterable[Bucket] = (), kinds: Iterable[str] = ()) -> int:
        """The lines of these buckets and kinds, an empty set of which means all of them."""
        wanted_buckets, wanted_kinds = frozenset(buckets) or frozenset(Bucket), frozenset(kinds) or frozenset(KINDS)
        return sum(
            number
            for (of, bucket, kind), number in self.lines.items()
            if of is whose and bucket in wanted_buckets and kind in wanted_kinds
        )


def bucket_of(days: int) -> Bucket:
    """The bucket of a date that is so many calendar days away; today and the 7th day are both within the week."""
    if days < 0:
        return Bucket.LATE
    if days <= WEEK:
        return Bucket.WEEK
    if days <= MONTH:
        return Bucket.MONTH
    return Bucket.QUARTER if days <= QUARTER else Bucket.BEYOND


def offered(context: Context) -> tuple[WhoseDeadlines, ...]:
    """The choices of whose deadlines that mean something to a reader."""
    return Ground(context.scope, context.today, ()).offered


def usual(context: Context, counts: Counts) -> WhoseDeadlines:
    """Whose deadlines a reader is shown first: the arrondissement's, else the own ones if any, else all of them."""
    choices = offered(context)
    if WhoseDeadlines.PLACE in choices:
        return WhoseDeadlines.PLACE
    return (
        WhoseDeadlines.MINE
        if WhoseDeadlines.MINE in choices and counts.total(WhoseDeadlines.MINE)
        else WhoseDeadlines.ALL
    )


class Deadlines:
    """The deadlines that the reader of a session may see, under the rules in effect, read once."""

    def __init__(self, session: AnySession, unseen: tuple[Unseen, ...] | None = None) -> None:
        """`unseen` stands for what the covers of the day do not see: of a cover to come, for example."""
        self._session = session
        self._context = context_of(session)
        self._settings, is_covered = rules_of_the_day(session)
        if unseen is None:
            unseen = unseen_on(session, self._context.today) if is_covered else ()
        self._unseen = unseen

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are on and whose lists the reader may open."""
        return tuple(code for code, _ in self._ground().kinds)

    @property
    def may_be_put_off(self) -> frozenset[str]:
        """The kinds of which the rule allows that one puts a line off."""
        return frozenset(code for code, setting in self._settings.items() if setting.may_put_off)

    def _ground(self, wanted: frozenset[str] = frozenset()) -> Ground:
        kinds = tuple(
            (code, self._settings[code])
            for code, kind in KINDS.items()
            if (not wanted or code in wanted)
            and self._settings[code].is_active
            and (kind.view, "can_list") in self._context.rights
        )
        scope = self._context.scope
        return Ground(Scope.everything() if scope.is_unlimited else scope, self._context.today, kinds, self._unseen)

    def _statement(self, build: Callable[..., Select[Any]], ground: Ground, wanted: DeadlineQuery) -> Select[Any]:
        """What `build` says, kept unless words are searched: they are different each time."""
        if not wanted.words:
            kept_one: Select[Any] = kept(build, ground, wanted)
            return kept_one
        with_private = PERSONAL_DATA in self._context.rights
        put_off = said_with(self._session, wanted.words)

        def holds(kind: DeadlineKind) -> ColumnElement[bool]:
            found = matching(self._session, kind.model, wanted.words, with_private=with_private)
            if kind.code not in put_off:
                return found
            return or_(found, and_(PutOff.id.is_not(None), kind.model.id.in_(sorted(put_off[kind.code]))))

        return build(ground, wanted, holds)

    def _arguments(self, **values: int) -> dict[str, int | None]:
        return {"actor_id": self._context.actor_id, **values}

    def count(self, wanted: DeadlineQuery | None = None) -> Counts:
        """The numbers of lines at the places and with the words wanted, for each choice of whose; one statement."""
        narrowed = (
            DeadlineQuery() if wanted is None else replace(wanted, whose=WhoseDeadlines.ALL, buckets=_ANY, kinds=_ANY)
        )
        ground = self._ground()
        if not ground.kinds:
            return Counts()
        statement = self._statement(counting, ground, narrowed)
        found: Counter[tuple[WhoseDeadlines, Bucket, str]] = Counter()
        for kind, name, *numbers in self._session.execute(statement, self._arguments()):
            for whose, number in zip(ground.offered, numbers, strict=True):
                found[whose, Bucket(name), kind] = int(number or 0)
        return Counts(found)

    def number_out_of_sight(self) -> int:
        """How many lines that who is away answers for her cover does not see."""
        counts = self.count(DeadlineQuery(is_out_of_sight=True))
        return counts.total(WhoseDeadlines.ALL)

    def page(self, wanted: DeadlineQuery, *, limit: int, offset: int = 0, with_places: bool = True) -> list[Deadline]:
        """Some lines of a list, the earliest first; two statements, one without the names of the arrondissements."""
        ground = self._ground(wanted.kinds)
        if not ground.kinds:
            return []
        statement = self._statement(paging, ground, wanted)
        bounds = self._arguments(page_limit=limit, page_offset=offset, page_until=limit + offset)
        lines = [self._deadline(row) for row in self._session.execute(statement, bounds)]
        return self._placed(lines) if with_places else lines

    def opening(self, whose: WhoseDeadlines, limit: int) -> list[Deadline]:
        """The first lines of those late, then of those to come, without their places; one statement."""
        ground = self._ground()
        if not ground.kinds:
            return []
        statement = self._statement(opening, ground, DeadlineQuery(whose))
        rows = self._session.execute(statement, self._arguments(page_until=limit))
        late: list[Deadline] = []
        to_come: list[Deadline] = []
        for row in rows:
            side = late if row.due_on < self._context.today else to_come
            if len(side) < limit:
                side.append(self._deadline(row))
        return late + to_come

    def groups(self, wanted: DeadlineQuery) -> tuple[Group, ...]:
        """What is wanted, by body, contract or row; one statement."""
        ground = self._ground()
        if not ground.kinds:
            return ()
        statement = self._statement(grouping, ground, wanted)
        return groups_of(self._session.execute(statement, self._arguments()), self._context.today)

    def all(self, wanted: DeadlineQuery) -> Iterator[Deadline]:
        """Every line of a list in its order, in batches: for the Excel file."""
        ground = self._ground(wanted.kinds)
        if not ground.kinds:
            return
        statement = self._statement(listing, ground, wanted)
        in_batches = {"yield_per": _BATCH}
        result = self._session.execute(statement, self._arguments(), execution_options=in_batches)
        for rows in result.partitions():
            yield from self._placed([self._deadline(row) for row in rows])

    def _deadline(self, row: Any) -> Deadline:
        return _deadline(row, is_own=row.responsible_id == self._context.actor_id)

    def _placed(self, lines: Sequence[Deadline]) -> list[Deadline]:
        """The same lines with the names of their arrondissements, in one statement."""
        bodies = {line.instance_id for line in lines if line.instance_id is not None}
        places = {line.arrondissement_id for line in lines if line.arrondissement_id is not None}
        if not bodies and not places:
            return list(lines)
        of_bodies = declared_bodies().places_of(bodies)
        own = select((-Arrondissement.id).label("body"), Arrondissement.number, Arrondissement.name).where(
            Arrondissement.id.in_(places)
        )
        names: dict[int, list[str]] = {}
        named: Any = self._session.execute(union_all(of_bodies, own))
        for key, _number, name in sorted(named, key=tuple):
            names.setdefault(key, []).append(name)
        return [_with_places(line, names) for line in lines]


def _deadline(row: Any, *, is_own: bool) -> Deadline:
    """What her cover does not see stays with who is away, to herself; to others the team reads it."""
    keeper = None if row.is_answered else (Keeper.TEAM if row.responsible_id is None else Keeper.CLOSED)
    if row.is_out_of_sight and not is_own:
        keeper = Keeper.OUT_OF_SIGHT
    return Deadline(
        kind=row.kind,
        id=row.row_id,
        due_on=row.due_on,
        title=row.title or "",
        detail=row.detail,
        instance_id=row.instance_id,
        arrondissement_id=row.arrondissement_id,
        responsible=row.responsible,
        is_writable=bool(row.is_writable),
        keeper=keeper,
        step=row.step,
        cover=row.cover if row.is_answered and not row.is_out_of_sight else None,
        first_on=row.first_on,
        reason=row.reason,
    )


def _with_places(line: Deadline, names: Mapping[int, Sequence[str]]) -> Deadline:
    key = line.instance_id if line.instance_id is not None else -(line.arrondissement_id or 0)
    return Deadline(**{**vars(line), "places": tuple(names.get(key, ()))})
