"""Search over the words a row shows, accents and case ignored, kept by a session event (performance.md §6).

The words are read and written in Core, whole batches at a time: a restricted reader who saves a row must not rewrite
its search text with the blanks that the scope shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    event,
    false,
    insert,
    inspect,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker
from sqlalchemy.sql.expression import column, table

from models.accounts import User
from models.instances import College, Instance, InstanceType, MandateFunction, instance_arrondissement
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.search import FTS_SUFFIX, SEARCH_TABLES
from models.territory import Arrondissement
from models.text import fold

_MAX_WORDS = 8
_BATCH = 500
_TRIGRAM = 3

_arrondissement, _type, _user = Arrondissement.__table__, InstanceType.__table__, User.__table__
_instance, _organisation, _person = Instance.__table__, Organisation.__table__, Person.__table__
_mandate, _function, _college = Mandate.__table__, MandateFunction.__table__, College.__table__
_referent = Referent.__table__

# For each searchable table: the id, the columns that all its readers see, those that need the right to personal data.
_Source = tuple[Select[Any], int]


def _person_source() -> _Source:
    p = _person.c
    public = (p.last_name, p.first_name, _arrondissement.c.name, _organisation.c.name, _organisation.c.acronym)
    joined = _person.outerjoin(_arrondissement, _arrondissement.c.id == p.arrondissement_id).outerjoin(
        _organisation, _organisation.c.id == p.organisation_id
    )
    return select(p.id, *public, p.email, p.phone, p.city, p.postal_code).select_from(joined), len(public)


def _organisation_source() -> _Source:
    o = _organisation.c
    public = (o.name, o.acronym, o.siret, _arrondissement.c.name)
    joined = _organisation.outerjoin(_arrondissement, _arrondissement.c.id == o.arrondissement_id)
    return select(o.id, *public, o.contact_name, o.email, o.phone).select_from(joined), len(public)


def _instance_source() -> _Source:
    i = _instance.c
    public = (i.name, i.code, i.aliases, _type.c.label, i.elected_official, i.mailbox, _arrondissement.c.name)
    link = instance_arrondissement
    joined = (
        _instance.join(_type, _type.c.id == i.type_id)
        .outerjoin(link, link.c.instance_id == i.id)
        .outerjoin(_arrondissement, _arrondissement.c.id == link.c.arrondissement_id)
    )
    return select(i.id, *public).select_from(joined), len(public)


def _mandate_source() -> _Source:
    m = _mandate.c
    public = (
        _person.c.last_name,
        _person.c.first_name,
        _instance.c.name,
        _function.c.label,
        _college.c.name,
        _organisation.c.name,
        _organisation.c.acronym,
    )
    joined = (
        _mandate.join(_instance, _instance.c.id == m.instance_id)
        .join(_function, _function.c.id == m.function_id)
        .outerjoin(_person, _person.c.id == m.person_id)
        .outerjoin(_college, _college.c.id == m.college_id)
        .outerjoin(_organisation, _organisation.c.id == m.organisation_id)
    )
    return select(m.id, *public).select_from(joined), len(public)


def _referent_source() -> _Source:
    r = _referent.c
    public = (_user.c.first_name, _user.c.last_name, _user.c.username, _arrondissement.c.name)
    joined = _referent.join(_user, _user.c.id == r.user_id).join(
        _arrondissement, _arrondissement.c.id == r.arrondissement_id
    )
    return select(r.id, *public).select_from(joined), len(public)


_SOURCES: dict[type, Callable[[], _Source]] = {
    Person: _person_source,
    Organisation: _organisation_source,
    Instance: _instance_source,
    Mandate: _mandate_source,
    Referent: _referent_source,
}

# A row whose names change rewrites the text of those that show them.
_NAMES: dict[type, tuple[str, ...]] = {
    Person: ("last_name", "first_name"),
    Organisation: ("name", "acronym"),
    Instance: ("name",),
    InstanceType: ("label",),
    MandateFunction: ("label",),
    College: ("name",),
    Arrondissement: ("name",),
    User: ("first_name", "last_name", "username"),
}
_DEPENDENTS: dict[type, tuple[tuple[type, ColumnElement[Any]], ...]] = {
    Person: ((Mandate, _mandate.c.person_id),),
    Organisation: ((Person, _person.c.organisation_id), (Mandate, _mandate.c.organisation_id)),
    Instance: ((Mandate, _mandate.c.instance_id),),
    InstanceType: ((Instance, _instance.c.type_id),),
    MandateFunction: ((Mandate, _mandate.c.function_id),),
    College: ((Mandate, _mandate.c.college_id),),
    Arrondissement: (
        (Person, _person.c.arrondissement_id),
        (Organisation, _organisation.c.arrondissement_id),
        (Referent, _referent.c.arrondissement_id),
    ),
    User: ((Referent, _referent.c.user_id),),
}


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Keeps the search text of what a session writes, in the same transaction."""
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


