"""Searches the stored texts: every word of a query, in any order, anywhere in what a row shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Table,
    and_,
    false,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.expression import column, table

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import Translate
from mdo.kernel.labels import enum_label
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.reading import places_of
from mdo.kernel.search.maintenance import place_word, search_text
from models.accounts import Role, User
from models.deadlines import DeadlineRule
from models.journal import ChangeAction, JournalChange, JournalEntry
from models.preferences import SavedView
from models.search import FTS_SUFFIX, SEARCH_TABLES
from models.text import PLACES, PRIVATE_WORDS, WORDS, fold

MAX_WORDS = 8
# Fewer than the values that a statement may hold, on either database; and what is read within a second for them.
_MOST_FOUND, _MOST_WALKED = 10_000, 50_000
_TRIGRAM = 3
# A word of fewer letters is found at the beginning of a word alone.
WHOLE_WORD = _TRIGRAM

Clause = Callable[[Sequence[str]], ColumnElement[bool]]
ByReading = Callable[[AnySession, Sequence[str]], ColumnElement[bool]]

# A role is stored as a code and shown by its label: the label is matched in the reader's language as one searches. A
# stored text would hold it in one language, and grow stale with the catalogue.
_BY_ROLE: dict[type, Clause] = {
    Role: Role.name.in_,
    User: lambda codes: User.roles.any(Role.name.in_(codes)),
    DeadlineRule: lambda codes: DeadlineRule.role.has(Role.name.in_(codes)),
    SavedView: lambda codes: SavedView.role.has(Role.name.in_(codes)),
}
# Which roles an account holds is shown on the screen of accounts alone.
_PRIVATE_ROLES = (User,)


def matching(
    session: AnySession, model: Any, query: str, *, with_private: bool, translate: Translate = str
) -> ColumnElement[bool]:
    """The criterion of the rows of `model` (a mapped class) that hold every word of `query`, in any order.

    A word of three letters or more is found anywhere in a word, a shorter one at its beginning. A query without any
    letter or digit finds nothing. Without `with_private`, neither does what needs the right to personal data, nor the
    roles of an account. What stands outside the arrondissements of the reader is not looked for. Raises KeyError for a
    class that has no search text.
    """
    if not query.strip():
        return true()
    words = fold(query).split()[:MAX_WORDS]
    if not words:
        return false()
    patterns = _patterns(words)
    if model in BY_READING:
        return BY_READING[model](session, patterns)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if model in _BY_ROLE and (with_private or model not in _PRIVATE_ROLES):
        return and_(*(_text_or_role(model, pattern, with_private, is_sqlite, translate) for pattern in patterns))
    return _in_text(model, patterns, with_private, is_sqlite, _places_asked(session, model))


@dataclass(frozen=True)
class Texts:
    """The stored texts of a class that hold every word of a query: found one after another, or tested one by one.

    As a set (see `matching`) they are all read before the first is shown. `counted` finds the same for who counts some
    of them and stops. `is_in_sight` says whether those found are of rows that the reader sees, and no others.
    """

    found: Select[Any]
    counted: Select[Any] | CompoundSelect[Any]
    is_in_sight: bool
    _texts: Table
    _holds: ColumnElement[bool]

    def test(self, row_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether the text of the row of this id, a column of the statement around, holds them."""
        held = select(self._texts.c.id).where(self._texts.c.id == row_id, self._holds)
        return held.correlate_except(self._texts).scalar_subquery().is_not(None)


def texts_asked(session: AnySession, model: Any, query: str, *, with_private: bool) -> Texts | None:
    """The texts that a query asks for; None where more than a text is asked, or nothing is."""
    words = fold(query).split()[:MAX_WORDS]
    if not words or model in _BY_ROLE or model not in SEARCH_TABLES:
        return None
    patterns = _patterns(words)
    texts: Any = SEARCH_TABLES[model].alias()
    names = stored_names(texts, with_private=with_private)
    groups = [(pattern,) for pattern in patterns]
    holds = _holds(texts, names, groups)
    is_sqlite, places = session.get_bind().dialect.name == "sqlite", _places_asked(session, model)
    find = _fts_ids if is_sqlite else _trigram_ids
    found = find(SEARCH_TABLES[model], names, groups, places)
    counted = found if is_sqlite else _trigram_ids_by_turns(SEARCH_TABLES[model], names, groups, places)
    return Texts(found, counted, bool(places), texts, holds)


def _places_asked(session: AnySession, model: type) -> list[str]:
    """Where the texts of a class are looked for, as the words of the places; nothing where they stand anywhere."""
    return [place_word(place) for place in places_of(session, model)]


def _patterns(words: Sequence[str]) -> list[str]:
    """One or two letters are padded by the spaces stored before each word: to one trigram, to look up no more."""
    return [word.rjust(_TRIGRAM) for word in words]


