"""What someone's own workbooks call their columns: kept once decided, so that the next file is read without asking."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.imports.reading.found import AS_SHAPED, Origin, SheetLayout
from mdo.kernel.imports.reading.layout import TAKEN, header_key, sheet_key
from models.preferences import ImportMapping

_LONGEST_KEY = 120
_LONGEST_HEADER = 250


def remembered(session: AnySession, kind: str) -> dict[str, str | None]:
    """What the reader of the session decided, by key of header; nothing for the command line."""
    return {row.header_key: row.field for row in _rows(session, kind)}


def remember(
    session: AnySession, kind: str, layouts: Iterable[SheetLayout], sheets: Mapping[str, bool] | None = None
) -> None:
    """Keeps what was chosen by hand for a file; the last choice holds. Flushes.

    `sheets` are those that were taken or left aside otherwise than they would have been, by name.
    """
    actor_id = context_of(session).actor_id
    if actor_id is None:
        return
    rows = {row.header_key: row for row in _rows(session, kind)}
    chosen = [
        (header_key(column.header), column.header, AS_SHAPED if column.is_chosen else column.field)
        for layout in layouts
        for column in layout.columns
        if column.origin is Origin.CHOSEN or column.is_chosen
    ]
    chosen += [(sheet_key(name), name, TAKEN if is_taken else None) for name, is_taken in (sheets or {}).items()]
    for key, header, field in chosen:
        if not key or len(key) > _LONGEST_KEY:
            continue
        if key not in rows:
            rows[key] = ImportMapping(user_id=actor_id, kind=kind, header_key=key)
            session.add(rows[key])
        rows[key].header = header[:_LONGEST_HEADER]
        rows[key].field = field
    session.flush()


def _rows(session: AnySession, kind: str) -> list[ImportMapping]:
    actor_id = context_of(session).actor_id
    own = select(ImportMapping).where(ImportMapping.user_id == actor_id, ImportMapping.kind == kind)
    return [] if actor_id is None else list(session.scalars(own))
