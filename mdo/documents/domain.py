"""What the kernel is told about documents."""

from sqlalchemy import func
from sqlalchemy.orm import aliased

from mdo.documents import files, locking
from mdo.documents.moving import move_documents
from mdo.documents.row_rules import RULES
from mdo.documents.scope import PLACES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of, small
from mdo.kernel.sessions.hooks import Hook
from models.applications import Application
from models.calls import ProjectCall
from models.contracts import Contract
from models.documents import CARRIERS, Document, PaperTemplate
from models.events import Event
from models.instances import Instance
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Person
from models.projects import Project
from models.requests import CouncilRequest

_CARRIED = tuple(getattr(Document, name.removesuffix("_id")) for name in CARRIERS)
# The body of the meeting, beside that which carries a document itself.
_body = aliased(Instance)
_RECORD = func.coalesce(
    Meeting.title,
    Instance.name,
    name_of(Person.last_name, Person.first_name),
    Organisation.name,
    CouncilRequest.subject,
    Contract.title,
    Project.title,
    Application.title,
    Event.title,
    ProjectCall.title,
)

DOMAIN = Domain(
    "documents",
    rights=(
        ScreenRights("PaperView", N_("Documents of a meeting"), Section.MEETINGS, 60, Audience.MEETINGS, "show edit"),
        ScreenRights("DocumentView", N_("Documents"), Section.MEETINGS, 70, Audience.MEETINGS, "list show export"),
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
            Document,
            title=Document.title,
            order=(small(Document.title), Document.made_at.desc()),
            details=(_RECORD, _body.name, Document.file_name),
            joins=(*((relation,) for relation in _CARRIED), (_body, Meeting.instance)),
            at=Meeting.start_at,
            where=(~Document.is_withdrawn,),
        ),
        SearchKind(
            460,
            PaperTemplate,
            title=PaperTemplate.name,
            order=(small(PaperTemplate.name), PaperTemplate.number.desc()),
            details=(PaperTemplate.file_name,),
        ),
    ),
    shown_in={Document: ("PaperView", "DocumentView"), PaperTemplate: ("TemplateView", "TemplateVersionView")},
    without_content=(Document, PaperTemplate),
    rules=RULES,
    hooks=(Hook(70, locking.install), Hook(80, files.install)),
    places=PLACES,
    merges={Person: move_documents},
)
