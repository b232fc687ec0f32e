"""The statements of the list of deadlines: what they are built from is all in their arguments, so that they are kept.

Each kind is a part, bounded by its date; a page takes of each no more lines than it could show.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from mdo.kernel.base.kept_statements import ACTOR_ID
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, DeadlineKind, Expression, WhoseDeadlines
from mdo.kernel.deadlines.rules import Setting
from mdo.kernel.rights.accounts import open_accounts
from mdo.kernel.rights.referents import answering
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.bodies import bodies_in
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.reading import ROW_BY_ROW
from models.accounts import Role, User

WEEK, MONTH, QUARTER = 7, 30, 90
# Of all kinds together: what is grouped beyond is told by the list.
MOST_GROUPS = 1_000
# How many lines of a page, how many before it, and both: what a part may have to give.
LIMIT, OFFSET, UNTIL = (bindparam(name, type_=Integer) for name in ("page_limit", "page_offset", "page_until"))

# The criterion of the words searched, for a model; None without words.
Matching = Callable[[Any], ColumnElement[bool]] | None


@dataclass(frozen=True)
class DeadlineQuery:
    """What a list of deadlines asks for; empty sets and no words ask for everything.

    `is_for_others` keeps those alone of the people whom the reader replaces on this day.
    """

    whose: WhoseDeadlines = WhoseDeadlines.ALL
    buckets: frozenset[Bucket] = frozenset()
    kinds: frozenset[str] = frozenset()
    arrondissement_ids: frozenset[int] = frozenset()
    words: str = ""
    is_for_others: bool = False


@dataclass(frozen=True)
class Ground:
    """What is the same for all the statements of a reader on a day: the limits, the day, the kinds under their rules.

    Who she is comes when a statement is run: colleagues without limits share theirs.
    """

    scope: Scope
    today: dt.date
    kinds: tuple[tuple[str, Setting], ...]

    @property
    def offered(self) -> tuple[WhoseDeadlines, ...]:
        """The choices of whose deadlines that mean something to a reader."""
        if self.scope.is_unlimited:
            return (WhoseDeadlines.MINE, WhoseDeadlines.TEAM, WhoseDeadlines.ALL)
        if self.scope.reach is Reach.ARRONDISSEMENTS:
            return (WhoseDeadlines.MINE, WhoseDeadlines.PLACE, WhoseDeadlines.ALL)
        return (WhoseDeadlines.ALL,)


def counting(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """The numbers of lines by kind and bucket, a column for each choice of whose."""
    parts = [_flags(ground, code, setting, wanted, matching) for code, setting in ground.kinds]
    lines = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    bucket = _bucket(lines.c.due_on, ground.today)
    sums = (func.sum(lines.c[whose.value]) for whose in ground.offered)
    return select(lines.c.kind, bucket, *sums).group_by(lines.c.kind, bucket).execution_options(**ROW_BY_ROW)


def paging(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """`LIMIT` lines after `OFFSET`, the earliest first: the first `UNTIL` (both together) of each kind, then of all."""
    parts = [_first(part) for part in _worded(ground, wanted, matching)]
    return _in_order(parts).limit(LIMIT).offset(OFFSET)


def listing(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """Every line, the earliest first."""
    return _in_order(_worded(ground, wanted, matching))


def opening(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """The first `UNTIL` lines of each kind, of those late and of those to come."""
    parts = [_first_of_both(part, ground.today) for part in _worded(ground, wanted, matching)]
    return _in_order(parts)


def grouping(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """How many lines each kind has of each body, of each contract, and of each row that is of neither.

    With the first day, the first row, an account that answers for it, whether all are answered for and writable, and
    their ids where they are closed together.
    """
    parts = []
    for code, setting in ground.kinds:
        kind = KINDS[code]
        part = _part(
            ground,
            code,
            setting,
            wanted,
            matching,
            _or_null(kind.instance_id, Integer()).label("instance_id"),
            _or_null(kind.contract_id, Integer()).label("contract_id"),
            _or_null(_responsible(kind, ground.today), Integer()).label("responsible_id"),
            case((_is_answered(kind, ground.today), 1), else_=0).label("is_answered"),
            case((writable_clause(kind.model, ground.scope, ground.today), 1), else_=0).label("is_writable"),
            (cast(kind.model.id, String) if kind.closing.is_of_many else _or_null(None, String())).label("ids"),
            with_names=False,
        )
        parts.append(part.where(_belongs(ground, kind, setting, wanted.whose)))
    # A database that mixed the parts with what is asked of them would walk the dates of whole tables.
    lines = (union_all(*parts) if len(parts) > 1 else parts[0]).cte("lines").prefix_with("MATERIALIZED")
    alone = and_(lines.c.instance_id.is_(None), lines.c.contract_id.is_(None))
    group = (lines.c.kind, lines.c.instance_id, lines.c.contract_id, case((alone, lines.c.row_id), else_=0))
    first = func.min(lines.c.due_on).label("due_on")
    groups = (
        select(
            *group[:3],
            func.count().label("number"),
            first,
            func.min(lines.c.row_id).label("row_id"),
            func.min(case((lines.c.is_answered == 1, lines.c.responsible_id))).label("responsible_id"),
            func.min(lines.c.is_answered).label("is_answered"),
            func.min(lines.c.is_writable).label("is_writable"),
            func.aggregate_strings(lines.c.ids, " ").label("ids"),
        )
        .group_by(*group)
        .order_by(first)
        .limit(MOST_GROUPS)
        .subquery()
    )
    account = aliased(User)
    return (
        select(groups, account.first_name, account.last_name)
        .outerjoin(account, account.id == groups.c.responsible_id)
        .execution_options(**ROW_BY_ROW)
    )


def _in_order(parts: list[Select[Any]]) -> Select[Any]:
    # A database that mixed the parts with what is asked of them would walk the dates of whole tables.
    lines = (union_all(*parts) if len(parts) > 1 else parts[0]).cte("lines").prefix_with("MATERIALIZED")
    responsible = aliased(User)
    return (
        select(lines, (responsible.first_name + " " + responsible.last_name).label("responsible"))
        .outerjoin(responsible, responsible.id == lines.c.responsible_id)
        .order_by(lines.c.due_on, lines.c.kind, lines.c.row_id)
        .execution_options(**ROW_BY_ROW)
    )


def _first(part: Select[Any]) -> Select[Any]:
    """Some rows of a part, which a union takes from a subquery alone."""
    columns = part.selected_columns
    return select(part.order_by(columns.due_on, columns.row_id).limit(UNTIL).subquery())


def _first_of_both(part: Select[Any], today: dt.date) -> Select[Any]:
    """The same of the rows before a day, and of the others."""
    columns = part.selected_columns
    place = func.row_number().over(
        partition_by=case((columns.due_on < today, 1), else_=0), order_by=(columns.due_on, columns.row_id)
    )
    rows = part.add_columns(place.label("place")).subquery()
    return select(*(column for column in rows.c if column.name != "place")).where(rows.c.place <= UNTIL)


# ---- A part ----------------------------------------------------------------------------------------------------------


def _part(
    ground: Ground,
    code: str,
    setting: Setting,
    wanted: DeadlineQuery,
    matching: Matching,
    *columns: ColumnElement[Any],
    with_names: bool,
) -> Select[Any]:
    kind = KINDS[code]
    statement = select(
        literal(code).label("kind"), kind.model.id.label("row_id"), kind.due_on.label("due_on"), *columns
    ).select_from(kind.model)
    for target in kind.inner:
        statement = statement.join(*target) if isinstance(target, tuple) else statement.join(target)
    for target in (*kind.outer, *(kind.named_by if with_names else ())):
        statement = statement.outerjoin(target)
    horizon = ground.today + dt.timedelta(days=setting.days_before)
    statement = statement.where(kind.is_open(ground.today), kind.due_on <= horizon)
    if wanted.buckets:
        buckets = (within(kind.due_on, item, ground.today) for item in Bucket if item in wanted.buckets)
        statement = statement.where(or_(false(), *buckets))
    if wanted.arrondissement_ids:
        statement = statement.where(_stands_in(kind, wanted.arrondissement_ids))
    if wanted.is_for_others:
        statement = statement.where(_is_answered_by(kind, answering().replaced_by, ground.today))
    if matching is not None:
        statement = statement.where(matching(kind.model))
    return statement


def _flags(ground: Ground, code: str, setting: Setting, wanted: DeadlineQuery, matching: Matching) -> Select[Any]:
    flags = (
        case((_belongs(ground, KINDS[code], setting, whose), 1), else_=0).label(whose.value) for whose in ground.offered
    )
    return _part(ground, code, setting, wanted, matching, *flags, with_names=False)


def _worded(ground: Ground, wanted: DeadlineQuery, matching: Matching) -> list[Select[Any]]:
    parts = []
    for code, setting in ground.kinds:
        kind = KINDS[code]
        part = _part(
            ground,
            code,
            setting,
            wanted,
            matching,
            cast(kind.title, String).label("title"),
            _or_null(kind.detail, String()).label("detail"),
            _or_null(kind.instance_id, Integer()).label("instance_id"),
            _or_null(kind.arrondissement_id, Integer()).label("arrondissement_id"),
            _or_null(_responsible(kind, ground.today), Integer()).label("responsible_id"),
            case((_is_answered(kind, ground.today), 1), else_=0).label("is_answered"),
            case((writable_clause(kind.model, ground.scope, ground.today), 1), else_=0).label("is_writable"),
            with_names=True,
        )
        parts.append(part.where(_belongs(ground, kind, setting, wanted.whose)))
    return parts


def _or_null(expression: Expression | None, kind: Any) -> ColumnElement[Any]:
    return cast(null() if expression is None else expression, kind)


# ---- When ------------------------------------------------------------------------------------------------------------


def within(due_on: Expression, bucket: Bucket, today: dt.date) -> ColumnElement[bool]:
    """As `bucket_of`."""
    week, month, quarter = (today + dt.timedelta(days=days) for days in (WEEK, MONTH, QUARTER))
    match bucket:
        case Bucket.LATE:
            return due_on < today
        case Bucket.WEEK:
            return and_(due_on >= today, due_on <= week)
        case Bucket.MONTH:
            return and_(due_on > week, due_on <= month)
        case Bucket.QUARTER:
            return and_(due_on > month, due_on <= quarter)
    return due_on > quarter


def _bucket(due_on: Expression, today: dt.date) -> ColumnElement[str]:
    return case(
        *((within(due_on, bucket, today), literal(bucket.value)) for bucket in Bucket),
        else_=literal(Bucket.BEYOND.value),
    )


# ---- Whose -----------------------------------------------------------------------------------------------------------


def _belongs(ground: Ground, kind: DeadlineKind, setting: Setting, whose: WhoseDeadlines) -> ColumnElement[bool]:
    match whose:
        case WhoseDeadlines.MINE:
            mine = _is_answered_by(kind, answering().stands_in_for, ground.today)
            return or_(mine, _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.TEAM:
            return or_(_is_of_the_team(ground, kind, setting), _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.PLACE:
            return _stands_in(kind, ground.scope.arrondissement_ids)
    return true()


def _responsible(kind: DeadlineKind, today: dt.date) -> Expression | None:
    """The account that answers for a line: the first of those named that is open, else the first that is named."""
    first, second = kind.responsible_id, kind.else_id
    if first is None or second is None:
        return first
    return case(
        (_is_one_of(first, open_accounts(today)), first),
        (_is_one_of(second, open_accounts(today)), second),
        else_=func.coalesce(first, second),
    )


def _is_answered(kind: DeadlineKind, today: dt.date) -> ColumnElement[bool]:
    """Whether an account that opens answers for a line."""
    named = (kind.responsible_id, kind.else_id)
    return or_(false(), *(_is_one_of(named_id, open_accounts(today)) for named_id in named if named_id is not None))


def _is_answered_by(
    kind: DeadlineKind, accounts_of: Callable[[Any, dt.date], Select[Any]], today: dt.date
) -> ColumnElement[bool]:
    """Answered for by the reader or by someone away whom she replaces on this day, as `accounts_of` has it."""
    responsible = _responsible(kind, today)
    if responsible is None:
        return false()
    accounts = accounts_of(ACTOR_ID, today)
    found = _is_one_of(responsible, accounts)
    return or_(found, kind.also_of(accounts)) if kind.also_of is not None else found


def _is_one_of(responsible_id: Expression, accounts: Select[Any]) -> ColumnElement[bool]:
    """Not to be looked up: without statistics, SQLite would read all that an account ever answered for."""
    found: ColumnElement[bool] = func.coalesce(responsible_id, responsible_id).in_(accounts)
    return and_(responsible_id.is_not(None), found)


def _is_of_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Sent to everyone or to a role of the reader, or answered for by someone who shares one."""
    if setting.role_id is None:
        return true()
    clause: ColumnElement[bool] = literal(setting.role_id).in_(_own_roles())
    responsible = _responsible(kind, ground.today)
    if responsible is not None:
        colleagues = select(User.id).join(User.roles).where(Role.id.in_(_own_roles()))
        clause = or_(clause, _is_one_of(responsible, colleagues))
    return clause


