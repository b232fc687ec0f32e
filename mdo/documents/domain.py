"""What the kernel is told about documents."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.documents import MeetingDocument, PaperTemplate
from models.instances import Instance
from models.meetings import Meeting

DOMAIN = Domain(
    "documents",
    rights=(
        ScreenRights("PaperView", N_("Documents of a meeting"), Section.MEETINGS, 60, Audience.MEETINGS, "show edit"),
        ScreenRights(
            "DocumentView", N_("Documents of meetings"), Section.MEETINGS, 70, Audience.MEETINGS, "list show export"
        ),
        ScreenRights(
            "TemplateView", N_("Document templates"), Section.SETTINGS, 150, Audience.TEMPLATES, "list show edit"
        ),
        ScreenRights(
            "TemplateVersionView",
            N_("Versions of document templates"),
            Section.SETTINGS,
            160,
            Audience.TEMPLATES,
            "list show export",
        ),
    ),
    found=(
        SearchKind(
            90,
            MeetingDocument,
            title=MeetingDocument.title,
            order=(small(MeetingDocument.title), MeetingDocument.made_at.desc()),
            details=(Meeting.title, Instance.name, MeetingDocument.file_name),
            joins=((MeetingDocument.meeting,), (Meeting.instance,)),
            at=Meeting.start_at,
            where=(~MeetingDocument.is_withdrawn,),
        ),
        SearchKind(
            460,
            PaperTemplate,
            title=PaperTemplate.name,
            order=(small(PaperTemplate.name), PaperTemplate.number.desc()),
            details=(PaperTemplate.file_name,),
        ),
    ),
    shown_in={MeetingDocument: ("DocumentView",), PaperTemplate: ("TemplateView", "TemplateVersionView")},
    without_content=(MeetingDocument, PaperTemplate),
)
