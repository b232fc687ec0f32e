"""What is found from every page: each domain declares how its rows are found and named there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.orm import InstrumentedAttribute

Text = ColumnElement[Any] | InstrumentedAttribute[Any]
# A relation, or an alias and the relation that leads to it.
Join = tuple[Any, ...]


@dataclass(frozen=True)
class SearchKind:
    """How rows of a class are found and named; `place` is that of its group among those of all domains, in tens.

    `title` and `details` are what tells a row from others, to all its readers; `order` sorts within equal ranks, and
    its first expression, folded or in small letters, is the name that a query may equal or begin. `references` are
    compared whole with the query, `private_references` with the right to personal data alone. `where` leaves out rows
    that no list shows. `at` is the moment whose day is told before the details, unless title or details say it.
    """

    place: int
    model: Any
    title: Text
    order: tuple[Text, ...]
    details: tuple[Text, ...] = ()
    joins: tuple[Join, ...] = ()
    references: tuple[Text, ...] = ()
    private_references: tuple[Text, ...] = ()
    where: tuple[ColumnElement[bool], ...] = ()
    at: InstrumentedAttribute[Any] | None = None


# In the order of the groups; those that hold an exact reference come before.
KINDS: list[SearchKind] = []


def name_of(first: Text, second: Text) -> ColumnElement[str]:
    """Two names, of which the second may be empty."""
    return first + func.coalesce(" " + second, "")


def small(text: Text) -> ColumnElement[str]:
    """A text in small letters, to sort by."""
    return func.lower(text, type_=String())  # SQLAlchemy gives `lower` no type, and only words are compared
