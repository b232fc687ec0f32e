"""Keeps the search texts and the sort keys of what a session writes, in the same transaction.

The words are read and written in Core, whole batches at a time: a restricted reader who saves a row must not rewrite
its search text with the blanks that the scope shows. A row whose shown words did not change costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Table, bindparam, delete, event, insert, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.scope.placements import LARGE
from mdo.kernel.search.dependents import Showing, Showings, key_showings, showings
from mdo.kernel.search.sorting import SORTS, keys_of, reading_keys
from mdo.kernel.search.sources import SOURCES, reading
from models.search import SEARCH_TABLES
from models.sorting import PLACE, PLACE_SORT_TABLES, SORT_TABLES
from models.text import PLACES, PRIVATE_WORDS, WORDS, fold

_BATCH = 500
_TRIGRAM = 3
_IDS = "ids"


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Keeps the search texts and the sort keys of what a session writes."""
    event.listen(sessions, "after_flush", _maintain)


def search_text(values: Iterable[Any]) -> str:
    """Distinct folded words, each behind two spaces (see `models.search`); phone digits also in one piece."""
    words: dict[str, None] = {}
    for value in values:
        folded = fold(value if isinstance(value, str) or value is None else str(value))
        words.update(dict.fromkeys(folded.split()))
        digits = folded.replace(" ", "")
        if len(digits) > _TRIGRAM and digits.lstrip("+").isdigit():
            words[digits] = None
    return "".join(f"  {word}" for word in words)


def place_word(place: int) -> str:
    """A place as a word that is part of that of no other: a trigram of its own for each of the first nine."""
    return f"p{place}e" if place >= 0 else f"m{-place}e"


def rebuild(connection: Connection, model: type, ids: Sequence[int] | None = None, *, are_new: bool = False) -> int:
    """Rewrites the search text and the sort keys of these rows, or of all; returns how many. Ids gone lose theirs.

    `are_new` says that these rows have none yet.
    """
    if ids is None:
        owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        ids = list(connection.scalars(select(owner.c.id)))
    rewrite_texts(connection, model, ids, are_new=are_new)
    if model in SORTS:
        rewrite_keys(connection, model, ids, are_new=are_new)
    return len(ids)


def rewrite_keys(connection: Connection, model: type, ids: Sequence[int], *, are_new: bool = False) -> None:
    """Rewrites the sort keys of these rows, read and written by the database: theirs, and those of each place."""
    for start in range(0, len(ids), _BATCH):
        batch = {_IDS: list(ids[start : start + _BATCH])}
        for removal, writing in _keeping_keys(model):
            if not are_new:
                connection.execute(removal, batch)
            connection.execute(writing, batch)


def rewrite_texts(connection: Connection, model: type, ids: Sequence[int], *, are_new: bool = False) -> None:
    """Rewrites the search text of these rows."""
    texts = SEARCH_TABLES[model]
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        rows = texts_of(connection, model, batch)
        if not are_new:
            connection.execute(_deletion(model), {_IDS: batch})
        if rows:
            connection.execute(insert(texts), rows)


def add_text(connection: Connection, model: type, row_id: int, values: Mapping[str, Any]) -> None:
    """Writes the text of a row that was just inserted in Core with these values: one statement, nothing read.

    For rows that show no words but their own.
    """
    text = search_text(values[path] for path in SOURCES[model].words)
    connection.execute(insert(SEARCH_TABLES[model]).values(id=row_id, words=text))


# Each flush asks these: they are built once a table.
@cache
def _keeping_keys(model: type) -> list[tuple[Delete, Insert]]:
    kept = [(SORT_TABLES[model], [*SORTS[model]], reading_keys(model))]
    if model in PLACE_SORT_TABLES:
        names = [PLACE, *keys_of(model, of_places=True)]
        kept.append((PLACE_SORT_TABLES[model], names, reading_keys(model, of_places=True)))
    these: Any = bindparam(_IDS, expanding=True)
    return [
        (
            delete(keys).where(keys.c.id.in_(these)),
            insert(keys).from_select(["id", *names], found.where(found.selected_columns[0].in_(these))),
        )
        for keys, names, found in kept
    ]


@cache
def _reading(model: type) -> Select[Any]:
    statement = reading(model)
    return statement.where(statement.selected_columns[0].in_(bindparam(_IDS, expanding=True)))


@cache
def _reading_places(model: type) -> Select[Any] | None:
    statement = LARGE[model].stands if model in LARGE else None
    if statement is None:
        return None
    return statement.where(statement.selected_columns[0].in_(bindparam(_IDS, expanding=True)))


@cache
def _deletion(model: type) -> Delete:
    texts = SEARCH_TABLES[model]
    return delete(texts).where(texts.c.id.in_(bindparam(_IDS, expanding=True)))


def texts_of(connection: Connection, model: type, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What is to be stored for these rows, read again: their id, their text or their two texts, and their places."""
    source = SOURCES[model]
    end_of_words = 1 + len(source.words)
    words: dict[int, list[Any]] = defaultdict(list)
    private_words: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(_reading(model), {_IDS: ids}):
        words[row[0]].extend(row[1:end_of_words])
        private_words[row[0]].extend(row[end_of_words:])
    reading_places, places = _reading_places(model), defaultdict[int, set[int]](set)
    for row_id, place in connection.execute(reading_places, {_IDS: ids}) if reading_places is not None else ():
        places[row_id].add(place)
    return [
        {"id": row_id, WORDS: search_text(values)}
        | ({PRIVATE_WORDS: search_text(private_words[row_id])} if source.private_words else {})
        | ({PLACES: " ".join(map(place_word, sorted(places[row_id])))} if reading_places is not None else {})
        for row_id, values in words.items()
    ]


def _maintain(session: Session, flush: UOWTransaction) -> None:
    new: dict[type, set[int]] = defaultdict(set)
    for row in session.new:
        if type(row) in SOURCES:
            new[type(row)].add(row.id)
    for model, ids in _stale(session, showings()).items():
        rewrite_texts(session.connection(), model, sorted(ids - new[model]))
    for model, ids in _stale(session, key_showings()).items():
        rewrite_keys(session.connection(), model, sorted(ids - new[model]))
    for model, ids in new.items():
        rebuild(session.connection(), model, sorted(ids), are_new=True)


def _stale(session: Session, shown: Showings) -> dict[type, set[int]]:
    """The rows of each class that show what this flush changed."""
    touched: dict[Showing, set[int]] = defaultdict(set)
    for row in session.dirty:
        for showing in shown.get(type(row), ()):
            if showing.is_touched_by(row):
                touched[showing].add(row.id)
    for row in (*session.new, *session.dirty, *session.deleted):
        for showing in shown.get(type(row), ()):
            if showing.owner is not None:
                touched[showing.owner].update(showing.owners(row, is_gone=row in session.deleted))
    stale: dict[type, set[int]] = defaultdict(set)
    for showing, ids in touched.items():
        stale[showing.model].update(showing.ids(session.connection(), ids))
    return stale
