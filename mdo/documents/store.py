"""Papers as they are kept: a template tried out before it serves."""

from pathlib import Path

from sqlalchemy import func, select

from mdo.documents.packages import plain_name
from mdo.documents.rendering import try_out
from mdo.documents.template_rows import choose_template, template_of
from mdo.kernel.base.context import AnySession, context_of
from models.documents import PaperKind, PaperTemplate


def add_template(session: AnySession, kind: PaperKind, name: str, content: bytes) -> PaperTemplate:
    """Tries a template out, then makes it the next version and the one that serves. Flushes. Raises RuleViolation."""
    try_out(kind, name, content)
    last = session.scalar(select(func.max(PaperTemplate.number)).where(PaperTemplate.kind == kind)) or 0
    added = template_of(kind, last + 1, Path(plain_name(name)).stem[:160], plain_name(name), content)
    added.made_by_id = context_of(session).actor_id
    session.add(added)
    choose_template(session, added)
    return added
