"""How a criterion of the scope is put on a statement: on its rows, and on what comes with them by a joined load."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Table
from sqlalchemy.exc import CompileError
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.annotation import _deep_annotate, _safe_annotate

from mdo.kernel.base.kept_statements import MAXIMUM


def brings_others(statement: Any) -> bool:
    """Whether a load of columns of a row that is held may bring other rows along: it has options."""
    return bool(statement._with_options)  # noqa: SLF001  # nothing public tells them


def may_name(statement: Any, mapper: Any) -> bool:
    """Whether the rows of a class may be read by a statement: its text then names their table, maybe as a part."""
    table, text = mapper.local_table, _text_of(statement)
    return text is None or not isinstance(table, Table) or table.name in text


@lru_cache(maxsize=MAXIMUM)
def _text_of(statement: Any) -> str | None:
    """The text of a kept statement before it is narrowed, with what its loaders join; None where it cannot be told."""
    key = statement._generate_cache_key()  # noqa: SLF001  # nothing public tells that two have the same text
    return _text_alike(_Alike(statement if key is None else key.key, statement))


@dataclass(frozen=True)
class _Alike:
    """A statement, equal to those that say the same of other values, of another reader or day: to write it is dear."""

    key: Any
    statement: Any = field(compare=False)


@lru_cache(maxsize=MAXIMUM)
def _text_alike(alike: _Alike) -> str | None:
    try:
        return str(alike.statement.compile())
    except CompileError:
        return None


class Narrowing(LoaderCriteriaOption):
    """A criterion that may also narrow what a joined load brings, and yet does not stay on the rows that are read.

    SQLAlchemy has one switch for both: `propagate_to_loaders` puts a criterion on the outer join of `joinedload`, and
    keeps it with each row for its later loads, which are given theirs here already. So the option itself does not go
    along; what it gives the statement says `propagate_to_loaders`, and is held by the joins.
    """

    _traverse_internals = LoaderCriteriaOption._traverse_internals  # noqa: SLF001  # what tells two apart, in a key

    def __init__(self, model: type, readable: Any, *, of_rows: bool = True, of_joins: bool = True) -> None:
        super().__init__(model, readable, include_aliases=True, propagate_to_loaders=False)
        self.of_rows = of_rows
        self._given = _Given(self, of_rows, of_joins)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Adds the criterion to those of a statement that is being compiled."""
        for mapper in self._all_mappers():
            attributes.setdefault(("additional_entity_criteria", mapper), []).append(self._given)

    def _resolve_where_criteria(self, of: Any) -> Any:
        """The criterion on the rows of a table, marked as SQLAlchemy does it, but for its values.

        A marked value is equal to what it was made of, which is told by an expression of SQL that is built for it: at
        each run of a statement, as often as it says a value, a third of the first page of a référent.
        """
        said: Any = self.where_criteria
        if self.deferred_where_criteria:
            said = said._resolve_with_args(of.entity)  # noqa: SLF001  # as SQLAlchemy does
        mark = {"for_loader_criteria": self}
        return _deep_annotate(
            said, mark, detect_subquery_cols=True, ind_cols_on_fromclause=True, annotate_callable=_marked
        )


def _marked(element: Any, mark: Any) -> Any:
    return element if isinstance(element, BindParameter) else _safe_annotate(element, mark)


class _Given:
    """A criterion as the compilation of a statement reads it.

    It holds no values, which stay those of the option: with others, a kept text would keep those of its first reader.
    """

    def __init__(self, option: Narrowing, of_rows: bool, of_joins: bool) -> None:
        self.propagate_to_loaders, self.include_aliases = of_joins, of_rows
        self.entity = option.entity if of_rows else None
        self._should_include = option._should_include  # noqa: SLF001  # what a compilation asks
        self._resolve_where_criteria = option._resolve_where_criteria  # noqa: SLF001  # the same
