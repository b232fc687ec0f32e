"""Documents of records as they are kept: version after version, none written over.

One that was withdrawn is out of sight; one that is final is locked (`mdo.documents.locking`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from mdo.documents.files import put
from mdo.documents.packages import SentFile
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.advisory_locks import hold
from models.base import utc_now
from models.documents import LINK_TYPE, Document, DocumentKind
from models.text import fold

_LONGEST_NAME = 200
_NO_LINK = N_("Write where it is: a path (\\\\server\\folder\\file) or an address that begins with https://.")
_ONE_LINE = N_("Write the address on one line, of 1,000 characters at most.")
_NOT_AN_ADDRESS = N_("This address is not taken: write a path, or an address that begins with http:// or https://.")


@dataclass(frozen=True)
class Series:
    """The versions of one document, newest first."""

    title: str
    kind: DocumentKind
    versions: tuple[Document, ...]


@dataclass(frozen=True)
class Shelf:
    """The documents of records of a table: `owner` is the column that leads to one. All flush and none commits."""

    owner: str

    def keep(
        self,
        session: AnySession,
        owner_id: int,
        kind: DocumentKind,
        title: str,
        file: SentFile,
        dated_on: dt.date | None = None,
        signs: Document | None = None,
    ) -> Document:
        """Keeps a file as the next version of the one of this title. Raises RuleViolation where that one is final."""
        kept = self._next(session, owner_id, kind, title, file.media_type)
        kept.file_name, kept.dated_on, kept.signs = file.name, dated_on, signs
        kept.is_final = signs is not None
        put(kept, file.content)
        session.add(kept)
        session.flush()
        return kept

    def keep_link(
        self, session: AnySession, owner_id: int, title: str, link: str, dated_on: dt.date | None = None
    ) -> Document:
        """Keeps the address of what stays on a server. Raises RuleViolation (field `link`)."""
        link = check_link(link)
        kept = self._next(session, owner_id, DocumentKind.SERVER_LINK, title or _end_of(link), LINK_TYPE)
        kept.link, kept.dated_on = link, dated_on
        session.add(kept)
        session.flush()
        return kept

    def _next(self, session: AnySession, owner_id: int, kind: DocumentKind, title: str, media_type: str) -> Document:
        hold(session, [("document", owner_id)])
        same: dict[str, Any] = {self.owner: owner_id, "kind": kind, "title": title, "media_type": media_type}
        last = session.scalar(select(func.max(Document.number)).filter_by(**same)) or 0
        kept = Document(**same, number=last + 1, made_by_id=context_of(session).actor_id, made_at=utc_now())
        kept.file_name = ""
        return kept

    def series(self, session: AnySession, owner_id: int, *, withdrawn: bool = False) -> list[Series]:
        """The documents of a record with their versions, without content; those withdrawn where they are asked for."""
        statement = select(Document).filter_by(**{self.owner: owner_id}, is_withdrawn=withdrawn)
        statement = statement.options(joinedload(Document.made_by)).order_by(Document.number.desc())
        found: dict[tuple[Any, ...], list[Document]] = {}
        for row in session.scalars(statement):
            found.setdefault((row.kind, row.title, row.media_type), []).append(row)
        order = list(DocumentKind)
        keys = sorted(found, key=lambda key: (order.index(key[0]), fold(key[1]), key[2]))
        return [Series(key[1], key[0], tuple(found[key])) for key in keys]

    def find(self, session: AnySession, owner_id: int, document_id: int) -> Document | None:
        """A document of this record, with its content."""
        statement = select(Document).filter_by(**{self.owner: owner_id}, id=document_id, is_withdrawn=False)
        return session.scalars(statement.options(undefer(Document.content))).first()


def check_link(text: str) -> str:
    """An address as it is kept. Raises RuleViolation (field `link`): none, too long, or one that runs something."""
    link = text.strip()
    if not link:
        raise RuleViolation(_NO_LINK, field="link")
    if len(link) > 1000 or any(ord(letter) < 32 for letter in link):
        raise RuleViolation(_ONE_LINE, field="link")
    scheme, colon, rest = link.partition(":")
    is_drive = len(scheme) == 1 and scheme.isalpha() and rest[:1] in ("\\", "/")
    if colon and not is_drive and scheme.lower() not in ("http", "https") and not link.startswith(("\\\\", "/")):
        raise RuleViolation(_NOT_AN_ADDRESS, field="link")
    return link


def _end_of(link: str) -> str:
    """What an address ends with, to call it by."""
    return (PurePosixPath(link.replace("\\", "/")).name or link)[:_LONGEST_NAME]


def without_copies(found: Sequence[Series]) -> list[Series]:
    """The documents less the signed copies, which are told beside what they are the copies of."""
    left = (replace(one, versions=tuple(row for row in one.versions if row.signs_id is None)) for one in found)
    return [one for one in left if one.versions]


def signed_copies(rows: Sequence[Document]) -> dict[int, Document]:
    """The signed copies among these documents, by the id of what each is the copy of."""
    return {row.signs_id: row for row in rows if row.signs_id is not None}
