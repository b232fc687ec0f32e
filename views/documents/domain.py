"""What is shown of documents."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
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
    menu=(
        Entry(60, DocumentView, "file-earmark-text", under="MeetingView"),
        Entry(
            340,
            TemplateView,
            "file-earmark-word",
            under="SettingsView",
            part=SettingsPart.DOCUMENTS,
            told=N_("The Word files from which convocations, minutes and letters are made."),
        ),
    ),
)
