"""What the kernel is told about documents."""

from mdo.documents.found import FOUND
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.documents import MeetingDocument, PaperTemplate

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
    found=FOUND,
    shown_in={MeetingDocument: ("DocumentView",), PaperTemplate: ("TemplateView", "TemplateVersionView")},
    without_content=(MeetingDocument, PaperTemplate),
)
