"""How the contracts that are shared are searched."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.search.maintenance import search_text
from models.shared_contracts import SharedContract


def among_shared(session: AnySession, patterns: Sequence[str]) -> ColumnElement[bool]:
    """Of the few contracts that are shared, by what is shown of them alone: the text of a contract says more."""
    loads = (selectinload(SharedContract.holders), selectinload(SharedContract.deliverables))
    rows = session.scalars(select(SharedContract).options(*loads)).all()
    found = []
    for row in rows:
        holders, deliverables = ([item.name for item in items] for items in (row.holders, row.deliverables))
        text = search_text([row.number, row.title, *holders, *deliverables])
        if all(pattern in text for pattern in patterns):
            found.append(row.id)
    return SharedContract.id.in_(found)
