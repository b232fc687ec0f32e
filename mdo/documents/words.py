"""The words of the closed lists of documents."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.documents import Carrier, DocumentKind, PaperKind

_PAPERS = {
    "convocation": N_("Convocation"),
    "sign_in_sheet": N_("Sign-in sheet"),
    "minutes": N_("Minutes of the meeting"),
    "analysis_report": N_("Analysis report"),
    "rejection_letters": N_("Letters to the suppliers not retained"),
    "contract_sheet": N_("Contract sheet"),
    "project_note": N_("Note of a project"),
    "project_list": N_("All the projects"),
    "application_receipt": N_("Receipt of an application"),
    "application_sheet": N_("Public sheet of a project"),
    "call_letters": N_("Letters of results of a call"),
    "call_deliberation": N_("List for the deliberation of a call"),
}


LISTS: dict[type[StrEnum], dict[str, str]] = {
    PaperKind: {kind: _PAPERS[kind.value] for kind in PaperKind},
    DocumentKind: {
        **{kind: _PAPERS[kind.value] for kind in DocumentKind if kind.value in _PAPERS},
        DocumentKind.LETTERS: N_("Letters"),
        DocumentKind.OPEN_DATA: N_("Essential data (DECP)"),
        DocumentKind.ATTACHMENT: N_("Attached file"),
        DocumentKind.LETTER: N_("Letter (document)"),
        DocumentKind.EMAIL: N_("E-mail (document)"),
        DocumentKind.AGREEMENT: N_("Agreement (document)"),
        DocumentKind.DELIBERATION: N_("Deliberation (document)"),
        DocumentKind.NOTE: N_("Note (document)"),
        DocumentKind.REPORT: N_("Report or study (document)"),
        DocumentKind.PRESENTATION: N_("Presentation (document)"),
        DocumentKind.PICTURE: N_("Picture (document)"),
        DocumentKind.SIGNED_FORM: N_("Signed form (document)"),
        DocumentKind.SERVER_LINK: N_("Link to the server"),
    },
    Carrier: {
        Carrier.MEETING: N_("Meeting"),
        Carrier.INSTANCE: N_("Body"),
        Carrier.PERSON: N_("Person"),
        Carrier.ORGANISATION: N_("Organisation"),
        Carrier.REQUEST: N_("Request (document)"),
        Carrier.CONTRACT: N_("Contract"),
        Carrier.PROJECT: N_("Project"),
        Carrier.APPLICATION: N_("Application"),
        Carrier.EVENT: N_("Event"),
        Carrier.CALL: N_("Call for projects"),
    },
}