def stored_names(texts: Any, *, with_private: bool) -> list[str]:
    """The texts of a table that are searched."""
    return [name for name in ((WORDS, PRIVATE_WORDS) if with_private else (WORDS,)) if name in texts.c]


def _holds(texts: Any, names: Sequence[str], groups: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    return and_(
        *(or_(*(texts.c[name].like(f"%{pattern}%") for pattern in group for name in names)) for group in groups)
    )


def _text_or_role(
    model: Any, pattern: str, with_private: bool, is_sqlite: bool, translate: Translate
) -> ColumnElement[bool]:
    codes = [code.value for code in RoleCode if pattern in search_text([translate(enum_label(code))])]
    clause = _BY_ROLE[model](codes)
    return or_(clause, _in_text(model, [pattern], with_private, is_sqlite, ())) if model in SEARCH_TABLES else clause


def found_ids(session: AnySession, model: Any, names: Sequence[str], groups: Sequence[Sequence[str]]) -> Select[Any]:
    """The ids of the texts that hold one of each group of patterns, three letters long or more."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    find = _fts_ids if is_sqlite else _trigram_ids
    return find(SEARCH_TABLES[model], names, groups, _places_asked(session, model))


def _in_text(
    model: Any, patterns: Sequence[str], with_private: bool, is_sqlite: bool, places: Sequence[str]
) -> ColumnElement[bool]:
    texts = SEARCH_TABLES[model]
    names, groups = stored_names(texts, with_private=with_private), [(pattern,) for pattern in patterns]
    ids = (_fts_ids if is_sqlite else _trigram_ids)(texts, names, groups, places)
    criterion: ColumnElement[bool] = model.id.in_(ids)
    return criterion


def _trigram_ids(
    texts: Table, names: Sequence[str], groups: Sequence[Sequence[str]], places: Sequence[str]
) -> Select[Any]:
    return select(texts.c.id).where(_holds(texts, names, groups), *_stand_in(texts, places))


def _stand_in(texts: Table, places: Sequence[str]) -> list[ColumnElement[bool]]:
    if len(places) == 1:
        return [texts.c[PLACES].like(f"%{places[0]}%")]
    # In one comparison: PostgreSQL joins it to each of the words in its index.
    return [texts.c[PLACES].regexp_match("|".join(places))] if places else []


def _trigram_ids_by_turns(
    texts: Table, names: Sequence[str], groups: Sequence[Sequence[str]], places: Sequence[str]
) -> Select[Any] | CompoundSelect[Any]:
    """In the first text and place, then elsewhere: who counts some of what many hold looks there alone."""
    everywhere = _trigram_ids(texts, names, groups, places)
    if len(names) == 1 and len(places) <= 1:
        return everywhere
    first = _holds(texts, names[:1], groups), *_stand_in(texts, places[:1])
    return union_all(select(texts.c.id).where(*first), everywhere.where(not_(and_(*first))))


def _among_deleted(session: AnySession, patterns: Sequence[str]) -> ColumnElement[bool]:
    """Of what was deleted and the reader may read, the last first: texts are kept of rows, and these are gone."""
    asked = select(JournalChange.id, JournalChange.entry_id, JournalChange.label)
    deleted = asked.where(JournalChange.action == ChangeAction.DELETE).order_by(JournalChange.id.desc())
    rows = session.execute(deleted.limit(_MOST_WALKED)).all()
    entries = select(JournalEntry.id, JournalEntry.actor_name)
    entries = entries.where(JournalEntry.id.in_(sorted({entry_id for _, entry_id, _ in rows})))
    authors = {row.id: row.actor_name for row in session.execute(entries)}
    texts = ((row_id, label, authors.get(entry_id)) for row_id, entry_id, label in rows)
    return JournalChange.id.in_(holding(texts, patterns))


def holding(rows: Iterable[Any], patterns: Sequence[str]) -> list[int]:
    """The ids of the rows, each an id and words, that hold all the patterns."""
    texts = ((row_id, search_text(words)) for row_id, *words in rows)
    return [row_id for row_id, text in texts if all(pattern in text for pattern in patterns)][:_MOST_FOUND]


# Tables without a text of their own, by how their rows are read: domains declare theirs.
BY_READING: dict[type, ByReading] = {JournalChange: _among_deleted}


def _fts_ids(texts: Table, names: Sequence[str], groups: Sequence[Sequence[str]], places: Sequence[str]) -> Select[Any]:
    # By its table: a bare `rowid` is that of the innermost table that stands around it.
    indexed = table(texts.name + FTS_SUFFIX, column("rowid", Integer))
    held = (" OR ".join(f'"{pattern}"' for pattern in group) for group in groups)
    match = " AND ".join(f"{{{' '.join(names)}}} : ({group})" for group in held)
    if places:
        match += f" AND {{{PLACES}}} : ({' OR '.join(places)})"
    return select(indexed.c.rowid).where(literal_column(indexed.name).op("MATCH")(match))
