"""Templates and documents as they are kept: version after version, none written over."""

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from mdo.context import AnySession, context_of
from mdo.errors import RuleViolation
from mdo.labels import enum_label
from mdo.messages import N_
from mdo.papers.packages import DOCX, SentFile, plain_name
from mdo.papers.rendering import render, try_out
from mdo.papers.speech import Speech
from mdo.papers.values import values_of
from mdo.papers.versions import Shelf
from mdo.periods import day_of
from models.documents import DocumentKind, MeetingDocument, PaperKind, PaperTemplate
from models.meetings import Meeting
from models.text import fold

_FOLDER = Path(__file__).parent / "templates"
_NO_TEMPLATE = N_("There is no template of this kind: upload one under « Document templates ».")


# ---- Templates -------------------------------------------------------------------------------------------------------


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
        newest = _template(kind, number, name, file, content, is_active=False)
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


def add_template(session: AnySession, kind: PaperKind, name: str, content: bytes) -> PaperTemplate:
    """Tries a template out, then makes it the next version and the one that serves. Flushes. Raises RuleViolation."""
    try_out(kind, name, content)
    last = session.scalar(select(func.max(PaperTemplate.number)).where(PaperTemplate.kind == kind)) or 0
    added = _template(kind, last + 1, Path(plain_name(name)).stem[:160], plain_name(name), content, is_active=False)
    added.made_by_id = context_of(session).actor_id
    session.add(added)
    choose_template(session, added)
    return added


def choose_template(session: AnySession, chosen: PaperTemplate) -> None:
    """Makes a version the one that serves; flushes."""
    for other in session.scalars(select(PaperTemplate).where(PaperTemplate.kind == chosen.kind)):
        other.is_active = other is chosen
    chosen.is_active = True
    session.flush()


def _template(kind: PaperKind, number: int, name: str, file: str, content: bytes, *, is_active: bool) -> PaperTemplate:
    return PaperTemplate(
        kind=kind,
        number=number,
        name=name,
        file_name=file,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        is_active=is_active,
    )


# ---- Documents of a meeting ------------------------------------------------------------------------------------------

MEETING_FILES = Shelf(MeetingDocument, "meeting_id", DocumentKind)


def make_word(session: AnySession, meeting: Meeting, kind: PaperKind, speech: Speech) -> MeetingDocument:
    """The paper of this kind from the template that serves, kept as the next version; flushes."""
    template = active_template(session, kind)
    today = context_of(session).today
    content = render(kind, template.content, values_of(kind, session, meeting, today, speech))
    title = speech.translate(enum_label(kind))
    file = SentFile(_file_name(title, meeting, "docx"), DOCX, content)
    return MEETING_FILES.keep(session, meeting.id, DocumentKind(kind.value), title, file)


def _file_name(title: str, meeting: Meeting, end: str) -> str:
    words = fold(f"{title} {meeting.title}").replace(" ", "-")
    return plain_name(f"{words[:90]}-{day_of(meeting.start_at):%Y-%m-%d}.{end}")
