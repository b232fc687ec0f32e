"""Searches the stored texts: every word of a query, in any order, anywhere in what a row shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
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

    As a set (see `matching`) they are all read before the first is shown. The words are not said in a statement but
    given when it is run (`values`): those of a class, read by the same reader, are the same statement.
    """

    model: Any
    names: tuple[str, ...]
    are_short: tuple[bool, ...]
    places: tuple[str, ...]
    is_sqlite: bool
    values: Mapping[str, str] = field(compare=False)

    @property
    def is_in_sight(self) -> bool:
        """Whether those found are of rows that the reader sees, and no others."""
        return bool(self.places)

    @property
    def found(self) -> Select[Any]:
        """The ids of the texts."""
        if self.is_sqlite:
            return _fts_matching(self._texts, self._word(0))
        return _trigram_ids(self._texts, self._holds(self._texts), self.places)

    @property
    def counted(self) -> Select[Any] | CompoundSelect[Any]:
        """The same for who counts some of them and stops.

        In the first text and place, then elsewhere: what many hold is looked up there alone.
        """
        names, places = self.names[:1], self.places[:1]
        if self.is_sqlite or (names, places) == (self.names, self.places):
            return self.found
        first = self._holds(self._texts, names), *_stand_in(self._texts, places)
        return union_all(select(self._texts.c.id).where(*first), self.found.where(not_(and_(*first))))

    def test(self, row_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether the text of the row of this id, a column of the statement around, holds them."""
        texts: Any = self._texts.alias()
        held = select(texts.c.id).where(texts.c.id == row_id, self._holds(texts))
        return held.correlate_except(texts).scalar_subquery().is_not(None)

    @property
    def _texts(self) -> Table:
        return SEARCH_TABLES[self.model]

    def _word(self, place: int) -> BindParameter[str]:
        """The words together (0), then each of them: of several classes in one statement, by their tables."""
        return bindparam(_value_name(self._texts, place), type_=String)

    def _holds(self, texts: Any, names: Sequence[str] = ()) -> ColumnElement[bool]:
        texts = [texts.c[name] for name in names or self.names]
        words = enumerate(self.are_short, start=1)
        # `LIKE` would look a short word up by its first letter too, which many words share.
        return and_(
            *(
                or_(
                    *(
                        text.regexp_match(self._word(place)) if is_short else text.like(self._word(place))
                        for text in texts
                    )
                )
                for place, is_short in words
            )
        )


def texts_asked(session: AnySession, model: Any, query: str, *, with_private: bool) -> Texts | None:
    """The texts that a query asks for; None where more than a text is asked, or nothing is."""
    words = fold(query).split()[:MAX_WORDS]
    if not words or model in _BY_ROLE or model not in SEARCH_TABLES:
        return None
    patterns, texts = _patterns(words), SEARCH_TABLES[model]
    names, places = stored_names(texts, with_private=with_private), _places_asked(session, model)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    are_short = tuple(len(word) < _TRIGRAM and not is_sqlite for word in words)
    together = _fts_words(names, [(pattern,) for pattern in patterns], places)
    each = (pattern if is_short else f"%{pattern}%" for pattern, is_short in zip(patterns, are_short, strict=True))
    values = {_value_name(texts, place): said for place, said in enumerate((together, *each))}
    return Texts(model, tuple(names), are_short, tuple(places), is_sqlite, values)


def _value_name(texts: Table, place: int) -> str:
    return f"{texts.name}_{place}"


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
    return _ids(SEARCH_TABLES[model], names, groups, is_sqlite, _places_asked(session, model))


def matching_also(
    session: AnySession, model: Any, words: Sequence[str], also: Mapping[str, Select[Any]], *, with_private: bool
) -> ColumnElement[bool]:
    """The criterion of the rows that hold all the folded words, or of which one of them is said elsewhere.

    `also` gives the ids of those rows, by the word.
    """
    is_sqlite, places = session.get_bind().dialect.name == "sqlite", _places_asked(session, model)
    texts = SEARCH_TABLES[model]
    names = stored_names(texts, with_private=with_private)
    groups = {word: [(pattern,)] for word, pattern in zip(words, _patterns(words), strict=True)}
    alone = [group for word, (group,) in groups.items() if word not in also]
    if is_sqlite or not alone:
        found = {word: _ids(texts, names, groups[word], is_sqlite, places) for word in words}
        return and_(*(model.id.in_(union_all(ids, also[word]) if word in also else ids) for word, ids in found.items()))
    # In one reading of the texts that hold the others: of two sets PostgreSQL would ask every row.
    either = (or_(_holds(texts, names, groups[word]), texts.c.id.in_(ids)) for word, ids in also.items())
    held = _trigram_ids(texts, and_(_holds(texts, names, alone), *either), places)
    criterion: ColumnElement[bool] = model.id.in_(held)
    return criterion


def _in_text(
    model: Any, patterns: Sequence[str], with_private: bool, is_sqlite: bool, places: Sequence[str]
) -> ColumnElement[bool]:
    texts = SEARCH_TABLES[model]
    names, groups = stored_names(texts, with_private=with_private), [(pattern,) for pattern in patterns]
    criterion: ColumnElement[bool] = model.id.in_(_ids(texts, names, groups, is_sqlite, places))
    return criterion


def _ids(
    texts: Table, names: Sequence[str], groups: Sequence[Sequence[str]], is_sqlite: bool, places: Sequence[str]
) -> Select[Any]:
    if is_sqlite:
        return _fts_matching(texts, _fts_words(names, groups, places))
    return _trigram_ids(texts, _holds(texts, names, groups), places)


def _trigram_ids(texts: Table, holds: ColumnElement[bool], places: Sequence[str]) -> Select[Any]:
    return select(texts.c.id).where(holds, *_stand_in(texts, places))


def _stand_in(texts: Table, places: Sequence[str]) -> list[ColumnElement[bool]]:
    if len(places) == 1:
        return [texts.c[PLACES].like(f"%{places[0]}%")]
    # In one comparison: PostgreSQL joins it to each of the words in its index.
    return [texts.c[PLACES].regexp_match("|".join(places))] if places else []


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


def _fts_words(names: Sequence[str], groups: Sequence[Sequence[str]], places: Sequence[str]) -> str:
    """Words as the full-text index of SQLite asks them."""
    held = (" OR ".join(f'"{pattern}"' for pattern in group) for group in groups)
    match = " AND ".join(f"{{{' '.join(names)}}} : ({group})" for group in held)
    return match + f" AND {{{PLACES}}} : ({' OR '.join(places)})" if places else match


def _fts_matching(texts: Table, words: str | BindParameter[str]) -> Select[Any]:
    # By its table: a bare `rowid` is that of the innermost table that stands around it.
    indexed = table(texts.name + FTS_SUFFIX, column("rowid", Integer))
    return select(indexed.c.rowid).where(literal_column(indexed.name).op("MATCH")(words))
