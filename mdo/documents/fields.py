"""The fields of documents."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.documents import MeetingDocument, PaperTemplate
from models.meetings import Meeting

# fmt: off
PAPER_TEMPLATE = Table(
    PaperTemplate, (N_("Document template"), N_("Document templates")),
    section(N_("Document template"),
        Field(PaperTemplate.name, N_("Name of the template"), column=shown(1, 34, sort=func.lower(PaperTemplate.name))),
        Field(PaperTemplate.kind, N_("Kind of document"), column=shown(2, 24)),
        Field(PaperTemplate.number, N_("Version (number)"), column=shown(3, 10)),
        Field(PaperTemplate.is_active, N_("In use"), column=shown(4)),
        Field(PaperTemplate.file_name, N_("Name of the file"), column=kept(7, 40, sort=())),
        Field(PaperTemplate.made_by, N_("Made by"), column=shown(5, 26)),
    ),
    Field(PaperTemplate.content, N_("File (document)")),
    Field(PaperTemplate.size, N_("Size")),
    Field(PaperTemplate.sha256, N_("Fingerprint of the file (SHA-256)")),
    called=PaperTemplate.name, searched=("name", "file_name", "made_by.first_name", "made_by.last_name"),
)

MEETING_DOCUMENT = Table(
    MeetingDocument, (N_("Document of a meeting"), N_("Documents of meetings")),
    section(N_("Document of a meeting"),
        Field(MeetingDocument.title, N_("Title"), column=shown(1, 34, sort=func.lower(MeetingDocument.title))),
        Field(MeetingDocument.kind, N_("Kind of document"), column=shown(2, 22)),
        Field(MeetingDocument.number, N_("Version (number)"), column=shown(3, 10)),
        Field(MeetingDocument.meeting, N_("Meeting"),
              column=shown(4, 36, by=Meeting.title, sort=func.lower(Meeting.title))),
        Field(MeetingDocument.file_name, N_("Name of the file"), column=kept(9, 40, sort=())),
        Field(MeetingDocument.made_by, N_("Made by"), column=kept(8, 26)),
        Field(MeetingDocument.made_at, N_("Made on"), column=shown(7)),
    ),
    Field(MeetingDocument.content, N_("File (document)")),
    Field(MeetingDocument.size, N_("Size")),
    Field(MeetingDocument.sha256, N_("Fingerprint of the file (SHA-256)")),
    Field(MeetingDocument.media_type, N_("Type of file")),
    Field(MeetingDocument.is_withdrawn, N_("Withdrawn (document)")),
    called=MeetingDocument.title,
    searched=("title", "file_name", "meeting.title", "meeting.instance.name", "made_by.first_name",
              "made_by.last_name"),
)
