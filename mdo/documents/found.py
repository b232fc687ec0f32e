"""How rows of documents are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.documents import MeetingDocument, PaperTemplate
from models.meetings import Meeting

FOUND: tuple[Kind, ...] = (
    Kind(
        90,
        MeetingDocument,
        title=MeetingDocument.title,
        order=(small(MeetingDocument.title), MeetingDocument.made_at.desc()),
        details=(Meeting.title, MeetingDocument.file_name),
        joins=((MeetingDocument.meeting,),),
        where=(~MeetingDocument.is_withdrawn,),
    ),
    Kind(
        460,
        PaperTemplate,
        title=PaperTemplate.name,
        order=(small(PaperTemplate.name), PaperTemplate.number.desc()),
        details=(PaperTemplate.file_name,),
    ),
)
