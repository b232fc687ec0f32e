"""The files of a contract as they are kept: version after version, none written over; one withdrawn is out of sight."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from mdo.context import AnySession, context_of
from mdo.papers.packages import SentFile
from models.base import utc_now
from models.contracts import Contract, ContractDocument, FileKind
from models.text import fold


@dataclass(frozen=True)
class ContractSeries:
    """The versions of one file, newest first."""

    title: str
    kind: FileKind
    versions: tuple[ContractDocument, ...]


def keep_file(session: AnySession, contract: Contract, kind: FileKind, title: str, file: SentFile) -> ContractDocument:
    """Keeps a file as the next version of the one of this title; flushes."""
    same = (
        ContractDocument.contract_id == contract.id,
        ContractDocument.kind == kind,
        ContractDocument.title == title,
        ContractDocument.media_type == file.media_type,
    )
    last = session.scalar(select(func.max(ContractDocument.number)).where(*same)) or 0
    kept = ContractDocument(
        contract_id=contract.id,
        kind=kind,
        title=title,
        number=last + 1,
        file_name=file.name,
        media_type=file.media_type,
        content=file.content,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        made_by_id=context_of(session).actor_id,
        made_at=utc_now(),
    )
    session.add(kept)
    session.flush()
    return kept


def series_of_contract(session: AnySession, contract: Contract) -> Sequence[ContractSeries]:
    """The files of a contract with their versions, without content."""
    statement = (
        select(ContractDocument)
        .where(ContractDocument.contract_id == contract.id, ~ContractDocument.is_withdrawn)
        .order_by(ContractDocument.number.desc())
    )
    found: dict[tuple[Any, ...], list[ContractDocument]] = {}
    for row in session.scalars(statement):
        found.setdefault((row.kind, row.title, row.media_type), []).append(row)
    order = list(FileKind)
    keys = sorted(found, key=lambda key: (order.index(key[0]), fold(key[1]), key[2]))
    return [ContractSeries(key[1], key[0], tuple(found[key])) for key in keys]


def document_of_contract(session: AnySession, contract: Contract, document_id: int) -> ContractDocument | None:
    """A file of this contract with its content, unless it was withdrawn."""
    statement = (
        select(ContractDocument)
        .where(
            ContractDocument.id == document_id,
            ContractDocument.contract_id == contract.id,
            ~ContractDocument.is_withdrawn,
        )
        .options(undefer(ContractDocument.content))
    )
    return session.scalars(statement).first()
