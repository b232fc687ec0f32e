"""The statements of the list of deadlines: what they are built from is all in their arguments, so that they are kept.

Each kind is a part, bounded by its date; a page takes of each no more lines than it could show.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
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
    union_all,
)
from sqlalchemy.orm import aliased

from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, DeadlineKind, Expression, WhoseDeadlines
from mdo.kernel.deadlines.putting_off import day_of, holds_for
from mdo.kernel.deadlines.rules import Setting
from mdo.kernel.deadlines.whose import (
    Ground,
    belongs,
    is_answered,
    is_covered_by,
    is_out_of_sight,
    responsible,
    stands_in,
)
from mdo.kernel.rights.referents import answering
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.reading import ROW_BY_ROW
from models.accounts import User
from models.deadlines import PutOff

WEEK, MONTH, QUARTER = 7, 30, 90
# Of all kinds together: what is grouped beyond is told by the list.
MOST_GROUPS = 1_000
# How many lines of a page, how many before it, and both: what a part may have to give.
LIMIT, OFFSET, UNTIL = (bindparam(name, type_=Integer) for name in ("page_limit", "page_offset", "page_until"))

# The criterion of the words searched, for a kind, of its rows and of what was said to put them off; None without words.
Matching = Callable[[DeadlineKind], ColumnElement[bool]] | None


@dataclass(frozen=True)
class DeadlineQuery:
    """What a list of deadlines asks for; empty sets and no words ask for everything.

    `is_for_others` keeps those alone of the people whom the reader replaces on this day, `is_out_of_sight` those that
    the cover of who answers for them does not see.
    """

    whose: WhoseDeadlines = WhoseDeadlines.ALL
    buckets: frozenset[Bucket] = frozenset()
    kinds: frozenset[str] = frozenset()
    arrondissement_ids: frozenset[int] = frozenset()
    instance_ids: frozenset[int] = frozenset()
    contract_ids: frozenset[int] = frozenset()
    words: str = ""
    is_for_others: bool = False
    is_out_of_sight: bool = False


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
    return _in_order(parts, ground.today).limit(LIMIT).offset(OFFSET)


def listing(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """Every line, the earliest first."""
    return _in_order(_worded(ground, wanted, matching), ground.today)


def opening(ground: Ground, wanted: DeadlineQuery, matching: Matching = None) -> Select[Any]:
    """The first `UNTIL` lines of each kind, of those late and of those to come."""
    parts = [_first_of_both(part, ground.today) for part in _worded(ground, wanted, matching)]
    return _in_order(parts, ground.today)


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
            _or_null(responsible(ground, kind), Integer()).label("responsible_id"),
            case((_is_held(ground, kind), 1), else_=0).label("is_answered"),
            case((writable_clause(kind.model, ground.scope, ground.today), 1), else_=0).label("is_writable"),
            _step(kind, ground.today),
            (cast(kind.model.id, String) if kind.closing.is_of_many else _or_null(None, String())).label("ids"),
            with_names=False,
        )
        parts.append(part.where(belongs(ground, kind, setting, wanted.whose)))
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
            func.min(lines.c.step).label("step"),
            func.aggregate_strings(lines.c.ids, " ").label("ids"),
        )
        .group_by(*group)
        .order_by(first)
        .limit(MOST_GROUPS)
        .subquery()
    )
    account, cover = aliased(User), answering().covers(ground.today).subquery()
    return (
        select(groups, account.first_name, account.last_name)
        .outerjoin(cover, cover.c.user_id == groups.c.responsible_id)
        .outerjoin(account, account.id == func.coalesce(cover.c.replacement_id, groups.c.responsible_id))
        .execution_options(**ROW_BY_ROW)
    )


def _in_order(parts: list[Select[Any]], today: dt.date) -> Select[Any]:
    # A database that mixed the parts with what is asked of them would walk the dates of whole tables.
    lines = (union_all(*parts) if len(parts) > 1 else parts[0]).cte("lines").prefix_with("MATERIALIZED")
    account, stand_in, cover = aliased(User), aliased(User), answering().covers(today).subquery()
    names = ((of.first_name + " " + of.last_name) for of in (account, stand_in))
    return (
        select(lines, *(name.label(label) for name, label in zip(names, ("responsible", "cover"), strict=True)))
        .outerjoin(account, account.id == lines.c.responsible_id)
        .outerjoin(cover, cover.c.user_id == lines.c.responsible_id)
        .outerjoin(stand_in, stand_in.id == cover.c.replacement_id)
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
    due_on = day_of(kind, has_put_off=setting.has_put_off)
    statement = select(
        literal(code).label("kind"), kind.model.id.label("row_id"), due_on.label("due_on"), *columns
    ).select_from(kind.model)
    for target in kind.inner:
        statement = statement.join(*target) if isinstance(target, tuple) else statement.join(target)
    for target in (*kind.outer, *(kind.named_by if with_names else ())):
        statement = statement.outerjoin(target)
    horizon = ground.today + dt.timedelta(days=setting.days_before)
    statement = statement.where(kind.is_open(ground.today), kind.due_on <= horizon)
    if setting.has_put_off:  # never to an earlier day
        statement = statement.outerjoin(PutOff, holds_for(kind)).where(due_on <= horizon)
    if wanted.buckets:
        buckets = (within(due_on, item, ground.today) for item in Bucket if item in wanted.buckets)
        statement = statement.where(or_(false(), *buckets))
    if wanted.arrondissement_ids:
        statement = statement.where(stands_in(kind, wanted.arrondissement_ids))
    for ids, column in ((wanted.instance_ids, kind.instance_id), (wanted.contract_ids, kind.contract_id)):
        if ids:
            statement = statement.where(false() if column is None else column.in_(sorted(ids)))
    if wanted.is_for_others:
        statement = statement.where(is_covered_by(ground, kind))
    if wanted.is_out_of_sight:
        statement = statement.where(is_out_of_sight(ground, kind))
    if matching is not None:
        statement = statement.where(matching(kind))
    return statement


def _flags(ground: Ground, code: str, setting: Setting, wanted: DeadlineQuery, matching: Matching) -> Select[Any]:
    flags = (
        case((belongs(ground, KINDS[code], setting, whose), 1), else_=0).label(whose.value) for whose in ground.offered
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
            _or_null(responsible(ground, kind), Integer()).label("responsible_id"),
            case((is_answered(ground, kind), 1), else_=0).label("is_answered"),
            case((is_out_of_sight(ground, kind), 1), else_=0).label("is_out_of_sight"),
            case((writable_clause(kind.model, ground.scope, ground.today), 1), else_=0).label("is_writable"),
            (PutOff.due_on if setting.has_put_off else cast(null(), Date())).label("first_on"),
            _or_null(PutOff.reason if setting.has_put_off else None, String()).label("reason"),
            _step(kind, ground.today),
            with_names=True,
        )
        parts.append(part.where(belongs(ground, kind, setting, wanted.whose)))
    return parts


def _is_held(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """Whether who answers for a line, or her cover, reads it."""
    answered = is_answered(ground, kind)
    return and_(answered, not_(is_out_of_sight(ground, kind))) if ground.unseen else answered


def _step(kind: DeadlineKind, today: dt.date) -> ColumnElement[Any]:
    """Which of the acts that come before its closing is next; NULL where none is."""
    steps = [(clause(today), number) for number, (clause, _) in enumerate(kind.sooner)]
    return _or_null(case(*steps) if steps else None, Integer()).label("step")


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
