"""What a kind of dated object declares, once, to be in the list of deadlines.

A deadline's date is the last day on which all is well: the day after, it is late. A domain declares its kinds in
`mdo/<domain>/deadlines.py` and names them in its `domain.py`; nothing else knows them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.rights.roles import RoleCode

Expression = ColumnElement[Any] | InstrumentedAttribute[Any]


class Bucket(StrEnum):
    """How far off a date is: passed, within 7, 30 or 90 days, or beyond; each excludes the others."""

    LATE = "late"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    BEYOND = "beyond"


class WhoseDeadlines(StrEnum):
    """Whose deadlines: those one answers for, those of the team, of one's arrondissements, or all that one may see."""

    MINE = "mine"
    TEAM = "team"
    PLACE = "place"
    ALL = "all"


class Keeper(StrEnum):
    """Who reads a deadline in place of the account named: the team, since nobody was named or that account is closed.

    Or, for the days of an absence, its cover; the team again where her rights do not show it to the cover.
    """

    TEAM = "team"
    CLOSED = "closed"
    COVER = "cover"
    OUT_OF_SIGHT = "out_of_sight"


@dataclass(frozen=True)
class Closing:
    """The one action that closes a deadline: a page of a view, or a POST of it, with the right it asks for.

    `label` is a message id. `argument` is the name that the page gives to the value of `source`, a column of the
    deadline: row_id, instance_id or arrondissement_id. `values` are sent along.
    """

    label: str
    view: str
    method: str = "edit"
    permission: str = "can_edit"
    argument: str = "pk"
    source: str = "row_id"
    is_post: bool = False
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_of_many(self) -> bool:
        """Whether it closes several at once: a bulk action of their list."""
        return self.method == "bulk_action"


@dataclass(frozen=True)
class DeadlineKind:
    """A kind of dated object.

    Screens name the kinds by their `place`, tens that no other kind has; `code` is stored in the rules of deadlines and
    `label` a message id. `model` is what falls due, on the day `due_on`, as long as `is_open(today)` holds; `view` has
    its pages, whose list right shows the deadlines too; `closing` is what to do about it. `title` and `detail` name the
    object in SQL; `inner` and `outer` are the relations (or pairs of a subquery and its condition) that all these read,
    `named_by` those that the names alone read. `responsible_id` is the account that answers for it, `else_id` the one
    that does when the first is not known or closed, and the team when both are; `also_of(accounts)` whether one of
    these (a statement of ids) does too, `instance_id` or `arrondissement_id` where it stands, `contract_id` the
    contract that it is about. `law` is the article that sets the day, which nobody moves: a line is put off in the list
    only where the rule allows it. `days_before` (calendar days) and `role` (to whom it is sent) are the rule to start
    with, called `rule` in French: it is data that the mission then edits. Where other acts come before the one that
    closes it, `sooner` names them, the next first, each with the rows that are there on
    a day: one thing to do is said of each.
    `is_decision`: the management decides it, and reads it on its first page.
    """

    place: int
    code: str
    label: str
    model: Any
    view: str
    due_on: Expression
    is_open: Callable[[dt.date], ColumnElement[bool]]
    closing: Closing
    title: Expression
    days_before: int
    role: RoleCode | None = None
    detail: Expression | None = None
    inner: tuple[Any, ...] = ()
    outer: tuple[Any, ...] = ()
    named_by: tuple[Any, ...] = ()
    instance_id: Expression | None = None
    contract_id: Expression | None = None
    arrondissement_id: Expression | None = None
    responsible_id: Expression | None = None
    else_id: Expression | None = None
    sooner: tuple[tuple[Callable[[dt.date], ColumnElement[bool]], Closing], ...] = ()
    is_decision: bool = False
    also_of: Callable[[Select[Any]], ColumnElement[bool]] | None = None
    rule: str = field(kw_only=True)
    law: str = ""

    def closing_at(self, step: int | None) -> Closing:
        """What is to be done next, of a row at this place of `sooner`; None where nothing comes before the closing."""
        return self.closing if step is None else self.sooner[step][1]
