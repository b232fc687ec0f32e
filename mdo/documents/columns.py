"""Columns of the documents of meetings and of the templates that papers are made from."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.documents import MeetingDocument, PaperTemplate
from models.instances import Instance
from models.meetings import Meeting

_DOCUMENT = FIELD_LABELS[MeetingDocument]
_TEMPLATE = FIELD_LABELS[PaperTemplate]
_MEETING = FIELD_LABELS[Meeting]
_KILOBYTE = 1024
_SIZE = N_("Size in KB")

DOCUMENT_COLUMNS = (
    Column(
        "title", _DOCUMENT["title"], lambda row, today: row.title, sort=(func.lower(MeetingDocument.title),), width=34
    ),
    Column("kind", _DOCUMENT["kind"], lambda row, today: row.kind, Kind.ENUM, (MeetingDocument.kind,), width=22),
    Column(
        "number", _DOCUMENT["number"], lambda row, today: row.number, Kind.INTEGER, (MeetingDocument.number,), width=10
    ),
    Column(
        "meeting",
        _DOCUMENT["meeting"],
        lambda row, today: row.meeting.title,
        sort=(func.lower(Meeting.title),),
        joins=(MeetingDocument.meeting,),
        loads=(MeetingDocument.meeting,),
        width=36,
    ),
    Column(
        "start_at",
        _MEETING["start_at"],
        lambda row, today: row.meeting.start_at,
        Kind.MOMENT,
        (Meeting.start_at,),
        (MeetingDocument.meeting,),
        (MeetingDocument.meeting,),
        is_shown=False,
    ),
    Column(
        "instance",
        _MEETING["instance"],
        lambda row, today: row.meeting.instance.name if row.meeting.instance else None,
        sort=(Instance.sort_key,),
        joins=(MeetingDocument.meeting, Meeting.instance),
        loads=(MeetingDocument.meeting, Meeting.instance),
        width=36,
    ),
    Column(
        "made_at",
        _DOCUMENT["made_at"],
        lambda row, today: row.made_at,
        Kind.MOMENT,
        (MeetingDocument.made_at,),
    ),
    Column(
        "made_by",
        _DOCUMENT["made_by"],
        lambda row, today: str(row.made_by) if row.made_by else None,
        loads=(MeetingDocument.made_by,),
        width=26,
        is_shown=False,
    ),
    Column("file_name", _DOCUMENT["file_name"], lambda row, today: row.file_name, width=40, is_shown=False),
    Column(
        "size",
        _SIZE,
        lambda row, today: max(round(row.size / _KILOBYTE), 1),
        Kind.INTEGER,
        (MeetingDocument.size,),
        width=12,
        is_shown=False,
    ),
)

TEMPLATE_COLUMNS = (
    Column("name", _TEMPLATE["name"], lambda row, today: row.name, sort=(func.lower(PaperTemplate.name),), width=34),
    Column("kind", _TEMPLATE["kind"], lambda row, today: row.kind, Kind.ENUM, (PaperTemplate.kind,), width=24),
    Column(
        "number", _TEMPLATE["number"], lambda row, today: row.number, Kind.INTEGER, (PaperTemplate.number,), width=10
    ),
    Column(
        "is_active",
        _TEMPLATE["is_active"],
        lambda row, today: row.is_active,
        Kind.BOOLEAN,
        (PaperTemplate.is_active,),
        width=12,
    ),
    Column(
        "made_by",
        _TEMPLATE["made_by"],
        lambda row, today: str(row.made_by) if row.made_by else None,
        loads=(PaperTemplate.made_by,),
        width=26,
    ),
    Column(
        "created_at", _DOCUMENT["made_at"], lambda row, today: row.created_at, Kind.MOMENT, (PaperTemplate.created_at,)
    ),
    Column("file_name", _TEMPLATE["file_name"], lambda row, today: row.file_name, width=40, is_shown=False),
    Column(
        "size",
        _SIZE,
        lambda row, today: max(round(row.size / _KILOBYTE), 1),
        Kind.INTEGER,
        (PaperTemplate.size,),
        width=12,
        is_shown=False,
    ),
)
