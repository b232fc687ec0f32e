"""The rows of a list that one import wrote: asked for by an address alone, which the result of the import gives."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.journal import is_written_by_import
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.journal import Door, JournalEntry
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.filters import Filter

IMPORTED = "import"


@dataclass(frozen=True, eq=False)
class ImportedFilter(Filter):
    """What an import of the reader's own made and changed, by its entry of the journal."""

    model: Any = None

    @property
    def is_offered(self) -> bool:
        return False

    def is_valid(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and int(value[:20]) <= MAX_ID

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        reader = context_of(db.session).actor_id
        return or_(*(is_written_by_import(self.model, int(value), reader) for value in values))

    def words(self, value: str, names: dict[str, str]) -> str:
        """What the journal calls the import; nothing of one that is somebody else's."""
        entry = select(JournalEntry.summary).where(JournalEntry.id == int(value), JournalEntry.door == Door.IMPORT)
        own = entry.where(JournalEntry.actor_id == context_of(db.session).actor_id)
        return db.session.scalar(own, execution_options=WHOLE_REGISTER) or gettext("not available")


def imported_filter(model: Any) -> ImportedFilter:
    """The filter of the list of a table."""
    return ImportedFilter(IMPORTED, N_("Written by the import"), model)
