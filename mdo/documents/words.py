"""The words of the closed lists of documents."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.documents import DocumentKind, PaperKind

_PAPERS = {
    "convocation": N_("Convocation"),
    "sign_in_sheet": N_("Sign-in sheet"),
    "minutes": N_("Minutes of the meeting"),
    "analysis_report": N_("Analysis report"),
    "rejection_letters": N_("Letters to the suppliers not retained"),
    "contract_sheet": N_("Contract sheet"),
}


LISTS: dict[type[StrEnum], dict[str, str]] = {
    PaperKind: {kind: _PAPERS[kind.value] for kind in PaperKind},
    DocumentKind: {
        **{kind: _PAPERS[kind.value] for kind in DocumentKind if kind.value in _PAPERS},
        DocumentKind.ATTACHMENT: N_("Attached file"),
    },
}
