"""The papers of an event, in Word: certificates in one file, the leaflet of its programme, the form of evaluation."""

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.documents.document_format import Wording
from mdo.documents.templates.make import new_document
from mdo.events.followed import Came, who_came
from mdo.events.hours import HOURS_RULE, in_hours
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.calendar_revisions import OFF
from models.events import Event, EventEvaluation
from models.meetings import Meeting

_MARKS = "☐ 1    ☐ 2    ☐ 3    ☐ 4    ☐ 5"
_LINES = "_" * 66  # one line of the page, in the fonts of Word and of LibreOffice
_COMMENT = "comment"


def certificates_of(session: AnySession, event: Event, wording: Wording) -> tuple[bytes, int]:
    """A certificate a page for each who came, and how many. Raises RuleViolation where nobody did."""
    came = who_came(session, event)
    if not came:
        raise RuleViolation(N_("Nobody was marked present yet: mark who came on the list of each session."))
    document = new_document(wording.translate(N_("Certificates")), 12, 2.5, 10)
    made_on = wording.full_date(context_of(session).today)
    for number, one in enumerate(came):
        _certificate(document, event, one, wording, made_on, is_first=number == 0)
    return _saved(document), len(came)


def _certificate(document: Any, event: Event, one: Came, wording: Wording, made_on: str, *, is_first: bool) -> None:
    _ = wording.translate
    heading = document.add_heading(_(N_("Certificate of attendance")), 1)
    heading.paragraph_format.page_break_before = not is_first
    document.add_paragraph(_(N_("Ville de Lyon – Mission Démocratie Ouverte")))
    document.add_paragraph(_(N_("certifies that"))).paragraph_format.space_before = 24 * 12700
    name = document.add_paragraph(one.name)
    name.runs[0].bold, name.runs[0].font.size = True, Pt(16)
    days = sorted({day_of(line.meeting.start_at) for line in one.lines})
    document.add_paragraph(
        _(N_("came to “%(title)s”, %(days)s, and followed %(hours)s."))
        % {
            "title": event.title,
            "days": wording.one_after_another([_(N_("on %(day)s")) % {"day": wording.full_date(day)} for day in days]),
            "hours": in_hours(one.time),
        }
    )
    document.add_paragraph(_(HOURS_RULE)).runs[0].italic = True
    signed = document.add_paragraph(_(N_("Made in Lyon, on %(day)s")) % {"day": made_on})
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def sessions_of(session: AnySession, event: Event) -> Sequence[Meeting]:
    """The sessions of an event that take place, in the order of their days."""
    asked = select(Meeting).where(Meeting.event_id == event.id, Meeting.state.not_in(OFF))
    return session.scalars(asked.options(selectinload(Meeting.agenda)).order_by(Meeting.start_at, Meeting.id)).all()


def leaflet_of(session: AnySession, event: Event, wording: Wording) -> tuple[bytes, int]:
    """The whole programme, evening after evening, and how many there are. Raises RuleViolation where none is."""
    _ = wording.translate
    meetings = sessions_of(session, event)
    if not meetings:
        raise RuleViolation(N_("This event has no session yet: add its days first."))
    document = new_document(event.title, 11, 2.0)
    document.add_heading(event.title, 1)
    for line in (event.programme or "").splitlines():
        document.add_paragraph(line)
    for meeting in meetings:
        document.add_heading(f"{wording.day(meeting.start_at)} – {meeting.title}", 2)
        hours = _(N_("From %(time)s to %(end)s")) % {
            "time": wording.time(meeting.start_at),
            "end": wording.time(meeting.end_at),
        }
        where = ", ".join(part for part in (meeting.place, meeting.room) if part)
        document.add_paragraph(" – ".join(part for part in (hours, where) if part)).runs[0].bold = True
        if meeting.speakers:
            document.add_paragraph(_(N_("With %(names)s")) % {"names": meeting.speakers})
        for item in meeting.agenda:
            document.add_paragraph(item.title, "List Bullet")
        if meeting.accessibility:
            document.add_paragraph(_(N_("Accessibility: %(words)s")) % {"words": meeting.accessibility})
    return _saved(document), len(meetings)


def evaluation_form_of(event: Event, wording: Wording) -> bytes:
    """The form that those who came fill in on paper: nobody is asked who they are."""
    _ = wording.translate
    document = new_document(event.title, 12, 2.0, 8)
    document.add_heading(_(N_("What did you think of it?")), 1)
    document.add_paragraph(event.title).runs[0].bold = True
    document.add_paragraph(_(N_("From 1 (poor) to 5 (excellent). Do not write your name.")))
    labels = FIELD_LABELS[EventEvaluation]
    for name in ("overall", "content", "organisation"):
        document.add_heading(wording.translate(labels[name]), 2)
        document.add_paragraph(_MARKS)
    document.add_heading(wording.translate(labels[_COMMENT]), 2)
    for _line in range(5):
        document.add_paragraph(_LINES)
    return _saved(document)


def _saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