def _is_kept_by_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Answered for by no account that opens, and the reader's to watch: sent to everyone, or to a role of hers.

    A référent watches what stands in her arrondissements. The mission watches what is sent to référents as well, and
    what is sent to a role that nobody holds.
    """
    if setting.role_id is None:
        watched: ColumnElement[bool] = true()
    else:
        held = (
            select(Role.id).join(Role.user).where(Role.id == setting.role_id, User.id.in_(open_accounts(ground.today)))
        )
        is_left = or_(
            ~held.exists(), select(Role.id).where(Role.id == setting.role_id, Role.name == _REFERENT).exists()
        )
        of_mission = select(Role.id).join(Role.user).where(User.id == ACTOR_ID, Role.name == _MISSION).exists()
        watched = or_(literal(setting.role_id).in_(_own_roles()), and_(of_mission, is_left))
    if ground.scope.reach is Reach.ARRONDISSEMENTS:
        watched = and_(watched, _stands_in(kind, ground.scope.arrondissement_ids))
    return and_(not_(_is_answered(kind, ground.today)), watched)


_REFERENT, _MISSION = RoleCode.REFERENT.value, RoleCode.MISSION.value


def _own_roles() -> Select[Any]:
    return select(Role.id).join(Role.user).where(User.id == ACTOR_ID)


def _stands_in(kind: DeadlineKind, arrondissement_ids: frozenset[int]) -> ColumnElement[bool]:
    if kind.instance_id is not None:
        return kind.instance_id.in_(bodies_in(arrondissement_ids))
    if kind.arrondissement_id is not None:
        return and_(kind.arrondissement_id.is_not(None), kind.arrondissement_id.in_(sorted(arrondissement_ids)))
    return false()
