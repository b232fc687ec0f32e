"""The spendings that hold some words: a spending has no text of its own, it leads to two rows that have one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.search.matching import holding
from models.projects import ProjectSpending


def among_spendings(session: AnySession, patterns: Sequence[str]) -> ColumnElement[bool]:
    """Of the spendings in sight, some hundreds, by the project and by what names it."""
    named = (ProjectSpending.project, ProjectSpending.contract, ProjectSpending.order, ProjectSpending.invoice)
    rows = session.scalars(select(ProjectSpending).options(*map(selectinload, named))).all()
    texts = ((row.id, str(row.project), str(row.contract or row.order or row.invoice)) for row in rows)
    return ProjectSpending.id.in_(holding(texts, patterns))
