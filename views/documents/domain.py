"""What is shown of documents."""

from views.base.domain import Entry, Screens
from views.documents.registers import DocumentView, TemplateVersionView
from views.documents.screens import PaperView
from views.documents.templates import TemplateView

SCREENS = Screens(
    "documents",
    views={
        PaperView: "documents",
        DocumentView: "documents",
        TemplateView: "documents",
        TemplateVersionView: "documents",
    },
    menu=(Entry(50, DocumentView, "file-earmark-text"), Entry(140, TemplateView, "file-earmark-word")),
)