def matching(model: Any, query: str, *, with_private: bool, dialect_name: str) -> ColumnElement[bool]:
    """The criterion of the rows of `model` (a mapped class) that hold every word of `query`, in any order.

    A word of three letters or more is found anywhere in a word, a shorter one at its beginning. A query without any
    letter or digit finds nothing.
    """
    if not query.strip():
        return true()
    words = fold(query).split()[:_MAX_WORDS]
    if not words:
        return false()
    # One or two letters are padded to a trigram by the spaces stored before each word.
    patterns = [word if len(word) >= _TRIGRAM else f"  {word}" for word in words]
    texts = SEARCH_TABLES[model]
    if dialect_name == "sqlite":
        ids = _fts_ids(texts, patterns, with_private)
    else:
        columns = [texts.c.words, texts.c.private_words] if with_private else [texts.c.words]
        ids = select(texts.c.id).where(*(or_(*(text.like(f"%{pattern}%") for text in columns)) for pattern in patterns))
    criterion: ColumnElement[bool] = model.id.in_(ids)
    return criterion


def _fts_ids(texts: Table, patterns: Sequence[str], with_private: bool) -> Select[Any]:
    name = texts.name + FTS_SUFFIX
    columns = "{words private_words}" if with_private else "{words}"
    match = " AND ".join(f'{columns} : "{pattern}"' for pattern in patterns)
    return select(column("rowid")).select_from(table(name)).where(literal_column(name).op("MATCH")(match))


def rebuild(connection: Connection, model: type, ids: Sequence[int] | None = None) -> int:
    """Rewrites the search text of these rows, or of all; returns how many. Ids that are gone lose their text."""
    if ids is None:
        owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        ids = list(connection.scalars(select(owner.c.id)))
    texts = SEARCH_TABLES[model]
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        source, public_count = _SOURCES[model]()
        values: dict[int, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for row in connection.execute(source.where(source.selected_columns[0].in_(batch))):
            public, private = values[row[0]]
            public.extend(row[1 : 1 + public_count])
            private.extend(row[1 + public_count :])
        connection.execute(delete(texts).where(texts.c.id.in_(batch)))
        if values:
            connection.execute(
                insert(texts),
                [
                    {"id": row_id, "words": search_text(public), "private_words": search_text(private)}
                    for row_id, (public, private) in values.items()
                ],
            )
    return len(ids)


def _maintain(session: Session, flush: UOWTransaction) -> None:
    stale: dict[type, set[int]] = defaultdict(set)
    connection: Connection | None = None
    for row in (*session.new, *session.dirty):
        model = type(row)
        is_new = row in session.new
        if model in _SOURCES and (is_new or session.is_modified(row)):
            stale[model].add(row.id)
        if not is_new and model in _DEPENDENTS and _renamed(row, model):
            connection = connection or session.connection()
            for dependent, foreign_key in _DEPENDENTS[model]:
                stale[dependent].update(connection.scalars(_ids_of(dependent, foreign_key, row.id)))
            if model is Arrondissement:
                link = instance_arrondissement.c
                stale[Instance].update(
                    connection.scalars(select(link.instance_id).where(link.arrondissement_id == row.id))
                )
    for row in session.deleted:
        if type(row) in _SOURCES:
            stale[type(row)].discard(row.id)
    for model, ids in stale.items():
        rebuild(session.connection(), model, sorted(ids))


def _renamed(row: Any, model: type) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _NAMES[model])


def _ids_of(model: type, foreign_key: ColumnElement[Any], row_id: int) -> Select[Any]:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    return select(owner.c.id).where(foreign_key == row_id)
