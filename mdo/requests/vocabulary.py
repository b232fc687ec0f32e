"""The words by which French workbooks of requests name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.requests import FollowUp, RequestKind

REQUEST_KIND = WordList(
    {
        RequestKind.REQUEST: ("demande", "question", "interpellation", "proposition", "signalement"),
        RequestKind.OPINION: ("avis", "avis du conseil", "contribution"),
    }
)
FOLLOW_UP = WordList(
    {
        FollowUp.DONE: ("fait", "faite", "réalisé", "réalisée", "favorable", "accepté", "acceptée"),
        FollowUp.PLANNED: ("programmé", "programmée", "prévu", "prévue", "planifié", "planifiée"),
        FollowUp.REFUSED: ("refusé", "refusée", "refus", "défavorable", "rejeté", "rejetée"),
    }
)
