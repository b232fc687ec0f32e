"""What a relation field offers: rows of the target in the reader's scope, searched on the server, 20 at a time."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true

from mdo.kernel.base.context import context_of
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.reading import writable_arrondissement_ids
from mdo.kernel.search.matching import matching
from models.territory import Arrondissement
from views.base.apart import told_apart
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_OPTIONS

LOOKUP_SIZE = 20
# What a label has between its words: « CAMUT – n° 8 » typed again finds it.
_NOT_WORDS = re.compile(r"(?<!\w)n°|(?<!\w)[–—-](?!\w)", re.IGNORECASE)


class Choices:
    """How the rows of a table are offered: in which order, whether a select holds them all, whether some bear one name
    and are told apart by their numbers."""

    def __init__(self, *order: Any, is_few: bool = False, may_share_names: bool = False) -> None:
        self.order, self.is_few, self.may_share_names = order, is_few, may_share_names


# Filled by the screens of the domains (views/base/domain.py).
CHOICES: dict[type, Choices] = {}


def own_arrondissements() -> ColumnElement[bool]:
    """The arrondissements in which the reader writes: all of them for the mission."""
    ids = writable_arrondissement_ids(db.session)
    return true() if ids is None else Arrondissement.id.in_(sorted(ids))


@dataclass(frozen=True)
class Relation:
    """The choice of a relation field.

    `is_writable_only` keeps the rows that the reader may change (a mandate goes into a body of one's own); `where`
    narrows further, and `within` to the rows that hang on what another field of the form says, as `among` says of its
    id (else those whose column names it); `is_required` asks for a choice even where the column may be empty. `offered`
    says which rows a select lists, or come before one types: others are still found by their words, and told what the
    rules of the row say of them. `label` says a row in words, where
    what `loads` brings tells it from others. `gives` names the field of the form whose answer follows from this one.
    """

    is_writable_only: bool = False
    where: Callable[[], ColumnElement[bool]] | None = None
    is_required: bool = False
    is_few: bool | None = None
    within: str = ""
    among: Callable[[int], ColumnElement[bool]] | None = None
    offered: Callable[[], ColumnElement[bool]] | None = None
    loads: tuple[Any, ...] = ()
    label: Callable[[Any], str] = str
    gives: str = ""

    def statement(self, target: Any) -> Select[Any]:
        """The rows on offer, in order, in the reader's scope."""
        statement = select(target).order_by(*CHOICES[target].order, target.id).options(*self.loads)
        if self.is_writable_only:
            context = context_of(db.session)
            statement = statement.where(writable_clause(target, context.scope, context.today))
        return statement if self.where is None else statement.where(self.where())

    def has_few(self, target: Any) -> bool:
        """Whether the choices fit in a select."""
        return CHOICES[target].is_few if self.is_few is None else self.is_few

    def fetch(self, target: Any, ids: list[int]) -> dict[int, str]:
        """Labels of these ids; those that are not on offer are absent."""
        return {row.id: self.label(row) for row in db.session.scalars(self.statement(target).where(target.id.in_(ids)))}

    def options(self, target: Any) -> list[tuple[int, str]]:
        """The choices of a short table; one more than a select holds tells that it is not short."""
        statement = self.statement(target)
        if self.offered is not None:
            statement = statement.where(self.offered())
        return [(row.id, self.label(row)) for row in db.session.scalars(statement.limit(MAX_OPTIONS + 1))]

    def hangs_on(self, target: Any, of: int) -> ColumnElement[bool]:
        """The rows that hang on what the field `within` says."""
        clause: ColumnElement[bool] = (
            getattr(target, f"{self.within}_id") == of if self.among is None else self.among(of)
        )
        return clause

    def hung_on(self, target: Any, of: int | None) -> "Relation":
        """The same choice, kept to the rows that hang on this one: for a form that does not ask `within`."""
        if of is None:
            return self
        kept, hung = self.where, self.hangs_on(target, of)
        return replace(self, within="", is_few=True, where=lambda: hung if kept is None else and_(kept(), hung))

    def given(self, target: Any, ids: Iterable[int]) -> dict[int, int | None]:
        """By choice, the row that it gives to the field `gives`."""
        if not self.gives:
            return {}
        asked = select(target.id, getattr(target, f"{self.gives}_id")).where(target.id.in_(list(ids)))
        return {row.id: row[1] for row in db.session.execute(asked)}

    @staticmethod
    def is_searched(target: Any) -> bool:
        """Whether the rows of a table are chosen by a search: others are only listed, or never chosen."""
        return isinstance(target, type) and target in CHOICES

    def search(self, target: Any, query: str, page: int, of: int | None = None) -> tuple[list[tuple[int, str]], bool]:
        """A page of choices that hold the words, and whether there are more; `of` is what `within` says."""
        statement = self.statement(target)
        if self.within and of is not None:
            statement = statement.where(self.hangs_on(target, of))
        query = _NOT_WORDS.sub(" ", query).strip()
        if not query and self.offered is not None:
            statement = statement.where(self.offered())
        if query:
            statement = statement.where(matching(db.session, target, query, with_private=False, translate=gettext))
        rows = db.session.scalars(statement.offset((page - 1) * LOOKUP_SIZE).limit(LOOKUP_SIZE + 1)).all()
        labels = [(row.id, self.label(row)) for row in rows[:LOOKUP_SIZE]]
        return list(told_apart(labels).items()) if CHOICES[target].may_share_names else labels, len(rows) > LOOKUP_SIZE
