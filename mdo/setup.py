"""Brings a migrated database to what the code expects: roles and rights, reference rows, search text."""

from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mdo import accessibility, reference, roles
from mdo.papers.template_rows import load_defaults
from mdo.search.maintenance import rebuild
from models.accessibility import AccessibilityStatement
from models.base import Record
from models.documents import PaperTemplate
from models.search import SEARCH_TABLES


@dataclass(frozen=True)
class SetupCounts:
    """How many reference rows of each model were added, and how many rows got the search text they lacked."""

    reference_rows: dict[type[Record], int]
    search_texts: int


def set_up(session: Session) -> SetupCounts:
    """Flushes what is missing; run again, it changes nothing. `session` must see everything."""
    roles.sync_roles(session)
    added = {
        **reference.load(session),
        AccessibilityStatement: accessibility.load(session),
        PaperTemplate: load_defaults(session),
    }
    return SetupCounts(added, _fill_search_text(session))


def _fill_search_text(session: Session) -> int:
    connection = session.connection()
    count = 0
    for model, texts in SEARCH_TABLES.items():
        owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        lacking = select(owner.c.id).where(owner.c.id.not_in(select(texts.c.id)))
        count += rebuild(connection, model, list(connection.scalars(lacking)), are_new=True)
    return count
