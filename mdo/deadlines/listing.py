"""« Mes échéances »: one list over every kind of dated object, within the scope and the rights of the reader.

One statement counts, one fetches a page and one names the arrondissements, however many kinds and rows there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from mdo.context import AnySession, Context, context_of
from mdo.deadlines.declared import KINDS
from mdo.deadlines.kinds import Bucket, DeadlineCode, DeadlineKind, Expression, Whose
from mdo.deadlines.rules import Setting, settings
from mdo.instances.places import bodies_in
from mdo.network.absences import replaced_by, stands_in_for
from mdo.roles import PERSONAL_DATA
from mdo.scope_clauses import writable_clause
from mdo.scope_rules import Reach
from mdo.search.matching import matching
from models.accounts import Role, User
from models.instances import Instance
from models.territory import Arrondissement

_WEEK, _MONTH, _QUARTER = 7, 30, 90
_BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What a list of deadlines asks for; empty sets and no words ask for everything.

    `is_for_others` keeps those alone of the people whom the reader replaces on this day.
    """

    whose: Whose = Whose.ALL
    buckets: frozenset[Bucket] = frozenset()
    kinds: frozenset[DeadlineCode] = frozenset()
    arrondissement_ids: frozenset[int] = frozenset()
    words: str = ""
    is_for_others: bool = False


@dataclass(frozen=True)
class Deadline:
    """One line: what falls due, when, where, and who answers for it. `id` is that of the object."""

    kind: DeadlineCode
    id: int
    due_on: dt.date
    title: str
    detail: str | None
    instance_id: int | None
    arrondissement_id: int | None
    responsible: str | None
    is_writable: bool
    places: tuple[str, ...] = ()

    def bucket(self, today: dt.date) -> Bucket:
        """How far off it is."""
        return bucket_of((self.due_on - today).days)


@dataclass(frozen=True)
class Counts:
    """How many lines there are, by whose they are, bucket and kind."""

    lines: Mapping[tuple[Whose, Bucket, DeadlineCode], int] = field(default_factory=dict)

    def total(self, whose: Whose, buckets: Iterable[Bucket] = (), kinds: Iterable[DeadlineCode] = ()) -> int:
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
    if days <= _WEEK:
        return Bucket.WEEK
    if days <= _MONTH:
        return Bucket.MONTH
    return Bucket.QUARTER if days <= _QUARTER else Bucket.BEYOND


def offered(context: Context) -> tuple[Whose, ...]:
    """The choices of whose deadlines that mean something to a reader."""
    if context.scope.is_unlimited:
        return (Whose.MINE, Whose.TEAM, Whose.ALL)
    if context.scope.reach is Reach.ARRONDISSEMENTS:
        return (Whose.MINE, Whose.PLACE, Whose.ALL)
    return (Whose.ALL,)


def usual(context: Context, counts: Counts) -> Whose:
    """Whose deadlines a reader is shown first: the arrondissement's, else the own ones if any, else all of them."""
    choices = offered(context)
    if Whose.PLACE in choices:
        return Whose.PLACE
    return Whose.MINE if Whose.MINE in choices and counts.total(Whose.MINE) else Whose.ALL


