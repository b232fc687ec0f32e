"""The fields of documents."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.documents import Document, PaperTemplate
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

DOCUMENT = Table(
    Document, (N_("Document"), N_("Documents")),
    section(N_("Document"),
        Field(Document.title, N_("Title"), column=shown(1, 34, sort=func.lower(Document.title))),
        Field(Document.kind, N_("Kind of document"), column=shown(2, 22)),
        Field(Document.number, N_("Version (number)"), column=shown(3, 10)),
        Field(Document.dated_on, N_("Day of the document"),
              N_("The day that it bears: of the letter, of the signature, of the picture."), column=shown(12)),
        Field(Document.is_final, N_("Final"), N_("Locked: nothing of it changes, no version follows it."),
              column=shown(13)),
        Field(Document.meeting, N_("Meeting"), column=kept(4, 36, by=Meeting.title, sort=func.lower(Meeting.title))),
        Field(Document.file_name, N_("Name of the file"), column=kept(9, 40, sort=())),
        Field(Document.link, N_("Where it is on the server"), column=kept(14, 40, sort=())),
        Field(Document.signs, N_("Signed copy of")),
        Field(Document.made_by, N_("Made by"), column=kept(8, 26)),
        Field(Document.made_at, N_("Made on"), column=shown(7)),
    ),
    Field(Document.instance, N_("Body")),
    Field(Document.person, N_("Person")),
    Field(Document.organisation, N_("Organisation")),
    Field(Document.request, N_("Request (document)")),
    Field(Document.contract, N_("Contract")),
    Field(Document.project, N_("Project")),
    Field(Document.application, N_("Application")),
    Field(Document.event, N_("Event")),
    Field(Document.call, N_("Call for projects")),
    Field(Document.content, N_("File (document)")),
    Field(Document.stored_as, N_("Name of the kept file")),
    Field(Document.size, N_("Size")),
    Field(Document.sha256, N_("Fingerprint of the file (SHA-256)")),
    Field(Document.media_type, N_("Type of file")),
    Field(Document.is_withdrawn, N_("Withdrawn (document)")),
    called=Document.title,
    searched=("title", "file_name", "link", "meeting.title", "meeting.instance.name", "instance.name",
              "person.last_name", "person.first_name", "organisation.name", "request.number", "request.subject",
              "contract.number", "contract.title", "project.title", "application.title", "event.title", "call.title",
              "made_by.first_name", "made_by.last_name"),
)
