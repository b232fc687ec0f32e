"""Rows of documents that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from models.documents import LINK_TYPE, Document, DocumentKind, PaperTemplate
from tests.accounts.search_rows import account_row
from tests.meetings.search_rows import meeting_row
from tests.support import TODAY, calls
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support import procurement as buy
from tests.support import projects as follow
from tests.support.events import EventFactory


def paper_template_row() -> PaperTemplate:
    return papers.PaperTemplateFactory(name="Modèle d’hiver", file_name="modèle-hiver.docx", made_by=account_row())


def document_row() -> Document:
    return papers.MeetingDocumentFactory(
        meeting=meeting_row(), title="Plan du théâtre", file_name="théâtre.pdf", made_by=account_row("Åsa", "Brûlé")
    )


def link_row() -> Document:
    return papers.MeetingDocumentFactory(
        meeting=None,
        organisation=make.OrganisationFactory(name="Théâtre d’été"),
        kind=DocumentKind.SERVER_LINK,
        title="Dossier côté serveur",
        file_name="",
        media_type=LINK_TYPE,
        content=None,
        size=None,
        sha256=None,
        link="\\\\serveur\\mission\\dossier-noël",
        made_by=account_row("Élise", "Noël"),
    )


def link_of_tomorrow() -> tuple[Document, dict[str, Any]]:
    """A link and what its form refuses of it, for the one door: a file that was destroyed comes back by no road."""
    return link_row(), {"dated_on": TODAY + dt.timedelta(days=1)}


def carried_by(carrier: str, record: Callable[..., Any], **values: Any) -> Callable[[], Document]:
    """A document on a record of another kind."""
    return lambda: papers.MeetingDocumentFactory(meeting=None, **{carrier: record(**values)})


CARRIED = (
    carried_by("instance", make.InstanceFactory, name="Conseil de l’Île"),
    carried_by("person", make.PersonFactory, last_name="Ålesund", first_name="Bérénice"),
    carried_by("request", make.CouncilRequestFactory, subject="Éclairage de la forêt"),
    carried_by("contract", buy.ContractFactory, title="Assistance à l’évaluation"),
    carried_by("project", follow.ProjectFactory, title="Forêt habitée"),
    carried_by("application", calls.ApplicationFactory, title="Potager d’été"),
    carried_by("event", EventFactory, title="Université d’été"),
    carried_by("call", calls.ProjectCallFactory, title="Appel de l’été"),
)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    PaperTemplate: (paper_template_row,),
    Document: (document_row, link_row, *CARRIED),
}
