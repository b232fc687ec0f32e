"""Rows of documents that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.documents import MeetingDocument, PaperTemplate
from tests.accounts.search_rows import account_row
from tests.meetings.search_rows import meeting_row
from tests.support import paper_factories as papers


def paper_template_row() -> PaperTemplate:
    return papers.PaperTemplateFactory(name="Modèle d’hiver", file_name="modèle-hiver.docx", made_by=account_row())


def document_row() -> MeetingDocument:
    return papers.MeetingDocumentFactory(
        meeting=meeting_row(), title="Plan du théâtre", file_name="théâtre.pdf", made_by=account_row("Åsa", "Brûlé")
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    PaperTemplate: (paper_template_row,),
    MeetingDocument: (document_row,),
}
