"""The words of documents: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.documents import DocumentKind, MeetingDocument, PaperKind, PaperTemplate

_FILE = {
    "file_name": N_("Name of the file"),
    "content": N_("File (document)"),
    "size": N_("Size"),
    "sha256": N_("Fingerprint of the file (SHA-256)"),
    "made_by": N_("Made by"),
    "made_by_id": N_("Made by"),
}

_MEETING = {"meeting": N_("Meeting"), "meeting_id": N_("Meeting")}

_PAPERS = {
    "convocation": N_("Convocation"),
    "sign_in_sheet": N_("Sign-in sheet"),
    "minutes": N_("Minutes of the meeting"),
    "analysis_report": N_("Analysis report"),
    "rejection_letters": N_("Letters to the suppliers not retained"),
    "contract_sheet": N_("Contract sheet"),
}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    PaperTemplate: (N_("Document template"), N_("Document templates")),
    MeetingDocument: (N_("Document of a meeting"), N_("Documents of meetings")),
}

FIELDS: dict[type, dict[str, str]] = {
    PaperTemplate: {
        "kind": N_("Kind of document"),
        "number": N_("Version (number)"),
        "name": N_("Name of the template"),
        **_FILE,
        "is_active": N_("In use"),
    },
    MeetingDocument: {
        **_MEETING,
        "kind": N_("Kind of document"),
        "title": N_("Title"),
        "number": N_("Version (number)"),
        **_FILE,
        "media_type": N_("Type of file"),
        "is_withdrawn": N_("Withdrawn (document)"),
        "made_at": N_("Made on"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    PaperKind: {kind: _PAPERS[kind.value] for kind in PaperKind},
    DocumentKind: {
        **{kind: _PAPERS[kind.value] for kind in DocumentKind if kind.value in _PAPERS},
        DocumentKind.ATTACHMENT: N_("Attached file"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    PaperTemplate: Source(("name", "file_name", "made_by.first_name", "made_by.last_name")),
    MeetingDocument: Source(
        ("title", "file_name", "meeting.title", "meeting.instance.name", "made_by.first_name", "made_by.last_name")
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    PaperTemplate: PaperTemplate.name,
    MeetingDocument: MeetingDocument.title,
}
