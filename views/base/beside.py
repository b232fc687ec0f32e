"""Columns of a list that its rows do not hold: read for the rows of a page alone, all in one statement.

What they say is found by the search of the list too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.fields.columns import Column
from views.base.listing import FoundBeside, ListState

Read = Callable[[AnySession, Sequence[int], ListState], Mapping[int, Sequence[Any]]]


def told_beside(name: str, label: str, *options: Any, **more: Any) -> Column:
    """A column whose values are read for a page: no file holds it, no list is sorted by it."""
    return Column(name, label, _nothing, *options, **more)


def _nothing(row: Any, today: Any) -> None:
    return None


@dataclass(frozen=True)
class Beside:
    """What one statement tells of the rows of a page.

    `columns` names the view whose list the reader needs for each of them, by the name of the column; `read` takes the
    session, the ids and what the list is asked, and gives the values of these columns, in this order, by id. `found`
    takes the words of a search and gives, for those that a cell of these columns may say, the ids of the rows where one
    does.
    """

    columns: Mapping[str, str]
    read: Read
    found: FoundBeside | None = None

    def told(self, session: AnySession, ids: Sequence[int], state: ListState, shown: Sequence[Column]) -> list[Column]:
        """The columns of a page with their values; others stay as they are, and where none is shown nothing is read."""
        if not ids or not any(column.name in self.columns for column in shown):
            return list(shown)
        values = self.read(session, ids, state)
        places = {name: place for place, name in enumerate(self.columns)}
        return [
            replace(column, value=_taken(values, places[column.name])) if column.name in places else column
            for column in shown
        ]


def _taken(values: Mapping[int, Sequence[Any]], place: int) -> Callable[[Any, Any], Any]:
    take = itemgetter(place)
    return lambda row, today: take(values[row.id]) if row.id in values else None
