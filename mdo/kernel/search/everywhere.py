"""One search over everything the reader may list: by kind of row, in scope, in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, null, select, union_all

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.messages import Translate
from mdo.kernel.base.periods import PARIS
from mdo.kernel.scope.reading import ROW_BY_ROW, places_of, sees_all
from mdo.kernel.search.kinds import KINDS, SearchKind, Text
from mdo.kernel.search.matching import matching, texts_asked
from mdo.kernel.search.near import MOST_NEAR, Near, letters_apart, near_rows, resembling
from mdo.kernel.search.walking import in_places
from models.sorting import OWN_KEY, SORT_TABLES
from models.text import fold
from models.types import UtcDateTime

_SEPARATOR = " · "
_EXACT, _SAME_NAME, _BEGINS, _HOLDS = range(4)
# Of each kind: more would be read and ranked for a few lines.
_MOST_COMPARED, _MOST_BEGINNING = 250, 200
# And found by an index before the first of them are taken: where few are hers, PostgreSQL would pass by the others.
_MOST_FOUND = 1_000


# An id, a title and a detail of rows that are read with what is found: their names in the answer.
Beside = tuple[Any, Any, Any]


@dataclass(frozen=True)
class Hit:
    """A row found."""

    id: int
    title: str
    detail: str
    is_exact: bool
    said: str = ""  # the words that resemble those typed, where neither its title nor its detail holds them


@dataclass(frozen=True)
class FoundRows:
    """What was found of a class, best first; `has_more` when the limit hides some."""

    model: type
    hits: tuple[Hit, ...]
    has_more: bool


def search_everywhere(
    session: AnySession,
    query: str,
    models: Collection[type],
    *,
    with_private: bool,
    limit: int,
    translate: Translate = str,
) -> tuple[FoundRows, ...]:
    """The rows of these classes that hold every word of the query, at most `limit` of each, in one statement.

    `with_private` says whether the reader has the right to personal data. An empty query finds nothing.
    """
    return search_beside(session, query, models, None, with_private=with_private, limit=limit, translate=translate)[0]


def search_beside(
    session: AnySession,
    query: str,
    models: Collection[type],
    beside: Beside | None,
    *,
    with_private: bool,
    limit: int,
    translate: Translate = str,
) -> tuple[tuple[FoundRows, ...], list[Any]]:
    """What `search_everywhere` finds, and all the rows of `beside` that are in scope, by the same statement."""
    kinds = [kind for kind in KINDS if kind.model in models]
    if not fold(query) or (not kinds and beside is None):
        return (), []
    criteria = [_criterion(session, kind, query, with_private=with_private, translate=translate) for kind in kinds]
    return _ranked(session, query, kinds, criteria, with_private=with_private, limit=limit, beside=beside)


def search_near(
    session: AnySession, query: str, models: Collection[type], *, with_private: bool, limit: int
) -> tuple[FoundRows, ...]:
    """The rows of these classes whose words resemble those of the query, where none holds them (`near_ids`).

    The nearest first, within a class and among classes: by slips, then by letters that part the words from the name.
    """
    near = {
        kind: near_rows(session, kind.model, query, with_private=with_private, criteria=kind.where)
        for kind in KINDS
        if kind.model in models
    }
    kinds = [kind for kind, rows in near.items() if rows]
    if not kinds:
        return ()
    criteria = [kind.model.id.in_(near[kind]) for kind in kinds]
    found, _ = _ranked(session, query, kinds, criteria, with_private=with_private, limit=MOST_NEAR)
    by_model = {kind.model: near[kind] for kind in kinds}

    def nearness(model: type, hit: Hit) -> tuple[int, int]:
        return by_model[model][hit.id].slips, letters_apart(query, hit.title)

    def nearest_first(rows: FoundRows) -> FoundRows:
        # Stable: those as near as each other keep the order of their names.
        hits = sorted(rows.hits, key=lambda hit: nearness(rows.model, hit))
        told = (replace(hit, said=_unsaid(query, hit, by_model[rows.model][hit.id])) for hit in hits[:limit])
        return replace(rows, hits=tuple(told), has_more=len(hits) > limit)

    groups = map(nearest_first, found)
    return tuple(sorted(groups, key=lambda rows: nearness(rows.model, rows.hits[0])))


def _unsaid(query: str, hit: Hit, near: Near) -> str:
    """The words of a row that resemble those typed and that its line would not show."""
    missing = [word for word in fold(query).split() if not resembling(word, f"{hit.title} {hit.detail}")]
    return " ".join(dict.fromkeys(filter(None, (resembling(word, near.text) for word in missing))))


def _ranked(
    session: AnySession,
    query: str,
    kinds: Sequence[SearchKind],
    criteria: Sequence[ColumnElement[bool]],
    *,
    with_private: bool,
    limit: int,
    beside: Beside | None = None,
) -> tuple[tuple[FoundRows, ...], list[Any]]:
    parts = []
    for index, (kind, criterion) in enumerate(zip(kinds, criteria, strict=True)):
        references = (*kind.references, *kind.private_references) if with_private else kind.references
        best = _best(kind, criterion, _rank(kind, query, references), limit + 1)
        parts.append(_named(index, kind, best))
    if beside is not None:
        parts.append(_beside(len(kinds), *beside))
    statement = union_all(*parts) if len(parts) > 1 else parts[0]
    rows = session.execute(statement, execution_options=ROW_BY_ROW).all()
    found = []
    for index, kind in enumerate(kinds):
        of_kind = sorted((row for row in rows if row.kind == index), key=lambda row: row.place)
        if of_kind:
            found.append((of_kind[0].rank, _found(kind, of_kind, limit)))
    # Stable: kinds of equal standing keep the order in which they are declared.
    groups = tuple(group for _, group in sorted(found, key=lambda pair: pair[0] != _EXACT))
    return groups, [row for row in rows if row.kind == len(kinds)]


def called(session: AnySession, wanted: Collection[tuple[type, int]]) -> dict[tuple[type, int], Hit]:
    """What rows are called, by class and id, as a search would name them, in one statement.

    Only those in the session's scope, of classes that the search finds.
    """
    found = {kind.model for kind in KINDS}
    asked = tuple(sorted({pair for pair in wanted if pair[0] in found}, key=lambda pair: (pair[0].__name__, pair[1])))
    if not asked:
        return {}
    kinds = _kinds_of(asked)
    return {(kinds[row.kind].model, row.id): _hit(row) for row in session.execute(kept(_calling, asked))}


def _kinds_of(asked: tuple[tuple[type, int], ...]) -> list[SearchKind]:
    models = {model for model, _ in asked}
    return [kind for kind in KINDS if kind.model in models]


def _calling(asked: tuple[tuple[type, int], ...]) -> Any:
    parts = []
    for index, kind in enumerate(_kinds_of(asked)):
        ids = [row_id for model, row_id in asked if model is kind.model]
        best = select(kind.model.id, literal(_HOLDS).label("rank"), literal(0).label("place"))
        parts.append(_named(index, kind, best.where(kind.model.id.in_(ids), *kind.where).subquery()))
    return (union_all(*parts) if len(parts) > 1 else parts[0]).execution_options(**ROW_BY_ROW)


def _criterion(
    session: AnySession, kind: SearchKind, query: str, *, with_private: bool, translate: Translate
) -> ColumnElement[bool]:
    """The rows that hold the words; of a table that grows with the city, the first of them and those that begin so.

    The first that the reader sees: each is read through the session, unless she sees them all.
    """
    model = kind.model
    is_long = model in SORT_TABLES
    texts = texts_asked(session, model, query, with_private=with_private) if is_long else None
    if texts is None:
        return matching(session, model, query, with_private=with_private, translate=translate)
    ids = texts.found.params(texts.values)
    if texts.is_in_sight:
        ids = select(*ids.limit(_MOST_FOUND).subquery().c)
    elif not sees_all(session, model):
        ids = select(model.id).where(model.id.in_(ids))
    found = ids.order_by(ids.selected_columns[0]).limit(_MOST_COMPARED).subquery()
    compared = [
        select(*found.c),
        *(_beginning(model, words, places_of(session, model)) for words in _said(query) if hasattr(model, OWN_KEY)),
    ]
    criterion: ColumnElement[bool] = model.id.in_(union_all(*compared) if len(compared) > 1 else compared[0])
    return criterion


def _beginning(model: Any, words: str, places: Sequence[int]) -> Select[Any]:
    """The ids of the rows that an index of names gives first from these words on, as far as they begin with them.

    Of those that are read from these places, where there are any.
    """
    if places:
        first: Any = in_places(model, OWN_KEY, places, least=words)
    else:
        key = model.sort_key
        first = select(model.id, key.label("key")).where(key >= words).order_by(key, model.id)
    near = first.limit(_MOST_BEGINNING).subquery()
    return select(near.c.id).where(near.c.key.startswith(words, autoescape=True))


def _said(query: str) -> list[str]:
    return sorted({query.strip().lower(), fold(query)})


def _rank(kind: SearchKind, query: str, references: Sequence[Text]) -> ColumnElement[int]:
    typed = query.strip().lower()
    name = kind.order[0]
    whens: list[tuple[ColumnElement[bool], int]] = [(func.lower(item) == typed, _EXACT) for item in references]
    whens += [(func.replace(item, " ", "") == typed.replace(" ", ""), _EXACT) for item in references]
    if isinstance(name.type, String):
        said = _said(query)
        whens.append((name.in_(said), _SAME_NAME))
        whens += [(name.startswith(words, autoescape=True), _BEGINS) for words in said]
    return case(*whens, else_=_HOLDS) if whens else literal(_HOLDS)


def _best(kind: SearchKind, criterion: ColumnElement[bool], rank: ColumnElement[int], limit: int) -> Any:
    """The ids of the first rows of a kind, their rank and place: what they are called is read for these alone."""
    order = (rank, *kind.order, kind.model.id)
    place = func.row_number().over(order_by=order).label("place")
    ids = select(kind.model.id, rank.label("rank"), place).where(criterion, *kind.where).order_by(*order).limit(limit)
    return ids.subquery()


def _named(index: int, kind: SearchKind, best: Any) -> Select[Any]:
    detail: ColumnElement[Any] = literal("", String)
    for item in kind.details:
        detail = detail + func.coalesce(_SEPARATOR + item, "")
    named = select(
        literal(index).label("kind"),
        kind.model.id.label("id"),
        cast(kind.title, String).label("title"),
        detail.label("detail"),
        best.c.rank.label("rank"),
        best.c.place.label("place"),
        (cast(null(), UtcDateTime()) if kind.at is None else kind.at).label("at"),
    ).select_from(kind.model)
    for join in kind.joins:
        named = named.outerjoin(join[1].of_type(join[0])) if len(join) > 1 else named.outerjoin(join[0])
    return named.join(best, best.c.id == kind.model.id)


def _beside(index: int, row_id: Any, title: Any, detail: Any) -> Select[Any]:
    return select(
        literal(index).label("kind"),
        row_id.label("id"),
        cast(title, String).label("title"),
        cast(detail, String).label("detail"),
        literal(_HOLDS).label("rank"),
        literal(0).label("place"),
        cast(null(), UtcDateTime()).label("at"),
    )


def _found(kind: SearchKind, rows: Sequence[Any], limit: int) -> FoundRows:
    return FoundRows(kind.model, tuple(map(_hit, rows[:limit])), len(rows) > limit)


def _hit(row: Any) -> Hit:
    title, detail = row.title or "", row.detail.removeprefix(_SEPARATOR)
    day = f"{row.at.astimezone(PARIS):%d/%m/%Y}" if row.at is not None else ""
    said = (day if day not in f"{title} {detail}" else "", detail)
    return Hit(row.id, title, _SEPARATOR.join(part for part in said if part), row.rank == _EXACT)