class Deadlines:
    """The deadlines that the reader of a session may see, under the rules in effect, read once."""

    def __init__(self, session: AnySession) -> None:
        self._session = session
        self._context = context_of(session)
        self._settings = settings(session)
        self._today = self._context.today

    @property
    def kinds(self) -> tuple[DeadlineCode, ...]:
        """The kinds that are on and whose lists the reader may open."""
        return tuple(kind.code for kind in self._kinds())

    def _kinds(self, wanted: frozenset[DeadlineCode] = frozenset()) -> list[DeadlineKind]:
        return [
            kind
            for code, kind in KINDS.items()
            if (not wanted or code in wanted)
            and self._settings[code].is_active
            and (kind.view, "can_list") in self._context.rights
        ]

    def count(self, wanted: Wanted | None = None) -> Counts:
        """The numbers of lines at the places and with the words wanted, for each choice of whose; one statement."""
        narrowed = Wanted() if wanted is None else replace(wanted, buckets=frozenset(), kinds=frozenset())
        parts = [self._flags(kind, narrowed) for kind in self._kinds()]
        if not parts:
            return Counts()
        lines = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
        bucket = self._bucket(lines.c.due_on)
        sums = {whose: func.sum(lines.c[whose.value]) for whose in offered(self._context)}
        statement = select(lines.c.kind, bucket, *sums.values()).group_by(lines.c.kind, bucket)
        found: Counter[tuple[Whose, Bucket, DeadlineCode]] = Counter()
        for kind, name, *numbers in self._session.execute(statement):
            for whose, number in zip(sums, numbers, strict=True):
                found[whose, Bucket(name), DeadlineCode(kind)] = int(number or 0)
        return Counts(found)

    def page(self, wanted: Wanted, *, limit: int, offset: int = 0, with_places: bool = True) -> list[Deadline]:
        """Some lines of a list, the earliest first; two statements, one without the names of the arrondissements."""
        statement = self._lines(wanted)
        if statement is None:
            return []
        rows = self._session.execute(statement.limit(limit).offset(offset)).all()
        lines = [_deadline(row) for row in rows]
        return self._placed(lines) if with_places else lines

    def all(self, wanted: Wanted) -> Iterator[Deadline]:
        """Every line of a list in its order, in batches: for the Excel file."""
        statement = self._lines(wanted)
        if statement is not None:
            result = self._session.execute(statement.execution_options(yield_per=_BATCH))
            for rows in result.partitions():
                yield from self._placed([_deadline(row) for row in rows])

    # ---- The parts of the union --------------------------------------------------------------------------------------

    def _part(self, kind: DeadlineKind, wanted: Wanted, *columns: ColumnElement[Any]) -> Select[Any]:
        statement = select(
            literal(kind.code.value).label("kind"),
            kind.model.id.label("row_id"),
            kind.due_on.label("due_on"),
            *columns,
        ).select_from(kind.model)
        for target in kind.inner:
            statement = statement.join(*target) if isinstance(target, tuple) else statement.join(target)
        for target in kind.outer:
            statement = statement.outerjoin(target)
        setting = self._settings[kind.code]
        statement = statement.where(kind.is_open(self._today), kind.due_on <= self._horizon(setting))
        if wanted.buckets:
            statement = statement.where(or_(false(), *(self._within(kind.due_on, item) for item in wanted.buckets)))
        if wanted.arrondissement_ids:
            statement = statement.where(_stands_in(kind, wanted.arrondissement_ids))
        if wanted.is_for_others:
            statement = statement.where(self._is_answered_by(kind, replaced_by))
        if wanted.words:
            statement = statement.where(
                matching(
                    self._session,
                    kind.model,
                    wanted.words,
                    with_private=PERSONAL_DATA in self._context.rights,
                )
            )
        return statement

    def _flags(self, kind: DeadlineKind, wanted: Wanted) -> Select[Any]:
        flags = (case((self._belongs(kind, whose), 1), else_=0).label(whose.value) for whose in offered(self._context))
        return self._part(kind, wanted, *flags)

    def _lines(self, wanted: Wanted) -> Select[Any] | None:
        parts = [self._worded(kind, wanted) for kind in self._kinds(wanted.kinds)]
        if not parts:
            return None
        lines = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
        responsible = aliased(User)
        return (
            select(lines, (responsible.first_name + " " + responsible.last_name).label("responsible"))
            .outerjoin(responsible, responsible.id == lines.c.responsible_id)
            .order_by(lines.c.due_on, lines.c.kind, lines.c.row_id)
        )

    def _worded(self, kind: DeadlineKind, wanted: Wanted) -> Select[Any]:
        writable = writable_clause(kind.model, self._context.scope, self._today)
        return self._part(
            kind,
            wanted,
            cast(kind.title, String).label("title"),
            _or_null(kind.detail, String()).label("detail"),
            _or_null(kind.instance_id, Integer()).label("instance_id"),
            _or_null(kind.arrondissement_id, Integer()).label("arrondissement_id"),
            _or_null(kind.responsible_id, Integer()).label("responsible_id"),
            case((writable, 1), else_=0).label("is_writable"),
        ).where(self._belongs(kind, wanted.whose))

    def _horizon(self, setting: Setting) -> dt.date:
        return self._today + dt.timedelta(days=setting.days_before)

    def _within(self, due_on: Expression, bucket: Bucket) -> ColumnElement[bool]:
        week, month, quarter = (self._today + dt.timedelta(days=days) for days in (_WEEK, _MONTH, _QUARTER))
        match bucket:
            case Bucket.LATE:
                return due_on < self._today
            case Bucket.WEEK:
                return and_(due_on >= self._today, due_on <= week)
            case Bucket.MONTH:
                return and_(due_on > week, due_on <= month)
            case Bucket.QUARTER:
                return and_(due_on > month, due_on <= quarter)
        return due_on > quarter

    def _bucket(self, due_on: Expression) -> ColumnElement[str]:
        return case(
            *((self._within(due_on, bucket), literal(bucket.value)) for bucket in Bucket),
            else_=literal(Bucket.BEYOND.value),
        )

    def _belongs(self, kind: DeadlineKind, whose: Whose) -> ColumnElement[bool]:
        match whose:
            case Whose.MINE:
                return self._is_answered_by(kind, stands_in_for)
            case Whose.TEAM:
                return self._is_of_the_team(kind, self._context.actor_id)
            case Whose.PLACE:
                return _stands_in(kind, self._context.scope.arrondissement_ids)
        return true()

    def _is_answered_by(
        self, kind: DeadlineKind, accounts_of: Callable[[int, dt.date], Select[Any]]
    ) -> ColumnElement[bool]:
        """Answered for by the reader or by someone away whom she replaces on this day, as `accounts_of` has it."""
        user_id = self._context.actor_id
        if kind.responsible_id is None or user_id is None:
            return false()
        accounts = accounts_of(user_id, self._today)
        found = and_(kind.responsible_id.is_not(None), kind.responsible_id.in_(accounts))
        return or_(found, kind.also_of(accounts)) if kind.also_of is not None else found

    def _is_of_the_team(self, kind: DeadlineKind, user_id: int | None) -> ColumnElement[bool]:
        """Sent to everyone or to a role of the reader, or answered for by someone who shares one."""
        role_id = self._settings[kind.code].role_id
        if role_id is None:
            return true()
        roles = select(Role.id).join(Role.user).where(User.id == user_id)
        clause: ColumnElement[bool] = literal(role_id).in_(roles)
        if kind.responsible_id is not None:
            colleagues = select(User.id).join(User.roles).where(Role.id.in_(roles))
            clause = or_(clause, and_(kind.responsible_id.is_not(None), kind.responsible_id.in_(colleagues)))
        return clause

    def _placed(self, lines: Sequence[Deadline]) -> list[Deadline]:
        """The same lines with the names of their arrondissements, in one statement."""
        bodies = {line.instance_id for line in lines if line.instance_id is not None}
        places = {line.arrondissement_id for line in lines if line.arrondissement_id is not None}
        if not bodies and not places:
            return list(lines)
        of_bodies = (
            select(Instance.id.label("body"), Arrondissement.number, Arrondissement.name)
            .join(Instance.arrondissements)
            .where(Instance.id.in_(bodies))
        )
        own = select((-Arrondissement.id).label("body"), Arrondissement.number, Arrondissement.name).where(
            Arrondissement.id.in_(places)
        )
        names: dict[int, list[str]] = {}
        for key, _number, name in sorted(self._session.execute(union_all(of_bodies, own)), key=tuple):
            names.setdefault(key, []).append(name)
        return [_with_places(line, names) for line in lines]


def _or_null(expression: Expression | None, kind: Any) -> ColumnElement[Any]:
    return cast(null() if expression is None else expression, kind)


def _stands_in(kind: DeadlineKind, arrondissement_ids: frozenset[int]) -> ColumnElement[bool]:
    if kind.instance_id is not None:
        return kind.instance_id.in_(bodies_in(arrondissement_ids))
    if kind.arrondissement_id is not None:
        return and_(kind.arrondissement_id.is_not(None), kind.arrondissement_id.in_(sorted(arrondissement_ids)))
    return false()


def _deadline(row: Any) -> Deadline:
    return Deadline(
        kind=DeadlineCode(row.kind),
        id=row.row_id,
        due_on=row.due_on,
        title=row.title or "",
        detail=row.detail,
        instance_id=row.instance_id,
        arrondissement_id=row.arrondissement_id,
        responsible=row.responsible,
        is_writable=bool(row.is_writable),
    )


def _with_places(line: Deadline, names: Mapping[int, Sequence[str]]) -> Deadline:
    key = line.instance_id if line.instance_id is not None else -(line.arrondissement_id or 0)
    return Deadline(**{**vars(line), "places": tuple(names.get(key, ()))})
