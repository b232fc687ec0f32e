"""What becomes of the documents of a record that is merged into another, and of those that are destroyed."""

from collections.abc import Sequence

from sqlalchemy import func, select

from mdo.documents.locking import destroying
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.merges import Moved
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.documents import Document


def move_documents(session: AnySession, kept_id: int, gone_id: int) -> Moved:
    """The documents of a person go to the other; versions of one title follow those that are there."""
    rows = session.scalars(select(Document).where(Document.person_id == gone_id).order_by(Document.number)).all()
    last: dict[tuple[object, ...], int] = {}
    for row in rows:
        series = (row.kind, row.title, row.media_type)
        if series not in last:
            same = {"kind": row.kind, "title": row.title, "media_type": row.media_type, "person_id": kept_id}
            last[series] = session.scalar(select(func.max(Document.number)).filter_by(**same)) or 0
        row.number += last[series]
        row.person_id = kept_id
    session.flush()
    return Moved(0, 0)


def destroy_all(session: AnySession, documents: Sequence[Document]) -> int:
    """Destroys versions for good, their signed copies with them; returns how many rows went. Flushes."""
    asked = select(Document).where(Document.signs_id.in_([row.id for row in documents]))
    copies = session.scalars(asked, execution_options=WHOLE_REGISTER).all() if documents else ()
    with destroying(session):
        for row in copies:
            session.delete(row)
        session.flush()
        for row in documents:
            if row not in copies:
                session.delete(row)
    return len({*copies, *documents})
