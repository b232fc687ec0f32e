"""Papers of meetings as they are kept: made from the template that serves, version after version."""

from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, SentFile, plain_name
from mdo.documents.rendering import render
from mdo.documents.template_rows import active_template
from mdo.documents.versions import Shelf
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import enum_label
from mdo.meetings.document_values import values_of
from models.documents import Document, DocumentKind, PaperKind
from models.meetings import Meeting
from models.text import fold

MEETING_FILES = Shelf("meeting_id")


def make_word(session: AnySession, meeting: Meeting, kind: PaperKind, wording: Wording) -> Document:
    """The paper of this kind from the template that serves, kept as the next version; flushes."""
    template = active_template(session, kind)
    today = context_of(session).today
    content = render(kind, template.content, values_of(kind, session, meeting, today, wording))
    title = wording.translate(enum_label(kind))
    file = SentFile(_file_name(title, meeting, "docx"), DOCX, content)
    return MEETING_FILES.keep(session, meeting.id, DocumentKind(kind.value), title, file)


def _file_name(title: str, meeting: Meeting, end: str) -> str:
    words = fold(f"{title} {meeting.title}").replace(" ", "-")
    return plain_name(f"{words[:90]}-{day_of(meeting.start_at):%Y-%m-%d}.{end}")
