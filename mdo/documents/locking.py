"""A final version is locked: nothing of it changes, nothing takes its place, whatever door it is asked by.

What moves with the record that carries it (a person merged into another) moves still, and what is destroyed as a whole
goes (`destroying`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.hooks import Sessions
from models.documents import CARRIERS, MADE_KINDS, Document, DocumentKind

_DESTROYING = "mdo_destroying_documents"
_LOCKED = N_("« %(title)s », version %(number)s, is final: it is locked, and nothing of it changes.")
_CLOSED = N_(
    "« %(title)s » has a final version (%(number)s): no other one follows it. Give the new document a title of its own."
)
_NOT_SIGNED = N_("The signed copy is a PDF of a final version: mark the version final first, then send its PDF.")
_NO_CONTENT = N_("What a file held is in no journal: a document that was destroyed does not come back.")
_PDF = "application/pdf"
# What may change of a final version: where it is kept, and the record that carries it with its place among versions.
_MOVES = frozenset({*CARRIERS, "number", "content", "stored_as", "version", "updated_at"})


@contextmanager
def destroying(session: AnySession) -> Iterator[None]:
    """Within it, final versions may go too: what the law or the person concerned asks to be destroyed."""
    session.info[_DESTROYING] = True
    try:
        yield
        session.flush()
    finally:
        session.info.pop(_DESTROYING, None)


def install(sessions: Sessions) -> None:
    """Asks every flush for final versions."""
    event.listen(sessions, "before_flush", _refuse_changes)


def _refuse_changes(session: Session, flush: UOWTransaction, instances: Any) -> None:
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, Document) and _was_final(row):
            is_gone = row in session.deleted
            if (is_gone and not session.info.get(_DESTROYING)) or (not is_gone and _changed(row) - _MOVES):
                raise RuleViolation(_LOCKED, title=row.title, number=row.number)
    with session.no_autoflush:
        for row in session.new:
            if isinstance(row, Document):
                if row.link is None and row.content is None and row.stored_as is None:
                    raise RuleViolation(_NO_CONTENT)
                check_open(session, row)
                _check_signed(row)


def _was_final(row: Document) -> bool:
    history: Any = inspect(row).attrs.is_final.history
    return bool(history.deleted[0] if history.deleted else row.is_final)


def _changed(row: Document) -> set[str]:
    state: Any = inspect(row)
    return {
        attribute.key for attribute in state.mapper.column_attrs if state.attrs[attribute.key].history.has_changes()
    }


def check_open(session: AnySession, row: Document) -> None:
    """Raises RuleViolation where the version before this one is final; a signed copy stands beside it."""
    same = {name: getattr(row, name) for name in (*CARRIERS, "kind", "title", "media_type")}
    if all(same[name] is None for name in CARRIERS):
        return  # it stands on a row of the same flush
    if row.signs is not None:
        return
    asked = select(Document.number).filter_by(**same, is_final=True).where(Document.number < row.number)
    number = session.scalar(asked.limit(1), execution_options=WHOLE_REGISTER)
    if number is not None:
        raise RuleViolation(_CLOSED, title=row.title, number=number)


def _check_signed(row: Document) -> None:
    if row.signs is not None and not (row.signs.is_final and row.media_type == _PDF and row.is_final):
        raise RuleViolation(_NOT_SIGNED)


def finish(document: Document) -> None:
    """Marks a version final. Raises RuleViolation for one that was withdrawn, or is the address of a server."""
    if document.is_withdrawn or document.link is not None:
        raise RuleViolation(N_("Only a file that is kept here, and was not withdrawn, is marked final."))
    document.is_final = True


def check_by_hand(document: Document) -> None:
    """Raises RuleViolation for what nobody withdraws by hand: what the product made, and what is final."""
    if document.kind in MADE_KINDS:
        raise RuleViolation(N_("The product made this document: it is not withdrawn, a newer version replaces it."))
    if document.is_final:
        raise RuleViolation(_LOCKED, title=document.title, number=document.number)


def check_kind(kind: DocumentKind) -> None:
    """Raises RuleViolation (field `kind`) for a kind that the product alone makes."""
    if kind in MADE_KINDS:
        raise RuleViolation(N_("Choose another kind: the product makes these itself."), field="kind")
