"""Files of meetings and of contracts as they are kept: version after version, none written over.

One that was withdrawn is out of sight.
"""

import enum
import hashlib
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from mdo.documents.packages import SentFile
from mdo.kernel.base.context import AnySession, context_of
from models.base import utc_now
from models.contracts import ContractDocument
from models.documents import MeetingDocument
from models.text import fold

Kept = TypeVar("Kept", MeetingDocument, ContractDocument)


@dataclass(frozen=True)
class Series(Generic[Kept]):
    """The versions of one file, newest first."""

    title: str
    kind: Any
    versions: tuple[Kept, ...]


@dataclass(frozen=True)
class Shelf(Generic[Kept]):
    """Where the files of meetings, or those of contracts, are kept.

    `owner` is the column that says whose a file is, `kinds` what a file may be, in the order of screens. All flush and
    none commits.
    """

    model: type[Kept]
    owner: str
    kinds: type[enum.StrEnum]

    def keep(self, session: AnySession, owner_id: int, kind: enum.StrEnum, title: str, file: SentFile) -> Kept:
        """Keeps a file as the next version of the one of this title."""
        same = {self.owner: owner_id, "kind": kind, "title": title, "media_type": file.media_type}
        last = session.scalar(select(func.max(self.model.number)).filter_by(**same)) or 0
        kept = self.model(
            **same,
            number=last + 1,
            file_name=file.name,
            content=file.content,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            made_by_id=context_of(session).actor_id,
            made_at=utc_now(),
        )
        session.add(kept)
        session.flush()
        return kept

    def series(self, session: AnySession, owner_id: int) -> list[Series[Kept]]:
        """The files of an owner with their versions, without content."""
        statement = select(self.model).filter_by(**{self.owner: owner_id}, is_withdrawn=False)
        found: dict[tuple[Any, ...], list[Kept]] = {}
        for row in session.scalars(statement.order_by(self.model.number.desc())):
            found.setdefault((row.kind, row.title, row.media_type), []).append(row)
        order = list(self.kinds)
        keys = sorted(found, key=lambda key: (order.index(key[0]), fold(key[1]), key[2]))
        return [Series(key[1], key[0], tuple(found[key])) for key in keys]

    def find(self, session: AnySession, owner_id: int, document_id: int) -> Kept | None:
        """A file of this owner with its content."""
        statement = select(self.model).filter_by(**{self.owner: owner_id}, id=document_id, is_withdrawn=False)
        return session.scalars(statement.options(undefer(self.model.content))).first()
