"""Templates as they are kept: version after version, none written over. Nothing here reads a Word file."""

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import undefer

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.documents import PaperKind, PaperTemplate

_FOLDER = Path(__file__).parent / "templates"
_NO_TEMPLATE = N_("There is no template of this kind: upload one under « Document templates ».")


def load_defaults(session: AnySession) -> int:
    """Brings the templates that come with the application up to date; returns how many were added. Flushes.

    A kind without any gets one. One that nobody replaced follows the application's as its next version; where the
    mission keeps its own, nothing changes.
    """
    texts = tomllib.loads((_FOLDER / "texts.toml").read_text("utf-8"))
    known: dict[PaperKind, list[PaperTemplate]] = {kind: [] for kind in PaperKind}
    for row in templates(session):
        known[row.kind].append(row)
    added = 0
    for kind, versions in known.items():
        name, file = texts[kind.value]["name"], texts[kind.value]["file"]
        content = (_FOLDER / file).read_bytes()
        ours = hashlib.sha256(content).hexdigest()
        if any(row.made_by_id is not None or row.sha256 == ours for row in versions):
            continue
        number = max((row.number for row in versions), default=0) + 1
        newest = template_of(kind, number, name, file, content)
        session.add(newest)
        choose_template(session, newest)
        added += 1
    session.flush()
    return added


def templates(session: AnySession) -> Sequence[PaperTemplate]:
    """All versions, without their content, newest first."""
    return session.scalars(select(PaperTemplate).order_by(PaperTemplate.kind, PaperTemplate.number.desc())).all()


def active_template(session: AnySession, kind: PaperKind) -> PaperTemplate:
    """The version that serves, with its content. Raises RuleViolation when there is none."""
    statement = (
        select(PaperTemplate)
        .where(PaperTemplate.kind == kind, PaperTemplate.is_active)
        .options(undefer(PaperTemplate.content))
        .order_by(PaperTemplate.number.desc())
        .limit(1)
    )
    found = session.scalars(statement).first()
    if found is None:
        raise RuleViolation(_NO_TEMPLATE)
    return found


def choose_template(session: AnySession, chosen: PaperTemplate) -> None:
    """Makes a version the one that serves; flushes."""
    for other in session.scalars(select(PaperTemplate).where(PaperTemplate.kind == chosen.kind)):
        other.is_active = other is chosen
    chosen.is_active = True
    session.flush()


def template_of(kind: PaperKind, number: int, name: str, file: str, content: bytes) -> PaperTemplate:
    """A version that does not serve yet."""
    return PaperTemplate(
        kind=kind,
        number=number,
        name=name,
        file_name=file,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        is_active=False,
    )
