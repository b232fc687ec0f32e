"""Columns of the documents of meetings and of the templates that papers are made from."""

from mdo.documents.fields import MEETING_DOCUMENT, PAPER_TEMPLATE
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.documents import MeetingDocument, PaperTemplate
from models.instances import Instance
from models.meetings import Meeting

_DOCUMENT = FIELD_LABELS[MeetingDocument]
_MEETING = FIELD_LABELS[Meeting]
_KILOBYTE = 1024
_SIZE = N_("Size in KB")

DOCUMENT_COLUMNS = MEETING_DOCUMENT.columns(
    {
        5: Column(
            "start_at",
            _MEETING["start_at"],
            lambda row, today: row.meeting.start_at,
            Kind.MOMENT,
            (Meeting.start_at,),
            (MeetingDocument.meeting,),
            (MeetingDocument.meeting,),
            is_shown=False,
        ),
        6: Column(
            "instance",
            _MEETING["instance"],
            lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
            sort=(Instance.sort_key,),
            joins=(MeetingDocument.meeting, Meeting.instance),
            loads=(MeetingDocument.meeting, Meeting.instance),
            width=36,
        ),
        10: Column(
            "size",
            _SIZE,
            lambda row, today: max(round(row.size / _KILOBYTE), 1),
            Kind.INTEGER,
            (MeetingDocument.size,),
            width=12,
            is_shown=False,
        ),
    }
)

TEMPLATE_COLUMNS = PAPER_TEMPLATE.columns(
    {
        6: Column(
            "created_at",
            _DOCUMENT["made_at"],
            lambda row, today: row.created_at,
            Kind.MOMENT,
            (PaperTemplate.created_at,),
        ),
        8: Column(
            "size",
            _SIZE,
            lambda row, today: max(round(row.size / _KILOBYTE), 1),
            Kind.INTEGER,
            (PaperTemplate.size,),
            width=12,
            is_shown=False,
        ),
    }
)
